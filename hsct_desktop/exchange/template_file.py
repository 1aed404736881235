"""Writes the empty workbook of a template: headers, an example row, drop-downs, formats, and a sheet of notes."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from hsct_desktop.domain.import_template import ColumnForm, Template, TemplateColumn

Worksheet = Any
Workbook = Any
Format = Any
"""Of XlsxWriter, which says nothing of its types and is loaded by the job alone."""
HEADER_ROW: Final = 1
EXAMPLE_ROW: Final = 2
_LAST_ROW: Final = 2_000
"""The row down to which drop-downs and checks reach."""
_LISTS: Final = "lists"
_LONGEST_MESSAGE: Final = 255
_LONGEST_TITLE: Final = 32
_WIDTHS: Final = (9, 30)
_NOTE_WIDTHS: Final = (28, 46, 34, 12, 12)
_MADE: Final = date(2026, 1, 1)


@dataclass
class _Lists:
    """The hidden sheet with the values of the drop-downs, one column each."""

    book: Workbook
    sheet: Worksheet | None = None
    ranges: dict[tuple[str, ...], str] = field(default_factory=dict)

    def source(self, choices: tuple[str, ...]) -> str:
        """The range that holds these values."""
        if choices not in self.ranges:
            if self.sheet is None:
                self.sheet = self.book.add_worksheet(_LISTS)
                self.sheet.very_hidden()
            column = len(self.ranges)
            for row, text in enumerate(choices):
                self.sheet.write_string(row, column, text)
            from xlsxwriter.utility import xl_range_abs  # type: ignore[import-untyped]

            self.ranges[choices] = f"={_LISTS}!{xl_range_abs(0, column, len(choices) - 1, column)}"
        return self.ranges[choices]


def template_xlsx(template: Template) -> bytes:
    """The bytes of the workbook; every text in it stays a text."""
    import xlsxwriter  # type: ignore[import-untyped]

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"title": template.title, "author": "", "created": _MADE})
        sheet = book.add_worksheet(template.sheet)
        notes = book.add_worksheet(template.notes_sheet)
        _write_sheet(book, sheet, template)
        _write_notes(book, notes, template)
    return target.getvalue()


def _write_sheet(book: Workbook, sheet: Worksheet, template: Template) -> None:
    plain = {"valign": "top"}
    needed = book.add_format({"bold": True, "bg_color": "#D7E6F5", "border": 1, "text_wrap": True})
    head = book.add_format({"bold": True, "bg_color": "#EEF1F4", "border": 1, "text_wrap": True})
    sheet.write_string(0, 0, template.about, book.add_format({"italic": True, "font_color": "#44546A"}))
    lists = _Lists(book)
    for at, column in enumerate(template.columns):
        formats = _FORMATS[column.form]
        low, high = _WIDTHS
        sheet.set_column(at, at, min(max(len(column.head) + 2, low), high), book.add_format(plain | formats))
        sheet.write_string(HEADER_ROW, at, column.head, needed if column.required else head)
        sheet.write_comment(HEADER_ROW, at, _told(column), {"author": "", "x_scale": 1.6, "y_scale": 0.9})
        example = book.add_format(plain | formats | {"italic": True, "font_color": "#808080", "bg_color": "#F7F7F7"})
        _write_example(sheet, at, column, example)
        sheet.data_validation(EXAMPLE_ROW + 1, at, _LAST_ROW, at, _validation(column, template, lists))
    sheet.set_row(HEADER_ROW, 32)
    sheet.freeze_panes(HEADER_ROW + 1, 1)


_FORMATS: Final[dict[ColumnForm, dict[str, str]]] = {
    ColumnForm.TEXT: {"num_format": "@"},
    ColumnForm.DATE: {"num_format": "yyyy-mm-dd"},
    ColumnForm.NUMBER: {},
    ColumnForm.WHOLE: {"num_format": "0"},
}


def _write_example(sheet: Worksheet, at: int, column: TemplateColumn, form: Format) -> None:
    value = column.example
    if value is None:
        sheet.write_blank(EXAMPLE_ROW, at, None, form)
    elif isinstance(value, date):
        sheet.write_datetime(EXAMPLE_ROW, at, value, form)
    elif isinstance(value, str):
        sheet.write_string(EXAMPLE_ROW, at, value, form)
    else:
        sheet.write_number(EXAMPLE_ROW, at, float(value) if isinstance(value, Decimal) else value, form)


def _told(column: TemplateColumn) -> str:
    """What shows over a head: the meaning of the column, and what it takes."""
    lines = (column.meaning, column.takes, column.unit)
    return "\n".join(line for line in lines if line)


def _validation(column: TemplateColumn, template: Template, lists: _Lists) -> dict[str, Any]:
    """What a spreadsheet program asks about a cell: it never forbids, for the import says what is wrong and why."""
    rule: dict[str, Any] = {
        "validate": "any", "ignore_blank": True, "error_type": "warning", "error_title": column.head[:_LONGEST_TITLE],
        "error_message": template.not_listed[:_LONGEST_MESSAGE],
    }  # fmt: skip
    if column.choices:
        kind = "warning" if column.strict else "information"
        return rule | {"validate": "list", "source": lists.source(column.choices), "error_type": kind}
    if column.form is ColumnForm.DATE:
        return rule | {
            "validate": "date",
            "criteria": "between",
            "minimum": date(1900, 3, 1),
            "maximum": date(2199, 1, 1),
        }
    if column.form is ColumnForm.WHOLE:
        return rule | {"validate": "integer", "criteria": "between", "minimum": column.least, "maximum": column.most}
    if column.form is ColumnForm.NUMBER:
        return rule | {"validate": "decimal", "criteria": "between", "minimum": -1_000_000, "maximum": 1_000_000}
    return rule


def _write_notes(book: Workbook, sheet: Worksheet, template: Template) -> None:
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True, "bg_color": "#EEF1F4", "border": 1})
    for at, width in enumerate(_NOTE_WIDTHS):
        sheet.set_column(at, at, width, wrapped)
    sheet.write_string(0, 0, template.title, book.add_format({"bold": True, "font_size": 13}))
    row = 1
    whole = book.add_format({"valign": "top"})  # a line of its own, over all columns
    for line in template.notes:
        sheet.write_string(row, 0, line, whole)
        row += 1
    for at, head in enumerate(template.notes_heads):
        sheet.write_string(row + 1, at, head, bold)
    for nth, column in enumerate(template.columns, start=row + 2):
        texts = (column.head, column.meaning, column.takes, column.unit, template.needed if column.required else "")
        for at, text in enumerate(texts):
            sheet.write_string(nth, at, text, wrapped)
