"""Why a visit stands where it stands, in full: a sheet to read."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.domain.contact import ContactOutcome
from hsct_desktop.views.context import Context
from hsct_desktop.views.sheet import name_patient
from hsct_desktop.views.widgets.panel import rule
from hsct_desktop.views.widgets.plain_label import PlainLabel
from hsct_desktop.views.widgets.side_sheet import SideSheet

_MOST_CONTACTS: Final = 6


class WhySheet(SideSheet):
    """The rule and its anchor, the window, the protocol's version, and each change of the booking. Nothing to save."""

    def __init__(self, ctx: Context, scheduled_id: int) -> None:
        from hsct_desktop.services import visits, why

        ws = ctx.ready()
        label = visits.scheduled(ws, scheduled_id).label
        super().__init__(ctx.sheet_host(), "", label, top=ctx.sheet_top(), save=self.tr("Close"))
        self.set_title(self.tr("Why it is here"), label)
        found = why.explain(ws, scheduled_id)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(8)
        patient_id = visits.patient_of(ws, scheduled_id)
        name_patient(self, ctx, patient_id)
        self.lines = (*found.lines, *self._contacts(ctx, patient_id))
        captions = (self.tr("Rule"), self.tr("Window"), self.tr("Protocol"), self.tr("What was done about it"))
        # Nobody moved it, and yet somebody may have rung.
        heads = dict(enumerate(captions)) | {len(found.lines): self.tr("Contacts since last reached or seen")}
        for number, line in enumerate(self.lines):
            if number in heads:
                if number:
                    column.addWidget(rule())
                column.addWidget(PlainLabel(heads[number], "muted"))
            label_ = PlainLabel(line[:1].upper() + line[1:], wrap=True)
            label_.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(label_)
        column.addStretch(1)
        self.set_body(body)
        self.draft_button().hide()
        self.saved.connect(self.close_sheet)

    @staticmethod
    def _contacts(ctx: Context, patient_id: int) -> list[str]:
        """The calls and letters since the patient was last reached or seen, latest first: when, how, by whom, result.

        The one that reached the patient is the last of them.
        """
        from hsct_desktop.services import contacts

        facts, last_seen = contacts.facts_of(ctx.ready(), patient_id)
        words, said = ctx.wording, []
        for contact in facts:
            if last_seen is not None and contact.on < last_seen:
                break
            kind, outcome = words.enum("contact_kind", contact.kind), words.enum("contact_outcome", contact.outcome)
            said.append(" · ".join(part for part in (words.date(contact.on), kind, contact.by, outcome) if part))
            if contact.outcome is ContactOutcome.REACHED:
                break
        return said[:_MOST_CONTACTS]

    def keep_draft(self) -> None:
        """There is nothing to keep."""
        self.close_sheet()
