"""What the record holds for each item of the registry's forms, in the reader's words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Final

from hsct_desktop.domain.dates import add_months
from hsct_desktop.domain.disease_course import CourseScan, DiseaseCourse
from hsct_desktop.domain.engraftment import Lineage
from hsct_desktop.domain.fertility import FertilityKind
from hsct_desktop.domain.partial_date import PartialDate
from hsct_desktop.domain.patient import FollowUp
from hsct_desktop.domain.protocol import Product
from hsct_desktop.domain.registry import Period, RegistryFact, RegistryForm
from hsct_desktop.domain.transfusion import BloodProduct
from hsct_desktop.domain.transplant import GraftManipulation
from hsct_desktop.services import (
    death_reviews,
    engraftment,
    infections,
    letter_episodes,
    letter_facts,
    letter_measures,
    letter_regimen,
)
from hsct_desktop.services.letter_ask import LetterAsk
from hsct_desktop.services.letter_care_words import long_term
from hsct_desktop.services.letter_words import cells
from hsct_desktop.services.patients import disease_label, regimen_short
from hsct_desktop.services.person import died_on
from hsct_desktop.store import late_effect, setting, transfusion, treatment
from hsct_desktop.store.transplant import Course

_SEVERE: Final = 3
_MONTHS: Final = 24
"""Relapses before Day 0 are counted over so many months."""
_MORE: Final = "; "

Said = str | None
"""The words for an item: "" where nothing is recorded, None where it does not concern the patient."""


@dataclass
class RegistryFacts:
    """One patient's facts for one form; the letter's day of `ask` is the last day of the form."""

    ask: LetterAsk
    transplant: Course
    day0: date
    period: Period
    product: Product = Product.HSC

    def say(self, fact: RegistryFact) -> Said:
        """What the record holds for a fact."""
        return None if self.product in _NOT_OF.get(fact, frozenset()) else _SAY[fact](self)

    @cached_property
    def course(self) -> DiseaseCourse:
        """The disease as it stood on the form's last day."""
        return letter_facts.course(self.ask)

    def text(self, key: str, **params: object) -> str:
        """A text of the sheet."""
        return self.ask.words.in_tables.text(f"registry.{key}", **params)

    def dated(self, day: date | None) -> str:
        """A day as tables write it, with its day after infusion; "" where none is recorded."""
        if day is None:
            return ""
        number = self.ask.words.signed_day((day - self.day0).days)
        return self.text("day", on=day, day=number)

    def plain_date(self, day: date | None) -> str:
        """The day alone."""
        return "" if day is None else self.ask.words.in_tables.date(day)

    def partial(self, known: PartialDate) -> str:
        """A day known in part, a whole one as the others."""
        if known.is_whole:
            return self.plain_date(known.first)
        return letter_facts.partial(self.ask.words.in_tables, known)

    def listed(self, parts: Iterable[str]) -> str:
        """Several entries in one cell."""
        return _MORE.join(parts)


# patient and disease ------------------------------------------------------------------------------------------------


def _unit(facts: RegistryFacts) -> Said:
    return setting.get(facts.ask.session, setting.UNIT_NAME)


def _birth_date(facts: RegistryFacts) -> Said:
    return facts.plain_date(facts.ask.card.entry.birth_date)


def _enum(kind: str, value: str, unknown: str) -> Callable[[RegistryFacts], Said]:
    """A field of the card in words; `unknown` is the value that says nothing."""

    def say(facts: RegistryFacts) -> Said:
        held = getattr(facts.ask.card.entry, value)
        return "" if held == unknown else facts.ask.words.enum(kind, held)

    return say


def _disease(facts: RegistryFacts) -> Said:
    return disease_label(facts.ask.ws, facts.course.disease_id, "", facts.ask.language)[0]


def _phenotype(facts: RegistryFacts) -> Said:
    """The form that the disease had in the form's days: what it turned into later is not told there."""
    known = facts.ask.ws.catalogue.diseases.get(facts.course.disease_id)
    if known is None or not known.phenotypes:
        return None
    phenotypes = facts.course.phenotypes
    held = [one for one in phenotypes if one.since is None or one.since.first <= facts.period.last]
    phenotype_id = held[-1].phenotype_id if held else "" if phenotypes else facts.course.registered_phenotype_id
    return disease_label(facts.ask.ws, facts.course.disease_id, phenotype_id, facts.ask.language)[1]


