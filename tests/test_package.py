"""The packed program: built once, moved to another place, and run there with nothing of this environment around it."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PyInstaller.archive.readers import CArchiveReader

from hsct_desktop import __version__
from tests.data_import import make_books
from tests.documents.reading import read

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "installer"))

import check_demo  # noqa: E402

pytestmark = pytest.mark.package

ON = "2026-11-20"
QT_LIBRARIES = {
    "Core", "DBus", "Gui", "Network", "OpenGL", "PrintSupport", "Svg", "WaylandClient", "Widgets", "WlShellIntegration",
    "XcbQpa",
}  # fmt: skip
"""What windows of widgets and the system's print dialog need; OpenGL comes with the windows of X11 and Wayland, and
Network has the local socket by which a second start raises the first window."""


@pytest.fixture(scope="session")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packed folder, moved after it was built; test processes side by side share one."""
    import fcntl  # there is none on Windows, where the other tests must still be found

    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    moved = shared / "Reparto è 1" / "hsct-desktop"
    with (shared / "package.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not moved.exists():
            command = [sys.executable, ROOT / "installer/package.py", "--headless", shared / "built"]
            done = subprocess.run(command, cwd=shared, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stdout + done.stderr
            moved.parent.mkdir()
            (shared / "built/hsct-desktop").rename(moved)
    return moved


@pytest.fixture
def program(packed: Path, tmp_path: Path) -> Program:
    return Program(packed / "hsct-desktop", tmp_path)


class Program:
    """Runs the packed program in a folder of its own, as a user whose machine knows no Python."""

    def __init__(self, path: Path, folder: Path) -> None:
        self.path, self.folder = path, folder

    def __call__(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        bare = {"HOME": str(self.folder), "PATH": "/nonexistent", "LANG": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen"}
        command = [self.path, *arguments]
        return subprocess.run(command, cwd=self.folder, env=bare, capture_output=True, encoding="utf-8", timeout=300)


def succeed(done: subprocess.CompletedProcess[str]) -> str:
    """What it printed; it must have ended well and complained of nothing."""
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


def from_checkout(*arguments: str, cwd: Path, complains: bool = False) -> str:
    """The same call of this checkout; where it `complains` it ends well, but not silently."""
    command = [sys.executable, "-m", "hsct_desktop", *arguments]
    here = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=cwd, env=here, capture_output=True, encoding="utf-8")
    if complains:
        assert (done.returncode, done.stderr != "") == (0, True)
        return done.stdout
    return succeed(done)


def test_it_tells_its_version(program: Program) -> None:
    assert succeed(program("--version")) == f"hsct-desktop {__version__}\n"


def test_practice_ward_and_its_worklist(program: Program) -> None:
    """A data file made by the packed program, migrations included, is read alike by both."""
    succeed(program("practice", "--database", "ward.hsct", "--patients", "12", "--on", ON))
    arguments = ("worklist", "--database", "ward.hsct", "--on", ON, "--format", "csv")
    printed = succeed(program(*arguments))
    assert {row["list"] for row in csv.DictReader(io.StringIO(printed))} >= {"late", "to_stop"}
    assert printed == from_checkout(*arguments, cwd=program.folder)


def test_protocols_and_words_are_found(program: Program) -> None:
    arguments = (
        "plan",
        "--protocol",
        "ahsct-ms",
        "--day0",
        "2024-08-31",
        "--discharge",
        "2024-09-18",
        "--format",
        "csv",
    )
    assert succeed(program(*arguments)) == from_checkout(*arguments, cwd=program.folder)


@pytest.mark.parametrize("language", ["en", "it"])
def test_window_and_documents(program: Program, language: str) -> None:
    printed = succeed(program("--language", language, "--practice", "--demo", "demo"))
    assert check_demo.complaints(program.folder / "demo") == []
    assert len(printed.splitlines()) == len([*check_demo.PICTURES, *check_demo.DOCUMENTS])


def test_papers_that_need_the_libraries_of_finished_pdfs(program: Program) -> None:
    """A letter, the pack that is bound of several papers, and the registry's sheet, each the same as from here."""
    ward = ("--database", "ward.hsct")
    succeed(program("practice", *ward, "--patients", "12", "--on", ON))
    letter = ("letter", "MS-0101", *ward, "--to", "neurologist", "--language", "it", "--on", ON, "--output")
    assert program(*letter, "packed.pdf").returncode == 0
    from_checkout(*letter, "here.pdf", cwd=program.folder, complains=True)
    packed, here = (read((program.folder / name).read_bytes()) for name in ("packed.pdf", "here.pdf"))
    assert packed.has("Gentile")
    assert packed.pages == here.pages
    (program.folder / "pack").mkdir()
    succeed(program("downtime", *ward, "--on", ON, "--folder", "pack"))
    assert len(list((program.folder / "pack").glob("*.pdf"))) == 2
    sheet = ("registry", "MS-0101", *ward, "--form", "day0", "--on", ON, "--output", "sheet.pdf")
    assert program(*sheet).returncode == 0
    assert read((program.folder / "sheet.pdf").read_bytes()).has("MS-0101")


def test_a_workbook_is_read_by_a_child_of_it(program: Program) -> None:
    """The packed program starts itself to read a workbook, with pandas and calamine; and writes one."""
    succeed(program("practice", "--database", "ward.hsct", "--patients", "2", "--on", ON))
    succeed(program("import-template", "edss", "--output", "t.xlsx"))
    (program.folder / "ward.xlsx").write_bytes(make_books.english(3))
    asked = ("import", "ward.xlsx", "--kind", "patients", "--sheet", "Patients", "--database", "ward.hsct", "--dry-run")
    done = program(*asked)
    assert (done.returncode, "3 read = 3 new" in done.stdout) == (0, True), done.stderr
    assert "Traceback" not in done.stderr  # hints stand there
    assert done.stdout == from_checkout(*asked, cwd=program.folder, complains=True)


def test_the_library_that_shows_pdfs_is_in_it(packed: Path) -> None:
    """The print preview loads it by its path; uharfbuzz and pikepdf are compiled modules."""
    inside = packed / "_internal"
    assert list((inside / "pypdfium2_raw").glob("libpdfium.*"))
    assert list((inside / "pikepdf").glob("_core*.so"))
    assert list((inside / "uharfbuzz").glob("_harfbuzz*.so"))


def test_what_is_refused_is_one_sentence(program: Program) -> None:
    done = program("worklist", "--database", "missing.hsct")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("hsct-desktop: There is no file ")
    assert done.stderr.count("\n") == 1


def modules(folder: Path) -> Iterator[str]:
    """The names of the Python modules below a folder that is a package."""
    for file in folder.rglob("*.py"):
        parts = file.relative_to(folder.parent).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def test_every_module_and_data_file_is_in_it(packed: Path) -> None:
    """Also what is imported late or by name: a page, a service, a country of the holidays."""
    inside = packed / "_internal"
    archive = CArchiveReader(str(packed / "hsct-desktop"))
    there = set(archive.open_embedded_archive("PYZ.pyz").toc)
    scripts = {name for name in modules(ROOT / "hsct_desktop") if name.startswith("hsct_desktop.store.migrations")}
    assert {name for name in modules(inside / "hsct_desktop") if name in scripts} == scripts
    assert set(modules(ROOT / "hsct_desktop")) - scripts - {"hsct_desktop.__main__"} <= there
    holidays = Path(__import__("holidays").__file__ or "").parent
    assert {f"holidays.countries.{file.stem}" for file in (holidays / "countries").glob("[!_]*.py")} <= there
    for source, target in ((ROOT / "resources", "hsct_desktop/_resources"), (holidays / "locale", "holidays/locale")):
        wanted = {file.relative_to(source) for file in source.rglob("*") if file.is_file() and file.suffix != ".py"}
        assert {file for file in wanted if not (inside / target / file).is_file()} == set(), target


def test_nothing_of_qt_that_is_not_used(packed: Path) -> None:
    qt = packed / "_internal/PySide6"
    libraries = {file.name.removeprefix("libQt6").partition(".")[0] for file in qt.rglob("libQt6*.so*")}
    assert libraries - QT_LIBRARIES == set()
    assert {file.name.partition(".")[0] for file in qt.glob("Qt*.so")} <= {f"Qt{name}" for name in QT_LIBRARIES}
