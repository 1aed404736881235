"""Laboratories on the page of settings: who measures, which limits they print, for whom and from when to when."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.views.context import Context
from hsct_desktop.views.file_dialogs import ask_file
from hsct_desktop.views.range_form import RangeForm
from hsct_desktop.views.rows_model import Cell, Line, RowsTable
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.choice_box import ChoiceBox
from hsct_desktop.views.widgets.field import FieldFrame
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.panel import Panel, rule
from hsct_desktop.views.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.range_files import RangesRun
    from hsct_desktop.store.laboratory import LaboratoryCard, RangeRow

_ROWS_SHOWN = 9
_MOST_NAMED = 4


class LaboratoriesPanel(Panel):
    """The laboratory chosen above, its ranges as rows, the chosen row in editors below; Enter goes on, Save saves."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(
            ctx.wording.text("lab_file.laboratories"), ctx.wording.enum("setting_scope", "unit").lower(), parent=parent
        )
        self._ctx = ctx
        self._cards: list[LaboratoryCard] = []
        self._rows: dict[int, RangeRow] = {}
        self._run: RangesRun | None = None
        self.setObjectName("laboratories")
        about = self.tr(
            "Limits grade a result from grade 1 on: without a range of its laboratory a result has no grade there."
            " Results keep the limits that graded them."
        )
        self.add(PlainLabel(about, "muted", wrap=True))
        self._build_laboratory()
        self._build_table()
        self.form = RangeForm(ctx)
        self.form.saved.connect(self._save_range)
        self.form.removed.connect(self._remove_range)
        self.add(self.form)
        ctx.news.changed.connect(self._on_news)
        self.refresh()

    # building ---------------------------------------------------------------------------------------------------

    def _build_laboratory(self) -> None:
        self.laboratory = ChoiceBox()
        self.laboratory.activated.connect(lambda _row: self._show_laboratory())
        self.name = QLineEdit()
        self.own = QCheckBox(self.tr("the hospital's own"))
        self.save = KeyButton(self.tr("Save"), small=True)
        self.new = KeyButton(self.tr("New laboratory"), icon="plus", small=True)
        self.save.clicked.connect(self._save_laboratory)
        self.new.clicked.connect(self._new_laboratory)
        self.name.returnPressed.connect(self._save_laboratory)
        self.add_to_head(self.new)
        self._name_field = FieldFrame(self.tr("Name"), self.name)
        row = QGridLayout()
        row.setHorizontalSpacing(Space.MEDIUM)
        row.addWidget(FieldFrame(self.tr("Laboratory"), self.laboratory), 0, 0)
        row.addWidget(self._name_field, 0, 1)
        row.addWidget(self.own, 0, 2, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self.save, 0, 3, Qt.AlignmentFlag.AlignBottom)
        row.setColumnStretch(0, 2)
        row.setColumnStretch(1, 2)
        self.body().addLayout(row)

    def _build_table(self) -> None:
        heads = (
            self.tr("Test"), self.tr("Sex"), self.tr("Age"), self.tr("LLN") + "\t", self.tr("ULN") + "\t",
            self.tr("Unit"), self.tr("Valid"),
        )  # fmt: skip
        self.table = RowsTable(self.tr("Reference ranges"), heads, (150, 76, 82, 70, 70, 96, -1))
        self.table.setFixedHeight(26 + 29 * _ROWS_SHOWN)
        self.table.moved.connect(self._on_moved)
        self.add(self.table)
        self.load = KeyButton(self.tr("Ranges from a file…"), icon="import", small=True)
        self.example = KeyButton(self.tr("Copy the example ranges"), small=True)
        self.add_range = KeyButton(self.tr("New range"), icon="plus", small=True)
        self.load.clicked.connect(self._on_load)
        self.example.clicked.connect(self._on_example)
        self.add_range.clicked.connect(self._new_range)
        self.buttons = (self.add_range, self.load, self.example)
        row = QHBoxLayout()
        row.setSpacing(Space.SMALL)
        for button in self.buttons:
            row.addWidget(button)
        row.addStretch(1)
        self.body().addLayout(row)
        self.note = AlertNote("", "", "warn")
        self.take = KeyButton(self.tr("Add them"), kind="primary", small=True)
        self.take.clicked.connect(self._on_take)
        self.note.add(self.take)
        self.note.hide()
        self.add(self.note)
        self.add(rule())

    # showing ----------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the laboratories anew."""
        workspace = self._ctx.workspace
        self.setEnabled(workspace is not None)
        if workspace is None:
            return
        from hsct_desktop.services import laboratories

        chosen = self.laboratory.currentData()
        self._cards = laboratories.everything(workspace)
        self.laboratory.clear()
        for card in self._cards:
            self.laboratory.addItem(card.entry.name, card.id)
        self.laboratory.setCurrentIndex(max(0, self.laboratory.findData(chosen)))
        self._show_laboratory()

    def card(self) -> LaboratoryCard | None:
        """The chosen laboratory."""
        chosen = self.laboratory.currentData()
        return next((card for card in self._cards if card.id == chosen), None)

    def _show_laboratory(self) -> None:
        from hsct_desktop.services import laboratories

        card = self.card()
        self._run = None
        self.note.hide()
        self._name_field.set_error(None)
        self.name.setText(card.entry.name if card is not None else "")
        self.own.setChecked(card.entry.own if card is not None else not self._cards)
        for button in self.buttons:
            button.setEnabled(card is not None)
        rows = laboratories.ranges(self._ctx.ready(), card.id) if card is not None else []
        self._rows = {row.id: row for row in rows}
        self.table.set_lines([Line(self._cells(row), row.id) for row in rows])
        self.form.setVisible(card is not None)
        self._on_moved()

    def _cells(self, row: RangeRow) -> tuple[Cell, ...]:
        from hsct_desktop.domain.analyte import shown_unit

        words, entry = self._ctx.wording, row.range
        analyte = self._ctx.ready().catalogue.analytes.analytes.get(entry.analyte)
        label = analyte.label.text(self._ctx.language) if analyte is not None else entry.analyte
        sex = words.enum("sex", entry.sex) if entry.sex else self.tr("both")
        limits = [words.number(limit) if limit is not None else "–" for limit in (entry.lln, entry.uln)]
        return (
            Cell(label, bold=True),
            Cell(sex, "" if entry.sex else "muted"),
            Cell(self._ages(entry.age_from, entry.age_to)),
            Cell(limits[0]),
            Cell(limits[1]),
            Cell(shown_unit(entry.unit), "muted"),
            Cell(self._validity(row)),
        )

    def _ages(self, first: int | None, below: int | None) -> str:
        if first is None and below is None:
            return ""
        if below is None:
            return self.tr("from {0}").format(first)
        return self.tr("below {0}").format(below) if first is None else f"{first} – {below - 1}"

    def _validity(self, row: RangeRow) -> str:
        words, entry = self._ctx.wording, row.range
        if entry.valid_from is not None and entry.valid_to is not None:
            return words.range(entry.valid_from, entry.valid_to)
        if entry.valid_from is not None:
            return self.tr("from {0}").format(words.date(entry.valid_from))
        return self.tr("until {0}").format(words.date(entry.valid_to)) if entry.valid_to is not None else ""

    def _on_moved(self) -> None:
        self.form.show_range(self._rows.get(self.table.key()))

    # writing ----------------------------------------------------------------------------------------------------

    def _write(self, write: Callable[[], Changes]) -> Changes | None:
        """Save and show what stands now; InputError goes to the caller."""
        changes = self._ctx.save(write, self)
        if changes is not None:
            self.refresh()
        return changes

    def _new_laboratory(self) -> None:
        self.laboratory.setCurrentIndex(-1)
        self._show_laboratory()
        self.own.setChecked(not any(card.entry.own for card in self._cards))
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _save_laboratory(self) -> None:
        from hsct_desktop.domain.reference_range import LaboratoryEntry
        from hsct_desktop.services import laboratories

        workspace, card = self._ctx.ready(), self.card()
        entry = LaboratoryEntry(self.name.text(), self.own.isChecked(), card.entry.note if card is not None else "")
        row_id, version = (card.id, card.version) if card is not None else (None, None)
        try:
            changes = self._write(lambda: laboratories.put_laboratory(workspace, entry, row_id, version))
        except InputError as error:
            self._name_field.set_error(self._ctx.wording.problems(error))
            return
        if changes is not None:
            self.laboratory.setCurrentIndex(self.laboratory.findData(changes.record_id))
            self._show_laboratory()

    def _new_range(self) -> None:
        self.table.clearSelection()
        self.form.show_range(None)
        self.form.focus_first()

    def _save_range(self, row: RangeRow | None) -> None:
        from hsct_desktop.services import laboratories

        workspace, card = self._ctx.ready(), self.card()
        if card is None:
            return
        row_id, version = (row.id, row.version) if row is not None else (None, None)
        try:
            entry = self.form.entry()
            changes = self._write(lambda: laboratories.put_range(workspace, card.id, entry, row_id, version))
        except InputError as error:
            self.form.complain(error.problems)
            return
        if changes is not None:
            self.table.choose(changes.record_id)

    def _remove_range(self, row: RangeRow) -> None:
        from hsct_desktop.services import laboratories

        workspace = self._ctx.ready()
        self._write(lambda: laboratories.remove_range(workspace, row.id, row.version, row.laboratory_id))

    def _on_example(self) -> None:
        from hsct_desktop.services import laboratories

        workspace, card = self._ctx.ready(), self.card()
        if card is not None:
            self._write(lambda: laboratories.copy_example(workspace, card.id).changes)
            self.note.set_note(
                self.tr("Example ranges of adults"), self.tr("Check each with your laboratory before grading by it."),
                "warn",
            )  # fmt: skip
            self.take.hide()
            self.note.show()

    def _on_load(self) -> None:
        kinds = self.tr("Tables (*.xlsx *.csv *.txt);;All files (*)")
        path = ask_file(self, self.tr("Table of reference ranges"), kinds, Path.home())
        if path is not None:
            self.read(path)

    def read(self, path: Path) -> None:
        """Say what a table of ranges would add; nothing is kept yet."""
        from hsct_desktop.services import range_files

        card = self.card()
        if card is None:
            return
        try:
            self._run = range_files.check(self._ctx.ready(), card.id, path)
        except (InputError, KnownError) as error:
            self._run = None
            words = self._ctx.wording
            sentence = words.problems(error) if isinstance(error, InputError) else words.known_error(error)
            self.note.set_note(self.tr("This file cannot be used"), sentence, "danger")
            self.take.hide()
        else:
            self._show_run(self._run)
        self.note.show()

    def _show_run(self, run: RangesRun) -> None:
        words = self._ctx.wording
        refused = [line for line in run.lines if line.problems]
        same = sum(line.same for line in run.lines)
        read = words.count("lab_file.ranges_read", len(run.lines))
        fact = self.tr("{0} = {1} new + {2} same + {3} refused").format(read, len(run.new), same, len(refused))
        told = [self.tr("Row {0}: {1}").format(line.row, words.problem(line.problems[0])) for line in refused]
        more = [self.tr("and {0} more").format(len(told) - _MOST_NAMED)] if len(told) > _MOST_NAMED else []
        self.note.set_note(fact, "\n".join((*told[:_MOST_NAMED], *more)), "warn" if refused else "success")
        self.take.setVisible(bool(run.new))

    def _on_take(self) -> None:
        from hsct_desktop.services import range_files

        run, card, workspace = self._run, self.card(), self._ctx.ready()
        if run is not None and card is not None:
            self._write(lambda: range_files.take(workspace, card.id, run).changes)

    def _on_news(self, changes: Changes, initiator: object) -> None:
        if "laboratory" in changes.kinds and initiator is not self:
            self.refresh()