def _onset(facts: RegistryFacts) -> Said:
    known = facts.course.onset
    return "" if known is None else facts.partial(known)


def _diagnosed(facts: RegistryFacts) -> Said:
    known = facts.course.diagnosed
    return "" if known is None else facts.partial(known)


def _edss_before(facts: RegistryFacts) -> Said:
    if not letter_facts.has_edss(facts.ask):
        return None
    reference = facts.course.edss_reference
    if reference is None:
        return ""
    value = letter_facts.edss(facts.ask.words, reference.value)
    on = facts.partial(facts.course.known_day(reference))
    return facts.text("value_on", value=value, on=on)


def _relapses_in(facts: RegistryFacts, first: date, last: date) -> Said:
    if not letter_facts.has_edss(facts.ask):
        return None
    held = [one.onset for one in facts.course.relapses if one.onset and first <= one.onset.first <= last]
    days = facts.listed(facts.partial(onset) for onset in held)
    return facts.text("value_on", value=len(held), on=days) if held else ""


def _relapses_before(facts: RegistryFacts) -> Said:
    return _relapses_in(facts, add_months(facts.day0, -_MONTHS), facts.day0)


def _relapses(facts: RegistryFacts) -> Said:
    return _relapses_in(facts, facts.period.first, facts.period.last)


def _scan_words(facts: RegistryFacts, scan: CourseScan) -> str:
    counts = {"new_t2": scan.new_t2, "gd": scan.gd}
    said = ", ".join(facts.text(f"mri.{name}", n=n) for name, n in counts.items() if n is not None)
    on = facts.partial(scan.scanned)
    return facts.text("value_on", value=said or facts.text("mri.no_counts"), on=on)


def _mri_before(facts: RegistryFacts) -> Said:
    if not letter_facts.has_edss(facts.ask):
        return None
    held = [one for one in facts.course.scans if one.scanned.last < facts.day0]
    return _scan_words(facts, held[-1]) if held else ""


def _mri(facts: RegistryFacts) -> Said:
    if not letter_facts.has_edss(facts.ask):
        return None
    return facts.listed(_scan_words(facts, one) for one in facts.course.scans if facts.period.holds(one.on))


def _therapies(facts: RegistryFacts, *, before: bool) -> Iterator[str]:
    for one in facts.course.therapies:
        starts = one.started.first if one.started is not None else None
        is_before = starts is None or starts < facts.day0
        if not one.is_modifying or is_before is not before or (not before and not facts.period.holds(starts)):
            continue
        drug = facts.ask.ws.catalogue.dmts.get(one.drug_id)
        name = drug.label.text(facts.ask.language) if drug is not None else one.name or one.drug_id
        known = (one.started, one.stopped)
        first, last = (facts.partial(d) if d is not None else "" for d in known)
        key = "both" if first and last else "from" if first else "until" if last else "none"
        yield facts.text(f"therapy.{key}", name=name, first=first, last=last)


def _prior_therapies(facts: RegistryFacts) -> Said:
    return facts.listed(_therapies(facts, before=True))


def _new_therapies(facts: RegistryFacts) -> Said:
    return facts.listed(_therapies(facts, before=False))


# transplant ---------------------------------------------------------------------------------------------------------


def _product(facts: RegistryFacts) -> Said:
    return facts.ask.words.enum("product", facts.product)


def _mobilisation(facts: RegistryFacts) -> Said:
    regimen_id = facts.transplant.entry.mobilisation_regimen_id
    known = facts.ask.ws.catalogue.mobilisations.get(regimen_id)
    return known.label.text(facts.ask.language) if known is not None else regimen_id


def _collections(facts: RegistryFacts) -> Said:
    return facts.listed(
        facts.text("value_on", value=_dose(facts, one.entry.cd34_dose), on=facts.plain_date(on))
        if one.entry.cd34_dose is not None else facts.plain_date(on)
        for one in treatment.collections_of(facts.ask.session, facts.ask.patient_id)
        if one.entry.transplant_id == facts.transplant.id and (on := one.entry.collected_on) is not None
    )  # fmt: skip


def _cell_dose(facts: RegistryFacts) -> Said:
    held = [
        one.entry.dose
        for one in treatment.infusions_of(facts.ask.session, facts.ask.patient_id)
        if one.entry.transplant_id == facts.transplant.id and one.entry.dose is not None
    ]
    dose = sum(held, Decimal(0)) if held else facts.transplant.entry.cd34_dose
    return "" if dose is None else _dose(facts, dose)


