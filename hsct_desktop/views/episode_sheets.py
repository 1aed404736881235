"""Put episodes of a toxicity together, or take one apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.domain.adverse_event import AdverseEventEntry, Episode
from hsct_desktop.domain.episode import split
from hsct_desktop.domain.problem import InputError, KnownError, Problem
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import DayField
from hsct_desktop.views.reason_sheet import ReasonSheet
from hsct_desktop.views.sheet import Content, RecordSheet, captioned
from hsct_desktop.views.widgets.note import AlertNote

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes


class MergeSheet(ReasonSheet):
    """Says what several episodes become and asks why they are one. Make it with `merge_sheet`."""

    def __init__(self, ctx: Context, patient_id: int, chosen: Sequence[Episode], whole: AdverseEventEntry) -> None:
        from hsct_desktop.services import episodes

        keys = [(episode.id, episode.version) for episode in chosen]
        draft = "merge_events:" + "-".join(str(key) for key, _version in sorted(keys))
        super().__init__(ctx, patient_id, "", "", lambda ws, reason: episodes.merge(ws, keys, reason), draft=draft)
        self._heading = self.tr("Merge episodes")
        self.set_title(self._heading)
        words = ctx.wording
        begins = words.date(whole.onset) if whole.onset is not None else ""
        ends = words.date(whole.end) if whole.end is not None else self.tr("ongoing")
        what = self.tr("{0}: {1} episodes become one, {2} to {3}").format(chosen[0].label, len(chosen), begins, ends)
        self.note.set_note(
            what + episodes.gap_words(ctx.ready(), whole),
            self.tr(
                "On each day the higher grade stands. The later entries stay in the file, struck out with this reason."
            ),
        )


def merge_sheet(ctx: Context, patient_id: int, chosen: Sequence[Episode]) -> MergeSheet | None:
    """The sheet that merges these episodes; None, and a sentence, where they cannot be one."""
    from hsct_desktop.services import episodes

    try:
        whole = episodes.preview(ctx.ready(), [(episode.id, episode.version) for episode in chosen])
    except (InputError, KnownError) as error:
        ctx.report_error(error)
        return None
    return MergeSheet(ctx, patient_id, chosen, whole)


class SplitSheet(RecordSheet):
    """Asks from which day on the second episode runs, and says what both will be."""

    def __init__(self, ctx: Context, patient_id: int, episode: Episode) -> None:
        super().__init__(ctx, patient_id, self.tr("Split episode"), episode.label, draft=f"split_event:{episode.id}")
        from hsct_desktop.services import adverse_events, patients

        self._episode = episode
        self._entry, self._version = adverse_events.entry_of(ctx.ready(), episode.id)
        words = ctx.wording
        self._on = captioned(DayField(), self.tr("The second episode begins on"), "on")
        self._on.bind(ctx, patients.banner(ctx.ready(), patient_id).day0)
        end = words.date(episode.end) if episode.end is not None else self.tr("ongoing")
        held = self.tr("{0}: {1} to {2}").format(episode.label, words.date(episode.onset), end)
        self._what = AlertNote(held, "", "info")
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(12)
        column.addWidget(self._what)
        column.addWidget(self._on)
        column.addStretch(1)
        self.set_body(body)
        self._held = held
        self._on.dateChanged.connect(lambda _day: self._show())
        self._show()
        self.begin()

    def _parts(self, on: date | None) -> tuple[AdverseEventEntry, AdverseEventEntry] | None:
        try:
            return None if on is None else split(self._entry, on)
        except InputError:
            return None

    def _show(self) -> None:
        words, parts = self.ctx.wording, self._parts(self._on.date())
        told = self.tr("The first one ends the day before and is resolved; all else stands in both.")
        if parts is not None:
            first, second = parts
            ends, begins = (words.date(day) if day is not None else "" for day in (first.end, second.onset))
            told = self.tr("The first one ends on {0}, grade {1}; the second begins on {2}, grade {3}.").format(
                ends, int(first.grades[-1].grade), begins, int(second.grades[0].grade)
            )
        self._what.set_note(self._held, told)

    def first_field(self) -> QWidget | None:
        return self._on.line()

    def problems(self) -> Iterator[Problem]:
        on = self._on.date()
        if on is None:
            yield Problem("on", "date_missing")
        elif on > self.ctx.today():
            yield Problem("on", "date_in_future")
        elif self._parts(on) is None:
            yield Problem("on", "split_outside", {"onset": self._episode.onset})

    def target_of(self, _field: str) -> QWidget:
        return self._on

    def write(self) -> Changes:
        from hsct_desktop.services import episodes

        return episodes.split(self.ctx.ready(), self._episode.id, self._version, self._on.date())

    def content(self) -> Content:
        return {"on": self._on.typed()}

    def restore(self, content: Content) -> None:
        self._on.set_typed(content["on"])
