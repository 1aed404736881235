"""Finds the system libraries that Qt lacks on this machine, and installs just those by the platform's package manager.
What packaging lacks is installed here too.

Standard library only. apt is tested on Debian 12; dnf, zypper and pacman are written from their manuals and untested.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

# The Debian package that holds a library, by the library's file name; `{}` stands for what the star matches.
_APT = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libOpenGL.so.0": "libopengl0",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libgobject-2.0.so.0": "libglib2.0-0",
    "libgio-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libxcb-util.so.1": "libxcb-util1",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libbrotlidec.so.1": "libbrotli1",
    "libzstd.so.1": "libzstd1",
    "libz.so.1": "zlib1g",
    "libcups.so.2": "libcups2",
    "/usr/bin/objdump": "binutils",
}
# libxcb-icccm.so.4 is in libxcb-icccm4, libwayland-client.so.0 in libwayland-client0, and so on.
_APT_BY_RULE = re.compile(r"(libxcb-[a-z-]+|libwayland-[a-z]+)\.so\.(\d+)|(libpython3\.\d+)\.so\.1\.0")

_PACMAN = {
    "libEGL.so.1": "libglvnd",
    "libGL.so.1": "libglvnd",
    "libGLX.so.0": "libglvnd",
    "libOpenGL.so.0": "libglvnd",
    "libglib-2.0.so.0": "glib2",
    "libgthread-2.0.so.0": "glib2",
    "libfontconfig.so.1": "fontconfig",
    "libfreetype.so.6": "freetype2",
    "libdbus-1.so.3": "dbus",
    "libxkbcommon.so.0": "libxkbcommon",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11",
    "libX11.so.6": "libx11",
    "libX11-xcb.so.1": "libx11",
    "libxcb-cursor.so.0": "xcb-util-cursor",
    "libxcb-icccm.so.4": "xcb-util-wm",
    "libxcb-image.so.0": "xcb-util-image",
    "libxcb-keysyms.so.1": "xcb-util-keysyms",
    "libxcb-render-util.so.0": "xcb-util-renderutil",
    "/usr/bin/objdump": "binutils",
}


def platforms(environment: dict[str, str]) -> list[str]:
    """The Qt platform plugins this session can use; `offscreen` always, for tests and machines without a display."""
    wanted = ["offscreen"]
    if environment.get("DISPLAY"):
        wanted.append("xcb")
    if environment.get("WAYLAND_DISPLAY"):
        wanted.append("wayland")
    return wanted


def missing_in(ldd_output: str) -> set[str]:
    """The libraries that a listing by `ldd` marks as not found."""
    return set(re.findall(r"^\s*(\S+) => not found", ldd_output, re.MULTILINE))


def missing_libraries(site_packages: Path, wanted: Iterable[str]) -> list[str]:
    """The file names of the system libraries that the Qt modules and platform plugins in use ask for and do not get."""
    qt = site_packages / "PySide6"
    modules = [qt / f"{name}.abi3.so" for name in ("QtCore", "QtGui", "QtWidgets", "QtSvg", "QtPrintSupport", "QtTest")]
    plugins = [qt / "Qt/plugins/platforms" / f"libq{name}.so" for name in wanted]
    files = [str(file) for file in [*modules, *plugins] if file.exists()]
    if not files or shutil.which("ldd") is None:
        return []
    listing = subprocess.run(["ldd", *files], capture_output=True, text=True, check=False).stdout
    return sorted(name for name in missing_in(listing) if not name.startswith(("libQt6", "libpyside", "libshiboken")))


def _apt_package(library: str) -> str | None:
    rule = _APT_BY_RULE.fullmatch(library)
    return "".join(filter(None, rule.groups())) if rule else _APT.get(library)


def _pacman_package(library: str) -> str | None:
    return "libxcb" if library.startswith("libxcb") and library not in _PACMAN else _PACMAN.get(library)


def commands(manager: str, libraries: Iterable[str]) -> tuple[list[list[str]], list[str]]:
    """The commands by which `manager` brings the libraries, and the libraries whose package is not known."""
    libraries = list(libraries)
    if manager in ("dnf", "zypper"):  # both find the package that provides a library by the library's name
        names = [library if library.startswith("/") else f"{library}()(64bit)" for library in libraries]
        return [
            [manager, *(["--non-interactive"] if manager == "zypper" else []), "install", *_yes(manager), *names]
        ], []
    find = _apt_package if manager == "apt-get" else _pacman_package
    found = {library: find(library) for library in libraries}
    packages = sorted({package for package in found.values() if package})
    unknown = [library for library, package in found.items() if package is None]
    if not packages:
        return [], unknown
    if manager == "apt-get":
        install = [manager, "install", "-y", "--no-install-recommends", *packages]
        return [[manager, "update", "-qq"], install], unknown
    return [[manager, "-S", "--needed", "--noconfirm", *packages]], unknown


def _yes(manager: str) -> list[str]:
    return ["-y"] if manager == "dnf" else []


def _rights() -> list[str] | None:
    """The words before a command that needs the administrator: none for root, None where we may not."""
    if os.geteuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return ["sudo"]
    return None


def _install(steps: list[list[str]], rights: list[str]) -> None:
    for step in steps:
        print("Running:", " ".join([*rights, *step]), flush=True)
        command = [*rights, "env", "DEBIAN_FRONTEND=noninteractive", *step]
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        if done.returncode:
            sys.exit(f"{done.stdout.strip()}\n{step[0]} failed. Install the libraries named above, then try again.")


def provide(site_packages: Path, wanted: Iterable[str]) -> None:
    """Install what Qt lacks, saying so; where that is not allowed, end the program with the one line to run."""
    wanted = list(wanted)
    install_missing("Qt lacks these system libraries", lambda: missing_libraries(site_packages, wanted))


def install_missing(what: str, find: Callable[[], list[str]]) -> None:
    """Install the files that `find` names, announced by `what`; the program ends where some are still missing then."""
    libraries = find()
    if not libraries:
        return
    print(f"{what}: {', '.join(libraries)}", flush=True)
    manager = next((name for name in ("apt-get", "dnf", "zypper", "pacman") if shutil.which(name)), None)
    steps, unknown = commands(manager, libraries) if manager else ([], libraries)
    if unknown:
        print(f"No package is known here for: {', '.join(unknown)}. Install what holds them.", file=sys.stderr)
    rights = _rights()
    if rights is None and steps:
        line = " && ".join(
            " ".join(["sudo", *(f"'{word}'" if "(" in word else word for word in step)]) for step in steps
        )
        sys.exit(f"Run this once, then try again:\n  {line}")
    _install(steps, rights or [])
    if left := find():
        sys.exit(f"Still missing: {', '.join(left)}. Install the packages that hold them, then try again.")
