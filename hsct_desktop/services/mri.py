"""Scans: record, revise, void, list with what each is for the verdicts; the re-baseline by rule or by a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.disease_course import DiseaseCourse
from hsct_desktop.domain.mri import (
    Mri,
    MriEntry,
    MriReference,
    ReBaseline,
    ScanRole,
    check_mri,
    role_of,
)
from hsct_desktop.domain.names import clean, clean_lines
from hsct_desktop.domain.neda_mri import reference_scan
from hsct_desktop.domain.outcome_settings import REBASELINE_FIRST, REBASELINE_LAST
from hsct_desktop.domain.partial_date import shown
from hsct_desktop.domain.problem import InputError, KnownError, Problem
from hsct_desktop.services import disease_course
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.neurology import life_of
from hsct_desktop.services.person import (
    changes,
    name_of,
    record_of,
    refuse_odd_numbers,
    refuse_problems,
    required_reason,
)
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import mri, transplant
from hsct_desktop.store.base import ReadSession, WriteSession, fetch, void
from hsct_desktop.store.patient import PatientCard

_WRITES: Final = frozenset({"mri"})


@dataclass(frozen=True)
class ScanRow:
    """A scan as a list shows it. `role` is None before any Day 0; `compared` the scan that it was compared with."""

    mri: Mri
    role: ScanRole | None
    compared: Mri | None
    is_chosen: bool = False


@dataclass(frozen=True)
class Choice:
    """A person's choice of a re-baseline, for the transplant of that number.

    `is_current`: made for the course whose verdicts are shown; `is_taken`: they rest on it. A choice is not taken while
    the unit counts without re-baseline, and when Day 0 was moved behind its scan.
    """

    held: MriReference
    scan: Mri
    number: int
    day0: date | None
    is_current: bool
    is_taken: bool


@dataclass(frozen=True)
class ScanBoard:
    """A patient's scans by day with the reference of the course in question (`transplant_id`); both are None before any
    Day 0. `choices` are those of all courses, the earliest first.
    """

    rows: tuple[ScanRow, ...]
    reference: ReBaseline | None = None
    transplant_id: int | None = None
    choices: tuple[Choice, ...] = ()

    @property
    def choice(self) -> MriReference | None:
        """What a person chose for the course in question, whether it is taken or not."""
        return next((one.held for one in reversed(self.choices) if one.is_current), None)


def board(ws: Workspace, patient_id: int) -> ScanBoard:
    """All that the list of scans shows."""
    with ws.read() as session:
        return _board(session, ws, patient_id)


def listed(ws: Workspace, patient_id: int) -> tuple[ScanRow, ...]:
    """A patient's scans by day, each with what it is for the verdicts after the latest transplant."""
    return board(ws, patient_id).rows


def rebaseline(ws: Workspace, patient_id: int) -> ReBaseline | None:
    """The reference scan of the latest course, by rule or by a person; None before any Day 0."""
    return board(ws, patient_id).reference


def for_patient(ws: Workspace, patient_id: int) -> list[Mri]:
    """A patient's scans by day."""
    with ws.read() as session:
        return mri.of_patient(session, patient_id)


def entry_of(ws: Workspace, mri_id: int) -> tuple[MriEntry, int]:
    """A scan as entered and its version, for the form that edits it. KnownError `stale_row`."""
    with ws.read() as session:
        found = mri.get(session, mri_id)
    return found.entry, found.version


def _board(session: ReadSession | WriteSession, ws: Workspace, patient_id: int) -> ScanBoard:
    scans = mri.of_patient(session, patient_id)
    by_id = {scan.id: scan for scan in scans}
    compared = {scan.id: by_id.get(scan.entry.compared_with_id or 0) for scan in scans}
    course = disease_course.course_in(session, ws, patient_id)
    if course.transplant is None or course.day0 is None:
        bare = tuple(ScanRow(scan, None, compared[scan.id]) for scan in scans)
        return ScanBoard(bare, choices=_choices(session, patient_id, by_id, None, None))
    held = _chosen(session, patient_id, course.transplant.id)
    found = _reference(course, by_id, held)
    rows = tuple(
        ScanRow(
            scan,
            role_of(scan, course.day0, found, compared[scan.id]),
            compared[scan.id],
            found.by_person is not None and found.by_person.mri_id == scan.id,
        )
        for scan in scans
    )
    choices = _choices(session, patient_id, by_id, course.transplant.id, found.by_person)
    return ScanBoard(rows, found, course.transplant.id, choices)


