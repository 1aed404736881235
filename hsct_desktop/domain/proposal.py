"""Toxicities proposed from graded results: what a person has not yet accepted, dismissed or recorded.

A proposal is derived, not stored: it stands as long as the results say more than the record. What a person decided on
it is stored (`Decision`): accepted into an episode, or dismissed until the grade rises.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from hsct_desktop.domain.adverse_event import Episode

CYTOPENIAS = frozenset(
    {
        "anemia", "white_blood_cell_decreased", "neutrophil_count_decreased", "lymphocyte_count_decreased",
        "cd4_lymphocytes_decreased", "platelet_count_decreased", "thrombocytopenia", "lymphopenia",
    }
)  # fmt: skip
"""Terms that are expected in aplasia, from conditioning to engraftment (clinical reference, section 6.2 rule 5)."""


class DecisionKind(StrEnum):
    """What a person made of a proposal; wording `enum.proposal_decision.*`."""

    ACCEPTED = "accepted"
    DISMISSED = "dismissed"


@dataclass(frozen=True)
class GradedResult:
    """A stored result as far as proposals ask: its grade by the numbers and the lower one that is proposed."""

    id: int
    taken_on: date
    taken_at: str
    analyte: str
    term_id: str
    ctcae_version: str
    grade: int | None
    proposed: int | None


@dataclass(frozen=True)
class Decision:
    """A decision on a term's proposal: the grade it was about and the day of the latest result it took into account."""

    term_id: str
    ctcae_version: str
    grade: int
    kind: DecisionKind
    result_day: date
    result_id: int | None = None


@dataclass(frozen=True)
class Aplasia:
    """The days on which low counts are expected; an open end while engraftment has not come."""

    first: date
    last: date | None

    def holds(self, on: date) -> bool:
        """Whether a day lies in it."""
        return self.first <= on and (self.last is None or on <= self.last)


def is_expected(term_id: str, on: date, aplasia: Iterable[Aplasia]) -> bool:
    """Whether a grade of a term on a day is a low count of the weeks in which low counts are expected.

    The one rule of flowsheet, review and proposals: what stands pale there is no news here.
    """
    return term_id in CYTOPENIAS and any(days.holds(on) for days in aplasia)


class ProposalKind(StrEnum):
    """What a proposal would do to the record; wording `enum.proposal_kind.*`."""

    NEW = "new"
    WORSE = "worse"
    BETTER = "better"
    OVER = "over"


@dataclass(frozen=True)
class Proposal:
    """A term that the results of one run grade otherwise than the record does.

    A run are consecutive graded results of an analyte for one term, ended by a normal one. `grade` is the proposed one
    (0: over), `by_numbers` that of the numbers alone: above `grade` a person must answer a question first. `onset` is
    the day from which the record says less; `result_id` the result of day `on` that gave the grade. `episode_id` names
    the episode that would be extended; `last` is the day of the latest graded result of the run. `expected`: all of it
    are cytopenias in aplasia. `steps` are the changes of the grade by day, each with the id of its result.
    """

    kind: ProposalKind
    term_id: str
    ctcae_version: str
    analyte: str
    grade: int
    by_numbers: int
    onset: date
    on: date
    result_id: int
    episode_id: int | None
    ended_on: date | None
    last: date
    expected: bool
    steps: tuple[tuple[date, int, int], ...] = ()


def proposals(
    results: Iterable[GradedResult],
    episodes: Sequence[Episode],
    decisions: Sequence[Decision],
    aplasia: Sequence[Aplasia],
) -> list[Proposal]:
    """What the results propose beyond the record, newest first.

    Nothing is proposed for a grade that an episode of the same term and version holds on that day; nor for one that was
    dismissed in the same run, until the grade rises above the dismissed one. Where an open episode stands and the last
    result after its last grade is milder, that is proposed (BETTER, or OVER for a normal one) until decided.
    """
    found = []
    for run in _runs(results):
        asked = _Run(run, episodes, decisions)
        proposal = _rise(asked, aplasia) or _fall(asked)
        if proposal is not None:
            found.append(proposal)
    return sorted(found, key=lambda p: (p.on, p.grade, p.term_id), reverse=True)


class _Run:
    """A run with the part of the record that is about it."""

    def __init__(
        self, rows: Sequence[GradedResult], episodes: Sequence[Episode], decisions: Sequence[Decision]
    ) -> None:
        self.rows = rows
        self.abnormal = [row for row in rows if row.proposed]
        self.graded = [row for row in rows if row.proposed is not None]
        self.first, self.last = self.abnormal[0], self.graded[-1]
        self.ended_on = self.last.taken_on if self.last.proposed == 0 else None
        term = (self.first.term_id, self.first.ctcae_version)
        self.episodes = [e for e in episodes if (e.term_id, e.ctcae_version) == term]
        self.dismissed = [
            decision
            for decision in decisions
            if (decision.term_id, decision.ctcae_version) == term
            and decision.kind is DecisionKind.DISMISSED
            and self.first.taken_on <= decision.result_day <= (self.ended_on or date.max)
        ]

    def recorded(self, on: date) -> int:
        """The grade that the record holds on a day, 0 without one."""
        return max((int(grade) for e in self.episodes if (grade := e.grade_on(on)) is not None), default=0)

    def dismissed_before(self, on: date) -> int:
        """The grade that somebody dismissed and that still stands on a day, 0 without one.

        It stands until the grade rises above it; or until it has fallen to 1, or could not be graded (and so was beyond
        no fixed limit), and rises again.
        """
        calm = [row.taken_on for row in self.rows if row.taken_on < on and (row.proposed is None or row.proposed <= 1)]
        since = max(calm, default=date.min)
        return max((d.grade if d.result_day > since else 1 for d in self.dismissed), default=0)

    def touching(self) -> Episode | None:
        """The latest episode that shares a day with the run."""
        last = self.abnormal[-1].taken_on
        shared = [e for e in self.episodes if e.onset <= last and (e.end is None or e.end >= self.first.taken_on)]
        return shared[-1] if shared else None