def _infused(facts: RegistryFacts) -> Said:
    """Cells that are no stem cells: each infusion with its product, dose and day."""
    held = [
        one.entry
        for one in treatment.infusions_of(facts.ask.session, facts.ask.patient_id)
        if one.entry.transplant_id == facts.transplant.id and one.entry.kind is not Product.HSC
    ]
    said = []
    for one in held:
        dose = _dose(facts, one.dose) if one.dose is not None else ""
        what = ", ".join(part for part in (one.product, dose) if part) or facts.ask.words.enum("product", one.kind)
        on = facts.plain_date(one.infused_on)
        said.append(facts.text("value_on", value=what, on=on) if on else what)
    return facts.listed(said)


def _dose(facts: RegistryFacts, dose: Decimal) -> str:
    return facts.text("dose", dose=cells(facts.ask.words, dose))


def _manipulation(facts: RegistryFacts) -> Said:
    held = facts.transplant.entry.graft_manipulation
    return "" if held is GraftManipulation.UNKNOWN else facts.ask.words.enum("graft_manipulation", held)


def _conditioning(facts: RegistryFacts) -> Said:
    return regimen_short(facts.ask.ws, facts.transplant.entry.conditioning_regimen_id, facts.ask.language)


def _conditioning_drugs(facts: RegistryFacts) -> Said:
    """Drugs as they were given; a regimen's own doses are no record that they were."""
    ask = facts.ask
    rows = [
        one.entry
        for one in treatment.conditioning_of(ask.session, ask.patient_id)
        if one.entry.transplant_id == facts.transplant.id
    ]
    orders = letter_regimen.orders_of(ask.ws.catalogue.regimens.get(facts.transplant.entry.conditioning_regimen_id))
    return letter_regimen.given(ask, orders, rows, facts.day0) if rows else ""


# course -------------------------------------------------------------------------------------------------------------


def _lineage(lineage: Lineage) -> Callable[[RegistryFacts], Said]:
    def say(facts: RegistryFacts) -> Said:
        states = engraftment.states(facts.ask.ws, facts.ask.session, facts.ask.patient_id, facts.transplant.id)
        own = [one for one in states if one.lineage is lineage]
        if not own or (own[0].on is None and own[0].confirmed is None):
            return ""
        state = own[0]
        said = facts.dated(state.on) or facts.ask.words.enum("engraftment_status", state.status)
        return said if state.confirmed is not None else facts.text("unconfirmed", said=said)

    return say


def _last_platelets(facts: RegistryFacts) -> Said:
    held = [
        one.given_on
        for one in transfusion.of_patient(facts.ask.session, facts.ask.patient_id)
        if one.product is BloodProduct.PLATELETS and facts.period.holds(one.given_on)
    ]
    return facts.dated(max((day for day in held if day is not None), default=None))


def _toxicities(facts: RegistryFacts) -> Said:
    """Expected low counts are left out as in the letters; the sheet's note says so."""
    window = letter_episodes.Window(facts.period.first, facts.period.last)
    found = letter_episodes.counted(facts.ask, facts.transplant, window)
    return facts.listed(
        facts.text("toxicity", term=one.episode.label, grade=one.worst, on=facts.dated(one.first))
        for one in found if one.worst >= _SEVERE
    )  # fmt: skip


def _infections(facts: RegistryFacts) -> Said:
    rows = infections.rows(facts.ask.ws, facts.ask.session, facts.ask.patient_id, facts.ask.language)
    return facts.listed(
        facts.text("infection", what=row.what or facts.text("organism_unknown"), on=facts.dated(row.infection.found_on))
        for row in reversed(rows) if facts.period.holds(row.infection.found_on)
    )  # fmt: skip


def _late_effects(facts: RegistryFacts) -> Said:
    return facts.listed(row.label for row in long_term(facts.ask).abnormal)


def _pregnancy(facts: RegistryFacts) -> Said:
    held = [one.entry for one in late_effect.fertility_of(facts.ask.session, facts.ask.patient_id)]
    return facts.listed(
        facts.plain_date(one.recorded_on)
        for one in held if one.kind is FertilityKind.PREGNANCY and facts.period.holds(one.recorded_on)
    )  # fmt: skip


# status -------------------------------------------------------------------------------------------------------------


