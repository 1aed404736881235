"""Opens papers kept in the file: a copy in a private folder, shown by the system's program, gone with the window."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.views.context import Context

PREFIX = "open-"
LOCK = "in-use.lock"


class PaperDesk(QObject):
    """Shows and saves papers. Names of copies are neutral: a number, never a person.

    Copies can be read by the user alone and written by nobody, so that nothing is noted down in a copy that goes. They
    are removed by `clear`, and those of a program that was killed at the next start.
    """

    def __init__(self, ctx: Context, folder: Path | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._folder = folder
        self._window = parent
        self._own: Path | None = None
        self._lock: QLockFile | None = None
        ctx.paper_wanted.connect(self._on_wanted)
        ctx.workspace_changed.connect(self.sweep)

    def _on_wanted(self, attachment_id: int, what: str) -> None:
        try:
            if what == "save":
                self.save(attachment_id)
            else:
                self.show(attachment_id)
        except KnownError as error:
            self._ctx.report_error(error)

    def show(self, attachment_id: int) -> None:
        """Open a paper in the system's program for its kind. KnownError when it is gone or damaged."""
        copy = self.copy(attachment_id)
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(copy))):
            self._ctx.error_wanted.emit(
                self.tr("No program for this kind of file was found. Save the document and open it from there.")
            )

    def copy(self, attachment_id: int) -> Path:
        """A copy of a paper under a neutral name, made anew where the one made before was changed."""
        from hsct_desktop.services import attachments

        workspace = self._ctx.ready()
        kind = attachments.one(workspace, attachment_id).kind
        content = attachments.content(workspace, attachment_id)
        self._put_on_record(attachment_id)
        try:
            place = self.room() / f"paper-{attachment_id}{kind.ending}"
            if not place.is_file() or place.read_bytes() != content:
                _remove(place)
                with open(place, "xb", opener=_for_owner_alone) as stream:
                    stream.write(content)
                place.chmod(stat.S_IRUSR)
        except OSError as error:
            raise KnownError("paper_not_writable", path=self.root()) from error
        return place

    def save(self, attachment_id: int) -> None:
        """Ask for a place and write a copy there; the name proposed is neutral."""
        from hsct_desktop.services import attachments

        paper = attachments.one(self._ctx.ready(), attachment_id)
        words = self._ctx.wording.enum("paper_kind", paper.kind)
        chosen, _kind = QFileDialog.getSaveFileName(
            self._window, self.tr("Save document as"), f"document-{attachment_id}{paper.kind.ending}",
            f"{words} (*{paper.kind.ending})",
        )  # fmt: skip
        if chosen:
            # The dialog has asked before it gave the name of a file that is there.
            place = attachments.save_as(self._ctx.ready(), attachment_id, Path(chosen), overwrite=True)
            self._put_on_record(attachment_id)
            self._ctx.toast(self.tr("Saved to {}").format(place))

    def _put_on_record(self, attachment_id: int) -> None:
        """That somebody has a patient's paper before them now, in the log of who looked at whose record."""
        from hsct_desktop.domain.look import Look
        from hsct_desktop.services import access_log, attachments

        ws = self._ctx.ready()
        access_log.viewed(ws, attachments.one(ws, attachment_id).patient_id, Look.DOCUMENT)

    # the private folder -----------------------------------------------------------------------------------------

    def sweep(self) -> None:
        """Remove the copies of programs that were killed; those of another window that is open stay."""
        root = self.root()
        for folder in root.glob(f"{PREFIX}*") if root.is_dir() else ():
            if folder == self._own or folder.is_symlink() or not folder.is_dir():
                continue
            lock = _lock_of(folder)
            if lock.tryLock(0):
                lock.unlock()
                _remove_folder(folder)

    def clear(self) -> None:
        """Remove this window's copies; one that another program holds open is left to the next start."""
        if self._lock is not None:
            self._lock.unlock()
        if self._own is not None:
            _remove_folder(self._own)
        self._own = self._lock = None

    def root(self) -> Path:
        """Below which folder the copies of every window lie."""
        from hsct_desktop.services import files

        return self._folder or files.papers_folder()

    def room(self) -> Path:
        """This window's own folder, made when first asked for. OSError where it cannot be made."""
        if self._own is None or not self._own.is_dir():
            root = self.root()
            root.mkdir(mode=stat.S_IRWXU, parents=True, exist_ok=True)
            self._own = Path(tempfile.mkdtemp(prefix=PREFIX, dir=root))
            self._lock = _lock_of(self._own)
            self._lock.tryLock(0)
        return self._own


def _lock_of(folder: Path) -> QLockFile:
    """Says that a folder is in use; the lock of a program that is no longer there is taken over at once."""
    lock = QLockFile(str(folder / LOCK))
    lock.setStaleLockTime(0)
    return lock


def _for_owner_alone(name: str, flags: int) -> int:
    return os.open(name, flags, stat.S_IRUSR | stat.S_IWUSR)


def _remove(place: Path) -> None:
    """Remove a copy, which is read-only: some systems refuse that as it stands."""
    if place.exists():
        place.chmod(stat.S_IRUSR | stat.S_IWUSR)
        place.unlink()


def _remove_folder(folder: Path) -> None:
    for place in list(folder.iterdir()) if folder.is_dir() else ():
        try:
            _remove(place)
        except OSError:  # still open in a program that allows no removal: the next start tries again
            continue
    shutil.rmtree(folder, ignore_errors=True)
