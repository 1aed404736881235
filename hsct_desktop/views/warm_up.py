"""Imports what unlocking needs while the passphrase is typed: piece by piece, beside the window."""

from __future__ import annotations

import importlib
import sys
from typing import Final

from PySide6.QtCore import QObject, QTimer

from hsct_desktop.views.jobs import Jobs

PIECES: Final = (
    "cryptography.hazmat.primitives.kdf.argon2",
    "cryptography.hazmat.primitives.ciphers.aead",
    "sqlalchemy",
    "sqlalchemy.orm",
    "sqlcipher3.dbapi2",
    "hsct_desktop.catalogue.catalogue",
    "hsct_desktop.store.engine",
    "hsct_desktop.services.access",
    "hsct_desktop.services.users",
    "hsct_desktop.services.staff",
    "hsct_desktop.services.today",
    "hsct_desktop.services.alerts",
    "hsct_desktop.services.replanning",
)
"""In the order in which unlocking asks for them. Nothing of Qt: that belongs to the window's thread."""
BEGIN_MS: Final = 150
PAUSE_MS: Final = 15
SWITCH_S: Final = 0.001
"""While modules load, Python changes threads five times as often as usual: a key is drawn before its key is up."""


class WarmUp(QObject):
    """Loads the pieces in a thread, with a pause after each; `stop` leaves the rest to who needs it."""

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._left = list(PIECES)
        self._usual = sys.getswitchinterval()
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self._next)

    def begin(self) -> None:
        """Begin once the page has settled."""
        sys.setswitchinterval(SWITCH_S)
        self.timer.start(BEGIN_MS)

    def stop(self) -> None:
        """Load no more."""
        self.timer.stop()
        self._left = []
        sys.setswitchinterval(self._usual)

    @property
    def is_done(self) -> bool:
        """Whether all pieces are there."""
        return not self._left

    def _next(self) -> None:
        if not self._left:
            self.stop()
            return
        name = self._left[0]
        self._jobs.run(lambda: importlib.import_module(name), self._loaded, self._failed, own=True)

    def _loaded(self, _module: object) -> None:
        if self._left:
            self._left.pop(0)
            self.timer.start(PAUSE_MS)

    def _failed(self, error: Exception) -> None:
        self.stop()
        raise error
