"""Compiled forms and translations: what is committed is fresh, and the check sees what is not."""

import shutil
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "installer"))

import build_assets  # noqa: E402

FORM = """<?xml version="1.0" encoding="UTF-8"?>
<ui version="4.0">
 <class>NoteDialog</class>
 <widget class="QDialog" name="NoteDialog">
  <layout class="QVBoxLayout" name="layout">
   <item><widget class="QLineEdit" name="note"><property name="toolTip"><string>Note</string></property></widget></item>
  </layout>
 </widget>
</ui>
"""
VIEW = """
class NotePage(QWidget):
    def saved(self) -> str:
        return self.tr("Saved")
"""


@pytest.fixture
def tree(tmp_path: Path) -> build_assets.Tree:
    """A small project of one form and one view, built, with its Italian still empty."""
    for folder in ("ui", "hsct_desktop/views"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "ui/note_dialog.ui").write_text(FORM)
    (tmp_path / "hsct_desktop/views/note.py").write_text(VIEW)
    made = build_assets.Tree(tmp_path)
    build_assets.start_translation(made, "it")
    build_assets.build(made, update=True)
    return made


def translate(tree: build_assets.Tree) -> None:
    """Give every text of the tree the same translation."""
    (ts,) = tree.ts_files()
    text = ts.read_text("utf-8").replace(
        '<translation type="unfinished"></translation>', "<translation>Sì</translation>"
    )
    ts.write_text(text, "utf-8")


def test_committed_forms_are_fresh() -> None:
    stale = build_assets.stale_forms(build_assets.Tree(ROOT))
    assert not stale, "Run `make assets` and commit:\n" + "\n".join(stale)


def test_committed_translations_are_fresh_and_finished() -> None:
    stale = build_assets.stale_translations(build_assets.Tree(ROOT))
    assert not stale, "Run `make assets`, translate, run it again and commit:\n" + "\n".join(stale)


def test_a_tree_without_forms_and_views_is_fresh(tmp_path: Path) -> None:
    empty = build_assets.Tree(tmp_path)
    assert build_assets.build(empty, update=True) == []
    assert build_assets.stale_forms(empty) + build_assets.stale_translations(empty) == []


def test_compiled_form_is_typed_and_names_no_tool(tree: build_assets.Tree) -> None:
    code = (tree.forms / "ui_note_dialog.py").read_text("utf-8")
    assert "def setupUi(self, NoteDialog: QDialog) -> None:" in code
    assert "from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout\n" in code
    assert "version" not in code
    assert build_assets.build(tree, update=True) == []


def test_changed_orphaned_and_edited_forms_are_named(tree: build_assets.Tree) -> None:
    compiled = tree.forms / "ui_note_dialog.py"
    compiled.write_text(compiled.read_text("utf-8") + "# edited\n", "utf-8")
    assert build_assets.stale_forms(tree) == [
        "hsct_desktop/views/forms/ui_note_dialog.py is not what ui/note_dialog.ui compiles to."
    ]
    build_assets.build(tree, update=False)
    assert build_assets.stale_forms(tree) == []
    (tree.ui / "note_dialog.ui").unlink()
    assert build_assets.stale_forms(tree) == ["hsct_desktop/views/forms/ui_note_dialog.py has no form in ui/."]


def test_unfinished_stale_and_missing_translations_are_named(tree: build_assets.Tree) -> None:
    assert build_assets.stale_translations(tree) == [
        "hsct_it.ts has no finished translation of NoteDialog: 'Note'",
        "hsct_it.ts has no finished translation of NotePage: 'Saved'",
    ]
    translate(tree)
    assert build_assets.stale_translations(tree) == ["resources/i18n/hsct_it.qm is not what hsct_it.ts compiles to."]
    build_assets.build(tree, update=False)
    assert build_assets.stale_translations(tree) == []
    view = tree.root / "hsct_desktop/views/note.py"
    view.write_text(VIEW.replace("Saved", "Kept"))
    assert build_assets.stale_translations(tree) == [
        "hsct_it.ts holds a text no longer used: NotePage: 'Saved'",
        "hsct_it.ts lacks NotePage: 'Kept'",
    ]


def test_a_project_with_views_needs_an_italian_translation(tree: build_assets.Tree) -> None:
    shutil.rmtree(tree.i18n)
    assert build_assets.stale_translations(tree) == ["resources/i18n/hsct_it.ts is missing."]
