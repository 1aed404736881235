"""Results that wait to be seen, in words: by sample, with what was before, what changed, and what they propose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.analyte import Analyte, shown_unit
from hsct_desktop.domain.dates import day_number
from hsct_desktop.domain.flowsheet import is_expected, shown_value
from hsct_desktop.domain.lab_result import CourseDays, LabResult, Sample, conditioning_start
from hsct_desktop.domain.lab_value import Qualitative
from hsct_desktop.domain.proposal import Aplasia
from hsct_desktop.services import proposals
from hsct_desktop.services.course_days import course_days
from hsct_desktop.services.flowsheet import range_text
from hsct_desktop.services.laboratories import result_laboratory
from hsct_desktop.services.person import record_of
from hsct_desktop.services.proposals import ProposalList, ProposalRow
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import history, lab_result, laboratory, staff
from hsct_desktop.store.base import ReadSession
from hsct_desktop.store.history import Change

MOST_SHOWN = 200
"""Results that are shown at once, to the end of a sample: a file of ten years is seen in several steps."""


@dataclass(frozen=True)
class SeenValue:
    """How a result read when it was last seen, and who saw it."""

    value: str
    grade: int
    by: str


@dataclass(frozen=True)
class WaitingResult:
    """A result in words, in its unit as typed. `before` is the value before it, `seen` how it read when it was seen.

    `expected`: a cytopenia in aplasia; `open`: a term grades it but a limit is unknown. `proposals` are those that
    rest on it, `short` the name where there is little room.
    """

    result: LabResult
    label: str
    value: str
    unit: str
    range: str
    before: str
    expected: bool
    open: bool
    seen: SeenValue | None = None
    proposals: tuple[ProposalRow, ...] = ()
    short: str = ""


@dataclass(frozen=True)
class WaitingSample:
    """A sample with its waiting results; `day` is its Day +n, None without a Day 0. `by` names who entered it."""

    sample: Sample
    day: int | None
    laboratory: str
    by: str
    results: tuple[WaitingResult, ...]


@dataclass(frozen=True)
class ReviewList:
    """What a patient's reviewer is shown, newest sample first; `expected` are proposals of aplasia, kept apart.

    `left` is the number of older results that come after these.
    """

    patient_id: int
    approved: bool
    samples: tuple[WaitingSample, ...]
    expected: tuple[ProposalRow, ...]
    left: int = 0

    @property
    def results(self) -> tuple[WaitingResult, ...]:
        """All results in the order shown."""
        return tuple(result for sample in self.samples for result in sample.results)

    @property
    def versions(self) -> dict[int, int]:
        """What `lab_results.review` takes: the version of each result that is shown, by its id."""
        return {found.result.id: found.result.version for found in self.results}


def for_patient(ws: Workspace, patient_id: int) -> ReviewList:
    """What waits to be seen of a patient. KnownError `stale_row` for a patient who is gone."""
    proposed = proposals.for_patient(ws, patient_id)
    with ws.read() as session:
        record_of(session, patient_id)
        every = lab_result.waiting(session, patient_id)
        waiting = _newest(every)
        spans = proposals.aplasia(ws, session, patient_id)
        facts = _Facts(ws, session, patient_id, waiting)
    by_result, rest = _by_result(proposed, waiting)
    samples: dict[Sample, list[WaitingResult]] = {}
    for result in sorted(waiting, key=facts.place):
        row = facts.row(result, spans, tuple(by_result.get(result.id, ())))
        samples.setdefault(result.sample, []).append(row)
    ordered = sorted(samples, key=lambda sample: sample.sort_key, reverse=True)
    shown = tuple(facts.sample(found, samples[found]) for found in ordered)
    return ReviewList(patient_id, proposed.approved, shown, rest, len(every) - len(waiting))


def _newest(waiting: Sequence[LabResult]) -> list[LabResult]:
    """The newest results, whole samples of them."""
    ordered = sorted(waiting, key=lambda result: result.sample.sort_key, reverse=True)
    found: list[LabResult] = []
    for result in ordered:
        if len(found) >= MOST_SHOWN and result.sample != found[-1].sample:
            break
        found.append(result)
    return found


def next_waiting(ws: Workspace, patient_ids: Iterable[int]) -> int | None:
    """The first of these patients with results to see, None when nobody has any."""
    with ws.read() as session:
        return next((found for found in patient_ids if lab_result.waiting(session, found)), None)


def _by_result(
    found: ProposalList, waiting: Sequence[LabResult]
) -> tuple[dict[int, list[ProposalRow]], tuple[ProposalRow, ...]]:
    """The new proposals by the waiting result that they stand under, and the expected ones that rest on one."""
    shown = {result.id for result in waiting}
    placed: dict[int, list[ProposalRow]] = {}
    for row in found.new:
        result_id = _rests_on(row, shown)
        if result_id is not None:
            placed.setdefault(result_id, []).append(row)
    return placed, tuple(row for row in found.expected if _rests_on(row, shown) is not None)


def _rests_on(row: ProposalRow, shown: set[int]) -> int | None:
    """The shown result that gave the grade, else the last shown one of its course."""
    if row.proposal.result_id in shown:
        return row.proposal.result_id
    return next((result_id for _day, _grade, result_id in reversed(row.proposal.steps) if result_id in shown), None)


class _Facts:
    """What the words of every row share, read at once."""

    def __init__(self, ws: Workspace, session: ReadSession, patient_id: int, waiting: Sequence[LabResult]) -> None:
        self._words = ws.wording
        self._analytes = ws.catalogue.analytes.analytes
        self._order = {code: number for number, code in enumerate(self._analytes)}
        self._people = staff.names(session)
        self._courses = course_days(ws, session, patient_id)
        self._laboratories = {
            result_laboratory(card): card.entry.name for card in laboratory.laboratories(session)
        }  # fmt: skip
        codes = sorted({result.analyte for result in waiting})
        self._earlier = _earlier(lab_result.of_patient(session, patient_id, codes) if codes else [])
        changed = [result.id for result in waiting if result.version > 1]
        self._logged = history.of_rows(session, "lab_result", changed) if changed else {}

    def place(self, result: LabResult) -> int:
        """Where a result stands in its sample: in the order of the catalogue."""
        return self._order.get(result.analyte, len(self._order))

    def row(
        self, result: LabResult, spans: Iterable[Aplasia], proposed: tuple[ProposalRow, ...]
    ) -> WaitingResult:  # fmt: skip
        analyte = self._analytes.get(result.analyte)
        label = analyte.label.text(self._words.language) if analyte is not None else result.analyte
        value, unit = value_in_words(self._words, result)
        return WaitingResult(
            result, label, value, unit, range_text(self._words, result.lln, result.uln), self._before(result, analyte),
            is_expected(result, spans), bool(result.term_id) and result.grade is None, self._seen(result), proposed,
            analyte.short.text(self._words.language) if analyte is not None else "",
        )  # fmt: skip

    def _before(self, result: LabResult, analyte: Analyte | None) -> str:
        """The value of the sample before, in the unit of this one."""
        before = self._earlier.get(result.id)
        if before is None:
            return ""
        if before.qualitative is not Qualitative.NONE:
            return self._words.enum("qualitative", before.qualitative)
        number, unit = shown_value(before, analyte, result.unit)
        return f"{_local(self._words, number)} {unit}".strip()

    def _seen(self, result: LabResult) -> SeenValue | None:
        state = last_seen(self._logged.get(result.id, ()))
        if state is None:
            return None
        text, unit = str(state["text"]), str(state["unit"])
        names_unit = unit == result.unit or any(sign.isalpha() for sign in text)
        by = self._people.get(int(state["reviewed_by"] or 0), "")
        grade = state["grade"]
        return SeenValue(
            text if names_unit else f"{text} {shown_unit(unit)}", grade if isinstance(grade, int) else 0, by
        )

    def sample(self, sample: Sample, rows: Sequence[WaitingResult]) -> WaitingSample:
        day0 = _day0(self._courses, sample.taken_on)
        number = None if day0 is None else day_number(day0, sample.taken_on)
        authors = dict.fromkeys(self._people.get(row.result.updated_by or 0, "") for row in rows)
        by = ", ".join(name for name in authors if name)
        return WaitingSample(sample, number, self._laboratories.get(sample.laboratory_id, ""), by, tuple(rows))


def _earlier(results: Iterable[LabResult]) -> dict[int, LabResult]:
    """The result of the sample before, by id; of several laboratories at one time neither is before the other."""
    found: dict[int, LabResult] = {}
    last: dict[str, tuple[LabResult, LabResult | None]] = {}
    for result in sorted(results, key=lambda other: other.sample.sort_key):
        held, before = last.get(result.analyte, (None, None))
        if held is not None and (held.taken_on, held.taken_at) != (result.taken_on, result.taken_at):
            before = held
        if before is not None:
            found[result.id] = before
        last[result.analyte] = (result, before)
    return found


def value_in_words(words: Wording, result: LabResult) -> tuple[str, str]:
    """A result's value and its unit as typed; a qualitative one has no unit."""
    if result.qualitative is not Qualitative.NONE:
        return words.enum("qualitative", result.qualitative), ""
    number, _unit = shown_value(result, None, result.unit)
    return _local(words, number), shown_unit(result.unit)


def _local(words: Wording, number: str) -> str:
    return words.decimal(number)


def last_seen(changes: Sequence[Change]) -> Mapping[str, Any] | None:
    """A result's stored values as they were when it was last marked as seen; None when it never was.

    A mark that was undone counts no more.
    """
    held: dict[str, Any] = {}
    seen: list[dict[str, Any]] = []
    for change in changes:
        was, held = held, {**held, **change.new}
        if "reviewed_at" not in change.new:
            continue
        if held["reviewed_at"] is not None:
            seen.append(held)
        elif seen and change.action.startswith(history.UNDO) and was.get("text") == held.get("text"):
            seen.pop()
    return seen[-1] if seen else None


def _day0(courses: Sequence[CourseDays], on: date) -> date | None:
    """Day 0 of the course that counts on a day: the latest whose conditioning has begun, else the first."""
    known = [(conditioning_start(course), course.day0) for course in courses if course.day0 is not None]
    begun = [day0 for start, day0 in known if start is not None and start <= on]
    return max(begun, default=min((day0 for _start, day0 in known), default=None))
