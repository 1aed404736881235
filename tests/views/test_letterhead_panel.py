"""The letter paper in Settings: the live page follows what is typed, the logo is looked at before it is taken."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from hsct_desktop.services.letterhead_specimen import specimen
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.views.context import Context
from hsct_desktop.views.letterhead_panel import LetterheadPanel
from hsct_desktop.views.pdf_pages import PdfPages


@pytest.fixture
def panel(qtbot: QtBot, ctx: Context, workspace: Workspace) -> LetterheadPanel:
    made = LetterheadPanel(ctx, workspace.catalogue)
    qtbot.addWidget(made)
    made.resize(1100, 900)
    made.show()
    made.refresh()
    made.draw()
    return made


def words(panel: LetterheadPanel) -> str:
    assert panel.page.pages is not None
    return panel.page.pages.text(0)


def test_page_shows_what_is_typed_before_it_is_saved(panel: LetterheadPanel, qtbot: QtBot) -> None:
    assert "Dr Ada Specimen" in words(panel)
    panel.fields["letterhead.department"].editor.set_text("Transplant programme <b>")
    panel.fields["letterhead.department"].edited.emit()
    qtbot.waitUntil(lambda: "Transplant programme <b>" in words(panel), timeout=3000)
    panel.discard()
    panel.draw()
    assert "Transplant programme" not in words(panel)


def test_page_survives_what_is_wrong_in_the_fields(panel: LetterheadPanel, workspace: Workspace) -> None:
    panel.fields["letterhead.accent"].editor.set_text("#fffffff")
    panel.draw()
    assert "Dr Ada Specimen" in words(panel)
    odd = {"letterhead.window": "nowhere", "letterhead.shift_right": "x", "letterhead.name": "\u202e" + "N" * 300}
    for language in ("en", "it"):
        assert len(PdfPages(specimen(workspace, language, odd))) == 1


def test_logo_is_taken_or_refused_in_words(panel: LetterheadPanel, tmp_path: Path) -> None:
    wrong = tmp_path / "logo.png"
    wrong.write_text("no picture")
    panel.take(wrong)
    assert panel.note.isVisible()
    picture = QImage(40, 20, QImage.Format.Format_RGB32)
    picture.fill(0xFF173F4F)
    assert picture.save(str(tmp_path / "good.png"))
    assert panel.page.pages is not None
    before = panel.page.pages.image(0, 400)
    panel.take(tmp_path / "good.png")
    assert not panel.note.isVisible()
    assert panel.page.pages.image(0, 400) != before
    panel.clear.click()
    assert panel.page.pages.image(0, 400) == before


def test_page_goes_below_the_fields_where_there_is_no_room_beside_them(panel: LetterheadPanel, qtbot: QtBot) -> None:
    def of(widget: QWidget) -> QRect:
        return QRect(widget.mapTo(panel, QPoint()), widget.size())

    fields = list(panel.fields.values())
    assert of(panel.page).left() > max(of(one).right() for one in fields)
    panel.resize(860, 1600)
    qtbot.waitUntil(lambda: of(panel.page).top() > max(of(one).bottom() for one in fields), timeout=2_000)
    assert panel.minimumSizeHint().width() <= 860
    assert min(one.width() for one in fields) > 300, "help stands in lines, not one word a line"