def _choices(
    session: ReadSession | WriteSession,
    patient_id: int,
    by_id: Mapping[int, Mri],
    transplant_id: int | None,
    taken: MriReference | None,
) -> tuple[Choice, ...]:
    """Every choice on record; `transplant_id` is the course in question, `taken` what its verdicts rest on."""
    courses = {one.id: one for one in transplant.of_patient(session, patient_id)}
    found = [
        Choice(
            held,
            by_id[held.mri_id],
            courses[held.transplant_id].number,
            courses[held.transplant_id].entry.day0,
            held.transplant_id == transplant_id,
            taken is not None and held.id == taken.id,
        )
        for held in mri.references_of(session, patient_id)
        if held.transplant_id in courses and held.mri_id in by_id
    ]
    return tuple(sorted(found, key=lambda one: one.number))


def _reference(course: DiseaseCourse, by_id: Mapping[int, Mri], held: MriReference | None) -> ReBaseline:
    """The reference that the verdicts take, with what a person may choose instead."""
    taken = reference_scan(course)
    later = [scan for scan in course.scans_in_course if scan.shows_brain and course.day(scan.on) > 0]
    return ReBaseline(
        by_id[taken.scan.id] if taken.scan is not None else None,
        course.date_of(REBASELINE_FIRST),
        course.date_of(REBASELINE_LAST),
        held if taken.by_person else None,
        tuple(by_id[scan.id] for scan in later),
        not course.settings.rebaseline_months,
    )


def _chosen(session: ReadSession | WriteSession, patient_id: int, transplant_id: int) -> MriReference | None:
    """The scan that a person chose for a course."""
    held = [row for row in mri.references_of(session, patient_id) if row.transplant_id == transplant_id]
    return held[-1] if held else None


def problems(
    session: ReadSession | WriteSession, ws: Workspace, card: PatientCard, entry: MriEntry, row_id: int | None = None
) -> Iterator[Problem]:
    """What is wrong with a scan, as the form shows it beside its fields."""
    others = [scan for scan in mri.of_patient(session, entry.patient_id) if scan.id != row_id]
    yield from check_mri(entry, life_of(session, ws, card, entry.patient_id), others, row_id)
    for held in mri.references_of(session, entry.patient_id):
        if held.mri_id == row_id:
            yield from _as_reference(session, held, entry)


def reference_problems(session: ReadSession | WriteSession, patient_id: int, row_id: int) -> Iterator[Problem]:
    """What of a recorded choice does not go with the scan and the Day 0 as they stand."""
    held = next(one for one in mri.references_of(session, patient_id) if one.id == row_id)
    scan = next((one for one in mri.of_patient(session, patient_id) if one.id == held.mri_id), None)
    if scan is None:
        yield Problem("mri_id", "mri_reference_missing")
    else:
        yield from _as_reference(session, held, scan.entry)


def _as_reference(session: ReadSession | WriteSession, held: MriReference, entry: MriEntry) -> Iterator[Problem]:
    """What keeps a scan from being the re-baseline of the course for which it was chosen."""
    courses = transplant.of_patient(session, held.patient_id)
    day0 = next((one.entry.day0 for one in courses if one.id == held.transplant_id), None)
    if day0 is not None and entry.scanned.last <= day0:
        yield Problem("scanned", "mri_reference_needs_day", {"day0": day0})
    if not entry.region.has_brain:
        yield Problem("region", "mri_reference_needs_brain")


