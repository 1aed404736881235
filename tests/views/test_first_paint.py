"""The window is painted before anything heavy is loaded."""

import subprocess
import sys
from pathlib import Path

PROGRAM = """
import sys
from pathlib import Path
from hsct_desktop import app
from hsct_desktop.views.preferences import Preferences
application = app.make_application()
options = app.Options(Path(sys.argv[1]), practice=True, language="en", scheme="light")
shell = app.Shell(application, options, Preferences(Path(sys.argv[2])))
loaded = []
def painted():
    loaded.extend(sorted({name.split(".")[0] for name in sys.modules}))
    loaded.extend(sorted(name for name in sys.modules if name.startswith("hsct_desktop.")))
shell.window.first_painted.disconnect()
shell.window.first_painted.connect(painted)
shell.window.first_painted.connect(application.quit)
shell.window.show()
application.exec()
print(" ".join(loaded))
"""
LIGHT = {f"hsct_desktop.services{name}" for name in ("", ".access", ".passphrases", ".file_places")}
"""What the unlock page asks for: who has a passphrase, and where the files lie."""
HEAVY = {
    "cryptography",
    "sqlalchemy",
    "alembic",
    "pydantic",
    "yaml",
    "reportlab",
    "numpy",
    "pandas",
    "sqlcipher3",
    "pikepdf",
    "pypdfium2",
    "uharfbuzz",
    "holidays",
    "icalendar",
}


def test_nothing_heavy_is_loaded_at_first_paint(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, str(tmp_path / "practice.hsct"), str(tmp_path / "settings.ini")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.split())
    assert "hsct_desktop.views.main_window" in loaded
    assert not loaded & HEAVY
    assert "hsct_desktop.views.unlock_page" in loaded
    early = {name for name in loaded if name.startswith(("hsct_desktop.services", "hsct_desktop.store"))}
    assert early <= LIGHT
    assert not (tmp_path / "practice.hsct").exists()
