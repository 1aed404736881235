"""A real file on each driver, and a patient in it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from hsct_desktop.domain.author import Role
from hsct_desktop.domain.patient import PatientEntry
from hsct_desktop.domain.transplant import TransplantEntry
from hsct_desktop.store import patient, staff, transplant
from hsct_desktop.store.engine import Store
from tests.store.ward import ENCRYPTED, PLAIN, Driver, entry


@pytest.fixture(
    params=[pytest.param(PLAIN, id="sqlite3"), pytest.param(ENCRYPTED, id="sqlcipher3", marks=pytest.mark.soak)]
)
def driver(request: pytest.FixtureRequest) -> Driver:
    """Of the quick tests only those of the engine run on both."""
    return request.param


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ward.hsct"


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Driver], Path]:
    """A new file of each driver, made once and copied for each test: making one takes a tenth of a second."""
    made: dict[str, Path] = {}

    def of(driver: Driver) -> Path:
        name = driver.module.__name__
        if name not in made:
            made[name] = tmp_path_factory.mktemp("finished") / "ward.hsct"
            driver.create(made[name], kind="practice", unit_name="Unit").close()
        return made[name]

    return of


@pytest.fixture
def store(driver: Driver, path: Path, finished: Callable[[Driver], Path]) -> Iterator[Store]:
    shutil.copy(finished(driver), path)
    opened = driver.open(path)
    yield opened
    opened.close()


@pytest.fixture
def nurse(store: Store) -> int:
    with store.write(None, "staff.add") as session:
        return staff.add(session, "Ann Nurse", Role.NURSE).id


@pytest.fixture
def register(store: Store, nurse: int) -> Callable[..., tuple[int, int]]:
    """Registers a patient with a course; the ids of both."""

    def make(patient_entry: PatientEntry | None = None, day0: date | None = date(2026, 1, 1)) -> tuple[int, int]:
        with store.write(nurse, "patient.register") as session:
            row = patient.add(session, patient_entry or entry())
            course = transplant.add(session, row.id, TransplantEntry("ahsct-ms", day0), "1", None)
            return row.id, course.id

    return make


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user may enter and write (pytest's own belongs to its user alone)."""
    folder = Path(tempfile.mkdtemp(prefix="hsct-desktop-store-"))
    folder.chmod(0o777)
    yield folder
    folder.chmod(0o777)
    shutil.rmtree(folder)