def _runs(results: Iterable[GradedResult]) -> list[list[GradedResult]]:
    """The abnormal stretches of each analyte, version and term; one that ended keeps its last, normal result.

    A result that grades another term (high after low) ends a stretch as a normal one does.
    """
    by_analyte: dict[tuple[str, str], list[GradedResult]] = {}
    for result in results:
        if result.term_id:
            by_analyte.setdefault((result.analyte, result.ctcae_version), []).append(result)
    runs: list[list[GradedResult]] = []
    for rows in by_analyte.values():
        rows.sort(key=lambda r: (r.taken_on, r.taken_at, r.id))
        run: list[GradedResult] = []
        for row in rows:
            if run and row.proposed and row.term_id != run[-1].term_id:
                # High is surely not low: the stretch is over on that day.
                runs.append([*run, replace(row, term_id=run[-1].term_id, grade=0, proposed=0)])
                run = []
            if row.proposed == 0:
                runs.append([*run, row] if run else [])
                run = []
            elif row.proposed is not None or run:
                run.append(row)
        runs.append(run)
    return [run for run in runs if any(row.proposed for row in run)]


def _rise(run: _Run, aplasia: Sequence[Aplasia]) -> Proposal | None:
    """What the run grades above the record and above what was dismissed.

    Where some of it lies outside aplasia, only that is proposed, with its own grade; else all of it, as expected.
    """
    news = [
        row
        for row in run.abnormal
        if (row.proposed or 0) > max(run.recorded(row.taken_on), run.dismissed_before(row.taken_on))
    ]
    if not news:
        return None
    surprising = [row for row in news if not is_expected(row.term_id, row.taken_on, aplasia)]
    expected = not surprising
    news = surprising or news
    peak = max(news, key=lambda row: (row.proposed or 0, -row.taken_on.toordinal()))
    onset = news[0].taken_on
    episode = run.touching()
    return _proposal(
        run,
        ProposalKind.NEW if episode is None else ProposalKind.WORSE,
        peak,
        onset,
        max(row.grade or 0 for row in news),
        episode,
        expected=expected,
        steps=_steps(
            row
            for row in run.abnormal
            if row.taken_on >= onset and (expected or not is_expected(row.term_id, row.taken_on, aplasia))
        ),
    )


def _fall(run: _Run) -> Proposal | None:
    """That an open episode became milder or is over, by the last result after its last grade."""
    episode = run.touching()
    if episode is None or not episode.is_open or run.last.taken_on <= episode.grades[-1].start:
        return None
    held = int(episode.grades[-1].grade)
    now = run.last.proposed or 0
    if now >= held or any(d.grade == now and d.result_day >= run.last.taken_on for d in run.dismissed):
        return None
    after = [row for row in run.graded if row.taken_on > episode.grades[-1].start]
    first = next(row for index, row in enumerate(after) if all((r.proposed or 0) <= now for r in after[index:]))
    kind = ProposalKind.BETTER if now else ProposalKind.OVER
    return _proposal(
        run, kind, first, first.taken_on, first.grade or 0, episode, steps=((first.taken_on, now, first.id),)
    )


def _proposal(
    run: _Run,
    kind: ProposalKind,
    row: GradedResult,
    onset: date,
    by_numbers: int,
    episode: Episode | None,
    *,
    steps: tuple[tuple[date, int, int], ...],
    expected: bool = False,
) -> Proposal:
    return Proposal(
        kind=kind,
        term_id=run.first.term_id,
        ctcae_version=run.first.ctcae_version,
        analyte=row.analyte,
        grade=row.proposed or 0,
        by_numbers=by_numbers,
        onset=onset,
        on=row.taken_on,
        result_id=row.id,
        episode_id=episode.id if episode is not None else None,
        ended_on=run.ended_on,
        last=run.last.taken_on,
        expected=expected,
        steps=steps,
    )


def _steps(rows: Iterable[GradedResult]) -> tuple[tuple[date, int, int], ...]:
    """Each change of the grade by day; of several results of a day the worst counts."""
    by_day: dict[date, GradedResult] = {}
    for row in rows:
        held = by_day.get(row.taken_on)
        if held is None or (row.proposed or 0) > (held.proposed or 0):
            by_day[row.taken_on] = row
    steps: list[tuple[date, int, int]] = []
    for day, row in by_day.items():
        if not steps or steps[-1][1] != row.proposed:
            steps.append((day, row.proposed or 0, row.id))
    return tuple(steps)
