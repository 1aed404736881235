"""Episodes put together and taken apart: days, grades and evidence stay what they were."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from hsct_desktop.domain.adverse_event import (
    Action,
    AdverseEventEntry,
    Attribution,
    GradeStep,
    Judgement,
    Outcome,
    settled,
)
from hsct_desktop.domain.problem import refuse

_DAY = timedelta(days=1)
_FOREVER = date.max
Gap = tuple[date, date]


def gaps(steps: Sequence[GradeStep]) -> tuple[Gap, ...]:
    """The days between the first and the last step on which nothing was recorded, each as first and last day."""
    pairs = zip(steps, steps[1:], strict=False)
    return tuple(
        (step.until + _DAY, after.start - _DAY)
        for step, after in pairs
        if step.until is not None and step.until + _DAY < after.start
    )


def merged(episodes: Sequence[AdverseEventEntry]) -> AdverseEventEntry:
    """One episode of several of a patient's: on each day the higher grade, days that none covers stay a gap.

    Attributions and criteria add up, the surer judgement and the stronger action stand, texts follow one another.
    InputError: fewer than two, or not of one patient, term (and its specification) and CTCAE version.
    """
    _refuse_strangers(episodes)
    rows = sorted(episodes, key=lambda e: (e.onset or date.max, e.end or _FOREVER))
    last = max(rows, key=lambda e: (e.end or _FOREVER, e.outcome is Outcome.ONGOING))
    grades = _united(rows)
    actions = list(Action)
    criteria = {criterion for row in rows if row.serious for criterion in row.criteria}
    first = next((row.seriousness for row in rows if row.serious and row.seriousness is not None), None)
    return settled(
        replace(
            rows[0],
            onset=grades[0].start if grades else rows[0].onset,
            grades=grades,
            end=last.end,
            outcome=last.outcome,
            attributions=tuple(a for a in Attribution if any(a in row.attributions for row in rows)),
            causality=_surest(rows),
            serious=any(row.serious for row in rows),
            seriousness=first,
            seriousness_also=tuple(criteria - {first}),
            action=max((row.action for row in rows), key=actions.index),
            note=_joined(row.note for row in rows),
            narrative=_joined(row.narrative for row in rows),
            visit_id=_first(row.visit_id for row in rows),
            therapy_id=_first(row.therapy_id for row in rows),
            infection_id=_first(row.infection_id for row in rows),
        )
    )


def split(entry: AdverseEventEntry, on: date) -> tuple[AdverseEventEntry, AdverseEventEntry]:
    """The episode as two: one to the day before `on`, resolved, and one from `on`; all else stands in both.

    In a gap the second one begins where the gap ends. InputError when either would be without a day.
    """
    ended = entry.end is not None and on > entry.end
    if entry.onset is None or not entry.grades or on <= entry.onset or ended:
        raise refuse("on", "split_outside", onset=entry.onset)
    before = [step for step in entry.grades if step.start < on]
    after = [step for step in entry.grades if step.start >= on]
    held, eve = before[-1], on - _DAY
    if held.until is None or held.until >= on:
        # The grade of that day goes on in the second episode, with its evidence.
        if not after or after[0].start > on:
            after.insert(0, replace(held, start=on))
    elif held.until < eve:
        eve = held.until
    before[-1] = replace(held, until=None)
    first = replace(entry, grades=tuple(before), end=eve, outcome=Outcome.RESOLVED)
    return first, replace(entry, grades=tuple(after), onset=after[0].start)


def extended(entry: AdverseEventEntry, step: GradeStep) -> AdverseEventEntry:
    """The episode with another grade from a day on; on a day that has one the higher stands.

    A grade from before the onset moves the onset; one that already holds changes nothing, since the first evidence of a
    grade stands. InputError after the end of the episode.
    """
    if entry.end is not None and step.start > entry.end:
        raise refuse("grade_date", "grade_after_end", end=entry.end)
    earlier = [held for held in entry.grades if held.start <= step.start]
    last = earlier[-1] if earlier else None
    if last is not None and (last.until is None or step.start <= last.until):
        if last.grade == step.grade or (last.start == step.start and last.grade > step.grade):
            return entry
        if last.start == step.start:
            earlier, step = earlier[:-1], replace(step, until=last.until)
        elif last.until is not None:
            earlier, step = [*earlier[:-1], replace(last, until=None)], replace(step, until=last.until)
    later = [held for held in entry.grades if held.start > step.start]
    grades = (*earlier, step, *later)
    return replace(entry, grades=grades, onset=grades[0].start)


def kept(steps: Sequence[GradeStep], recorded: Sequence[GradeStep]) -> tuple[GradeStep, ...]:
    """Grades as a form gives them, each with the evidence and the gap of the recorded one of its day and grade.

    A grade that somebody changed is no longer that of the result.
    """
    known = {(step.start, step.grade): step for step in recorded}
    found = [known.get((step.start, step.grade), step) for step in steps]
    following = [step.start for step in found[1:]]
    return tuple(
        replace(step, until=None) if step.until is not None and (after is None or step.until >= after) else step
        for step, after in zip(found, [*following, None], strict=True)
    )


def _refuse_strangers(episodes: Sequence[AdverseEventEntry]) -> None:
    if len(episodes) < 2:
        raise refuse("", "merge_needs_two")
    if len({row.ctcae_version for row in episodes}) > 1:
        raise refuse("", "merge_other_version", versions=", ".join(sorted({row.ctcae_version for row in episodes})))
    if len({(row.patient_id, row.term_id, row.specify.casefold()) for row in episodes}) > 1:
        raise refuse("", "merge_other_term")


def _united(rows: Sequence[AdverseEventEntry]) -> tuple[GradeStep, ...]:
    """The grades of all, cut where any of them changes; the same grade with the same evidence is one step."""
    spans = [span for row in rows for span in _spans(row)]
    cuts = sorted({first for first, _, _ in spans} | {last + _DAY for _, last, _ in spans if last != _FOREVER})
    found: list[GradeStep] = []
    open_until: date | None = None
    for cut in cuts:
        holding = [(step, last) for first, last, step in spans if first <= cut <= last]
        if not holding:
            open_until = cut - _DAY
            continue
        # Of equal grades the one that a result gave has more to show.
        step = max((step for step, _ in holding), key=lambda s: (s.grade, s.lab_result_id is not None))
        if found and open_until is not None:
            found[-1] = replace(found[-1], until=open_until)
        if not found or open_until is not None or _said(step) != _said(found[-1]):
            found.append(replace(step, start=cut, until=None))
        open_until = None
    return tuple(found)


def _said(step: GradeStep) -> tuple[object, ...]:
    return step.grade, step.ctcae_version, step.lab_result_id, step.rule


def _spans(row: AdverseEventEntry) -> Iterator[tuple[date, date, GradeStep]]:
    """Each step with its first and last day; an open episode has no last one."""
    following = [step.start - _DAY for step in row.grades[1:]]
    for step, stop in zip(row.grades, [*following, row.end or _FOREVER], strict=True):
        last = stop if step.until is None else min(stop, step.until)
        yield step.start, max(step.start, last), step


def _surest(rows: Sequence[AdverseEventEntry]) -> tuple[Judgement, ...]:
    """For each agent the surest judgement."""
    best: dict[Attribution, Judgement] = {}
    for judged in (judged for row in rows for judged in row.causality):
        held = best.get(judged.agent)
        if held is None or judged.level.rank > held.level.rank:
            best[judged.agent] = judged
    return tuple(best.values())


def _joined(texts: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(text for text in texts if text))


def _first(keys: Iterable[int | None]) -> int | None:
    return next((key for key in keys if key is not None), None)
