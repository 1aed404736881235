"""The vaccines that are due on the ward: for each patient the same plan that the Vaccines tab shows."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from hsct_desktop.catalogue.vaccine_words import named
from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.protocol import Label
from hsct_desktop.domain.vaccine import VaccineLine, VaccinePlan, VaccineStatus
from hsct_desktop.domain.vaccine_plan import plan
from hsct_desktop.domain.worklist import Reason
from hsct_desktop.services import rule_facts
from hsct_desktop.services.products import no_grafts
from hsct_desktop.services.vaccines import catalogue_of, variant_of, wanted_facts
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import vaccine_list
from hsct_desktop.store.base import ReadSession, WriteSession

_LATE: Final = VaccineStatus.OVERDUE


@dataclass(frozen=True)
class DueVaccines:
    """What a patient should be given now: the series, the first day on which one was due, what delays it."""

    patient_id: int
    lines: tuple[VaccineLine, ...]
    since: date
    plan: VaccinePlan

    @property
    def first(self) -> VaccineLine:
        """The series that has waited longest."""
        return min(self.lines, key=lambda line: _window(line)[0] or date.max)

    @property
    def until(self) -> date | None:
        """The last day of that one's window; None where it has none."""
        return _window(self.first)[1]

    @property
    def overdue(self) -> tuple[VaccineLine, ...]:
        """Those whose window has passed."""
        return tuple(line for line in self.lines if line.status is _LATE)

    def words(self, language: str) -> str:
        """The vaccines by name, each with the number of its dose; a serology by its own name."""
        return ", ".join(_named(line, language) for line in self.lines)

    def reasons(self, on: date) -> tuple[Reason, ...]:
        """Why the row is here: what delays it, since when something is due, and until when."""
        return tuple(self._reasons(on))

    def _reasons(self, on: date) -> Iterator[Reason]:
        for found in self.plan.delaying:
            label = found.condition.label
            yield Reason("vaccines_delay", {"what": Label(named(label, "en"), named(label, "it"))})
        late = len(self.overdue)
        if late:
            yield Reason("vaccines_overdue" if late > 1 else "vaccine_overdue", {"count": late})
        ends = [day for line in self.lines if line.status is not _LATE and (day := _window(line)[1]) is not None]
        if ends and not late:
            yield Reason("vaccines_due_until", {"day": min(ends)})
        yield Reason("vaccines_due_today" if self.since == on else "vaccines_due_since", {"day": self.since})


def due(
    ws: Workspace, session: ReadSession | WriteSession, on: date, ids: Collection[int] | None = None
) -> list[DueVaccines]:
    """Who of some patients, or with None of all that are followed, should be given something; the longest due first.

    The number of statements does not grow with the patients.
    """
    found = []
    for patient_id, made in due_plans(ws, session, on, ids).items():
        lines = made.lines
        if lines:
            since = min(day for line in lines if (day := _window(line)[0]) is not None)
            found.append(DueVaccines(patient_id, lines, since, made))
    return sorted(found, key=lambda row: (row.since, row.patient_id))


def due_plans(
    ws: Workspace, session: ReadSession | WriteSession, on: date, ids: Collection[int] | None = None
) -> dict[int, VaccinePlan]:
    """The plans of patients whose Day 0 has come, each with the lines of what is due and nothing else."""
    catalogue, variant = catalogue_of(ws, session), variant_of(ws, session)
    first = vaccine_list.first_days(session, ids, on, no_grafts(ws))
    facts = rule_facts.of_patients(ws, session, ids, wanted_facts(catalogue), on, catalogue.ages)
    doses, choices = vaccine_list.doses(session, ids), vaccine_list.choices(session, ids)
    return {
        who: plan(
            catalogue,
            variant,
            replace(facts[who], day0=day0),
            doses.get(who, ()),
            choices.get(who, ()),
            on,
            due_only=True,
        )
        for who, day0 in first.items()
        if who in facts
    }


def _window(line: VaccineLine) -> tuple[date | None, date | None]:
    """From when to when the next dose, or the serology, is due."""
    follow = line.next
    if follow is not None:
        return follow.due_from or follow.earliest, follow.due_to
    return (line.check.due_from, line.check.due_to) if line.check is not None else (None, None)


def _named(line: VaccineLine, language: str) -> str:
    follow, words = line.next, wording(language)
    if follow is None:
        return words.text("vaccine.due.serology")
    label = (line.series.short or line.series.label).text(language)
    if line.series.yearly is not None or len(line.series.doses) < 2:
        return label
    return words.text("vaccine.due.dose", vaccine=label, number=follow.number)
