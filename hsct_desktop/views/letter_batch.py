"""Letters made as a batch beside the window: one PDF each into a folder, or one for the printer; it can be stopped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from hsct_desktop.services.letter_files import Batch
    from hsct_desktop.services.letters_due import DueLetter
    from hsct_desktop.services.workspace import Workspace


class LetterBatch(QObject):
    """What is to be made: the letters due as drafts, the signed ones as they were signed; `folder` None is one job.

    A `password` closes each file in a folder; it goes with the batch.

    `progressed` tells how many of how many are made, `ended` gives what was written, None where it failed.
    """

    progressed = Signal(int, int)
    ended = Signal(object)

    def __init__(
        self, due: Sequence[DueLetter], signed: Sequence[int], folder: Path | None = None, password: str = ""
    ) -> None:
        super().__init__()
        self._password = password
        self.due, self.signed, self.folder = tuple(due), tuple(signed), folder
        self._stopped = False

    @property
    def count(self) -> int:
        """How many letters it makes."""
        return len(self.due) + len(self.signed)

    def stop(self) -> None:
        """End after the letter that is being made; whole files stay, a print job is not made."""
        self._stopped = True

    def work(self, ws: Workspace, prints: Path, going_on: Callable[[], bool]) -> list[Batch]:
        """Make them, in the thread of the work; a print job goes to the folder `prints`. KnownError as the services."""
        from hsct_desktop.services import letter_files

        made: list[Batch] = []
        self._put_on_record(ws)
        if self.folder is None:
            return [letter_files.write_job(ws, self.due, self.signed, prints, progress=self._progress(0, going_on))]
        password, self._password = self._password, ""
        if self.signed:
            tell = self._progress(0, going_on)
            made.append(letter_files.write_signed(ws, self.signed, self.folder, password=password, progress=tell))
        if self.due and not any(batch.cancelled for batch in made):
            tell = self._progress(len(self.signed), going_on)
            made.append(letter_files.write_batch(ws, self.due, self.folder, password=password, progress=tell))
        return made

    def _put_on_record(self, ws: Workspace) -> None:
        """Whose letters are about to be on paper, in the log of who looked at whose record."""
        from hsct_desktop.domain.look import Look
        from hsct_desktop.services import access_log, letters

        signed = {letters.get(ws, letter_id).entry.patient_id for letter_id in self.signed}
        access_log.viewed_each(ws, signed | {one.patient_id for one in self.due}, Look.PAPER)

    def _progress(self, start: int, going_on: Callable[[], bool]) -> Callable[[int, int], bool]:
        """Tells how far it is, of which `start` were made before, and whether it goes on."""

        def progress(done: int, _all: int) -> bool:
            self.progressed.emit(start + done, self.count)
            return not self._stopped and going_on()

        return progress
