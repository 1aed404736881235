"""What watches over an open window: idle time, the system's lock, the clipboard, a second start; and warms it up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from hsct_desktop.views.clipboard import ClipboardGuard
from hsct_desktop.views.context import Context
from hsct_desktop.views.file_desk import FileDesk
from hsct_desktop.views.idle import SETTING, USUAL_MINUTES, IdleWatch

if TYPE_CHECKING:
    from hsct_desktop.views.lock_desk import LockDesk
    from hsct_desktop.views.main_window import MainWindow
    from hsct_desktop.views.system_lock import SystemLock
    from hsct_desktop.views.warm_up import WarmUp

_LISTEN_MS: Final = 1500


class Guard(QObject):
    """Locks when nobody is there, or when the system locks."""

    def __init__(self, ctx: Context, desk: FileDesk, window: MainWindow, lock: LockDesk, parent: QObject) -> None:
        super().__init__(parent)
        self._ctx, self._window, self._lock = ctx, window, lock
        self.idle = IdleWatch(self)
        self.clipboard = ClipboardGuard(self)
        self.system: SystemLock | None = None
        self._warm: WarmUp | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_LISTEN_MS)
        self._later.timeout.connect(self._listen)
        self.idle.idle.connect(self._on_idle)
        desk.opened.connect(self._on_opened)
        desk.window_of_file.raise_wanted.connect(self.come_forward)
        lock.locked.connect(self._on_locked)
        lock.trying.connect(self._stop_warming)
        window.about_to_close.connect(self.stop)

    def warm_up(self) -> None:
        """Load what unlocking needs, while somebody types."""
        from hsct_desktop.views.warm_up import WarmUp

        if self._lock.is_trying:
            return  # that thread is loading it
        self._warm = WarmUp(self._lock.jobs, self)
        self._warm.begin()

    def minutes(self) -> int:
        """After how many minutes of idleness this computer locks."""
        workspace = self._ctx.workspace
        definition = workspace.catalogue.settings.get(SETTING) if workspace is not None else None
        if definition is None:
            return USUAL_MINUTES
        return int(self._window.preferences.setting(definition))

    def _stop_warming(self) -> None:
        if self._warm is not None:
            self._warm.stop()

    def _on_opened(self) -> None:
        self._stop_warming()
        if self._ctx.unlocked is None:
            self.idle.stop()
            return
        self.idle.start(self.minutes())
        if self.system is None:
            self._later.start()

    def _on_idle(self) -> None:
        self.idle.minutes = self.minutes()
        if self._window.jobs.busy:
            self.idle.touch()  # work that goes on is work: the time begins when it has ended
        else:
            self._lock.lock("idle")

    def _on_locked(self, _why: str) -> None:
        self.idle.stop()
        self.clipboard.clear()

    def _listen(self) -> None:
        """Once the window stands: ask the system to tell when it locks."""
        from hsct_desktop.views.system_lock import SystemLock

        self.system = SystemLock(self)
        self.system.locked.connect(lambda: self._lock.lock("system"))
        self.system.listen(int(self._window.winId()))

    def come_forward(self) -> None:
        """Somebody started the program once more: this is its window."""
        window = self._window
        if window.isMinimized():
            window.showNormal()
        window.raise_()
        window.activateWindow()

    def stop(self) -> None:
        """At the end of the program."""
        self._later.stop()
        self.idle.stop()
        self.clipboard.clear()
        self._stop_warming()
        if self.system is not None:
            self.system.stop()
