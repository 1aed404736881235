"""The first step of an import: choose a file or a template, see the imports done, say what the sheets hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from hsct_desktop.domain.import_field import ImportKind
from hsct_desktop.views.context import Context
from hsct_desktop.views.rows_model import Cell, Line, RowsTable
from hsct_desktop.views.theme.tokens import Height, Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.choice_box import ChoiceBox
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel, plain_tooltip

if TYPE_CHECKING:
    from pathlib import Path

    from hsct_desktop.store.import_run import RunRow
    from hsct_desktop.views.import_reading import Encoded, SheetChoice, SheetGuess

_NAME: Final = 200
_KIND: Final = 230
_HEADER: Final = 150
_LONGEST: Final = 32
"""Letters of a sheet's name; Excel itself allows 31."""
_AFTER_TICK: Final = 24
_BELOW: Final = 32
"""Room for what is said below a sheet, when the keys come to it."""
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class StartView(QWidget):
    """No file yet. `file_wanted` asks for one, `kept_wanted` carries the one that was left before it was taken in,
    `template_wanted` asks for an empty workbook of a kind, `undo_wanted` to take an import back."""

    file_wanted = Signal()
    kept_wanted = Signal(object)
    template_wanted = Signal(object)
    undo_wanted = Signal(object)

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._newest: int | None = None
        self.choose = KeyButton(self.tr("Choose file…"), icon="import", kind="primary", hint="Enter")
        self.choose.setDefault(True)
        self.choose.setAutoDefault(True)
        self.choose.clicked.connect(self.file_wanted)
        self.template = KeyButton(self.tr("Template…"), icon="document")
        self.template.clicked.connect(lambda: self.show_templates(self.template))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.PANEL_GAP)
        column.addWidget(self._kept_file())
        column.addWidget(self._beginning())
        column.addWidget(self._imports(), 1)
        column.addStretch(0)
        self._column = column

    def _kept_file(self) -> AlertNote:
        """The file that was left, and the way back to it."""
        self.kept: Path | None = None
        self.go_on = KeyButton(self.tr("Go on with it"))
        self.go_on.setAutoDefault(True)
        self.go_on.clicked.connect(lambda: self.kept_wanted.emit(self.kept))
        self.kept_note = AlertNote("", "", "info")
        self.kept_note.add_beside(self.go_on)
        self.kept_note.hide()
        return self.kept_note

    def offer(self, path: Path | None) -> None:
        """Offer to go on with the file that was left, None for none."""
        self.kept = path
        self.kept_note.setVisible(path is not None)
        if path is not None:
            fact = self.tr("{0} is not taken in yet").format(path.name)
            self.kept_note.set_note(fact, self.tr("Its mapping and corrections are kept."))

    def _beginning(self) -> Panel:
        panel = Panel()
        facts = (
            self.tr("A spreadsheet as your unit keeps it: CSV, XLSX, XLS or ODS, one sheet or several."),
            self.tr(
                "Columns are recognised in English, Italian, German, French and Spanish; what is not sure is asked."
            ),
            self.tr("Every row is checked and counted before anything comes in, and one undo takes all of it out."),
        )
        panel.body().addSpacing(Space.SMALL)
        panel.add(PlainLabel(facts[0], "bold", wrap=True))
        for fact in facts[1:]:
            panel.add(PlainLabel(fact, "muted", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(Space.SMALL)
        row.addWidget(self.choose)
        row.addWidget(self.template)
        row.addWidget(ElidedLabel(self.tr("or drop a file here"), "muted"), 1)
        panel.body().addSpacing(Space.TIGHT)
        panel.body().addLayout(row)
        return panel

    def _imports(self) -> Panel:
        panel = Panel(self.tr("Imports done"), " ", flush=True)
        self._panel = panel
        heads = (
            self.tr("When"), self.tr("File"), self.tr("By"), self.tr("Read") + "\t", self.tr("New") + "\t",
            self.tr("Changed") + "\t", self.tr("Refused") + "\t", self.tr("State"),
        )  # fmt: skip
        self.runs = RowsTable(self.tr("Imports done"), heads, (132, -1, 130, 60, 60, 74, 74, 180))
        self.runs.set_drop_order((2, 5, 3))
        self.runs.moved.connect(self._on_moved)
        panel.add(self.runs, 1)
        self.undo = KeyButton(self.tr("Undo this import"), icon="undo")
        self.undo.clicked.connect(lambda: self.undo_wanted.emit(self.runs.key()))
        row = QHBoxLayout()
        row.setContentsMargins(Space.MEDIUM, 0, Space.MEDIUM, Space.SMALL)
        row.addWidget(self.undo)
        row.addStretch(1)
        panel.body().addLayout(row)
        return panel

    def show_runs(self, runs: Sequence[RunRow]) -> None:
        """The imports done, the latest first."""
        words = self._ctx.wording
        lines = []
        for run in runs:
            at = words.moment(run.at.astimezone())
            gone = run.undone_at is not None
            state = self.tr("taken back") if gone else self.tr("in the file")
            token = "muted" if gone else ""
            cells = (
                Cell(at, "muted"), Cell(run.file_name, token, bold=not gone), Cell(run.by, "muted"),
                Cell(str(run.rows_read), token), Cell(str(run.new_rows), token), Cell(str(run.changed_rows), token),
                Cell(str(run.refused_rows), "danger" if run.refused_rows and not gone else token), Cell(state, token),
            )  # fmt: skip
            lines.append(Line(cells, run))
        self._show_lines(lines)
        self._panel.set_title(self.tr("Imports done"), "" if lines else self.tr("none yet"))
        # Without an import the card is no more than its title.
        self._column.setStretchFactor(self._panel, 1 if lines else 0)
        self._column.setStretch(self._column.count() - 1, 0 if lines else 1)
        self.runs.setVisible(bool(lines))
        self.undo.setVisible(bool(lines))
        self._on_moved()

    def _show_lines(self, lines: Sequence[Line]) -> None:
        """The import that was chosen stays so, taken back or not; one that has come meanwhile is chosen."""
        before, keys = self.runs.key(), [line.key for line in lines]
        newest = keys[0].id if keys else None
        held = before.id if before is not None and newest == self._newest else newest
        self._newest = newest
        self.runs.set_lines(lines, next((run for run in keys if run.id == held), None))

    def _on_moved(self) -> None:
        run = self.runs.key()
        self.undo.setEnabled(run is not None and run.undone_at is None)

    def show_templates(self, below: QWidget) -> None:
        """The menu of the kinds of which there is an empty workbook, below a widget."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for kind in ImportKind:
            action = menu.addAction(self._ctx.wording.enum("import_kind", kind.value))
            action.triggered.connect(lambda _checked=False, kind=kind: self.template_wanted.emit(kind))
        menu.popup(below.mapToGlobal(below.rect().bottomLeft()))
        menu.setActiveAction(menu.actions()[0])


class SheetsView(QWidget):
    """What each sheet of a workbook holds. `confirmed` carries a `SheetChoice` for each that is taken, `changed` tells
    that others are chosen. Enter goes on, wherever the keys are."""

    confirmed = Signal(object)
    changed = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self.boxes: list[tuple[QCheckBox, ChoiceBox, QSpinBox, str]] = []
        self.facts: list[PlainLabel] = []
        """What is known of each sheet, in the line below it."""
        panel = Panel(self.tr("What do the sheets hold?"), self.tr("a sheet without a tick is not read"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(Space.LARGE)
        self._grid.setVerticalSpacing(Space.TIGHT)
        self._grid.setColumnMinimumWidth(0, _NAME)
        self._grid.setColumnStretch(3, 1)
        panel.body().addLayout(self._grid)
        holder = QWidget()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(panel)
        inside.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.viewport().setAutoFillBackground(False)
        self._scroll.setWidget(holder)
        holder.setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroll)

    def show_sheets(self, guesses: Sequence[SheetGuess], chosen: Sequence[str] = ()) -> None:
        """Show sheets with what they are taken for; `chosen` are ticked, else those whose kind is known."""
        while (item := self._grid.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self.boxes, self.facts = [], []
        for at, guess in enumerate(guesses):
            self._add(2 * at, guess, chosen)

    def _add(self, line: int, guess: SheetGuess, chosen: Sequence[str]) -> None:
        """A sheet in two lines: its choices, and below them what is known of it."""
        tick, kind, header = _tick(guess.name or self.tr("the file")), self._kind(guess), self._header(guess)
        tick.setChecked(guess.name in chosen if chosen else guess.kind is not None and not guess.hidden)
        facts = PlainLabel(self._said(guess), "muted", wrap=True)
        facts.setContentsMargins(_AFTER_TICK, 0, 0, Space.SMALL)
        tick.setAccessibleDescription(facts.text())
        kind.activated.connect(lambda _at: self._on_kind(tick))
        header.valueChanged.connect(lambda row: self._on_header(facts, tick, guess, row))
        tick.toggled.connect(lambda _on: self.changed.emit())
        for place, widget in enumerate((tick, kind, header)):
            self._grid.addWidget(widget, line, place)
        self._grid.addWidget(facts, line + 1, 0, 1, 4)
        for editor in (tick, kind, header):
            editor.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            editor.installEventFilter(self)
        self.boxes.append((tick, kind, header, guess.name))
        self.facts.append(facts)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self._scroll.ensureWidgetVisible(watched, 0, _BELOW)
        # The wheel scrolls the sheets; it never says what one of them holds.
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _kind(self, guess: SheetGuess) -> ChoiceBox:
        kind = ChoiceBox()
        kind.setAccessibleName(self.tr("Kind of {0}").format(guess.name))
        for one in ImportKind:
            kind.addItem(self._ctx.wording.enum("import_kind", one.value), one)
        kind.setCurrentIndex(max(0, kind.findData(guess.kind)) if guess.kind is not None else -1)
        kind.setPlaceholderText(self.tr("what is it?"))
        kind.setMinimumWidth(_KIND)
        return kind

    def _header(self, guess: SheetGuess) -> QSpinBox:
        header = QSpinBox()
        header.setAccessibleName(self.tr("Header of {0}").format(guess.name))
        header.setRange(0, 1000)
        header.setSpecialValueText(self.tr("no header"))
        header.setPrefix(self.tr("header in row") + " ")
        header.setValue(guess.header_row)
        header.setMinimumWidth(_HEADER)
        header.setFixedHeight(Height.FIELD)
        header.lineEdit().setTextMargins(Space.SMALL - 2, 0, 0, 0)
        return header

    def _said(self, guess: SheetGuess) -> str:
        """What is known of a sheet."""
        rows = self._ctx.wording.count("import_page.rows", guess.rows)
        facts = [rows if guess.rows else self.tr("no rows below a header")]
        if guess.hidden:
            facts.append(self.tr("hidden in the workbook"))
        if guess.kind is None:
            facts.append(self.tr("not recognised: say what it is, or leave it out"))
        return " · ".join(facts)

    def _on_header(self, facts: PlainLabel, tick: QCheckBox, guess: SheetGuess, row: int) -> None:
        """Below another header there are other rows, which are counted when they are read."""
        words = self.tr("another row as header: its rows are counted at the next step")
        facts.setText(self._said(guess) if row == guess.header_row else words)
        tick.setAccessibleDescription(facts.text())

    def _on_kind(self, tick: QCheckBox) -> None:
        tick.setChecked(True)
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.confirm()
        else:
            super().keyPressEvent(event)

    def chosen(self) -> list[SheetChoice]:
        """The sheets that are ticked, with their kinds."""
        from hsct_desktop.views.import_reading import SheetChoice

        ticked = [(name, kind.currentData(), row.value()) for tick, kind, row, name in self.boxes if tick.isChecked()]
        return [SheetChoice(name, ImportKind(kind), row) for name, kind, row in ticked if kind is not None]

    def confirm(self) -> None:
        """Go on with what is ticked; what is ticked without a kind is gone to."""
        unknown = self.unknown()
        if unknown is not None:
            unknown.setFocus(Qt.FocusReason.TabFocusReason)
            unknown.showPopup()
            return
        if self.chosen():
            self.confirmed.emit(self.chosen())

    def unknown(self) -> ChoiceBox | None:
        """The kind of the first sheet that is ticked without one."""
        return next(
            (kind for tick, kind, _row, _name in self.boxes if kind.currentIndex() < 0 and tick.isChecked()), None
        )


def _tick(name: str) -> QCheckBox:
    """The tick of a sheet, by its name; a long one is cut, and whole in the tooltip."""
    short = name if len(name) <= _LONGEST else name[: _LONGEST - 1].rstrip() + "…"
    tick = QCheckBox(short.replace("&", "&&"))
    tick.setAccessibleName(name)
    tick.setToolTip(plain_tooltip(name) if short != name else "")
    return tick


class EncodingView(QWidget):
    """A text file that is not UTF-8: the same lines read in each likely encoding; `confirmed` carries the one."""

    confirmed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._panel = Panel(self.tr("In which encoding was the file written?"), self.tr("names must read right"))
        heads = (self.tr("Encoding"), self.tr("Reads as"))
        self.lines = RowsTable(self.tr("Encodings"), heads, (160, -1))
        self.lines.entered.connect(lambda name: self.confirmed.emit(str(name)))
        self._panel.add(self.lines, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._panel, 1)

    def show_encodings(self, found: Sequence[Encoded]) -> None:
        """Show what the file reads like in each."""
        lines = [Line((Cell(one.name, bold=True), Cell(one.sample)), one.name) for one in found]
        self.lines.set_lines(lines, found[0].name if found else None)
