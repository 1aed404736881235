"""Any run of entries, changes, taking back and undoing leaves only rows that the forms let stand together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any, TypeVar

import pytest

from hsct_desktop.domain.edss_assessment import EdssEntry
from hsct_desktop.domain.measure import MeasureEntry
from hsct_desktop.domain.mri import MriEntry, Region, is_earlier
from hsct_desktop.domain.partial_date import PartialDate
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.domain.treatment import ApheresisEntry, ConditioningEntry, OrderState
from hsct_desktop.services import measures, mri, neurology, selection, transplants, treatment, undo
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import mri as mri_store
from hsct_desktop.store import treatment as treatment_store
from tests.services.ward import TODAY, days, register

DAY = 700
CHOICES = 3
"""So few days, drugs and numbers that entries collide all the time."""
Row = TypeVar("Row")


def whole(day: date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)


class Ward:
    """One patient of whom everything is entered, changed, taken back and undone at random."""

    def __init__(self, ws: Workspace, seed: int) -> None:
        self.ws, self.random = ws, Random(seed)
        self.who = register(ws, DAY)
        self.course = transplants.courses_of(ws, self.who)[-1].id
        self.txns: list[str] = []
        self.outcomes: Counter[str] = Counter()
        self.steps: tuple[Callable[[], Changes | None], ...] = (
            self.examine, self.measure, self.scan, self.choose, self.collect, self.give, self.meet,
            self.take_back_choice, self.undo, self.undo, self.undo,
        )  # fmt: skip

    def step(self) -> None:
        does = self.random.choice(self.steps)
        try:
            saved = does()
        except InputError:
            self.outcomes["refused"] += 1
            return
        except KnownError as error:
            self.outcomes[error.key] += 1
            return
        if saved is not None:
            self.outcomes[does.__name__] += 1
            self.txns.append(saved.txn)

    def undo(self) -> Changes | None:
        return undo.undo(self.ws, self.random.choice(self.txns)) if self.txns else None

    def _day(self, first: int = 0) -> date:
        return days(first - self.random.randrange(CHOICES))

    def _one(self, rows: Iterable[Row]) -> Row | None:
        """A recorded row to be changed or taken back; None: enter a new one."""
        held = list(rows)
        return self.random.choice(held) if held and self.random.random() < 0.6 else None

    def _put(
        self, held: Any, entry: Any, record: Callable[..., Changes], revise: Callable[..., Changes],
        void: Callable[..., Changes],
    ) -> Changes:  # fmt: skip
        if held is None:
            return record(self.ws, entry, confirmed=True)
        if self.random.random() < 0.4:
            return void(self.ws, held.id, "typed wrongly")
        return revise(self.ws, held.id, held.version, entry, confirmed=True)

    def examine(self) -> Changes:
        held = self._one(row.held for row in neurology.for_patient(self.ws, self.who))
        values = {"sdmt": Decimal(48) if self.random.random() < 0.5 else None}
        entry = EdssEntry(self.who, whole(self._day()), Decimal(self.random.randrange(2, 8)))
        if held is not None and self.random.random() < 0.4:
            return neurology.void_assessment(self.ws, held.id, "typed wrongly")
        if held is not None:
            return neurology.revise(self.ws, held.id, held.version, entry, values, confirmed=True)
        return neurology.record(self.ws, entry, values, confirmed=True)

    def measure(self) -> Changes:
        free = [one for one in measures.for_patient(self.ws, self.who) if one.entry.edss_assessment_id is None]
        held = self._one(free)
        entry = MeasureEntry(self.who, "sdmt", self._day(), Decimal(50))
        if held is None:
            return measures.record(self.ws, [entry], confirmed=True)
        return self._put(held, entry, measures.revise, measures.revise, measures.void_measure)

    def scan(self) -> Changes:
        scans = mri.for_patient(self.ws, self.who)
        compared = self.random.choice([None, *(one.id for one in scans)])
        region = self.random.choice([Region.BRAIN, Region.BRAIN, Region.CORD])
        entry = MriEntry(self.who, whole(self._day(200 - DAY)), region, compared_with_id=compared)
        return self._put(self._one(scans), entry, mri.record, mri.revise, mri.void_mri)

    def choose(self) -> Changes | None:
        board = mri.board(self.ws, self.who)
        if not board.rows:
            return None
        seen = (board.choice.id, board.choice.version) if board.choice is not None else None
        scan = self.random.choice(board.rows).mri
        return mri.choose_reference(self.ws, self.who, scan.id, "why not", seen=seen, confirmed=True)

    def take_back_choice(self) -> Changes | None:
        held = mri.board(self.ws, self.who).choice
        return mri.void_reference(self.ws, held.id, "not needed") if held is not None else None

    def collect(self) -> Changes:
        with self.ws.read() as session:
            held = self._one(treatment_store.collections_of(session, self.who))
        number = 1 + self.random.randrange(CHOICES)
        entry = ApheresisEntry(self.who, self.course, number, self._day(-DAY - 10), Decimal(3))
        return self._put(
            held, entry, treatment.record_apheresis, treatment.revise_apheresis, treatment.void_apheresis
        )  # fmt: skip

    def give(self) -> Changes:
        with self.ws.read() as session:
            held = self._one(treatment_store.conditioning_of(session, self.who))
        key = self.random.choice(["carmustine", "etoposide"])
        given_on = self._day(-DAY - 2)
        entry = ConditioningEntry(self.who, self.course, given_on, key, key.title(), OrderState.GIVEN)
        return self._put(held, entry, treatment.record_given, treatment.revise_given, treatment.void_given)

    def meet(self) -> Changes:
        held = self._one(selection.checklist(self.ws, self.who).meetings)
        return selection.void_meeting(self.ws, held.id, "typed") if held else selection.begin(self.ws, self.who)

    def faults(self) -> Iterator[str]:
        """What stands and should not, found without the checks of the forms."""
        assessments = [row.held for row in neurology.for_patient(self.ws, self.who)]
        values = measures.for_patient(self.ws, self.who)
        with self.ws.read() as session:
            sessions = treatment_store.collections_of(session, self.who)
            given = treatment_store.conditioning_of(session, self.who)
        keys = [
            *(("edss", held.day) for held in assessments),
            *(("sdmt", held.entry.measured_on) for held in values),
            *(("session", held.entry.session) for held in sessions),
            *(("drug", held.entry.order_key, held.entry.given_on) for held in given),
            *("prepared" for one in selection.checklist(self.ws, self.who).meetings if not one.is_signed),
            *("choice" for _ in mri.board(self.ws, self.who).choices),
        ]
        yield from (f"twice: {key}" for key, count in Counter(keys).items() if count > 1)
        ordered = sorted(sessions, key=lambda held: held.entry.session or 0)
        collected = [held.entry.collected_on or TODAY for held in ordered]
        if collected != sorted(collected):
            yield "sessions out of order"
        exams = {held.id for held in assessments}
        if any(one.entry.edss_assessment_id not in {*exams, None} for one in values):
            yield "a value without its examination"
        yield from self._of_scans()

    def _of_scans(self) -> Iterator[str]:
        scans = {one.id: one for one in mri.for_patient(self.ws, self.who)}
        for one in scans.values():
            other = scans.get(one.entry.compared_with_id or 0)
            if one.entry.compared_with_id is not None and other is None:
                yield "compared with a scan that is gone"
            elif other is not None and not is_earlier(other.entry.scanned, one.entry.scanned):
                yield "compared with a later scan"
        with self.ws.read() as session:
            chosen = [held.mri_id for held in mri_store.references_of(session, self.who)]
        for scan_id in chosen:
            if scan_id not in scans or not scans[scan_id].entry.region.has_brain:
                yield "re-baseline on a scan that cannot be it"


def run(ws: Workspace, seed: int, steps: int) -> Counter[str]:
    ward = Ward(ws, seed)
    for number in range(steps):
        ward.step()
        assert list(ward.faults()) == [], (seed, number, ward.outcomes)
    return ward.outcomes


def test_no_run_of_entries_and_undo_leaves_what_a_form_refuses(ws: Workspace) -> None:
    outcomes = run(ws, 6, 25)
    assert outcomes["undo"] >= 2, outcomes


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(3))
def test_long_runs_leave_nothing_that_a_form_refuses(ws: Workspace, seed: int) -> None:
    outcomes = run(ws, seed, 600)
    assert min(outcomes["undo"], outcomes["undo_in_the_way"], outcomes["undo_changed_since"]) >= 5, outcomes
