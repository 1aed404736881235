"""Drugs for the disease as a table that is typed: the drug by a few letters, its line, times, and time without it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from hsct_desktop.catalogue.search import fold_in_place
from hsct_desktop.domain.disease_modifying_therapy import DiseaseModifyingTherapyEntry, DmtStatus
from hsct_desktop.domain.dmt import Dmt, meant
from hsct_desktop.domain.partial_date import PartialDate
from hsct_desktop.domain.problem import InputError
from hsct_desktop.domain.washout import CountedTo
from hsct_desktop.services import disease_modifying_therapies as dmts
from hsct_desktop.services import washout
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.history_rows import Choice, HistoryTable, Reading, TableRow, enum_choices, member, renamed
from hsct_desktop.store import disease_modifying_therapy as store

_MOST: int = 8


class TherapyTable(HistoryTable):
    """Drugs by their start. `line` and `washout` follow from the list of drugs; a drug it lacks is taken as written."""

    name = "therapies"
    columns = ("drug", "line", "started", "stopped", "reason", "status", "washout")
    derived = frozenset({"line", "washout"})
    dates = frozenset({"started", "stopped"})
    _FIELDS: ClassVar = {"note": "reason"}

    def rows(self) -> list[TableRow]:
        with self.ws.read() as session:
            to = washout.counted_to_of(session, self.ws, self.patient_id)
            held = [dmts.row_of(self.ws, one) for one in store.of_patient(session, self.patient_id)]
        return [self._row(row, to) for row in reversed(held)]

    def _row(self, row: dmts.DmtRow, to: CountedTo) -> TableRow:
        entry, drug, words = row.held.entry, row.drug, self.words
        free = washout.of_drug(entry, drug, to)
        status = "" if entry.status is DmtStatus.UNKNOWN else words.enum("dmt_status", entry.status)
        figure = washout.short(words, free) if free is not None else ""
        times = (self.day_text(entry.started), self.day_text(entry.stopped))
        texts = (row.name, row.line, *times, entry.reason, status, figure)
        told = [washout.sentence(words, row.name, drug, free)] if drug is not None and free is not None else []
        told += [dmts.remarks(words, drug)] if drug is not None else []
        tones = {1: "muted", 6: "warn" if free is not None and free.asks else "muted"}
        detail = " ".join(part for part in (*told, entry.note.replace("\n", " ")) if part)
        return TableRow(str(row.held.id), row.held.version, texts, tones, detail=detail)

    def _drug(self, name: str) -> Dmt | None:
        return meant(self.ws.catalogue.dmts.values(), name)

    def choices(self, column: str, typed: str) -> list[Choice]:
        if column == "status":
            return enum_choices(self.words, "dmt_status", DmtStatus, typed)
        if column != "drug":
            return []
        found = self.ws.catalogue.find_dmts(typed, self.words.language, limit=_MOST)
        line = {match.item.id: dmts.line_words(self.words, match.item) for match in found}
        via = {match.item.id: f"({match.via})" if match.via else "" for match in found}
        return [
            Choice(match.shown, " · ".join(part for part in (via[match.item.id], line[match.item.id]) if part))
            for match in found
        ]

    def read_cell(self, column: str, typed: str) -> str:
        if column != "drug":
            return super().read_cell(column, typed)
        known = self._drug(typed)
        if known is not None:
            return known.label.text(self.words.language)
        # Of several drugs none is taken unseen: the list below the cell is there to choose from.
        found = self.choices(column, typed)
        return found[0].value if len(found) == 1 else " ".join(typed.split())

    def completed(self, texts: Sequence[str], column: str) -> tuple[str, ...]:
        """The line follows the drug; a stop says "stopped" where nobody has said otherwise."""
        cells = self.cells(texts)
        if column == "drug":
            known = self._drug(cells["drug"])
            cells["line"] = dmts.line_words(self.words, known) if known is not None else ""
        if column == "stopped" and cells["stopped"] and not cells["status"]:
            cells["status"] = self.words.enum("dmt_status", DmtStatus.STOPPED)
        return tuple(cells[name] for name in self.columns)

    def write(self, row: TableRow | None, texts: Sequence[str], *, confirmed: bool) -> Changes:
        cells, reading = self.cells(texts), Reading()
        nothing: PartialDate | None = None
        started = reading.of(lambda: self.day("started", cells["started"]), nothing)
        stopped = reading.of(lambda: self.day("stopped", cells["stopped"]), nothing)
        status = reading.of(
            lambda: member(self.words, "dmt_status", DmtStatus, cells["status"], DmtStatus.UNKNOWN, "status"),
            DmtStatus.UNKNOWN,
        )
        reading.done()
        blank = DiseaseModifyingTherapyEntry(self.patient_id)
        held = dmts.entry_of(self.ws, int(row.key))[0] if row is not None else blank
        known = self._drug(cells["drug"])
        if row is not None and fold_in_place(cells["drug"]) == fold_in_place(dmts.drug_name(self.ws, held)):
            drug_id, name = held.drug_id, held.name  # a drug that the list no longer has stays the same drug
        else:
            drug_id, name = (known.id, "") if known is not None else ("", cells["drug"])
        entry = replace(
            held, drug_id=drug_id, name=name, started=started, stopped=stopped, status=status, reason=cells["reason"]
        )
        try:
            if row is None:
                return dmts.record(self.ws, entry, confirmed=confirmed)
            return dmts.revise(self.ws, int(row.key), row.version, entry, confirmed=confirmed)
        except InputError as error:
            raise renamed(error, self._FIELDS, self.columns) from None

    def void(self, row: TableRow, reason: str) -> Changes:
        return dmts.void_dmt(self.ws, int(row.key), reason, row.version)