def record(ws: Workspace, entry: MriEntry, *, confirmed: bool = False) -> Changes:
    """Record a scan. Soft problems pass once `confirmed`."""
    with ws.write("mri.record") as session:
        card = record_of(session, entry.patient_id)
        entry = _sound(session, ws, card, entry, None, confirmed)
        row_id = mri.add(session, entry).id
        return changes(session, _WRITES, _saved(ws, card, entry), entry.patient_id, row_id)


def revise(ws: Workspace, mri_id: int, version: int, entry: MriEntry, *, confirmed: bool = False) -> Changes:
    """Change a scan. KnownError `stale_row`."""
    with ws.write("mri.revise") as session:
        card = record_of(session, entry.patient_id)
        entry = _sound(session, ws, card, entry, mri_id, confirmed)
        if mri.get(session, mri_id).entry.patient_id != entry.patient_id:
            raise KnownError("stale_row")
        mri.revise(session, mri_id, version, entry)
        return changes(session, _WRITES, _saved(ws, card, entry), entry.patient_id, mri_id)


def void_mri(ws: Workspace, mri_id: int, reason: str, version: int | None = None) -> Changes:
    """Take back a scan recorded by mistake, with the reason.

    KnownError `mri_is_compared` while another scan was compared with it, `mri_is_reference` while a person's choice of
    the re-baseline rests on it.
    """
    why = required_reason(reason)
    with ws.write("mri.void") as session:
        row = fetch(session, mri.Mri, mri_id, version)
        later = [scan for scan in mri.of_patient(session, row.patient_id) if scan.entry.compared_with_id == mri_id]
        if later:
            raise KnownError("mri_is_compared", on=shown(later[0].entry.scanned))
        if any(held.mri_id == mri_id for held in mri.references_of(session, row.patient_id)):
            raise KnownError("mri_is_reference")
        void(session, row, why)
        session.flush()
        text = ws.wording.text("saved.mri_voided", name=name_of(record_of(session, row.patient_id)))
        return changes(session, _WRITES, text, row.patient_id, mri_id)


def choose_reference(
    ws: Workspace,
    patient_id: int,
    mri_id: int,
    reason: str,
    *,
    seen: tuple[int, int] | None = None,
    confirmed: bool = False,
) -> Changes:
    """Make a scan the re-baseline of the latest course, with the reason; it replaces an earlier choice.

    `seen` is the choice (id and version) that stood when the person decided, None where there was none: KnownError
    `stale_row` where another stands now. A scan outside the window of the rule is asked about: a later one hides what
    happened before it.
    """
    with ws.write("mri.reference") as session:
        found = _board(session, ws, patient_id)
        if found.transplant_id is None or found.reference is None:
            raise KnownError("mri_no_day0")
        if found.reference.is_off:
            raise KnownError("mri_rebaseline_off")
        refuse_problems(_choice_problems(found.reference, mri_id), confirmed=confirmed)
        why = required_reason(reason)
        held = _chosen(session, patient_id, found.transplant_id)
        if (None if held is None else (held.id, held.version)) != seen:
            raise KnownError("stale_row")
        if held is None:
            row_id = mri.choose(session, patient_id, found.transplant_id, mri_id, why).id
        else:
            row_id = mri.choose_anew(session, held.id, held.version, mri_id, why).id
        scan = next(scan for scan in found.reference.candidates if scan.id == mri_id)
        name = name_of(record_of(session, patient_id))
        text = ws.wording.text("saved.mri_reference", name=name, on=scan.day)
        return changes(session, _WRITES, text, patient_id, row_id)


def _choice_problems(reference: ReBaseline, mri_id: int) -> Iterator[Problem]:
    scan = next((scan for scan in reference.candidates if scan.id == mri_id), None)
    if scan is None:
        yield Problem("mri_id", "mri_reference_missing")
    elif not reference.first <= scan.day <= reference.last:
        key = "mri_reference_late" if scan.day > reference.last else "mri_reference_early"
        yield Problem("mri_id", key, {"first": reference.first, "last": reference.last}, soft=True)


