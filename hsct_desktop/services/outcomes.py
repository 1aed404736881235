"""The outcomes of a transplant, worded: NEDA with the visits and scans that it rests on, times, rates, the settings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from hsct_desktop.catalogue import outcome_words
from hsct_desktop.catalogue.wording import EN_DASH, Wording
from hsct_desktop.domain.confirmed_disability import Kind
from hsct_desktop.domain.disease_course import DiseaseCourse
from hsct_desktop.domain.literature import Nearness, Study, comparable
from hsct_desktop.domain.neda import Neda, Verdict, reference_scan, verdict
from hsct_desktop.domain.neda_clinical import edss_reason
from hsct_desktop.domain.neda_horizon import Horizon
from hsct_desktop.domain.neda_mri import scan_reason
from hsct_desktop.domain.outcome_evidence import Component, Evidence, Reason, State
from hsct_desktop.domain.outcome_settings import DAYS_A_MONTH
from hsct_desktop.domain.outcomes import (
    Ending,
    TimeTo,
    progression_free,
    relapse_free,
    time_to_failure,
    time_to_improvement,
    time_to_progression,
    worsening_free,
)
from hsct_desktop.domain.partial_date import shown
from hsct_desktop.domain.protocol import Product
from hsct_desktop.domain.relapse_rate import RelapseRate, rate_after, rate_before
from hsct_desktop.domain.remission import drug_free_remission, edss_gain, without_therapy
from hsct_desktop.services import disease_course
from hsct_desktop.services.products import product_of
from hsct_desktop.services.workspace import Workspace

HORIZONS: Final = (12, 24, 60)
"""Months after Day 0 at which the panel judges: 1, 2 and 5 years."""


@dataclass(frozen=True)
class EvidenceLine:
    """A visit, scan, relapse or drug that a verdict rests on, worded; `seen` leads to its row."""

    seen: Evidence
    text: str


@dataclass(frozen=True)
class ComponentLine:
    """A component: title, state in a word, why in a sentence, and what it rests on."""

    name: str
    title: str
    state: State
    said: str
    why: str
    evidence: tuple[EvidenceLine, ...]


@dataclass(frozen=True)
class NedaLines:
    """The verdict at the chosen horizon. `said` is the chip's word, `span` the time that it covers."""

    verdict: Verdict
    title: str
    said: str
    span: str
    why: str
    components: tuple[ComponentLine, ...]


@dataclass(frozen=True)
class Figure:
    """A line of figures: label, value as it is read, and the sentence that explains it.

    `state` tells a yes from a no where the figure is a verdict, else it is None.
    """

    name: str
    label: str
    value: str
    why: str
    state: State | None = None


@dataclass(frozen=True)
class OutcomePanel:
    """The outcomes of one transplant. `neda` is None before Day 0, and `why` then says so.

    `horizons` are the months that can be chosen; `at_horizons` the verdicts at 1, 2 and 5 years, that of the chosen one
    among them. `settings` are the unit's decisions in words, to be shown and printed with every result.
    """

    course: DiseaseCourse
    horizon_months: int
    horizons: tuple[int, ...]
    neda: NedaLines | None
    at_horizons: tuple[Figure, ...]
    figures: tuple[Figure, ...]
    settings: tuple[str, ...]
    why: str = ""

    @property
    def settings_text(self) -> str:
        """The settings as one sentence."""
        return outcome_words.joined(self.settings)


@dataclass(frozen=True)
class LiteratureRow:
    """A published result, worded: study and paper, who was treated, one figure a line, and what it shares with the
    patient. `deaths` is "" where nobody has checked the figure.
    """

    id: str
    study: str
    source: str
    group: str
    results: tuple[str, ...]
    deaths: str
    nearness: Nearness
    why: str


def literature(ws: Workspace, course: DiseaseCourse, words: Wording | None = None) -> tuple[LiteratureRow, ...]:
    """The published results comparable to a patient (disease, form, regimen), nearest first; checked figures only.

    All of them are of stem cells: beside other cells there is nothing to compare.
    """
    said = words or ws.wording
    if course.transplant is not None and product_of(ws, course.transplant.protocol_id) is not Product.HSC:
        return ()
    regimen_id = course.transplant.regimen_id if course.transplant is not None else ""
    found = comparable(ws.catalogue.literature.values(), course.disease_id, course.phenotype_id, regimen_id)
    return tuple(_literature_row(said, study, nearness) for study, nearness in found)


