"""Vaccines: a patient's plan, doses recorded, changed and taken back, decisions on series."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from hsct_desktop.catalogue.vaccine_reader import with_numbers
from hsct_desktop.catalogue.vaccine_words import product_name
from hsct_desktop.domain.names import clean, clean_lines
from hsct_desktop.domain.problem import KnownError, Problem, refuse
from hsct_desktop.domain.rule_facts import RuleFacts
from hsct_desktop.domain.vaccination import (
    VaccinationEntry,
    check_vaccination,
    check_with_plan,
    dose_of,
)
from hsct_desktop.domain.vaccine import (
    DEFAULT_VARIANT,
    EVERY,
    GivenDose,
    VaccineCatalogue,
    VaccineChoice,
    VaccineDecision,
    VaccineKind,
    VaccinePlan,
)
from hsct_desktop.domain.vaccine_plan import plan
from hsct_desktop.services import alerts, rule_facts
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.person import (
    MAX_REASON,
    birth_date_of,
    changes,
    check_alive,
    name_of,
    record_of,
    refuse_problems,
    required_reason,
)
from hsct_desktop.services.products import no_grafts
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import setting, vaccination, vaccine_list
from hsct_desktop.store.base import ReadSession, WriteSession, fetch, void
from hsct_desktop.store.patient import PatientCard

SEROLOGY_DAYS: Final = 36_525
"""Serologies are read as far back as there are any: one that ended a series ends it for good."""
_WRITES: Final = frozenset({"vaccine", "alert"})
_ASKED: Final = frozenset({"vaccine"})
_NUMBERS: Final = {
    "vaccines.suppression_free": ("suppression_free", "free"),
    "vaccines.immunoglobulin": ("immunoglobulin", "interval"),
    "vaccines.platelets": ("platelets", "limit"),
}
"""Which threshold of which condition a setting of the unit is."""
Session = ReadSession | WriteSession


@dataclass(frozen=True)
class ProductChoice:
    """A product as the form offers it: what it counts for, in words; `live` and `never` say what it is."""

    id: str
    label: str
    components: tuple[str, ...]
    live: bool = False
    never: bool = False
    also: tuple[str, ...] = ()


def for_patient(ws: Workspace, patient_id: int, on: date | None = None, variant: str | None = None) -> VaccinePlan:
    """The plan of a patient as it stands on a day, by the unit's guideline or another."""
    with ws.read() as session:
        return plan_of(ws, session, patient_id, on or ws.today(), variant)


def plan_of(ws: Workspace, session: Session, patient_id: int, on: date, variant: str | None = None) -> VaccinePlan:
    """The same within a session; what was decided after that day is left aside like what was given after it."""
    doses, choices = vaccination.of_patient(session, patient_id), vaccination.choices_of(session, patient_id)
    known = [one for one in choices if one.decided_on is None or one.decided_on <= on]
    return _Planner(ws, session, patient_id).plan(on, doses, known, variant)


def variant_of(ws: Workspace, session: Session) -> str:
    """The guideline that the unit follows."""
    chosen = setting.all_of(session).get("vaccines.variant") or ws.catalogue.settings["vaccines.variant"].default
    return str(chosen) if str(chosen) in ws.catalogue.vaccines.variants else DEFAULT_VARIANT


def catalogue_of(ws: Workspace, session: Session) -> VaccineCatalogue:
    """The catalogue with the unit's own numbers."""
    stored, table = setting.all_of(session), ws.catalogue.settings
    numbers = {where: Decimal(str(stored.get(name) or table[name].default)) for name, where in _NUMBERS.items()}
    return with_numbers(ws.catalogue.vaccines, numbers)


def products(ws: Workspace, language: str | None = None) -> list[ProductChoice]:
    """All products by their place in the catalogue, combinations last."""
    found, series = ws.catalogue.vaccines, ws.catalogue.vaccines.of(DEFAULT_VARIANT)
    return [
        ProductChoice(
            product.id,
            product.label.text(language or ws.language),
            tuple(series[part].label.text(language or ws.language) for part in product.components),
            any(series[part].kind is VaccineKind.LIVE for part in product.components),
            any(series[part].kind is VaccineKind.NEVER for part in product.components),
            product.also,
        )
        for product in found.products.values()
    ]


