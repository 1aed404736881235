"""CMV and EBV of a patient: last value, pace, reactivation, and the unit's threshold; units are never mixed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hsct_desktop.catalogue import alert_words
from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.adverse_event import AdverseEventEntry
from hsct_desktop.domain.lab_result import LabResult
from hsct_desktop.domain.lab_value import Qualitative
from hsct_desktop.domain.reactivation import Reactivation, Rise, ViralLoad, in_order, reaches, reactivations, rise
from hsct_desktop.domain.rule_facts import Amount
from hsct_desktop.services import alert_rules, rule_sets, toxicity_links
from hsct_desktop.services.grading_settings import ctcae_version
from hsct_desktop.services.person import record_of
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import adverse_event, alert, lab_result, setting
from hsct_desktop.store.base import ReadSession, WriteSession

VIRUSES: Final = ("CMV", "EBV")
_RULES: Final = {"CMV": "cmv", "EBV": "ebv"}
_THRESHOLD: Final = "copies"
_TERMS: Final = {
    "CMV": "cytomegalovirus_infection_reactivation",
    "EBV": "epstein_barr_virus_infection_reactivation",
}
_MOST_VALUES: Final = 5


@dataclass(frozen=True)
class Threshold:
    """The unit's threshold; no value: not set yet.

    `is_units_own` is False while it is the program's example: the unit has neither changed it nor approved the rules.
    """

    amount: Amount
    is_units_own: bool

    @property
    def is_set(self) -> bool:
        """Whether there is a number to compare with."""
        return self.amount.value is not None


@dataclass(frozen=True)
class VirusState:
    """What the results of one virus say; `values` are the latest, newest first.

    `reached`: whether the latest value reaches the threshold; None where it cannot be compared. `recorded` says that
    a toxicity of its term began on or after the first day of the reactivation.
    """

    code: str
    name: str
    values: tuple[ViralLoad, ...]
    matrix: str
    threshold: Threshold
    reached: bool | None
    rise: Rise | None
    reactivation: Reactivation | None
    count: int
    mixed_units: bool
    recorded: bool

    @property
    def last(self) -> ViralLoad:
        """The latest result."""
        return self.values[0]


def for_patient(ws: Workspace, patient_id: int) -> list[VirusState]:
    """CMV and EBV, each only where a result is recorded."""
    with ws.read() as session:
        record_of(session, patient_id)
        results = lab_result.of_patient(session, patient_id, VIRUSES)
        by_code = {code: [r for r in results if r.analyte == code] for code in VIRUSES}
        return [_state(ws, session, patient_id, code, held) for code, held in by_code.items() if held]


def _state(
    ws: Workspace, session: ReadSession | WriteSession, patient_id: int, code: str, results: Sequence[LabResult]
) -> VirusState:
    loads = in_order(load(ws, result) for result in results)
    periods = reactivations(loads)
    threshold = _threshold(ws, session, code)
    key = f"virus.{code.lower()}_matrix"
    known = ws.catalogue.analytes.analytes.get(code)
    latest = periods[-1] if periods else None
    return VirusState(
        code,
        known.short.text(ws.language) if known is not None else code,
        tuple(reversed(loads[-_MOST_VALUES:])),
        setting.get(session, key, ws.catalogue.settings[key].default),
        threshold,
        _reached(loads[-1], threshold),
        rise(loads),
        latest,
        len(periods),
        len({one.unit for one in loads if one.amount is not None}) > 1,
        latest is not None and _is_recorded(session, patient_id, code, latest),
    )


def load(ws: Workspace, result: LabResult) -> ViralLoad:
    """A result as the rules of reactivation see it: IU/mL converted among themselves, copies as they are."""
    converted = result.canonical is not None
    known = ws.catalogue.analytes.analytes.get(result.analyte)
    unit = known.unit if converted and known is not None else result.unit
    amount = result.canonical if converted else result.value
    is_above = result.qualitative is Qualitative.POSITIVE or (
        amount is not None and amount > 0 and result.comparator != "<"
    )
    words = toxicity_links.in_words(ws, result)
    shown = words.removeprefix(known.short.text(ws.language)).strip() if known is not None else words
    return ViralLoad(
        result.taken_on, is_above, amount if is_above else None, unit, result.comparator, result.taken_at, shown
    )


def _threshold(ws: Workspace, session: ReadSession | WriteSession, code: str) -> Threshold:
    rule_id = _RULES[code]
    rule = alert_rules.present(ws, session).rules.get(rule_id)
    amount = rule.thresholds.get(_THRESHOLD) if rule is not None else None
    changed = alert.unit_changes(session).get(rule_id)
    own = changed is not None and _THRESHOLD in changed.thresholds
    own = own or rule_sets.is_approved(ws, session, rule_sets.ALERTS)
    return Threshold(amount if amount is not None else Amount(None, ""), own)


def _reached(last: ViralLoad, threshold: Threshold) -> bool | None:
    number = threshold.amount.number
    return None if number is None else reaches(last, number, threshold.amount.kept_unit)


def _is_recorded(session: ReadSession | WriteSession, patient_id: int, code: str, reactivation: Reactivation) -> bool:
    begun = reactivation.first.on
    return any(
        episode.term_id == _TERMS[code] and (episode.onset >= begun or episode.is_open)
        for episode in adverse_event.of_patient(session, patient_id)
    )


def toxicity_entry(ws: Workspace, patient_id: int, state: VirusState) -> AdverseEventEntry | None:
    """The toxicity of a reactivation, filled in advance; its grade is a person's. None without a reactivation."""
    found = state.reactivation
    if found is None:
        return None
    return AdverseEventEntry(
        patient_id,
        _TERMS[state.code],
        ctcae_version(ws),
        found.first.on,
        (),
        note=f"{state.name}: {reactivation_words(ws.wording, found)}",
    )