def _literature_row(words: Wording, study: Study, nearness: Nearness) -> LiteratureRow:
    language = words.language
    deaths = study.deaths.text(language) if study.deaths is not None else ""
    return LiteratureRow(
        study.id,
        study.study,
        study.source,
        study.group.text(language),
        tuple(result.text(language) for result in study.results),
        words.text("outcomes.literature.deaths", text=deaths) if deaths else "",
        nearness,
        words.text(f"outcomes.literature.why.{nearness.name.casefold()}"),
    )


def panel(
    ws: Workspace,
    patient_id: int,
    horizon_months: int | None = None,
    *,
    transplant_id: int | None = None,
    words: Wording | None = None,
) -> OutcomePanel:
    """The outcomes of a patient's transplant, the latest unless asked; the unit's horizon unless told.

    KnownError `stale_row`.
    """
    return panel_of(ws, disease_course.of_patient(ws, patient_id, transplant_id), horizon_months, words)


def panel_of(
    ws: Workspace, course: DiseaseCourse, horizon_months: int | None = None, words: Wording | None = None
) -> OutcomePanel:
    """The outcomes of a course that was read."""
    said = words or ws.wording
    months = horizon_months or course.settings.horizon_months or next_horizon(course)
    horizons = tuple(sorted({*HORIZONS, months}))
    lines = _Lines(ws, said, course)
    settings = outcome_words.settings_lines(said, course.settings)
    if not is_transplanted(course):
        planned = said.text("outcomes.why.day0_planned", day0=course.day0) if course.day0 is not None else ""
        why = outcome_words.joined((planned or said.text("outcomes.why.no_day0"), *lines.left_out()))
        return OutcomePanel(course, months, horizons, None, (), (), settings, why)
    found = {horizon: verdict(course, horizon) for horizon in horizons}
    at = tuple(lines.at_horizon(found[horizon]) for horizon in horizons)
    return OutcomePanel(
        course, months, horizons, lines.neda(found[months]), at, tuple(lines.figures(found[months])), settings
    )


def next_horizon(course: DiseaseCourse) -> int:
    """The first of 1, 2 and 5 years after Day 0 that lies ahead, in months; 5 years once all have passed."""
    if course.day0 is None or course.today is None:
        return HORIZONS[0]
    passed = course.day(course.today)
    return next((months for months in HORIZONS if months * DAYS_A_MONTH >= passed), HORIZONS[-1])


def is_transplanted(course: DiseaseCourse) -> bool:
    """Whether Day 0 has come."""
    return course.day0 is not None and (course.today is None or course.day0 <= course.today)


