"""Record a relapse: when it began, what it touched, steroid and other treatment, what was left."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.catalogue.wording import in_sentence
from hsct_desktop.domain.partial_date import PartialDate, read_partial, shown
from hsct_desktop.domain.problem import InputError, Problem
from hsct_desktop.domain.relapse import Recovery, RelapseEntry, Steroid, System, check_relapse
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import ChipsField, NotesField, TextField
from hsct_desktop.views.past_entries import PastEntries, PastEntry
from hsct_desktop.views.reason_sheet import ReasonSheet
from hsct_desktop.views.sheet import Content, RecordSheet, captioned, enum_choices, field_row

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.relapses import RelapseRow


class RelapseSheet(RecordSheet):
    """A relapse, new or to be revised; below it those that are recorded."""

    def __init__(self, ctx: Context, patient_id: int, row_id: int | None = None) -> None:
        super().__init__(ctx, patient_id, "", draft="relapse" if row_id is None else f"relapse:{row_id}")
        self._heading = self.tr("Record relapse") if row_id is None else self.tr("Revise relapse")
        self.set_title(self._heading, "")
        self._row_id, self._version = row_id, 0
        from hsct_desktop.services import patients
        from hsct_desktop.services.history_tables import WITH_EDSS

        banner = patients.banner(ctx.ready(), patient_id)
        self._birth_date, self._day0 = banner.birth_date, banner.day0
        self._has_systems = banner.disease_id in WITH_EDSS
        self._build()
        self._fill()
        self.begin()

    def _build(self) -> None:
        words = self.ctx.wording
        self._onset = captioned(TextField(), self.tr("Onset"), "onset")
        self._onset.set_hint(self.tr("2019, 04/2019 or a day"))
        self._onset.edited.connect(self._say_onset)
        self._systems = captioned(ChipsField(), self.tr("Systems"), "systems")
        self._systems.set_choices(enum_choices(words, "system", System), multi=True)
        if not self._has_systems:
            # Only ever hidden here: shown before it has a parent it would flash up as a window of its own.
            self._systems.hide()
        self._steroid = captioned(ChipsField(), self.tr("Steroid pulse"), "steroid")
        self._steroid.set_choices(enum_choices(words, "steroid", Steroid))
        self._recovery = captioned(ChipsField(), self.tr("Recovery"), "recovery")
        self._recovery.set_choices(enum_choices(words, "relapse_recovery", Recovery))
        self._treatment = captioned(TextField(), self.tr("Other treatment"), "treatment")
        self._note = captioned(NotesField(), self.tr("Note"), "note")
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(11)
        for part in (
            field_row(self._onset, QWidget()), self._systems, self._steroid, self._recovery, self._treatment,
            self._note, self._past(),
        ):  # fmt: skip
            column.addWidget(part)
        column.addStretch(1)
        self.set_body(body)

    def _fill(self) -> None:
        entry = RelapseEntry(self.patient_id, None)
        if self._row_id is not None:
            from hsct_desktop.services import relapses

            entry, self._version = relapses.entry_of(self.ctx.ready(), self._row_id)
        self._onset.set_text(self._as_typed(entry.onset))
        self._systems.choice().set_values(entry.systems)
        self._steroid.set_value(entry.steroid)
        self._recovery.set_value(entry.recovery)
        self._treatment.set_text(entry.treatment)
        self._note.set_text(entry.note)
        self._say_onset()

    def _as_typed(self, day: PartialDate | None) -> str:
        """A date as it can be typed again."""
        return self.ctx.wording.value(shown(day)).replace("\u00a0", " ") if day is not None else ""

    def _read(self) -> PartialDate | None:
        return read_partial(self._onset.text(), self.ctx.today(), self._day0, "onset")

    def _say_onset(self) -> None:
        """Say how the date is understood, and on which side of Day 0 it lies: outcomes count it from there."""
        from hsct_desktop.services.relapses import is_after

        try:
            onset = self._read()
        except InputError:
            onset = None
        said = [self.ctx.wording.value(shown(onset))] if onset is not None else []
        after = is_after(onset, self._day0) if onset is not None else None
        if after is not None:
            said.append(self.tr("after Day 0") if after else self.tr("before Day 0"))
        self._onset.set_understood(" · ".join(said))
        self.changed()

    # what was recorded before -----------------------------------------------------------------------------------

    def _past(self) -> QWidget:
        from hsct_desktop.services import relapses

        if self._row_id is not None:
            return PastEntries(self.ctx.wording, [])
        rows = relapses.for_patient(self.ctx.ready(), self.patient_id)
        return PastEntries(self.ctx.wording, [self._past_entry(row) for row in reversed(rows)], wide=True)

    def _past_entry(self, row: RelapseRow) -> PastEntry:
        words, entry = self.ctx.wording, row.held.entry
        left = ""
        if entry.recovery is not Recovery.UNKNOWN:
            left = self.tr("Recovery: {}").format(in_sentence(words.enum("relapse_recovery", entry.recovery)))
        detail = " · ".join(part for part in (left, entry.treatment, entry.note) if part)
        return PastEntry(
            row.onset,
            row.systems or (self.tr("systems not known") if self._has_systems else self.tr("Relapse")),
            detail,
            lambda: self.ctx.open_sheet(RelapseBackSheet(self.ctx, self.patient_id, row)),
            lambda: self.ctx.open_sheet(RelapseSheet(self.ctx, self.patient_id, row.held.id)),
        )

    # the sheet --------------------------------------------------------------------------------------------------

    def first_field(self) -> QWidget | None:
        return self._onset.line()

    def _entry(self) -> RelapseEntry:
        steroid, recovery = self._steroid.value(), self._recovery.value()
        return RelapseEntry(
            self.patient_id,
            self._read(),
            tuple(System(str(one)) for one in self._systems.choice().values()),
            steroid if isinstance(steroid, Steroid) else Steroid.UNKNOWN,
            recovery if isinstance(recovery, Recovery) else Recovery.UNKNOWN,
            self._treatment.text(),
            self._note.text(),
        )

    def problems(self) -> Iterator[Problem]:
        yield from check_relapse(self._entry(), self._birth_date, self.ctx.today())

    def target_of(self, field: str) -> QWidget:
        fields: dict[str, QWidget] = {
            "systems": self._systems, "treatment": self._treatment, "note": self._note,
        }  # fmt: skip
        return fields.get(field, self._onset)

    def write(self) -> Changes:
        from hsct_desktop.services import relapses

        ws, entry = self.ctx.ready(), self._entry()
        if self._row_id is None:
            return relapses.record(ws, entry, confirmed=self.confirmed)
        return relapses.revise(ws, self._row_id, self._version, entry, confirmed=self.confirmed)

    def content(self) -> Content:
        return {
            "onset": self._onset.text(),
            "systems": [str(one) for one in self._systems.choice().values()],
            "steroid": str(self._steroid.value() or ""),
            "recovery": str(self._recovery.value() or ""),
            "treatment": self._treatment.text(),
            "note": self._note.text(),
        }

    def restore(self, content: Content) -> None:
        self._onset.set_text(content["onset"])
        self._systems.choice().set_values(tuple(System(one) for one in content["systems"]))
        self._steroid.set_value(Steroid(content["steroid"]) if content["steroid"] else None)
        self._recovery.set_value(Recovery(content["recovery"]) if content["recovery"] else None)
        self._treatment.set_text(content["treatment"])
        self._note.set_text(content["note"])
        self._say_onset()


class RelapseBackSheet(ReasonSheet):
    """Asks why a recorded relapse is taken back."""

    def __init__(self, ctx: Context, patient_id: int, row: RelapseRow) -> None:
        from hsct_desktop.services import relapses

        held = row.held
        super().__init__(
            ctx,
            patient_id,
            "",
            ", ".join(part for part in (row.onset, row.systems) if part),
            lambda ws, reason: relapses.void_relapse(ws, held.id, reason, held.version),
            draft=f"relapse_void:{held.id}",
        )
        self._heading = self.tr("Take back a relapse")
        self.set_title(self._heading)