def entry_of(ws: Workspace, vaccination_id: int) -> tuple[VaccinationEntry, int]:
    """A dose as entered and its version, for the form that edits it. KnownError `stale_row`."""
    with ws.read() as session:
        row = vaccination.get(session, vaccination_id)
        return _entry(row), row.version


def _entry(row: vaccination.Vaccination) -> VaccinationEntry:
    return VaccinationEntry(
        row.patient_id, row.vaccine, row.given_on, row.dose_number, row.lot, row.site, row.given_by, row.reason,
        row.note,
    )  # fmt: skip


def standing_problems(session: Session, ws: Workspace, card: PatientCard, vaccination_id: int) -> Iterator[Problem]:
    """What is wrong with a recorded dose beside the others."""
    return problems(session, ws, card, _entry(vaccination.get(session, vaccination_id)), vaccination_id)


def record(ws: Workspace, entry: VaccinationEntry, *, confirmed: bool = False) -> Changes:
    """Record a dose that was given. InputError says what is wrong, or asks for the reason of one against a rule.

    With `confirmed` a dose is recorded without a reason: what was given was given.
    """
    with ws.write("vaccination.record") as session:
        card, entry = record_of(session, entry.patient_id), _tidy(entry)
        refuse_problems(problems(session, ws, card, entry), confirmed=confirmed)
        row_id = vaccination.add(session, entry).id
        alerts.after_results(session, ws, entry.patient_id, _ASKED)
        return changes(session, _WRITES, _saved(ws, card, entry), entry.patient_id, row_id)


def revise(
    ws: Workspace, vaccination_id: int, version: int, entry: VaccinationEntry, *, confirmed: bool = False
) -> Changes:
    """Change a dose."""
    with ws.write("vaccination.revise") as session:
        card, entry = record_of(session, entry.patient_id), _tidy(entry)
        refuse_problems(problems(session, ws, card, entry, vaccination_id), confirmed=confirmed)
        if vaccination.revise(session, vaccination_id, version, entry).patient_id != entry.patient_id:
            raise KnownError("stale_row")
        alerts.after_results(session, ws, entry.patient_id, _ASKED)
        return changes(session, _WRITES, _saved(ws, card, entry), entry.patient_id, vaccination_id)


def void_vaccination(ws: Workspace, vaccination_id: int, reason: str, version: int | None = None) -> Changes:
    """Take back a dose recorded by mistake, with the reason; `version` is the one that was shown."""
    why = required_reason(reason)
    with ws.write("vaccination.void") as session:
        row = fetch(session, vaccination.Vaccination, vaccination_id, version)
        void(session, row, why)
        alerts.after_results(session, ws, row.patient_id, _ASKED)
        text = ws.wording.text("saved.vaccination_voided", name=name_of(record_of(session, row.patient_id)))
        return changes(session, _WRITES, text, row.patient_id, vaccination_id)


def decide(
    ws: Workspace, patient_id: int, vaccine: str, decision: VaccineDecision, product: str = "", reason: str = ""
) -> Changes:
    """Plan a series, with the product where one is chosen, or leave it out with the reason.

    `EVERY` leaves out all series that have no decision of their own: of a patient who is vaccinated elsewhere.
    """
    catalogue = ws.catalogue.vaccines
    known = catalogue.of(DEFAULT_VARIANT)
    if vaccine not in known and not (vaccine == EVERY and decision is VaccineDecision.LEAVE_OUT):
        raise refuse("vaccine", "vaccine_unknown", vaccine=vaccine, known=", ".join(known))
    if product and (product not in catalogue.products or vaccine not in catalogue.products[product].components):
        raise refuse("product", "vaccine_product_other", vaccine=_named(ws, vaccine))
    tidy = clean(reason)
    if decision is VaccineDecision.LEAVE_OUT:
        tidy = required_reason(reason)
    elif len(tidy) > MAX_REASON:
        raise refuse("reason", "too_long", limit=MAX_REASON)
    with ws.write("vaccine.decide") as session:
        card = record_of(session, patient_id)
        choice = VaccineChoice(vaccine, decision, product, tidy, ws.today())
        row_id = vaccination.decide(session, patient_id, choice).id
        key = "saved.vaccine_planned" if decision is VaccineDecision.PLAN else "saved.vaccine_left_out"
        text = ws.wording.text(key, name=name_of(card), vaccine=_named(ws, vaccine))
        return changes(session, {"vaccine"}, text, patient_id, row_id)


