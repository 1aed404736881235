"""Setting up: the locks, the environment's stamp, Qt's system libraries, the built wheel, and Qt on this Python."""

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from hsct_desktop import __version__
from hsct_desktop.resource import resource

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "installer"))

import check_demo  # noqa: E402
import environment  # noqa: E402
import system_libraries  # noqa: E402

LOCKS = ("requirements.lock", "requirements-dev.lock")


def locked(name: str) -> dict[str, list[str]]:
    """The requirement lines of a lock with the hashes of each."""
    blocks = re.split(r"\n(?=\S)", (ROOT / name).read_text("utf-8"))
    lines = [block.split(" \\\n") for block in blocks if not block.startswith("#")]
    return {line[0].strip(): [part.strip() for part in line[1:]] for line in lines}


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=!~; ]", line)[0].lower() for line in requirements}


@pytest.mark.parametrize("name", LOCKS)
def test_lock_names_no_address_and_hashes_everything(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert not re.search(r"://|@ |^\s*-[^-]|--(index|extra|find|trusted)|^\s*/", text, re.MULTILINE)
    for line, hashes in locked(name).items():
        assert re.fullmatch(r"[a-z0-9-]+==\S+( ; .+)?", line), line
        assert hashes, f"{line} has no hash"
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", part) for part in hashes), line


def test_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    runtime = names(project["project"]["dependencies"]) | names(project["dependency-groups"]["build"])
    groups = project["dependency-groups"]
    development = names([line for line in [*groups["package"], *groups["dev"]] if isinstance(line, str)])
    assert runtime <= names(list(locked("requirements.lock")))
    assert runtime | development <= names(list(locked("requirements-dev.lock")))


def test_development_lock_holds_the_users_versions() -> None:
    users, developers = locked("requirements.lock"), locked("requirements-dev.lock")
    assert {line: developers.get(line) for line in users} == users


def test_locked_qt_suits_the_python() -> None:
    lines = [line for line in locked("requirements.lock") if line.startswith("pyside6-essentials")]
    assert [line.split(" ; ")[1] for line in lines] == ["python_full_version < '3.12'", "python_full_version >= '3.12'"]
    assert lines[0].startswith("pyside6-essentials==6.11.")


def test_qt_keeps_its_references_to_none() -> None:
    """On Python 3.11, PySide6 6.12.0 drops a reference to None with each void call and aborts after some 10,000."""
    program = (
        "from PySide6.QtWidgets import QApplication, QLabel\n"
        "application = QApplication([])\n"
        "label = QLabel()\n"
        "for number in range(20000):\n"
        "    label.setText(str(number))\n"
        "print(label.text())\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "19999"), done.stderr[-500:]


def test_fingerprint_follows_lock_project_and_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*LOCKS, *environment._MADE_FROM):
        copy = tmp_path / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes((ROOT / name).read_bytes())
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    first = environment.fingerprint(False, "3.11.2")
    assert first == environment.fingerprint(False, "3.11.2")
    assert len({first, environment.fingerprint(True, "3.11.2"), environment.fingerprint(False, "3.12.0")}) == 3
    for name in ("requirements.lock", "pyproject.toml"):
        before = environment.fingerprint(False, "3.11.2")
        with (tmp_path / name).open("a") as file:
            file.write("# changed\n")
        assert environment.fingerprint(False, "3.11.2") != before, name


def test_stamp_is_read_back_and_a_damaged_one_counts_as_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "STAMP", tmp_path / "stamp.json")
    assert environment.read_stamp() == {}
    environment.write_stamp({"run": "abc"})
    assert environment.read_stamp() == {"run": "abc"}
    for damage in ("{", "[]", ""):
        (tmp_path / "stamp.json").write_text(damage)
        assert environment.read_stamp() == {}


def test_missing_libraries_are_read_from_ldd() -> None:
    listing = (
        "a.so:\n\tlibGL.so.1 => not found\n\tlibc.so.6 => /lib/libc.so.6 (0x1)\nb.so:\n\tlibGL.so.1 => not found\n"
    )
    assert system_libraries.missing_in(listing) == {"libGL.so.1"}


def test_nothing_is_missing_where_the_tests_run() -> None:
    assert system_libraries.missing_libraries(environment.site_packages(), ["offscreen"]) == []


def test_platforms_follow_the_session() -> None:
    assert system_libraries.platforms({}) == ["offscreen"]
    assert system_libraries.platforms({"DISPLAY": ":0", "WAYLAND_DISPLAY": "w"}) == ["offscreen", "xcb", "wayland"]


