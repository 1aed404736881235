"""What the analysis set reads of one patient and transplant, gathered once; and how its columns are declared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.adverse_event import Episode
from hsct_desktop.domain.data_table import DataColumn, DataType, DataValue
from hsct_desktop.domain.death_review import DeathRelation
from hsct_desktop.domain.disease_course import CourseTherapy, DiseaseCourse
from hsct_desktop.domain.engraftment import Lineage
from hsct_desktop.domain.infection import Infection
from hsct_desktop.domain.lab_result import CourseDays, LabResult
from hsct_desktop.domain.patient import Purpose
from hsct_desktop.domain.reactivation import Reactivation, in_order, reactivations
from hsct_desktop.domain.toxicity_phase import Phases, phases
from hsct_desktop.services import disease_course, engraftment, pseudonym, viruses
from hsct_desktop.services.course_days import course_days
from hsct_desktop.services.engraftment import LineageState
from hsct_desktop.services.products import product_of
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import adverse_event, death_review, infection, lab_result, patient, transplant
from hsct_desktop.store.base import ReadSession
from hsct_desktop.store.patient import PatientCard
from hsct_desktop.store.transplant import Course

DAYS_A_YEAR: Final = Decimal("365.25")
HUNDREDTH: Final = Decimal("0.01")
Progress = Callable[[int, int], None]
"""Patients done and patients in all; what it raises ends the work."""


@dataclass(frozen=True)
class Facts:
    """A patient and a transplant whose Day 0 has come (`row` and `day0` None: none has), as the services tell them.

    `until` is the last day that belongs to this transplant: today, the death, or the day before the next transplant.
    `reactivations` has a virus only where a result of it is recorded.
    """

    pseudonym: str
    card: PatientCard
    course: DiseaseCourse
    row: Course | None
    product: str
    earlier: int
    engraftment: Mapping[Lineage, LineageState]
    phases: Phases | None
    episodes: Sequence[Episode]
    infections: Sequence[Infection]
    reactivations: Mapping[str, Sequence[Reactivation]]
    relation: DeathRelation | None
    today: date
    until: date

    @property
    def day0(self) -> date | None:
        """Day 0 of the transplant, None while none has come."""
        return None if self.row is None else self.row.entry.day0

    def day(self, on: date | None) -> int | None:
        """A day from Day 0, None where either is not known."""
        return None if on is None or self.day0 is None else (on - self.day0).days

    def within(self, on: date) -> bool:
        """Whether a day lies from Day 0 to the end of this transplant's course."""
        return self.day0 is not None and self.day0 <= on <= self.until

    @property
    def earlier_drugs(self) -> list[CourseTherapy]:
        """The drugs for the disease that were surely begun before Day 0."""
        if self.day0 is None:
            return []
        return [
            one for one in self.course.therapies
            if one.is_modifying and one.started is not None and one.started.last < self.day0
        ]  # fmt: skip


def gather(ws: Workspace, progress: Progress | None = None, purpose: Purpose = Purpose.UNIT) -> Iterator[Facts]:
    """The facts of every patient and transplant, in the order of the pseudonyms (which tells nothing) and numbers;
    only of those who have consented to the purpose."""
    key = pseudonym.secret(ws)
    courses = disease_course.of_transplants(ws)
    with ws.read() as session:
        reviews = death_review.of_all(session)
        cards = (card for card in patient.cards_of(session, list(courses)) if card.entry.consents_to(purpose))
        named = [(pseudonym.pseudonym(key, card.id), card) for card in cards]
        for done, (name, card) in enumerate(sorted(named, key=lambda one: one[0]), start=1):
            review = reviews.get(card.id)
            relation = review.entry.relation if review is not None else None
            yield from _of_patient(ws, session, card, name, courses[card.id], relation)
            if progress is not None:
                progress(done, len(named))


def _of_patient(
    ws: Workspace,
    session: ReadSession,
    card: PatientCard,
    name: str,
    courses: Sequence[DiseaseCourse],
    relation: DeathRelation | None,
) -> Iterator[Facts]:
    rows = {row.id: row for row in transplant.of_patient(session, card.id)}
    episodes = adverse_event.of_patient(session, card.id)
    infections = infection.of_patient(session, card.id)
    loads = lab_result.of_patient(session, card.id, viruses.VIRUSES)
    days = course_days(ws, session, card.id)
    for course in courses:
        begun = course.day0 is not None and course.day0 <= ws.today() and course.transplant is not None
        row = rows.get(course.transplant.id) if begun and course.transplant is not None else None
        until = min(day for day in (ws.today(), course.until, course.died_on) if day is not None)
        states = engraftment.states(ws, session, card.id, row.id) if row is not None else ()
        held = {state.lineage: state for state in states}
        yield Facts(
            name, card, course, row, product_of(ws, row.entry.protocol_id).value if row is not None else "",
            sum(1 for one in rows.values() if row is not None and one.number < row.number),
            held, _phases(row, days, held), episodes, infections, _reactivated(ws, loads, row, until), relation,
            ws.today(), until,
        )  # fmt: skip


def _phases(row: Course | None, days: Sequence[CourseDays], held: Mapping[Lineage, LineageState]) -> Phases | None:
    own = next((one for one in days if row is not None and one.day0 == row.entry.day0), None)
    if own is None or row is None:
        return None
    neutrophils = held.get(Lineage.NEUTROPHILS)
    return phases(own, neutrophils.on if neutrophils is not None else None, earlier_course=row.number > 1)


def _reactivated(
    ws: Workspace, results: Sequence[LabResult], row: Course | None, until: date
) -> dict[str, list[Reactivation]]:
    """The reactivations that began from Day 0 on, by virus; of a virus that was never looked for there is nothing."""
    found: dict[str, list[Reactivation]] = {}
    if row is None or row.entry.day0 is None:
        return found
    for virus in viruses.VIRUSES:
        loads = in_order(viruses.load(ws, one) for one in results if one.analyte == virus)
        if any(row.entry.day0 <= one.on <= until for one in loads):
            found[virus] = [one for one in reactivations(loads) if row.entry.day0 <= one.first.on <= until]
    return found


@dataclass(frozen=True)
class Told:
    """A column of the table of patients and how it is told from the facts; None is nothing, which is never 0."""

    name: str
    type: DataType
    value: Callable[[Facts], DataValue]
    key: str = ""
    unit: str = ""
    codes: str = ""
    params: Mapping[str, object] | None = None

    def column(self, words: Wording) -> DataColumn:
        """The column with its meaning."""
        meaning = words.text(f"analysis.patients.{self.key or self.name}", **(self.params or {}))
        return DataColumn(self.name, self.type, meaning, self.unit, self.codes)


def years(days: int | None) -> Decimal | None:
    """Days as years with two digits."""
    return None if days is None else (Decimal(days) / DAYS_A_YEAR).quantize(HUNDREDTH)


def number(value: float | Decimal | None) -> Decimal | None:
    """A number as recorded, without the signs that floating numbers add."""
    return None if value is None else Decimal(str(value)).normalize() + 0
