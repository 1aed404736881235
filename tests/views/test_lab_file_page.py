"""The page of laboratory files: nothing comes in before it was seen, everything by keyboard, the window stays alive."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from pytestqt.qtbot import QtBot

from hsct_desktop.domain.reference_range import LaboratoryEntry
from hsct_desktop.services import lab_files, laboratories
from hsct_desktop.services.undo import undo_last
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import lab_result
from hsct_desktop.views.context import Context
from hsct_desktop.views.lab_file_page import LabFilePage
from hsct_desktop.views.laboratories_panel import LaboratoriesPanel
from hsct_desktop.views.places import make_page
from hsct_desktop.views.preferences import Preferences

HEAD = "Codice;Nato il;Data prelievo;Ora;Esame;Risultato;Unità"
ELENA = "MS-0107;14/03/1984"
ROWS = (
    f"{ELENA};19/11/2026;08:00;Emoglobina;9,1;g/dL",
    f"{ELENA};19/11/2026;08:00;Piastrine;45;10^9/L",
    f"{ELENA};19/11/2026;08:00;Esame raro;7;U/L",
    "MS-9999;14/03/1984;19/11/2026;08:00;Emoglobina;9,1;g/dL",
)


@pytest.fixture
def page(qtbot: QtBot, ctx: Context) -> LabFilePage:
    made = LabFilePage(ctx)
    qtbot.addWidget(made)
    made.resize(1280, 700)
    made.show()
    made.focus_first()
    return made


def write(folder: Path, *rows: str, head: str = HEAD, encoding: str = "utf-8") -> Path:
    path = folder / "results.csv"
    path.write_text("\n".join((head, *rows)), encoding=encoding)
    return path


def settle(qtbot: QtBot, page: LabFilePage) -> None:
    QCoreApplication.processEvents()
    qtbot.waitUntil(lambda: not page._jobs.busy and not page._soon.isActive(), timeout=10_000)
    QCoreApplication.processEvents()


def open_file(qtbot: QtBot, page: LabFilePage, path: Path) -> None:
    page.open(path)
    settle(qtbot, page)


def count(workspace: Workspace) -> int:
    with workspace.read() as session:
        return sum(len(lab_result.of_patient(session, patient_id)) for patient_id in range(1, 5))


def test_a_file_is_seen_then_taken_and_undone(
    qtbot: QtBot, page: LabFilePage, workspace: Workspace, tmp_path: Path
) -> None:
    open_file(qtbot, page, write(tmp_path, *ROWS))
    assert page.rows_panel.counts.text() == "4 read = 2 new + 2 refused"
    assert [line.cells[0].words for line in page.rows_panel.problems.rows.lines] == ["1", "1"]
    assert count(workspace) == 0
    assert page.take.text() == "Take 2 results"
    qtbot.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, page)
    assert count(workspace) == 2
    assert page.rows_panel.counts.text() == "4 read = 2 same + 2 refused"
    assert not page.take.isEnabled()
    assert page.words.text() == "Taken in. Ctrl+Z takes it out again."
    undo_last(workspace)
    assert count(workspace) == 0


def test_a_test_that_nobody_knows_is_named_and_remembered(
    qtbot: QtBot, page: LabFilePage, workspace: Workspace, tmp_path: Path
) -> None:
    path = write(tmp_path, *ROWS)
    open_file(qtbot, page, path)
    panel = page.mapping_panel
    panel.columns.choose(("name", "Esame raro"))
    panel.analyte.setCurrentIndex(panel.analyte.findData("LIP"))
    panel.analyte.activated.emit(panel.analyte.currentIndex())
    settle(qtbot, page)
    assert page.rows_panel.counts.text() == "4 read = 3 new + 1 refused"
    panel.name.setEditText("Our laboratory")
    panel.save.click()
    assert [saved.mapping.name for saved in lab_files.mappings(workspace)] == ["Our laboratory"]
    page.start()
    open_file(qtbot, page, path)
    assert panel.name.currentText() == "Our laboratory"
    assert page.rows_panel.counts.text() == "4 read = 3 new + 1 refused"


def test_dates_that_fit_both_ways_are_asked_about(
    qtbot: QtBot, page: LabFilePage, workspace: Workspace, tmp_path: Path
) -> None:
    open_file(qtbot, page, write(tmp_path, "MS-0031;12/12/1986;02/11/2026;;Emoglobina;9,1;g/dL"))
    panel = page.mapping_panel
    assert panel.ambiguous.isVisible()
    assert not page.take.isEnabled()
    panel.dates.activated.emit(panel.dates.currentIndex())
    settle(qtbot, page)
    assert not panel.ambiguous.isVisible()


def test_another_encoding_is_offered_and_used_only_when_asked_for(
    qtbot: QtBot, page: LabFilePage, tmp_path: Path
) -> None:
    open_file(qtbot, page, write(tmp_path, ROWS[0], encoding="cp1252"))
    assert page.problem.isVisible()
    assert page.western.isVisible()
    page.western.click()
    settle(qtbot, page)
    assert not page.problem.isVisible()
    assert page.rows_panel.counts.text() == "1 read = 1 new"


def test_refused_rows_go_to_a_file(qtbot: QtBot, page: LabFilePage, tmp_path: Path) -> None:
    open_file(qtbot, page, write(tmp_path, *ROWS))
    page.write_rejected(tmp_path / "refused.csv")
    assert page._jobs.busy  # written beside the window: a long file takes seconds
    settle(qtbot, page)
    assert page.take.isEnabled()
    assert page.rejected.isEnabled()
    lines = (tmp_path / "refused.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(";")[0] for line in lines] == ["Codice", "MS-0107", "MS-9999"]


def test_f8_goes_from_one_problem_to_the_next(qtbot: QtBot, page: LabFilePage, tmp_path: Path) -> None:
    open_file(qtbot, page, write(tmp_path, *ROWS))
    rows = page.rows_panel.rows
    seen = []
    for _ in range(3):
        qtbot.keyClick(page, Qt.Key.Key_F8)
        seen.append(rows.key().result.row)
    assert seen == [4, 5, 4]
    assert page.rows_panel.reason.text().startswith("Row 4, ")


@pytest.mark.soak
def test_a_hundred_thousand_rows_leave_the_window_alive_and_can_be_stopped(
    qtbot: QtBot, page: LabFilePage, workspace: Workspace, tmp_path: Path
) -> None:
    path = write(tmp_path, *(f"{ELENA};19/11/2026;08:00;Emoglobina;9,1;g/dL" for _ in range(99_000)))
    ticks = []
    page.open(path)
    start = time.monotonic()
    while page._jobs.busy and time.monotonic() - start < 60 and len(ticks) < 20:
        QCoreApplication.processEvents()
        ticks.append(time.monotonic())
        time.sleep(0.005)
    assert len(ticks) == 20  # the window's own work goes on while the file is read
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    settle(qtbot, page)
    assert count(workspace) == 0


def test_escape_leaves(qtbot: QtBot, page: LabFilePage) -> None:
    with qtbot.waitSignal(page.closed, timeout=1000):
        qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert not page._jobs.busy


def test_the_place_is_made(qtbot: QtBot, ctx: Context, tmp_path: Path) -> None:
    made = make_page("lab_file", ctx, Preferences(tmp_path / "p.ini"))
    qtbot.addWidget(made)
    assert isinstance(made, LabFilePage)


# settings -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def panel(qtbot: QtBot, ctx: Context, workspace: Workspace) -> LaboratoriesPanel:
    laboratories.put_laboratory(workspace, LaboratoryEntry("Own", True))
    made = LaboratoriesPanel(ctx)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    return made


def test_a_range_is_entered_changed_and_refused(panel: LaboratoriesPanel, workspace: Workspace) -> None:
    card = laboratories.everything(workspace)[0]
    panel.add_range.click()
    form = panel.form
    form.analyte.setCurrentIndex(form.analyte.findData("ALT"))
    form.analyte.activated.emit(form.analyte.currentIndex())
    form.lln.setText("40")
    form.uln.setText("0,5")
    form.save.click()
    assert "above the upper one" in form.frames["lln"].error()
    form.lln.setText("0")
    form.uln.setText("40,5")
    form.valid_from.line().setText("1/1/2025")
    form.save.click()
    row = laboratories.ranges(workspace, card.id)[0].range
    assert (row.analyte, row.unit, str(row.uln), str(row.valid_from)) == ("ALT", "U/L", "40.5", "2025-01-01")
    assert [cell.words for cell in panel.table.rows.lines[0].cells][:5] == ["ALT", "both", "", "0", "40.5"]
    form.remove.click()
    assert laboratories.ranges(workspace, card.id) == []


def test_the_example_is_copied_and_says_so(panel: LaboratoriesPanel, workspace: Workspace) -> None:
    panel.example.click()
    assert len(panel.table.rows.lines) == len(workspace.catalogue.example_ranges)
    assert panel.note.isVisible()


def test_a_table_of_ranges_is_seen_before_it_is_added(
    panel: LaboratoriesPanel, workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "ranges.csv"
    path.write_text("analyte;unit;lln;uln\nALT;U/L;0;40\nAST;mg/dL;0;40\n", encoding="utf-8")
    panel.read(path)
    card = laboratories.everything(workspace)[0]
    assert laboratories.ranges(workspace, card.id) == []
    panel.take.click()
    assert [row.range.analyte for row in laboratories.ranges(workspace, card.id)] == ["ALT"]
    panel.read(tmp_path / "none.csv")
    assert panel.note.isVisible()


def test_a_laboratory_is_added_and_named(panel: LaboratoriesPanel, workspace: Workspace) -> None:
    panel.new.click()
    panel.name.setText("own")
    panel.save.click()
    assert "already" in panel._name_field.error()
    panel.name.setText("City")
    panel.save.click()
    assert [card.entry.name for card in laboratories.everything(workspace)] == ["Own", "City"]
    assert panel.laboratory.currentText() == "City"
