"""Verifies the change log beside the window: soon after a file was opened, and when asked; says how far it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.views.context import Context
from hsct_desktop.views.jobs import Jobs
from hsct_desktop.views.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.services.audit import VerifiedLine
    from hsct_desktop.services.workspace import Workspace

AFTER_OPENING_MS: Final = 2_500
"""The lists of the day come first."""


class _LeftError(Exception):
    """The file was locked or closed while its log was being read."""


class AuditDesk(QObject):
    """Verifies the log of the open file, by whole lines read in a thread; `ctx.log_verified` tells when it is done.

    A program that was told its day (a demonstration, a test) verifies when somebody asks. A file that is locked
    meanwhile is let go within a fraction of a second.
    """

    def __init__(self, ctx: Context, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ctx, self._jobs = ctx, jobs
        self._of: Workspace | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.verify)
        ctx.workspace_changed.connect(self._on_workspace)
        ctx.verify_wanted.connect(lambda: self.verify(whole=True))

    @property
    def verifying(self) -> bool:
        """Whether a log is being read now."""
        return self._of is not None

    def _on_workspace(self) -> None:
        self._of = None  # whatever is being read ends at its next step
        self._soon.stop()
        if self._ctx.workspace is not None and self._ctx.fixed_day is None:
            self._soon.start(AFTER_OPENING_MS)

    def verify(self, whole: bool = False) -> None:
        """Read what was written since the last look, or everything."""
        workspace = self._ctx.workspace
        if workspace is None or self.verifying:
            return
        self._of = workspace

        def go_on(_done: int, _of: int) -> None:
            if self._of is not workspace:
                raise _LeftError

        def work() -> VerifiedLine:
            from hsct_desktop.services import audit

            return audit.verify(workspace, go_on, whole=whole)

        self._jobs.run(
            work,
            lambda line: self._done(workspace, line),
            lambda error: self._failed(workspace, error),
            own=True,
        )

    def _done(self, workspace: Workspace, line: VerifiedLine) -> None:
        if self._of is not workspace:
            return
        self._of = None
        self._ctx.log_verified.emit()
        if line.holds is False:
            self._ctx.error_wanted.emit(line.text)

    def _failed(self, workspace: Workspace, error: Exception) -> None:
        if isinstance(error, _LeftError) or self._of is not workspace:
            return
        self._of = None
        if not isinstance(error, KnownError):
            raise error
        self._ctx.report_error(error)


class VerifiedNote(PlainLabel):
    """How far the log was verified, in a few words; nothing before anybody has looked."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(role="caption", wrap=True, parent=parent)
        self._ctx = ctx
        self.setObjectName("verified_note")
        self.setVisible(False)
        ctx.log_verified.connect(self.refresh)
        ctx.workspace_changed.connect(self.refresh)

    def refresh(self) -> None:
        """Say what is known."""
        if self._ctx.workspace is None:
            self.setVisible(False)
            return
        from hsct_desktop.services import audit

        line = audit.verified(self._ctx.workspace)
        self.setVisible(line.holds is not None)
        self.setText(line.text)
        self.set_role("danger" if line.holds is False else "caption")
