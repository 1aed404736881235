"""The Protocols place: which protocols there are, each read as a document, approved, edited, compared, tried out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.views.context import NOBODY, Context
from hsct_desktop.views.form_fields import ChoiceField
from hsct_desktop.views.preferences import Preferences
from hsct_desktop.views.protocol_card import ProtocolCard
from hsct_desktop.views.protocol_editor import ProtocolEditor
from hsct_desktop.views.protocol_list import ListedProtocol, ProtocolList
from hsct_desktop.views.protocol_moving import ProtocolMoving
from hsct_desktop.views.protocol_unused import UnusedProtocol
from hsct_desktop.views.sheet import captioned
from hsct_desktop.views.theme.tokens import Space, Width
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.empty_state import EmptyState
from hsct_desktop.views.widgets.plain_label import PlainLabel
from hsct_desktop.views.widgets.tab_order import move_focus, tab_stops

if TYPE_CHECKING:
    from pathlib import Path

    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.protocols import BrokenFile, ProtocolRow
    from hsct_desktop.store.protocol_approval import Approval
    from hsct_desktop.views.printing import Printer

_SIDE_WIDTH: Final = 300
_SIDE_SLIM: Final = 230
_FILE: Final = "file:"
"""Begins the key of a file that is not used."""
_KINDS: Final = {"protocol", "transplant", "schedule", "patient", "state"}


class ProtocolsPage(QWidget):
    """The page. `unit_folder_changed` asks the window to read the file's catalogue from the folder chosen."""

    unit_folder_changed = Signal()

    def __init__(self, ctx: Context, preferences: Preferences | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx, self._preferences = ctx, preferences
        self._chosen = ""
        self._stale = False
        self.rows: dict[str, ProtocolRow] = {}
        self.broken: dict[str, BrokenFile] = {}
        self._build()
        self._lay_out()
        back = QShortcut(QKeySequence("Esc"), self.card, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(self.focus_first)
        ctx.workspace_changed.connect(self._on_workspace)
        ctx.news.changed.connect(self._on_news)
        self.refresh()

    # building ---------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.list = ProtocolList(self.tr("Protocols"))
        self.list.chosen.connect(self.choose)
        self.list.entered.connect(self._on_entered)
        self.choice = captioned(ChoiceField(), self.tr("Protocol"), "protocol")
        # The box says what it is for; in a narrow window each line counts.
        self.choice.label().hide()
        self.choice.edited.connect(self._on_dropped)
        self._folder_words = PlainLabel("", "caption", wrap=True)
        self._folder_button = KeyButton(self.tr("Choose folder…"), small=True)
        self._folder_button.clicked.connect(self.choose_folder)
        self.card = ProtocolCard(self._ctx)
        for signal, do in (
            (self.card.approve_wanted, self.approve), (self.card.withdraw_wanted, self.withdraw),
            (self.card.edit_wanted, self.edit), (self.card.copy_wanted, self.copy),
            (self.card.move_wanted, self.move_patients),
        ):  # fmt: skip
            signal.connect(do)
        self.unused = UnusedProtocol(self._ctx)
        self.unused.edit_wanted.connect(self.edit)
        self.editor = ProtocolEditor(self._ctx)
        self.editor.closed.connect(self._on_edited)
        self.moving = ProtocolMoving(self._ctx)
        self.moving.closed.connect(partial(self._browse, ""))
        self.empty = EmptyState(self.tr("Opening the file …"))

    def _lay_out(self) -> None:
        self._side = QWidget()
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(Space.SMALL)
        side.addWidget(self.list, 1)
        side.addWidget(self._folder_words)
        side.addWidget(self._folder_button)
        self._right = QStackedWidget()
        self._right.addWidget(self.card)
        self._right.addWidget(self.unused)
        self._reading = QWidget()
        right = QVBoxLayout(self._reading)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(Space.SMALL)
        right.addWidget(self.choice)
        right.addWidget(self._right, 1)
        self._browser = QWidget()
        row = QHBoxLayout(self._browser)
        row.setContentsMargins(Space.MEDIUM, 0, Space.LARGE, Space.MEDIUM)
        row.setSpacing(Space.MEDIUM)
        row.addWidget(self._side)
        row.addWidget(self._reading, 1)
        self.stack = QStackedWidget()
        for page in (self._browser, self.editor, self.moving, self.empty):
            self.stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = self.window().width()
        self._side.setVisible(width >= Width.WHOLE_BELOW)
        self.choice.setVisible(width < Width.WHOLE_BELOW)
        self._side.setFixedWidth(_SIDE_WIDTH if width >= Width.NARROW_BELOW else _SIDE_SLIM)

    # what is shown ----------------------------------------------------------------------------------------------

    def _on_workspace(self) -> None:
        self.editor.forget()
        self.stack.setCurrentWidget(self._browser)
        self.refresh()

    def _on_news(self, changes: Changes, _initiator: object) -> None:
        if not changes.kinds & _KINDS:
            return
        if self.isVisible():
            self.refresh()
            if self.moving.isVisible():
                self.moving.reload()
        else:
            self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.editor.store_draft()

    def refresh(self) -> None:
        """Read protocols, approvals and patients of the open file."""
        self._stale = False
        ws = self._ctx.workspace
        if ws is None:
            self.stack.setCurrentWidget(self.empty)
            return
        if self.stack.currentWidget() is self.empty:
            self.stack.setCurrentWidget(self._browser)
        from hsct_desktop.services import protocols

        try:
            self.rows = {row.id: row for row in protocols.listing(ws)}
            self.broken = {f"{_FILE}{found.file.name}": found for found in protocols.broken_files(ws)}
        except KnownError as error:
            self._ctx.report_error(error)
            return
        keys = [*self.rows, *self.broken]
        if self._chosen not in keys:
            self._chosen = keys[0] if keys else ""
        items = [*map(self._item, self.rows.values()), *map(self._broken_item, self.broken.values())]
        self.list.set_items(items, self._chosen)
        self.choice.set_choices([(item.key, item.name) for item in items])
        self._say_folder()
        if self._chosen:
            self.choose(self._chosen)

    def earlier(self, row: ProtocolRow) -> Approval | None:
        """The approval of another text of a protocol whose present one is not approved."""
        from hsct_desktop.services import protocols

        if row.approval is not None:
            return None
        kept = protocols.versions(self._ctx.ready(), row.id)
        return next((version.approval for version in kept if version.approval is not None), None)

    def _item(self, row: ProtocolRow) -> ListedProtocol:
        words = self._ctx.wording
        origin = words.text(f"protocol.origin.{row.origin.value}")
        people = self.tr("1 patient") if row.patients == 1 else self.tr("{} patients").format(row.patients)
        older = self.tr("1 on an older text") if row.older == 1 else self.tr("{} on older texts").format(row.older)
        version = self.tr("version {}").format(row.version)
        return ListedProtocol(
            row.id,
            row.label,
            f"{version} · {origin}",
            *self._standing(row),
            people if row.patients else "",
            older if row.older else "",
        )

    def _standing(self, row: ProtocolRow) -> tuple[str, str, str]:
        """What is to be said of a protocol's approval, its sign and the sign's colour."""
        if row.approval is not None:
            return self.tr("approved"), "check", "success"
        if self.earlier(row) is not None:
            return self.tr("changed since approval"), "alert", "warn"
        return self.tr("not approved"), "protocols", "muted"

    def _broken_item(self, found: BrokenFile) -> ListedProtocol:
        count = len(found.problems)
        mistakes = self.tr("1 mistake") if count == 1 else self.tr("{} mistakes").format(count)
        name = found.file.name
        return ListedProtocol(f"{_FILE}{name}", name, self.tr("not used"), mistakes, "alert", "danger")

    def choose(self, key: str) -> None:
        """Show a protocol, or what is wrong with a file."""
        self._chosen = key
        if self.choice.value() != key:
            blocked = self.choice.box().blockSignals(True)
            self.choice.set_value(key)
            self.choice.box().blockSignals(blocked)
        if key in self.broken:
            self.unused.show_file(self.broken[key])
            self._right.setCurrentWidget(self.unused)
        elif key in self.rows:
            row = self.rows[key]
            self.card.show_row(row, self.earlier(row))
            self._right.setCurrentWidget(self.card)

    def _on_dropped(self) -> None:
        key = self.choice.value()
        if isinstance(key, str) and key != self._chosen:
            self.choose(key)

    def _on_entered(self, key: str) -> None:
        (self.unused if key in self.broken else self.card).focus_first()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes from the list to the protocol and through it as it is read."""
        stops = [*tab_stops(self._side), *tab_stops(self._reading)]
        move_focus([s for s in stops if s.isVisible()], self.window().focusWidget(), forward=forward)
        return True

    def focus_first(self) -> None:
        """Put the keyboard where the work is: into the text that is edited, else into the list."""
        page = self.stack.currentWidget()
        if page in (self.editor, self.moving):
            page.focus_first()
        elif self._side.isVisible():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.choice.box().setFocus(Qt.FocusReason.OtherFocusReason)

    # the unit's folder ------------------------------------------------------------------------------------------

    def folder(self) -> Path:
        """Where the unit's own protocols lie, or would."""
        from hsct_desktop.services import files

        ws = self._ctx.ready()
        return ws.catalogue.unit_folder or files.unit_folder()

    def _say_folder(self) -> None:
        missing = not self.folder().is_dir()
        self._folder_words.setText(self.tr("The unit has no folder for its own protocols yet."))
        for widget in (self._folder_words, self._folder_button):
            widget.setVisible(missing)

    def choose_folder(self) -> None:
        """Ask for the folder of the unit's own protocols."""
        if self._preferences is None:
            return
        from hsct_desktop.views.file_dialogs import ask_folder

        start = self._preferences.unit_folder or self._preferences.print_folder.parent
        chosen = ask_folder(self, self.tr("Folder with the unit's own protocols"), start)
        if chosen is not None:
            self._preferences.unit_folder = chosen
            self.unit_folder_changed.emit()

    # what can be done -------------------------------------------------------------------------------------------

    def _row(self) -> ProtocolRow | None:
        return self.rows.get(self._chosen)

    def approve(self) -> None:
        """Ask who approved the present text, and when."""
        from hsct_desktop.views.protocol_sheets import ApproveSheet

        row = self._row()
        if row is not None:
            self._ctx.open_sheet(ApproveSheet(self._ctx, row))

    def withdraw(self) -> None:
        """Ask why an approval is taken back."""
        from hsct_desktop.services import protocols
        from hsct_desktop.views.reason_sheet import ReasonSheet

        row = self._row()
        approval = (row.approval or self.earlier(row)) if row is not None else None
        if approval is None:
            return
        said = self._ctx.wording.text("protocol.approved", name=approval.approved_by, on=approval.approved_on)
        sheet = ReasonSheet(
            self._ctx,
            NOBODY,
            self.tr("Withdraw approval"),
            said,
            lambda ws, reason: protocols.withdraw(ws, approval.id, approval.version, reason),
            draft=f"withdraw:{approval.id}",
        )
        self._ctx.open_sheet(sheet)

    def copy(self) -> None:
        """Ask for the id of a copy in the unit's folder, which is then edited."""
        from hsct_desktop.views.protocol_sheets import CopySheet

        row = self._row()
        if row is not None:
            self._ctx.open_sheet(CopySheet(self._ctx, row, self.folder(), lambda path: self.edit_file(path.name)))

    def edit(self) -> None:
        """Edit the text of the chosen protocol or file."""
        row = self._row()
        if self._chosen in self.broken:
            self.edit_file(self.broken[self._chosen].file.name)
        elif row is not None and row.file is not None:
            self.edit_file(row.file.name)

    def edit_file(self, file: str) -> None:
        """Edit a file of the unit's folder."""
        try:
            self.editor.open_file(file)
        except KnownError as error:
            self._ctx.report_error(error)
            return
        self.stack.setCurrentWidget(self.editor)
        self.editor.focus_first()

    def _on_edited(self, protocol_id: str) -> None:
        self._browse(protocol_id)

    def move_patients(self) -> None:
        """Show who may be moved to the present text."""
        try:
            self.moving.open_protocol(self._chosen)
        except KnownError as error:
            self._ctx.report_error(error)
            return
        self.stack.setCurrentWidget(self.moving)
        self.moving.focus_first()

    def _browse(self, protocol_id: str) -> None:
        self.stack.setCurrentWidget(self._browser)
        self._chosen = protocol_id or self._chosen
        self.refresh()
        self.focus_first()

    def print_shown(self, printer: Printer) -> None:
        """Print the protocol or the kept text that is shown."""
        row = self._row()
        if row is not None:
            printer.protocol(row.id, self.card.snapshot)
        else:
            self._ctx.error_wanted.emit(self.tr("A file with mistakes is not printed; mend it first."))
