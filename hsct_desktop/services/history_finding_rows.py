"""EDSS and scans of the history as tables that are typed; what the full forms hold beside stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import ClassVar, Final

from hsct_desktop.catalogue.edss_words import edss_text
from hsct_desktop.domain.edss import is_edss
from hsct_desktop.domain.edss_assessment import EdssEntry
from hsct_desktop.domain.entry import parse_decimal
from hsct_desktop.domain.mri import MriEntry, Region
from hsct_desktop.domain.partial_date import PartialDate
from hsct_desktop.domain.problem import InputError, refuse
from hsct_desktop.services import mri, neurology
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.history_rows import Choice, HistoryTable, Reading, TableRow, enum_choices, member, renamed
from hsct_desktop.store import measure_value

_NO_DAY: Final = PartialDate(date.max.year)
_ONE_PLACE: Final = Decimal("0.1")


class _Dated(HistoryTable):
    """A table whose rows must have a date."""

    _FIELDS: ClassVar[dict[str, str]] = {}

    def needed_day(self, column: str, text: str) -> PartialDate:
        """The date of a row; InputError where it is missing or cannot be read."""
        day = self.day(column, text)
        if day is None:
            raise refuse(column, "date_missing")
        return day


class EdssTable(_Dated):
    """Date, EDSS by the clinician, a note. Who examined and the functional systems stand on the neurology sheet."""

    name = "edss"
    columns = ("assessed", "edss", "note")
    dates = frozenset({"assessed"})
    _FIELDS: ClassVar[dict[str, str]] = {"systems": "edss", "rater": "note"}

    def rows(self) -> list[TableRow]:
        found = reversed(neurology.for_patient(self.ws, self.patient_id))
        return [self._row(row) for row in found]

    def _row(self, row: neurology.NeurologyRow) -> TableRow:
        entry = row.held.entry
        edss = edss_text(self.words, entry.edss) if entry.edss is not None else ""
        detail = ""
        if row.differs and row.computed.edss is not None:
            computed = edss_text(self.words, row.computed.edss)
            detail = self.words.text("history.edss_computed", edss=computed)
        texts = (self.day_text(entry.assessed), edss, entry.note)
        return TableRow(str(row.held.id), row.held.version, texts, detail=detail)

    def read_cell(self, column: str, typed: str) -> str:
        if column != "edss" or not typed.strip():
            return super().read_cell(column, typed)
        try:
            value = parse_decimal(typed, column)
        except InputError:
            return typed.strip()
        # Only what the scale has is written its way: any other number stays as typed, and is refused as typed.
        return edss_text(self.words, value) if is_edss(value) else typed.strip()

    def write(self, row: TableRow | None, texts: Sequence[str], *, confirmed: bool) -> Changes:
        cells, reading = self.cells(texts), Reading()
        nothing: Decimal | None = None
        day = reading.of(lambda: self.needed_day("assessed", cells["assessed"]), _NO_DAY)
        edss = reading.of(lambda: _edss(cells["edss"]) if cells["edss"] else None, nothing)
        reading.done()
        held = neurology.entry_of(self.ws, int(row.key))[0] if row is not None else EdssEntry(self.patient_id, day)
        entry = replace(held, assessed=day, edss=edss, note=cells["note"])
        try:
            if row is None:
                return neurology.record(self.ws, entry, confirmed=confirmed)
            # Timed tests and totals of the day go with it: a changed date is theirs as well.
            with self.ws.read() as session:
                taken = {m.entry.measure_id: m.entry.value for m in measure_value.of_assessment(session, int(row.key))}
            return neurology.revise(self.ws, int(row.key), row.version, entry, taken, confirmed=confirmed)
        except InputError as error:
            raise renamed(error, self._FIELDS, self.columns) from None

    def void(self, row: TableRow, reason: str) -> Changes:
        return neurology.void_assessment(self.ws, int(row.key), reason, row.version)


def _edss(text: str) -> Decimal:
    """The number that was typed; one of the scale with its one decimal, any other as it is, for the check to refuse."""
    value = parse_decimal(text, "edss")
    return value.quantize(_ONE_PLACE) if is_edss(value) else value


class MriTable(_Dated):
    """Date, new T2 lesions, enhancing lesions, what was scanned, a note. The rest stands on the scan's sheet."""

    name = "mri"
    columns = ("scanned", "new_t2", "gd", "region", "note")
    dates = frozenset({"scanned"})
    _FIELDS: ClassVar[dict[str, str]] = {"cord_new": "new_t2", "cord_gd": "gd", "compared_with_id": "scanned"}

    def rows(self) -> list[TableRow]:
        return [self._row(row) for row in mri.listed(self.ws, self.patient_id)]

    def _row(self, row: mri.ScanRow) -> TableRow:
        words, entry = self.words, row.mri.entry
        counts = ("" if count is None else str(count) for count in (entry.new_t2, entry.gd))
        region = words.enum("mri_region", entry.region)
        role = words.text(f"mri.role.{row.role}") if row.role is not None else ""
        told = (role, mri.scanner_words(words, entry), mri.found_words(words, entry))
        detail = " · ".join(part for part in told if part)
        texts = (self.day_text(entry.scanned), *counts, region, entry.note)
        return TableRow(str(row.mri.id), row.mri.version, texts, detail=detail)

    def choices(self, column: str, typed: str) -> list[Choice]:
        return enum_choices(self.words, "mri_region", Region, typed) if column == "region" else []

    def write(self, row: TableRow | None, texts: Sequence[str], *, confirmed: bool) -> Changes:
        cells, reading = self.cells(texts), Reading()
        nothing: int | None = None
        day = reading.of(lambda: self.needed_day("scanned", cells["scanned"]), _NO_DAY)
        new = reading.of(lambda: _count(cells["new_t2"], "new_t2"), nothing)
        gd = reading.of(lambda: _count(cells["gd"], "gd"), nothing)
        region = reading.of(
            lambda: member(self.words, "mri_region", Region, cells["region"], Region.BRAIN, "region"), Region.BRAIN
        )
        reading.done()
        held = mri.entry_of(self.ws, int(row.key))[0] if row is not None else MriEntry(self.patient_id, day)
        entry = replace(held, scanned=day, new_t2=new, gd=gd, region=region, note=cells["note"])
        try:
            if row is None:
                return mri.record(self.ws, entry, confirmed=confirmed)
            return mri.revise(self.ws, int(row.key), row.version, entry, confirmed=confirmed)
        except InputError as error:
            raise renamed(error, self._FIELDS, self.columns) from None

    def void(self, row: TableRow, reason: str) -> Changes:
        return mri.void_mri(self.ws, int(row.key), reason, row.version)


def _count(text: str, column: str) -> int | None:
    """A number of lesions; None for an empty cell, which is not the same as 0."""
    if not text:
        return None
    value = parse_decimal(text, column)
    if value != value.to_integral_value():
        raise refuse(column, "whole_number_needed", text=text)
    return int(value)
