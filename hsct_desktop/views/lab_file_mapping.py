"""The left of the page of laboratory files: which column and which name is what, and how dates and numbers stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QSpinBox, QWidget

from hsct_desktop.domain.lab_file import DateFormat, LabMapping, MappedColumn, NamedAnalyte, Role, folded
from hsct_desktop.views.context import Context
from hsct_desktop.views.rows_model import Cell, Line, RowsTable
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.choice_box import ChoiceBox
from hsct_desktop.views.widgets.field import FieldFrame
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.panel import Panel

if TYPE_CHECKING:
    from hsct_desktop.domain.analyte import AnalyteTable
    from hsct_desktop.exchange.table_file import Table
    from hsct_desktop.services.lab_files import SavedMapping
    from hsct_desktop.store.laboratory import LaboratoryCard

COLUMN, NAME = "column", "name"
"""What a line of the table stands for: a column of the file, or the laboratory's name of a test."""
_TOKENS: Final = {"sure": "success", "likely": "accent", "asks": "warn", "unused": "muted"}
_ENCODINGS: Final = ("", "cp1252", "iso-8859-15", "cp850")
_UNDECIDED, _LEFT_OUT = "?", ""


class MappingPanel(Panel):
    """`changed` tells that the file must be read anew, `reread` that its bytes must (another sheet or encoding)."""

    changed = Signal()
    reread = Signal()
    save_wanted = Signal()

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx.wording.text("lab_file.mapping"), flush=True, parent=parent)
        self._ctx = ctx
        self._table: Table | None = None
        self._names: list[str] = []
        self._saved: list[SavedMapping] = []
        self._filling = False
        self.mapping = LabMapping("", ())
        self.asks_date = False
        self._build()

    @property
    def analytes(self) -> AnalyteTable:
        """The unit's table of tests."""
        return self._ctx.ready().catalogue.analytes

    def _build(self) -> None:
        self.laboratory = ChoiceBox()
        self.dates, self.decimal, self.sheet, self.encoding = ChoiceBox(), ChoiceBox(), ChoiceBox(), ChoiceBox()
        self.header_row = QSpinBox()
        self.header_row.setRange(1, 1000)
        for form in DateFormat:
            self.dates.addItem(self._ctx.wording.text(f"enum.date_format.{form.value}"), form)
        self.decimal.addItem(self.tr("comma 9,8"), ",")
        self.decimal.addItem(self.tr("point 9.8"), ".")
        for name in _ENCODINGS:
            self.encoding.addItem(name or self.tr("as found"), name)
        frames = (
            FieldFrame(self.tr("Laboratory"), self.laboratory),
            FieldFrame(self.tr("Dates"), self.dates),
            FieldFrame(self.tr("Decimal sign"), self.decimal),
            FieldFrame(self.tr("Header in row"), self.header_row),
            FieldFrame(self.tr("Sheet"), self.sheet),
            FieldFrame(self.tr("Encoding"), self.encoding),
        )
        self._sheet_frame, self._encoding_frame = frames[4], frames[5]
        grid = QGridLayout()
        grid.setContentsMargins(Space.MEDIUM, 0, Space.MEDIUM, 0)
        grid.setHorizontalSpacing(Space.SMALL)
        grid.setVerticalSpacing(2)
        # Sheet and encoding share a place: a spreadsheet has the one, a text file the other.
        places = ((0, 0, 1, 3), (0, 3, 1, 3), (1, 0, 1, 2), (1, 2, 1, 2), (1, 4, 1, 2), (1, 4, 1, 2))
        for frame, place in zip(frames, places, strict=True):
            grid.addWidget(frame, *place)
        for column in range(6):
            grid.setColumnStretch(column, 1)
        self.body().addLayout(grid)
        heads = (self.tr("In the file"), self.tr("Understood as"), self.tr("Example"), self.tr("Sure?"))
        self.columns = RowsTable(self.tr("Columns and tests"), heads, (122, -1, 92, 62))
        self.columns.moved.connect(self._on_moved)
        self.add(self.columns, 1)
        self._build_editor()
        self.ambiguous = AlertNote(
            self.tr("The dates fit in more than one form"), self.tr("Choose the form above: day first or month first."),
            "warn",
        )  # fmt: skip
        self.body().addLayout(_inset(self.ambiguous))
        self._build_foot()
        self._connect()

    def _build_editor(self) -> None:
        self.role, self.analyte, self.unit = ChoiceBox(), ChoiceBox(), ChoiceBox()
        for role in Role:
            self.role.addItem(self._ctx.wording.text(f"enum.lab_column.{role.value}"), role)
        self._role_frame = FieldFrame(self.tr("Column is"), self.role)
        self._analyte_frame = FieldFrame(self.tr("Test"), self.analyte)
        self._unit_frame = FieldFrame(self.tr("Unit"), self.unit)
        row = QHBoxLayout()
        row.setContentsMargins(Space.MEDIUM, 0, Space.MEDIUM, 0)
        row.setSpacing(Space.SMALL)
        for frame, stretch in ((self._role_frame, 3), (self._analyte_frame, 3), (self._unit_frame, 2)):
            row.addWidget(frame, stretch)
        self.body().addLayout(row)

    def _build_foot(self) -> None:
        self.name = ChoiceBox()
        self.name.setEditable(True)
        self.name.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.save = KeyButton(self.tr("Save mapping"))
        foot = QHBoxLayout()
        foot.setContentsMargins(Space.MEDIUM, 0, Space.MEDIUM, Space.SMALL)
        foot.setSpacing(Space.SMALL)
        foot.addWidget(FieldFrame(self.tr("Mapping"), self.name), 1)
        foot.addWidget(self.save, 0, Qt.AlignmentFlag.AlignBottom)
        self.body().addLayout(foot)

    def _connect(self) -> None:
        for combo in (self.dates, self.decimal, self.laboratory):
            combo.activated.connect(self._on_form)
        self.header_row.valueChanged.connect(self._on_form)
        self.sheet.activated.connect(self._on_source)
        self.encoding.activated.connect(self._on_source)
        self.role.activated.connect(self._on_edit)
        self.analyte.activated.connect(self._on_analyte)
        self.unit.activated.connect(self._on_edit)
        self.name.activated.connect(self._on_chosen)
        self.save.clicked.connect(self.save_wanted)

    # filling ----------------------------------------------------------------------------------------------------

    def set_known(self, laboratories: Sequence[LaboratoryCard], saved: Sequence[SavedMapping]) -> None:
        """The laboratories and the remembered mappings."""
        chosen = self.laboratory.currentData()
        self.laboratory.clear()
        self.laboratory.addItem(self.tr("own laboratory"), None)
        for card in laboratories:
            if not card.entry.own:
                self.laboratory.addItem(card.entry.name, card.id)
        self.laboratory.setCurrentIndex(max(0, self.laboratory.findData(chosen)))
        typed = self.name.currentText()
        self._saved = list(saved)
        self.name.clear()
        for known in saved:
            self.name.addItem(known.mapping.name, known.id)
        self.name.setCurrentIndex(-1)
        self.name.setEditText(typed)

    def show_table(self, table: Table, mapping: LabMapping, *, asks_date: bool) -> None:
        """Show a file read with a mapping; `asks_date`: its dates fit in several forms."""
        self._table, self.mapping, self.asks_date = table, mapping, asks_date
        self._filling = True
        self.dates.setCurrentIndex(self.dates.findData(mapping.date_format))
        self.decimal.setCurrentIndex(self.decimal.findData(mapping.decimal))
        self.header_row.setValue(mapping.header_row)
        self.sheet.clear()
        self.sheet.addItems(list(table.sheets))
        self.sheet.setCurrentText(table.sheet)
        self._sheet_frame.setVisible(bool(table.sheets))
        self._encoding_frame.setVisible(not table.sheets)
        self.encoding.setCurrentIndex(max(0, self.encoding.findData(mapping.encoding)))
        self.name.setEditText(mapping.name)
        self._filling = False
        self._find_names()
        self._show_lines()

    def _header(self) -> list[str]:
        rows = self._table.rows if self._table is not None else []
        at = self.mapping.header_row - 1
        return rows[at] if at < len(rows) else []

    def _find_names(self) -> None:
        """The laboratory's names of tests in the file."""
        header = [folded(text) for text in self._header()]
        wanted = folded(self.mapping.header_of(Role.ANALYTE))
        self._names = []
        if self._table is None or not wanted or wanted not in header:
            return
        at = header.index(wanted)
        rows = self._table.rows[self.mapping.header_row :]
        seen = {folded(row[at]): " ".join(row[at].split()) for row in rows if at < len(row) and row[at].strip()}
        self._names = sorted(seen.values(), key=folded)

    def _show_lines(self) -> None:
        words = self._ctx.wording
        self.ambiguous.setVisible(self.asks_date)
        lines = [Line((Cell(words.text("lab_file.columns")),), None, len(self._header()))]
        lines += self._column_lines()
        if self._names:
            lines.append(Line((Cell(words.text("lab_file.names")),), None, len(self._names)))
            lines += self._name_lines()
        self.columns.set_lines(lines)

    def _column_lines(self) -> Iterator[Line]:
        from hsct_desktop.domain.lab_file_suggestion import confidence_of

        known = {folded(column.header): column for column in self.mapping.columns}
        for at, text in enumerate(self._header()):
            if not text.strip():
                continue
            column = known.get(folded(text), MappedColumn(text, Role.UNUSED))
            sure = confidence_of(column, self.analytes)
            means = self._means(column)
            token = "" if column.role is not Role.UNUSED else "muted"
            yield Line(
                (Cell(text, bold=True), Cell(means, token), Cell(self._example(at), "muted"), self._sure(sure.value)),
                (COLUMN, text),
            )

    def _name_lines(self) -> Iterator[Line]:
        language = self._ctx.language
        for name in self._names:
            named = self.mapping.analytes.get(folded(name))
            if named is None:
                means, sure = self.tr("which test?"), "asks"
            elif not named.code:
                means, sure = self._ctx.wording.text("enum.lab_line.left_out"), "unused"
            else:
                analyte = self.analytes.analytes.get(named.code)
                label = analyte.label.text(language) if analyte is not None else named.code
                means, sure = f"{label} {named.unit}".strip(), "sure"
            yield Line((Cell(name, bold=True), Cell(means), Cell(), self._sure(sure)), (NAME, name))

    def _means(self, column: MappedColumn) -> str:
        analyte = self.analytes.analytes.get(column.analyte) if column.role is Role.RESULT else None
        if analyte is not None:
            return f"{analyte.label.text(self._ctx.language)} {column.unit}".strip()
        return self._ctx.wording.text(f"enum.lab_column.{column.role.value}")

    def _sure(self, value: str) -> Cell:
        return Cell(self._ctx.wording.text(f"enum.confidence.{value}"), _TOKENS[value])

    def _example(self, at: int) -> str:
        rows = self._table.rows[self.mapping.header_row :] if self._table is not None else []
        return next((row[at][:40] for row in rows[:200] if at < len(row) and row[at].strip()), "")

    # editing ----------------------------------------------------------------------------------------------------

    def _on_moved(self) -> None:
        """Fill the editors from the line under the mark."""
        key = self.columns.key()
        column = self._column() if key is not None and key[0] == COLUMN else None
        named = self.mapping.analytes.get(folded(key[1])) if key is not None and key[0] == NAME else None
        is_name = key is not None and key[0] == NAME
        self._role_frame.setVisible(not is_name)
        if column is not None:
            self.role.setCurrentIndex(self.role.findData(column.role))
        wants = is_name or (column is not None and column.role is Role.RESULT)
        self._analyte_frame.setVisible(wants)
        self._unit_frame.setVisible(wants)
        if wants:
            code = named.code if named is not None else column.analyte if column is not None else _UNDECIDED
            self._fill_analytes(is_name, code)
            self._fill_units(named.unit if named is not None else column.unit if column is not None else "")

    def _column(self) -> MappedColumn:
        text = self.columns.key()[1]
        found = (column for column in self.mapping.columns if folded(column.header) == folded(text))
        return next(found, MappedColumn(text, Role.UNUSED))

    def _fill_analytes(self, is_name: bool, code: str) -> None:
        self.analyte.clear()
        self.analyte.addItem(self.tr("which test?"), _UNDECIDED)
        if is_name:
            self.analyte.addItem(self.tr("leave out"), _LEFT_OUT)
        for analyte in self.analytes.analytes.values():
            self.analyte.addItem(analyte.label.text(self._ctx.language), analyte.code)
        self.analyte.setCurrentIndex(max(0, self.analyte.findData(code)))

    def _fill_units(self, unit: str) -> None:
        analyte = self.analytes.analytes.get(str(self.analyte.currentData()))
        self.unit.clear()
        self.unit.addItem(self.tr("as in the file"), "")
        if analyte is not None:
            for name in (*analyte.units, *analyte.separate):
                self.unit.addItem(name, name)
        self.unit.setCurrentIndex(max(0, self.unit.findData(unit)))

    def _on_analyte(self) -> None:
        self._fill_units("")
        self._on_edit()

    def _on_edit(self) -> None:
        """Take what the editors say into the mapping."""
        key = self.columns.key()
        if key is None:
            return
        code, unit = str(self.analyte.currentData() or ""), str(self.unit.currentData() or "")
        if key[0] == NAME:
            names = dict(self.mapping.analytes)
            names.pop(folded(key[1]), None)
            if code != _UNDECIDED:
                names[folded(key[1])] = NamedAnalyte(code, unit if code else "")
            self.mapping = replace(self.mapping, analytes=names)
        else:
            role = Role(self.role.currentData())
            is_result = role is Role.RESULT
            changed = MappedColumn(key[1], role, code.strip(_UNDECIDED) if is_result else "", unit if is_result else "")
            others = [column for column in self.mapping.columns if folded(column.header) != folded(key[1])]
            self.mapping = replace(self.mapping, columns=(*others, changed))
            self._find_names()
        self._show_lines()
        self.changed.emit()

    def _on_form(self) -> None:
        if self._filling:
            return
        if self.sender() is self.dates:
            self.asks_date = False
        self.mapping = replace(
            self.mapping,
            date_format=DateFormat(self.dates.currentData()),
            decimal=str(self.decimal.currentData()),
            header_row=self.header_row.value(),
        )
        self._find_names()
        self._show_lines()
        self.changed.emit()

    def _on_source(self) -> None:
        sheet = self.sheet.currentText() if self._table is not None and self._table.sheets else ""
        self.mapping = replace(self.mapping, sheet=sheet, encoding=str(self.encoding.currentData() or ""))
        self.reread.emit()

    def _on_chosen(self) -> None:
        """Read the file by a remembered mapping."""
        found = next((known for known in self._saved if known.id == self.name.currentData()), None)
        if found is not None:
            self.use(found)
            self.reread.emit()

    def use(self, saved: SavedMapping) -> None:
        """Take a remembered mapping and its laboratory."""
        self.mapping = saved.mapping
        self.asks_date = False
        self.laboratory.setCurrentIndex(max(0, self.laboratory.findData(saved.laboratory_id)))

    def laboratory_id(self) -> int | None:
        """The chosen laboratory, None for the own one."""
        chosen = self.laboratory.currentData()
        return chosen if isinstance(chosen, int) else None

    def named(self) -> LabMapping:
        """The mapping under the name that stands in the field, the laboratory's where none does."""
        return replace(self.mapping, name=self.name.currentText().strip() or self.laboratory.currentText())


def _inset(widget: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(Space.MEDIUM, 0, Space.MEDIUM, 0)
    row.addWidget(widget)
    return row
