"""How the import page words columns: what each is understood as, what it asks, and the answers."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Final

from hsct_desktop.domain.analyte import shown_unit
from hsct_desktop.domain.import_field import FieldType, ImportField
from hsct_desktop.domain.import_mapping import DateOrder, MappedColumn, Question, Step, asked_as
from hsct_desktop.views.context import Context
from hsct_desktop.views.import_columns import Answer, Asked, ColumnLine
from hsct_desktop.views.import_grid_model import as_written

if TYPE_CHECKING:
    from hsct_desktop.domain.import_codes import CodeLists
    from hsct_desktop.domain.import_column import Recognised
    from hsct_desktop.domain.import_mapping import ImportMapping
    from hsct_desktop.services.import_check import SheetPlan
    from hsct_desktop.views.import_session import ImportSession

Key = tuple[str, int]
"""A column: its head and its number among those of the same head."""
DATES: Final = (FieldType.DATE, FieldType.PARTIAL_DATE)
NUMBERS: Final = (FieldType.NUMBER, FieldType.WHOLE, FieldType.VALUE)
CODING: Final = "edss.coding"
ANALYTE_VALUE: Final = "lab_result.value"
_MOST_ANSWERS: Final = 3
_LOOKED_AT: Final = 300
"""Rows in which an example is looked for."""
_WRITTEN = re.compile(r"\s*(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{2}|\d{4})\s*", re.ASCII)


class ColumnWords:
    """Words of the columns of a session's sheets, and what answers do to their mapping."""

    def __init__(self, ctx: Context, session: ImportSession) -> None:
        self._ctx, self._session = ctx, session

    @cached_property
    def _fields(self) -> dict[str, ImportField]:
        from hsct_desktop.catalogue.import_fields import import_fields

        return {item.id: item for items in import_fields().values() for item in items}

    @cached_property
    def codes(self) -> CodeLists:
        """The codes that cells may hold."""
        from hsct_desktop.services.import_codes import code_lists

        return code_lists(self._ctx.ready().catalogue)

    def fields_of(self, plan: SheetPlan) -> tuple[ImportField, ...]:
        """The fields that columns of a sheet can be."""
        from hsct_desktop.catalogue.import_fields import import_fields

        return import_fields()[plan.kind]

    def field_of(self, name: str) -> ImportField | None:
        """The field of an id."""
        return self._fields.get(name)

    def type_of(self, name: str) -> FieldType | None:
        """The type of a field, None for no field."""
        found = self.field_of(name)
        return found.type if found is not None else None

    def field(self, name: str) -> str:
        """What a field is called; a conflict may name its column behind an @."""
        plain = name.partition("@")[0]
        key = f"import_field.{plain}"
        return self._ctx.wording.text(key) if self._ctx.wording.has(key) else plain

    def choices(self, codes: str) -> list[tuple[str, str]]:
        """The codes of a list with their labels."""
        from hsct_desktop.services.import_codes import choices

        return choices(self._ctx.ready().catalogue, codes, self._ctx.language)

    # saved mappings -------------------------------------------------------------------------------------------------

    def saved_names(self, plan: SheetPlan) -> list[str]:
        """The names of the saved mappings of the sheet's kind."""
        from hsct_desktop.services import import_mappings

        return [one.name for one in import_mappings.everything(self._ctx.ready()) if one.kind is plan.kind]

    def saved(self, plan: SheetPlan, name: str) -> ImportMapping | None:
        """The saved mapping of a name, for this sheet."""
        from hsct_desktop.services import import_mappings

        found = import_mappings.everything(self._ctx.ready())
        one = next((one for one in found if one.name == name and one.kind is plan.kind), None)
        return None if one is None else replace(one, sheet=plan.mapping.sheet, header_row=plan.mapping.header_row)

    # columns --------------------------------------------------------------------------------------------------------

    def recognised(self, plan: SheetPlan, key: Key) -> Recognised | None:
        """How a column is understood."""
        found = self._session.recognised.get(plan.sheet, ())
        return next((one for one in found if (one.column.head, one.column.nth) == key), None)

    def asking(self) -> list[str]:
        """The sheets of the columns that ask, one entry for each column."""
        found = self._session.recognised
        return [plan.sheet for plan in self._session.plans for one in found.get(plan.sheet, ()) if one.asks]

    def asking_keys(self, plan: SheetPlan) -> list[Key]:
        """The columns of a sheet that ask."""
        found = self._session.recognised.get(plan.sheet, ())
        return [(one.column.head, one.column.nth) for one in found if one.asks]

    def asking_heads(self) -> frozenset[tuple[str, str]]:
        """Sheet and head of each column that asks."""
        return frozenset((plan.sheet, key[0]) for plan in self._session.plans for key in self.asking_keys(plan))

    def example(self, plan: SheetPlan, index: int) -> str:
        """The first value of a column, as a spreadsheet shows it."""
        rows = plan.table.rows
        cell = next((cell for row in rows[:_LOOKED_AT] if not (cell := row.at(index)).is_empty), None)
        return as_written(cell, self._ctx.wording) if cell is not None else ""

    def lines(self, plan: SheetPlan) -> tuple[list[ColumnLine], list[Asked]]:
        """The columns of a sheet and what they ask."""
        found = self._session.recognised.get(plan.sheet, ())
        shown = [one for one in found if one.column.head.strip() or one.examples]
        lines = [
            ColumnLine(
                (one.column.head, one.column.nth), self.head(one), self.means(one),
                self.example(plan, one.index) or (one.examples[0] if one.examples else ""), one.confidence,
            )
            for one in shown
        ]  # fmt: skip
        return lines, [self.asked(one) for one in shown if one.asks]

    def head(self, one: Recognised) -> str:
        """The head of a column, its letter where it has none."""
        return one.column.head or f"({_letters(one.index)})"

    def means(self, one: Recognised) -> str:
        """What a column is understood as, in a few words."""
        words, column = self._ctx.wording, one.column
        item = self.field_of(column.field)
        if item is None:
            if Question.FIELD in one.asks:
                return words.text("import_page.which_field")
            return words.text("import_page.not_taken")
        parts = [self._named(column)]
        if column.step is not None:
            parts[0] = f"{parts[0]}, {self.step(column.step)}"
        if one.asks:
            parts.append(words.enum("import_question", one.asks[0].value))
        elif item.type in DATES and column.date_order is not None:
            parts.append(words.text(f"import_page.order.{column.date_order.value}"))
        elif item.type in NUMBERS:
            parts += [unit_words(column.unit or item.unit)] if column.unit or item.unit else []
            parts += (
                [words.text(f"import_page.decimal.{'comma' if column.decimal == ',' else 'point'}")]
                if column.decimal
                else []
            )
        elif column.codes:
            parts.append(words.count("import_page.own_codes", len(column.codes)))
        return " · ".join(parts)

    def _named(self, column: MappedColumn) -> str:
        if column.field == ANALYTE_VALUE and column.analyte:
            analyte = self.codes.analytes.analytes.get(column.analyte)
            return analyte.label.text(self._ctx.language) if analyte is not None else column.analyte
        return self.field(column.field)

    def step(self, step: Step) -> str:
        """When a repeated column was measured."""
        words = self._ctx.wording
        if step.date_head:
            return words.text("import_page.step.by", head=step.date_head)
        if not step.count:
            return words.text("import_page.step.baseline")
        sign = "+" if step.count > 0 else "\u2212"
        unit = words.count(f"import_page.step.{step.unit.value}", abs(step.count))
        return words.text("import_page.step.after", sign=sign, time=unit)

    # questions ------------------------------------------------------------------------------------------------------

    def asked(self, one: Recognised) -> Asked:
        """The question of a column with its answers, where they are few."""
        question = one.asks[0]
        return Asked(
            (one.column.head, one.column.nth), self._fact(one, question), self._sentence(one, question),
            tuple(self._answers(one, question)),
        )  # fmt: skip

    def _fact(self, one: Recognised, question: Question) -> str:
        words, notes = self._ctx.wording, one.notes.get(question, {})
        if question is Question.DATE_ORDER and notes.get("total") and not notes.get("serials"):
            return words.text("import_page.fits_both", both=notes["both"], total=notes["total"])
        return f"{self.head(one)}: {words.enum('import_question', question.value)}"

    def _sentence(self, one: Recognised, question: Question) -> str:
        words, notes = self._ctx.wording, one.notes.get(question, {})
        if question is Question.DATE_ORDER:
            both = both_ways(str(notes.get("example", "")))
            if both is not None:
                first, second = both
                return f"{notes['example']}: {words.date(first)} {words.text('import_page.or')} {words.date(second)}?"
        key = asked_as(question, notes)
        return words.text(key, **notes) if words.has(key) else words.text(f"import_page.asks.{question.value}")

    def _answers(self, one: Recognised, question: Question) -> list[Answer]:
        words = self._ctx.wording
        if question is Question.DATE_ORDER:
            orders: tuple[DateOrder, ...] = (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST)
            if one.notes.get(question, {}).get("serials"):
                orders = (DateOrder.SERIAL_1900, DateOrder.SERIAL_1904)
            return [Answer(order, words.enum("date_order", order.value)) for order in orders]
        if question is Question.DECIMAL:
            return [
                Answer(sign, words.text(f"import_page.decimal.{name}"))
                for sign, name in ((",", "comma"), (".", "point"))
            ]
        if question is Question.UNIT and len(one.units) <= _MOST_ANSWERS:
            return [Answer(unit, unit_words(unit)) for unit in one.units]
        if question is Question.CODING:
            return [Answer(code, label) for code, label in self.choices("edss_coding")]
        if question is Question.FIELD and 0 < len(one.fits) < _MOST_ANSWERS:
            named = [Answer(name, self.field(name)) for name in one.fits]
            return [*named, Answer("", words.text("import_page.not_taken"))]
        return []

    def answer(self, plan: SheetPlan, key: Key, value: object) -> None:
        """Answer the first question of a column."""
        one = self.recognised(plan, key)
        if one is None or not one.asks:
            return
        question, column, text = one.asks[0], one.column, str(value)
        if question is Question.CODING:
            self._session.set_defaults(plan.sheet, CODING, text)
            return
        if isinstance(value, DateOrder):
            column = replace(column, date_order=value)
        elif question is Question.DECIMAL:
            column = replace(column, decimal=text)
        elif question is Question.UNIT:
            column = replace(column, unit=text)
        elif question is Question.FIELD:
            column = replace(column, field=text)
        self._session.set_column(plan.sheet, column)


def both_ways(example: str) -> tuple[date, date] | None:
    """A day that can be read day first and month first, both ways."""
    match = _WRITTEN.fullmatch(example)
    if match is None:
        return None
    one, two, year = (int(part) for part in match.groups())
    year += 0 if year > 99 else 2000
    try:
        return date(year, two, one), date(year, one, two)
    except ValueError:
        return None


def unit_words(unit: str) -> str:
    """A unit as people read it, powers of ten too."""
    return shown_unit(unit).replace("10^6", "×10⁶")


def _letters(index: int) -> str:
    """The column as a spreadsheet names it: A, B, ... AA."""
    found = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        found = chr(65 + rest) + found
    return found
