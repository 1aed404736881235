"""The rules of the house that a tool can hold: size, floors, and the few calls that have one place each."""

import ast
import re
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "hsct_desktop"
FORMS = PACKAGE / "views" / "forms"
THEME = PACKAGE / "views" / "theme"
QT_MODULES = {"QtCore", "QtDBus", "QtGui", "QtWidgets", "QtSvg", "QtPrintSupport", "QtNetwork", "QtTest"}

Rule = Callable[[ast.AST], str | None]


def written(*folders: Path) -> list[Path]:
    """The Python files below the folders that a person wrote."""
    return sorted(file for folder in folders for file in folder.rglob("*.py") if FORMS not in file.parents)


def views() -> list[Path]:
    """The files of the window: views, and app.py which opens it."""
    return written(PACKAGE / "views") + [file for file in [PACKAGE / "app.py"] if file.exists()]


def outside_theme() -> list[Path]:
    return [file for file in views() if THEME not in file.parents and file != THEME.with_suffix(".py")]


@cache
def broken_rules(file: Path) -> list[tuple[Rule, str]]:
    """Each rule that a file breaks, with place and reason; read once for all rules, which takes seconds."""
    return [
        (rule, f"{file.relative_to(ROOT)}:{getattr(node, 'lineno', 0)} {reason}")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"), str(file)))
        if isinstance(node, LOOKED_AT)
        for rule in RULES
        if (reason := rule(node))
    ]


def findings(files: list[Path], rule: Rule) -> list[str]:
    """Place and reason for each node that the rule names a reason for."""
    assert rule in RULES
    return [place for file in files for broken, place in broken_rules(file) if broken is rule]


def called(node: ast.AST) -> str:
    """The last name of what a call calls; empty for anything else."""
    if not isinstance(node, ast.Call):
        return ""
    function = node.func
    return (
        function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    )


def imported(node: ast.AST) -> list[str]:
    """The modules that an import statement names."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
        return [node.module]
    return []


def is_literal(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant)


# The rules themselves, each also tried on a line that breaks it.


def long_function(node: ast.AST) -> str | None:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        lines = (node.end_lineno or node.lineno) - node.lineno + 1
        return f"{node.name} has {lines} lines; split it" if lines > 50 else None
    return None


def style_sheet(node: ast.AST) -> str | None:
    return "sets a style sheet; the look is made in views/theme only" if called(node) == "setStyleSheet" else None


def colour_literal(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if re.fullmatch(r"#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})", node.value):
            return f"names the colour {node.value}; take a token from views/theme"
    elif (
        called(node) in ("QColor", "fromRgb") and isinstance(node, ast.Call) and node.args and is_literal(node.args[0])
    ):
        return "makes a colour from literals; take a token from views/theme"
    return None


def untranslatable(node: ast.AST) -> str | None:
    """lupdate reads the source: an f-string, a sum or a variable inside tr() is never found and never translated."""
    if called(node) == "tr" and isinstance(node, ast.Call) and node.args and not is_literal(node.args[0]):
        return "calls tr() with something else than a plain text; put {placeholders} in the text and format the result"
    put_together = isinstance(node, ast.Call) and any(isinstance(a, ast.JoinedStr | ast.BinOp) for a in node.args[:2])
    if called(node) == "translate" and put_together:
        return "calls translate() with a text that is put together at run time"
    if isinstance(node, ast.JoinedStr) and any(called(inside) == "tr" for inside in ast.walk(node)):
        return "calls tr() inside an f-string, where lupdate finds no text"
    return None


def foreign_to_domain(node: ast.AST) -> str | None:
    for name in imported(node):
        if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith("hsct_desktop.domain"):
            return f"imports {name}; domain stands on the standard library alone"
        if name.split(".")[0] in {"os", "pathlib", "sqlite3", "socket", "subprocess", "tempfile", "time", "urllib"}:
            return f"imports {name}; domain reads no file, no network and no clock"
    return None


def clock(node: ast.AST) -> str | None:
    if called(node) in ("today", "now", "utcnow"):
        return f"calls {called(node)}(); domain gets its dates as arguments"
    return None


def other_qt_module(node: ast.AST) -> str | None:
    names = [name.split(".")[1] for name in imported(node) if name.startswith("PySide6.")]
    if isinstance(node, ast.ImportFrom) and node.module == "PySide6":
        names = [alias.name for alias in node.names]
    unknown = sorted(set(names) - QT_MODULES)
    return f"imports {', '.join(unknown)}; only the free modules of PySide6-Essentials are used" if unknown else None


def paragraph(node: ast.AST) -> str | None:
    return "makes a Paragraph" if called(node) == "Paragraph" else None


def any_import(node: ast.AST) -> str | None:
    return "imports something" if isinstance(node, ast.Import | ast.ImportFrom) else None


RULES: tuple[Rule, ...] = (
    long_function, style_sheet, colour_literal, untranslatable, foreign_to_domain, clock, other_qt_module, paragraph,
    any_import,
)  # fmt: skip
LOOKED_AT = (
    ast.Call, ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.Constant, ast.JoinedStr,
)  # fmt: skip
"""The nodes that a rule may break."""


def test_files_are_at_most_600_lines() -> None:
    files = written(PACKAGE, ROOT / "installer", ROOT / "tests")
    long = [
        f"{file.relative_to(ROOT)}: {n}" for file in files if (n := len(file.read_text("utf-8").splitlines())) > 600
    ]
    assert not long, "Split these files:\n" + "\n".join(long)


def test_functions_are_at_most_50_lines() -> None:
    found = findings(written(PACKAGE, ROOT / "installer"), long_function)
    assert not found, "\n".join(found)


def test_paragraphs_are_made_in_one_place() -> None:
    """ReportLab's Paragraph reads markup: a name with `<` or `&` loses letters or stops the print unless escaped."""
    found = findings(written(PACKAGE), paragraph)
    files = {line.split(":")[0] for line in found}
    assert len(files) <= 1, "Only the one helper that escapes may make Paragraphs:\n" + "\n".join(found)


