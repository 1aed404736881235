"""The forms for users: a new one, role and rights, another passphrase, the recovery key and its drill."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox

from hsct_desktop.domain.author import Role
from hsct_desktop.domain.problem import KnownError, refuse
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import ChoiceField, TextField
from hsct_desktop.views.secret_sheet import SecretSheet, secret_field
from hsct_desktop.views.sheet import captioned, enum_choices
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.services.access import Unlocked
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.users import UserRow

OFFERED: Final = (Role.NURSE, Role.PHYSICIAN, Role.DATA_MANAGER, Role.ADMINISTRATOR, Role.READ_ONLY)
"""Roles of new people; that of somebody who has another one from an older file is offered too."""


def session_key(ctx: Context) -> Unlocked:
    """What the session was begun with. KnownError `file_not_encrypted` for a plain file: it has no users."""
    unlocked = ctx.unlocked
    if unlocked is None:
        raise KnownError("no_users")
    return unlocked


def muted(words: str) -> PlainLabel:
    """A sentence of advice that wraps."""
    label = PlainLabel(words, "muted")
    label.setWordWrap(True)
    return label


def agreed(first: TextField, second: TextField) -> str:
    """The passphrase typed twice; InputError beside the second field when they differ."""
    if first.text() != second.text():
        raise refuse("again", "passphrase_differs")
    return first.text()


class UserSheet(SecretSheet):
    """A new user, or another name, role or right of one. A new one gets a first passphrase to be changed at once."""

    def __init__(self, ctx: Context, row: UserRow | None = None) -> None:
        super().__init__(ctx, "")
        self.set_title(self.tr("New user") if row is None else self.tr("User"), row.name if row is not None else "")
        self._row = row
        self.person = captioned(TextField(), self.tr("Name, as it stands at each entry"), "name")
        self.role = captioned(ChoiceField(), self.tr("Role"), "role")
        roles = OFFERED if row is None or row.role in OFFERED else (*OFFERED, row.role)
        self.role.set_choices(enum_choices(ctx.wording, "role", roles))
        self.role.set_value(Role.NURSE)
        self.administers = QCheckBox(self.tr("Administers as well: users, backups, restoring"))
        self.role.edited.connect(self._on_role)
        self.first = secret_field(self.tr("First passphrase, 12 characters or more"), "passphrase")
        self.second = secret_field(self.tr("The same once more"), "again")
        advice = muted(self.tr("Tell it to the person alone. At the first unlocking it has to be changed."))
        self.lay_out(
            self.person, self.role, self.administers, *((self.first, self.second, advice) if row is None else ())
        )
        if row is not None:
            self.person.set_text(row.name)
            self.role.set_value(row.role)
            self.administers.setChecked(row.administers)
        self._on_role()

    def _on_role(self) -> None:
        """Who is an administrator by role need not be one beside it."""
        always = self.role.value() is Role.ADMINISTRATOR
        self.administers.setEnabled(not always)
        if always:
            self.administers.setChecked(True)

    def act(self) -> Changes:
        from hsct_desktop.services import users

        role = self.role.value()
        if not isinstance(role, Role):
            raise refuse("role", "choice_missing")
        name, administers = self.person.text(), self.administers.isChecked()
        ws, key = self.ctx.ready(), session_key(self.ctx)
        if self._row is not None:
            return users.revise(ws, key, self._row.staff_id, name, role, administers, self._row.version)
        return users.add(ws, key, name, role, administers, agreed(self.first, self.second))


class PassphraseSheet(SecretSheet):
    """Another passphrase for a user by an administrator, or the first one for staff of an older file."""

    def __init__(self, ctx: Context, row: UserRow) -> None:
        super().__init__(ctx, "", row.name)
        self.set_title(self.tr("Reset passphrase") if row.opens else self.tr("Give access"), row.name)
        self._row = row
        self.first = secret_field(self.tr("New passphrase, 12 characters or more"), "passphrase")
        self.second = secret_field(self.tr("The same once more"), "again")
        self.lay_out(
            self.first,
            self.second,
            muted(self.tr("Tell it to the person alone. At the next unlocking it has to be changed.")),
        )

    def act(self) -> Changes:
        from hsct_desktop.services import users

        passphrase = agreed(self.first, self.second)
        ws, key = self.ctx.ready(), session_key(self.ctx)
        if self._row.opens:
            return users.reset(ws, key, self._row.staff_id, passphrase)
        return users.give(ws, key, self._row.staff_id, passphrase)


class OwnPassphraseSheet(SecretSheet):
    """Another passphrase of one's own; the one that holds now is asked first."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "")
        self.set_title(self.tr("My passphrase"))
        self.old = secret_field(self.tr("The passphrase that holds now"), "old")
        self.first = secret_field(self.tr("New passphrase, 12 characters or more"), "passphrase")
        self.second = secret_field(self.tr("The same once more"), "again")
        advice = self.tr("Four or five words that nobody would put together are easy to keep and hard to guess.")
        self.lay_out(self.old, self.first, self.second, muted(advice))

    def act(self) -> Changes:
        from hsct_desktop.services import users

        new = agreed(self.first, self.second)
        return users.change_own(self.ctx.ready(), session_key(self.ctx), self.old.text(), new)


