"""Taking an import: one write that one undo takes back, judged before it begins and again where others wrote meanwhile.

Judging a long file takes a while, and while a write lasts no other workstation can save: the write itself only stores,
and holds what it stores against the record again only when the change log has moved on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hsct_desktop.domain.import_run import RowState
from hsct_desktop.services import alerts, import_today
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.import_check import DryRun, Progress, judged
from hsct_desktop.services.import_store import fresh, judge_anew, judgement_of, make_ready, stands, store
from hsct_desktop.services.import_today import FirstToday
from hsct_desktop.services.person import changes
from hsct_desktop.services.undo import IMPORT
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import import_run


@dataclass(frozen=True)
class Taken:
    """What an import came to: rows read = new + changed + same + conflict + refused. `run_id` is None, and the changes
    have no transaction, where there was nothing to write."""

    changes: Changes
    run_id: int | None
    counts: Mapping[RowState, int]
    first_today: FirstToday
    run: DryRun


def take(ws: Workspace, run: DryRun, progress: Progress | None = None) -> Taken:
    """Write what the dry run allows, in one transaction; with nothing to write, nothing is written.

    KnownError as any write; whatever is raised, by a person who cancels too, leaves the file as it was.
    """
    ws.require_author()
    run = fresh(ws, run, progress)
    if not run.writes:
        return _nothing(ws, run)
    before = import_today.stands_now(ws)
    make_ready(ws, judgement_of(run))
    with ws.write(IMPORT) as session:
        if not stands(session, judgement_of(run)):
            run = judged(ws, run, judge_anew(ws, session, run, progress))
        work = judgement_of(run)
        if not work.writes:
            return _nothing(ws, run)
        patients = store(ws, session, work, progress)
        alerts.after_many(session, ws, patients)
        row = import_run.add(session, _columns(run, len(patients)))
        kinds = {kind for part, pairs in work.work.items() if pairs for kind in work.importers[part].changed}
        told = changes(session, kinds | {"import", "alert"}, _sentence(ws, run), None, row.id)
    return Taken(told, row.id, run.counts, import_today.taken_today(ws, run, before, patients), run)


def _nothing(ws: Workspace, run: DryRun) -> Taken:
    return Taken(Changes(frozenset(), "", _sentence(ws, run)), None, run.counts, FirstToday(), run)


def _sentence(ws: Workspace, run: DryRun) -> str:
    count = run.taken - run.counts[RowState.SAME] if run.writes else 0
    return ws.wording.count("import_run.saved", count, file=run.file_name)


def _columns(run: DryRun, patients: int) -> dict[str, Any]:
    """What is kept of an import on record."""
    from hsct_desktop.catalogue.import_mapping_file import mapping_text

    kinds = dict.fromkeys(plan.kind.value for plan in run.plans)
    counts = run.counts
    return {
        "file_name": run.file_name,
        "sha256": run.sha256,
        "kinds": ",".join(kinds),
        "mapping": "---\n".join(mapping_text(plan.mapping) for plan in run.plans),
        "rows_read": run.read,
        "new_rows": counts[RowState.NEW],
        "changed_rows": counts[RowState.CHANGED],
        "same_rows": counts[RowState.SAME],
        "conflict_rows": counts[RowState.CONFLICT],
        "refused_rows": counts[RowState.REFUSED],
        "patients": patients,
    }