def reopen(ws: Workspace, patient_id: int, vaccine: str) -> Changes:
    """Take back the decision on a series: the plan goes by the guideline again."""
    with ws.write("vaccine.reopen") as session:
        card = record_of(session, patient_id)
        held = vaccination.decision(session, patient_id, vaccine)
        if held is None:
            raise KnownError("stale_row")
        void(
            session,
            fetch(session, vaccination.VaccineDecision, held.id, held.version),
            ws.wording.text("vaccine.reopened"),
        )
        text = ws.wording.text("saved.vaccine_reopened", name=name_of(card), vaccine=_named(ws, vaccine))
        return changes(session, {"vaccine"}, text, patient_id, held.id)


def problems(
    session: Session, ws: Workspace, card: PatientCard, entry: VaccinationEntry, revised: int = 0
) -> Iterator[Problem]:
    """What is wrong with a dose, as the form shows it beside its fields; soft ones ask for the reason."""
    catalogue = ws.catalogue.vaccines
    doses = vaccination.of_patient(session, entry.patient_id)
    others = [dose for dose in doses if dose.id != revised]
    found = list(check_vaccination(entry, catalogue, birth_date_of(card), ws.today(), others))
    found += check_alive(session, entry.patient_id, entry.given_on, "given_on")
    yield from found
    given = dose_of(entry)
    if found or given is None or entry.reason:
        return
    planner = _Planner(ws, session, entry.patient_id)
    choices = vaccination.choices_of(session, entry.patient_id)
    before = planner.plan(given.given_on, others, choices)
    after = planner.plan(given.given_on, [*others, given], choices)
    yield from check_with_plan(entry, catalogue, others, before, after)


class _Planner:
    """Plans of one patient, whose facts are read once a day asked for."""

    def __init__(self, ws: Workspace, session: Session, patient_id: int) -> None:
        self._ws, self._session, self._patient_id = ws, session, patient_id
        self._catalogue = catalogue_of(ws, session)

    def plan(
        self, on: date, doses: list[GivenDose], choices: list[VaccineChoice], variant: str | None = None
    ) -> VaccinePlan:
        """The plan on a day with some doses."""
        wanted = variant if variant in self._catalogue.variants else None
        return plan(self._catalogue, wanted or variant_of(self._ws, self._session), self._facts(on), doses, choices, on)

    def _facts(self, on: date) -> RuleFacts:
        wanted = wanted_facts(self._catalogue)
        facts = rule_facts.of_patient(self._ws, self._session, self._patient_id, wanted, on, self._catalogue.ages)
        first = vaccine_list.first_days(self._session, [self._patient_id], on, no_grafts(self._ws))
        return replace(facts, day0=first.get(self._patient_id, facts.day0))


def wanted_facts(catalogue: VaccineCatalogue) -> rule_facts.Wanted:
    """What the plan reads of a record."""
    wanted = rule_facts.Wanted.by(catalogue.needs, catalogue.ages)
    return replace(wanted, days={**wanted.days, **dict.fromkeys(catalogue.analytes, SEROLOGY_DAYS)})


def _tidy(entry: VaccinationEntry) -> VaccinationEntry:
    return replace(
        entry,
        lot=clean(entry.lot),
        site=clean(entry.site),
        given_by=clean(entry.given_by),
        reason=clean(entry.reason),
        note=clean_lines(entry.note),
    )


def _named(ws: Workspace, vaccine: str) -> str:
    return product_name(ws.catalogue.vaccines, vaccine, ws.language)


def _saved(ws: Workspace, card: PatientCard, entry: VaccinationEntry) -> str:
    vaccine = _named(ws, entry.vaccine)
    return ws.wording.text("saved.vaccination", name=name_of(card), vaccine=vaccine, on=entry.given_on)
