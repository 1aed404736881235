"""The patient's toxicities by system, with the course of their grades, and the worst grade in each phase."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPainter, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.domain.adverse_event import Episode
from hsct_desktop.domain.ctcae import is_mixed, versions
from hsct_desktop.views.adverse_event_sheet import AdverseEventSheet
from hsct_desktop.views.clinical_block import ClinicalBlock
from hsct_desktop.views.context import Context
from hsct_desktop.views.episode_lines import EpisodeWords
from hsct_desktop.views.episode_sheets import SplitSheet, merge_sheet
from hsct_desktop.views.grade_choices import new_version
from hsct_desktop.views.neuro_recheck import RecheckBlock
from hsct_desktop.views.proposals_block import ProposalsBlock
from hsct_desktop.views.reaction_line import ReactionLine
from hsct_desktop.views.reason_sheet import ReasonSheet
from hsct_desktop.views.rows_model import KEY, PAINT, Line, RowsTable
from hsct_desktop.views.theme.icons import paint_icon
from hsct_desktop.views.theme.tokens import Height, Space
from hsct_desktop.views.toxicity_phases import PhasePanel
from hsct_desktop.views.toxicity_side import ToxicityPictureSide
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.chip_choice import ChipChoice
from hsct_desktop.views.widgets.empty_state import EmptyState
from hsct_desktop.views.widgets.grade_badge import SIZE_COURSE, paint_grade
from hsct_desktop.views.widgets.paint import text
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import PlainLabel
from hsct_desktop.views.widgets.table import Index, RowDelegate

if TYPE_CHECKING:
    from hsct_desktop.services.toxicity_phases import PhaseTable

_MOST_BADGES: Final = 7
_ROW: Final = 27
_MARK: Final = 14
_TERM: Final = 210
_LEAST_HEIGHT: Final = 150
_ROOMY: Final = 700
_LOW: Final = 460
"""A page lower than the first folds the worst grades by phase, one lower than the second the proposals as well."""
_BAR_IN_ONE_LINE: Final = 1100
"""Narrower than this the filter and the buttons have no room beside each other."""


class _Delegate(RowDelegate):
    """Paints the course of an episode as badges, and the mark of one chosen for merging."""

    def __init__(self, table: EpisodeTable) -> None:
        super().__init__(table)
        self._table = table

    def paint_content(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        if index.column() == 0 and index.data(KEY) in self._table.marked:
            place = QRectF(rect.right() - _MARK, rect.center().y() - _MARK / 2, _MARK, _MARK)
            paint_icon(painter, place, "check", "accent")
            rect = rect.adjusted(0, 0, -_MARK - Space.SMALL, 0)
        grades = index.data(PAINT)
        if not isinstance(grades, tuple):
            super().paint_content(painter, rect, index)
            return
        step, shown = SIZE_COURSE + 2, grades
        if len(grades) > _MOST_BADGES:
            shown = grades[: _MOST_BADGES - 1]
        top = rect.center().y() - SIZE_COURSE / 2
        for number, grade in enumerate(shown):
            paint_grade(painter, QRectF(rect.left() + number * step, top, SIZE_COURSE, SIZE_COURSE), grade)
        if shown is not grades:
            text(painter, rect.adjusted(len(shown) * step + 2, 0, 0, 0), f"+{len(grades) - len(shown)}", "muted")


class EpisodeTable(RowsTable):
    """The episodes; Space or Ctrl+click marks one for merging, `marks_changed` tells. `above_wanted`: Up at the top."""

    marks_changed = Signal()
    above_wanted = Signal()

    def __init__(self, name: str, heads: Sequence[str], widths: Sequence[int]) -> None:
        super().__init__(name, heads, widths, row=_ROW)
        self.marked: set[int] = set()
        self.setItemDelegate(_Delegate(self))

    def _need(self, column: int) -> int:
        """The term asks for more than any other sharing column: it says which toxicity it is."""
        return _TERM if column == 0 else super()._need(column)

    def mark(self, key: object) -> None:
        """Mark an episode, or take its mark away."""
        if isinstance(key, int):
            self.marked ^= {key}
            self.viewport().update()
            self.marks_changed.emit()

    def set_marked(self, keys: set[int]) -> None:
        """Mark exactly these."""
        if keys != self.marked:
            self.marked = keys
            self.viewport().update()
            self.marks_changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            self.mark(self.key())
            return
        above = self.rows.lines[: max(0, self.currentIndex().row())]
        if event.key() == Qt.Key.Key_Up and all(line.group is not None for line in above):
            self.above_wanted.emit()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            index = self.indexAt(event.position().toPoint())
            self.mark(index.data(KEY) if index.isValid() else None)


class ToxicityTab(QWidget):
    """Proposals, filter, table and summary of the episodes.

    `head` is a column above all for what waits for a decision; `pictures_slot` a row for buttons beside the filter.
    """

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._patient_id = 0
        self._day0: date | None = None
        self._since: date | None = None
        self._episodes: list[Episode] = []
        self._counted: frozenset[int] = frozenset()
        self._filters: dict[str, Callable[[Episode], bool]] = {
            "all": lambda _episode: True,
            "open": lambda episode: episode.is_open,
            "severe": lambda episode: episode.worst >= 3,
            "since": self._changed_since,
        }
        names: list[tuple[object, str]] = [
            ("all", self.tr("All")),
            ("open", self.tr("Open")),
            ("severe", self.tr("Grade ≥3")),
            ("since", ""),
        ]
        self._choice = ChipChoice(
            names, multi=False, name=self.tr("Which toxicities"), counts=dict.fromkeys(self._filters, 0)
        )
        self._choice.set_values(["all"])
        self._choice.changed.connect(lambda _values: self._show())
        heads = [
            self.tr("Term, worst grade"), self.tr("Course"), self.tr("Onset") + "\t", self.tr("End") + "\t",
            self.tr("Length") + "\t", self.tr("Attribution"),
        ]  # fmt: skip
        self.table = EpisodeTable(self.tr("Toxicities"), heads, [-1, 136, 82, 64, 70, 220])
        self.table.set_drop_order((4, 5))
        self.table.entered.connect(self.open_event)
        self.table.moved.connect(self._show_buttons)
        self.table.marks_changed.connect(self._show_buttons)
        self.phases = PhasePanel(ctx)
        self._empty = EmptyState(self.tr("No toxicity has been recorded for this patient."),
                                 self.tr("Record toxicity"), icon="alert", hint="T")  # fmt: skip
        self._empty.activated.connect(lambda: ctx.action_wanted.emit("record_toxicity"))
        self._merge_button = self._button(self.tr("Merge"), "merge", "Ctrl+M", self._merge)
        self._split_button = self._button(self.tr("Split…"), "split", "Ctrl+T", self._split)
        self._void_button = self._button(self.tr("Take back"), "undo", "Del", self._void)
        self._merge_button.setToolTip(self.tr("Mark the episodes of one term with Space, then merge them."))
        self._lay_out()

    def _button(self, words: str, icon: str, key: str, act: Callable[[], None]) -> KeyButton:
        """A small button and its key, which acts in the table."""
        button = KeyButton(words, icon=icon, hint=key, small=True)
        button.clicked.connect(act)
        shortcut = QShortcut(QKeySequence(key), self.table)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)
        return button

    def _lay_out(self) -> None:
        self.head = QVBoxLayout()
        self.head.setContentsMargins(0, 0, 0, 0)
        self.head.setSpacing(Space.PANEL_GAP)
        self.proposals = ProposalsBlock(self._ctx)
        self.rechecks = RecheckBlock(self._ctx)
        self.reactions = ReactionLine(self._ctx)
        self.head.addWidget(self.rechecks)
        self.head.addWidget(self.reactions)
        self.head.addWidget(self.proposals)
        self.proposals.left.connect(self.table.setFocus)
        self.table.above_wanted.connect(self._to_proposals)
        self.pictures_slot = QHBoxLayout()
        self.pictures_slot.setSpacing(Space.SMALL)
        self._version = PlainLabel("", "muted")
        tools = QHBoxLayout()
        tools.setSpacing(Space.SMALL)
        tools.addStretch(1)
        tools.addWidget(self._version)
        tools.addLayout(self.pictures_slot)
        for button in (self._merge_button, self._split_button, self._void_button):
            tools.addWidget(button)
        self._bar = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._bar.setSpacing(Space.SMALL)
        self._bar.addWidget(self._choice, 1)
        self._bar.addLayout(tools)
        self._upper = Panel(flush=True)
        self._upper.add(self.table, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.PAGE_EDGE, Space.MEDIUM, Space.PAGE_EDGE, Space.MEDIUM)
        column.setSpacing(Space.PANEL_GAP)
        column.addLayout(self.head)
        column.addLayout(self._bar)
        column.addWidget(self._upper, 100)
        self.picture = ToxicityPictureSide(self._ctx, self)
        self.picture.put(self.pictures_slot, column, column.count())
        self.picture.switched.connect(self._show)
        self.picture.opened.connect(self.open_event)
        column.addWidget(self.phases)
        self.clinical = ClinicalBlock(self._ctx, self)
        self.clinical.switched.connect(self._show)
        column.addWidget(self.clinical)
        column.addWidget(self._empty, 100)
        column.addStretch(1)
        self._column = column

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside a sheet the filter and the buttons stand in two lines; a low page leaves the room to the episodes."""
        super().resizeEvent(event)
        narrow = self.width() < _BAR_IN_ONE_LINE
        low = self.height() < _LOW
        self.phases.set_room(folds=self.height() < _ROOMY, bare=low)
        self.proposals.set_most(0 if low else None)
        self._bar.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def show_patient(self, patient_id: int, day0: date | None) -> None:
        """Read the toxicities of a patient."""
        from hsct_desktop.services import adverse_events, toxicity_links, toxicity_phases

        workspace = self._ctx.ready()
        if patient_id != self._patient_id:
            self._choice.set_values(["all"])
            self.table.set_marked(set())
        self._patient_id, self._day0 = patient_id, day0
        self._episodes = adverse_events.for_patient(workspace, patient_id)
        self._since = toxicity_links.last_visit(workspace, patient_id, self._ctx.today())
        self.rechecks.show_patient(patient_id)
        self.reactions.show_patient(patient_id)
        self.proposals.show_patient(patient_id)
        self.clinical.show_patient(patient_id, day0)
        table = toxicity_phases.by_phase(workspace, patient_id)
        self._counted = table.counted
        self.table.set_marked(self.table.marked & {episode.id for episode in self._episodes})
        self._count_filters()
        self._show_phases(table)
        self._show()
        self.picture.refresh(patient_id, some=bool(self._episodes))

    def _count_filters(self) -> None:
        counted = [episode for episode in self._episodes if episode.id in self._counted]
        since = self._choice.chip("since")
        since.setVisible(self._since is not None)
        if self._since is not None:
            since.setText(self.tr("Since visit of {}").format(self._ctx.wording.date(self._since)))
        for name, belongs in self._filters.items():
            found = [episode for episode in counted if belongs(episode)]
            # Severe by one version is not severe by the other: of both together there is no count.
            mixed = name == "severe" and is_mixed(found)
            self._choice.chip(name).set_count(None if mixed else len(found))
        if self._since is None and self._choice.value() == "since":
            self._choice.set_values(["all"])

    def _changed_since(self, episode: Episode) -> bool:
        """Whether anything happened to an episode after the last visit."""
        days = [*(step.start for step in episode.grades), *([episode.end] if episode.end is not None else [])]
        return self._since is not None and max(days) > self._since

    def _show_phases(self, table: PhaseTable) -> None:
        self.phases.show_table(table)
        self.phases.setVisible(self.phases.has_rows())

    def _show(self) -> None:
        some = bool(self._episodes)
        found = versions(self._episodes) or (new_version(self._ctx),)
        self._version.setText(self.tr("CTCAE {}").format(", ".join(f"v{version}" for version in found)))
        for part in (self._choice, self._version, self._merge_button, self._split_button, self._void_button,
                     self._upper):  # fmt: skip
            part.setVisible(some)
        if self.picture.is_shown:
            self._upper.hide()
        self.phases.setVisible(some and self.phases.has_rows())
        self._empty.setVisible(not some and not self.clinical.is_open)
        self._give_room()
        self._column.setStretch(self._column.count() - 1, 0 if some else 1)
        self.table.set_lines(self._lines())
        height = Height.HEADER + _ROW * len(self.table.rows.lines) + 3
        self._upper.setMaximumHeight(height)
        self._upper.setMinimumHeight(min(height, _LEAST_HEIGHT))
        self._show_buttons()

    def _give_room(self) -> None:
        """Infections and viruses that are opened stand in the place of the toxicities."""
        if self.clinical.is_open:
            for part in (self._choice, self._merge_button, self._split_button, self._void_button, self._version,
                         self._upper, self.phases, self.picture.panel, self.picture.switch):  # fmt: skip
                part.hide()
        else:
            self.picture.switch.setVisible(bool(self._episodes))
            self.picture.panel.setVisible(bool(self._episodes) and self.picture.is_shown)

    def _lines(self) -> list[Line]:
        """The counted episodes by system; under All the baseline ones behind them."""
        chosen = str(self._choice.value() or "all")
        belongs = self._filters[chosen]
        shown = [e for e in self._episodes if e.id in self._counted and belongs(e)]
        words = EpisodeWords(self._ctx, self._day0, self._counted, new_version(self._ctx))
        lines: list[Line] = []
        for system in sorted({episode.soc for episode in shown}):
            lines += words.group(system, [episode for episode in shown if episode.soc == system])
        before = [e for e in self._episodes if e.id not in self._counted]
        if before and chosen == "all":
            lines += words.group(self.tr("Baseline: present before treatment, not counted"), before)
        return lines

    def _show_buttons(self) -> None:
        episode = self._chosen()
        self._merge_button.setEnabled(len(self.table.marked) > 1)
        longer = episode is not None and (episode.end or self._ctx.today()) > episode.onset
        self._split_button.setEnabled(longer)
        self._void_button.setEnabled(episode is not None)

    def _chosen(self) -> Episode | None:
        key = self.table.key()
        return next((episode for episode in self._episodes if episode.id == key), None)

    def _to_proposals(self) -> None:
        card = self.proposals.last_card()
        if card is not None:
            card.setFocus(Qt.FocusReason.TabFocusReason)

    def first_stop(self) -> QWidget:
        """Where the keys act: the table; without toxicities the first proposal."""
        cards = self.proposals.cards()
        return cards[0] if cards and not self._episodes else self.table

    def open_event(self, key: object) -> None:
        """Open an episode to revise it."""
        if isinstance(key, int):
            self._ctx.open_sheet(AdverseEventSheet(self._ctx, self._patient_id, key))

    def _merge(self) -> None:
        chosen = [episode for episode in self._episodes if episode.id in self.table.marked]
        if len(chosen) < 2:
            self._ctx.toast(self.tr("Mark the episodes to merge with Space first."))
            return
        sheet = merge_sheet(self._ctx, self._patient_id, chosen)
        if sheet is not None:
            self._ctx.open_sheet(sheet)

    def _split(self) -> None:
        episode = self._chosen()
        if episode is not None and self._split_button.isEnabled():
            self._ctx.open_sheet(SplitSheet(self._ctx, self._patient_id, episode))

    def _void(self) -> None:
        from hsct_desktop.services import adverse_events

        episode = self._chosen()
        if episode is None:
            return
        sheet = ReasonSheet(
            self._ctx,
            self._patient_id,
            self.tr("Take back a toxicity"),
            f"{episode.label}, {self._ctx.wording.date(episode.onset)}",
            lambda ws, reason: adverse_events.void_event(ws, episode.id, reason, episode.version),
            draft=f"void_event:{episode.id}",
        )
        self._ctx.open_sheet(sheet)