def choice_problems(reference: ReBaseline, mri_id: int | None, reason: str) -> Iterator[Problem]:
    """What is wrong with a choice, for the form."""
    yield from _choice_problems(reference, mri_id or 0)
    try:
        required_reason(reason)
    except InputError as error:
        yield from error.problems


def void_reference(ws: Workspace, row_id: int, reason: str, version: int | None = None) -> Changes:
    """Take a person's choice back, with the reason: the rule decides again."""
    why = required_reason(reason)
    with ws.write("mri.reference_void") as session:
        row = fetch(session, mri.MriReference, row_id, version)
        void(session, row, why)
        session.flush()
        text = ws.wording.text("saved.mri_reference_voided", name=name_of(record_of(session, row.patient_id)))
        return changes(session, _WRITES, text, row.patient_id, row_id)


def _sound(
    session: WriteSession, ws: Workspace, card: PatientCard, entry: MriEntry, row_id: int | None, confirmed: bool
) -> MriEntry:
    """The entry tidied and found sound; InputError says what is wrong."""
    refuse_odd_numbers(entry)
    entry = replace(entry, site=clean(entry.site), note=clean_lines(entry.note))
    refuse_problems(problems(session, ws, card, entry, row_id), confirmed=confirmed)
    return entry


def _saved(ws: Workspace, card: PatientCard, entry: MriEntry) -> str:
    return ws.wording.text("saved.mri", name=name_of(card), on=shown(entry.scanned))


# words ----------------------------------------------------------------------------------------------------------


def found_words(words: Wording, entry: MriEntry) -> str:
    """What a scan showed, on one line; what the report does not say is left out, and nothing said says so."""
    parts = [
        words.text(f"mri.found.{name}", value=words.value(value))
        for name in ("new_t2", "gd", "t2_lesions", "t2_volume", "pbvc", "cord_new", "cord_gd")
        if (value := getattr(entry, name)) is not None
    ]
    return " · ".join(parts) or words.text("mri.found.nothing")


def scanner_words(words: Wording, entry: MriEntry) -> str:
    """Where and with what it was made: region, field, site."""
    field = words.text("mri.tesla", value=entry.field_tesla) if entry.field_tesla is not None else ""
    return " · ".join(part for part in (words.enum("mri_region", entry.region.value), field, entry.site) if part)


def reference_words(words: Wording, reference: ReBaseline | None) -> Sequence[str]:
    """The re-baseline in a sentence, and why it is that scan; one sentence where there is none."""
    if reference is None:
        return (words.text("mri.reference.no_day0"),)
    window = {"first": reference.first, "last": reference.last}
    if reference.is_off:
        taken = reference.scan
        fact = words.text("mri.reference.off_none") if taken is None else words.text("mri.reference.off", on=taken.day)
        return (fact, words.text("mri.reference.off_why"))
    if reference.scan is None:
        return (words.text("mri.reference.none"), words.text("mri.reference.window", **window))
    said = words.text("mri.reference.scan", on=reference.scan.day)
    if reference.by_person is not None:
        return (said, words.text("mri.reference.by_person", reason=reference.by_person.reason))
    return (said, words.text("mri.reference.by_rule", **window))


def choice_words(words: Wording, choice: Choice, *, is_off: bool = False) -> tuple[str, str]:
    """For what a choice was made, or why it is not taken; and its reason.

    `is_off`: the unit counts without re-baseline.
    """
    params = {"on": choice.scan.day, "number": choice.number, "day0": choice.day0}
    why = words.text("mri.reference.by_person", reason=choice.held.reason)
    if choice.is_taken:
        return words.text("mri.reference.scan", **params), why
    if not choice.is_current:
        key = "earlier" if choice.day0 is not None else "earlier_bare"
    else:
        key = "off" if is_off else "before_day0"
    return words.text(f"mri.choice.{key}", **params), why
