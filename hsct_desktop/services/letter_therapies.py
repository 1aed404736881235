"""The medicines of a letter as they stood on the last day that it tells of, and why one of them was stopped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final, cast

from hsct_desktop.catalogue.rule_words import RuleWords
from hsct_desktop.catalogue.wording import NBSP, in_sentence
from hsct_desktop.domain.disease_modifying_therapy import DiseaseModifyingTherapyEntry, DmtStatus
from hsct_desktop.domain.letter import LetterKind
from hsct_desktop.domain.record_conditions import Engrafted, Running
from hsct_desktop.domain.rule import explain
from hsct_desktop.domain.rule_condition import AnyOf, Condition
from hsct_desktop.domain.rule_facts import Truth
from hsct_desktop.domain.supportive_therapy import Interruption, StopReason, Therapy, TherapyClass
from hsct_desktop.services import letter_measures, stop_rules, supportive_therapies
from hsct_desktop.services.letter_ask import LetterAsk
from hsct_desktop.services.letter_care_words import inside
from hsct_desktop.services.letter_facts import until
from hsct_desktop.services.letter_infections import generic
from hsct_desktop.services.letter_words import listed
from hsct_desktop.services.rule_wording import rule_words
from hsct_desktop.services.stop_rules import StopVerdict
from hsct_desktop.store import disease_modifying_therapy, infection

_HELD: Final = "letter_therapies"
_PLACE: Final = "therapy"
_STEROID: Final = "prednisolone"
"""The measure that holds the daily dose of steroid; part of the names of such drugs."""


# as they stood ------------------------------------------------------------------------------------------------------


def held(ask: LetterAsk) -> list[Therapy]:
    """What was recorded by the letter's last day, transfusions left out: they are no medicine to go on with.

    A letter of an earlier day knows nothing of a later start, stop or pause; read once for a letter.
    """
    if _HELD not in ask.held:
        last = until(ask)
        found = supportive_therapies.therapies(ask.ws, ask.session, ask.patient_id, ask.language)
        known = (one for one in found if one.start <= last or last >= ask.ws.today())
        ask.held[_HELD] = [as_stood(one, last) for one in known if one.therapy_class is not TherapyClass.TRANSFUSION]
    return cast(list[Therapy], ask.held[_HELD])


def as_stood(one: Therapy, last: date) -> Therapy:
    """A therapy as it was on a day: a stop, the end of a pause and a dose that came later are not there yet."""
    if one.stop is not None and one.stop > last:
        one = replace(one, stop=None, stop_reason=None, stop_detail="")
    pauses = tuple(_pause(pause, last) for pause in one.interruptions if pause.start <= last)
    return replace(one, interruptions=pauses).as_of(last)


def _pause(pause: Interruption, last: date) -> Interruption:
    return pause if pause.end is None or pause.end <= last else replace(pause, end=None)


def for_disease(ask: LetterAsk) -> list[DiseaseModifyingTherapyEntry]:
    """The drugs for the disease that ran on the letter's last day, by their start."""
    last = until(ask)
    found = disease_modifying_therapy.of_patient(ask.session, ask.patient_id)
    running = [one.entry for one in found if _runs(one.entry, last)]
    return sorted(running, key=lambda entry: entry.started.first if entry.started is not None else date.min)


def _runs(entry: DiseaseModifyingTherapyEntry, last: date) -> bool:
    if entry.started is not None and entry.started.first > last:
        return False
    if entry.status is DmtStatus.RUNNING:
        return True
    return entry.started is not None and entry.stopped is not None and entry.stopped.first > last


@dataclass(frozen=True)
class Elsewhere:
    """A medicine that the record names outside its list of medicines: of an infection since a day, or a measured dose
    on a day.
    """

    kind: str
    name: str
    on: date | None


def elsewhere(ask: LetterAsk, known: Iterable[Therapy]) -> list[Elsewhere]:
    """What treats an infection on the letter's last day, and the last daily dose of steroid, where the list of
    medicines (`known`: those that run) lacks them.
    """
    names = [one.name.casefold() for one in known]
    found = [*_of_infections(ask), *_steroid(ask)]
    return [one for one in found if not any(_same(one.name, name) for name in names)]


def _same(name: str, known: str) -> bool:
    """Whether one names the other: a dose beside the name, or a salt, makes no other drug."""
    first = name.casefold().split()[0].rstrip(",;:") if name.split() else ""
    stem = "predniso" if first.startswith("predniso") else first
    return bool(stem) and (stem in known or known in name.casefold())


