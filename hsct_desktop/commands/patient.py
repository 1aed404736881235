"""`patient export CODE --output DIR`: everything that is recorded of one patient. `patient pseudonymise CODE`: the
record without the patient, once the code was typed again; before that what would change is shown."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from hsct_desktop.catalogue.wording import LANGUAGES, wording
from hsct_desktop.commands.opened import Opened, act_as, opened
from hsct_desktop.commands.output import tell
from hsct_desktop.domain.author import Role

if TYPE_CHECKING:
    from hsct_desktop.services.workspace import Workspace

_EXPORTERS = frozenset({Role.PHYSICIAN, Role.DATA_MANAGER, Role.ADMINISTRATOR})
_KEEPERS = frozenset({Role.ADMINISTRATOR, Role.DATA_MANAGER})
"""Of whom one works in the practice ward where nobody is named; the data manager administers it."""


def add_to(parser: argparse.ArgumentParser, after: argparse.ArgumentParser) -> None:
    """`patient export|pseudonymise CODE`."""
    verbs = parser.add_subparsers(
        dest="patient_command", metavar="export|pseudonymise", required=True, parser_class=type(parser)
    )
    said = "a folder with a PDF, the same as JSON, documents, letters and the history of changes"
    export = verbs.add_parser("export", parents=[after], help=said)
    export.add_argument("--output", metavar="DIR", type=Path, required=True, help="the folder in which it is made")
    export.add_argument("--language", choices=LANGUAGES, help="of the PDF (default: the patient's)")
    export.add_argument("--reason", metavar="TEXT", help="why; it stands in the change log")
    said = "take the identity out of the record for good; without --confirm only what would change is shown"
    pseudonymise = verbs.add_parser("pseudonymise", parents=[after], help=said)
    pseudonymise.add_argument("--confirm", metavar="CODE", help="the patient's code once more: it cannot be undone")
    pseudonymise.add_argument("--reason", metavar="TEXT", help="why, without the name; it stands in the change log")
    for verb in (export, pseudonymise):
        verb.add_argument("code", metavar="CODE", help="the patient's code")
        verb.add_argument("--by", metavar="NAME", help="the member of staff (default: who works alone)")


def run(arguments: argparse.Namespace) -> None:
    """Do what was asked; nothing is printed that names the patient but the code that was typed."""
    with opened(arguments) as found:
        if arguments.patient_command == "export":
            _export(found.ws, arguments)
        else:
            _pseudonymise(found, arguments)


def _export(ws: Workspace, arguments: argparse.Namespace) -> None:
    from hsct_desktop.services import patient_export

    act_as(ws, arguments.by, _EXPORTERS)
    patient_id = patient_export.by_code(ws, arguments.code)
    made = patient_export.export(
        ws, patient_id, arguments.output, language=arguments.language, reason=arguments.reason or ""
    )
    words = wording("en")
    counts = {"tables": made.tables, "rows": made.rows, "papers": made.papers, "lines": made.lines}
    print(words.text("patient_export.written", folder=made.folder, **counts))
    if made.lacking:
        tell(words.count("patient_export.lacking", len(made.lacking), files=", ".join(made.lacking)))


def _pseudonymise(found: Opened, arguments: argparse.Namespace) -> None:
    from hsct_desktop.services import patient_export, pseudonymise

    ws = found.ws
    act_as(ws, arguments.by, _KEEPERS)
    patient_id = patient_export.by_code(ws, arguments.code)
    preview = pseudonymise.preview(ws, patient_id)
    if preview.done_at is not None:
        pseudonymise.clean_up(ws)
        tell(wording("en").text("error.pseudonymised_already", at=preview.done_at))
        return
    key = found.unlocked.key if found.unlocked is not None else None
    stays = pseudonymise.stays(ws, preview, pseudonymise.old_backups(ws.store.path, key, ws.clock()))
    if arguments.confirm is None:
        for line in (*pseudonymise.changes_in(ws, preview, with_name=False), *stays):
            print(line)
        tell(wording("en").text("pseudonymise.not_yet"))
        sys.exit(1)
    done = pseudonymise.pseudonymise(ws, patient_id, arguments.confirm, arguments.reason or "")
    print(done.text)
    for line in stays:
        tell(line)