def _edss(facts: RegistryFacts) -> Said:
    if not letter_facts.has_edss(facts.ask):
        return None
    seen = [one for one in facts.course.assessments if one.edss is not None and facts.period.holds(one.on)]
    if not seen or seen[-1].edss is None:
        return ""
    value = letter_facts.edss(facts.ask.words, seen[-1].edss)
    return facts.text("value_on", value=value, on=facts.plain_date(seen[-1].on))


def _measures(facts: RegistryFacts) -> Said:
    """The last value of each measure in the form's days, where a disease is not graded by the EDSS."""
    if letter_facts.has_edss(facts.ask):
        return None
    found, said = letter_measures.values(facts.ask), []
    for measure in found.measures():
        value = found.up_to(measure.id, facts.period.last)
        if value is not None and facts.period.holds(value.measured_on):
            number = letter_measures.number_of(facts.ask, measure, value)
            named = f"{measure.label.text(facts.ask.language)}: {number}"
            said.append(facts.text("value_on", value=named, on=facts.plain_date(value.measured_on)))
    return facts.listed(said)


def _karnofsky(facts: RegistryFacts) -> Said:
    held = [(one.entry.vitals.karnofsky, one.entry.on) for one in letter_facts.visits(facts.ask)]
    known = [(value, on) for value, on in held if value is not None and facts.period.holds(on)]
    if not known:
        return ""
    value, on = known[-1]
    return facts.text("value_on", value=f"{value}%", on=facts.plain_date(on))


def _last_contact(facts: RegistryFacts) -> Said:
    days = [day for day in facts.course.looked if day <= facts.period.last]
    return facts.dated(max(days, default=None))


def _vital_status(facts: RegistryFacts) -> Said:
    died = facts.course.died_on
    if died is not None:
        return facts.text("dead", on=facts.dated(died))
    later = died_on(facts.ask.session, facts.ask.patient_id)
    if later is not None:
        return facts.text("alive_then", on=facts.dated(later))
    contact = _last_contact(facts)
    return facts.text("alive", on=contact) if contact else ""


def _death_cause(facts: RegistryFacts) -> Said:
    if facts.course.died_on is None or facts.ask.card.follow_up is not FollowUp.DEAD:
        return None
    state = death_reviews.state_in(facts.ask.session, facts.ask.patient_id)
    if state is None:
        return ""
    return state.review.entry.cause if state.review is not None and state.review.entry.cause else state.cause


