"""Rows of the history that are not saved, kept in the data file so that neither Esc nor a crash loses them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.views.context import Context
from hsct_desktop.views.entry_table import EntryTable
from hsct_desktop.views.sheet import DRAFT_AFTER_MS

DRAFT: Final = "history"
_AGAIN_AFTER_MS: Final = 15_000
"""A file that was locked is tried again after this long, since each try may cost the window seconds."""


class HistoryDrafts(QObject):
    """Keeps what is typed and not saved in the tables of one patient, the cell that is being typed included.

    It goes into the file of the tables, also when the window has gone to another one meanwhile.
    """

    def __init__(self, ctx: Context, patient_id: int, tables: Sequence[EntryTable], parent: QObject) -> None:
        super().__init__(parent)
        self._ctx, self._ws, self._patient_id, self._tables = ctx, ctx.ready(), patient_id, tuple(tables)
        self._kept: dict[str, Any] = {}
        self._timer = QTimer(self, singleShot=True, interval=DRAFT_AFTER_MS)
        self._timer.timeout.connect(self.put_away)
        for table in self._tables:
            table.touched.connect(self._timer.start)

    def restore(self, note: str) -> None:
        """Put back what was left here, each row marked as not saved."""
        from hsct_desktop.services import drafts

        found = drafts.find(self._ws, DRAFT, self._patient_id)
        self._kept = found.content if found is not None else {}
        for table in self._tables:
            for key, version, texts, before, *why in self._kept.get(table.table.name, ()):
                line = table.rows.restore(str(key), int(version), tuple(map(str, texts)), tuple(map(str, before)), note)
                if line is not None and why and why[0] and why[0][0] == self._ctx.language:
                    table.rows.tell_again(line, *why[0][1:])

    def stop(self) -> None:
        """Write nothing any more: the file is closed."""
        self._timer.stop()
        for table in self._tables:
            table.touched.disconnect(self._timer.start)

    def put_away(self) -> None:
        """Keep what is not saved, or drop the draft when everything is."""
        from hsct_desktop.services import drafts

        self._timer.stop()
        self._timer.setInterval(DRAFT_AFTER_MS)
        content = {table.table.name: rows for table in self._tables if (rows := _rows(table))}
        if content == self._kept:
            return
        try:
            if content:
                drafts.keep(self._ws, DRAFT, self._patient_id, content)
            else:
                drafts.drop(self._ws, DRAFT, self._patient_id)
        except KnownError as error:
            self._ctx.report_error(error)
            self._timer.start(_AGAIN_AFTER_MS)
            return
        self._kept = content


def _rows(table: EntryTable) -> list[list[Any]]:
    """The unsaved rows as JSON can hold them: key, version, texts with the cell that is being typed, recorded texts.

    Last comes what was said about these very texts, with its language: nobody reads a question in another one.
    """
    typed = table.typed_now()
    lines = [line for line in table.rows.lines if line.changed or (typed is not None and line is typed[0])]
    found: list[list[Any]] = []
    for line in lines:
        texts = list(line.texts)
        if typed is not None and line is typed[0]:
            texts[typed[1]] = typed[2]
        key, version, before = "", 0, [""] * len(texts)
        if line.row is not None:
            key, version, before = line.row.key, line.row.version, list(line.row.texts)
        if texts != before:
            is_told = line.asked == tuple(texts) and line.note != "" and not line.held
            why = [table.table.words.language, line.note, line.soft, sorted(line.wrong)] if is_told else []
            found.append([key, version, texts, before, why])
    return found
