"""Why a visit stands where it stands, in full: a sheet to read."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.views.context import Context
from hsct_desktop.views.widgets.panel import rule
from hsct_desktop.views.widgets.plain_label import PlainLabel
from hsct_desktop.views.widgets.side_sheet import SideSheet


class WhySheet(SideSheet):
    """The rule and its anchor, the window, the protocol's version, and each change of the booking. Nothing to save."""

    def __init__(self, ctx: Context, scheduled_id: int) -> None:
        from hsct_desktop.services import patients, visits, why

        ws = ctx.ready()
        label = visits.scheduled(ws, scheduled_id).label
        super().__init__(ctx.sheet_host(), "", label, top=ctx.sheet_top(), save=self.tr("Close"))
        self.set_title(self.tr("Why it is here"), label)
        found = why.explain(ws, scheduled_id)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(8)
        column.addWidget(PlainLabel(patients.name(ws, visits.patient_of(ws, scheduled_id)), "bold"))
        self.lines = found.lines
        captions = (self.tr("Rule"), self.tr("Window"), self.tr("Protocol"), self.tr("What was done about it"))
        for number, line in enumerate(found.lines):
            if number < len(captions):
                column.addWidget(rule())
                column.addWidget(PlainLabel(captions[number], "muted"))
            label_ = PlainLabel(line[:1].upper() + line[1:], wrap=True)
            label_.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(label_)
        column.addStretch(1)
        self.set_body(body)
        self.draft_button().hide()
        self.saved.connect(self.close_sheet)

    def keep_draft(self) -> None:
        """There is nothing to keep."""
        self.close_sheet()
