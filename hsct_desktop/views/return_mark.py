"""What was chosen, typed into and refused when the window was locked: ids and numbers alone, to find it all again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTableView, QWidget

from hsct_desktop.views.rows_model import RowsTable
from hsct_desktop.views.sheet import RecordSheet
from hsct_desktop.views.today import TodayPage
from hsct_desktop.views.widgets.date_field import DateField
from hsct_desktop.views.widgets.tab_order import lasting_focus

_ID: Final = re.compile(r"[a-z_]{0,24}:?\d{0,12}")
"""A key of a row that is text: `s12`, `late`. What looks like anything else is not kept."""


@dataclass(frozen=True)
class Keys:
    """Which of the widgets inside has the keys, by its place among them, and where its cursor stands."""

    place: int
    kind: str
    cursor: int = 0


@dataclass(frozen=True)
class Mark:
    """The list and the row chosen on the page, where the keys are, and which fields of a form said what is wrong."""

    lists: str = ""
    row: Any = None
    keys: Keys | None = None
    shown: bool = False
    said: tuple[str, ...] = ()
    days: tuple[int, ...] = ()


def mark_of(page: QWidget, sheet: QWidget | None) -> Mark:
    """Remember it, before the page goes."""
    lists, row = _row_of(page)
    shown, said = sheet.told() if isinstance(sheet, RecordSheet) else (False, ())
    days = tuple(n for n, day in enumerate(sheet.findChildren(DateField)) if day.error()) if sheet is not None else ()
    return Mark(lists, row if _is_id(row) else None, _keys_in(sheet or page), shown, said, days)


def choose_again(page: QWidget, mark: Mark) -> None:
    """Choose the row again; one that is gone leaves what the page chose itself."""
    if isinstance(page, TodayPage):
        if mark.lists != page.chosen_list:
            page.choose_list(mark.lists)
        rows = [n for n, line in enumerate(page.model.lines()) if line.row is not None and line.key == mark.row]
        if rows:
            page.table.choose(rows[0])
        return
    table = _table_of(page)
    if isinstance(table, RowsTable) and any(line.key == mark.row for line in table.rows.lines if mark.row is not None):
        table.choose(mark.row)
    elif isinstance(table, QTableView) and not isinstance(table, RowsTable) and isinstance(mark.row, int):
        table.selectRow(mark.row)


def speak_again(sheet: QWidget | None, mark: Mark) -> None:
    """Say beside the fields of a form what they said."""
    if sheet is None:
        return
    if isinstance(sheet, RecordSheet):
        sheet.tell_again(mark.shown, mark.said)
    days = sheet.findChildren(DateField)
    for place in (n for n in mark.days if n < len(days)):
        days[place].check()


def focus_again(host: QWidget, mark: Mark) -> None:
    """Give the keys back, the cursor where it was; the text is not selected, so that the next key replaces nothing."""
    keys = mark.keys
    if keys is None:
        return
    stops = _stops(host)
    found = stops[keys.place] if keys.place < len(stops) else None
    if found is None or type(found).__name__ != keys.kind or not found.isEnabled():
        return
    found.setFocus(Qt.FocusReason.OtherFocusReason)
    if isinstance(found, QLineEdit):
        found.setCursorPosition(keys.cursor)
    elif isinstance(found, QPlainTextEdit):
        cursor = found.textCursor()
        cursor.setPosition(min(keys.cursor, found.document().characterCount() - 1))
        found.setTextCursor(cursor)


def _row_of(page: QWidget) -> tuple[str, Any]:
    if isinstance(page, TodayPage):
        row = page.table.currentIndex().row()
        return page.chosen_list, page.model.line(row).key if 0 <= row < page.model.rowCount() else None
    table = _table_of(page)
    if isinstance(table, RowsTable):
        return "", table.key()
    return "", table.currentIndex().row() if table is not None else None


def _table_of(page: QWidget) -> QTableView | None:
    return next((table for table in page.findChildren(QTableView) if table.isVisibleTo(page)), None)


def _is_id(key: Any) -> bool:
    if isinstance(key, tuple):
        return all(_is_id(one) for one in key)
    return key is None or isinstance(key, int) or (isinstance(key, str) and _ID.fullmatch(key) is not None)


def _stops(host: QWidget) -> list[QWidget]:
    """What can have the keys, in the order it was made: the same form makes the same, whatever it shows."""
    return [one for one in host.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]


def _keys_in(host: QWidget) -> Keys | None:
    focused = lasting_focus(host.window())
    stops = _stops(host)
    if focused is None or focused not in stops:
        return None
    cursor = 0
    if isinstance(focused, QLineEdit):
        cursor = focused.cursorPosition()
    elif isinstance(focused, QPlainTextEdit):
        cursor = focused.textCursor().position()
    return Keys(stops.index(focused), type(focused).__name__, cursor)
