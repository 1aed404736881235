"""Beginning, diagnosis and forms of the disease, and the relapses, as tables that are typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import ClassVar, Final

from hsct_desktop.catalogue.search import fold_in_place
from hsct_desktop.domain.disease_history import HistoryEntry, PhenotypeChange, PhenotypeEntry
from hsct_desktop.domain.partial_date import PartialDate
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.domain.relapse import Recovery, RelapseEntry, Steroid, System
from hsct_desktop.services import disease_history, relapses
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.history_rows import Choice, HistoryTable, Reading, TableRow, enum_choices, member, renamed
from hsct_desktop.services.workspace import Workspace

ONSET, DIAGNOSED, PHENOTYPE = "onset", "diagnosed", "p"
"""Keys of the two rows that always stand there, and what begins the key of a phenotype."""
_SPLIT: Final = re.compile(r"[,;+]")


class CourseTable(HistoryTable):
    """First symptoms and diagnosis in two rows that stand there, then a row for each form of the disease."""

    name = "course"
    columns = ("what", "since", "note")
    dates = frozenset({"since"})
    _FIELDS: ClassVar = {"phenotype_id": "what", "onset": "since", "diagnosed": "since"}

    def __init__(self, ws: Workspace, patient_id: int, day0: date | None = None) -> None:
        super().__init__(ws, patient_id, day0)
        self.differs = ""
        """Says that the patient's card has another form than the history ends with."""
        self._known: tuple[tuple[str, str], ...] = ()

    def rows(self) -> list[TableRow]:
        found = disease_history.of_patient(self.ws, self.patient_id)
        self._known, self.differs = found.phenotypes_known, found.card_differs
        self.adds = bool(self._known)
        held = found.history
        entry, version = (held.entry, held.version) if held is not None else (HistoryEntry(self.patient_id), 0)
        begun = (self.words.text("history.what.onset"), self.day_text(entry.onset), entry.note)
        told = (self.words.text("history.what.diagnosed"), self.day_text(entry.diagnosed), "")
        fixed = [
            TableRow(ONSET, version, begun, locked=frozenset({0})),
            TableRow(DIAGNOSED, version, told, locked=frozenset({0, 2})),
        ]
        labels = dict(self._known)
        return fixed + [self._form(form, labels) for form in found.phenotypes]

    def _form(self, form: PhenotypeChange, labels: dict[str, str]) -> TableRow:
        texts = (labels.get(form.phenotype_id, form.phenotype_id), self.day_text(form.since), form.note)
        return TableRow(f"{PHENOTYPE}{form.id}", form.version, texts)

    def choices(self, column: str, typed: str) -> list[Choice]:
        if column != "what":
            return []
        wanted = fold_in_place(typed)
        return [Choice(label) for id_, label in self._known if fold_in_place(label).startswith(wanted) or id_ == wanted]

    def key_of(self, changes: Changes) -> str:
        return f"{PHENOTYPE}{changes.record_id}"

    def write(self, row: TableRow | None, texts: Sequence[str], *, confirmed: bool) -> Changes:
        cells = self.cells(texts)
        try:
            if row is not None and row.key in (ONSET, DIAGNOSED):
                return self._write_day(row, cells, confirmed)
            return self._write_form(row, cells, confirmed)
        except InputError as error:
            raise renamed(error, self._FIELDS, self.columns) from None

    def _write_day(self, row: TableRow, cells: dict[str, str], confirmed: bool) -> Changes:
        """Both days stand in one record: the other one may have been written since this row was shown."""
        held = disease_history.of_patient(self.ws, self.patient_id).history
        entry = held.entry if held is not None else HistoryEntry(self.patient_id)
        shown_then = (row.texts[1], row.texts[2] if row.key == ONSET else "")
        stands = (self.day_text(getattr(entry, row.key)), entry.note if row.key == ONSET else "")
        if shown_then != stands:
            raise KnownError("stale_row")
        day = self.day("since", cells["since"])
        if row.key == ONSET:
            entry = replace(entry, onset=day, note=cells["note"])
        else:
            entry = replace(entry, diagnosed=day)
        if held is None:
            return disease_history.record(self.ws, entry, confirmed=confirmed)
        return disease_history.revise(self.ws, held.id, held.version, entry, confirmed=confirmed)

    def _write_form(self, row: TableRow | None, cells: dict[str, str], confirmed: bool) -> Changes:
        labels = {label: id_ for id_, label in self._known}
        which = labels.get(cells["what"], cells["what"])
        entry = PhenotypeEntry(self.patient_id, self.day("since", cells["since"]), which, cells["note"])
        if row is None:
            return disease_history.record_phenotype(self.ws, entry, confirmed=confirmed)
        return disease_history.revise_phenotype(self.ws, _id(row), row.version, entry, confirmed=confirmed)

    def void(self, row: TableRow, reason: str) -> Changes:
        return disease_history.void_phenotype(self.ws, _id(row), reason, row.version)


