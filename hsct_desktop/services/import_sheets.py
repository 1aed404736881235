"""Which sheets of a file are meant where nobody named one: those whose heads speak of the kind that was asked for."""

from __future__ import annotations

from hsct_desktop.catalogue.import_fields import import_fields
from hsct_desktop.domain.book import Book, Sheet
from hsct_desktop.domain.import_column import guess_kind
from hsct_desktop.domain.import_field import ImportKind
from hsct_desktop.domain.import_mapping import ImportMapping, places_of
from hsct_desktop.domain.import_table import find_table
from hsct_desktop.domain.problem import InputError
from hsct_desktop.services.import_codes import code_lists
from hsct_desktop.services.workspace import Workspace


def sheets_of(ws: Workspace, book: Book, kind: ImportKind, mapping: ImportMapping | None = None) -> tuple[str, ...]:
    """The visible sheets that `mapping` reads, without one those recognised as the kind; else the first visible one.

    A file of one visible sheet is that sheet, whatever it looks like; none visible gives nothing.
    """
    shown = [sheet for sheet in book.sheets if not sheet.hidden]
    if len(shown) > 1:
        found = tuple(sheet.name for sheet in shown if _is_meant(ws, sheet, kind, mapping))
        if found:
            return found
    return tuple(sheet.name for sheet in shown[:1])


def _is_meant(ws: Workspace, sheet: Sheet, kind: ImportKind, mapping: ImportMapping | None) -> bool:
    table = find_table(sheet, mapping.header_row if mapping is not None else 0)
    if not table.rows:
        return False
    if mapping is None:
        return guess_kind(table, import_fields(), code_lists(ws.catalogue)) is kind
    try:
        return any(True for _ in places_of(mapping, table).used())
    except InputError:
        return False
