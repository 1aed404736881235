"""Where the program's files lie. Light to import: the unlock page asks for them before the database is loaded."""

from __future__ import annotations

from pathlib import Path

import platformdirs

from hsct_desktop import APP_NAME, SUFFIX
from hsct_desktop.domain.problem import KnownError

PRACTICE_NAME = f"practice-ward{SUFFIX}"


def default_folder() -> Path:
    """Where data files lie unless somebody chooses another place; made if it is missing."""
    folder = _usual_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise KnownError("folder_not_made", folder=folder) from error
    return folder


def _usual_folder() -> Path:
    return Path(platformdirs.user_data_dir(APP_NAME, appauthor=False))


def unit_folder() -> Path:
    """Where the unit's own protocols and catalogues lie; it need not exist."""
    return _usual_folder() / "unit"


def papers_folder() -> Path:
    """Where copies of papers lie while another program shows them; it need not exist."""
    return Path(platformdirs.user_cache_dir(APP_NAME, appauthor=False)) / "papers"


def practice_path() -> Path:
    """The practice ward's file."""
    return default_folder() / PRACTICE_NAME
