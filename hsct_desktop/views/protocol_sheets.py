"""The sheets of the Protocols page: approve a text, copy a protocol into the unit's folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.domain.problem import Problem
from hsct_desktop.views.context import NOBODY, Context
from hsct_desktop.views.form_fields import DayField, NotesField, TextField
from hsct_desktop.views.sheet import Content, RecordSheet, captioned
from hsct_desktop.views.widgets.note import AlertNote

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.protocols import ProtocolRow


class ApproveSheet(RecordSheet):
    """Who approved the text as it reads now, when, and a note."""

    def __init__(self, ctx: Context, row: ProtocolRow) -> None:
        super().__init__(ctx, NOBODY, "", row.label, draft=f"approve:{row.id}")
        self._row = row
        self._heading = self.tr("Approve")
        self.set_title(self._heading, row.label)
        which = ctx.wording.text("protocol.doc.version_of", id=row.id, version=row.version)
        note = AlertNote(which, self.tr("The approval belongs to this very text; any change of it asks for a new one."))
        self._by = captioned(TextField(), self.tr("Approved by"), "approvedBy")
        self._on = captioned(DayField(), self.tr("On"), "approvedOn")
        self._note = captioned(NotesField(), self.tr("Note (optional)"), "note")
        self._on.bind(ctx)
        self._on.set_date(ctx.today())
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(12)
        for widget in (note, self._by, self._on, self._note):
            column.addWidget(widget)
        column.addStretch(1)
        self.set_body(body)
        self.save_button().setText(self._heading)
        self.begin()

    def first_field(self) -> QWidget | None:
        return self._by.line()

    def problems(self) -> Iterator[Problem]:
        if not self._by.text().strip():
            yield Problem("approved_by", "approved_by_missing")
        if self._on.date() is None:
            yield Problem("approved_on", "approved_on_missing")

    def target_of(self, field: str) -> QWidget:
        fields: dict[str, QWidget] = {"approved_on": self._on, "note": self._note}
        return fields.get(field, self._by)

    def write(self) -> Changes:
        from hsct_desktop.services import protocols

        return protocols.approve(self.ctx.ready(), self._row.id, self._by.text(), self._on.date(), self._note.text())

    def content(self) -> Content:
        return {"by": self._by.text(), "on": self._on.typed(), "note": self._note.text()}

    def restore(self, content: Content) -> None:
        self._by.set_text(content["by"])
        self._on.set_typed(content["on"])
        self._note.set_text(content["note"])


class CopySheet(RecordSheet):
    """Under which id a protocol is copied into the unit's folder; `done(file)` is called once it is."""

    def __init__(self, ctx: Context, row: ProtocolRow, folder: Path, done: Callable[[Path], None]) -> None:
        super().__init__(ctx, NOBODY, "", row.label, draft=f"copy_protocol:{row.id}")
        from hsct_desktop.services import protocol_files

        self._row, self._done = row, done
        self._heading = self.tr("Copy into the unit's folder")
        self.set_title(self._heading, row.label)
        note = AlertNote(self.tr("The copy is the unit's own and may be changed."), str(folder))
        self._id = captioned(TextField(), self.tr("Identifier of the copy"), "protocolId")
        self._id.set_text(protocol_files.proposed_id(ctx.ready(), row.id))
        self._id.set_understood(self.tr("The same identifier replaces the shipped protocol for new patients."))
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(12)
        column.addWidget(note)
        column.addWidget(self._id)
        column.addStretch(1)
        self.set_body(body)
        self.save_button().setText(self.tr("Copy and edit"))
        self.begin()

    def first_field(self) -> QWidget | None:
        return self._id.line()

    def problems(self) -> Iterator[Problem]:
        return iter(())

    def target_of(self, _field: str) -> QWidget:
        return self._id

    def write(self) -> Changes:
        from hsct_desktop.services import protocol_files
        from hsct_desktop.services.changes import Changes

        path = protocol_files.copy_to_unit(self.ctx.ready(), self._row.id, self._id.text().strip())
        self._made = path
        saved = self.ctx.wording.text("saved.protocol_file", file=path.name)
        return Changes(frozenset({"protocol"}), "", saved)

    def _finish(self) -> None:
        super()._finish()
        self._done(self._made)

    def content(self) -> Content:
        return {"id": self._id.text()}

    def restore(self, content: Content) -> None:
        self._id.set_text(content["id"])
