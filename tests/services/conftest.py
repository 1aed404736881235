"""A real file with one member of staff, and the practice ward; each made once and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.domain.author import Author, Role
from hsct_desktop.services import files, staff
from hsct_desktop.services.workspace import Workspace, clock_on
from hsct_desktop.store.engine import open_store
from tests.services.ward import TODAY


def noon() -> datetime:
    """Noon on the ward's wall, wherever the machine stands: at noon UTC it is already tomorrow in the Pacific."""
    return datetime(TODAY.year, TODAY.month, TODAY.day, 12).astimezone(UTC)


def open_workspace(path: Path, catalogue: Catalogue) -> Workspace:
    ws = Workspace(open_store(path, clock=noon), catalogue, None, "en", clock_on(TODAY))
    ws.author = staff.author(ws, staff.everybody(ws)[0].id)
    ws.reason = "as the tests say"  # what is complete changes for a reason only: test_reason.py takes it away
    return ws


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue()


@pytest.fixture(scope="session")
def fresh_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("fresh") / "unit.hsct"
    files.create(path, "Unit of the tests", "Ann Nurse", Role.PHYSICIAN).close()
    return path


@pytest.fixture(scope="session")
def practice_file(practice_ward: Path) -> Path:
    return practice_ward


@pytest.fixture
def ws(fresh_file: Path, tmp_path: Path, catalogue: Catalogue) -> Iterator[Workspace]:
    """An empty file of a real unit."""
    opened = open_workspace(Path(shutil.copy(fresh_file, tmp_path / "unit.hsct")), catalogue)
    yield opened
    opened.store.close()


@pytest.fixture
def other(ws: Workspace) -> Author:
    """A second member of staff."""
    saved = staff.add(ws, "Otto Other", Role.PHYSICIAN)
    return staff.author(ws, saved.record_id or 0)


@pytest.fixture
def practised(practice_file: Path, tmp_path: Path, catalogue: Catalogue) -> Iterator[Workspace]:
    """The practice ward."""
    opened = open_workspace(Path(shutil.copy(practice_file, tmp_path / "ward.hsct")), catalogue)
    yield opened
    opened.store.close()


@pytest.fixture
def ws_of(fresh_file: Path, tmp_path: Path, catalogue: Catalogue) -> Iterator[Callable[[], Workspace]]:
    """A new empty file of a real unit at each call: for property tests, whose examples must not meet."""
    opened: list[Workspace] = []

    def make() -> Workspace:
        while opened:
            opened.pop().store.close()
        path = tmp_path / f"unit-{next(numbers)}.hsct"
        opened.append(open_workspace(Path(shutil.copy(fresh_file, path)), catalogue))
        return opened[-1]

    numbers = count()
    yield make
    for last in opened:
        last.store.close()
