"""What the program remembers between starts: language, colours, places. Never anything about a patient."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from platformdirs import user_config_path, user_documents_path
from PySide6.QtCore import QByteArray, QSettings

from hsct_desktop import APP_NAME
from hsct_desktop.views.own_file import keep_own

if TYPE_CHECKING:
    from hsct_desktop.domain.setting import SettingDefinition
    from hsct_desktop.views.backup_choice import BackupChoice
    from hsct_desktop.views.downtime_choice import DowntimeChoice

APP: Final = APP_NAME
_SCHEMES: Final = ("system", "light", "dark")
_LANGUAGES: Final = ("en", "it")
_Moment = TypeVar("_Moment", time, datetime)


class Preferences:
    """The settings of this person on this computer, in one ini file."""

    def __init__(self, file: Path | None = None) -> None:
        self.file = file or user_config_path(APP, appauthor=False) / "settings.ini"
        self._store = QSettings(str(self.file), QSettings.Format.IniFormat)

    @property
    def language(self) -> str:
        """`en` or `it`; empty to follow the system."""
        found = self._text("language")
        return found if found in _LANGUAGES else ""

    @language.setter
    def language(self, value: str) -> None:
        self._set("language", value)

    @property
    def scheme(self) -> str:
        """`system`, `light` or `dark`."""
        found = self._text("theme")
        return found if found in _SCHEMES else "system"

    @scheme.setter
    def scheme(self, value: str) -> None:
        self._set("theme", value)

    @property
    def system_font(self) -> bool:
        """Whether the computer's own type is used instead of the shipped one."""
        return self._text("system_font") == "yes"

    @system_font.setter
    def system_font(self, value: bool) -> None:
        self._set("system_font", "yes" if value else "")

    @property
    def key_hints(self) -> bool:
        """Whether buttons show their keys."""
        return self._text("key_hints") != "no"

    @key_hints.setter
    def key_hints(self, value: bool) -> None:
        self._set("key_hints", "" if value else "no")

    @property
    def last_file(self) -> Path | None:
        """The file that was open last; absolute, since the next start may be from another folder."""
        found = self._text("last_file")
        return Path(found) if found else None

    @last_file.setter
    def last_file(self, value: Path | None) -> None:
        self._set("last_file", str(value.absolute()) if value else "")

    @property
    def print_folder(self) -> Path:
        """Where printed lists and summaries go; a folder in Documents until another is chosen."""
        found = self._text("print_folder")
        return Path(found) if found else user_documents_path() / APP

    @print_folder.setter
    def print_folder(self, value: Path) -> None:
        self._set("print_folder", str(value))

    @property
    def unit_folder(self) -> Path | None:
        """The folder with the unit's own protocols and catalogues; None when it has none."""
        found = self._text("unit_folder")
        return Path(found) if found else None

    @unit_folder.setter
    def unit_folder(self, value: Path | None) -> None:
        self._set("unit_folder", str(value) if value else "")

    @property
    def intended_use_shown(self) -> bool:
        """Whether this person has seen what the program is for."""
        return self._text("intended_use_shown") == "yes"

    @intended_use_shown.setter
    def intended_use_shown(self, value: bool) -> None:
        self._set("intended_use_shown", "yes" if value else "")

    @property
    def geometry(self) -> QByteArray:
        """Place and size of the window; empty before the first closing."""
        found = self._store.value("geometry")
        return found if isinstance(found, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._set("geometry", value)

    def setting(self, definition: SettingDefinition) -> str:
        """The value of a setting of the workstation, as plain text: its default while it is unset or unusable."""
        from hsct_desktop.domain.setting import check  # only the Settings page and the agenda ask for it

        found = self._text(f"setting/{definition.id}")
        return found if found and not any(check(definition, found)) else definition.default

    def set_setting(self, definition: SettingDefinition, text: str) -> None:
        """Keep a setting of the workstation; raise InputError with all that is wrong."""
        from hsct_desktop.domain.setting import tidied

        self._set(f"setting/{definition.id}", tidied(definition, text))

    def staff_id(self, file: Path) -> int | None:
        """The number of the member of staff who worked last on a file."""
        found = self._text(f"staff/{_digest(file)}")
        return int(found) if found.isdigit() else None

    def set_staff_id(self, file: Path, staff_id: int) -> None:
        """Remember who works on a file."""
        self._set(f"staff/{_digest(file)}", str(staff_id))

    def filter_id(self, file: Path, staff_id: int) -> int | None:
        """The number of the filter that a member of staff used last on a file."""
        found = self._text(f"filter/{_digest(file)}/{staff_id}")
        return int(found) if found.isdigit() else None

    def set_filter_id(self, file: Path, staff_id: int, filter_id: int | None) -> None:
        """Remember the filter; only its number, never what it asks for."""
        self._set(f"filter/{_digest(file)}/{staff_id}", "" if filter_id is None else str(filter_id))

    def downtime(self, file: Path) -> DowntimeChoice:
        """Where and when downtime packs of a file are written; what cannot be read counts as not chosen."""
        from hsct_desktop.domain.downtime import USUAL_TIME
        from hsct_desktop.views.downtime_choice import DowntimeChoice

        at = f"downtime/{_digest(file)}"
        folder = self._text(f"{at}/folder")
        return DowntimeChoice(
            Path(folder) if folder else None,
            self._text(f"{at}/evening") != "no",
            _read(time.fromisoformat, self._text(f"{at}/time")) or USUAL_TIME,
            self._text(f"{at}/locked") == "yes",
            _read(datetime.fromisoformat, self._text(f"{at}/written")),
        )

    def set_downtime(self, file: Path, choice: DowntimeChoice) -> None:
        """Remember it; never a password."""
        at = f"downtime/{_digest(file)}"
        self._set(f"{at}/folder", str(choice.folder.absolute()) if choice.folder else "")
        self._set(f"{at}/evening", "" if choice.evening else "no")
        self._set(f"{at}/time", f"{choice.at:%H:%M}")
        self._set(f"{at}/locked", "yes" if choice.locked else "")
        self._set(f"{at}/written", choice.written.isoformat(timespec="seconds") if choice.written else "")

    def backup(self, file: Path) -> BackupChoice:
        """Where the backups of a file go beside its own folder."""
        from hsct_desktop.views.backup_choice import BackupChoice, To

        folder, to = self._text(f"backup/{_digest(file)}/second"), self._text(f"backup/{_digest(file)}/to")
        return BackupChoice(Path(folder) if folder else None, To(to) if to in set(To) else To.BOTH)

    def set_backup(self, file: Path, choice: BackupChoice) -> None:
        """Remember it."""
        self._set(f"backup/{_digest(file)}/second", str(choice.second.absolute()) if choice.second else "")
        self._set(f"backup/{_digest(file)}/to", choice.to)

    def _text(self, key: str) -> str:
        found = self._store.value(key, "")
        return found if isinstance(found, str) else ""

    def _set(self, key: str, value: object) -> None:
        self._store.setValue(key, value)
        keep_own(self.file)
        self._store.sync()


def _read(read: Callable[[str], _Moment], text: str) -> _Moment | None:
    """A time as it was kept; None for none, for what cannot be read and for one with a zone."""
    try:
        found = read(text)
    except ValueError:
        return None
    return found if found.tzinfo is None else None


def _digest(file: Path) -> str:
    """A short name for a path, which itself may hold more than settings should."""
    import hashlib

    return hashlib.sha256(str(file.absolute()).encode()).hexdigest()[:16]
