"""Record a prior or new drug for the disease; its dates as far as they are known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.domain.disease_modifying_therapy import DiseaseModifyingTherapyEntry, DmtStatus, check_dmt
from hsct_desktop.domain.dmt import Dmt, meant
from hsct_desktop.domain.partial_date import PartialDate, read_partial
from hsct_desktop.domain.problem import InputError, Problem
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import ChipsField, NotesField, TextField
from hsct_desktop.views.reason_sheet import ReasonSheet
from hsct_desktop.views.search_picker import Found, SearchPicker
from hsct_desktop.views.sheet import Content, RecordSheet, captioned, enum_choices, field_row

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.disease_modifying_therapies import DmtRow


class DmtSheet(RecordSheet):
    """A drug for the disease, new or to be revised. A drug that the list does not have is taken as written."""

    def __init__(self, ctx: Context, patient_id: int, row_id: int | None = None) -> None:
        super().__init__(ctx, patient_id, "", draft="dmt" if row_id is None else f"dmt:{row_id}")
        self._heading = (
            self.tr("Prior or new drug for the disease") if row_id is None else self.tr("Revise a drug for the disease")
        )
        self.set_title(self._heading, "")
        self._row_id = row_id
        self._version = 0
        self._status_by_hand = self._following = False
        from hsct_desktop.services import patients

        banner = patients.banner(ctx.ready(), patient_id)
        self._birth_date, self._day0 = banner.birth_date, banner.day0
        self._build()
        self._fill()
        self.begin()

    def _build(self) -> None:
        self._drug = SearchPicker(self.tr("Drug"), self._search, free=True)
        self._started = captioned(TextField(), self.tr("From"), "started")
        self._stopped = captioned(TextField(), self.tr("Until"), "stopped")
        self._status = captioned(ChipsField(), self.tr("Today"), "status")
        self._reason = captioned(TextField(), self.tr("Reason for start, change or stop"), "reason")
        self._note = captioned(NotesField(), self.tr("Note"), "note")
        for field in (self._started, self._stopped):
            field.set_hint(self.tr("2019, 04/2019 or a day"))
            field.edited.connect(self._say_dates)
        self._status.set_choices(enum_choices(self.ctx.wording, "dmt_status", DmtStatus))
        self._status.edited.connect(self._on_status)
        self._stopped.edited.connect(self._follow_stop)
        self._drug.typed.connect(lambda _words: self._on_drug())
        self._drug.taken.connect(self._on_taken)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(11)
        for part in (
            self._drug, field_row(self._started, self._stopped), self._status, self._reason, self._note,
        ):  # fmt: skip
            column.addWidget(part)
        column.addStretch(1)
        self.set_body(body)

    def _fill(self) -> None:
        # Whether it still runs is never guessed; an end that is typed says that it does not.
        entry = DiseaseModifyingTherapyEntry(self.patient_id, status=DmtStatus.UNKNOWN)
        if self._row_id is not None:
            from hsct_desktop.services import disease_modifying_therapies as dmts

            entry, self._version = dmts.entry_of(self.ctx.ready(), self._row_id)
            self._drug.set_chosen(None, dmts.drug_name(self.ctx.ready(), entry))
            self._status_by_hand = True
        self._following = True
        self._started.set_text(self._as_typed(entry.started))
        self._stopped.set_text(self._as_typed(entry.stopped))
        self._status.set_value(entry.status)
        self._reason.set_text(entry.reason)
        self._note.set_text(entry.note)
        self._following = False
        self._on_drug()

    def _as_typed(self, day: PartialDate | None) -> str:
        """A date as it can be typed again."""
        if day is None:
            return ""
        parts = [part for part in (day.day, day.month) if part is not None]
        return "/".join([*(f"{part:02d}" for part in parts), str(day.year)])

    # drug -------------------------------------------------------------------------------------------------------

    def _search(self, typed: str) -> tuple[list[Found], str]:
        from hsct_desktop.services.disease_modifying_therapies import line_words

        rows = [
            Found(match.item, match.shown, match.spans, match.via, line_words(self.ctx.wording, match.item))
            for match in self.ctx.ready().catalogue.find_dmts(typed, self.ctx.language, limit=12)
        ]
        return rows, "" if rows else self.tr("not in the list: taken as written")

    def _chosen(self) -> Dmt | None:
        return meant(self.ctx.ready().catalogue.dmts.values(), self._drug.text())

    def _on_drug(self) -> None:
        """Show what the list says of the drug that stands there."""
        from hsct_desktop.services.disease_modifying_therapies import line_source, remarks

        known, words = self._chosen(), self.ctx.wording
        told = (line_source(words, known), remarks(words, known)) if known is not None else ()
        self._note.set_understood(" ".join(part for part in told if part))
        self.changed()

    def _on_taken(self, _found: object) -> None:
        self._on_drug()
        self._started.line().setFocus(Qt.FocusReason.TabFocusReason)

    # dates and status -------------------------------------------------------------------------------------------

    def _read(self, field: TextField) -> PartialDate | None:
        return read_partial(field.text(), self.ctx.today(), self._day0, field.objectName())

    def _say_dates(self) -> None:
        from hsct_desktop.services.disease_modifying_therapies import partial

        for field in (self._started, self._stopped):
            try:
                day = self._read(field)
            except InputError:
                day = None
            field.set_understood(partial(self.ctx.wording, day) if day is not None else "")

    def _on_status(self) -> None:
        self._status_by_hand = self._status_by_hand or not self._following
        self.changed()

    def _follow_stop(self) -> None:
        """An end says "stopped", unless somebody has said otherwise."""
        if self._stopped.text().strip() and not self._status_by_hand:
            self._following = True
            self._status.set_value(DmtStatus.STOPPED)
            self._following = False

    # the sheet --------------------------------------------------------------------------------------------------

    def first_field(self) -> QWidget | None:
        return self._drug.line() if self._row_id is None else None

    def _entry(self) -> DiseaseModifyingTherapyEntry:
        known, status = self._chosen(), self._status.value()
        return DiseaseModifyingTherapyEntry(
            self.patient_id,
            known.id if known is not None else "",
            "" if known is not None else self._drug.text().strip(),
            self._read(self._started),
            self._read(self._stopped),
            status if isinstance(status, DmtStatus) else DmtStatus.UNKNOWN,
            self._reason.text(),
            self._note.text(),
        )

    def problems(self) -> Iterator[Problem]:
        yield from check_dmt(self._entry(), self._birth_date, self.ctx.today())

    def target_of(self, field: str) -> QWidget:
        fields: dict[str, QWidget] = {
            "started": self._started, "stopped": self._stopped, "reason": self._reason, "note": self._note,
        }  # fmt: skip
        return fields.get(field, self._drug)

    def write(self) -> Changes:
        from hsct_desktop.services import disease_modifying_therapies as dmts

        ws, entry = self.ctx.ready(), self._entry()
        if self._row_id is None:
            return dmts.record(ws, entry, confirmed=self.confirmed)
        return dmts.revise(ws, self._row_id, self._version, entry, confirmed=self.confirmed)

    def content(self) -> Content:
        return {
            "drug": self._drug.text(),
            "started": self._started.text(),
            "stopped": self._stopped.text(),
            "status": str(self._status.value() or ""),
            "reason": self._reason.text(),
            "note": self._note.text(),
        }

    def restore(self, content: Content) -> None:
        self._drug.set_chosen(None, content["drug"])
        self._started.set_text(content["started"])
        self._stopped.set_text(content["stopped"])
        self._status.set_value(DmtStatus(content["status"]) if content["status"] else None)
        self._reason.set_text(content["reason"])
        self._note.set_text(content["note"])
        self._on_drug()


class DmtBackSheet(ReasonSheet):
    """Asks why a recorded drug for the disease is taken back."""

    def __init__(self, ctx: Context, patient_id: int, row: DmtRow) -> None:
        from hsct_desktop.services import disease_modifying_therapies as dmts

        held = row.held
        super().__init__(
            ctx,
            patient_id,
            "",
            f"{row.name}, {row.span}",
            lambda ws, reason: dmts.void_dmt(ws, held.id, reason, held.version),
            draft=f"dmt_void:{held.id}",
        )
        self._heading = self.tr("Take back a drug for the disease")
        self.set_title(self._heading)
