"""Settings, Users: who may open the file and what each may do, one's own passphrase, the recovery key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from hsct_desktop.domain.author import Author
from hsct_desktop.domain.permission import Right, may, rights_of
from hsct_desktop.views.context import Context
from hsct_desktop.views.rows_model import Cell, Line, RowsTable
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.user_sheets import (
    DisableSheet,
    DrillSheet,
    NewKeySheet,
    OwnPassphraseSheet,
    PassphraseSheet,
    UserSheet,
    muted,
)
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.panel import Panel

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.users import UserRow

_HEIGHT: Final = 320


class UsersPanel(QScrollArea):
    """The page. Without the right to administer it shows who there is, and one's own passphrase."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self.rows: list[UserRow] = []
        self.table: RowsTable
        self._able = False
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self._unable = AlertNote("", "", "info")
        self._plain = AlertNote(
            self.tr("This file is not encrypted: it has no users."),
            self.tr("Whoever opens it is chosen at the foot of the window. Encrypt it at the next opening."),
            "warn",
        )
        inside = QWidget()
        inside.setProperty("role", "clear")
        column = QVBoxLayout(inside)
        column.setContentsMargins(Space.LARGE, 0, Space.LARGE, Space.LARGE)
        column.setSpacing(Space.PANEL_GAP)
        row = QHBoxLayout()
        row.setSpacing(Space.PANEL_GAP)
        row.addWidget(self._own_panel(), 1)
        row.addWidget(self._recovery_panel(), 1)
        for part in (self._plain, self._unable, self._users_panel()):
            column.addWidget(part)
        column.addLayout(row)
        column.addStretch(1)
        self.setWidget(inside)
        ctx.news.changed.connect(self._on_news)
        self.refresh()

    def _users_panel(self) -> Panel:
        panel = Panel(self.tr("Users"), self.tr("what each may do goes by the role"), flush=True)
        self.reset = KeyButton(self.tr("Reset passphrase…"), icon="key", small=True)
        self.disable = KeyButton(self.tr("Take access away…"), icon="lock", small=True)
        self.change = KeyButton(self.tr("Change…"), icon="edit", small=True)
        self.new = KeyButton(self.tr("New user"), icon="plus", small=True)
        for button, slot in (
            (self.disable, self._disable),
            (self.reset, self._reset),
            (self.change, lambda: self._open(self.table.key())),
            (self.new, lambda: self._ctx.open_sheet(UserSheet(self._ctx))),
        ):
            panel.add_to_head(button)
            button.clicked.connect(slot)
        heads = [self.tr("Name"), self.tr("Role"), self.tr("Opens the file"), self.tr("May")]
        self.table = RowsTable(self.tr("Users"), heads, [220, 220, 230, -1])
        self.table.set_drop_order((3,))
        self.table.setFixedHeight(_HEIGHT)
        self.table.entered.connect(self._open)
        self.table.moved.connect(self._show_state)
        panel.add(self.table)
        return panel

    def _own_panel(self) -> Panel:
        panel = Panel(self.tr("My passphrase"))
        self.own = KeyButton(self.tr("Change my passphrase…"), icon="key")
        self.own.clicked.connect(lambda: self._ctx.open_sheet(OwnPassphraseSheet(self._ctx)))
        panel.add(muted(self.tr("It opens the file in your name. Nobody can read it, and nobody should know it.")))
        panel.add(self.own)
        return panel

    def _recovery_panel(self) -> Panel:
        panel = Panel(self.tr("Recovery key"))
        self.recovery = muted("")
        self.drill = KeyButton(self.tr("Recovery drill…"), icon="check")
        self.drill.clicked.connect(lambda: self._ctx.open_sheet(DrillSheet(self._ctx)))
        self.new_key = KeyButton(self.tr("New recovery key…"), icon="print")
        self.new_key.clicked.connect(lambda: self._ctx.open_sheet(NewKeySheet(self._ctx)))
        row = QHBoxLayout()
        row.setSpacing(Space.SMALL)
        row.addWidget(self.drill)
        row.addWidget(self.new_key)
        row.addStretch(1)
        panel.add(self.recovery)
        panel.body().addLayout(row)
        return panel

    # what is shown ----------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the users anew."""
        workspace, encrypted = self._ctx.workspace, self._ctx.unlocked is not None
        self.rows = []
        if workspace is not None:
            from hsct_desktop.services import users

            self.rows = users.everybody(workspace)
            self._say_recovery()
        self.table.set_lines([self._line(number, row) for number, row in enumerate(self.rows)])
        able = workspace is not None and may(workspace.author, Right.USERS)
        self._plain.setVisible(workspace is not None and not encrypted)
        self._unable.setVisible(workspace is not None and encrypted and not able)
        self._unable.set_note(
            self.tr("Users are changed by somebody who administers."),
            self.tr("Ask: {}").format(", ".join(r.name for r in self.rows if r.administers and r.opens) or "–"),
        )
        for button in (self.own,):
            button.setEnabled(workspace is not None and encrypted)
        for button in (self.new, self.new_key, self.drill):
            button.setEnabled(encrypted and able)
        self._able = encrypted and able
        self._show_state()

    def _say_recovery(self) -> None:
        from hsct_desktop.services import users

        day = users.last_drill(self._ctx.ready())
        about = self.tr("It opens the file when nobody's passphrase does. It lies printed and sealed with the unit.")
        tried = (
            self.tr("Tried last on {}.").format(self._ctx.wording.date(day)) if day else self.tr("It was never tried.")
        )
        self.recovery.setText(f"{about} {tried}")

    def _line(self, number: int, row: UserRow) -> Line:
        words = self._ctx.wording
        role = words.enum("role", row.role)
        if row.administers:
            role = self.tr("{}, administers").format(role)
        if not row.active:
            opens, token = self.tr("no: left"), "muted"
        elif not row.opens:
            opens, token = self.tr("no: has no passphrase yet"), "warn"
        elif row.must_change:
            opens, token = self.tr("yes: a new passphrase is due"), "warn"
        else:
            opens, token = self.tr("yes"), "success"
        held = rights_of(Author(row.staff_id, row.name, row.role, row.administers))
        rights = _listed([words.enum("right", right) for right in Right if right in held])
        return Line(
            (
                Cell(row.name, bold=row.active, token="" if row.active else "muted"),
                Cell(role, token="" if row.active else "muted"),
                Cell(opens, token=token),
                Cell(rights if row.active else "–", token="muted", tip=rights),
            ),
            key=number,
        )

    def _chosen(self) -> UserRow | None:
        key = self.table.key()
        return self.rows[key] if isinstance(key, int) and key < len(self.rows) else None

    def _show_state(self) -> None:
        chosen = self._chosen()
        self.change.setEnabled(self._able and chosen is not None)
        self.reset.setEnabled(self._able and chosen is not None and chosen.active)
        self.disable.setEnabled(self._able and chosen is not None and chosen.active)

    def focus_first(self) -> None:
        """The keyboard begins in the list."""
        self.table.setFocus()

    # what is done -----------------------------------------------------------------------------------------------

    def _open(self, key: object) -> None:
        if self._able and isinstance(key, int) and key < len(self.rows):
            self._ctx.open_sheet(UserSheet(self._ctx, self.rows[key]))

    def _reset(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self._ctx.open_sheet(PassphraseSheet(self._ctx, chosen))

    def _disable(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self._ctx.open_sheet(DisableSheet(self._ctx, chosen))

    def _on_news(self, changes: Changes, _initiator: object) -> None:
        if "staff" in changes.kinds:
            self.refresh()


def _listed(words: list[str]) -> str:
    """Words as a list in a sentence: the first with its capital, the others without."""
    return ", ".join([*words[:1], *(word[:1].lower() + word[1:] for word in words[1:])])
