"""Episodes of toxicity as lines of a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QObject

from hsct_desktop.domain.adverse_event import Attribution, Episode, GradeStep
from hsct_desktop.domain.dates import day_number
from hsct_desktop.domain.episode import gaps
from hsct_desktop.views.context import Context
from hsct_desktop.views.rows_model import Cell, Line

SEVERE = 3
"""From this grade on the days are counted."""


class EpisodeWords(QObject):
    """Words a patient's episodes.

    `counted` are those that count as toxicity of the transplant: a baseline one among them has risen. An episode graded
    by another version of CTCAE than `version`, the unit's own, names it.
    """

    def __init__(self, ctx: Context, day0: date | None, counted: frozenset[int], version: str) -> None:
        super().__init__()
        self._ctx, self._day0, self._counted, self._version = ctx, day0, counted, version

    def group(self, name: str, episodes: Sequence[Episode]) -> list[Line]:
        """A head with its count and the episodes below it, worst first."""
        ordered = sorted(episodes, key=lambda episode: (-episode.worst, episode.onset))
        return [Line((Cell(name),), group=len(ordered)), *map(self.line, ordered)]

    def line(self, episode: Episode) -> Line:
        """One episode: worst grade and term, course, onset, end, length, what it is put down to."""
        words, today = self._ctx.wording, self._ctx.today()
        end = words.date(episode.end) if episode.end else words.enum("outcome", episode.outcome)
        name = self._name(episode)
        severe = episode.days_at_least(SEVERE, today)
        length = self.tr("{} d").format(episode.days(today))
        counted = self.tr("{0}, {1} of them at grade 3 or higher").format(length, severe) if severe else length
        cells = (
            Cell(name, bold=True, grade=int(episode.worst), tip=name),
            Cell(paint=tuple(int(step.grade) for step in episode.grades), tip=self._course(episode)),
            Cell(self._day(episode.onset), tip=words.date(episode.onset)),
            Cell(self._day(episode.end) if not episode.is_open else "\u2026", tip=end),
            Cell(length, tip=counted),
            Cell(self._put_down(episode), "muted", tip=self._judged(episode)),
        )
        return Line(cells, episode.id)

    def _name(self, episode: Episode) -> str:
        name = episode.label
        if episode.ctcae_version != self._version:
            name = self.tr("{0} (v{1})").format(name, episode.ctcae_version)
        if episode.serious:
            name += self.tr(", serious")
        return name + (self.tr(", above baseline") if episode.baseline and episode.id in self._counted else "")

    def _day(self, on: date | None) -> str:
        if on is None:
            return "\u2026"
        return self._ctx.wording.signed_day(day_number(self._day0, on)) if self._day0 else self._ctx.wording.date(on)

    def _put_down(self, episode: Episode) -> str:
        """The agents that it is put down to."""
        return " · ".join(self._ctx.wording.enum("attribution", agent) for agent in episode.attributions)

    def _judged(self, episode: Episode) -> str:
        """Each agent with how sure it is."""
        words = self._ctx.wording
        levels = {judged.agent: judged.level for judged in episode.causality}
        named = [agent for agent in Attribution if agent in levels or agent in episode.attributions]
        return "; ".join(
            f"{words.enum('attribution', agent)}: {words.enum('causality', levels[agent]).lower()}"
            if agent in levels
            else words.enum("attribution", agent)
            for agent in named
        )

    def _course(self, episode: Episode) -> str:
        """The grades with their first days and the rules that gave them; days that nothing covers are said."""
        words = self._ctx.wording
        said = [self._step(step) for step in episode.grades]
        said += [
            self.tr("nothing recorded {0} to {1}").format(words.date(first), words.date(last))
            for first, last in gaps(episode.grades)
        ]
        return "\n".join(said)

    def _step(self, step: GradeStep) -> str:
        told = self.tr("Grade {0} from {1}").format(int(step.grade), self._ctx.wording.date(step.start))
        return f"{told}: {step.rule}" if step.rule else told
