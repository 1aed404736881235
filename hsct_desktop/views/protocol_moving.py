"""Patients on older texts of a protocol, moved to the present one: each with its before and after, in one write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QModelIndex, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QPainter, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.domain.reschedule import Choice, MoveKind
from hsct_desktop.views.context import Context
from hsct_desktop.views.reschedule_panel import ReplanPanel
from hsct_desktop.views.rows_model import PAINT, Cell, Line, RowsTable
from hsct_desktop.views.theme.icons import paint_icon
from hsct_desktop.views.theme.tokens import Space, Width
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.paint import box
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel
from hsct_desktop.views.widgets.tab_order import move_focus, tab_stops
from hsct_desktop.views.widgets.table import Index, RowDelegate

if TYPE_CHECKING:
    from hsct_desktop.services.protocol_moves import PatientOnVersion
    from hsct_desktop.services.replanning import Preview

_WIDTHS: Final = (-1, 92, 64, 146)
_BOX: Final = 14
_LIST, _LIST_NARROW = 490, 420
_LIST_LOW, _MOST_HIGH = 150, 16777215


class _Delegate(RowDelegate):
    """Paints the tick boxes."""

    def paint_content(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        ticked = index.data(PAINT)
        if ticked in ("on", "off"):
            square = QRectF(rect.left(), round(rect.center().y() - _BOX / 2), _BOX, _BOX)
            on = ticked == "on"
            box(painter, square, fill="accent" if on else "surface", edge="accent" if on else "control", radius=3)
            if on:
                paint_icon(painter, square.adjusted(1, 1, -1, -1), "check", "on_accent")
            rect = rect.adjusted(_BOX + 8, 0, 0, 0)
        super().paint_content(painter, rect, index)


class _Table(RowsTable):
    """Space ticks; so does a click on the box. Version and effect give way before a name is cut."""

    toggled = Signal(object)

    def _need(self, column: int) -> int:
        return self.sizeHintForColumn(0) + _BOX + Space.SMALL if column == 0 else super()._need(column)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self.toggled.emit(self.key())
        else:
            super().keyPressEvent(event)


class ProtocolMoving(QWidget):
    """The page. `closed` tells that it is done with, written or left."""

    closed = Signal()

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._id = ""
        self.patients: dict[int, PatientOnVersion] = {}
        self.ticked: set[int] = set()
        self._previews: dict[int, Preview] = {}
        self._decided: dict[int, dict[str, Any]] = {}
        self._current: int | None = None
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(0)
        self._idle.timeout.connect(self._preview_next)
        self._build()
        self._lay_out()

    def _build(self) -> None:
        self._title, self._detail = PlainLabel("", "page"), ElidedLabel("", "muted")
        heads = (self.tr("Patient"), self.tr("Born"), self.tr("Version"), self.tr("What changes"))
        self.table = _Table(self.tr("Patients on older texts"), heads, _WIDTHS)
        self.table.setItemDelegate(_Delegate(self.table))
        self.table.set_drop_order((2, 3))
        self.table.toggled.connect(self.toggle)
        self.table.entered.connect(self.toggle)
        self.table.clicked.connect(self._on_click)
        self.table.moved.connect(self._on_moved)
        self.panel = ReplanPanel(self._ctx)
        self.panel.decided.connect(self._keep_decisions)
        self.all_button = KeyButton(self.tr("Tick all"), hint="Ctrl+A", small=True)
        self.all_button.clicked.connect(self.tick_all)
        self._who = PlainLabel("", "bold")
        self.undecided = PlainLabel("", "warn")
        self._undo_words = PlainLabel(self.tr("One Ctrl+Z brings it all back"), "muted")
        self.leave_button = KeyButton(self.tr("Leave"), hint="Esc")
        self.go = KeyButton("", hint="Ctrl+Enter", kind="primary")
        self.leave_button.clicked.connect(self.leave)
        self.go.clicked.connect(self.confirm)
        for key, do in (
            ("Ctrl+Return", self.confirm), ("Ctrl+Enter", self.confirm), ("Esc", self.leave), ("Ctrl+A", self.tick_all),
        ):  # fmt: skip
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(do)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.MEDIUM)
        head.addWidget(self._title)
        head.addWidget(self._detail, 1)
        self._list = Panel(self.tr("Patients on older texts"), flush=True)
        self._list.add_to_head(self.all_button)
        self._list.add(self.table, 1)
        right = QVBoxLayout()
        right.setSpacing(Space.TIGHT)
        right.addWidget(self._who)
        right.addWidget(self.panel, 1)
        self._body = body = QHBoxLayout()
        body.setSpacing(Space.PANEL_GAP)
        body.addWidget(self._list)
        body.addLayout(right, 1)
        foot = QHBoxLayout()
        foot.setSpacing(Space.LARGE)
        foot.addStretch(1)
        for widget in (self.undecided, self._undo_words, self.leave_button, self.go):
            foot.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.LARGE, 0, Space.LARGE, Space.SMALL)
        column.setSpacing(Space.SMALL)
        column.addLayout(head)
        column.addLayout(body, 1)
        column.addLayout(foot)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = self.window().width()
        beside = width >= Width.WHOLE_BELOW
        # In a narrow window the choices of a preview need its whole width: the list goes above.
        self._body.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        self._list.setMaximumHeight(_MOST_HIGH if beside else _LIST_LOW)
        if beside:
            self._list.setFixedWidth(_LIST if width >= Width.NARROW_BELOW else _LIST_NARROW)
        else:
            self._list.setMinimumWidth(0)
            self._list.setMaximumWidth(_MOST_HIGH)
        self._undo_words.setVisible(beside)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes through the list, the preview, the buttons."""
        first = [self.table, self.panel.table]
        rest = [stop for stop in tab_stops(self) if stop not in first]
        move_focus([*(w for w in first if w.isVisible()), *rest], self.window().focusWidget(), forward=forward)
        return True

    # showing ----------------------------------------------------------------------------------------------------

    def open_protocol(self, protocol_id: str) -> None:
        """Show who is on an older text of a protocol; nobody is ticked at first. KnownError `protocol_unknown`."""
        protocol = self._ctx.ready().catalogue.protocol(protocol_id)
        self._id = protocol_id
        self._title.setText(self.tr("Move to version {}").format(protocol.version))
        self._detail.setText(protocol.label.text(self._ctx.language))
        self.ticked.clear()
        self._decided.clear()
        self.reload()

    def reload(self) -> None:
        """Read again who is on an older text; ticks and decisions stay with their patients."""
        from hsct_desktop.services import protocol_moves

        found = [one for one in protocol_moves.patients_on(self._ctx.ready(), self._id) if not one.is_current]
        self.patients = {one.transplant_id: one for one in found}
        self.ticked &= set(self.patients)
        self._previews.clear()
        self._current = None
        self._fill()
        self._on_moved()
        self._idle.start()

    def focus_first(self) -> None:
        """Put the keyboard into the list of patients."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._idle.stop()

    def _fill(self) -> None:
        self.table.set_lines([self._line(one) for one in self.patients.values()])
        count = len(self.ticked)
        one, other = self.tr("Move 1 patient"), self.tr("Move {} patients").format(count)
        none = self.tr("Tick whom to move")
        self.go.setText(none if not count else one if count == 1 else other)
        self.go.setEnabled(bool(count))
        self._say_undecided()

    def _say_undecided(self) -> None:
        """On how many visits of those ticked nobody has decided: they stay as they are."""
        asked = {key: self._previews[key].asks for key in self.ticked if key in self._previews}
        count = sum(row.key not in self._decided.get(key, {}) for key, rows in asked.items() for row in rows)
        one, other = self.tr("1 visit not decided stays as it is"), self.tr("{} visits not decided stay as they are")
        self.undecided.setText("" if not count else one if count == 1 else other.format(count))

    def _line(self, one: PatientOnVersion) -> Line:
        words = self._ctx.wording
        on = one.transplant_id in self.ticked
        said = self.tr("ticked") if on else self.tr("not ticked")
        preview = self._previews.get(one.transplant_id)
        asks = preview.counts[MoveKind.ASKS] if preview is not None else 0
        cells = (
            Cell(one.name, bold=True, paint="on" if on else "off", tip=f"{one.name}, {one.code}: {said}"),
            Cell(words.date(one.birth_date)), Cell(one.protocol_version),
            Cell(self._effect(preview), "warn" if asks else "muted"),
        )  # fmt: skip
        return Line(cells, one.transplant_id)

    def _effect(self, preview: Preview | None) -> str:
        if preview is None:
            return "…"
        counts = preview.counts
        asks = counts[MoveKind.ASKS]
        changed = sum(counts[kind] for kind in (MoveKind.MOVED, MoveKind.ADDED, MoveKind.DROPPED))
        asking = (self.tr("1 asks") if asks == 1 else self.tr("{} ask").format(asks)) if asks else ""
        changing = self.tr("1 changes") if changed == 1 else self.tr("{} change").format(changed)
        parts = [asking, changing if changed else ""]
        return ", ".join(filter(None, parts)) or self.tr("no change")

    def _on_click(self, index: QModelIndex) -> None:
        if index.column() == 0:
            self.toggle(self.table.key())

    def _on_moved(self) -> None:
        """Show the preview of the patient under the mark."""
        key = self.table.key()
        if not isinstance(key, int) or key not in self.patients:
            self._current = None
            self._who.setText("")
            self.panel.show_preview(None, self.tr("Everybody is on the present text."))
            return
        if key == self._current:
            return
        self._current = key
        one = self.patients[key]
        self._who.setText(f"{one.name}, {self._ctx.wording.date(one.birth_date)}, {one.code}")
        preview = self._preview_of(key)
        self.panel.restore({})
        self.panel.show_preview(preview, self.tr("No preview: the patient's plan has changed. Open this page again."))
        self.panel.restore(self._decided.get(key, {}))

    def _preview_of(self, key: int) -> Preview | None:
        if key not in self._previews:
            from hsct_desktop.services import protocol_moves

            try:
                self._previews[key] = protocol_moves.preview(self._ctx.ready(), self.patients[key].patient_id, self._id)
            except KnownError as error:
                self._ctx.report_error(error)
        return self._previews.get(key)

    def _preview_next(self) -> None:
        """While nobody types: the preview of one more patient, for the list."""
        if not self.isVisible() or self._ctx.workspace is None:
            return
        missing = next((key for key in self.patients if key not in self._previews), None)
        if missing is not None and self._preview_of(missing) is not None:
            self._idle.start()
            if all(key in self._previews for key in self.patients) or len(self._previews) % 10 == 0:
                self._fill()

    # deciding and writing ---------------------------------------------------------------------------------------

    def toggle(self, key: object) -> None:
        """Tick a patient or take the tick away."""
        if isinstance(key, int) and key in self.patients:
            self.ticked ^= {key}
            self._fill()

    def tick_all(self) -> None:
        """Tick everybody, or nobody when everybody is."""
        everybody = set(self.patients)
        self.ticked = set() if self.ticked == everybody else everybody
        self._fill()

    def _keep_decisions(self) -> None:
        if self._current is not None:
            self._decided[self._current] = {
                key: str(choice) for key, choice in self.panel.decisions().by_key.items()
            }  # fmt: skip
            self._say_undecided()

    def leave(self) -> None:
        """Go back; nothing was written."""
        self._idle.stop()
        self.closed.emit()

    def confirm(self) -> None:
        """Move all who are ticked in one write; a visit on which nobody decided is kept as it is."""
        if not self.ticked:
            return
        from hsct_desktop.services import protocol_moves
        from hsct_desktop.services.protocol_moves import ProtocolMove

        moves = [
            ProtocolMove(key, one.version, {k: Choice(v) for k, v in self._decided.get(key, {}).items()})
            for key, one in self.patients.items()
            if key in self.ticked and self._preview_of(key) is not None
        ]
        try:
            changes = self._ctx.save(lambda: protocol_moves.move(self._ctx.ready(), self._id, moves), self)
        except InputError as error:
            self._ctx.report_error(error)
            return
        if changes is not None:
            self.leave()
        else:
            # Somebody has changed a course meanwhile: what is shown now is what would be written.
            self.reload()