_SAY: Final[Mapping[RegistryFact, Callable[[RegistryFacts], Said]]] = {
    RegistryFact.UNIT: _unit,
    RegistryFact.CODE: lambda facts: facts.ask.card.entry.code,
    RegistryFact.BIRTH_DATE: _birth_date,
    RegistryFact.SEX: _enum("sex", "sex", "unknown"),
    RegistryFact.CONSENT: _enum("consent", "consent_registry", "not_asked"),
    RegistryFact.DISEASE: _disease,
    RegistryFact.PHENOTYPE: _phenotype,
    RegistryFact.ONSET: _onset,
    RegistryFact.DIAGNOSED: _diagnosed,
    RegistryFact.EDSS_BEFORE: _edss_before,
    RegistryFact.RELAPSES_BEFORE: _relapses_before,
    RegistryFact.MRI_BEFORE: _mri_before,
    RegistryFact.PRIOR_THERAPIES: _prior_therapies,
    RegistryFact.DAY0: lambda facts: facts.plain_date(facts.day0),
    RegistryFact.NUMBER: lambda facts: str(facts.transplant.number),
    RegistryFact.PRODUCT: _product,
    RegistryFact.MOBILISATION: _mobilisation,
    RegistryFact.MOBILISED_FROM: lambda facts: facts.plain_date(facts.transplant.entry.mobilisation_start),
    RegistryFact.COLLECTIONS: _collections,
    RegistryFact.CELL_DOSE: _cell_dose,
    RegistryFact.INFUSED: _infused,
    RegistryFact.MANIPULATION: _manipulation,
    RegistryFact.CONDITIONING: _conditioning,
    RegistryFact.CONDITIONING_DRUGS: _conditioning_drugs,
    RegistryFact.NEUTROPHILS: _lineage(Lineage.NEUTROPHILS),
    RegistryFact.PLATELETS: _lineage(Lineage.PLATELETS),
    RegistryFact.LAST_PLATELETS: _last_platelets,
    RegistryFact.DISCHARGE: lambda facts: facts.dated(facts.transplant.discharged_on),
    RegistryFact.TOXICITIES: _toxicities,
    RegistryFact.INFECTIONS: _infections,
    RegistryFact.RELAPSES: _relapses,
    RegistryFact.MRI: _mri,
    RegistryFact.EDSS: _edss,
    RegistryFact.MEASURES: _measures,
    RegistryFact.KARNOFSKY: _karnofsky,
    RegistryFact.NEW_THERAPIES: _new_therapies,
    RegistryFact.LATE_EFFECTS: _late_effects,
    RegistryFact.PREGNANCY: _pregnancy,
    RegistryFact.LAST_CONTACT: _last_contact,
    RegistryFact.VITAL_STATUS: _vital_status,
    RegistryFact.DEATH_CAUSE: _death_cause,
    RegistryFact.NOT_HELD: lambda _facts: "",
}
_OTHER_CELLS: Final = frozenset({Product.MSC, Product.CAR_T})
_NOT_OF: Final[Mapping[RegistryFact, frozenset[Product]]] = {
    RegistryFact.MOBILISATION: _OTHER_CELLS,
    RegistryFact.MOBILISED_FROM: _OTHER_CELLS,
    RegistryFact.CELL_DOSE: _OTHER_CELLS,
    RegistryFact.MANIPULATION: _OTHER_CELLS,
    RegistryFact.NEUTROPHILS: _OTHER_CELLS,
    RegistryFact.PLATELETS: _OTHER_CELLS,
    RegistryFact.LAST_PLATELETS: frozenset({Product.MSC}),
    RegistryFact.COLLECTIONS: frozenset({Product.MSC}),
    RegistryFact.CONDITIONING: frozenset({Product.MSC}),
    RegistryFact.CONDITIONING_DRUGS: frozenset({Product.MSC}),
    RegistryFact.INFUSED: frozenset({Product.HSC}),
}
"""The cells that an item does not concern: only stem cells are mobilised and engraft, stromal ones need no drugs."""
_PLACES: Final[Mapping[str, tuple[RegistryFact, ...]]] = {
    "settings": (RegistryFact.UNIT,),
    "history": (
        RegistryFact.PHENOTYPE, RegistryFact.ONSET, RegistryFact.DIAGNOSED, RegistryFact.EDSS_BEFORE,
        RegistryFact.RELAPSES_BEFORE, RegistryFact.MRI_BEFORE, RegistryFact.PRIOR_THERAPIES,
    ),
    "treatment": (
        RegistryFact.COLLECTIONS, RegistryFact.CELL_DOSE, RegistryFact.INFUSED, RegistryFact.CONDITIONING_DRUGS,
    ),
    "engraftment": (RegistryFact.NEUTROPHILS, RegistryFact.PLATELETS),
    "record_transfusion": (RegistryFact.LAST_PLATELETS,),
    "change_state": (RegistryFact.DISCHARGE,),
    "toxicity": (RegistryFact.TOXICITIES,),
    "record_infection": (RegistryFact.INFECTIONS,),
    "record_neurology": (RegistryFact.EDSS,),
    "record_measure": (RegistryFact.MEASURES,),
    "record_relapse": (RegistryFact.RELAPSES,),
    "record_mri": (RegistryFact.MRI,),
    "record_dmt": (RegistryFact.NEW_THERAPIES,),
    "long_term": (RegistryFact.LATE_EFFECTS,),
    "record_fertility": (RegistryFact.PREGNANCY,),
    "visits": (RegistryFact.KARNOFSKY, RegistryFact.LAST_CONTACT, RegistryFact.VITAL_STATUS),
    "review_death": (RegistryFact.DEATH_CAUSE,),
}  # fmt: skip
EDIT: Final = "edit"


def place_of(fact: RegistryFact, form: RegistryForm | None = None) -> str:
    """Where a fact is entered: a tab or page of a patient, an action that opens a sheet, `edit` for the patient's own
    data, `settings`; "" for what the program does not hold."""
    if fact is RegistryFact.NOT_HELD:
        return ""
    if fact is RegistryFact.KARNOFSKY and form is RegistryForm.DAY0:
        return "record_visit"  # no visit of the schedule is offered before Day 0: one on a day of its own
    return next((place for place, facts in _PLACES.items() if fact in facts), EDIT)
