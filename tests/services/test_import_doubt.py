"""Imported records in doubt: dates known in part that may be the same or another, drugs by names of several."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from hsct_desktop.domain.import_field import RecordKind
from hsct_desktop.domain.import_run import RowState
from hsct_desktop.domain.partial_date import PartialDate, whole
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import relapse
from tests.services.test_import_records import Values, bring, judge, known, told
from tests.services.ward import register

VISUAL, BOTH, MOTOR = ("visual",), ("visual", "sensory"), ("pyramidal",)
NEW_, SAME_, MORE, ASKS = RowState.NEW, RowState.SAME, RowState.CHANGED, RowState.CONFLICT
APRIL, FOURTH = PartialDate(2019, 4), whole(date(2019, 4, 4))


@pytest.mark.parametrize(
    ("recorded", "rows", "states", "hints"),
    [
        # within one month the same systems, some of them, or none are the same relapse; others ask
        ([(APRIL, VISUAL)], [(FOURTH, VISUAL)], [MORE], []),
        ([(APRIL, BOTH)], [(FOURTH, VISUAL)], [MORE], []),
        ([(FOURTH, BOTH)], [(APRIL, VISUAL)], [SAME_], []),
        ([(FOURTH, VISUAL)], [(APRIL, ())], [SAME_], []),
        ([(APRIL, VISUAL)], [(FOURTH, MOTOR)], [ASKS], ["import_same_or_another"]),
        ([(APRIL, VISUAL)], [(FOURTH, BOTH)], [ASKS], ["import_same_or_another"]),
        ([(FOURTH, VISUAL), (whole(date(2019, 4, 9)), ())], [(APRIL, ())], [ASKS], ["import_same_or_another"]),
        # of a year alone only what says the very same is the same
        ([(PartialDate(2019), VISUAL)], [(PartialDate(2019), VISUAL)], [SAME_], []),
        ([(PartialDate(2019), ())], [(PartialDate(2019), VISUAL)], [ASKS], ["import_same_or_another"]),
        ([(APRIL, MOTOR)], [(PartialDate(2019), MOTOR)], [ASKS], ["import_same_or_another"]),
        ([(PartialDate(2019), MOTOR)], [(FOURTH, MOTOR)], [ASKS], ["import_same_or_another"]),
        # rows of one file are relapses of their own; those that may be one are told
        ([], [(PartialDate(2019), VISUAL), (PartialDate(2019), MOTOR)], [NEW_, NEW_], []),
        ([], [(PartialDate(2019), ()), (PartialDate(2019), ())], [NEW_, NEW_], ["import_row_alike"]),
        ([], [(APRIL, VISUAL), (APRIL, MOTOR), (PartialDate(2019), ("sensory",))], [NEW_] * 3, []),
        ([(PartialDate(2019), ())], [(PartialDate(2019), ())] * 2, [SAME_, NEW_], ["import_row_alike"]),
        ([(APRIL, VISUAL)], [(APRIL, VISUAL), (FOURTH, MOTOR)], [SAME_, NEW_], []),
        ([(FOURTH, BOTH)], [(APRIL, VISUAL), (FOURTH, BOTH)], [NEW_, SAME_], ["import_row_alike"]),
    ],
)  # fmt: skip
def test_relapses_of_which_the_day_is_not_known_are_the_same_or_ask(
    ws: Workspace,
    recorded: list[tuple[PartialDate, tuple[str, ...]]],
    rows: list[tuple[PartialDate, tuple[str, ...]]],
    states: list[RowState],
    hints: list[str],
) -> None:
    person = known(ws, register(ws, 400))
    given = [[{"onset": day, "systems": systems} for day, systems in of] for of in (recorded, rows)]
    assert [one.state for one in bring(ws, RecordKind.RELAPSE, person, *given[0])] == [NEW_] * len(recorded)
    with ws.read() as session:
        before = relapse.of_patient(session, person.id)
    found = bring(ws, RecordKind.RELAPSE, person, *given[1])
    assert [one.state for one in found] == states
    assert [key for one in found for key in told(one) if key != "relapse_near"] == hints
    with ws.read() as session:
        after = relapse.of_patient(session, person.id)
    if ASKS in states:
        assert after == before
    else:
        assert len(after) == len(before) + states.count(NEW_)
        assert {one.state for one in judge(ws, RecordKind.RELAPSE, person, *given[1])} == {SAME_}


def test_somebody_may_say_that_it_is_another_relapse(ws: Workspace) -> None:
    person = known(ws, register(ws, 400))
    bring(ws, RecordKind.RELAPSE, person, {"onset": APRIL, "systems": VISUAL})
    row: Values = {"onset": FOURTH, "systems": MOTOR}
    (found,) = bring(ws, RecordKind.RELAPSE, person, row, take=["onset"])
    assert (found.state, [one.takes_file for one in found.conflicts]) == (NEW_, [True])
    assert [one.state for one in judge(ws, RecordKind.RELAPSE, person, row)] == [SAME_]
    with ws.read() as session:
        assert [one.entry.onset for one in relapse.of_patient(session, person.id)] == [APRIL, FOURTH]


@pytest.mark.parametrize(
    ("kind", "day", "name", "values"),
    [(RecordKind.EDSS, "assessed", "edss", ("3.0", "4.0")), (RecordKind.MRI, "scanned", "new_t2", ("2", "5"))],
)
def test_examinations_and_scans_of_a_month_or_year_are_not_mixed(
    ws: Workspace, kind: RecordKind, day: str, name: str, values: tuple[str, str]
) -> None:
    person = known(ws, register(ws, 400))
    first, second = [Decimal(one) if kind is RecordKind.EDSS else int(Decimal(one)) for one in values]
    bring(ws, kind, person, {day: APRIL, name: first})
    rows: list[Values] = [{day: FOURTH, name: second}, {day: PartialDate(2019), name: first}]
    assert [judge(ws, kind, person, row)[0].state for row in rows] == [ASKS, ASKS]
    assert [one.state for one in judge(ws, kind, person, {day: FOURTH, name: first})] == [MORE]
    two = bring(ws, kind, person, {day: PartialDate(2015), name: first}, {day: PartialDate(2015), name: second})
    if kind is RecordKind.EDSS:  # a date has one EDSS of record, however little is known of it
        assert [told(one) for one in two] == [[], ["edss_twice"]]
        return
    assert [one.state for one in two] == [NEW_, NEW_]
    again = judge(ws, kind, person, {day: PartialDate(2015), name: second}, {day: PartialDate(2015), name: first})
    assert [one.state for one in again] == [SAME_, SAME_]


@pytest.mark.parametrize(
    ("name", "drug_id", "group", "hints"),
    [
        ("Bactrim", "", "pjp", ["import_drug_shared"]),
        ("cotrim", "", "pjp", ["import_drug_shared"]),
        ("Zovirax", "", "antiviral", ["import_drug_shared"]),
        ("Valtrex", "", "antiviral", ["import_drug_shared"]),
        ("G-CSF", "", "gcsf", ["import_drug_shared"]),
        ("Ciclosporina", "", "immunosuppression", []),
        ("Omeprazolo", "", "other", []),
        ("Foobaril", "", "other", ["import_drug_unknown"]),
    ],
)
def test_a_drug_by_its_trade_name_has_the_class_that_it_surely_has(
    ws: Workspace, name: str, drug_id: str, group: str, hints: list[str]
) -> None:
    person = known(ws, register(ws, 400))
    (found,) = bring(ws, RecordKind.THERAPY, person, {"name": name, "start": date(2019, 4, 12)})
    assert found.state is RowState.NEW
    assert (found.work.entry.name, found.work.entry.catalogue_id) == (name, drug_id)
    assert found.work.entry.therapy_class == group
    assert [hint.key for hint in found.hints] == hints
    values = {"name": name, "start": date(2018, 4, 12), "stop": date(2018, 5, 1), "therapy_class": "antifungal"}
    (said,) = bring(ws, RecordKind.THERAPY, person, values)
    assert said.work.entry.therapy_class == "antifungal"


def test_a_class_that_is_not_the_drugs_is_told(ws: Workspace) -> None:
    person = known(ws, register(ws, 400))
    values = {"name": "fluconazole", "start": date(2019, 4, 12), "therapy_class": "antiviral"}
    (found,) = bring(ws, RecordKind.THERAPY, person, values)
    assert found.work.entry.therapy_class == "antifungal"
    assert [hint.key for hint in found.hints] == ["import_drug_class"]