# words ----------------------------------------------------------------------------------------------------------


def value_words(words: Wording, one: ViralLoad) -> str:
    """A value and its day: "1800 IU/mL · 16 Nov 2026"."""
    return f"{one.words} · {words.date(one.on)}"


def reactivation_words(words: Wording, found: Reactivation) -> str:
    """Begin, peak and end in words."""
    key = "virus.since" if found.after_negative else "virus.since_first_value"
    parts = [words.text(key, on=found.first.on)]
    parts += [words.text("virus.peak", value=one.words, on=one.on) for one in found.peaks]
    if found.ended_on is not None:
        parts.append(words.text("virus.ended", on=found.ended_on))
    elif found.negatives:
        parts.append(words.text("virus.one_negative"))
    return "; ".join(parts)


def rise_words(words: Wording, found: Rise) -> str:
    """How the latest value compares with the one before: "×3.0 (0.48 log10) in 7 days, doubling in 4.4 days"."""
    times = words.number(found.factor, 2 if found.factor < 10 else 0)
    log = words.number(found.log10, 2)
    text = words.count("virus.change", found.days, factor=f"{'≥' if found.is_at_least else ''}{times}", log=log)
    doubling = found.doubling_days
    if doubling is not None:
        text = words.text("virus.doubling", change=text, days=words.number(doubling))
    return text


def threshold_words(ws: Workspace, state: VirusState) -> str:
    """The threshold and how the latest value lies to it."""
    words, threshold = ws.wording, state.threshold
    if not threshold.is_set:
        return words.text("virus.threshold.unset")
    amount = alert_words.amount(words, threshold.amount)
    key = "own" if threshold.is_units_own else "example"
    said = words.text(f"virus.threshold.{key}", amount=amount)
    if state.reached is None:
        return words.text("virus.threshold.other_unit", threshold=said)
    return said


def matrix_words(words: Wording, matrix: str) -> str:
    """What the test is made on."""
    return words.text(f"virus.matrix.{matrix}")
