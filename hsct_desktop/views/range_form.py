"""The editors of one reference range: test, unit, limits, sex, ages, validity."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from hsct_desktop.domain.problem import InputError, Problem
from hsct_desktop.domain.reference_range import SEXES, ReferenceRange
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import DayField
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.choice_box import ChoiceBox
from hsct_desktop.views.widgets.field import FieldFrame

if TYPE_CHECKING:
    from hsct_desktop.store.laboratory import RangeRow


class RangeForm(QWidget):
    """`saved` carries the row that is changed (None: a new one), `removed` the row that goes."""

    saved = Signal(object)
    removed = Signal(object)

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._row: RangeRow | None = None
        self.analyte, self.unit, self.sex = ChoiceBox(), ChoiceBox(), ChoiceBox()
        self.lln, self.uln, self.age_from, self.age_to = (QLineEdit() for _ in range(4))
        self.valid_from, self.valid_to = DayField(), DayField()
        for field, words in ((self.valid_from, self.tr("Valid from")), (self.valid_to, self.tr("Valid until"))):
            field.bind(ctx)
            field.setProperty("caption", words)
        self.frames = {
            "analyte": FieldFrame(self.tr("Test"), self.analyte),
            "unit": FieldFrame(self.tr("Unit"), self.unit),
            "lln": FieldFrame(self.tr("LLN"), self.lln),
            "uln": FieldFrame(self.tr("ULN"), self.uln),
            "sex": FieldFrame(self.tr("Sex"), self.sex),
            "age_from": FieldFrame(self.tr("Age from"), self.age_from),
            "age_to": FieldFrame(self.tr("Below age"), self.age_to),
            "valid_from": self.valid_from,
            "valid_to": self.valid_to,
        }
        self.save = KeyButton(self.tr("Save range"), kind="primary", small=True)
        self.remove = KeyButton(self.tr("Remove range"), small=True)
        self.save.clicked.connect(lambda: self.saved.emit(self._row))
        self.remove.clicked.connect(lambda: self.removed.emit(self._row))
        self.analyte.activated.connect(lambda _row: self._fill_units(""))
        self._lay_out()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.SMALL)
        grid.setVerticalSpacing(2)
        places = {
            "analyte": (0, 0, 4), "unit": (0, 4, 2), "lln": (0, 6, 2), "uln": (0, 8, 2), "sex": (1, 0, 2),
            "age_from": (1, 2, 2), "age_to": (1, 4, 2), "valid_from": (1, 6, 2), "valid_to": (1, 8, 2),
        }  # fmt: skip
        for name, (row, column, span) in places.items():
            grid.addWidget(self.frames[name], row, column, 1, span)
        for column in range(10):
            grid.setColumnStretch(column, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.remove)
        foot.addWidget(self.save)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(grid)
        whole.addLayout(foot)

    def show_range(self, row: RangeRow | None) -> None:
        """Fill the editors from a stored range; with None they are empty for a new one."""
        self._row = row
        entry = row.range if row is not None else ReferenceRange("", "", None, None)
        self._fill_choices(entry)
        for editor, limit in ((self.lln, entry.lln), (self.uln, entry.uln)):
            editor.setText("" if limit is None else self._ctx.wording.number(limit))
        for editor, age in ((self.age_from, entry.age_from), (self.age_to, entry.age_to)):
            editor.setText("" if age is None else str(age))
        self.valid_from.set_date(entry.valid_from)
        self.valid_to.set_date(entry.valid_to)
        self.remove.setVisible(row is not None)
        self.complain(())

    def _fill_choices(self, entry: ReferenceRange) -> None:
        table = self._ctx.ready().catalogue.analytes.analytes
        if not self.analyte.count():
            for analyte in table.values():
                self.analyte.addItem(analyte.label.text(self._ctx.language), analyte.code)
            for sex in SEXES:
                self.sex.addItem(self._ctx.wording.enum("sex", sex) if sex else self.tr("both"), sex)
        self.analyte.setCurrentIndex(max(0, self.analyte.findData(entry.analyte)))
        self.sex.setCurrentIndex(max(0, self.sex.findData(entry.sex)))
        self._fill_units(entry.unit)

    def _fill_units(self, unit: str) -> None:
        analyte = self._ctx.ready().catalogue.analytes.analytes.get(str(self.analyte.currentData()))
        self.unit.clear()
        if analyte is not None:
            for name in (*analyte.units, *analyte.separate):
                self.unit.addItem(name, name)
            self.unit.setCurrentIndex(max(0, self.unit.findData(unit or analyte.usual)))

    def entry(self) -> ReferenceRange:
        """What the editors say; InputError for what cannot be read."""
        problems: list[Problem] = []
        entry = ReferenceRange(
            str(self.analyte.currentData() or ""),
            str(self.unit.currentData() or ""),
            _number(self.lln, "lln", problems),
            _number(self.uln, "uln", problems),
            str(self.sex.currentData() or ""),
            _whole(self.age_from, "age_from", problems),
            _whole(self.age_to, "age_to", problems),
            self._day(self.valid_from, "valid_from", problems),
            self._day(self.valid_to, "valid_to", problems),
        )
        if problems:
            raise InputError(problems)
        return entry

    @staticmethod
    def _day(field: DayField, name: str, problems: list[Problem]) -> date | None:
        day, text = field.date(), field.line().text().strip()
        if day is None and text:
            problems.append(Problem(name, "date_unreadable", {"text": text}))
        return day

    def complain(self, problems: Iterable[Problem]) -> None:
        """Show each problem below its field."""
        for frame in self.frames.values():
            frame.set_error(None)
        for problem in problems:
            frame = self.frames.get(problem.field, self.frames["analyte"])
            frame.set_error(self._ctx.wording.problem(problem))

    def focus_first(self) -> None:
        """Put the keyboard onto the test."""
        self.analyte.setFocus(Qt.FocusReason.OtherFocusReason)


def _number(editor: QLineEdit, name: str, problems: list[Problem]) -> Decimal | None:
    text = editor.text().strip().replace(",", ".")
    if not text:
        return None
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        problems.append(Problem(name, "number_unreadable", {"text": editor.text().strip()}))
        return None
    return found


def _whole(editor: QLineEdit, name: str, problems: list[Problem]) -> int | None:
    text = editor.text().strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 4):
        problems.append(Problem(name, "number_unreadable", {"text": text}))
        return None
    return int(text)
