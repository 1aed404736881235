"""What every test stands on: no screen, no user's settings, no user's data.

The environment is set at import, before any test module can import Qt or platformdirs.
"""

import atexit
import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
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
    os.environ["HSCT_FONT_FOLDERS"] = ""  # what a page shows must not depend on the fonts of this computer
    (home / "runtime").chmod(0o700)  # Qt refuses a runtime folder that others can read


_isolate(_HOME)
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("LC_ALL", "C.UTF-8")

# Looking for garbage among all modules and thousands of tests, which stay to the end, takes a twelfth of the time.
gc.disable()


def pytest_collection_finish() -> None:
    """What was made so far is looked at no more; what tests make is, a little less often than by default."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 20, 20)
    gc.enable()


_COMMON = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
# The same examples at each run: what passes here passes for everybody. The hunt for new ones is `make soak`.
settings.register_profile("quick", max_examples=15, derandomize=True, database=None, **_COMMON)
settings.register_profile("soak", max_examples=2000, **_COMMON)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or "quick")


@pytest.fixture(scope="session")
def practice_ward(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The practice ward of 20 Nov 2026 as a closed file of this process, to be copied by what changes it.

    Making it takes seconds: the first process of a run that has made one leaves it for the others.
    """
    from hsct_desktop.services import practice

    base = tmp_path_factory.getbasetemp()
    left = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "practice-ward.hsct"
    path = tmp_path_factory.mktemp("practice") / "ward.hsct"
    if left.exists():
        return Path(shutil.copy(left, path))
    practice.create(path, on=date(2026, 11, 20)).close()
    part = path.with_suffix(".part")
    shutil.copy(path, part)
    os.replace(part, left)  # whole or not at all, whoever looks meanwhile
    return path


@pytest.fixture(scope="session", autouse=True)
def _statements_compiled_once() -> Iterator[None]:
    """Engines of one driver share the SQL made of their statements, which else is made anew for each test's own file.

    The SQL of a statement hangs on the driver, not on the file; making it takes a sixth of the tests' time.
    """
    from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite as Dialect
    from sqlalchemy.util import LRUCache

    from hsct_desktop.store import engine

    made, compiled = engine._engine, LRUCache(4000)  # type: ignore[var-annotated]

    def shared(*args: Any) -> Any:
        one = made(*args)
        one._compiled_cache = compiled
        return one

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Dialect, "__hash__", lambda self: hash((type(self), id(self.dbapi))))
        patch.setattr(Dialect, "__eq__", lambda self, other: type(self) is type(other) and self.dbapi is other.dbapi)
        patch.setattr(engine, "_engine", shared)
        yield
