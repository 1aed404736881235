"""What every action of the window does: the handlers of the registry, and the small dialogs they ask in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.views.context import NOBODY, Subject
from hsct_desktop.views.look import use_look
from hsct_desktop.views.patient_actions import OF_THE_WARD
from hsct_desktop.views.rights import ACTIONS, why_not
from hsct_desktop.views.table_desk import table_handlers
from hsct_desktop.views.theme.apply import Scheme, apply

if TYPE_CHECKING:
    from hsct_desktop.views.main_window import MainWindow


class WindowActions(QObject):
    """Does what the registry names. It outlives the pages, which are built anew after a change of language."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def handlers(self) -> dict[str, Callable[[], None]]:
        """What each action does, by its id."""
        window = self._window
        handlers: dict[str, Callable[[], None]] = {
            "new_file": self.new_file,
            "open_file": self.open_file,
            "print_list": self.when_open(self._print_list),
            "backup_now": self.when_open(lambda: window.backups.now()),
            "downtime_pack": self.when_open(lambda: window.downtime.by_key()),
            **{name: self.when_open(do) for name, do in table_handlers(window).items()},
            "calendar_unit": self.when_open(partial(window.ctx.calendar_wanted.emit, NOBODY)),
            "lock": self.when_open(partial(window.lock_wanted.emit, "key")),
            "quit": self._quit,
            "find": lambda: window.palette_.open_palette(),
            "new_patient": window.show_registration,
            "undo": self.when_open(window.undoing.last),
            "who": self.when_open(self.choose_who),
            "menu": window.show_menu,
            "keys": lambda: window.help.keys(window.actions_),
            "about": window.help.about,
            "licences": window.help.licences,
        }
        for place in ("today", "patients", "unit", "protocols", "settings"):
            handlers[f"go_{place}"] = partial(window.show_page, place)
        handlers["go_unit"] = partial(self._show_unit, "agenda")
        handlers["go_backups"] = partial(window.ctx.show_setting, "backup")
        for part in ("monitoring", "handover", "letters"):
            handlers[f"go_{part}"] = self.when_open(partial(self._show_unit, part))
        for scheme in ("system", "light", "dark"):
            handlers[f"theme_{scheme}"] = partial(self._set_scheme, scheme)
        for language in ("en", "it"):
            handlers[f"language_{language}"] = partial(self.ask_language, language)
        for entry in window.actions_.entries:
            if entry.for_patient:
                handlers[entry.id] = self.when_open(partial(self.for_patient, entry.id))
        return {name: self.when_allowed(name, do) if name in ACTIONS else do for name, do in handlers.items()}

    def when_allowed(self, name: str, do: Callable[[], None]) -> Callable[[], None]:
        """The same for who may do it; anybody else is told who may, whichever key or button it was."""

        def checked() -> None:
            why = why_not(self._window.ctx, name)
            if why:
                self._window.ctx.toast(why)
            else:
                do()

        return checked

    def when_open(self, do: Callable[[], None]) -> Callable[[], None]:
        """The same, where a file is open; else the sentence that none is."""

        def checked() -> None:
            if self._window.ctx.workspace is None:
                self._window.ctx.report_error(KnownError("no_file_open"))
            else:
                do()

        return checked

    def for_patient(self, name: str) -> None:
        """A patient action for whom the shown page has chosen; the palette asks whom where nobody is."""
        window = self._window
        subject = window.subject()
        if name in OF_THE_WARD:
            window.patient_actions.run(name, subject or Subject(NOBODY))
        elif subject is None or not subject.has_patient:
            window.ctx.palette_wanted.emit()
        elif name == "print_summary":
            window.printer.summary(subject.patient_id)
        elif name == "print_plan":
            window.printer.plan(subject.patient_id)
        else:
            window.patient_actions.run(name, subject)

    def choose_who(self) -> None:
        """The menu of the staff; in an encrypted file each opens it with their own passphrase, so the lock page."""
        from hsct_desktop.views.who import WhoMenu

        window = self._window
        if window.desk.unlocked is not None:
            window.lock_wanted.emit("switch")
            return
        menu = WhoMenu(window.ctx, window)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.show_above(window.status.who_button())

    def new_file(self) -> None:
        """Ask for place, unit and person, and make a file."""
        from hsct_desktop.views.file_dialogs import NewFileDialog

        window = self._window
        dialog = NewFileDialog(window.ctx, window.desk.suggested(), window.desk.create, window)
        dialog.exec()
        key, unit_name = dialog.recovery_key, dialog.ui.unit.text().strip()
        dialog.deleteLater()
        if key:
            from hsct_desktop.views.recovery_dialog import show_recovery_key

            show_recovery_key(window.ctx, unit_name, key, window.ctx.ready().store.file_id, window)

    def open_file(self) -> None:
        """Ask for a file and open it."""
        from hsct_desktop import SUFFIX
        from hsct_desktop.views.file_dialogs import ask_file

        window = self._window
        kinds = self.tr("HSCT Desktop files (*{suffix});;All files (*)").format(suffix=SUFFIX)
        place = window.desk.place
        folder = place.path.parent if place is not None else window.desk.suggested().parent
        path = ask_file(window, self.tr("Open file"), kinds, folder)
        if path is not None:
            window.desk.open_path(path)

    def _show_unit(self, part: str) -> None:
        self._window.show_page("unit")
        self._window.page("unit").show_part(part)  # type: ignore[attr-defined]

    def _print_list(self) -> None:
        window = self._window
        if window.place in ("unit", "protocols", "patient", "print_preview"):
            window.page(window.place).print_shown(window.printer)  # type: ignore[attr-defined]
        else:
            window.printer.day_list()

    def _quit(self) -> None:
        self._window.close()

    def _set_scheme(self, scheme: Scheme) -> None:
        self._window.preferences.scheme = scheme
        app = QApplication.instance()
        if isinstance(app, QApplication):
            apply(app, scheme)

    def take_look(self) -> None:
        """Take over type, keys in buttons and colours as they were set just now."""
        app = QApplication.instance()
        preferences = self._window.preferences
        if isinstance(app, QApplication):
            use_look(app, preferences, cast("Scheme", preferences.scheme))
        # The box that was ticked is rebuilt with everything else: let its click end first.
        QTimer.singleShot(0, self._window.rebuild)

    def ask_language(self, language: str) -> None:
        """Ask for another language of the window."""
        # The menu that asks is rebuilt with everything else: let it close first.
        if language != self._window.ctx.language:
            QTimer.singleShot(0, partial(self._window.language_wanted.emit, language))
