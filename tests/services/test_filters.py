"""Filters: combined, saved, the unit's or one's own, kept in the file, renamed, deleted, undone; tags on the card."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from hsct_desktop.domain.author import Author
from hsct_desktop.domain.patient_filter import FilterRule
from hsct_desktop.domain.problem import InputError
from hsct_desktop.domain.task import TaskEntry
from hsct_desktop.services import filters, patients, settings, tags, tasks, today, undo
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store.engine import open_store
from tests.services.ward import TODAY, days, keys, register


@pytest.fixture
def crowd(ws: Workspace) -> dict[str, int]:
    """Four patients with late visits: two of the author's, two diseases, two years, some tags."""
    settings.put(ws, settings.TAGS, "Trial\nFar away")
    me = ws.require_author().staff_id
    return {
        "mine": register(ws, 45, "A-1", given_name="A", nurse_id=me, tags=("Trial",)),
        "mine_ssc": register(ws, 45, "A-2", given_name="B", nurse_id=me, disease_id="ssc", phenotype_id=""),
        "old": register(ws, 500, "A-3", given_name="C", tags=("Far away", "Trial")),
        "waiting": register(ws, None, "A-4", given_name="D"),
    }


def left(ws: Workspace, rule: FilterRule) -> set[str]:
    found = filters.narrowing(ws).apply(today.lists(ws, days(60)), rule)
    assert sum(found.counts.values()) == len(found.rows)
    return {row.code for row in found.rows}


def test_each_field_and_all_together(ws: Workspace, crowd: dict[str, int]) -> None:
    filters.record(ws, "Any", FilterRule(mine=True), mine=False)
    everybody = left(ws, FilterRule())
    assert everybody == {"A-1", "A-2", "A-3", "A-4"}
    assert left(ws, FilterRule(diseases=("ms",))) == everybody - {"A-2"}
    assert left(ws, FilterRule(mine=True)) == {"A-1", "A-2"}
    assert left(ws, FilterRule(nurses=(ws.require_author().staff_id,))) == {"A-1", "A-2"}
    assert left(ws, FilterRule(years=(2025,))) == {"A-3"}
    assert left(ws, FilterRule(tags=("Far away", "Trial"))) == {"A-1", "A-3"}
    assert left(ws, FilterRule(protocols=("ahsct-ms",))) == everybody - {"A-4"}
    assert left(ws, FilterRule(diseases=("ms",), mine=True, tags=("Trial",))) == {"A-1"}


def test_my_patients_are_those_of_who_looks(ws: Workspace, crowd: dict[str, int], other: Author) -> None:
    filters.record(ws, "My patients", FilterRule(mine=True), mine=False)
    lists = today.lists(ws, days(60))
    (mine,) = filters.narrowing(ws).counts(lists).values()
    ws.author = other
    (theirs,) = filters.narrowing(ws).counts(lists).values()
    assert (mine > 0, theirs) == (True, 0)


def test_a_task_of_nobody_stands_under_every_filter(ws: Workspace, crowd: dict[str, int]) -> None:
    tasks.record(ws, TaskEntry("Order cryo vials", TODAY))
    filters.record(ws, "2025", FilterRule(years=(2025,)), mine=False)
    found = filters.narrowing(ws).apply(today.lists(ws, TODAY), FilterRule(years=(2025,)))
    assert "Order cryo vials" in {row.task for row in found.rows}


def test_filters_persist_and_each_sees_the_units_and_their_own(ws: Workspace, other: Author) -> None:
    filters.record(ws, "All MS", FilterRule(diseases=("ms",)), mine=False)
    filters.record(ws, "2025 cohort", FilterRule(years=(2025,)), mine=True)
    again = replace(ws, store=open_store(ws.store.path))
    assert [(row.name, row.mine) for row in filters.everything(again)] == [("All MS", False), ("2025 cohort", True)]
    again.author = other
    assert [row.name for row in filters.everything(again)] == ["All MS"]
    again.store.close()


def test_rename_delete_and_undo(ws: Workspace) -> None:
    saved = filters.record(ws, "All MS", FilterRule(diseases=("ms",)), mine=False)
    (row,) = filters.everything(ws)
    assert saved.kinds == {"filter"}
    filters.revise(ws, row.id, row.version, "MS", row.rule, mine=False)
    gone = filters.void_filter(ws, row.id, "not needed")
    assert filters.everything(ws) == []
    undone = undo.undo(ws, gone.txn)
    assert ([f.name for f in filters.everything(ws)], undone.kinds) == (["MS"], {"filter"})


