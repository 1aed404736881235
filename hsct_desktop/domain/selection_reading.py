"""What the record says of each criterion of the selection checklist, and how it stands to the unit's limit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal
from typing import Final

from hsct_desktop.domain.dates import add_months, age_in_years, whole_months
from hsct_desktop.domain.partial_date import PartialDate
from hsct_desktop.domain.protocol import Label
from hsct_desktop.domain.selection import (
    Criterion,
    Dated,
    Found,
    Hint,
    Limit,
    Line,
    Mark,
    Part,
    Reading,
    Scan,
    SelectionFacts,
)

MOST_SCANS: Final = 3
"""Scans that a line names, the newest first."""
_ENDLESS: Final = Decimal("Infinity")
_BEFORE: Final = (6, 18)
"""A value for comparison lies 12 months before the last, 6 more or less (EBMT Handbook 2024, chapter 92)."""


def line(criterion: Criterion, facts: SelectionFacts, number: Decimal | None = None, mark: Mark | None = None) -> Line:
    """A criterion as it stands; `number` is the unit's own in place of the file's."""
    limit = criterion.limit
    if limit is not None and number is not None:
        limit = with_number(limit, number)
    found = read(criterion, facts, limit)
    return Line(criterion, found, limit, hint_of(found, limit), mark or Mark())


def with_number(limit: Limit, number: Decimal) -> Limit:
    """The same bound with another number."""
    name = next(name for name in ("below", "most", "least", "above") if getattr(limit, name) is not None)
    return replace(limit, **{name: number})


def hint_of(found: Found, limit: Limit | None) -> Hint:
    """How a recorded value stands to a limit: unknown where the record leaves it open, never a guess."""
    if found.hint is not None:
        return found.hint
    if limit is None:
        return Hint.PERSON
    if found.low is None or found.high is None:
        return Hint.UNKNOWN
    if limit.holds(found.low) and limit.holds(found.high):
        return Hint.WITHIN
    for bound in (Limit(below=limit.below, most=limit.most), Limit(least=limit.least, above=limit.above)):
        if not bound.holds(found.low) and not bound.holds(found.high):
            return Hint.OUTSIDE
    return Hint.UNKNOWN


def read(criterion: Criterion, facts: SelectionFacts, limit: Limit | None = None) -> Found:
    """What the record says of a criterion on the day of the meeting."""
    reader = _READERS.get(criterion.reading)
    return reader(criterion, facts, limit) if reader is not None else Found()


def _age(_criterion: Criterion, facts: SelectionFacts, _limit: Limit | None) -> Found:
    years = Decimal(age_in_years(facts.birth_date, facts.on))
    return Found((("age", {"years": years, "on": facts.on}),), years, years)


def _years(first: date, last: date) -> Decimal:
    """Whole months as years with one decimal, so that ten years to the day are 10.0 and never 9.9."""
    return (Decimal(whole_months(first, last)) / 12).quantize(Decimal("0.1"), ROUND_FLOOR)


def _span(day: PartialDate, on: date) -> tuple[Decimal, Decimal] | None:
    """The fewest and most years that have passed; None for a day that lies ahead."""
    if day.first > on:
        return None
    return _years(min(day.last, on), on), _years(day.first, on)


def _duration(_criterion: Criterion, facts: SelectionFacts, _limit: Limit | None) -> Found:
    """From the onset where it is recorded, else from the diagnosis; both are said."""
    parts: list[Part] = []
    counted: tuple[Decimal, Decimal] | None = None
    for key, day in (("onset", facts.onset), ("diagnosed", facts.diagnosed)):
        span = _span(day, facts.on) if day is not None else None
        if day is None or span is None:
            continue
        low, high = span
        said: Mapping[str, object] = {"years": low, "most": high, "day": day}
        parts.append((key if low == high else f"{key}_about", said))
        counted = counted or span
    if counted is None:
        return Found((("no_onset", {}),))
    return Found(tuple(parts), *counted)


def _phenotype(_criterion: Criterion, facts: SelectionFacts, _limit: Limit | None) -> Found:
    if facts.phenotype is None:
        return Found((("no_phenotype", {}),))
    if facts.phenotype_since is None:
        return Found((("phenotype", {"phenotype": facts.phenotype}),))
    return Found((("phenotype_since", {"phenotype": facts.phenotype, "day": facts.phenotype_since}),))


def _edss(_criterion: Criterion, facts: SelectionFacts, _limit: Limit | None) -> Found:
    if not facts.edss:
        return Found((("no_edss", {}),))
    last = facts.edss[-1]
    part = ("edss", {"edss": last.value, "day": last.on})
    # Of examinations whose days overlap nobody can tell which was the last one.
    rivals = [given for given in facts.edss[:-1] if given.on.last >= last.on.first and given.value != last.value]
    parts = (part, *(("edss_rival", {"edss": given.value, "day": given.on}) for given in rivals))
    values = [last.value, *(given.value for given in rivals)]
    return Found(parts, min(values), max(values))


def _activity(criterion: Criterion, facts: SelectionFacts, limit: Limit | None) -> Found:
    """Relapses and active scans in the months before the meeting: either suffices (guideline of EBMT and JACIE, 2020).

    "Outside" needs somebody who looked and a scan that shows nothing.
    """
    since = add_months(facts.on, -criterion.months)
    onsets = [onset for onset in facts.relapses if onset.first <= facts.on]
    surely = sum(onset.first > since for onset in onsets)
    perhaps = sum(onset.last > since for onset in onsets)
    scans = [scan for scan in facts.scans if scan.on.first <= facts.on and scan.on.last > since]
    sure_scans = [scan for scan in scans if scan.on.first > since]
    least = limit.number if limit is not None else Decimal(1)
    looked = facts.looked_on is not None and facts.looked_on > since
    clear = bool(sure_scans) and all(scan.new_t2 == 0 and scan.gd == 0 for scan in scans)
    hint = Hint.UNKNOWN
    if surely >= least or any(map(_is_active, sure_scans)):
        hint = Hint.WITHIN
    elif perhaps < least and (looked or perhaps > 0) and clear:
        hint = Hint.OUTSIDE
    first = since + timedelta(days=1)  # the first day that counts
    parts = (*_relapse_parts(facts, surely, perhaps, first, looked), *_scan_parts(scans, first))
    return Found(parts, hint=hint)


def _is_active(scan: Scan) -> bool:
    return bool(scan.new_t2) or bool(scan.gd)


def _relapse_parts(facts: SelectionFacts, surely: int, perhaps: int, since: date, looked: bool) -> Iterator[Part]:
    if perhaps > surely:
        yield "relapses_about", {"n": surely, "most": perhaps, "since": since}
    elif surely:
        yield "relapses", {"n": surely, "since": since}
    elif looked and facts.looked_on is not None:
        yield "no_relapse_until", {"since": since, "on": facts.looked_on}
    else:
        yield "no_relapse", {"since": since}


def _scan_parts(scans: Sequence[Scan], since: date) -> Iterator[Part]:
    newest = sorted(scans, key=lambda scan: scan.on.last, reverse=True)[:MOST_SCANS]
    for scan in newest:
        if scan.new_t2 is not None and scan.gd is not None:
            yield "scan", {"day": scan.on, "t2": scan.new_t2, "gd": scan.gd}
        elif scan.new_t2 is not None:
            yield "scan_t2", {"day": scan.on, "t2": scan.new_t2}
        elif scan.gd is not None:
            yield "scan_gd", {"day": scan.on, "gd": scan.gd}
        else:
            yield "scan_bare", {"day": scan.on}
    if not newest:
        yield "no_scan", {"since": since}


def _therapies(criterion: Criterion, facts: SelectionFacts, limit: Limit | None) -> Found:
    """Drugs of the criterion (all, where it names none) given before the meeting; whether one failed a person says."""
    given = [drug for drug in facts.drugs if drug.started is None or drug.started.first <= facts.on]
    by_name = {drug.drug_id or drug.name.en: drug for drug in given}
    counted = {name: drug for name, drug in by_name.items() if not criterion.of or drug.drug_id in criterion.of}
    others = {name: drug for name, drug in by_name.items() if name not in counted}
    parts: list[Part] = []
    if counted:
        parts.append(("therapies", {"n": len(counted), "names": _names([d.name for d in counted.values()])}))
    if others:
        parts.append(("other_therapies", {"names": _names([drug.name for drug in others.values()])}))
    complete = facts.drugs_complete_on is not None
    if not given:
        parts.append(("no_therapy_said", {"on": facts.drugs_complete_on}) if complete else ("no_therapy", {}))
    elif not counted:
        parts.insert(0, ("no_high_therapy", {}))
    low = Decimal(len(counted))
    # Given is not failed: too few drugs fall short of the limit, enough of them leave the question to a person.
    hint = Hint.PERSON if counted and limit is not None and limit.holds(low) else None
    return Found(tuple(parts), low, low if complete else _ENDLESS, hint=hint)


def _names(names: Sequence[Label]) -> Label:
    return Label(", ".join(name.en for name in names), ", ".join(name.it for name in names))


def _values(criterion: Criterion, facts: SelectionFacts, _limit: Limit | None) -> Found:
    last = [facts.values[name][-1] for name in criterion.of if facts.values.get(name)]
    parts = tuple(_value(held) for held in last)
    if not parts:
        return Found((("no_value", {}),))
    if len(criterion.of) > 1:
        return Found(parts)
    return Found(parts, last[0].value, last[0].value)


def _value(held: Dated) -> Part:
    said: dict[str, object] = {"label": held.label, "value": held.value, "on": held.on}
    return ("value", {**said, "unit": held.unit}) if held.unit is not None else ("value_bare", said)


def _change(criterion: Criterion, facts: SelectionFacts, _limit: Limit | None) -> Found:
    """The last value of each and the one nearest to a year before it: whether that is worsening, a person says."""
    parts: list[Part] = []
    for name in criterion.of:
        held = facts.values.get(name, ())
        if not held:
            continue
        last = held[-1]
        parts.append(_value(last))
        wanted = add_months(last.on, -12)
        first, final = add_months(last.on, -_BEFORE[1]), add_months(last.on, -_BEFORE[0])
        before = min((v for v in held if first <= v.on <= final), key=lambda v: abs(v.on - wanted), default=None)
        if before is not None:
            parts.append(("value_before", {"value": before.value, "on": before.on}))
    return Found(tuple(parts) or (("no_value", {}),))


def _infections(_criterion: Criterion, facts: SelectionFacts, _limit: Limit | None) -> Found:
    if facts.infections:
        return Found((("infections", {"names": _names(facts.infections)}),), hint=Hint.OUTSIDE)
    return Found((("no_infection", {}),), hint=Hint.UNKNOWN)


def _pregnancy(_criterion: Criterion, facts: SelectionFacts, _limit: Limit | None) -> Found:
    """The last statement about a pregnancy; it is as old as its day says."""
    hints = {"no": Hint.WITHIN, "yes": Hint.OUTSIDE}
    if facts.pregnancy not in hints or facts.pregnancy_on is None:
        return Found((("no_pregnancy_said", {}),), hint=Hint.UNKNOWN)
    return Found(((f"pregnancy_{facts.pregnancy}", {"on": facts.pregnancy_on}),), hint=hints[facts.pregnancy])


_Reader = Callable[[Criterion, SelectionFacts, Limit | None], Found]
_READERS: Final[Mapping[Reading, _Reader]] = {
    Reading.AGE: _age,
    Reading.DURATION: _duration,
    Reading.PHENOTYPE: _phenotype,
    Reading.EDSS: _edss,
    Reading.ACTIVITY: _activity,
    Reading.THERAPIES: _therapies,
    Reading.VALUES: _values,
    Reading.CHANGE: _change,
    Reading.INFECTIONS: _infections,
    Reading.PREGNANCY: _pregnancy,
}
