"""Taking an import: one write that one undo takes back, judged before it begins and again where others wrote meanwhile.

Judging a long file takes a while, and while a write lasts no other workstation can save: the write itself only stores,
and holds what it stores against the record again only when the change log has moved on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from hsct_desktop.domain.import_field import RecordKind
from hsct_desktop.domain.import_run import RowState
from hsct_desktop.services import alerts
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.import_check import DryRun, Progress, judged
from hsct_desktop.services.import_judge import Judgement, Pair, judge_in
from hsct_desktop.services.import_parts import ORDER
from hsct_desktop.services.import_patients import PatientImporter
from hsct_desktop.services.import_person import Person
from hsct_desktop.services.import_today import FirstToday, first_today
from hsct_desktop.services.person import changes
from hsct_desktop.services.undo import IMPORT
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import import_run
from hsct_desktop.store.base import ReadSession, WriteSession
from hsct_desktop.store.change_log import last_entry, lines_after

_ELSEWHERE: Final = frozenset({"alert", "clock", "letter", "letter_dispatch", "saved_filter", "phrase", "import_run"})
"""Tables by which no row of an import is judged otherwise."""
_TRIES: Final = 3
"""How often a file is judged anew before the write begins; a busier ward than that waits for it once."""


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
    run = _fresh(ws, run, progress)
    ahead = first_today(ws, run)
    if not run.writes:
        return _nothing(ws, run)
    _make_ready(ws, _judgement(run))
    with ws.write(IMPORT) as session:
        if not _stands(session, _judgement(run)):
            run = judged(ws, run, _judge_anew(ws, session, run, progress))
            ahead = first_today(ws, run)
        work = _judgement(run)
        if work.writes:
            patients = _store(ws, session, work, progress)
            row = import_run.add(session, _columns(run, patients))
            kinds = {kind for part, pairs in work.work.items() if pairs for kind in work.importers[part].changed}
            told = changes(session, kinds | {"import", "alert"}, _sentence(ws, run), None, row.id)
            return Taken(told, row.id, run.counts, ahead, run)
    return _nothing(ws, run)


def _nothing(ws: Workspace, run: DryRun) -> Taken:
    return Taken(Changes(frozenset(), "", _sentence(ws, run)), None, run.counts, first_today(ws, run), run)


def _sentence(ws: Workspace, run: DryRun) -> str:
    count = run.taken - run.counts[RowState.SAME] if run.writes else 0
    return ws.wording.count("import_run.saved", count, file=run.file_name)


def _judgement(run: DryRun) -> Judgement:
    if run.judgement is None:
        raise ValueError("only what was judged can be taken")
    return run.judgement


def _stands(session: ReadSession | WriteSession, judgement: Judgement) -> bool:
    """Whether nothing was written since that could change what becomes of a row."""
    if last_entry(session).seq == judgement.seq:
        return True
    return all(line.table in _ELSEWHERE for line in lines_after(session, judgement.seq))


def _judge_anew(
    ws: Workspace, session: ReadSession | WriteSession, run: DryRun, progress: Progress | None
) -> Judgement:
    return judge_in(ws, session, _judgement(run).rows, run.decisions, progress)


def _fresh(ws: Workspace, run: DryRun, progress: Progress | None) -> DryRun:
    """The dry run as of now: judged again, before the write begins, as long as others write meanwhile."""
    for _ in range(_TRIES):
        with ws.read() as session:
            if _stands(session, _judgement(run)):
                break
            run = judged(ws, run, _judge_anew(ws, session, run, progress))
    return run


def _make_ready(ws: Workspace, judgement: Judgement) -> None:
    """Let every kind of record work out what it can before the write begins."""
    with ws.read() as session:
        for kind, pairs in judgement.work.items():
            drafted = [(judgement.people.get(person.id, person), found) for person, found in pairs]
            judgement.importers[kind].ready(ws, session, drafted)


def _store(ws: Workspace, session: WriteSession, judgement: Judgement, progress: Progress | None) -> int:
    """Write all records, those first on which others hang; how many patients got something."""
    people = _register(ws, session, judgement)
    touched: set[int] = set(people.values())
    total = sum(map(len, judgement.work.values()))
    done = 0
    for kind in ORDER:
        pairs = _recorded(kind, judgement, people)
        if not pairs:
            continue
        if progress is not None:
            progress(done, total)
        touched |= judgement.importers[kind].write(session, ws, pairs, _within(progress, done, total))
        done += len(pairs)
    if progress is not None:
        progress(total, total)
    alerts.after_many(session, ws, touched)
    return len(touched)


def _within(progress: Progress | None, done: int, total: int) -> Progress | None:
    """The progress of one kind as a part of the whole."""
    if progress is None:
        return None

    def told(part: int, _of: int) -> None:
        progress(min(done + part, total), total)

    return told


def _register(ws: Workspace, session: WriteSession, judgement: Judgement) -> dict[int, int]:
    """Write the new patients; their ids by those they had in the file."""
    importer = judgement.importers[RecordKind.PATIENT]
    pairs = judgement.work.get(RecordKind.PATIENT, ())
    new = [(judgement.people[person.id], found.work.entry) for person, found in pairs if person.is_new]
    if not new or not isinstance(importer, PatientImporter):
        return {}
    return importer.register(session, ws, new)


def _recorded(kind: str, judgement: Judgement, people: Mapping[int, int]) -> Sequence[Pair]:
    """What is to be written of a kind, of patients who all have an id of the record by now."""
    pairs: list[Pair] = []
    moved: dict[int, Person] = {}
    for person, found in judgement.work.get(kind, ()):
        if not person.is_new:
            pairs.append((person, found))
        elif kind != RecordKind.PATIENT:
            if person.id not in moved:
                moved[person.id] = replace(judgement.people[person.id], id=people[person.id])
            pairs.append((moved[person.id], found))
    return pairs


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