def _id(row: TableRow) -> int:
    return int(row.key.removeprefix(PHENOTYPE))


class RelapseTable(HistoryTable):
    """Relapses by onset: systems, steroid, what was left, a note. What else was given stands on the sheet."""

    name = "relapses"
    columns: tuple[str, ...] = ("onset", "systems", "steroid", "recovery", "note")
    dates = frozenset({"onset"})
    _FIELDS: ClassVar = {"treatment": "note"}

    def __init__(self, ws: Workspace, patient_id: int, day0: date | None = None, *, systems: bool = True) -> None:
        """Without `systems` that column is left out, for a disease that has no functional systems; what is recorded of
        them stays.
        """
        super().__init__(ws, patient_id, day0)
        if not systems:
            self.columns = tuple(column for column in self.columns if column != "systems")

    def rows(self) -> list[TableRow]:
        return [self._row(row) for row in relapses.for_patient(self.ws, self.patient_id)]

    def _row(self, row: relapses.RelapseRow) -> TableRow:
        words, entry = self.words, row.held.entry
        steroid = "" if entry.steroid is Steroid.UNKNOWN else words.enum("steroid", entry.steroid)
        left = "" if entry.recovery is Recovery.UNKNOWN else words.enum("relapse_recovery", entry.recovery)
        cells = {"onset": self.day_text(entry.onset), "systems": row.systems, "steroid": steroid, "recovery": left}
        texts = tuple((cells | {"note": entry.note})[column] for column in self.columns)
        after = words.text("history.after_day0") if row.after_day0 else ""
        detail = " · ".join(part for part in (after, entry.treatment) if part)
        return TableRow(str(row.held.id), row.held.version, texts, detail=detail)

    def choices(self, column: str, typed: str) -> list[Choice]:
        if column == "steroid":
            return enum_choices(self.words, "steroid", Steroid, typed)
        if column == "recovery":
            return enum_choices(self.words, "relapse_recovery", Recovery, typed)
        if column != "systems":
            return []
        *before, last = _SPLIT.split(typed)
        given = [found[0].value if (found := self._systems(part)) else part.strip() for part in before]
        return [Choice(", ".join([*given, found.value])) for found in self._systems(last)]

    def _systems(self, typed: str) -> list[Choice]:
        return enum_choices(self.words, "system", System, typed)

    def read_cell(self, column: str, typed: str) -> str:
        if column != "systems" or not typed.strip():
            return super().read_cell(column, typed)
        parts = [part.strip() for part in _SPLIT.split(typed) if part.strip()]
        if not self._systems(parts[0]):  # "vis pyr": systems apart by blanks only
            parts = [word for part in parts for word in part.split()]
        found = [self._systems(part) for part in parts]
        # With one word that is no system the cell stays as it was typed.
        return ", ".join(dict.fromkeys(one[0].value for one in found)) if all(found) else " ".join(typed.split())

    def write(self, row: TableRow | None, texts: Sequence[str], *, confirmed: bool) -> Changes:
        cells, words, reading = self.cells(texts), self.words, Reading()
        nothing: PartialDate | None = None
        none: tuple[System, ...] = ()
        held = relapses.entry_of(self.ws, int(row.key))[0] if row is not None else RelapseEntry(self.patient_id, None)
        onset = reading.of(lambda: self.day("onset", cells["onset"]), nothing)
        systems = reading.of(lambda: self._named(cells["systems"]) if "systems" in cells else held.systems, none)
        steroid = reading.of(
            lambda: member(words, "steroid", Steroid, cells["steroid"], Steroid.UNKNOWN, "steroid"), Steroid.UNKNOWN
        )
        left = reading.of(
            lambda: member(words, "relapse_recovery", Recovery, cells["recovery"], Recovery.UNKNOWN, "recovery"),
            Recovery.UNKNOWN,
        )
        reading.done()
        entry = replace(held, onset=onset, systems=systems, steroid=steroid, recovery=left, note=cells["note"])
        try:
            if row is None:
                return relapses.record(self.ws, entry, confirmed=confirmed)
            return relapses.revise(self.ws, int(row.key), row.version, entry, confirmed=confirmed)
        except InputError as error:
            raise renamed(error, self._FIELDS, self.columns) from None

    def _named(self, text: str) -> tuple[System, ...]:
        parts = [part.strip() for part in _SPLIT.split(text) if part.strip()]
        return tuple(member(self.words, "system", System, part, System.OTHER, "systems") for part in parts)

    def void(self, row: TableRow, reason: str) -> Changes:
        return relapses.void_relapse(self.ws, int(row.key), reason, row.version)
