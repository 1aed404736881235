"""The Toxicity tab: marks, merge, split, the baseline group, worst grades by phase."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from hsct_desktop.app import Shell
from hsct_desktop.domain.adverse_event import AdverseEventEntry, Attribution, Causality, Grade, GradeStep, Outcome
from hsct_desktop.services import adverse_events, undo
from hsct_desktop.views.episode_sheets import MergeSheet, SplitSheet
from hsct_desktop.views.patient_toxicity import ToxicityTab
from hsct_desktop.views.widgets.side_sheet import SideSheet
from tests.views.test_patient_page import page_of
from tests.views.ward import ON


@pytest.fixture
def tab(shell: Shell) -> ToxicityTab:
    """The tab of a patient on Day +99 with two episodes of nausea, a fatigue from before, and a v6.0 one."""
    page = page_of(shell, "MS-0107", "toxicity")
    who = page.patient_id or 0
    add(shell, who, "nausea", (-20, 2), (-18, 3), end=-15)
    add(shell, who, "nausea", (-9, 1))
    add(shell, who, "fatigue", (-400, 1))
    add(shell, who, "nausea", (-5, 2), end=-2, ctcae_version="6.0")
    return page.toxicity


def add(shell: Shell, who: int, term: str, *pairs: tuple[int, int], end: int | None = None, **more: object) -> None:
    steps = tuple(GradeStep(ON + timedelta(days=at), Grade(grade)) for at, grade in pairs)
    last = None if end is None else ON + timedelta(days=end)
    outcome = Outcome.ONGOING if end is None else Outcome.RESOLVED
    entry = replace(
        AdverseEventEntry(who, term, "5.0", steps[0].start, steps, last, outcome), **more  # type: ignore[arg-type]
    )  # fmt: skip
    shell.ctx.news.send(adverse_events.record(shell.ctx.ready(), entry))


def keys_of(tab: ToxicityTab, words: str) -> list[object]:
    return [line.key for line in tab.table.rows.lines if line.group is None and line.cells[0].words == words]


def heads(tab: ToxicityTab) -> list[tuple[str, int]]:
    return [(line.cells[0].words, line.group) for line in tab.table.rows.lines if line.group is not None]


def open_sheet(shell: Shell) -> SideSheet:
    (sheet,) = [sheet for sheet in shell.window.findChildren(SideSheet) if sheet.isVisible()]
    return sheet


def test_baseline_toxicities_stand_apart_and_are_not_counted(tab: ToxicityTab) -> None:
    assert heads(tab) == [("Gastrointestinal", 3), ("Baseline: present before treatment, not counted", 1)]
    assert tab._choice.chip("all").accessibleName() == "All 3"
    tab._choice.set_values(["open"])
    assert heads(tab) == [("Gastrointestinal", 1)]
    assert tab._choice.chip("open").accessibleName() == "Open 1"


def test_an_episode_of_the_other_version_says_so(tab: ToxicityTab) -> None:
    assert len(keys_of(tab, "Nausea")) == 2
    assert len(keys_of(tab, "Nausea (v6.0)")) == 1
    assert tab._version.text() == "CTCAE v5.0, v6.0"


@pytest.mark.soak
def test_two_marked_episodes_are_merged_by_keys_and_undone(shell: Shell, tab: ToxicityTab) -> None:
    tab.table.setFocus()
    assert not tab._merge_button.isEnabled()
    for key in keys_of(tab, "Nausea"):
        tab.table.choose(key)
        QTest.keyClick(tab.table, Qt.Key.Key_Space)
    assert tab._merge_button.isEnabled()
    QTest.keyClick(tab.table, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    sheet = open_sheet(shell)
    assert isinstance(sheet, MergeSheet)
    assert "2 episodes become one" in sheet.note.accessibleName()
    assert "Nothing recorded" in sheet.note.accessibleName()
    sheet.save()
    assert sheet.isVisible(), "the reason is missing"
    sheet._reason.set_text("the same nausea")
    sheet.save()
    (key,) = keys_of(tab, "Nausea")
    line = next(line for line in tab.table.rows.lines if line.key == key)
    assert line.cells[1].paint == (2, 3, 1)
    assert "nothing recorded" in line.cells[1].tip
    assert tab.table.marked <= {key}
    undo.undo_last(shell.ctx.ready())
    tab.show_patient(tab._patient_id, tab._day0)
    assert len(keys_of(tab, "Nausea")) == 2


def test_versions_are_not_merged_and_the_sentence_says_why(shell: Shell, tab: ToxicityTab) -> None:
    said: list[str] = []
    shell.ctx.error_wanted.connect(said.append)
    for key in (*keys_of(tab, "Nausea")[:1], *keys_of(tab, "Nausea (v6.0)")):
        tab.table.mark(key)
    tab._merge()
    assert "different CTCAE versions (5.0, 6.0)" in said[0]
    assert not [sheet for sheet in shell.window.findChildren(MergeSheet) if sheet.isVisible()]


@pytest.mark.soak
def test_an_episode_is_split_at_a_day(shell: Shell, tab: ToxicityTab) -> None:
    tab.table.choose(keys_of(tab, "Nausea")[0])
    episode = tab._chosen()
    assert episode is not None
    tab._split()
    sheet = open_sheet(shell)
    assert isinstance(sheet, SplitSheet)
    sheet._on.set_date(episode.onset)
    sheet.save()
    assert sheet.isVisible(), "no part may be without a day"
    sheet._on.set_date(episode.onset + timedelta(days=2))
    assert "grade" in sheet._what.accessibleName()
    sheet.save()
    assert len(keys_of(tab, "Nausea")) == 3


def test_the_worst_grades_open_to_their_terms(tab: ToxicityTab) -> None:
    table = tab.phases.table
    assert [line.cells[0].words for line in table.rows.lines] == [
        "▸  Gastrointestinal, v5.0", "▸  Gastrointestinal, v6.0",
    ]  # fmt: skip
    assert [cell.grade for cell in table.rows.lines[0].cells[1:]] == [0, 0, 3, 0, 0]
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Right)
    assert [line.cells[0].words.strip() for line in table.rows.lines][1] == "Nausea"
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert len(table.rows.lines) == 2
    assert "Day +30" in tab.phases._stand_in.text().replace("\u00a0", " ")


@pytest.mark.soak
def test_a_low_page_folds_the_phases_into_the_worst_of_all_systems(shell: Shell, tab: ToxicityTab) -> None:
    add(shell, tab._patient_id, "fever", (-18, 1), end=-16)
    tab.phases.set_room(folds=True, bare=False)
    table = tab.phases.table
    assert [line.cells[0].words for line in table.rows.lines] == ["▸  All systems, v5.0", "▸  All systems, v6.0"]
    assert [cell.grade for cell in table.rows.lines[0].cells[1:]] == [0, 0, 3, 0, 0]
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert [line.cells[0].words for line in table.rows.lines] == [
        "▾  All systems, v5.0", "▾  All systems, v6.0",
        "▸  Gastrointestinal, v5.0", "▸  Gastrointestinal, v6.0", "▸  General, v5.0",
    ]  # fmt: skip
    QTest.keyClick(table, Qt.Key.Key_Left)
    assert len(table.rows.lines) == 2


@pytest.mark.soak
def test_causality_chips_go_round_by_keys(shell: Shell, tab: ToxicityTab) -> None:
    shell.window.trigger("record_toxicity")
    sheet = open_sheet(shell)
    field = sheet._causality  # type: ignore[attr-defined]
    chip = field.chips().chip(Attribution.CONDITIONING)
    chip.setFocus()
    seen = []
    for _ in range(6):
        QTest.keyClick(chip, Qt.Key.Key_Space)
        seen.append((chip.text(), chip.isChecked()))
    assert seen == [
        ("Conditioning: possible", True), ("Conditioning: probable", True), ("Conditioning: definite", True),
        ("Conditioning: unlikely", False), ("Conditioning: unrelated", False), ("Conditioning", False),
    ]  # fmt: skip
    QTest.keyClick(chip, Qt.Key.Key_4)
    assert [(j.agent, j.level) for j in field.judgements()] == [(Attribution.INFECTION, Causality.POSSIBLE)]
    assert field.named() == (Attribution.INFECTION,)
