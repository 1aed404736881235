"""Makes the environment in .venv: locked requirements, the project itself, Qt's system libraries, byte code.

Run by any Python from 3.11 on, standard library only: `python installer/environment.py [--dev]`. What was done is
noted in a stamp inside .venv; a second run sees from it that nothing has changed and ends at once.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import system_libraries

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "hsct-desktop-setup.json"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
_MADE_FROM = ("pyproject.toml", "hsct_desktop/__init__.py", "installer/environment.py", "installer/system_libraries.py")
_PROBE = "from PySide6.QtWidgets import QApplication; QApplication([])"


def lock_file(dev: bool) -> Path:
    """The lock to install from; the development lock holds all of the user's lock too."""
    return ROOT / ("requirements-dev.lock" if dev else "requirements.lock")


def fingerprint(dev: bool, python_version: str) -> str:
    """A digest of all that the environment is made from; it also holds the place, since an environment cannot move."""
    digest = hashlib.sha256(f"{python_version}\n{ROOT}\n".encode())
    for file in (lock_file(dev), *(ROOT / name for name in _MADE_FROM)):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def read_stamp() -> dict[str, str]:
    """What earlier runs have finished, by name; empty where there was none or it cannot be read."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(stamp: dict[str, str]) -> None:
    """Note what is finished, in one move, so that a broken-off run never leaves half a note."""
    new = STAMP.with_suffix(".new")
    new.write_text(json.dumps(stamp, indent=1), encoding="utf-8")
    new.replace(STAMP)


def works() -> bool:
    """Whether the environment in .venv starts and has pip; it does not where its interpreter was moved or removed."""
    try:
        return subprocess.run([PYTHON, "-c", "import pip"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def recorded_version() -> str | None:
    """The Python version noted in .venv, without starting it; None where its interpreter is gone."""
    try:
        lines = (VENV / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    versions = [line.partition("=")[2].strip() for line in lines if line.startswith("version")]
    return versions[0] if versions and PYTHON.exists() else None


def run(*command: str | Path) -> None:
    """Run a command and end the program with its code where it fails; its own output has told why."""
    result = subprocess.run(command, stdin=subprocess.DEVNULL, check=False)
    if result.returncode:
        sys.exit(result.returncode)


def make_environment() -> str:
    """Make .venv unless a working one is there; its Python version."""
    if not works():
        print("Making the environment in .venv", flush=True)
        if VENV.exists():
            shutil.rmtree(VENV)
        venv.create(VENV, with_pip=True, symlinks=os.name != "nt")
    version = recorded_version()
    if version is None or not works():
        sys.exit("The environment in .venv does not start. Remove the folder .venv and try again.")
    return version


def site_packages() -> Path:
    """The folder into which pip installs."""
    line = "import sysconfig; print(sysconfig.get_path('platlib'))"
    return Path(subprocess.run([PYTHON, "-c", line], capture_output=True, text=True, check=True).stdout.strip())


def install(dev: bool) -> None:
    """Install the locked requirements, each file checked by its hash, then the project without looking anything up."""
    pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-compile")
    print(f"Installing {lock_file(dev).name} into .venv (about 120 MB the first time)", flush=True)
    run(*pip, "--require-hashes", "--only-binary=:all:", "-r", lock_file(dev))
    # pip refuses an editable project beside hashes, so the project comes second, built with the locked backend.
    run(*pip, "--no-deps", "--no-build-isolation", "--no-index", "-e", ROOT)


def compile_byte_code(packages: Path) -> None:
    """Compile once, on all cores, so that the first start is quick; a file that is only a template may fail."""
    command = [str(PYTHON), "-m", "compileall", "-qq", "-j", "0", str(packages), str(ROOT / "hsct_desktop")]
    subprocess.run(command, stdin=subprocess.DEVNULL, check=False)


def provide_qt(packages: Path, wanted: list[str]) -> None:
    """Bring Qt's system libraries on Linux, then prove that a Qt application starts."""
    if sys.platform == "linux":
        system_libraries.provide(packages, wanted)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    probe = subprocess.run([PYTHON, "-c", _PROBE], env=environment, capture_output=True, text=True, check=False)
    if probe.returncode:
        sys.exit(f"Qt does not start on this machine:\n{probe.stderr.strip()}")


def main() -> None:
    """Bring .venv to the state that the lock and the project ask for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dev", action="store_true", help="also what the tests and checks need")
    dev = parser.parse_args().dev
    kind, wanted = ("dev" if dev else "run"), system_libraries.platforms(dict(os.environ))
    stamp, recorded = read_stamp(), recorded_version()
    # The development lock holds all of the user's: after `make test`, `make run` has nothing to add.
    enough = [name for name in {kind, "dev"} if recorded and stamp.get(name) == fingerprint(name == "dev", recorded)]
    if not enough:
        version = make_environment()
        install(dev)
        compile_byte_code(site_packages())
        stamp = {kind: fingerprint(dev, version)}
        write_stamp(stamp)
    if not set(wanted) <= set(stamp.get("qt", "").split()):
        provide_qt(site_packages(), wanted)
        stamp["qt"] = " ".join(wanted)
        write_stamp(stamp)


if __name__ == "__main__":
    main()
