"""The import from dry run to undo: what was announced comes in, and nothing else."""

from hsct_desktop.domain.import_run import RowState
from hsct_desktop.services import import_runs
from hsct_desktop.services.import_take import take
from hsct_desktop.services.workspace import Workspace
from tests.services.importing import edss, patients, run_of

MARIA = ("P1", "Solinas", "Maria", "1980-05-01", "female", "ms", "2024-03-12")
PAOLO = ("P2", "Neri", "Paolo", "1975-01-31", "male", "ms", "2025-10-02")


def test_patients_come_in(ws: Workspace) -> None:
    run = run_of(ws, patients(MARIA, PAOLO), edss(("P1", "2024-02-01", "4.5"), ("P9", "2024-02-01", "4.5")))
    assert {state: count for state, count in run.counts.items() if count} == {RowState.NEW: 3, RowState.REFUSED: 1}, run.groups
    taken = take(ws, run)
    print(taken.first_today, taken.changes)
    assert taken.counts == run.counts
    again = run_of(ws, patients(MARIA, PAOLO), edss(("P1", "2024-02-01", "4.5"), ("P9", "2024-02-01", "4.5")))
    assert again.counts[RowState.SAME] == 3
    import_runs.undo(ws, taken.run_id or 0)
