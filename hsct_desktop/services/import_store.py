"""Writing what an import was judged to bring: made ready before the write begins, stored in one go within it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from hsct_desktop.domain.import_field import RecordKind
from hsct_desktop.services.import_check import DryRun, Progress, judged
from hsct_desktop.services.import_judge import Judgement, Pair, judge_in
from hsct_desktop.services.import_parts import ORDER
from hsct_desktop.services.import_patients import PatientImporter
from hsct_desktop.services.import_person import Person
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store.base import ReadSession, WriteSession
from hsct_desktop.store.change_log import last_entry, lines_after

_ELSEWHERE: Final = frozenset({"alert", "clock", "letter", "letter_dispatch", "saved_filter", "phrase", "import_run"})
"""Tables by which no row of an import is judged otherwise."""
_TRIES: Final = 3
"""How often a file is judged anew before the write begins; a busier ward than that waits for it once."""


def judgement_of(run: DryRun) -> Judgement:
    """What a dry run was judged to bring. ValueError for one that was not."""
    if run.judgement is None:
        raise ValueError("only what was judged can be taken")
    return run.judgement


def stands(session: ReadSession | WriteSession, judgement: Judgement) -> bool:
    """Whether nothing was written since that could change what becomes of a row."""
    if last_entry(session).seq == judgement.seq:
        return True
    return all(line.table in _ELSEWHERE for line in lines_after(session, judgement.seq))


def judge_anew(ws: Workspace, session: ReadSession | WriteSession, run: DryRun, progress: Progress | None) -> Judgement:
    return judge_in(ws, session, judgement_of(run).rows, run.decisions, progress)


def fresh(ws: Workspace, run: DryRun, progress: Progress | None) -> DryRun:
    """The dry run as of now: judged again, before the write begins, as long as others write meanwhile."""
    for _ in range(_TRIES):
        with ws.read() as session:
            if stands(session, judgement_of(run)):
                break
            run = judged(ws, run, judge_anew(ws, session, run, progress))
    return run


def make_ready(ws: Workspace, judgement: Judgement) -> None:
    """Let every kind of record work out what it can before the write begins."""
    with ws.read() as session:
        for kind, pairs in judgement.work.items():
            drafted = [(judgement.people.get(person.id, person), found) for person, found in pairs]
            judgement.importers[kind].ready(ws, session, drafted)


def store(ws: Workspace, session: WriteSession, judgement: Judgement, progress: Progress | None = None) -> set[int]:
    """Write all records, those first on which others hang; the ids of the patients who got something."""
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
    return touched


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
