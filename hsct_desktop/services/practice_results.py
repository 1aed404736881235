"""The practice ward's laboratory: results day by day with their grades, transfusions, infections, and what was decided.

Written after the patients themselves, when the rules act: each value is read, graded and stored as a typed one is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from hsct_desktop.domain.adverse_event import AdverseEventEntry, Grade, GradeStep, Outcome
from hsct_desktop.domain.engraftment import EngraftmentStatus
from hsct_desktop.domain.engraftment_entry import EngraftmentEntry
from hsct_desktop.domain.infection import InfectionCertainty, InfectionEntry, InfectionKind, LineRelated
from hsct_desktop.domain.lab_result import Sample
from hsct_desktop.domain.lab_value import LabValue, read_value
from hsct_desktop.domain.proposal import CYTOPENIAS, DecisionKind, Proposal
from hsct_desktop.domain.reference_range import ReferenceRange
from hsct_desktop.domain.transfusion import TransfusionEntry
from hsct_desktop.services import (
    adverse_events,
    alerts,
    engraftment,
    episodes,
    practice_blood,
    practice_counts,
    proposals,
)
from hsct_desktop.services.lab_grading import ALBUMIN, CALCIUM, Grader
from hsct_desktop.services.lab_results import TYPED, ReadCell, graded, new_row
from hsct_desktop.services.laboratories import RangeBook
from hsct_desktop.services.practice_cases import Case, results
from hsct_desktop.services.practice_story import Story, ToxicityStory
from hsct_desktop.services.workspace import Workspace, clock_on
from hsct_desktop.store import adverse_event, alert, infection, lab_result, scheduled_visit, transfusion, visit
from hsct_desktop.store.base import WriteSession
from hsct_desktop.store.patient import PatientCard

TYPED_AT, SEEN_AT = time(7, 42), time(15, 10)
SETTLED_AFTER = 60
"""From that day on nothing of the aplasia waits for a decision any more."""
REASONS = (
    "Corrected the same day, no consequence",
    "Known and expected, no action",
    "Passing, no symptoms",
)


@dataclass(frozen=True)
class Crew:
    """Who types and who looks: ids of staff."""

    nurses: tuple[int, ...]
    physician: int


def told(story: Story) -> Story:
    """The story with the toxicities and drugs of its own case."""
    case = practice_counts.case_of(story)
    found = story if case.toxicities is None else replace(story, toxicities=case.toxicities)
    weight = story.weight if case.weight is None else case.weight
    return replace(found, therapies=(*found.therapies, *case.therapies), weight=weight)


def ranges(usual: Sequence[ReferenceRange]) -> list[ReferenceRange]:
    """The ward's reference ranges: those of an example, in the units and with the limits of its own laboratory."""
    by_analyte = {held.analyte: held for held in reversed(usual)}
    own = [
        replace(
            by_analyte.get(analyte, usual[0]), analyte=analyte, unit=unit, sex=sex, lln=_limit(lln), uln=_limit(uln)
        )
        for analyte, unit, sex, lln, uln in results()["ranges"]
    ]
    replaced = {entry.analyte for entry in own}
    return [entry for entry in usual if entry.analyte not in replaced] + own


def _limit(text: str | None) -> Any:
    return None if text is None else read_value(text).value


def write(session: WriteSession, ws: Workspace, card: PatientCard, story: Story, crew: Crew, book: RangeBook) -> None:
    """Write the laboratory of one patient up to the ward's day, within a write; `book` are the ranges of the ward."""
    if story.day0 is None:
        return
    _Record(session, ws, card, story, crew, book).write()


