"""The before/after preview as a page of the patient: nothing is saved until it is confirmed, one Ctrl+Z undoes it."""

from __future__ import annotations

from datetime import date
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QStyledItemDelegate, QVBoxLayout, QWidget

from hsct_desktop.domain.problem import InputError, KnownError, Problem
from hsct_desktop.domain.reschedule import MoveKind
from hsct_desktop.views.banner import surface
from hsct_desktop.views.context import Context
from hsct_desktop.views.reschedule_changes import Change, read_day
from hsct_desktop.views.reschedule_panel import MoveLegend, ReplanPanel
from hsct_desktop.views.theme.apply import set_variant
from hsct_desktop.views.theme.icons import pixmap
from hsct_desktop.views.theme.tokens import Height, Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.choice_box import ChoiceBox
from hsct_desktop.views.widgets.field import NoteLine
from hsct_desktop.views.widgets.flow_layout import FlowLayout
from hsct_desktop.views.widgets.panel import rule
from hsct_desktop.views.widgets.plain_label import PlainLabel
from hsct_desktop.views.widgets.tab_order import move_focus, tab_stops

_SOON_MS: Final = 120
"""The preview follows the typing after this pause, so that `+1` on the way to `+16` is not drawn."""
_DAY_WIDTH: Final = 112
_REASON_WIDTH: Final = 216
_ARROW: Final = 16
_LEGEND_FROM: Final = 980
"""The page's width in pixels from which the legend finds room beside the buttons."""


