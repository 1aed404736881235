"""Texts of the flowsheet that could not be saved: in memory at once, as a draft as soon as the file takes one.

While the file is locked a draft would wait for it as long as the value did, and the window with it. So the texts stand
in memory first, for every patient of this session, and are put into the file a little later.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer

from hsct_desktop.domain.lab_result import CellEntry, Sample
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.views.context import Context
from hsct_desktop.views.flowsheet_model import Refused

DRAFT: Final = "flowsheet"
_AGAIN_AFTER_MS: Final = 15_000
"""A file that was locked is tried again after this long, since each try may cost the window seconds."""


class UnsavedTexts(QObject):
    """The refused texts of each patient, by the key of their cell."""

    def __init__(self, ctx: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._held: dict[int, dict[str, Refused]] = {}
        self._due: set[int] = set()
        self._again = QTimer(self, singleShot=True, interval=_AGAIN_AFTER_MS)
        self._again.timeout.connect(self.put_away)

    def wait(self) -> None:
        """The file takes no writes just now: drafts are put away later."""
        self._again.start()

    def keep(self, patient_id: int, refused: Mapping[str, Refused]) -> None:
        """Hold a patient's texts; they go into the file now, or once it is tried again."""
        self._held[patient_id] = dict(refused)
        self._due.add(patient_id)
        if not self._again.isActive():
            self.put_away()

    def find(self, patient_id: int) -> dict[str, Refused]:
        """A patient's texts of this session, else those of the draft in the file."""
        from hsct_desktop.services import drafts

        if patient_id in self._held:
            return dict(self._held[patient_id])
        found = drafts.find(self._ctx.ready(), DRAFT, patient_id)
        texts = [_from_json(held) for held in found.content.get("cells", ())] if found is not None else []
        return {refused.entry.key: refused for refused in texts}

    def put_away(self) -> None:
        """Put what is held into the file; what it does not take is tried again later."""
        from hsct_desktop.services import drafts

        if self._ctx.workspace is None:
            return
        for patient_id in sorted(self._due):
            cells = [_as_json(refused) for refused in self._held[patient_id].values()]
            try:
                if cells:
                    drafts.keep(self._ctx.ready(), DRAFT, patient_id, {"cells": cells})
                else:
                    drafts.drop(self._ctx.ready(), DRAFT, patient_id)
            except KnownError as error:
                self._ctx.report_error(error)
                self.wait()
                return
            self._due.discard(patient_id)


def _as_json(refused: Refused) -> dict[str, Any]:
    sample = refused.entry.sample
    kept = [sample.taken_on.isoformat(), sample.taken_at, sample.laboratory_id]
    return {**asdict(refused.entry), "sample": kept, "sentence": refused.sentence}


def _from_json(held: Mapping[str, Any]) -> Refused:
    kept: Sequence[Any] = held["sample"]
    sample = Sample(date.fromisoformat(str(kept[0])), str(kept[1]), kept[2])
    entry = CellEntry(held["analyte"], sample, held["text"], held.get("unit", ""), held.get("seen"))
    return Refused(entry, held["sentence"], soft=False)
