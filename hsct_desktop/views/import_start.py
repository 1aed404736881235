"""The first step of an import: choose a file or a template, see the imports done, say what the sheets hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QMenu, QSpinBox, QVBoxLayout, QWidget

from hsct_desktop.domain.import_field import ImportKind
from hsct_desktop.views.context import Context
from hsct_desktop.views.rows_model import Cell, Line, RowsTable
from hsct_desktop.views.theme.tokens import Height, Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.choice_box import ChoiceBox
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.store.import_run import RunRow
    from hsct_desktop.views.import_reading import Encoded, SheetChoice, SheetGuess

_WIDE: Final = 760


class StartView(QWidget):
    """No file yet. `file_wanted` asks for one, `template_wanted` for an empty workbook of a kind, `undo_wanted` to take
    an import back, `report_wanted` for its report."""

    file_wanted = Signal()
    template_wanted = Signal(object)
    undo_wanted = Signal(object)

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self.choose = KeyButton(self.tr("Choose file…"), icon="import", kind="primary", hint="Enter")
        self.choose.setDefault(True)
        self.choose.setAutoDefault(True)
        self.choose.clicked.connect(self.file_wanted)
        self.template = KeyButton(self.tr("Template…"), icon="document")
        self.template.clicked.connect(lambda: self.show_templates(self.template))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.PANEL_GAP)
        column.addWidget(self._beginning())
        column.addWidget(self._imports(), 1)
        column.addStretch(0)
        self._column = column

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
        self.runs.set_lines(lines)
        self._panel.set_title(self.tr("Imports done"), "" if lines else self.tr("none yet"))
        # Without an import the card is no more than its title.
        self._column.setStretch(1, 1 if lines else 0)
        self._column.setStretch(2, 0 if lines else 1)
        self.runs.setVisible(bool(lines))
        self.undo.setVisible(bool(lines))
        self._on_moved()

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
    that others are chosen."""

    confirmed = Signal(object)
    changed = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self.boxes: list[tuple[QCheckBox, ChoiceBox, QSpinBox, str]] = []
        self._panel = Panel(self.tr("What do the sheets hold?"), self.tr("a sheet without a tick is not read"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(Space.LARGE)
        self._grid.setVerticalSpacing(Space.SMALL)
        self._panel.body().addLayout(self._grid)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._panel)
        column.addStretch(1)

    def show_sheets(self, guesses: Sequence[SheetGuess], chosen: Sequence[str] = ()) -> None:
        """Show sheets with what they are taken for; `chosen` are ticked, else those whose kind is known."""
        while (item := self._grid.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self.boxes = []
        words = self._ctx.wording
        for at, guess in enumerate(guesses):
            tick = QCheckBox(guess.name.replace("&", "&&") or self.tr("the file"))
            tick.setChecked(guess.name in chosen if chosen else guess.kind is not None and not guess.hidden)
            kind = ChoiceBox()
            kind.setAccessibleName(self.tr("Kind of {0}").format(guess.name))
            for one in ImportKind:
                kind.addItem(words.enum("import_kind", one.value), one)
            kind.setCurrentIndex(max(0, kind.findData(guess.kind)) if guess.kind is not None else -1)
            kind.setPlaceholderText(self.tr("what is it?"))
            kind.setMinimumWidth(260)
            kind.activated.connect(lambda _at, tick=tick: self._on_kind(tick))
            tick.toggled.connect(lambda _on: self.changed.emit())
            facts = [words.count("import_page.rows", guess.rows)]
            if guess.hidden:
                facts.append(self.tr("hidden in the workbook"))
            if guess.kind is None:
                facts.append(self.tr("not recognised: say what it is, or leave it out"))
            header = QSpinBox()
            header.setRange(0, 1000)
            header.setSpecialValueText(self.tr("no header"))
            header.setPrefix(self.tr("header in row") + " ")
            header.setValue(guess.header_row)
            header.setMinimumWidth(150)
            header.setFixedHeight(Height.FIELD)
            header.lineEdit().setTextMargins(Space.SMALL - 2, 0, 0, 0)
            for place, widget in enumerate((tick, kind, header, ElidedLabel(" · ".join(facts), "muted"))):
                self._grid.addWidget(widget, at, place)
            self.boxes.append((tick, kind, header, guess.name))
        self._grid.setColumnStretch(3, 1)

    def _on_kind(self, tick: QCheckBox) -> None:
        tick.setChecked(True)
        self.changed.emit()

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
