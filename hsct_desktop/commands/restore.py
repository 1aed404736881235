"""`restore`: a backup into the place of a data file; the replaced file is kept beside it."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.commands.backup import unlocked_or_plain
from hsct_desktop.commands.output import tell
from hsct_desktop.domain.problem import KnownError


def add_to(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("backup", metavar="BACKUP", type=Path, help="the backup (a file that ends in .hsct)")
    parser.add_argument("--to", metavar="FILE", type=Path, required=True, help="the data file that is made of it")
    parser.add_argument("--overwrite", action="store_true", help="replace FILE; the replaced file is kept beside it")
    parser.add_argument("--reason", metavar="TEXT", default="", help="why; it stands in the restored file's log")
    said = "take a backup whose manifest or key file is lost or does not fit; its content is checked all the same"
    parser.add_argument("--without-manifest", action="store_true", help=said)


def run(arguments: argparse.Namespace) -> None:
    """Restore, and name the new and the kept file on standard output."""
    from hsct_desktop.services import restored_identity, restoring

    place: Path = arguments.to
    if not arguments.backup.is_file():
        raise KnownError("backup_missing", file=str(arguments.backup))
    if place.is_dir():
        raise KnownError("file_is_folder", file=str(place))
    if os.path.lexists(place) and not arguments.overwrite:
        raise KnownError("restore_exists", file=str(place))
    if not place.absolute().parent.is_dir():
        raise KnownError("folder_missing", file=str(place), folder=str(place.parent))
    unlocked = unlocked_or_plain(arguments, restoring.asked_of(arguments.backup, place))
    key, who = None, None
    if unlocked is not None:
        key, who = unlocked.key, restoring.restorer(arguments.backup, place, unlocked)
    unproven = bool(arguments.without_manifest)
    kept = restoring.restore(arguments.backup, place, key, who, arguments.reason, unproven=unproven)
    print(place)
    if kept is not None:
        print(kept)
        if again := restored_identity.coming_back(arguments.backup, kept, key):
            tell(wording("en").count("backup.identities", again))