def test_packages_that_bring_the_libraries() -> None:
    libraries = ["libEGL.so.1", "libxcb-cursor.so.0", "libglib-2.0.so.0", "libgthread-2.0.so.0", "libodd.so.7"]
    steps, unknown = system_libraries.commands("apt-get", libraries)
    assert steps[0] == ["apt-get", "update", "-qq"]
    assert steps[1][-3:] == ["libegl1", "libglib2.0-0", "libxcb-cursor0"]
    assert unknown == ["libodd.so.7"]
    steps, unknown = system_libraries.commands("pacman", libraries)
    assert steps == [["pacman", "-S", "--needed", "--noconfirm", "glib2", "libglvnd", "xcb-util-cursor"]]
    assert unknown == ["libodd.so.7"]
    steps, unknown = system_libraries.commands("dnf", libraries[:1])
    assert (steps, unknown) == ([["dnf", "install", "-y", "libEGL.so.1()(64bit)"]], [])
    assert system_libraries.commands("apt-get", ["libodd.so.7"]) == ([], ["libodd.so.7"])


def test_packages_that_bring_what_packaging_needs() -> None:
    tools = ["/usr/bin/objdump", "libpython3.11.so.1.0"]
    assert system_libraries.commands("apt-get", tools)[0][1][-2:] == ["binutils", "libpython3.11"]
    steps, unknown = system_libraries.commands("dnf", tools)
    assert (steps[0][-2:], unknown) == (["/usr/bin/objdump", "libpython3.11.so.1.0()(64bit)"], [])


def test_without_rights_the_one_line_is_printed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(system_libraries, "missing_libraries", lambda *_: ["libEGL.so.1"])
    monkeypatch.setattr(system_libraries, "_rights", lambda: None)
    monkeypatch.setattr(system_libraries.shutil, "which", lambda name: name if name == "apt-get" else None)
    with pytest.raises(SystemExit) as ended:
        system_libraries.provide(tmp_path, ["offscreen"])
    line = "sudo apt-get update -qq && sudo apt-get install -y --no-install-recommends libegl1"
    assert ended.value.code == f"Run this once, then try again:\n  {line}"


@pytest.fixture
def lonely_path(tmp_path: Path) -> Path:
    """A folder of programs that holds the little that setup.sh needs, and no Python."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("dirname", "id", "env"):
        (folder / name).symlink_to(Path("/usr/bin") / name)
    return folder


def set_up(path: Path) -> subprocess.CompletedProcess[str]:
    environment_ = {"PATH": str(path), "HOME": os.environ["HOME"]}
    script = ROOT / "installer/setup.sh"
    return subprocess.run(["/bin/sh", script], env=environment_, capture_output=True, text=True, check=False)


def python_that_answers(folder: Path, script: str) -> None:
    program = folder / "python3"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


@pytest.mark.parametrize("script", ["", 'case "$1" in --version) echo Python 3.9.2;; *) exit 1;; esac'])
def test_a_python_that_is_missing_or_too_old_is_named(lonely_path: Path, script: str) -> None:
    if script:
        python_that_answers(lonely_path, script)
    done = set_up(lonely_path)
    assert done.returncode == 1
    assert done.stderr.startswith("HSCT Desktop needs Python 3.11 or newer, and found ")
    assert ("Python 3.9.2" if script else "none") in done.stderr


def test_a_python_without_venv_asks_for_it(lonely_path: Path) -> None:
    python_that_answers(lonely_path, 'case "$2" in *ensurepip*) exit 1;; *print*) echo 3.11;; esac')
    done = set_up(lonely_path)
    assert done.returncode == 1
    assert "its modules venv and ensurepip are missing" in done.stderr


def test_resource_finds_the_files_of_the_checkout() -> None:
    assert resource("i18n") == ROOT / "resources" / "i18n"
    with pytest.raises(ValueError, match="leaves the resources folder"):
        resource("../pyproject.toml")


def test_wheel_carries_resources_and_finds_them(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob(f"hsct_desktop-{__version__}-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        files = archive.namelist()
        archive.extractall(tmp_path / "installed")
    assert any(name.startswith("hsct_desktop/_resources/") for name in files)
    assert not [name for name in files if name.startswith(("ui/", "tests/", "installer/", "resources/"))]
    program = "from hsct_desktop.resource import resource; print(resource('i18n'))"
    there = {**os.environ, "PYTHONPATH": str(tmp_path / "installed")}
    answer = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, env=there, capture_output=True, text=True)
    assert Path(answer.stdout.strip()) == (tmp_path / "installed/hsct_desktop/_resources/i18n").resolve()


def test_demo_files_are_judged_by_what_they_hold(tmp_path: Path) -> None:
    assert len(check_demo.complaints(tmp_path)) == 4
    header = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
    for name, width in (("today.png", 1366), ("patient.png", 1365)):
        (tmp_path / name).write_bytes(header + width.to_bytes(4, "big") + (768).to_bytes(4, "big"))
    (tmp_path / "day-list.pdf").write_bytes(b"%PDF-1.4\n...\n%%EOF\n")
    (tmp_path / "summary.pdf").write_bytes(b"%PDF-1.4\n... cut off")
    assert [line.removeprefix(f"{tmp_path}/") for line in check_demo.complaints(tmp_path)] == [
        "patient.png is no PNG of at least 1366 pixels across.",
        "summary.pdf is no whole PDF.",
    ]
