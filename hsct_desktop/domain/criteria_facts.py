"""What the record says of the criteria of a checklist: derived answers with the value that gives them.

A criterion is answered "no" only where a value speaks against it; where nothing was measured it stays unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from hsct_desktop.domain.criteria import Answer, ChecklistId, SosFindings, either

FEVER: Final = Decimal("38.0")
HIGH_FEVER: Final = Decimal("38.3")
BILIRUBIN: Final = Decimal(2)
"""mg/dL; of a value typed in umol/L 34, as the alert on weight and bilirubin (clinical reference, section 11)."""
MG_DL: Final = "mg/dL"
UMOL_PER_MG_DL: Final = Decimal(17)
"""The limits of a value in umol/L are those in mg/dL at 17 each (34, 51, 85, 136): rounded, as they are printed."""
AROUND: Final = timedelta(hours=96)
"""Engraftment syndrome (Spitzer): within 96 h of engraftment; counted here in days, four before and four after."""
LATEST: Final = timedelta(days=6)
"""A sign of SOS/VOD or a value of its severity is looked for on the day and in the six days before it."""
CLASSICAL: Final = 21
"""SOS/VOD up to this day after Day 0 is classical, later it is late (EBMT 2023)."""
DOUBLED_WITHIN: Final = timedelta(days=2)
ADMISSION: Final = timedelta(days=30)
"""So long before conditioning the weight at admission is looked for."""


@dataclass(frozen=True)
class Measured:
    """A value in its analyte's canonical unit; how many times ULN and baseline it is, where these are known.

    `typed` is the number in the `unit` as typed: a limit printed in several units is held against that one.
    """

    code: str
    on: date
    value: Decimal
    comparator: str = ""
    at: str = ""
    of_uln: Decimal | None = None
    of_baseline: Decimal | None = None
    words: str = ""
    typed: Decimal | None = None
    unit: str = ""


@dataclass(frozen=True)
class Facts:
    """What the derived criteria are judged by, as of the day `on`.

    `engrafted` is the day of neutrophil engraftment; `conditioning` the first day of conditioning; `diarrhoea` the
    first and last day of each recorded episode with its words.
    """

    on: date
    day0: date | None = None
    conditioning: date | None = None
    engrafted: date | None = None
    values: Mapping[str, Sequence[Measured]] = field(default_factory=dict)
    diarrhoea: Sequence[tuple[date, date, str]] = ()


@dataclass(frozen=True)
class Found:
    """The answer to a criterion, the value that gives it, and what is missing.

    `missing` is "" or a key of `criteria.missing.*`; `ratio` is a multiple or a percentage that the value comes to,
    and `of` says of what: "uln", "baseline", "weight" or "".
    """

    answer: Answer = Answer.UNKNOWN
    measured: Measured | None = None
    missing: str = ""
    ratio: Decimal | None = None
    of: str = ""
    days_without: int = 0
    words: str = ""


Test = Callable[[Measured], Answer]


def at_least(limit: Decimal) -> Test:
    """Whether a value is this or more; a value behind `<` or `>` only where that is sure."""
    return lambda m: _compared(m, m.value >= limit, limit)


def above(limit: Decimal) -> Test:
    """Whether a value is more than this."""
    return lambda m: _compared(m, m.value > limit, limit)


def below(limit: Decimal) -> Test:
    """Whether a value is less than this."""

    def test(m: Measured) -> Answer:
        if m.comparator == "<":
            return Answer.YES if m.value <= limit else Answer.UNKNOWN
        if m.comparator == ">":
            return Answer.NO if m.value >= limit else Answer.UNKNOWN
        return Answer.YES if m.value < limit else Answer.NO

    return test


def _compared(m: Measured, is_met: bool, limit: Decimal) -> Answer:
    if m.comparator == ">":
        return Answer.YES if m.value >= limit else Answer.UNKNOWN
    if m.comparator == "<":
        return Answer.NO if m.value <= limit else Answer.UNKNOWN
    return Answer.YES if is_met else Answer.NO


def derive(checklist: ChecklistId, facts: Facts) -> dict[str, Found]:
    """The derived criteria of a checklist, answered as far as the record goes."""
    return _DERIVE[checklist](facts)


# engraftment syndrome -------------------------------------------------------------------------------------------


def _maiolino(facts: Facts) -> dict[str, Found]:
    if facts.engrafted is None:
        fever = Found(missing="engraftment")
        window = (facts.on - timedelta(days=1), facts.on)
    else:
        window = (facts.engrafted - timedelta(days=1), facts.engrafted + AROUND)
        fever = _each_day(facts, "TEMP", window, at_least(FEVER))
    return {"fever_from_24h_before": fever, "diarrhoea": _diarrhoea(facts, window)}


def _spitzer(facts: Facts) -> dict[str, Found]:
    centre = facts.engrafted if facts.engrafted is not None else facts.on
    window = (centre - AROUND, centre + AROUND)
    near = Found(missing="engraftment")
    if facts.engrafted is not None:
        near = Found(Answer.YES if window[0] <= facts.on <= window[1] else Answer.NO)
    liver = [_in(facts, "BILT", window, _bilirubin), _transaminases(facts, window)]
    return {
        "within_96h_of_engraftment": near,
        "temperature_38_3": _each_day(facts, "TEMP", window, at_least(HIGH_FEVER)),
        "bilirubin_or_transaminases": _either(liver),
        "creatinine_2x": _creatinine(facts, window),
        "weight_2_5": _weight(facts, window, lambda gain: gain >= Decimal("2.5")),
    }


def _transaminases(facts: Facts, window: tuple[date, date]) -> Found:
    """ALT or AST at least twice the upper limit that the laboratory gave."""
    return _either(_times(facts, code, window, "uln", Decimal(2)) for code in ("ALT", "AST"))


def _bilirubin(m: Measured) -> Answer:
    """Whether bilirubin is 2 mg/dL or more, in the unit as typed."""
    return at_least(BILIRUBIN)(replace(m, value=mg_dl(m)))


def mg_dl(m: Measured) -> Decimal:
    """A bilirubin in mg/dL: as typed, else at 17 umol/L each, so that 34 umol/L are 2 mg/dL."""
    return m.typed if m.unit == MG_DL and m.typed is not None else m.value / UMOL_PER_MG_DL


def _creatinine(facts: Facts, window: tuple[date, date]) -> Found:
    return _times(facts, "CREA", window, "baseline", Decimal(2))


def _times(facts: Facts, code: str, window: tuple[date, date], of: str, limit: Decimal) -> Found:
    """Whether a multiple of ULN or baseline was reached; a value without that limit leaves it open."""
    held = _values(facts, code, window)
    if not held:
        return Found(missing=code)
    ratios = [(ratio, m) for m in held if (ratio := _ratio(m, of)) is not None]
    if not ratios:
        return Found(measured=max(held, key=lambda m: m.value), missing=of)
    ratio, highest = max(ratios, key=lambda pair: pair[0])
    answer = at_least(limit)(Measured(code, highest.on, ratio, highest.comparator))
    if answer is Answer.NO and len(ratios) < len(held):
        return Found(Answer.UNKNOWN, highest, of, ratio, of)
    return Found(answer, highest, "", ratio, of)


def _ratio(m: Measured, of: str) -> Decimal | None:
    return m.of_uln if of == "uln" else m.of_baseline


# SOS/VOD --------------------------------------------------------------------------------------------------------


def _sos(facts: Facts) -> dict[str, Found]:
    window = (facts.on - LATEST, facts.on)
    return {
        "bilirubin_2": _in(facts, "BILT", window, _bilirubin),
        "weight_5": _weight(facts, window, lambda gain: gain > 5),
    }


def sos_findings(facts: Facts) -> tuple[SosFindings, dict[str, Found]]:
    """What the record gives for the severity of SOS/VOD, each with its value: the worst of the last seven days."""
    window = (facts.on - LATEST, facts.on)
    bilirubin = _in(facts, "BILT", window, _bilirubin)
    liver = _transaminases(facts, window)
    weight = _weight(facts, window, lambda gain: gain >= 5)
    renal = _times(facts, "CREA", window, "baseline", Decimal(2))
    exact = bilirubin.measured
    found = SosFindings(
        bilirubin=None if exact is None or exact.comparator == "<" else mg_dl(exact),
        transaminases=liver.ratio,
        weight_gain=weight.ratio,
        creatinine=renal.ratio,
        bilirubin_doubled=_doubled(_values(facts, "BILT", (facts.on - LATEST - DOUBLED_WITHIN, facts.on))),
    )
    return found, {"bilirubin": bilirubin, "transaminases": liver, "weight": weight, "renal": renal}


def _doubled(values: Sequence[Measured]) -> bool | None:
    """Whether a value was twice an earlier one of the two days before; None where no two lie so near."""
    exact = [m for m in values if not m.comparator and m.value > 0]
    pairs = [(a, b) for a in exact for b in exact if timedelta() < b.on - a.on <= DOUBLED_WITHIN]
    # What doubles below the limit of the first sign says nothing of the severity.
    return any(b.value >= 2 * a.value and mg_dl(b) >= BILIRUBIN for a, b in pairs) if pairs else None


def is_classical(facts: Facts) -> bool | None:
    """Whether the day lies in the first 21 days after Day 0; None without Day 0 or before it."""
    if facts.day0 is None or facts.on < facts.day0:
        return None
    return (facts.on - facts.day0).days <= CLASSICAL


# febrile neutropenia --------------------------------------------------------------------------------------------


def _neutropenia(facts: Facts) -> dict[str, Found]:
    day = (facts.on, facts.on)
    nearest = _values(facts, "ANC", day) or _values(facts, "ANC", (facts.on - timedelta(days=1),) * 2)
    return {
        "temperature_over_38_3": _in(facts, "TEMP", day, above(HIGH_FEVER)),
        "temperature_38_3": _in(facts, "TEMP", day, at_least(HIGH_FEVER)),
        "anc_below_1": _lowest(nearest, below(Decimal(1))),
        "anc_below_0_5": _lowest(nearest, below(Decimal("0.5"))),
    }


def _lowest(counts: Sequence[Measured], test: Test) -> Found:
    if not counts:
        return Found(missing="ANC")
    lowest = min(counts, key=lambda m: (m.comparator == ">", m.value))
    return Found(test(lowest), lowest)


# what several ask for -------------------------------------------------------------------------------------------


def _values(facts: Facts, code: str, window: tuple[date, date]) -> list[Measured]:
    return [m for m in facts.values.get(code, ()) if window[0] <= m.on <= window[1]]


def _in(facts: Facts, code: str, window: tuple[date, date], test: Test) -> Found:
    """Whether any value of the window passes; "no" where some were measured and none does."""
    held = _values(facts, code, window)
    if not held:
        return Found(missing=code)
    highest = max(held, key=lambda m: (test(m) is Answer.YES, test(m) is Answer.UNKNOWN, m.value))
    return Found(either(*(test(m) for m in held)), highest)


def _each_day(facts: Facts, code: str, window: tuple[date, date], test: Test) -> Found:
    """As `_in`, but "no" only where every day of the window has a value: a fever lasts for hours."""
    found = _in(facts, code, window, test)
    seen = {m.on for m in _values(facts, code, window)}
    without = (window[1] - window[0]).days + 1 - len(seen)
    if found.answer is Answer.NO and without:
        return Found(Answer.UNKNOWN, found.measured, "days", days_without=without)
    return found


def _either(found: Iterable[Found]) -> Found:
    """One answer to several questions of which one suffices: the one that is met, else the one that is open.

    Of several that answer alike the one with the highest multiple: the worst of ALT and AST, not the first.
    """
    held = list(found)
    answer = either(*(one.answer for one in held))
    alike = [one for one in held if one.answer is answer]
    return max(alike, key=lambda one: -1 if one.ratio is None else one.ratio, default=Found())


def _weight(facts: Facts, window: tuple[date, date], enough: Callable[[Decimal], bool]) -> Found:
    """The gain over the weight at admission, in percent."""
    admission = admission_weight(facts)
    held = [m for m in _values(facts, "WEIGHT", window) if not m.comparator]
    if not held:
        return Found(missing="WEIGHT")
    heaviest = max(held, key=lambda m: m.value)
    if admission is None or admission.value <= 0:
        return Found(measured=heaviest, missing="admission")
    gain = (heaviest.value - admission.value) / admission.value * 100
    return Found(Answer.YES if enough(gain) else Answer.NO, heaviest, "", gain, "weight")


def admission_weight(facts: Facts) -> Measured | None:
    """The last weight up to the first day of conditioning, for want of it the first one before Day 0."""
    start, day0 = facts.conditioning, facts.day0
    if start is None or day0 is None:
        return None
    weights = sorted((m for m in facts.values.get("WEIGHT", ()) if not m.comparator), key=lambda m: (m.on, m.at))
    before = [m for m in weights if start - ADMISSION <= m.on <= start]
    after = [m for m in weights if start < m.on < day0]
    return before[-1] if before else after[0] if after else None


def _diarrhoea(facts: Facts, window: tuple[date, date]) -> Found:
    """A recorded episode that touches the window; none recorded says nothing."""
    for first, last, words in facts.diarrhoea:
        if first <= window[1] and last >= window[0]:
            return Found(Answer.YES, words=words)
    return Found(missing="diarrhoea")


_DERIVE: Final[Mapping[ChecklistId, Callable[[Facts], dict[str, Found]]]] = {
    ChecklistId.ES_MAIOLINO: _maiolino,
    ChecklistId.ES_SPITZER: _spitzer,
    ChecklistId.SOS_EBMT2023: _sos,
    ChecklistId.FEBRILE_NEUTROPENIA: _neutropenia,
}
