"""The practice ward as a file, copied where a test changes it; an empty folder for data files."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from hsct_desktop.domain.author import Role
from tests.commands.running import PASSPHRASE, PERSON, UNIT


@pytest.fixture(scope="session")
def ward(practice_ward: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copy(practice_ward, tmp_path_factory.mktemp("ward") / "ward.hsct"))


@pytest.fixture
def copied(ward: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return Path(shutil.copy(ward, folder / "ward.hsct"))


@pytest.fixture
def usual(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for data files, empty."""
    folder = tmp_path / "usual"
    monkeypatch.setattr("platformdirs.user_data_dir", lambda *a, **k: str(folder))
    return folder


@pytest.fixture(scope="session")
def locked_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An encrypted file with its first user, closed; with its key file it is copied for who changes it."""
    from hsct_desktop.services import access

    path = tmp_path_factory.mktemp("locked") / "unit.hsct"
    access.create(path, UNIT, PERSON, Role.PHYSICIAN, PASSPHRASE)[0].close()
    return path


@pytest.fixture
def locked(locked_once: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "locked"
    folder.mkdir()
    shutil.copy(locked_once.with_name("unit.hsct.keys"), folder)
    return Path(shutil.copy(locked_once, folder))
