"""`audit verify`: whether the change log holds, alone and against backups; `audit export`: who wrote what in a time."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from hsct_desktop.commands.opened import act_as, check_output, opened
from hsct_desktop.commands.output import Row, show
from hsct_desktop.domain.dates import parse_day
from hsct_desktop.domain.problem import KnownError

if TYPE_CHECKING:
    from hsct_desktop.services.workspace import Workspace

VERIFY_COLUMNS = ["check", "holds", "text"]
EXPORT_COLUMNS = ["entry", "at", "who", "role", "workstation", "patient", "record", "field", "before", "after",
                  "reason", "undone"]  # fmt: skip
EXIT_BROKEN = 1


def add_to(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    said = "verify: does the log hold; export: what was written, by whom"
    parser.add_argument("action", choices=("verify", "export"), help=said)
    said = "verify: a backup, its manifest or a folder of them (default: the backups beside the file)"
    parser.add_argument("--anchor", metavar="FILE|DIR", type=Path, help=said)
    parser.add_argument("--by", metavar="NAME", help="export: only what this member of staff has written")
    parser.add_argument("--since", metavar="DAY", help="export: from this day on")
    parser.add_argument("--until", metavar="DAY", help="export: up to this day")
    parser.add_argument("--kind", action="append", metavar="KIND", help="export: only this kind of record (repeatable)")
    parser.add_argument("--output", metavar="FILE", type=Path, help="export: a PDF or CSV file instead of rows here")
    parser.add_argument("--overwrite", action="store_true", help="replace an existing file")
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table")


def check(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> None:
    """What goes together and what does not."""
    asked = (arguments.by, arguments.since, arguments.until, arguments.kind, arguments.output)
    if arguments.action == "verify" and any(asked):
        parser.error("audit verify takes no --by, --since, --until, --kind and --output")
    if arguments.action == "export" and arguments.anchor is not None:
        parser.error("audit export takes no --anchor")
    for text in (arguments.since, arguments.until):
        try:
            parse_day(text or "2026-01-01")
        except ValueError:
            parser.error(f'"{text}" is not a date: write it as 2026-11-20')


def run(arguments: argparse.Namespace) -> int:
    """Verify or export; 0 only when everything holds, 1 when something does not."""
    return _verify(arguments) if arguments.action == "verify" else _export(arguments)


def _verify(arguments: argparse.Namespace) -> int:
    from hsct_desktop.services import audit_check

    with opened(arguments) as found:
        key = None if found.unlocked is None else found.unlocked.key
        anchors = audit_check.anchors_of(found.ws, key, arguments.anchor)
        _line, findings = audit_check.check(found.ws, anchors)
    rows: list[Row] = [
        {"check": one.check, "holds": "yes" if one.holds else "no", "text": one.text.replace("\u00a0", " ")}
        for one in findings
    ]
    show(rows, VERIFY_COLUMNS, arguments.format)
    return 0 if all(one.holds for one in findings) else EXIT_BROKEN


def _export(arguments: argparse.Namespace) -> int:
    from hsct_desktop.services import audit_report

    if arguments.output is not None:
        audit_report.check_name(arguments.output)
        check_output(arguments)
    with opened(arguments) as found:
        ws = found.ws
        act_as(ws, arguments.user, audit_report.READERS)
        days = [parse_day(text) if text else None for text in (arguments.since, arguments.until)]
        report = audit_report.unit_report(ws, _staff(ws, arguments.by), days[0], days[1], _kinds(ws, arguments.kind))
        if arguments.output is not None:
            print(audit_report.export(ws, report, arguments.output, overwrite=arguments.overwrite))
            return 0
        table = audit_report.as_table(ws, report.lines)
    rows: list[Row] = [
        {name: _cell(value) for name, value in zip(EXPORT_COLUMNS, row, strict=True)} for row in table.rows
    ]
    show(rows, EXPORT_COLUMNS, arguments.format)
    return 0


def _cell(value: object) -> str | int:
    if isinstance(value, bool):
        return "yes" if value else ""
    return value if isinstance(value, int) else str(value or "").replace("\u00a0", " ")


def _staff(ws: Workspace, name: str | None) -> int | None:
    """A member of staff by name, also one who left. KnownError `staff_unknown`."""
    from hsct_desktop.services import staff

    if name is None:
        return None
    known = staff.everybody(ws)
    found = next((row for row in known if row.name.casefold() == name.strip().casefold()), None)
    if found is None:
        raise KnownError("staff_unknown", name=name, names=", ".join(row.name for row in known) or "–")
    return int(found.id)


def _kinds(ws: Workspace, named: list[str] | None) -> list[str]:
    """Kinds by their names. KnownError `audit_kind_unknown`."""
    from hsct_desktop.services import audit_report

    known = [kind for kind, _label in audit_report.report_kinds(ws)]
    for name in named or ():
        if name not in known:
            raise KnownError("audit_kind_unknown", name=name, names=", ".join(sorted(known)))
    return named or []
