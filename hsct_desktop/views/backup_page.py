"""Settings, Backup: three facts, the backups of both places, and from there to the restore."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.domain import backup as rules
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.views import backup_words
from hsct_desktop.views.backup_cards import FactCards
from hsct_desktop.views.backup_desk import BackupDesk, place_name
from hsct_desktop.views.backup_facts import Facts, PlaceFacts
from hsct_desktop.views.backup_table import SHOWN_HERE, SHOWN_THERE, BackupTable, Shelf
from hsct_desktop.views.context import Context
from hsct_desktop.views.restore_sheet import RestoreSheet
from hsct_desktop.views.theme.tokens import Space, Width
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.empty_state import EmptyState
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import ElidedLabel

if TYPE_CHECKING:
    from hsct_desktop.services.backups import BackupRow

_AGES_EVERY_MS: Final = 60_000


class BackupPage(QWidget):
    """The tab. Without an open file, or without a window, it says so."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._sheet: RestoreSheet | None = None
        self.cards = FactCards()
        self.table = BackupTable(ctx.wording, self.tr("Backups"), self._heads())
        self.table.chosen.connect(self.open_backup)
        self._card = Panel(flush=True)
        self._card.add(self.table, 1)
        self.empty = EmptyState("")
        self.empty.activated.connect(lambda: ctx.action_wanted.emit("backup_now"))
        self.other = KeyButton(self.tr("Open another file…"))
        self.drill = KeyButton(self.tr("Run the restore drill"))
        self.second = KeyButton(self.tr("Choose the second place…"))
        self.kept = ElidedLabel("", "caption")
        self.kept.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._primary = KeyButton(self.tr("Back up now"), icon="backup", hint="Ctrl+B", kind="primary")
        self._primary.clicked.connect(lambda: ctx.action_wanted.emit("backup_now"))
        self._lay_out()
        self._listen()
        self.refresh()

    def _heads(self) -> list[str]:
        return [
            self.tr("Backup"),
            self.tr("Time"),
            self.tr("Made"),
            self.tr("Size") + "\t",
            self.tr("Entries") + "\t",
            self.tr("Proof"),
            self.tr("Kept as"),
        ]

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(Space.SMALL)
        for button in (self.other, self.drill, self.second):
            foot.addWidget(button)
        foot.addWidget(self.kept, 1)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(Space.LARGE, Space.SMALL, Space.LARGE, Space.LARGE)
        column.setSpacing(Space.PANEL_GAP)
        column.addWidget(self.cards)
        column.addWidget(self._card, 1)
        column.addWidget(self.empty, 1)
        column.addLayout(foot)

    def _listen(self) -> None:
        self.other.clicked.connect(self._open_other)
        self.drill.clicked.connect(self._run_drill)
        self.second.clicked.connect(self._choose_second)
        self._ctx.workspace_changed.connect(self.refresh)
        if self._ctx.backups is not None:
            self._ctx.backups.changed.connect(self.refresh)
        self._ages = QTimer(self)
        self._ages.timeout.connect(self.refresh)
        self._ages.start(_AGES_EVERY_MS)

    # what is shown ----------------------------------------------------------------------------------------------

    def primary_button(self) -> QWidget:
        """Back up now: it stands in the top bar."""
        return self._primary

    def focus_first(self) -> None:
        """Put the keyboard onto the newest backup."""
        places = (self.table, self.empty.button(), self.second)
        first = next((one for one in places if one.isVisibleTo(self) and one.isEnabled()), self.second)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Show what is known of the backups now."""
        desk = self._ctx.backups
        facts = desk.facts if desk is not None and desk.path == desk.facts.path else Facts()
        opened = desk is not None and desk.path is not None
        for button in (self.other, self.drill, self.second, self._primary):
            button.setEnabled(opened)
        self.drill.setEnabled(opened and any(row.is_sound for row in facts.here.rows) if facts.here else False)
        now = datetime.now().astimezone()
        self._show_cards(facts, now)
        shelves = self._shelves(facts)
        self.table.show_shelves(shelves, now)
        has_any = any(shelf.rows or shelf.trouble for shelf in shelves)
        held = self.empty.button().hasFocus() or self.second.hasFocus()
        comes = has_any and not self._card.isVisibleTo(self)
        self._card.setVisible(has_any)
        self.empty.setVisible(not has_any)
        self.empty.set_text(*self._empty_words(desk, facts))
        if comes and held:
            self.focus_first()  # the list takes the keys that waited for it
        self.kept.setText(
            self.tr("{daily} daily, {weekly} weekly, {monthly} monthly are kept").format(
                daily=rules.DAILY, weekly=rules.WEEKLY, monthly=rules.MONTHLY
            )
        )

    def _empty_words(self, desk: BackupDesk | None, facts: Facts) -> tuple[str, str]:
        if desk is not None and desk.restoring:
            return self.tr("The backup is being put in the place of the file. This takes a moment."), ""
        if desk is None or desk.path is None:
            return self.tr("Open a data file first: its backups are listed here."), ""
        if facts.path is None:
            return self.tr("The backups are being read."), ""
        said = self.tr("There is no backup of this file yet. It is made by itself at lock and exit.")
        return said, self.tr("Back up now")

    def _show_cards(self, facts: Facts, now: datetime) -> None:
        words, second = self._ctx.wording, facts.second
        self.cards.setVisible(facts.path is not None)
        self.cards.proven.show_fact(backup_words.proven(words, facts.proven_at, facts.level(now), now))
        self.cards.restored.show_fact(backup_words.restored(words, facts.drilled_at, facts.next_drill, now))
        name = place_name(second.folder) if second is not None else ""
        is_there = second is not None and second.is_there
        said = backup_words.second(words, name, facts.second_at, facts.second_level(now), now, there=is_there)
        self.cards.second.show_fact(said)

    def _shelves(self, facts: Facts) -> list[Shelf]:
        words = self._ctx.wording
        shelves = []
        if facts.here is not None:
            shelves.append(self._shelf(facts, facts.here, words.text("backup_page.here"), "", SHOWN_HERE))
        if facts.second is not None:
            note = words.text("backup_page.not_there")
            if facts.second.is_there:
                note = words.text("backup_page.none_there")
            if facts.second_at is not None:
                day = words.date_weekday(facts.second_at.astimezone().date())
                note = words.text("backup_page.last_there", day=day)
                if not facts.second.is_there:
                    note += " · " + words.text("backup_page.not_there")
            shelves.append(self._shelf(facts, facts.second, place_name(facts.second.folder), note, SHOWN_THERE))
        return shelves

    def _shelf(self, facts: Facts, place: PlaceFacts, name: str, note: str, shown: int) -> Shelf:
        error = facts.troubles.get(place.folder)
        trouble = self._ctx.wording.known_error(error) if error is not None else ""
        desk = self._ctx.backups
        if desk is not None and place is facts.here:
            trouble = " ".join([*desk.warnings, *filter(None, [trouble])])
        return Shelf(place.folder, name, place.rows, note, trouble, shown)

    # restoring --------------------------------------------------------------------------------------------------

    def open_backup(self, row: BackupRow) -> None:
        """Look into a backup, and from there restore it."""
        desk = self._ctx.backups
        if desk is None or self._ctx.workspace is None:
            return
        sheet = RestoreSheet(self._ctx, row)
        sheet.closed.connect(partial(self._on_closed, sheet))
        sheet.wanted.connect(partial(self._restore, sheet))
        self._sheet = sheet
        self._ctx.open_sheet(sheet)
        self._make_room()
        desk.preview(row, sheet)

    def _restore(self, sheet: RestoreSheet, reason: str) -> None:
        desk = self._ctx.backups
        if desk is not None:
            sheet.close_sheet()
            desk.restore(sheet.row, reason)

    def _open_other(self) -> None:
        from hsct_desktop import SUFFIX
        from hsct_desktop.views.file_dialogs import ask_file

        desk = self._ctx.backups
        if desk is None or desk.path is None:
            return
        kinds = self.tr("Backups of HSCT Desktop (*{suffix});;All files (*)").format(suffix=SUFFIX)
        start = desk.facts.here.folder if desk.facts.here is not None else desk.path.parent
        chosen = ask_file(self, self.tr("Open a backup"), kinds, start if start.is_dir() else desk.path.parent)
        if chosen is None:
            return
        from hsct_desktop.services import backups

        try:
            self.open_backup(backups.row_of(chosen, desk.key()))
        except KnownError as error:
            self._ctx.report_error(error)

    def _run_drill(self) -> None:
        if self._ctx.backups is not None:
            self._ctx.backups.drill(loud=True)

    def _choose_second(self) -> None:
        if self._ctx.backups is not None:
            self._ctx.backups.choose_second()

    # room -------------------------------------------------------------------------------------------------------

    def _on_closed(self, sheet: RestoreSheet) -> None:
        if self._sheet is sheet:
            self._sheet = None
            self._make_room()

    def _make_room(self) -> None:
        """The list stays readable beside the sheet."""
        window = self.window().width()
        beside = self._sheet is not None and window >= Width.WHOLE_BELOW
        taken = (Width.SHEET_NARROW if window < Width.NARROW_BELOW else Width.SHEET) if beside else 0
        margins = self._column.contentsMargins()
        margins.setRight(Space.LARGE + taken)
        self._column.setContentsMargins(margins)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._ctx.backups is not None:
            self._ctx.backups.refresh()  # a stick may have been plugged in meanwhile
