"""Reads beside the window what each letter that is due lacks: those in view first, one letter after the other."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from hsct_desktop.domain.letter import LetterKind
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.views.jobs import Jobs

if TYPE_CHECKING:
    from hsct_desktop.services.letter_ask import Missing
    from hsct_desktop.services.letters_due import DueLetter
    from hsct_desktop.services.workspace import Workspace

Which = tuple[int, LetterKind]
"""A patient's letter of a kind."""
_TOLD_EVERY_MS: Final = 150
_PAUSE_S: Final = 0.005
"""Between two letters the window gets its turn: some hundred are read, each in some fiftieth of a second."""


class LackReader(QObject):
    """What is read stays `known` until it is forgotten. `told` comes while it is read and at its end.

    `unread` carries why a letter, and after it whichever else, could not be read; the others are read all the same.
    """

    told = Signal()
    unread = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.known: dict[Which, tuple[Missing, ...]] = {}
        self._first: tuple[Which, ...] = ()
        self._jobs = Jobs(self)
        self._round = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_TOLD_EVERY_MS)
        self._timer.timeout.connect(self.told)

    @property
    def busy(self) -> bool:
        """Whether anything is still being read."""
        return self._jobs.busy

    def show_first(self, wanted: Iterable[Which]) -> None:
        """The letters in view: they are read before the others, also while these are being read."""
        self._first = tuple(wanted)

    def read(self, ws: Workspace, due: Sequence[DueLetter]) -> None:
        """Begin to read what is not known yet; what was being read before is left."""
        left = {(one.patient_id, one.kind): one for one in due if (one.patient_id, one.kind) not in self.known}
        self._round += 1
        mine = self._round
        if not left:
            return
        self._timer.start()
        self._jobs.run(
            lambda: self._work(ws, left, mine),
            lambda errors: self._on_read(mine, errors),
            lambda error: self._on_read(mine, [error]),
        )

    def _work(self, ws: Workspace, left: dict[Which, DueLetter], mine: int) -> list[Exception]:
        """In the thread of the work; another round ends it after the letter that is being read."""
        from hsct_desktop.services import letter_files

        errors: list[Exception] = []
        while left and self._round == mine:
            which = next((one for one in self._first if one in left), next(iter(left)))
            try:
                (read,) = letter_files.with_missing(ws, [left.pop(which)])
            except KnownError as error:  # the patient was taken back meanwhile
                errors.append(error)
                continue
            if self._round == mine:
                self.known[which] = read.missing
            time.sleep(_PAUSE_S)
        return errors

    def _on_read(self, mine: int, errors: Sequence[Exception]) -> None:
        if mine != self._round:
            return  # nobody waits for it any more: the file was closed, or the list is read anew
        self._timer.stop()
        self.told.emit()
        for error in errors[:1]:
            self.unread.emit(error)

    def forget(self, patient_id: int | None = None) -> None:
        """What a patient's letters lack may be something else now; None: everybody's."""
        self.known = {} if patient_id is None else {one: it for one, it in self.known.items() if one[0] != patient_id}

    def stop(self) -> None:
        """Read no more after the letter that is being read: the file may be closed next."""
        self._round += 1
        self._timer.stop()

    def wait(self) -> None:
        """Wait for the letter that is being read."""
        self._jobs.wait()
