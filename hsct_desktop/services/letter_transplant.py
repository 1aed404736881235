"""The transplant in a letter: mobilisation, conditioning, cells, engraftment, time in hospital; two lines where pages
run short.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from hsct_desktop.catalogue.items import Intensity
from hsct_desktop.catalogue.wording import NBSP, Wording, in_sentence
from hsct_desktop.documents.letter_inputs import Labelled, LetterSection, Words
from hsct_desktop.documents.text import Markup, Text
from hsct_desktop.domain.adverse_event import Action
from hsct_desktop.domain.engraftment import RULES, EngraftmentStatus
from hsct_desktop.domain.letter import LetterKind
from hsct_desktop.domain.protocol import Product
from hsct_desktop.domain.transplant import GraftManipulation
from hsct_desktop.domain.treatment import ApheresisEntry, InfusionEntry, InfusionTiming
from hsct_desktop.services import engraftment, letter_regimen
from hsct_desktop.services.course_days import conditioning_start
from hsct_desktop.services.engraftment import LineageState
from hsct_desktop.services.letter_ask import LetterAsk
from hsct_desktop.services.letter_care_rules import section as care_rules
from hsct_desktop.services.letter_care_words import as_typed
from hsct_desktop.services.letter_episodes import Window, episodes, window_of
from hsct_desktop.services.letter_facts import until
from hsct_desktop.services.letter_regimen import PLACE
from hsct_desktop.services.letter_words import cells, day_of, from_day, listed, on_day, on_day_of, sentences
from hsct_desktop.services.patients import regimen_short
from hsct_desktop.services.products import product_of
from hsct_desktop.store import transplant, treatment
from hsct_desktop.store.transplant import Course

__all__ = ["care_rules", "section"]

ID: Final = "transplant"
_KEEP_TOLD_BEFORE, _KEEP_FIRST = 0, 2
"""Which section gives way first; the toxicities stand between the two."""


def section(ask: LetterAsk) -> LetterSection:
    """The section; one sentence where no transplant is recorded.

    Where pages run short it gives way first if an earlier letter told more, after the toxicities if none did; a
    discharge letter never shortens it.
    """
    words, course = ask.words, ask.course
    if course is None:
        said = Words(words.text("letter_transplant.none"))
        return LetterSection(ID, words.text("letter.section.transplant"), (said,))
    told = _Told(ask, course)
    short = None if ask.kind is LetterKind.DISCHARGE else (Words(told.brief()),)
    title = "letter.section.transplant" if told.is_graft else "letter_transplant.title.cells"
    keep = _KEEP_TOLD_BEFORE if ask.since is not None else _KEEP_FIRST
    return LetterSection(ID, words.text(title), (Labelled(tuple(told.rows())),), told.intensity(), short, keep)


def in_brief(ask: LetterAsk) -> Text:
    """Regimen, Day 0, cells, days of engraftment in two lines; "" where no transplant is recorded."""
    return _Told(ask, ask.course).brief() if ask.course is not None else ""


@dataclass(frozen=True)
class _Told:
    """One course in the reader's words."""

    ask: LetterAsk
    course: Course

    @property
    def product(self) -> Product:
        """The cells that the course is for."""
        return product_of(self.ask.ws, self.course.entry.protocol_id)

    @property
    def is_graft(self) -> bool:
        """Whether they engraft."""
        return self.product is Product.HSC

    @property
    def day0(self) -> date | None:
        """The day of the infusion, planned or done."""
        return self.course.entry.day0

    @property
    def last(self) -> date:
        """The last day that the letter tells of."""
        return until(self.ask)

    @property
    def is_done(self) -> bool:
        """Whether Day 0 has come on that day."""
        return self.day0 is not None and self.day0 <= self.last

    def say(self, key: str, **params: object) -> str:
        """A text of this section."""
        return self.ask.words.text(f"letter_transplant.{key}", **params)

    def gap(self, said: str, key: str, place: str = PLACE, **params: object) -> str:
        """Note what is missing, and the words that say so in the text."""
        self.ask.lacks(key, place)
        return self.say(said, **params)

    # the whole ------------------------------------------------------------------------------------------------------

    def rows(self) -> Iterator[tuple[str, str]]:
        """The labelled lines."""
        earlier = "; ".join(self._earlier())
        if earlier:
            yield self.say("label.earlier"), earlier
        if self.is_graft:
            yield self.say("label.mobilisation"), self._mobilisation()
        if self.is_graft or self.course.entry.conditioning_regimen_id or self.product is Product.CAR_T:
            key = "lymphodepletion" if self.product is Product.CAR_T else "conditioning"
            yield self.say(f"label.{key}"), self._conditioning()
        yield self.say("label.cells" if self.is_done else "label.cells_planned"), self._cells()
        if self.is_graft and self.is_done:
            yield self.say("label.engraftment"), self._engraftment()
        expansion = "; ".join(self._expansion())
        if expansion:
            yield self.say("label.expansion"), expansion
        if self.is_done:
            yield self.say("label.discharge"), self._hospital()

    def brief(self) -> Markup:
        """Two lines: regimen, Day 0, cells, days of engraftment, and where more of it stands."""
        regimen = self._regimen_name()
        if not regimen and self.is_graft:
            regimen = self.say("regimen_missing")
        cells = self._dose_words(self._infused())
        if not cells and self.is_done:
            cells = self.say("cells_missing")
        day0 = self.say("brief.day0", on=self.day0 if self.day0 is not None else self._unrecorded)
        first = ", ".join(part for part in (regimen, cells, day0) if part)
        parts = [f"{first[:1].upper()}{first[1:]}."]
        days = [
            self.say(f"brief.{state.lineage.value}", day=day_of(self.ask.words, state.day0, state.on))
            for state in self._states()
            if state.on is not None
        ]
        if days:
            parts.append(self.say("brief.engraftment", said=", ".join(days)))
        if self.ask.since is not None:
            parts.append(self.say("brief.letter", on=self.ask.since))
        return sentences(parts)

    @property
    def _unrecorded(self) -> str:
        return self.ask.words.text("letter.not_recorded")

    def intensity(self) -> str:
        """The class of the conditioning, "" where the regimen states none."""
        regimen = self.ask.ws.catalogue.regimens.get(self.course.entry.conditioning_regimen_id)
        if regimen is None or regimen.intensity is Intensity.NOT_STATED:
            return ""
        return self.say(f"intensity.{regimen.intensity.value}")

    # lines ----------------------------------------------------------------------------------------------------------

    def _earlier(self) -> Iterator[str]:
        """The courses before this one."""
        for other in transplant.of_patient(self.ask.session, self.ask.patient_id):
            if other.number >= self.course.number or other.entry.day0 is None:
                continue
            kind = product_of(self.ask.ws, other.entry.protocol_id)
            regimen = regimen_short(self.ask.ws, other.entry.conditioning_regimen_id, self.ask.language)
            on = on_day(self.ask.words, other.entry.day0)
            yield self.say(f"earlier.{kind.value}", on=on, regimen=regimen or self.say("regimen_missing"))

    def _mobilisation(self) -> str:
        entry, ask = self.course.entry, self.ask
        begun = self._begun(entry.mobilisation_start)
        known = ask.ws.catalogue.mobilisations.get(entry.mobilisation_regimen_id)
        name = known.label.text(ask.language) if known is not None else entry.mobilisation_regimen_id
        if name:
            parts = [self.say("mobilised", regimen=in_sentence(name), begun=begun)]
        else:
            parts = [self.gap("mobilised_bare", "mobilisation_regimen", begun=begun)]
        return "; ".join([*parts, *self._collections()])

    def _begun(self, start: date | None) -> str:
        if start is None:
            return self.gap("begun_missing", "mobilisation_start")
        if start > self.last:
            return self.say("begun_planned", **{"from": from_day(self.ask.words, start)})
        return self.say("begun", on=on_day(self.ask.words, start))

    def _collections(self) -> Iterator[str]:
        held = [
            one.entry
            for one in treatment.collections_of(self.ask.session, self.ask.patient_id)
            if one.entry.transplant_id == self.course.id and _is_by(one.entry.collected_on, self.last)
        ]
        if held:
            yield self.ask.words.count("letter_transplant.aphereses", len(held), days=self._days(held))
            yield from self._collected(held)
        elif self.is_done:
            yield self.gap("aphereses.missing", "apheresis")

    def _days(self, held: list[ApheresisEntry]) -> str:
        """The days of collections, the year once: 16 and 17 Oct 2025."""
        days = sorted({entry.collected_on for entry in held if entry.collected_on is not None})
        words = self.ask.words
        same = {(day.year, day.month) for day in days}
        if len(same) == 1:
            whole = words.date(days[-1]).lstrip("0")
            return listed(words, [*("1°" if _is_first(words, day) else str(day.day) for day in days[:-1]), whole])
        return listed(words, [words.date(day) for day in days])

    def _collected(self, held: list[ApheresisEntry]) -> Iterator[str]:
        doses = [entry.cd34_dose for entry in held if entry.cd34_dose is not None]
        if doses:
            key = "collected" if len(doses) == len(held) else "collected_at_least"
            yield self.say(key, dose=cells(self.ask.words, sum(doses, Decimal(0))))
        else:
            self.ask.lacks("collected_dose", PLACE)

    def _regimen_name(self) -> str:
        return regimen_short(self.ask.ws, self.course.entry.conditioning_regimen_id, self.ask.language)

    def _conditioning(self) -> str:
        ask, entry = self.ask, self.course.entry
        rows = [
            one.entry
            for one in treatment.conditioning_of(ask.session, ask.patient_id)
            if one.entry.transplant_id == self.course.id and _is_by(one.entry.given_on, self.last)
        ]
        orders = letter_regimen.orders_of(ask.ws.catalogue.regimens.get(entry.conditioning_regimen_id))
        name = self._regimen_name()
        if not name:
            name = self.gap("regimen_missing", "conditioning_regimen")
        if rows and self.day0 is not None:
            drugs = letter_regimen.given(ask, orders, rows, self.day0)
            return self.say("given" if self.is_done else "given_so_far", regimen=name, drugs=drugs)
        drugs = letter_regimen.described(ask, orders)
        start = conditioning_start(ask.ws, self.course)
        if not self.is_done and (start is None or start > self.last):
            when = from_day(ask.words, start) if start is not None else ""
            if drugs and when:
                return self.say("planned", regimen=name, drugs=drugs, **{"from": when})
            return self.say("planned_bare", regimen=name)
        if not drugs:
            names = letter_regimen.names(ask, orders)
            regimen = f"{name} ({names})" if names else name
            return self.gap("described_bare", "conditioning_given", regimen=regimen)
        return self.gap("described", "conditioning_given", regimen=name, drugs=drugs)

    # cells ----------------------------------------------------------------------------------------------------------

    def _infused(self) -> list[InfusionEntry]:
        return [
            one.entry
            for one in treatment.infusions_of(self.ask.session, self.ask.patient_id)
            if one.entry.transplant_id == self.course.id and _is_by(one.entry.infused_on, self.last)
        ]

    def _cells(self) -> str:
        infused, entry = self._infused(), self.course.entry
        when = self._when_infused()
        if not self.is_graft:
            return self._other_cells(infused, when)
        dose = self._dose_words(infused)
        if not self.is_done:
            return when
        if not dose:
            dose = self.gap("infused_missing", "cd34_dose")
        if entry.graft_manipulation is GraftManipulation.UNKNOWN:
            self.ask.lacks("graft_manipulation", PLACE)
        return ", ".join([dose, self.say(f"graft.{entry.graft_manipulation.value}"), when])

    def _dose_words(self, infused: list[InfusionEntry]) -> str:
        """The dose of the cells as infused, else as the course has it; "" where none is recorded."""
        doses = [one.dose for one in infused if one.kind is self.product and one.dose is not None]
        total = sum(doses, Decimal(0)) if doses else self.course.entry.cd34_dose if self.is_graft else None
        return "" if total is None else self.say(f"cells.{self.product.value}", dose=cells(self.ask.words, total))

    def _when_infused(self) -> str:
        if self.day0 is None:
            return self.gap("day0_missing", "day0")
        return self.say("day0" if self.is_done else "day0_planned", on=on_day(self.ask.words, self.day0))

    def _other_cells(self, infused: list[InfusionEntry], when: str) -> str:
        """Cells that are no graft: what they are, their dose, what they aim at."""
        dose = self._dose_words(infused)
        if not dose and self.is_done:
            dose = self.gap("cells_missing", "cell_dose")
        parts = [*dict.fromkeys(as_typed(self.ask, one.product, PLACE) for one in infused if one.product), dose]
        targets = dict.fromkeys(one.target for one in infused if one.target)
        parts += [self.say("target", target=target) for target in targets]
        timings = dict.fromkeys(one.timing for one in infused if one.timing is not InfusionTiming.NOT_STATED)
        parts += [self.say(f"timing.{timing.value}") for timing in timings]
        return ", ".join(part for part in [*parts, when] if part)

    def _expansion(self) -> Iterator[str]:
        for one in self._infused():
            if one.expansion_peak is None or not _is_by(one.expansion_on, self.last):
                continue
            value = f"{self.ask.words.number(one.expansion_peak)}{NBSP}{one.expansion_unit.replace('uL', 'µL')}".strip()
            when = on_day_of(self.ask.words, one.expansion_on, one.infused_on) if one.expansion_on is not None else ""
            yield self.say("peak", value=value, when=when).strip()

    # engraftment ----------------------------------------------------------------------------------------------------

    def _states(self) -> list[LineageState]:
        """What is known of both lineages of this very course; engraftment is derived of the latest course alone."""
        if not self.is_graft or not self.is_done:
            return []
        found = engraftment.states(self.ask.ws, self.ask.session, self.ask.patient_id, on=self.last)
        return [state for state in found if state.course_id == self.course.id]

    def _engraftment(self) -> str:
        states = self._states()
        if not states:
            return self.say("no_engraftment")
        if all(state.status is EngraftmentStatus.NO_VALUES for state in states):
            return self.gap("engraftment_missing", "engraftment_counts", "flowsheet")
        said = "; ".join(self._lineage(state) for state in states)
        open_ = [state.lineage.value for state in states if _is_unconfirmed(state, self.last)]
        for lineage in open_:
            self.ask.lacks(f"engraftment_confirmed_{lineage}", "flowsheet")
        if not open_:
            return said
        names = listed(self.ask.words, [self.say(f"lineage.{lineage}") for lineage in open_])
        return self.say("unconfirmed", said=said, lineages=names)

    def _lineage(self, state: LineageState) -> str:
        lineage, held, on = state.lineage.value, state.confirmed, state.on
        limit = RULES.limit(state.lineage)
        if on is not None and on <= self.last:
            words = self.ask.words
            said = self.say(f"engrafted.{lineage}", limit=limit, when=on_day_of(words, on, state.day0))
            if held.provisional if held is not None else state.derived.provisional:
                said = self.say("provisional", said=said)
        elif state.status is EngraftmentStatus.NO_VALUES:
            return self.gap(f"no_values.{lineage}", "engraftment_counts", "flowsheet")
        elif state.status is EngraftmentStatus.NOT_YET or state.status.has_date:
            return self.say(f"not_yet.{lineage}", until=self._last_count(state)).strip()
        else:
            said = self.say(f"{state.status.value}.{lineage}", limit=limit)
            if held is not None and state.status is EngraftmentStatus.GRAFT_FAILURE:
                return self.say("failure_confirmed", said=said)
        return said

    def _last_count(self, state: LineageState) -> str:
        last = state.derived.last_day
        if last is None:
            return ""
        return self.say("until_count", on=state.day0 + timedelta(days=last))

    # hospital -------------------------------------------------------------------------------------------------------

    def _hospital(self) -> str:
        left = self.course.discharged_on
        if left is not None and left <= self.last:
            said = self.ask.words.date(left)
            if self.day0 is not None:
                said = f"{said} ({day_of(self.ask.words, self.day0, left)})"
        else:
            said = self.gap("discharge_missing", "discharge", "overview")
        terms = self._intensive()
        return "; ".join([said, self.say("intensive_care", terms=terms)] if terms else [said])

    def _intensive(self) -> str:
        """The toxicities of this course for which intensive care was recorded."""
        window: Window = window_of(self.ask, self.course)
        terms = [
            in_sentence(one.label)
            for one in episodes(self.ask, window)
            if one.extra.get("action") == Action.INTENSIVE_CARE.value
        ]
        return ", ".join(dict.fromkeys(terms))


def _is_first(words: Wording, day: date) -> bool:
    """Whether a day is written 1°, as Italian does."""
    return words.language == "it" and day.day == 1


def _is_unconfirmed(state: LineageState, on: date) -> bool:
    """Whether a day of engraftment, or that there was none, stands on the counts alone."""
    told = state.status not in (EngraftmentStatus.NO_VALUES, EngraftmentStatus.NOT_YET)
    return state.confirmed is None and told and (state.on is None or state.on <= on)


def _is_by(day: date | None, on: date) -> bool:
    """Whether something had happened by a day; what has no day of its own counts."""
    return day is None or day <= on