class DisableSheet(SecretSheet):
    """Takes a user's access away; what the person entered stays in their name."""

    def __init__(self, ctx: Context, row: UserRow) -> None:
        super().__init__(ctx, "", row.name)
        self.save_button().setText(self.tr("Take access away"))
        self.set_title(self.tr("Take access away"), row.name)
        self._row = row
        self.note = AlertNote(
            self.tr("{} can no longer open this file.").format(row.name),
            self.tr("Entries keep the name. Older backups still open with the passphrase of that time."),
            "warn",
        )
        self.lay_out(self.note)

    def act(self) -> Changes:
        from hsct_desktop.services import users

        return users.disable(self.ctx.ready(), session_key(self.ctx), self._row.staff_id, self._row.version)


class DrillSheet(SecretSheet):
    """The recovery drill: the printed key is typed and must open the file; nothing is changed by it."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "")
        self.save_button().setText(self.tr("Try it"))
        self.set_title(self.tr("Recovery drill"))
        self.key = captioned(TextField(), self.tr("Recovery key, as it is printed"), "recovery_key")
        self.key.line().setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData)
        advice = self.tr("Take the sealed page, type the key, seal the page again. That it opened goes on record.")
        self.lay_out(self.key, muted(advice))

    def beside(self) -> dict[str, str]:
        return dict.fromkeys(("recovery_key_mistyped", "recovery_key_none", "wrong_recovery_key"), "recovery_key")

    def act(self) -> Changes:
        from hsct_desktop.services import users

        return users.recovery_drill(self.ctx.ready(), session_key(self.ctx), self.key.text())


class NewKeySheet(SecretSheet):
    """Another recovery key, which ends the one before; it is shown once the sheet has gone."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "")
        self.set_title(self.tr("New recovery key"))
        self.save_button().setText(self.tr("Make a new key"))
        self._key = ""
        self.lay_out(
            AlertNote(
                self.tr("The page that lies sealed now opens nothing any more."),
                self.tr("The new key is shown once, to be printed and sealed. Have the printer ready."),
                "warn",
            )
        )

    def act(self) -> Changes:
        from hsct_desktop.services import users
        from hsct_desktop.services.changes import Changes

        self._key = users.new_recovery_key(self.ctx.ready(), session_key(self.ctx))
        return Changes(frozenset({"staff"}), "", self.tr("A new recovery key was made."))

    def done(self, _changes: Changes) -> None:
        from hsct_desktop.services import unit
        from hsct_desktop.views.recovery_dialog import show_recovery_key

        ws, key = self.ctx.ready(), self._key
        self._key = ""
        show_recovery_key(self.ctx, unit.unit_name(ws), key, ws.store.file_id, self.window())
