"""Phrases in Settings: listed, added with their placeholders checked, a shipped one made the unit's own, taken back."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.domain.letter import FreeSection, LetterKind
from hsct_desktop.domain.phrase import PhraseEntry
from hsct_desktop.services import phrases
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.views.context import Context
from hsct_desktop.views.phrases_panel import PhraseSheet, PhrasesPanel


@pytest.fixture
def panel(qtbot: QtBot, ctx: Context) -> PhrasesPanel:
    made = PhrasesPanel(ctx)
    qtbot.addWidget(made)
    made.resize(1100, 400)
    made.show()
    return made


def opened(shell: Shell, key: int | None) -> PhraseSheet:
    shell.window.show_page("settings")
    one = None if key is None else phrases.everything(shell.ctx.ready())[key]
    sheet = PhraseSheet(shell.ctx, one)
    shell.ctx.open_sheet(sheet)
    return sheet


def test_every_phrase_is_listed_under_its_section(panel: PhrasesPanel, workspace: Workspace, ctx: Context) -> None:
    listed = len(phrases.everything(workspace))
    assert listed == len(panel.rows) > 5
    assert not panel.back.isEnabled()
    entry = PhraseEntry("Own", FreeSection.HISTORY, texts={"en": "Seen with {patient}."})
    ctx.news.send(phrases.record(workspace, entry))
    assert len(panel.rows) == listed + 1
    panel.table.choose(next(n for n, one in enumerate(panel.rows) if one.label == "Own"))
    assert panel.back.isEnabled()


def test_a_new_phrase_is_checked_before_it_is_saved(shell: Shell) -> None:
    sheet = opened(shell, None)
    sheet._label.set_text("Rain")
    sheet._texts["en"].set_text("On {diy0} it rained.")
    assert [problem.key for problem in sheet.problems()] == ["phrase_placeholder_unknown"]
    sheet.save()
    workspace = shell.ctx.ready()
    assert "Rain" not in {one.label for one in phrases.everything(workspace)}
    sheet._texts["en"].set_text("On {day0} it rained.")
    sheet._kinds.choice().set_values([LetterKind.GP])
    sheet.save()
    (own,) = [one for one in phrases.everything(workspace) if one.label == "Rain"]
    assert own.entry.texts == {"en": "On {day0} it rained."}
    assert own.entry.kinds == {LetterKind.GP}


def test_a_phrase_of_the_program_becomes_the_units_own(shell: Shell) -> None:
    workspace = shell.ctx.ready()
    first, count = phrases.everything(workspace)[0], len(phrases.everything(workspace))
    sheet = opened(shell, 0)
    before = sheet.content()
    sheet._texts["en"].set_text("Nothing new.")
    sheet.restore(before)
    assert sheet.content() == before
    sheet._texts["en"].set_text("Nothing new.")
    sheet.save()
    (own,) = [one for one in phrases.everything(workspace) if one.label == first.label]
    assert own.held is not None
    assert own.entry.texts == {**first.entry.texts, "en": "Nothing new."}
    assert len(phrases.everything(workspace)) == count