class _Lines:
    """The lines of one course in one language."""

    def __init__(self, ws: Workspace, words: Wording, course: DiseaseCourse) -> None:
        self.ws, self.words, self.course = ws, words, course

    def neda(self, found: Verdict) -> NedaLines:
        course, text = self.course, self.words.text
        reference = reference_scan(course).scan
        day0 = course.day0 or found.ends_on
        named = (("relapse", found.relapse), ("disability", found.disability), ("mri", found.mri))
        return NedaLines(
            found,
            text("outcomes.neda3"),
            text("outcomes.answer.unknown" if found.why.key in _OVER else f"outcomes.verdict.{found.neda3.value}"),
            outcome_words.span(
                self.words, found, day0, course.today or found.ends_on, reference.on if reference else None,
                course.settings,
            ),
            self.why(found.why),
            tuple(self.component(name, component) for name, component in named),
        )  # fmt: skip

    def component(self, name: str, component: Component) -> ComponentLine:
        return ComponentLine(
            name,
            self.words.text(f"outcomes.component.{name}"),
            component.state,
            outcome_words.said(self.words, name, component, self.course.today),
            self.whys(component),
            tuple(EvidenceLine(seen, outcome_words.evidence_text(self.words, seen)) for seen in component.evidence),
        )

    def whys(self, component: Component) -> str:
        """Why, and what was left out."""
        return outcome_words.joined(tuple(self.why(reason) for reason in (component.why, *component.also)))

    def why(self, reason: Reason) -> str:
        """The sentence; a drug of the list is named in the reader's language."""
        drug_id = str(reason.params.get("drug_id", ""))
        if "drug_id" in reason.params:
            drug = self.ws.catalogue.dmts.get(drug_id)
            name = drug.label.text(self.words.language) if drug is not None else reason.params["drug"]
            reason = Reason(reason.key, {"drug": name})
        return outcome_words.sentence(self.words, reason)

    def at_horizon(self, found: Verdict) -> Figure:
        label = outcome_words.at_horizon(self.words, self.words.text("outcomes.neda3"), found.horizon_months)
        value = outcome_words.answer(self.words, found.neda3)
        return Figure(f"neda3_{found.horizon_months:g}", label, value, self.why(found.why), _STATES[found.neda3])

    def figures(self, found: Verdict) -> Iterator[Figure]:
        """Everything beside NEDA-3, what is asked for most first."""
        course = self.course
        yield from self._edss()
        yield self._change("improvement", time_to_improvement(course), Kind.CDI)
        yield self._without_therapy(without_therapy(course))
        at_horizon = without_therapy(course, Horizon.of(course, found.horizon_months))
        yield self._answer("drug_free", drug_free_remission(found, at_horizon))
        yield self._volume(found.brain_volume)
        yield from self.rates()
        for name, time in (
            ("relapse_free", relapse_free(course)),
            ("worsening_free", worsening_free(course)),
            ("progression_free", progression_free(course)),
            ("failure", time_to_failure(course)),
        ):
            yield self._time(name, time)
        yield from self._further(found)
        yield from self._plain_improvement()
        yield self._change("progression", time_to_progression(course), Kind.CDW)

    def _further(self, found: Verdict) -> Iterator[Figure]:
        for name, result in (("neda4", found.neda4), ("meda", found.meda)):
            label = outcome_words.at_horizon(self.words, self.words.text(f"outcomes.{name}"), found.horizon_months)
            why = found.brain_volume.why if name == "neda4" and found.neda3 is Neda.NEDA else found.why
            yield Figure(name, label, outcome_words.answer(self.words, result), self.why(why), _STATES[result])

    def _edss(self) -> Iterator[Figure]:
        text, number = self.words.text, self.words.number
        gain = edss_gain(self.course)
        if gain is not None:
            since = shown(self.course.known_day(gain.reference))
            for name, visit in (("best_edss", gain.best), ("last_edss", gain.last)):
                value = text("outcomes.value.from", value=number(visit.value), reference=number(gain.reference.value))
                why = text(
                    "outcomes.best.why" if name == "best_edss" else "outcomes.last.why", value=number(visit.value),
                    on=visit.on, reference=number(gain.reference.value), since=since,
                )  # fmt: skip
                yield Figure(name, text(f"outcomes.figure.{name}"), value, self._with_left_out(why))

    def _with_left_out(self, why: str) -> str:
        """The sentence with the EDSS that it leaves out."""
        left_out = (self.why(edss_reason("edss_left_out", one)) for one in self.course.edss_left_out)
        return outcome_words.joined((why, *left_out))

    def left_out(self) -> Iterator[str]:
        """The EDSS and scans that a Day 0 leaves out, each with what to do."""
        yield from (self.why(edss_reason("edss_left_out", one)) for one in self.course.edss_left_out)
        yield from (self.why(scan_reason("scan_left_out", one)) for one in self.course.scans_left_out)

    def _plain_improvement(self) -> Iterator[Figure]:
        """The plain rule of the papers: the last EDSS against the reference, whatever confirms it."""
        number, gain = self.words.number, edss_gain(self.course)
        if gain is None:
            return
        why = self.words.text(
            "outcomes.plain.why", value=number(gain.last.value), on=gain.last.on,
            reference=number(gain.reference.value), step=number(gain.step),
        )  # fmt: skip
        state = State.HELD if gain.is_lower_by_a_step else State.BROKEN
        if self.course.edss_left_out:
            state = State.UNKNOWN
        yield self._figure("plain_improvement", outcome_words.answer(self.words, state), self._with_left_out(why), None)

    def _change(self, name: str, time: TimeTo, kind: Kind) -> Figure:
        """The day of a confirmed change, or that there is none yet."""
        text = self.words.text
        if time.ending is Ending.EVENT and time.on is not None:
            return self._figure(name, self.words.date(time.on), self.why(time.why), None)
        if time.ending is Ending.UNKNOWN:
            return self._figure(name, text("outcomes.answer.unknown"), self.why(time.why), State.UNKNOWN)
        is_over = kind is Kind.CDW or time.ending is Ending.DEATH
        value = text("outcomes.answer.EDA" if is_over else "outcomes.value.not_yet")
        return self._figure(name, value, self.why(time.why), None)

    def _figure(self, name: str, value: str, why: str, state: State | None) -> Figure:
        return Figure(name, self.words.text(f"outcomes.figure.{name}"), value, why, state)

    def _answer(self, name: str, component: Component) -> Figure:
        return self._figure(
            name, outcome_words.answer(self.words, component.state), self.why(component.why), component.state
        )

    def _without_therapy(self, component: Component) -> Figure:
        """How long no drug for the disease was given, while that is so."""
        until = component.why.params.get("until")
        if component.state is State.HELD and isinstance(until, date):
            value = outcome_words.duration(self.words, self.course.day(until))
            return self._figure("without_therapy", value, self.why(component.why), component.state)
        return self._answer("without_therapy", component)

    def _volume(self, component: Component) -> Figure:
        rate = component.why.params.get("rate")
        if isinstance(rate, float):
            value = self.words.text("outcomes.value.volume", value=self.words.number(rate, 2))
        else:
            value = self.words.text("outcomes.answer.unknown")
        return self._figure("brain_volume", value, self.why(component.why), component.state)

    def rates(self) -> Iterator[Figure]:
        """Relapse rates after Day 0, where somebody looked, and before it."""
        course = self.course
        before = {"rate_1": rate_before(course, 1), "rate_2": rate_before(course, 2), "rate_onset": rate_before(course)}
        if (after := rate_after(course)) is not None:
            yield self._rate("rate_after", after)
        for name, rate in before.items():
            if rate is not None or (name == "rate_onset" and course.day0 is not None):
                yield self._rate(name, rate)

    def _rate(self, name: str, rate: RelapseRate | None) -> Figure:
        text = self.words.text
        if rate is None:
            return self._figure(name, EN_DASH, text("outcomes.why.rate_no_onset"), State.UNKNOWN)
        if rate.per_year is None:
            key = "rate_unsure" if rate.unsure else "rate_not_told"
            return self._figure(name, text("outcomes.answer.unknown"), text(f"outcomes.why.{key}"), State.UNKNOWN)
        time = outcome_words.duration(self.words, rate.days)
        why = self.words.count("outcomes.rate.why", rate.relapses, time=time, since=rate.first, until=rate.until)
        if rate.inexact:
            why = f"{why}; {self.words.count('outcomes.rate.inexact', rate.inexact)}"
        value = text("outcomes.value.rate", value=self.words.number(rate.per_year, 2))
        return self._figure(name, value, why, None)

    def _time(self, name: str, time: TimeTo) -> Figure:
        """A time free of something: so far, or until what ended it."""
        if time.days is None:
            return self._figure(name, self.words.text("outcomes.answer.unknown"), self.why(time.why), State.UNKNOWN)
        value = outcome_words.duration(self.words, time.days)
        if time.ending is Ending.CENSORED:
            value = self.words.text("outcomes.value.so_far", time=value)
        if time.is_latest:
            value = self.words.text("outcomes.value.at_most", time=value)
        ended = time.ending in (Ending.EVENT, Ending.DEATH)
        why = outcome_words.joined(tuple(self.why(one) for one in (time.why, time.also) if one is not None))
        return self._figure(name, value, why, State.BROKEN if ended else None)


_OVER: Final = frozenset({"horizon_after_death", "horizon_after_next_transplant"})
"""Reasons for which a verdict cannot be told and never will be."""
_STATES: Final = {Neda.NEDA: State.HELD, Neda.EDA: State.BROKEN, Neda.UNKNOWN: State.UNKNOWN}