class _Record:
    """One patient's laboratory on its way into the file."""

    def __init__(
        self, session: WriteSession, ws: Workspace, card: PatientCard, story: Story, crew: Crew, book: RangeBook
    ) -> None:
        self.session, self.ws, self.card, self.story, self.crew = session, ws, card, story, crew
        assert story.day0 is not None, "only courses have days"
        self.day0: date = story.day0
        self.case: Case = practice_counts.case_of(story)
        left = story.stage.state_day if story.stage.state is not None else story.stage.day
        self.until = min(left or 0, story.stage.day or 0)
        self.grader = Grader(ws, session, card, ranges=book)
        self.chance = story.chance("decisions")
        self.course = practice_counts.course(story, self._visits(), self.until)

    def write(self) -> None:
        """Results up to each day on which somebody looked at the alerts, then the rest, and what was made of them."""
        if self.story.stage.protocol:
            self._results(-10_000, self.until)
            alerts.after_results(self.session, self.ws, self.card.id)
            return
        self._transfusions()
        self._infections()
        written = -10_000
        for day, why in sorted(self.case.seen_at.items()):
            self._results(written, day)
            self._look(day, why)
            written = day
        self._results(written, self.until)
        self._correct()
        self._episodes()
        self._decide()
        self._confirm()
        alerts.after_results(self.session, self.ws, self.card.id)
        for open_ in alert.waiting(self.session, self.card.id):
            if open_.rule_id in self.case.acknowledged:
                alert.acknowledge(self.session, open_.id, open_.version, self.case.acknowledged[open_.rule_id])

    def _day(self, day: int) -> date:
        return self.day0 + timedelta(days=day)

    def _visits(self) -> list[tuple[int, str]]:
        keys = {planned.id: planned.key for planned in scheduled_visit.of_patient(self.session, self.card.id)}
        seen = [held.entry for held in visit.of_patient(self.session, self.card.id)]
        return [((e.on - self.day0).days, keys.get(e.scheduled_id or 0, "")) for e in seen if e.on is not None]

    @contextmanager
    def _as_of(self, day: int, at: time, author: int) -> Iterator[None]:
        """As if a member of staff wrote on a day, at the latest now."""
        now, author_id = self.session.now, self.session.author_id
        self.session.now, self.session.author_id = min(now, self._moment(day, at)), author
        yield
        self.session.flush()
        self.session.now, self.session.author_id = now, author_id

    def _moment(self, day: int, at: time) -> datetime:
        return datetime.combine(self._day(day), at).astimezone()

    def _nurse(self, day: int) -> int:
        return self.crew.nurses[(day // 4) % len(self.crew.nurses)]

    def _results(self, after: int, until: int) -> None:
        """Store the values of the days after one and up to another in one statement."""
        rows: list[dict[str, Any]] = []
        for day, texts in self.course.values.items():
            if after < day <= until:
                rows += self._rows(day, texts)
        lab_result.add_many(self.session, rows)

    def _rows(self, day: int, texts: Mapping[str, str]) -> Iterator[dict[str, Any]]:
        sample, stamp = Sample(self._day(day)), self._stamp(day)
        cells = [self._cell(code, sample, text) for code, text in texts.items()]
        if day < 0:
            for cell in cells:
                self.grader.learn(cell.analyte.code, sample, cell.exact)
        albumin = next((cell.exact for cell in cells if cell.analyte.code == ALBUMIN), None)
        for cell in cells:
            grading = graded(self.grader, cell, albumin if cell.analyte.code == CALCIUM else None)
            columns = {**cell.columns(), **grading.columns(), "entered_by": TYPED}
            yield {**new_row(self.card.id, cell, columns), **stamp}

    def _cell(self, code: str, sample: Sample, text: str) -> ReadCell:
        analyte = self.ws.catalogue.analytes.analytes[code]
        return ReadCell(analyte, sample, text, _value(text), self.grader.unit_for(analyte, sample))

    def _stamp(self, day: int) -> dict[str, Any]:
        """Who typed and who has seen the values of a day, and when."""
        nurse, typed = self._nurse(day), min(self.session.now, self._moment(day, TYPED_AT))
        seen = min(self.session.now, self._moment(day, SEEN_AT))
        waits = day >= self.until - self.case.unseen
        return {
            "created_at": typed, "created_by": nurse, "updated_at": typed, "updated_by": nurse,
            "reviewed_at": None if waits else seen, "reviewed_by": None if waits else self.crew.physician,
        }  # fmt: skip

    def _correct(self) -> None:
        """What the laboratory changed after it had been seen waits to be seen again."""
        for day, code, text in self.case.corrected:
            held = [r for r in lab_result.on_days(self.session, self.card.id, {self._day(day)}) if r.analyte == code]
            for result in held:
                cell = self._cell(code, result.sample, text)
                lab_result.revise(
                    self.session, result.id, result.version, {**cell.columns(), **graded(self.grader, cell).columns()}
                )

    def _episodes(self) -> None:
        """What was recorded beside the story: of another CTCAE version, from before treatment, and one in two parts."""
        for told_ in self.case.episodes:
            steps = tuple(GradeStep(self._day(day), Grade(grade)) for day, grade in told_.steps)
            end = None if told_.end is None else self._day(told_.end)
            outcome = Outcome.ONGOING if end is None else Outcome.RESOLVED
            entry = AdverseEventEntry(
                self.card.id, told_.term_id, told_.version, steps[0].start, steps, end, outcome, (told_.agent,)
            )
            adverse_events.put(self.session, self.ws, self.card, entry)

    def _transfusions(self) -> None:
        for number, (day, product, units) in enumerate(self.course.transfusions):
            if day <= self.until:
                with self._as_of(day, SEEN_AT, self._nurse(day)):
                    entry = TransfusionEntry(self.card.id, self._day(day), product, units)
                    entry = practice_blood.with_counts(entry, self.course.values, day, self.story.index, number)
                    transfusion.add(self.session, entry)

    def _look(self, day: int, why: str) -> None:
        """Alerts as they stood on a day; with a reason somebody acknowledged them."""
        with self._as_of(day, SEEN_AT, self.crew.physician):
            alerts.after_results(self.session, replace(self.ws, clock=clock_on(self._day(day))), self.card.id)
            for open_ in alert.waiting(self.session, self.card.id) if why else ():
                alert.acknowledge(self.session, open_.id, open_.version, why)

    def _infections(self) -> None:
        """An infection behind some of the toxicities, linked with its episode."""
        events = {(e.term_id, e.onset): e.id for e in adverse_event.of_patient(self.session, self.card.id)}
        for toxicity in self.story.toxicities:
            entry = self._infection(toxicity)
            if entry is None:
                continue
            with self._as_of(toxicity.steps[0][0], SEEN_AT, self.crew.physician):
                infection_id = infection.add(self.session, entry).id
                event_id = events[toxicity.term_id, self._day(toxicity.steps[0][0])]
                found = adverse_event.entry_of(self.session, event_id)
                assert found is not None, "written a moment ago"
                linked = replace(found[1], infection_id=infection_id)
                adverse_events.change(self.session, self.ws, self.card, event_id, found[0], linked)

    def _infection(self, toxicity: ToxicityStory) -> InfectionEntry | None:
        known = _INFECTIONS.get(toxicity.term_id)
        if known is None or (toxicity.term_id == "febrile_neutropenia" and self.story.index % 2):
            return None
        end = None if toxicity.end is None else self._day(toxicity.end)
        return replace(
            known,
            patient_id=self.card.id,
            found_on=self._day(toxicity.steps[0][0]),
            treated_from=self._day(toxicity.steps[-1][0]),
            treated_until=end,
            ended_on=end,
            outcome=Outcome.ONGOING if end is None else Outcome.RESOLVED,
        )

    def _decide(self) -> None:
        """Accept what an episode is about and what was severe, dismiss the rest; the latest proposals stay open."""
        with self._as_of(self.until, SEEN_AT, self.crew.physician):
            proposals.decide_all(self.ws, self.session, self.card, self._decision)

    def _decision(self, proposal: Proposal) -> tuple[DecisionKind, str] | None:
        day = (proposal.on - self.day0).days
        if day >= self.until - self.case.undecided or (proposal.expected and self.until < SETTLED_AFTER):
            return None
        anaemia = proposal.term_id == "anemia" and proposal.grade >= 2 and self.story.index % 4 == 1
        severe = self.story.index > 0 and proposal.grade >= 2 and proposal.term_id not in CYTOPENIAS
        if proposal.episode_id is not None or severe or anaemia:
            return DecisionKind.ACCEPTED, ""
        return DecisionKind.DISMISSED, self.chance.choice(REASONS)

    def _confirm(self) -> None:
        """A physician confirms what the counts give, unless the patient's case leaves it open."""
        if self.case.confirmed is False or (self.case.confirmed is None and self.story.index % 5 == 3):
            return
        for state in engraftment.states(self.ws, self.session, self.card.id):
            if state.derived.status is EngraftmentStatus.ENGRAFTED and state.derived_on is not None:
                with self._as_of(min(self.until, (state.derived.day or 0) + 7), SEEN_AT, self.crew.physician):
                    status, on = EngraftmentStatus.ENGRAFTED, state.derived_on
                    engraftment.put(self.session, EngraftmentEntry(self.card.id, state.lineage, status, on), state)


def merge(ws: Workspace, patient_id: int, story: Story) -> None:
    """Make one episode of two where the story says so, as a person would."""
    term_id = practice_counts.case_of(story).merged
    if not term_id:
        return
    chosen = [(e.id, e.version) for e in adverse_events.for_patient(ws, patient_id) if e.term_id == term_id]
    if len(chosen) > 1:
        episodes.merge(ws, chosen, "One rash, seen twice")


@cache
def _value(text: str) -> LabValue:
    return read_value(text)


_INFECTIONS = {
    "febrile_neutropenia": InfectionEntry(
        0, None, InfectionKind.BACTERIAL, InfectionCertainty.PROVEN, "Escherichia coli", "Bloodstream",
        "Blood culture from the line", LineRelated.NO, "Ciprofloxacin resistant", "Meropenem",
    ),
    "cytomegalovirus_infection_reactivation": InfectionEntry(
        0, None, InfectionKind.VIRAL, InfectionCertainty.PROVEN, "Cytomegalovirus", "Blood, DNA without organ signs",
        "Plasma, PCR", LineRelated.NO, "", "Valganciclovir",
    ),
    "urinary_tract_infection": InfectionEntry(
        0, None, InfectionKind.BACTERIAL, InfectionCertainty.PROVEN, "Klebsiella pneumoniae", "Urinary tract", "Urine",
        LineRelated.NO, "", "Fosfomycin",
    ),
    "shingles": InfectionEntry(
        0, None, InfectionKind.VIRAL, InfectionCertainty.PROBABLE, "Varicella zoster virus", "Skin and soft tissue", "",
        LineRelated.NO, "", "Valaciclovir",
    ),
}  # fmt: skip
"""By CTCAE term: the infection that is behind it; whose and when is filled in."""