class ReschedulePage(QWidget):
    """Shows a change before it is made. `closed` tells that it is over, `left` that somebody left without saving."""

    closed = Signal()
    left = Signal()

    def __init__(self, ctx: Context, change: Change, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self.change = change
        self._shown_day: date | None = None
        self._writing = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SOON_MS)
        self._timer.timeout.connect(self.refresh)
        self.panel = ReplanPanel(ctx, chips=False)
        self._build_head()
        self._build_foot()
        self._lay_out()
        self._keys()
        self._word()
        self.refresh()

    # building ---------------------------------------------------------------------------------------------------

    def _build_head(self) -> None:
        self._title, self._detail = PlainLabel("", "page"), PlainLabel("", "muted")
        self._arrow = PlainLabel()
        self._arrow.setPixmap(pixmap("move", "muted", _ARROW, self.devicePixelRatioF()))
        self.day = QLineEdit()
        self.day.setObjectName("newDay")
        self.day.setAccessibleName(self.tr("New day"))
        self.day.setFixedSize(_DAY_WIDTH, Height.FIELD)
        self._understood = PlainLabel("", "bold")
        self.reason = ChoiceBox()
        self.reason.setObjectName("reason")
        self.reason.setEditable(True)
        self.reason.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.reason.setItemDelegate(QStyledItemDelegate(self.reason))
        self.reason.setAccessibleName(self.tr("Reason"))
        self.reason.setFixedSize(_REASON_WIDTH, Height.FIELD)
        usual = (self.tr("bed not free"), self.tr("infection"), self.tr("cells not ready"),
                 self.tr("patient's wish"), self.tr("conditioning postponed"), self.tr("date corrected"))  # fmt: skip
        self.reason.addItems(list(usual))
        self.reason.setCurrentIndex(-1)
        self.reason.setEditText("")
        line = self.reason.lineEdit()
        if line is not None:
            line.setPlaceholderText(self.tr("optional"))
            line.returnPressed.connect(self.panel.table.setFocus)
        self._problem = NoteLine()
        self._problem.hide()
        self.day.textChanged.connect(self._on_typed)
        self.day.returnPressed.connect(self._on_enter)

    def _build_foot(self) -> None:
        self._foot = surface(QFrame())
        self._foot.setFixedHeight(Height.SHEET_FOOTER)
        self._legend = MoveLegend()
        self._undo_words = PlainLabel(self.tr("One Ctrl+Z brings it all back"), "muted")
        self._leave = KeyButton(self.tr("Leave"), hint="Esc")
        self._go = KeyButton("", hint="Ctrl+Enter", kind="primary")
        self._leave.setObjectName("leavePreview")
        self._go.setObjectName("confirmPreview")
        self._leave.clicked.connect(self.leave)
        self._go.clicked.connect(self.confirm)
        row = QHBoxLayout(self._foot)
        row.setContentsMargins(Space.PAGE_EDGE, 0, Space.PAGE_EDGE, 0)
        row.setSpacing(Space.LARGE)
        row.addWidget(self._legend)
        row.addStretch(1)
        for widget in (self._undo_words, self._leave, self._go):
            row.addWidget(widget)

    def _lay_out(self) -> None:
        head = QWidget()
        flow = FlowLayout(head, gap=Space.MEDIUM, line_gap=Space.SMALL)
        asked = (self._arrow, *((self.day,) if self.change.asks_day else ()), self._understood)
        flow.addWidget(_in_line(self._title, self._detail, *asked))
        if self.change.asks_reason:
            flow.addWidget(_in_line(PlainLabel(self.tr("Reason"), "muted"), self.reason))
        flow.addWidget(_in_line(self.panel.chips))
        middle = QVBoxLayout()
        middle.setContentsMargins(Space.PAGE_EDGE, Space.MEDIUM, Space.PAGE_EDGE, Space.SMALL)
        middle.setSpacing(Space.SMALL)
        middle.addWidget(head)
        middle.addWidget(self._problem)
        middle.addWidget(self.panel, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(middle, 1)
        column.addWidget(rule())
        column.addWidget(self._foot)

    def _keys(self) -> None:
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.confirm)

    def _word(self) -> None:
        """Say what the change is; again after it was read anew."""
        change, words = self.change, self._ctx.wording
        self._title.setText(change.title())
        before = words.date_weekday(change.before) if change.before is not None else ""
        if change.asks_day:
            self._detail.setText(before)
        else:
            # A date that replaces another stands beside it, as a new Day 0 does.
            self._detail.setText(before or change.detail())
            self._understood.setText(change.detail() if before else "")
            self._arrow.setVisible(bool(before))
        self._detail.setVisible(bool(self._detail.text()))
        self._go.setText(change.verb())
        hint = self.tr("+6, fri, 12/3") if change.before is not None else self.tr("t, fri, 12/3")
        self.day.setPlaceholderText(hint)
        self.setAccessibleName(" ".join(part for part in (change.title(), self._detail.text()) if part))

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._legend.setVisible(self.width() >= _LEGEND_FROM)

    def focus_first(self) -> None:
        """Where the keys act: the day where one is asked, else the table."""
        if self.change.asks_day:
            self.day.setFocus()
            self.day.selectAll()
        else:
            self.panel.table.setFocus()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes through day, reason, table, buttons."""
        move_focus(tab_stops(self), self.window().focusWidget(), forward=forward)
        return True

    # reading and showing ----------------------------------------------------------------------------------------

    def _on_typed(self) -> None:
        self.change.confirmed = False
        self._timer.start()

    def _on_enter(self) -> None:
        """Enter reads the day and goes on to what asks."""
        self.refresh(aloud=True)
        if self.panel.preview() is not None:
            self.panel.table.setFocus()

    def _read(self) -> date | None:
        """The day as typed, None while nothing is; InputError for what is no day."""
        text = self.day.text()
        return read_day(text, self._ctx.today(), self.change.before) if text.strip() else None

    def refresh(self, *, aloud: bool = False) -> None:
        """Draw the preview of what is typed. An unfinished day is no error until `aloud` asks."""
        self._timer.stop()
        try:
            day = self._read()
        except InputError as error:
            self._understood.setText("")
            self._show_nothing()
            self._complain(error.problems if aloud else ())
            return
        if self.change.asks_day:
            self._understood.setText(self._ctx.wording.date_weekday(day) if day is not None else "")
        if self.change.asks_day and (day is None or day == self.change.before):
            self._show_nothing()
            self._complain((), self._not_moved(day) if aloud else "")
            return
        try:
            preview = self.change.preview(day)
        except InputError as error:
            self._show_nothing()
            self._complain(error.problems)
            return
        except KnownError as error:
            self._show_nothing()
            self._ctx.report_error(error)
            return
        self._complain(())
        self._shown_day = day
        self.panel.show_preview(preview)
        asks = preview.counts[MoveKind.ASKS]
        self._go.setAccessibleDescription(self.tr("{} to decide").format(asks) if asks else "")

    def _not_moved(self, day: date | None) -> str:
        if day is None:
            return self.tr("Type the new day first.")
        return self.tr("This is the present Day 0: nothing would move.")

    def _show_nothing(self) -> None:
        self._shown_day = None
        if self.change.before is not None:
            hint = self.tr("Type by how many days Day 0 moves (+6, −2), or the new day: what follows from it is shown "
                           "here before anything is saved.")  # fmt: skip
        else:
            hint = self.tr("Type the day: what follows from it is shown here before anything is saved.")
        self.panel.show_preview(None, hint)

    def _complain(self, problems: tuple[Problem, ...], sentence: str = "") -> None:
        """Say beside the day what is wrong; nothing where nothing is."""
        words = " ".join([*(self._ctx.wording.problem(problem) for problem in problems), *filter(None, [sentence])])
        self._problem.show_text(words, "error" if words else "")
        self.day.setAccessibleDescription(words)
        set_variant(self.day, state="error" if words else "")

    def problem(self) -> str:
        """The sentence beside the day."""
        return self._problem.text()

    # ending -----------------------------------------------------------------------------------------------------

    def confirm(self) -> None:
        """Write what is shown. What has not been shown yet is shown first, and not written."""
        if self._timer.isActive() or self.panel.preview() is None:
            self.refresh(aloud=True)
            if self.panel.preview() is None:
                self.focus_first()
            else:
                self.panel.table.setFocus()
            return
        day, reason = self._shown_day, self.reason.currentText() if self.change.asks_reason else ""
        decisions = self.panel.decisions()
        self._writing = True
        try:
            changes = self._ctx.save(lambda: self.change.write(day, decisions, reason), initiator=self)
        except InputError as error:
            self._refused(error)
            return
        finally:
            self._writing = False
        if changes is None:
            self.read_anew()
            return
        if self.change.way.done is not None:
            self.change.way.done()
        self.closed.emit()

    def _refused(self, error: InputError) -> None:
        """Say why; what only asks for a second look is let through when somebody confirms once more."""
        self.change.confirmed = all(problem.soft for problem in error.problems)
        self._complain(error.problems)
        self._go.setText(self.tr("Save anyway") if self.change.confirmed else self.change.verb())

    def read_anew(self) -> None:
        """The record has changed meanwhile: read it again, keep what was typed, and draw what it means now."""
        if self._writing:
            return
        try:
            self.change.reload()
        except KnownError as error:
            self._ctx.report_error(error)
            self.closed.emit()
            return
        self._word()
        self.refresh()

    def leave(self) -> None:
        """Go back without saving, to the form it came from where there is one."""
        self.closed.emit()
        self.left.emit()
        if self.change.way.back is not None:
            self.change.way.back()


def _in_line(*widgets: QWidget) -> QWidget:
    """Widgets that stay together when the head wraps."""
    group = QWidget()
    row = QHBoxLayout(group)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(Space.MEDIUM)
    for widget in widgets:
        row.addWidget(widget)
    group.setMinimumHeight(Height.FIELD)
    return group