@pytest.mark.parametrize(
    ("name", "rule", "problem"),
    [
        (" ", FilterRule(mine=True), ("name", "filter_name_missing")),
        ("x" * 61, FilterRule(mine=True), ("name", "too_long")),
        ("all ms", FilterRule(mine=True), ("name", "filter_name_taken")),
        ("Nothing", FilterRule(), ("rule", "filter_asks_nothing")),
    ],
)
def test_what_is_refused(ws: Workspace, name: str, rule: FilterRule, problem: tuple[str, str]) -> None:
    filters.record(ws, "All MS", FilterRule(diseases=("ms",)), mine=False)
    with pytest.raises(InputError) as error:
        filters.record(ws, name, rule, mine=False)
    assert keys(error.value) == {problem}
    assert len(filters.everything(ws)) == 1


def test_tags_are_chosen_from_the_wards(ws: Workspace, crowd: dict[str, int]) -> None:
    entry, version = patients.entry_of(ws, crowd["old"])
    assert entry.tags == ("Far away", "Trial")
    settings.put(ws, settings.TAGS, "Trial")
    assert tags.choices(ws) == ("Trial", "Far away")
    with pytest.raises(InputError) as error:
        patients.revise(ws, crowd["old"], version, replace(entry, tags=("Invented",)))
    assert keys(error.value) == {("tags", "unknown_choice")}
    saved = patients.revise(ws, crowd["old"], version, replace(entry, tags=("Trial",)))
    assert patients.banner(ws, crowd["old"]).tags == ("Trial",)
    undo.undo(ws, saved.txn)
    assert set(patients.banner(ws, crowd["old"]).tags) == {"Trial", "Far away"}


def test_choices_are_what_patients_have(ws: Workspace, crowd: dict[str, int]) -> None:
    offered = filters.choices(ws)
    assert [key for key, _ in offered.diseases] == ["ms", "ssc"]
    assert offered.years == (2026, 2025)
    assert offered.tags == ("Trial", "Far away")
    assert {key for key, _ in offered.protocols} == {"ahsct-ms"}


DAMAGED = [
    '{"bogus": [1]}', "not json", "[]", "null", "{}", "7", "", '{"diseases": 5}', '{"diseases": [1]}',
    '{"years": ["2025"]}', '{"years": [true]}', '{"nurses": [1.5]}', '{"mine": 1}', '{"tags": "Trial"}',
    '{"diseases": [["ms"]]}', "[" * 100_000,
]  # fmt: skip


@pytest.mark.parametrize("content", DAMAGED, ids=lambda text: text[:20])
def test_a_damaged_filter_hides_nothing_and_can_be_deleted(ws: Workspace, crowd: dict[str, int], content: str) -> None:
    filters.record(ws, "Broken", FilterRule(diseases=("ms",)), mine=False)
    filters.record(ws, "SSc", FilterRule(diseases=("ssc",)), mine=False)
    lists = today.lists(ws, days(60))
    with ws.write("filter.revise") as session:
        session.execute(sa.text("UPDATE saved_filter SET content = :c WHERE name = 'Broken'"), {"c": content})
    found = filters.narrowing(ws)
    broken, sound = found.filters
    assert (broken.name, broken.damaged, sound.damaged) == ("Broken", True, False)
    assert found.apply(lists, broken.rule).rows == lists.rows
    assert found.counts(lists)[broken.id] == len(lists.rows) > found.counts(lists)[sound.id] > 0
    with pytest.raises(InputError):
        filters.record(ws, "broken", FilterRule(mine=True), mine=False)
    gone = filters.void_filter(ws, broken.id, "damaged", broken.version)
    assert "Broken" in gone.text
    assert [row.name for row in filters.everything(ws)] == ["SSc"]


def test_what_a_filter_writes_it_reads_again() -> None:
    rule = FilterRule(("ms",), ("ahsct-ms",), (1, 2), (2025,), ("Trial",), mine=True)
    assert FilterRule.from_json(rule.to_json()) == rule
