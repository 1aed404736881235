"""`export`: tables of any kind or of all, the analysis set, or everything as an archive."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Final

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.commands.opened import act_as, workspace
from hsct_desktop.commands.output import tell
from hsct_desktop.domain.patient import Purpose
from hsct_desktop.domain.problem import KnownError

if TYPE_CHECKING:
    from hsct_desktop.services.exports import Exported
    from hsct_desktop.services.workspace import Workspace

ANALYSIS: Final = "analysis"
ALL: Final = "all"


def run(arguments: argparse.Namespace) -> None:
    """Write what was asked for and print where; nothing is printed that names anybody."""
    from hsct_desktop.services import exports

    with workspace(arguments) as ws:
        ws.language = arguments.language
        act_as(ws, arguments.by, exports.MAY_IDENTIFY if arguments.identified else frozenset())
        if arguments.what == ANALYSIS:
            _analysis(ws, arguments)
        elif arguments.identified and arguments.format == "jsonl" and arguments.kind == ALL:
            _archive(ws, arguments)
        else:
            _tables(ws, arguments)


def _analysis(ws: Workspace, arguments: argparse.Namespace) -> None:
    from hsct_desktop.services import analysis_set, exports

    purpose = Purpose(arguments.purpose)
    found = analysis_set.write(ws, arguments.output, as_days=arguments.days, purpose=purpose)
    for table in found.tables:
        print(f"{arguments.output / table.name}.csv: {len(table.rows)}")
    if found.without_consent:
        tell(wording("en").count("export.told.without_consent", found.without_consent))
    if found.refused_research:
        tell(wording("en").count("export.told.refused_research", found.refused_research))
    if found.left_out:
        tell(exports.left_out_in(wording("en"), found.left_out))


def _archive(ws: Workspace, arguments: argparse.Namespace) -> None:
    from hsct_desktop.services import archive

    given = [("--days", arguments.days), ("--purpose", arguments.purpose != Purpose.UNIT)]
    if names := ", ".join(name for name, is_given in given if is_given):
        raise KnownError("archive_options", names=names)
    made = archive.write(ws, arguments.output, arguments.reason or "")
    print(wording("en").count("archive.written", made.rows, path=arguments.output))


def _tables(ws: Workspace, arguments: argparse.Namespace) -> None:
    from hsct_desktop.services import exports
    from hsct_desktop.services.exports import ExportRequest, TableFormat

    request = ExportRequest(
        () if arguments.kind == ALL else (arguments.kind,),
        TableFormat(arguments.format),
        arguments.identified,
        arguments.reason or "",
        arguments.days,
        with_voided=arguments.voided,
        overwrite=arguments.overwrite,
        purpose=Purpose(arguments.purpose),
    )
    _tell(exports.export(ws, request, arguments.output))


def _tell(found: Exported) -> None:
    """The files, and what a reader must know of them."""
    from hsct_desktop.services.exports import left_out_in

    for path in found.files:
        print(path)
    words = wording("en")
    print(words.text("archive.tables", tables=found.tables, rows=found.rows, patients=found.patients))
    if found.without_consent:
        tell(words.count("export.told.without_consent", found.without_consent))
    if found.refused_research:
        tell(words.count("export.told.refused_research", found.refused_research))
    if found.without_day0:
        tell(words.count("archive.without_day0", found.without_day0))
    if found.left_out:
        tell(left_out_in(words, found.left_out))
    for cell in found.altered:
        tell(words.text("archive.altered", table=cell.table, row=cell.row, column=cell.column))
