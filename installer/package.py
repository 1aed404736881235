"""Packs the program into a folder that needs no Python on the machine where it runs. Linux only so far.

`.venv/bin/python installer/package.py [FOLDER]` leaves FOLDER/hsct-desktop (default: build/package), started by the
program `hsct-desktop` in it. It runs on systems whose C library is at least as new as that of the builder's machine.
"""

import argparse
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

import system_libraries
from PyInstaller.depend.bindepend import get_python_library_path
from PyInstaller.exceptions import PythonLibraryNotFoundError

ROOT = Path(__file__).resolve().parent.parent
SPEC = ROOT / "installer/hsct-desktop.spec"
NAME = "hsct-desktop"
SCREENS = ["offscreen", "xcb", "wayland"]


def missing_tools() -> list[str]:
    """What PyInstaller needs of the system and is not there: binutils, and Python as a library beside its program."""
    lacking = [] if shutil.which("objdump") else ["/usr/bin/objdump"]
    try:
        get_python_library_path()
    except PythonLibraryNotFoundError as error:
        if sys.base_prefix != "/usr":  # the system's packages cannot help a Python of the user's own
            sys.exit(f"{sys.base_prefix} holds no shared Python library: {error} Name another: make package PYTHON=…")
        lacking.append(f"libpython{sys.version_info.major}.{sys.version_info.minor}.so.1.0")
    return lacking


def drop_debugging(folder: Path) -> None:
    """Take the tables for debuggers out of the libraries: a sixth of the folder. What was patched after it was linked
    stays as made.
    """
    ours = [
        file
        for file in folder.rglob("*.so*")
        if not file.is_symlink() and not {"PySide6", "shiboken6", "pillow.libs", "numpy.libs"} & set(file.parts)
    ]
    subprocess.run(["strip", "--strip-debug", *ours], check=True)


def build(folder: Path) -> Path:
    """Build in a scratch folder and put the result in the place of an earlier one; its path."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".build-") as scratch:
        places = ["--distpath", f"{scratch}/dist", "--workpath", f"{scratch}/work"]
        command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR", *places, str(SPEC)]
        subprocess.run(command, stdin=subprocess.DEVNULL, check=True)
        made = Path(scratch, "dist", NAME)
        drop_debugging(made)
        target = folder / NAME
        if target.exists():
            shutil.rmtree(target)
        return made.rename(target)


def main() -> None:
    """Bring what is missing on this machine, build, and say where the result lies and how large it is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "build/package", metavar="FOLDER")
    parser.add_argument(
        "--headless", action="store_true", help="for a trial: fetch nothing that windows on X11 and Wayland need"
    )
    arguments = parser.parse_args()
    if sys.platform != "linux":
        sys.exit("Packages are made on Linux only so far.")
    system_libraries.install_missing("Packaging lacks", missing_tools)
    if not arguments.headless:  # the libraries that Qt's windows load must be here to be packed
        system_libraries.provide(Path(sysconfig.get_path("platlib")), SCREENS)
    print("Packing the program (about a minute)", flush=True)
    try:
        made = build(arguments.folder.resolve())
    except subprocess.CalledProcessError as error:
        sys.exit(f"{Path(error.cmd[0]).name} failed, see above.")
    size = sum(file.stat().st_size for file in made.rglob("*") if file.is_file() and not file.is_symlink())
    print(f"{made}: {size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
