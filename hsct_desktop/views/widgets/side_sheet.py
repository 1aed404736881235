"""A sheet at the right edge for a short entry; the page behind stays readable."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QLinearGradient, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from hsct_desktop.views.theme.tokens import Height, Space, Width
from hsct_desktop.views.widgets.buttons import IconButton, KeyButton
from hsct_desktop.views.widgets.change_reason import ChangeReasonBar
from hsct_desktop.views.widgets.paint import colour
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel, plain_tooltip
from hsct_desktop.views.widgets.tab_order import lasting_focus, move_focus, tab_stops

_SHADE: Final = 10
_FOOT_GAP: Final = 10
_SHADE_ALPHA: Final = 0.08


class SideSheet(QFrame):
    """Head with title, scrolling body, foot with what is missing, Keep draft (Esc) and Save (Ctrl+Enter).

    It is a child of `host`, at its right edge, `top` pixels below the host's upper edge; its width follows the
    window's. `saved` asks the owner to save, who then calls `close_sheet`; `draft_kept` and then `closed` come when
    the person leaves. `closed` always comes once for each opening.
    """

    saved = Signal()
    draft_kept = Signal()
    closed = Signal()

    def __init__(self, host: QWidget, title: str, sub: str = "", *, top: int = 0, save: str = "") -> None:
        super().__init__(host)
        self._host = host
        self._top = top
        self._problems: list[tuple[str, QWidget]] = []
        self._next_problem = 0
        self._asked = False
        self._before: QWidget | None = None
        self._title = PlainLabel(title, "sheet")
        self._sub = ElidedLabel(sub, "muted")
        self._missing = KeyButton("", icon="alert", kind="danger")
        self._draft = KeyButton(self.tr("Keep draft"), hint="Esc")
        self._save = KeyButton(save or self.tr("Save"), hint="Ctrl+Enter", kind="primary")
        self._sub_head = QFrame()
        self._scroll = QScrollArea()
        self._change_bar: ChangeReasonBar | None = None
        self.setAccessibleName(title)
        self.setAutoFillBackground(False)
        self._lay_out()
        self._connect()
        self.hide()
        host.installEventFilter(self)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(_SHADE + 1, 1, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        self._sub_head.setProperty("role", "sub-head")
        self._sub_head.setFixedHeight(Height.TAB)
        self._sub_row = QHBoxLayout(self._sub_head)
        self._sub_row.setContentsMargins(Space.LARGE, 0, Space.LARGE, 0)
        self._sub_head.hide()
        column.addWidget(self._sub_head)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.viewport().setAutoFillBackground(False)
        column.addWidget(self._scroll, 1)
        column.addWidget(self._foot())

    def _head(self) -> QFrame:
        head = QFrame()
        head.setProperty("role", "sheet-head")
        head.setFixedHeight(Height.SHEET_HEADER)
        row = QHBoxLayout(head)
        row.setContentsMargins(Space.LARGE, 0, 10, 0)
        row.setSpacing(10)
        self._close = IconButton("close", self.tr("Close, keep the draft"), hint="Esc")
        row.addWidget(self._title)
        row.addWidget(self._sub, 1)
        row.addWidget(self._close)
        return head

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("role", "sheet-foot")
        foot.setFixedHeight(Height.SHEET_FOOTER)
        row = QHBoxLayout(foot)
        row.setContentsMargins(Space.MEDIUM, 0, Space.LARGE, 0)
        row.setSpacing(_FOOT_GAP)
        row.addWidget(self._missing)
        row.addStretch(1)
        row.addWidget(self._draft)
        row.addWidget(self._save)
        self._missing.hide()
        return foot

    def _connect(self) -> None:
        self._close.clicked.connect(self.keep_draft)
        self._draft.clicked.connect(self.keep_draft)
        self._save.clicked.connect(self.saved)
        self._missing.clicked.connect(self.jump)
        for keys, slot in (
            ("Esc", self.keep_draft),
            ("Ctrl+Return", self._save.click),
            ("Ctrl+Enter", self._save.click),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    def set_body(self, body: QWidget) -> None:
        """Put the form into the sheet; its own margins become those of the sheet."""
        body.setProperty("role", "clear")
        layout = body.layout()
        if layout is not None:
            layout.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, Space.MEDIUM)
        self._scroll.setWidget(body)
        body.setAutoFillBackground(False)

    def body(self) -> QWidget | None:
        """The form inside."""
        return self._scroll.widget()

    def set_sub_head(self, *widgets: QWidget) -> None:
        """A second line below the head that names the patient; the last widget goes to the right edge."""
        for number, widget in enumerate(widgets):
            if number and number == len(widgets) - 1:
                self._sub_row.addStretch(1)
            self._sub_row.addWidget(widget)
        self._sub_head.setVisible(bool(widgets))

    def set_title(self, title: str, sub: str = "") -> None:
        """Change the title and the muted words beside it."""
        self._title.setText(title)
        self._sub.setText(sub)
        self.setAccessibleName(title)

    def ask_reason(self, choices: Sequence[str]) -> ChangeReasonBar:
        """Ask above the foot why something complete changes; `choices` are offered. The form stays as it is."""
        if self._change_bar is None:
            self._change_bar = ChangeReasonBar(choices)
            column = self.layout()
            if isinstance(column, QVBoxLayout):
                column.insertWidget(column.count() - 1, self._change_bar)
            self._change_bar.show()
        return self._change_bar

    def reason_bar(self) -> ChangeReasonBar | None:
        """Where the reason for a change is said; None while nobody was asked for one."""
        return self._change_bar

    def change_reason(self) -> str:
        """Why something complete changes, as it was said; "" while nobody was asked."""
        return self._change_bar.text() if self._change_bar is not None else ""

    def draft_button(self) -> KeyButton:
        """The button that leaves and keeps the draft, for a sheet that has none."""
        return self._draft

    def save_button(self) -> KeyButton:
        """The button that saves, to disable it or change its words."""
        return self._save

    def set_problems(self, problems: Sequence[tuple[str, QWidget]], *, asked: bool = False) -> None:
        """What is wrong, each with the field to go to; the foot counts them and jumps to one after the other.

        `asked` says that all of them are questions, which saving once more answers.
        """
        self._problems, self._asked = list(problems), asked
        self._missing.set_kind("warn" if asked else "danger")
        self._next_problem = 0
        self._missing.setVisible(bool(problems))
        self._missing.setAccessibleDescription("; ".join(text for text, _field in self._problems))
        self._fit_foot()

    def _fit_foot(self) -> None:
        """Where the foot has no room for the words, the sign and the number say how many fields are missing."""
        count = len(self._problems)
        one, other = self.tr("1 field to complete"), self.tr("{} fields to complete")
        if self._asked:
            one, other = self.tr("1 question"), self.tr("{} questions")
        words = one if count == 1 else other.format(count)
        self._missing.setAccessibleName(words)
        buttons = [b for b in (self._draft, self._save) if not b.isHidden()]
        taken = sum(b.sizeHint().width() + _FOOT_GAP for b in buttons) + Space.MEDIUM + Space.LARGE + _SHADE
        self._missing.setText(words)
        short = self._missing.sizeHint().width() + taken > self.width()
        self._missing.setText(str(count) if short else words)
        self._missing.setToolTip(plain_tooltip(words) if short else "")

    def jump(self) -> None:
        """Go to the next field that is wrong."""
        if not self._problems:
            return
        _text, field = self._problems[self._next_problem % len(self._problems)]
        self._next_problem += 1
        self._scroll.ensureWidgetVisible(field)
        field.setFocus(Qt.FocusReason.TabFocusReason)
        self.keep_in_sight(field)

    def keep_in_sight(self, field: QWidget) -> None:
        """Scroll until all of a field is seen, once it has grown by the sentence that is said beside it."""

        def scroll() -> None:
            body = self._scroll.widget()
            if body is not None and body.isAncestorOf(field):
                self._scroll.ensureWidgetVisible(field, 0, Space.SMALL)

        # The layout takes a turn of the loop to make the room.
        QTimer.singleShot(0, field, scroll)

    def open_sheet(self, first: QWidget | None = None) -> None:
        """Show the sheet and put the focus into `first`, else into the first field."""
        self._before = lasting_focus(self.window())
        self.place()
        self.show()
        self.raise_()
        start = first or next(iter(self._stops()), self._save)
        start.setFocus(Qt.FocusReason.TabFocusReason)

    def close_sheet(self) -> None:
        """Take the sheet away and give the focus back to where it was."""
        if self.isHidden():
            return
        before = self._before
        self.hide()
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None
        self.closed.emit()

    def keep_draft(self) -> None:
        """Leave; the owner keeps what was typed."""
        self.draft_kept.emit()
        self.close_sheet()

    def place(self) -> None:
        """Fit the sheet to the host: 480 wide, 420 in a narrow window, everything below 960."""
        window = self._host.window().width()
        if window < Width.WHOLE_BELOW:
            width = self._host.width() + _SHADE
        else:
            width = (Width.SHEET_NARROW if window < Width.NARROW_BELOW else Width.SHEET) + _SHADE
        self.setGeometry(self._host.width() - width, self._top, width, self._host.height() - self._top)
        self._fit_foot()

    def _stops(self) -> list[QWidget]:
        """Where Tab goes: the body's fields, then the foot, then the head."""
        body = self._scroll.widget()
        inside = tab_stops(body) if body is not None else []
        rest = [stop for stop in tab_stops(self) if stop not in inside and stop is not self._close]
        return [*inside, *rest, self._close]

    def focusNextPrevChild(self, forward: bool) -> bool:
        move_focus(self._stops(), self.window().focusWidget(), forward=forward)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # While Python takes the widget apart, Qt may still send events to it.
        if watched is getattr(self, "_host", None) and event.type() == QEvent.Type.Resize:
            self.place()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        shade = QLinearGradient(0, 0, _SHADE, 0)
        near, far = colour("text"), colour("text")
        near.setAlphaF(_SHADE_ALPHA)
        far.setAlphaF(0.0)
        shade.setColorAt(0, far)
        shade.setColorAt(1, near)
        painter.fillRect(QRectF(0, 0, _SHADE, self.height()), shade)
        painter.fillRect(QRectF(_SHADE, 0, self.width() - _SHADE, self.height()), colour("control"))
        painter.fillRect(QRectF(_SHADE + 1, 1, self.width() - _SHADE - 1, self.height() - 1), colour("raised"))
