"""One column of a file: which field it is, the form of its dates and numbers, its unit, its step, its own codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from hsct_desktop.domain.import_field import FieldType, ImportField, RecordKind
from hsct_desktop.domain.import_mapping import DateOrder, MappedColumn, Question, Step, StepUnit
from hsct_desktop.domain.names import fold
from hsct_desktop.views.context import Context
from hsct_desktop.views.import_codes_table import CodesTable, Finder
from hsct_desktop.views.import_pick import ValuePick
from hsct_desktop.views.import_words import (
    ANALYTE_VALUE,
    CODING,
    DATES,
    NUMBERS,
    ColumnWords,
    Key,
    both_ways,
    unit_words,
)
from hsct_desktop.views.search_picker import Found
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.choice_box import ChoiceBox
from hsct_desktop.views.widgets.field import FieldFrame
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.plain_label import PlainLabel
from hsct_desktop.views.widgets.side_sheet import SideSheet

if TYPE_CHECKING:
    from hsct_desktop.services.import_check import SheetPlan
    from hsct_desktop.views.import_session import ImportSession

_FOUND: Final = 60
_OFFERED: Final = 6
_CODED: Final = (FieldType.CODE, FieldType.CODES, FieldType.TEXT, FieldType.TEXTS)
_AMBULATION: Final = "edss.ambulation"


class ColumnSheet(SideSheet):
    """Nothing changes until it is taken with Ctrl+Enter; `taken` tells so."""

    taken = Signal()

    def __init__(self, ctx: Context, session: ImportSession, words: ColumnWords, plan: SheetPlan, key: Key) -> None:
        super().__init__(ctx.sheet_host(), " ", top=ctx.sheet_top())
        self._ctx, self._session, self._words, self._plan, self._key = ctx, session, words, plan, key
        self._one = words.recognised(plan, key)
        held = self._one.column if self._one is not None else MappedColumn(key[0], nth=key[1])
        self.column = held
        self._default: tuple[str, str] | None = None
        self.draft_button().setText(self.tr("Leave"))
        self.save_button().setText(self.tr("Understand it so"))
        self.saved.connect(self.take)
        self.codes: CodesTable | None = None
        self._warned = False
        """Whether it was said that codes mean nothing yet."""
        self._focus: QWidget | None = None
        self._offered: QWidget | None = None
        self._build()

    # building -------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        one = self._one
        head = self._words.head(one) if one is not None else self._key[0]
        self.set_title(self.tr("Column “{0}”").format(head))
        body = QWidget()
        self._rows = QVBoxLayout(body)
        self._rows.setSpacing(Space.MEDIUM)
        if one is not None and one.asks:
            asked = self._words.asked(one)
            self._rows.addWidget(AlertNote(asked.fact, asked.sentence, "warn", icon="help"))
        if one is not None and one.examples:
            said = PlainLabel(self.tr("In the file: {0}").format(" · ".join(one.examples)), "muted", wrap=True)
            self._rows.addWidget(said)
        self.field = Finder(self.tr("Understood as"), self._search_field)
        self._said = one is None or Question.FIELD not in one.asks
        if self._said:
            self.field.set_chosen(self._found(self.column.field))
        elif one is not None and one.fits:
            self._offer(one.fits)
        self.field.taken.connect(self._on_field)
        self._rows.addWidget(self.field)
        self._options = QWidget()
        self._rows.addWidget(self._options)
        self._rows.addStretch(1)
        self.set_body(body)
        self._show_options()

    def _offer(self, fits: Sequence[str]) -> None:
        """The fields that the head fits, each by its number; any other is found by its letters."""
        choices = [(name, self._words.field(name), "") for name in fits[:_OFFERED]]
        choices.append(("", self._ctx.wording.text("import_page.not_taken"), ""))
        offered = ValuePick(self.tr("Understood as"), choices, label=400)
        offered.picked.connect(self._on_offered)
        self._rows.addWidget(offered)
        self._offered = offered

    def _on_offered(self, value: object) -> None:
        self.field.set_chosen(self._found(str(value)))
        self._on_field(value)

    def open_sheet(self, first: QWidget | None = None) -> None:
        super().open_sheet(first or self._offered or self._focus or self.field.line())

    def _found(self, name: str) -> Found:
        if not name:
            return Found("", self._ctx.wording.text("import_page.not_taken"))
        record = RecordKind(name.partition(".")[0])
        return Found(name, self._words.field(name), aside=self._ctx.wording.enum("import_record", record.value))

    def _search_field(self, typed: str) -> tuple[list[Found], str]:
        words = fold(typed).split()
        offered = [self._found(item.id) for item in self._words.fields_of(self._plan)]
        offered.append(self._found(""))
        found = [one for one in offered if all(word in fold(f"{one.words} {one.aside}") for word in words)]
        found.sort(key=lambda one: not fold(one.words).startswith(fold(typed)))
        return found[:_FOUND], str(len(found))

    def _on_field(self, value: object) -> None:
        name = str(value)
        self._said = True
        self.field.set_error(None)
        if name != self.column.field:
            self.column = MappedColumn(self.column.head, name, self.column.nth, step=self.column.step)
            item = self._words.field_of(name)
            if item is None or not item.steps:
                self.column = replace(self.column, step=None)
        self._show_options()
        (self._focus or self.save_button()).setFocus(Qt.FocusReason.TabFocusReason)

    # what belongs to the field --------------------------------------------------------------------------------------

    def _show_options(self) -> None:
        old, self._options = self._options, QWidget()
        layout = QVBoxLayout(self._options)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.MEDIUM)
        self.codes, self._focus = None, None
        asks = self._one.asks if self._one is not None and self._one.column.field == self.column.field else ()
        for question, widget in self._parts():
            layout.addWidget(widget)
            if self._focus is None and question in asks:
                self._focus = widget.first() if isinstance(widget, CodesTable) else widget
        self._rows.replaceWidget(old, self._options)
        old.hide()
        old.deleteLater()

    def _parts(self) -> Iterator[tuple[Question, QWidget]]:
        item = self._words.field_of(self.column.field)
        if item is None:
            return
        if item.id == ANALYTE_VALUE:
            yield Question.FIELD, self._analyte()
        if item.type in DATES:
            yield Question.DATE_ORDER, self._dates()
        if item.type in NUMBERS:
            yield Question.DECIMAL, self._decimal()
            units = self._units(item)
            if units:
                yield Question.UNIT, self._unit(units)
        if item.steps:
            yield Question.STEP, self._step()
        if item.id == _AMBULATION:
            yield Question.CODING, self._coding()
        if item.type in _CODED and item.codes:
            table = self._codes_of(item)
            if table is not None:
                yield Question.CODES, table

    def _box(
        self, label: str, choices: Sequence[tuple[Any, str]], value: Any, chosen: Callable[[Any], None]
    ) -> FieldFrame:
        box = ChoiceBox()
        for one, words in choices:
            box.addItem(words, one)
        at = next((n for n, (one, _words) in enumerate(choices) if one == value), -1)
        box.setPlaceholderText(self.tr("choose"))
        box.setCurrentIndex(at)
        box.activated.connect(lambda n: chosen(choices[n][0]))
        return FieldFrame(label, box)

    def _set(self, **changes: Any) -> None:
        self.column = replace(self.column, **changes)

    def _dates(self) -> QWidget:
        words = self._ctx.wording
        orders = [(order, words.enum("date_order", order.value), self._read_as(order)) for order in DateOrder]
        part, rows = _stack()
        order = ValuePick(self.tr("Form of the dates"), orders, self.column.date_order, label=170)
        order.picked.connect(lambda value: self._set(date_order=value))
        rows.addWidget(PlainLabel(self.tr("Form of the dates"), "caption"))
        rows.addWidget(order)
        part.setFocusProxy(order)
        this_year = self._ctx.today().year
        years = [
            (0, self.tr("refused")),
            (this_year, self.tr("{0:02d} means {1}").format(this_year % 100, this_year)),
            (this_year + 10, self.tr("{0:02d} means {1}").format((this_year + 10) % 100, this_year + 10)),
        ]
        if self.column.two_digit_until not in [year for year, _words in years]:
            until = self.column.two_digit_until
            years.append((until, self.tr("{0:02d} means {1}").format(until % 100, until)))
        serials: list[tuple[Any, str]] = [(None, self.tr("refused"))]
        serials += [
            (order, words.enum("date_order", order.value)) for order in (DateOrder.SERIAL_1900, DateOrder.SERIAL_1904)
        ]
        pair = QHBoxLayout()
        pair.setSpacing(Space.SMALL)
        pair.addWidget(
            self._box(
                self.tr("Years of two digits"),
                years,
                self.column.two_digit_until,
                lambda v: self._set(two_digit_until=v),
            )  # fmt: skip
        )
        pair.addWidget(
            self._box(self.tr("Numbers among dates"), serials, self.column.serials, lambda v: self._set(serials=v))
        )
        rows.addLayout(pair)
        return part

    def _read_as(self, order: DateOrder) -> str:
        """What the date in question is in a form."""
        notes = self._one.notes.get(Question.DATE_ORDER, {}) if self._one is not None else {}
        both = both_ways(str(notes.get("example", "")))
        at = {DateOrder.DAY_FIRST: 0, DateOrder.MONTH_FIRST: 1}.get(order)
        return self._ctx.wording.date(both[at]) if both is not None and at is not None else ""

    def _decimal(self) -> QWidget:
        words = self._ctx.wording
        signs = [
            ("", self.tr("as they stand: they read only one way")),
            (",", words.text("import_page.decimal.comma")),
            (".", words.text("import_page.decimal.point")),
        ]
        return self._box(self.tr("Decimals"), signs, self.column.decimal, lambda v: self._set(decimal=v))

    def _units(self, item: ImportField) -> list[str]:
        analyte = self._words.codes.analytes.analytes.get(self.column.analyte)
        if item.id == ANALYTE_VALUE:
            return [*analyte.units, *analyte.separate] if analyte is not None else []
        return [item.unit, *item.units] if item.unit and item.units else []

    def _unit(self, units: Sequence[str]) -> QWidget:
        own = self.column.unit or ("" if self.column.field == ANALYTE_VALUE else units[0])
        offered = [(unit, unit_words(unit)) for unit in dict.fromkeys((*units, *((own,) if own else ())))]
        return self._box(self.tr("Unit in the file"), offered, own, lambda v: self._set(unit=v))

    def _analyte(self) -> QWidget:
        known = self._words.choices("analyte")
        labels = dict(known)

        def search(typed: str) -> tuple[list[Found], str]:
            words = fold(typed).split()
            fits = [Found(code, label) for code, label in known if all(w in fold(f"{label} {code}") for w in words)]
            return fits[:_FOUND], str(len(fits))

        picker = Finder(self.tr("Laboratory test"), search)
        code = self.column.analyte
        picker.set_chosen(Found(code, labels.get(code, code)) if code else None)

        def taken(value: object) -> None:
            self._set(analyte=str(value), unit="")
            self._show_options()

        picker.taken.connect(taken)
        return picker

    def _step(self) -> QWidget:
        words, step = self._ctx.wording, self.column.step
        part, rows = _stack()
        self.stepped = QCheckBox(self.tr("measured so long after Day 0"))
        self.stepped.setChecked(step is not None and not step.date_head)
        count = QSpinBox()
        count.setRange(-1200, 1200)
        count.setValue(step.count if step is not None else 0)
        units = [(unit, words.enum("step_unit", unit.value)) for unit in StepUnit]
        heads = [("", self.tr("none"))]
        heads += [(head, head) for head in dict.fromkeys(self._plan.table.heads) if head and head != self.column.head]

        def changed() -> None:
            now = self.column.step or Step()
            if now.date_head:
                self._set(step=replace(now, count=count.value()))
            else:
                self._set(step=replace(now, count=count.value()) if self.stepped.isChecked() else None)

        def to_unit(value: Any) -> None:
            self.stepped.setChecked(True)
            self._set(step=replace(self.column.step or Step(), unit=value, count=count.value()))

        def by_head(value: Any) -> None:
            now = self.column.step or Step()
            self._set(step=replace(now, date_head=value) if value or self.stepped.isChecked() else None)

        def counted() -> None:
            self.stepped.setChecked(True)
            changed()

        count.valueChanged.connect(lambda _n: counted())
        self.stepped.toggled.connect(lambda _on: changed())
        pair = QHBoxLayout()
        pair.setSpacing(Space.SMALL)
        frame = FieldFrame(self.tr("Day 0 plus"), count)
        pair.addWidget(frame)
        unit = self._box(self.tr("Counted in"), units, step.unit if step is not None else StepUnit.MONTHS, to_unit)
        pair.addWidget(unit)
        rows.addWidget(self.stepped)
        rows.addLayout(pair)
        chosen = step.date_head if step is not None else ""
        rows.addWidget(self._box(self.tr("or the day in column"), heads, chosen, by_head))
        part.setFocusProxy(frame)
        return part

    def _coding(self) -> QWidget:
        held = self._plan.mapping.defaults.get(CODING)
        pick = ValuePick(
            self.tr("Coding of ambulation"), [(code, label, "") for code, label in self._words.choices("edss_coding")],
            held, label=400,
        )  # fmt: skip

        def chosen(value: object) -> None:
            self._default = (CODING, str(value))

        pick.picked.connect(chosen)
        return pick

    def _codes_of(self, item: ImportField) -> QWidget | None:
        """The own codes of the column: those that mean nothing yet, and those already said."""
        from hsct_desktop.domain.import_codes import code_key

        index = self._one.index if self._one is not None else -1
        counted = Counter(
            " ".join(cell.text.split()) for row in self._plan.table.rows if not (cell := row.at(index)).is_empty
        )
        same = self._one is not None and self._one.column.field == self.column.field
        unknown = self._one.codes if same and self._one is not None else ()
        by_key = {code_key(code): value for code, value in self.column.codes.items()}
        held = {code: by_key[code_key(code)] for code in counted if code_key(code) in by_key}
        own = dict.fromkeys((*unknown, *held))
        if not own and item.type in (FieldType.TEXT, FieldType.TEXTS):
            return None
        if not own and not same:
            own = dict.fromkeys(code for code in counted if self._words.codes.code(item.codes, code) is None)
        if not own:
            return None
        self.codes = CodesTable(
            [(code, counted.get(code, 0)) for code in own], self._words.choices(item.codes), held, self.tr("not done"),
        )  # fmt: skip
        return self.codes

    # the end --------------------------------------------------------------------------------------------------------

    def take(self) -> None:
        """Understand the column so, and close."""
        from hsct_desktop.domain.import_codes import code_key

        if not self._said:
            self.field.set_error(self.tr("Choose the field, or that the column is not taken."))
            self.field.line().setFocus(Qt.FocusReason.TabFocusReason)
            return
        item, column = self._words.field_of(self.column.field), self.column
        needs = item is not None and item.type in (FieldType.CODE, FieldType.CODES)
        if self.codes is not None and needs and self.codes.missing() and not self._warned:
            self._warned = True
            self.codes.say_missing()
            return
        if self.codes is not None:
            said = {code_key(code): value for code, value in self.codes.values().items()}
            column = replace(column, codes={**column.codes, **said})
        if self._default is not None:
            self._session.set_defaults(self._plan.sheet, *self._default)
        self._session.set_column(self._plan.sheet, column)
        self.close_sheet()
        self.taken.emit()


def _stack() -> tuple[QWidget, QVBoxLayout]:
    part = QWidget()
    rows = QVBoxLayout(part)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(Space.SMALL)
    return part, rows
