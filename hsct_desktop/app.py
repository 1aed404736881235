"""Puts the parts together once: settings, language, look, window; the file is opened after the first paint."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, Qt, QTranslator
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.resource import resource
from hsct_desktop.views.context import Context
from hsct_desktop.views.crash import CrashHandler
from hsct_desktop.views.file_desk import FileDesk
from hsct_desktop.views.guard import Guard
from hsct_desktop.views.lock_desk import LockDesk
from hsct_desktop.views.look import use_look
from hsct_desktop.views.main_window import MainWindow
from hsct_desktop.views.one_window import OneWindow, raise_first
from hsct_desktop.views.opening import Place, default_file
from hsct_desktop.views.preferences import APP, Preferences
from hsct_desktop.views.theme.apply import Scheme

EXIT_HELD: Final = 3
"""The file is open in another window, which could not be brought to the front."""


@dataclass(frozen=True)
class Options:
    """How to start. Without a database the file that was open last is opened, or the practice ward with `practice`.

    `on` is the day to work on, for demonstrations and tests; None is today. `language` and `scheme` override what is
    remembered, for this start only. `passphrase` unlocks an encrypted file by itself, as HSCT_PASSPHRASE does;
    `plain_accepted` opens a file without encryption without asking, which tests do and no command line offers.
    """

    database: Path | None = None
    practice: bool = False
    language: str | None = None
    scheme: Scheme | None = None
    on: date | None = None
    passphrase: str | None = None
    plain_accepted: bool = False


class Languages(QObject):
    """Installs the translations of the window and of Qt's own words."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._installed: list[QTranslator] = []

    def use(self, language: str) -> None:
        """Speak that language from now on; texts that are already shown stay until they are built anew."""
        self.silence()
        places = (
            ("qtbase", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
            ("hsct", str(resource("i18n"))),
        )
        for name, folder in places:
            translator = QTranslator(self._app)
            if translator.load(f"{name}_{language}", folder):
                self._app.installTranslator(translator)
                self._installed.append(translator)
        QLocale.setDefault(QLocale(language))

    def silence(self) -> None:
        """Take the translations away again."""
        for translator in self._installed:
            self._app.removeTranslator(translator)
            translator.deleteLater()
        self._installed = []


class Shell(QObject):
    """The running program: context, file and window. Tests and pictures make one and skip the event loop."""

    def __init__(self, app: QApplication, options: Options, preferences: Preferences | None = None) -> None:
        super().__init__(app)
        self.app = app
        self.preferences = preferences or Preferences()
        self.languages = Languages(app)
        language = options.language or self.preferences.language or system_language()
        self.languages.use(language)
        use_look(app, self.preferences, options.scheme or self.preferences.scheme)  # type: ignore[arg-type]
        self.ctx = Context(language=language, on=options.on, parent=self)
        start = start_place(options, self.preferences)
        self.desk = FileDesk(self.ctx, self.preferences, start, self, plain_accepted=options.plain_accepted)
        self.crashes = CrashHandler(parent=self)
        place = self.desk.first()
        is_closed = place is not None and self.desk.asks_first(place)
        self.window = MainWindow(self.ctx, self.preferences, self.desk, closed=is_closed)
        self.window.language_wanted.connect(self.set_language)
        self.lock = LockDesk(self.ctx, self.desk, self.window, passphrase=options.passphrase, parent=self)
        self.guard = Guard(self.ctx, self.desk, self.window, self.lock, self)
        if place is not None and is_closed:
            self.lock.show_front(place)
            self.window.first_painted.connect(self.lock.begin)
            self.window.first_painted.connect(self.guard.warm_up)
        else:
            self.window.first_painted.connect(self.window.finish)
            self.window.first_painted.connect(self.desk.begin)
        self.crashes.known.connect(self.ctx.report_error)
        self.crashes.crashed.connect(self.window.show_crash)

    def say_intended_use(self) -> None:
        """At the first start, say what the program is for and what it is not."""
        self.preferences.intended_use_shown = True
        self.window.trigger("about")

    def set_language(self, language: str) -> None:
        """Change the language of everything."""
        self.preferences.language = language
        self.languages.use(language)
        self.ctx.set_language(language)
        if self.window.is_open:
            self.window.rebuild()
        else:
            self.lock.rebuild()


def system_language() -> str:
    """The system's language where the program speaks it, else English."""
    return "it" if QLocale.system().language() == QLocale.Language.Italian else "en"


def start_place(options: Options, preferences: Preferences) -> Callable[[], Place | None]:
    """Which file to open at the start."""

    def place() -> Place | None:
        path = options.database
        if path is None and not options.practice:
            path = preferences.last_file
            if path is None or not path.exists():
                return None
        found = path or default_file(practice=True)
        language = options.language or preferences.language or system_language()
        return Place(found, options.practice, language, options.on, preferences.unit_folder)

    return place


def make_application() -> QApplication:
    """The one QApplication, with the program's name and sharp pictures at every scale."""
    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    app = QApplication(sys.argv[:1])
    app.setApplicationName(APP)
    app.setDesktopFileName("hsct-desktop")
    return app


def already_open(place: Place, language: str) -> int | None:
    """Where another window has the file: bring it to the front, or say who has it. The exit code; None to go on."""
    held = OneWindow()
    try:
        held.take(place.path)
    except KnownError as error:
        if raise_first(place.path):
            return 0
        box = QMessageBox(QMessageBox.Icon.Information, APP, "")
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(wording(language).known_error(error))
        box.exec()
        return EXIT_HELD
    held.release()
    return None


def run(options: Options) -> int:
    """Open the window and work until it is closed; the exit code."""
    app = make_application()
    preferences = Preferences()
    place = start_place(options, preferences)()
    told = already_open(place, options.language or preferences.language or system_language()) if place else None
    if told is not None:
        return told
    shell = Shell(app, options, preferences)
    shell.crashes.install()
    if not shell.preferences.intended_use_shown:
        shell.desk.opened.connect(shell.say_intended_use, Qt.ConnectionType.SingleShotConnection)
    shell.window.show()
    code = app.exec()
    shell.crashes.remove()
    return code