def test_the_look_is_made_in_the_theme() -> None:
    found = findings(outside_theme(), style_sheet)
    assert not found, "\n".join(found)


def test_views_name_no_colours() -> None:
    found = findings(outside_theme(), colour_literal)
    assert not found, "\n".join(found)


def test_texts_can_be_translated() -> None:
    found = findings(views(), untranslatable)
    assert not found, "\n".join(found)


def test_domain_stands_on_the_standard_library() -> None:
    found = findings(written(PACKAGE / "domain"), foreign_to_domain)
    assert not found, "\n".join(found)


def test_domain_reads_no_clock() -> None:
    found = findings(written(PACKAGE / "domain"), clock)
    assert not found, "\n".join(found)


def test_only_free_qt_modules_are_imported() -> None:
    found = findings(written(PACKAGE, ROOT / "tests"), other_qt_module)
    assert not found, "\n".join(found)


def test_package_files_import_nothing() -> None:
    """Importing a package must cost nothing: what `__init__` pulls in is loaded before the window's first paint."""
    found = findings([file for file in written(PACKAGE) if file.name == "__init__.py"], any_import)
    assert not found, "\n".join(found)


def test_every_folder_is_a_package() -> None:
    """A folder without `__init__.py` is invisible to the floors' check."""
    folders = {file.parent for file in PACKAGE.rglob("*.py")}
    bare = sorted(str(folder.relative_to(ROOT)) for folder in folders if not (folder / "__init__.py").exists())
    assert not bare, f"These folders lack an __init__.py: {', '.join(bare)}"


def test_the_floors_hold() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def broken_by(rule: Rule, line: str) -> bool:
    return any(rule(node) for node in ast.walk(ast.parse(line)) if isinstance(node, LOOKED_AT))


def test_each_rule_finds_what_breaks_it() -> None:
    assert broken_by(long_function, "def f():\n" + "    x = 1\n" * 50)
    assert not broken_by(long_function, "def f():\n" + "    x = 1\n" * 49)
    assert broken_by(style_sheet, "self.label.setStyleSheet('color: red')")
    for line in ("x = '#C0FFEE'", "QColor('red')", "QColor(1, 2, 3)", "QtGui.QColor.fromRgb(1, 2, 3)"):
        assert broken_by(colour_literal, line), line
    for line in ("x = '#1'", "x = '# note'", "QColor(token)", "x = '#anchor'"):
        assert not broken_by(colour_literal, line), line
    for line in (
        "self.tr(f'{n} rows')",
        "self.tr('a' + b)",
        "self.tr(label)",
        "tr('%d' % n)",
        "QA.translate('A', f'{x}')",
    ):
        assert broken_by(untranslatable, line), line
    for line in ("self.tr('Saved · Undo')", "self.tr('%n rows', '', n)", "QA.translate('A', 'Text')"):
        assert not broken_by(untranslatable, line), line
    for line in ("import yaml", "from hsct_desktop.store import x", "import os", "from pathlib import Path"):
        assert broken_by(foreign_to_domain, line), line
    assert not broken_by(foreign_to_domain, "from datetime import date")
    assert broken_by(clock, "date.today()")
    for line in ("from PySide6.QtCharts import QChart", "from PySide6 import QtPdf", "import PySide6.QtQml"):
        assert broken_by(other_qt_module, line), line
    assert not broken_by(other_qt_module, "from PySide6.QtWidgets import QLabel")
