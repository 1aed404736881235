"""Takes a pasted block: at once where nothing is asked, else after it was shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Final

from hsct_desktop.domain.lab_paste import BlockProblem, PastePlan
from hsct_desktop.domain.lab_result import CellEntry
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.views.context import Context

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.flowsheet_paste import Replaced

CHANGED_MEANWHILE: Final = frozenset({"result_changed_meanwhile", "result_taken_back_meanwhile"})
"""Problems of a cell that holds another value than the one on the screen."""


class PasteDesk:
    """One block of one patient. `taken` is told what was written, `stale` which days somebody else has changed."""

    def __init__(
        self,
        ctx: Context,
        patient_id: int,
        taken: Callable[[Sequence[CellEntry], Changes], None],
        stale: Callable[[set[date]], None],
    ) -> None:
        self._ctx, self._patient_id = ctx, patient_id
        self._taken, self._stale = taken, stale

    def take(self, plan: PastePlan) -> None:
        """Write a block; what does not fit, is left out or replaces another value is shown before."""
        from hsct_desktop.services import flowsheet_paste

        soft = all(problem.soft for problem in plan.problems)
        replaced: list[Replaced] = []
        if soft and plan.cells:
            try:
                cells, replaced = flowsheet_paste.look(self._ctx.ready(), self._patient_id, plan.cells)
            except KnownError as error:
                self._ctx.report_error(error)
                return
            plan = replace(plan, cells=tuple(cells))
        if plan.fits and not replaced:
            self._write(plan, (), (), confirmed=False)
        else:
            self._show(plan, plan.problems, replaced, soft=soft and bool(plan.cells))

    def _write(
        self, plan: PastePlan, known: Sequence[BlockProblem], replaced: Sequence[Replaced], *, confirmed: bool
    ) -> bool:
        """Write a block in one go; whatever is wrong with it is shown, and nothing is taken."""
        from hsct_desktop.services import lab_results

        try:
            changes = lab_results.put_cells(
                self._ctx.ready(), self._patient_id, plan.cells, confirmed=confirmed, entered_by=lab_results.PASTED
            )
        except InputError as error:
            if any(problem.key in CHANGED_MEANWHILE for problem in error.problems):
                self._stale({cell.sample.taken_on for cell in plan.cells})
            places = {entry.key: place for entry, place in zip(plan.cells, plan.places, strict=True)}
            found = [BlockProblem(*places.get(p.field, (0, 0)), p) for p in error.problems]
            self._show(plan, [*known, *found], replaced, soft=all(p.soft for p in error.problems))
            return False
        except KnownError as error:
            self._ctx.report_error(error)
            return False
        self._taken(plan.cells, changes)
        return True

    def _show(
        self, plan: PastePlan, problems: Sequence[BlockProblem], replaced: Sequence[Replaced], *, soft: bool
    ) -> None:
        from hsct_desktop.views.paste_sheet import PasteSheet

        left_out = [problem for problem in problems if problem.problem.key.startswith("paste_")]
        asked = len(left_out) < len(problems)
        take = partial(self._write, plan, left_out, replaced, confirmed=asked) if soft else None
        self._ctx.open_sheet(PasteSheet(self._ctx, plan, problems, take, replaced))
