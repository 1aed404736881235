"""The chosen protocol: its head with approval and what can be done, and its tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.views.banner import PatientTabs
from hsct_desktop.views.context import Context
from hsct_desktop.views.protocol_document import ProtocolDocument
from hsct_desktop.views.protocol_versions import VersionsTab
from hsct_desktop.views.protocol_what_if import WhatIfTab
from hsct_desktop.views.theme.tokens import Height, Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.chip import Chip
from hsct_desktop.views.widgets.flow_layout import FlowLayout
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.domain.protocol import FollowUpProtocol
    from hsct_desktop.services.protocols import ProtocolRow
    from hsct_desktop.store.protocol_approval import Approval

DOCUMENT, VERSIONS, WHAT_IF = range(3)


class ProtocolCard(QWidget):
    """Head and tabs. `snapshot` is the id of the kept text that is read, 0 for the present one."""

    approve_wanted = Signal()
    withdraw_wanted = Signal()
    edit_wanted = Signal()
    copy_wanted = Signal()
    move_wanted = Signal()

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._row: ProtocolRow | None = None
        self.snapshot = 0
        self._read_now: FollowUpProtocol | None = None
        self._build_head()
        self.document, self.versions, self.what_if = ProtocolDocument(ctx), VersionsTab(ctx), WhatIfTab(ctx)
        self.versions.read_wanted.connect(self.read_text)
        self.tabs = PatientTabs([self.tr("Protocol"), self.tr("Versions"), self.tr("What if")])
        self.tabs.setAccessibleName(self.tr("Parts of the protocol"))
        self._stack = QStackedWidget()
        for part in (self.document, self.versions, self.what_if):
            self._stack.addWidget(part)
        self.tabs.currentChanged.connect(self._on_tab)
        self._lay_out()

    def _build_head(self) -> None:
        self._title = PlainLabel("", "sheet")
        self._about = PlainLabel("", "muted")
        self.approval = PlainLabel("", wrap=True)
        self._origin, self._standing, self._older = Chip("", "plain"), Chip("", "plain"), Chip("", "warn")
        self._kept = Chip("", "wait", icon="history")
        self.approve = KeyButton(self.tr("Approve…"), icon="sign", small=True)
        self.withdraw = KeyButton(self.tr("Withdraw approval…"), icon="undo", small=True)
        self.edit = KeyButton(self.tr("Edit"), icon="edit", small=True)
        self.copy = KeyButton(self.tr("Copy into the unit's folder…"), icon="plus", small=True)
        self.move_ = KeyButton("", icon="move", small=True)
        self.print_ = KeyButton(self.tr("Print"), icon="print", hint="Ctrl+P", small=True)
        self.back = KeyButton(self.tr("Back to the present text"), icon="history", small=True)
        for button, signal in (
            (self.approve, self.approve_wanted), (self.withdraw, self.withdraw_wanted), (self.edit, self.edit_wanted),
            (self.copy, self.copy_wanted), (self.move_, self.move_wanted),
        ):  # fmt: skip
            button.clicked.connect(signal)
        self.print_.clicked.connect(lambda: self._ctx.action_wanted.emit("print_list"))
        self.back.clicked.connect(lambda: self.read_text(0))

    def _lay_out(self) -> None:
        panel = Panel()
        names = QWidget()
        line = FlowLayout(names, gap=Space.SMALL)
        for widget in (self._title, self._about, self._origin, self._standing, self._older, self._kept):
            line.addWidget(widget)
        for label in (self._title, self._about):
            # As high as the chips beside them, so that all stand on one line.
            label.setMinimumHeight(Height.CHIP)
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=Space.SMALL)
        for button in (self.back, self.approve, self.withdraw, self.edit, self.copy, self.move_, self.print_):
            flow.addWidget(button)
        panel.add(names)
        panel.add(self.approval)
        panel.add(buttons)
        bar = QHBoxLayout()
        bar.addWidget(self.tabs)
        bar.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.TIGHT)
        column.addWidget(panel)
        column.addLayout(bar)
        column.addWidget(self._stack, 1)

    def show_row(self, row: ProtocolRow, earlier: Approval | None) -> None:
        """Show another protocol, or the same one again; `earlier` is the approval of another text of it."""
        if self._row is None or self._row.id != row.id:
            self.snapshot = 0
        self._row = row
        self._show_head(row, earlier)
        self._read()
        self.versions.show_protocol(row.id)
        self.tabs.set_count(VERSIONS, self.versions.texts())
        if self.tabs.currentIndex() == WHAT_IF:
            self.what_if.show_protocol(row.id, self.snapshot)

    def _show_head(self, row: ProtocolRow, earlier: Approval | None) -> None:
        words = self._ctx.wording
        self._title.setText(row.label)
        which = words.text("protocol.doc.version_of", id=row.id, version=row.version)
        self._about.setText(" · ".join(part for part in (which, row.status) if part))
        self._origin.set_text(words.text(f"protocol.origin.{row.origin.value}"))
        self._show_approval(row.approval, earlier)
        older = self.tr("1 on an older text") if row.older == 1 else self.tr("{} on older texts").format(row.older)
        self._older.set_text(older)
        self._older.setVisible(bool(row.older))
        own, in_use = row.origin.value == "unit", row.origin.value != "record"
        self.edit.setVisible(own)
        self.copy.setVisible(in_use)
        self.move_.setText(self.tr("Move patients ({})…").format(row.older))
        self.move_.setVisible(in_use and bool(row.older))
        self.approve.setVisible(in_use and row.approval is None)
        self.withdraw.setVisible(row.approval is not None or earlier is not None)

    def _show_approval(self, approval: Approval | None, earlier: Approval | None) -> None:
        words = self._ctx.wording
        known = approval or earlier
        said = ""
        if known is not None:
            said = words.text("protocol.approved", name=known.approved_by, on=known.approved_on)
            said = " · ".join(part for part in (said, known.note) if part)
        if approval is not None:
            self._standing.set_text(self.tr("approved"))
            self._standing.set_kind("success", "check")
        elif earlier is not None:
            self._standing.set_text(self.tr("changed since approval"))
            self._standing.set_kind("warn", "alert")
            said = self.tr("Another text was {}. This one is not approved.").format(said)
        else:
            self._standing.set_text(words.text("protocol.not_approved"))
            self._standing.set_kind("plain", "")
        self.approval.setText(said)
        self.approval.setVisible(bool(said))

    def _read(self) -> None:
        """Show the present or the kept text as a document."""
        from hsct_desktop.services import protocols

        row = self._row
        if row is None:
            return
        try:
            data = protocols.read(self._ctx.ready(), row.id, self.snapshot)
        except KnownError as error:
            self._ctx.report_error(error)
            return
        if data.protocol != self._read_now:
            # News of other patients leave the reader where they are.
            self._read_now = data.protocol
            self.document.show_data(data)
        self._kept.set_text(self.tr("kept text: version {}").format(data.protocol.version))
        for widget in (self._kept, self.back):
            widget.setVisible(bool(self.snapshot))

    def read_text(self, snapshot_id: object) -> None:
        """Read a kept text as a document; 0 is the present one."""
        if not isinstance(snapshot_id, int):
            return
        found = [v for v in self.versions.known() if v.snapshot_id == snapshot_id]
        self.snapshot = 0 if found and found[0].is_present else snapshot_id
        self._read()
        self.tabs.setCurrentIndex(DOCUMENT)
        self.document.focus_first()

    def _on_tab(self, index: int) -> None:
        self._stack.setCurrentIndex(index)
        if index == WHAT_IF and self._row is not None:
            self.what_if.show_protocol(self._row.id, self.snapshot)

    def focus_first(self) -> None:
        """Put the keyboard into what the tab shows."""
        part = self._stack.currentWidget()
        if isinstance(part, ProtocolDocument | VersionsTab | WhatIfTab):
            part.focus_first()
        else:
            self.tabs.setFocus(Qt.FocusReason.TabFocusReason)