def _of_infections(ask: LetterAsk) -> Iterator[Elsewhere]:
    last = until(ask)
    for one in infection.of_patient(ask.session, ask.patient_id):
        entry = one.entry
        begun = entry.treated_from is not None and entry.treated_from <= last
        ended = min((day for day in (entry.treated_until, entry.ended_on) if day is not None), default=None)
        if entry.treatment and begun and (ended is None or ended > last) and (one.is_open or ended is not None):
            yield Elsewhere("infection", generic(ask, entry.treatment), entry.treated_from)


def _steroid(ask: LetterAsk) -> Iterator[Elsewhere]:
    measure, last = ask.ws.catalogue.measures.get(_STEROID), letter_measures.values(ask).last(_STEROID)
    if measure is not None and last is not None and (last.value or Decimal(0)) > 0:
        name = in_sentence(measure.short.text(ask.language))
        yield Elsewhere("measure", f"{name} {letter_measures.number_of(ask, measure, last)}", last.measured_on)


# why one was stopped ------------------------------------------------------------------------------------------------


def by_rule(ask: LetterAsk, stopped: Iterable[Therapy]) -> dict[int, str]:
    """Of those that ended by their rule, what the letter says of it, by the therapy's id.

    "Rule met" with what met it where the record of the last day shows that; else the whole rule, as its reason alone.
    A stop "at engraftment" before it is listed: somebody has to look at the day or the reason.
    """
    ended = [one for one in stopped if one.stop_reason is StopReason.RULE_MET and one.stop is not None]
    if ask.kind is LetterKind.PATIENT:
        return dict.fromkeys([one.id for one in ended], ask.words.text("letter_care.medicines.why.rule_patient"))
    judged: dict[int, StopVerdict] = {}
    for day in {one.stop for one in ended if one.stop is not None}:
        on_day = [(ask.patient_id, one) for one in ended if one.stop == day]
        judged |= stop_rules.judge(ask.ws, ask.session, on_day, day)
    return {one.id: _said(ask, one, judged.get(one.id)) for one in ended}


def _said(ask: LetterAsk, one: Therapy, verdict: StopVerdict | None) -> str:
    whole = re.sub("([<>≤≥]) ", f"\\1{NBSP}", inside(one.stop_rule, ask.language))
    if verdict is not None and verdict.may_stop:
        what, key = met_by(ask, verdict) or in_sentence(one.rule_in_brief), "rule_met"
    else:
        what, key = whole, "by_rule"
        if verdict is not None and verdict.key == "not_met" and _asks_engraftment(verdict):
            ask.lacks("medicine_rule_not_met", _PLACE, name=one.name, day=one.stop, rule=whole)
    said = ask.words.text(f"letter_care.medicines.why.{key}")
    return f"{said} ({what})" if what else said


def _asks_engraftment(verdict: StopVerdict) -> bool:
    rule = verdict.rule.rule
    return rule is not None and any(isinstance(part, Engrafted) for part in rule.conditions())


def met_by(ask: LetterAsk, verdict: StopVerdict) -> str:
    """Of a rule with alternatives, the one that the record shows to be met; "" for a rule without."""
    rule = verdict.rule.rule
    if rule is None or not isinstance(rule.when, AnyOf):
        return ""
    words = replace(rule_words(ask.ws, ask.language), words=ask.words.in_tables)
    met = (part for part in rule.when.conditions if part.judge(verdict.facts, rule.thresholds).truth is Truth.YES)
    return next((_branch(ask, words, part, verdict) for part in met), "")


def _branch(ask: LetterAsk, words: RuleWords, part: Condition, verdict: StopVerdict) -> str:
    """The value that met it with its day, or what ran then; else what it asks."""
    limits = verdict.verdict.rule.thresholds
    shown = [words.found(one, verdict.facts) for one in explain(part, verdict.facts, limits) if one.evidence]
    if shown:
        return in_sentence("; ".join(shown))
    if isinstance(part, Running):
        ran = [one.drug for one in verdict.facts.therapies if one.running and one.drug in part.drugs]
        labels = [ask.ws.catalogue.drug_words[drug].label.text(ask.language) for drug in ran]
        return ask.words.text("letter_care.medicines.why.ran", names=listed(ask.words, list(map(in_sentence, labels))))
    return in_sentence(words.asks(part, limits))
