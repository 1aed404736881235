"""What every test stands on: no screen, no user's settings, no user's data.

The environment is set at import, before any test module can import Qt or platformdirs.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings

_HOME = Path(tempfile.mkdtemp(prefix="hsct-desktop-tests-"))
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)


def _isolate(home: Path) -> None:
    """Point every folder in which a program keeps settings or data below `home`."""
    places = {
        "HOME": home,
        "XDG_CONFIG_HOME": home / "config",
        "XDG_DATA_HOME": home / "data",
        "XDG_CACHE_HOME": home / "cache",
        "XDG_STATE_HOME": home / "state",
        "XDG_RUNTIME_DIR": home / "runtime",
        "APPDATA": home / "roaming",
        "LOCALAPPDATA": home / "local",
        "USERPROFILE": home,
    }
    for name, place in places.items():
        place.mkdir(parents=True, exist_ok=True)
        os.environ[name] = str(place)
    (home / "runtime").chmod(0o700)  # Qt refuses a runtime folder that others can read


_isolate(_HOME)
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("LC_ALL", "C.UTF-8")

_COMMON = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
# The same examples at each run: what passes here passes for everybody. The hunt for new ones is `make soak`.
settings.register_profile("quick", max_examples=50, derandomize=True, database=None, **_COMMON)
settings.register_profile("soak", max_examples=2000, **_COMMON)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or "quick")
