"""`import`: a table of any kind into a data file, or an archive into an empty one."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.commands import passphrase, recovery_key
from hsct_desktop.commands.opened import LOCKED, act_as, tell_when_plain, unlock, workspace
from hsct_desktop.commands.output import tell
from hsct_desktop.domain.author import Role
from hsct_desktop.domain.import_field import ImportKind
from hsct_desktop.domain.import_run import RowState
from hsct_desktop.domain.problem import KnownError

if TYPE_CHECKING:
    from hsct_desktop.catalogue.import_mapping_file import AskedCodes
    from hsct_desktop.domain.book import Book
    from hsct_desktop.domain.import_column import Recognised
    from hsct_desktop.domain.import_field import ImportField
    from hsct_desktop.domain.import_mapping import ImportMapping
    from hsct_desktop.services.import_check import DryRun
    from hsct_desktop.services.workspace import Workspace

EXIT_NOTHING: Final = 2
"""Exit code when nothing could be done: no row came in although there were some, or a column asks."""
EXIT_SOME_REFUSED: Final = 3
"""Exit code when some rows were refused, or what became of them could not be written; the others are in."""
ALL: Final = "all"
"""The kind of a whole archive."""
_MOST_TOLD: Final = 50
"""Problems told; the report and the file of refused rows have every row."""


def run(arguments: argparse.Namespace) -> int:
    """Take a file in, or say what it would bring; the exit code."""
    if arguments.kind == ALL:
        return _archive(arguments)
    if arguments.create:
        return _into_new(arguments)
    if arguments.database is not None and not os.path.lexists(arguments.database):
        raise KnownError("import_no_database", path=arguments.database)
    return _into(arguments)


def _into(arguments: argparse.Namespace) -> int:
    with workspace(arguments) as ws:
        if not arguments.dry_run:
            act_as(ws, arguments.by)
        return _table(ws, arguments)


def _into_new(arguments: argparse.Namespace) -> int:
    """As the window makes a first file: encrypted, of the unit, with who takes the table in as its data manager.

    Where nothing came in, no file is left behind.
    """
    from hsct_desktop.services import access, files
    from hsct_desktop.views.opening import Place, open_with

    path: Path | None = arguments.database
    if path is None or arguments.by is None:
        raise KnownError("import_create_needs")
    recovery_key.check_place(arguments.recovery_file, path)
    unit, words = arguments.unit or path.stem, passphrase.of_new_file(arguments)
    store, unlocked, key = access.create(path, unit, arguments.by, Role.DATA_MANAGER, words, "en")
    store.close()
    try:
        ws = open_with(Place(path, False, "en", arguments.on), unlocked, None).workspace
        try:
            return _table(ws, arguments)
        finally:
            ws.store.close()
    finally:
        if not files.remove_without_entries(path, unlocked.key):
            recovery_key.hand_over(key, arguments.recovery_file)


def _archive(arguments: argparse.Namespace) -> int:
    """Everything of another file, into one that does not exist yet or holds no entries."""
    from hsct_desktop.services import archive

    alone = ("sheet", "mapping", "rejected", "report", "encoding", "header_row", "create", "unit")
    if wrong := [name for name in alone if getattr(arguments, name)]:
        raise KnownError("archive_options", names=", ".join(f"--{name.replace('_', '-')}" for name in wrong))
    path: Path | None = arguments.database
    if path is None:
        raise KnownError("archive_database")
    key, recovery = None, None
    if os.path.lexists(path):
        key = _key_of(arguments, path)
    if arguments.dry_run:
        made = archive.verify(arguments.file, path, key=key)
    elif os.path.lexists(path):
        made = archive.read_in(arguments.file, path, key=key)
    else:
        recovery_key.check_place(arguments.recovery_file, path)
        archive.read(arguments.file)  # says what is wrong with it before anybody types a passphrase
        words = passphrase.of_new_file(arguments)
        made, recovery = archive.read_into_new(arguments.file, path, arguments.by, words)
    print(wording("en").count("archive.verified" if arguments.dry_run else "archive.read_in", made.rows, path=path))
    if recovery is not None:
        recovery_key.hand_over(recovery, arguments.recovery_file)
    return 0


def _key_of(arguments: argparse.Namespace, path: Path) -> bytes | None:
    """The key of a file that is there, None of one that is not encrypted."""
    from hsct_desktop.services import access

    if access.state_of(path).value not in LOCKED:
        tell_when_plain(path)
        return None
    return unlock(arguments, path).key


def _table(ws: Workspace, arguments: argparse.Namespace) -> int:
    from hsct_desktop.exchange.book_file import read_book
    from hsct_desktop.services import import_report
    from hsct_desktop.services.import_check import dry_run, prepare
    from hsct_desktop.services.import_take import take

    sources = [path for path in (arguments.file, arguments.mapping) if path is not None]
    import_report.check_places(ws, arguments.report, arguments.rejected, sources, overwrite=arguments.overwrite)
    mapping = _given(ws, arguments)
    encoding = arguments.encoding or (mapping.encoding if mapping is not None else "") or None
    book = read_book(arguments.file, encoding, (mapping.delimiter if mapping is not None else "") or None)
    read = [_understood(ws, book, mapping, one, arguments) for one in _sheets(ws, book, mapping, arguments)]
    found = dry_run(ws, book, prepare(ws, book, [one for one, _ in read]))
    columns = {_sheet_of(book, one): its for one, its in read}
    if any(one.asks for its in columns.values() for one in its):
        _write_report(ws, found, arguments, columns, is_dry=True)
        _tell_asks(columns)
        return EXIT_NOTHING
    _check_refused(found, arguments)
    if not arguments.dry_run:
        found = take(ws, found).run
    _print_counts(found, is_dry=arguments.dry_run)
    _tell_problems(found)
    is_written = _written(
        lambda: _write_refused(ws, book, found, arguments),
        lambda: _write_report(ws, found, arguments, columns, is_dry=arguments.dry_run),
    )
    return _exit(found, is_written=is_written)


def _written(*writes: Callable[[], None]) -> bool:
    """Whether both files could be written. The rows are in by now: what fails here is told, and ends nothing."""
    failed = 0
    for write in writes:
        try:
            write()
        except KnownError as error:
            tell(f"hsct-desktop: {wording('en').known_error(error)}")
            failed += 1
    return not failed


def _check_refused(found: DryRun, arguments: argparse.Namespace) -> None:
    """Refused rows of several sheets are no CSV: said before anything comes in."""
    sheets = {row.key.sheet for row in found.rows if row.state is RowState.REFUSED}
    if arguments.rejected is not None and arguments.rejected.suffix.casefold() == ".csv" and len(sheets) > 1:
        raise KnownError("import_refused_sheets", path=arguments.rejected)


def _exit(found: DryRun, *, is_written: bool) -> int:
    refused = found.counts[RowState.REFUSED]
    if not found.read:
        tell(f"hsct-desktop: {wording('en').text('error.import_no_rows', file=found.file_name)}")
    if refused == found.read:
        return EXIT_NOTHING
    return 0 if is_written and not refused else EXIT_SOME_REFUSED


def _given(ws: Workspace, arguments: argparse.Namespace) -> ImportMapping | None:
    """The mapping that was asked for: a file, or the name of one that the unit has saved."""
    from hsct_desktop.services import import_mappings

    if arguments.mapping is None:
        return None
    text = str(arguments.mapping)
    is_file = text.casefold().endswith((".yaml", ".yml")) or os.path.exists(arguments.mapping)
    found = import_mappings.read_file(arguments.mapping) if is_file else import_mappings.load(ws, text)
    if found.kind.value != arguments.kind:
        raise KnownError("import_kind_otherwise", mapping=text, kind=found.kind.value, asked=arguments.kind)
    return found


def _sheets(ws: Workspace, book: Book, given: ImportMapping | None, arguments: argparse.Namespace) -> tuple[str, ...]:
    """The sheets to read: the one that was named, else those that are of the kind; with several in the file it says
    which. "" is the first visible one."""
    from hsct_desktop.services.import_sheets import sheets_of

    named = arguments.sheet if arguments.sheet is not None else given.sheet if given is not None else ""
    if named or len(book.sheets) < 2:
        return (named,)
    found = sheets_of(ws, book, ImportKind(arguments.kind), given) or ("",)
    others = [sheet.name for sheet in book.sheets if sheet.name not in found]
    params = {"sheets": ", ".join(found), "others": ", ".join(others) or "–"}
    tell(f"hsct-desktop: {wording('en').text('import_report.sheets', **params)}")
    return found


def _sheet_of(book: Book, mapping: ImportMapping) -> str:
    return mapping.sheet or next((sheet.name for sheet in book.sheets if not sheet.hidden), "")


def _understood(
    ws: Workspace, book: Book, given: ImportMapping | None, sheet: str, arguments: argparse.Namespace
) -> tuple[ImportMapping, tuple[Recognised, ...]]:
    """The mapping of a sheet with its columns as this file has them; without one it is recognised, and printed."""
    from hsct_desktop.catalogue.import_fields import import_fields
    from hsct_desktop.catalogue.import_mapping_file import mapping_text
    from hsct_desktop.domain.import_column import mapping_of, recognise, review
    from hsct_desktop.services import import_mappings
    from hsct_desktop.services.import_check import prepare
    from hsct_desktop.services.import_codes import code_lists

    kind = ImportKind(arguments.kind)
    base = replace(given or _bare(kind, book), sheet=sheet)
    if arguments.header_row is not None:
        base = replace(base, header_row=arguments.header_row)
    table = prepare(ws, book, [base])[0].table
    fields, codes = import_fields()[kind], code_lists(ws.catalogue)
    if given is not None:
        columns = review(table, base, fields, codes, ws.today())
        return mapping_of(columns, kind, base), columns
    own = import_mappings.remembered_codes(ws)
    columns = recognise(table, kind, fields, codes, ws.today(), base.missing, own)
    mapping = replace(mapping_of(columns, kind, base), name=Path(book.name).stem)
    print(mapping_text(mapping, asked=dict(_asked_codes(ws, columns, fields))), end="")
    return mapping, columns


def _asked_codes(
    ws: Workspace, columns: Sequence[Recognised], fields: Sequence[ImportField]
) -> Iterator[tuple[tuple[str, int], AskedCodes]]:
    """The own codes that nobody knows yet, with the ids that they can mean."""
    from hsct_desktop.catalogue.import_mapping_file import AskedCodes
    from hsct_desktop.domain.import_mapping import Question
    from hsct_desktop.services.import_codes import choices

    lists = {field.id: field.codes for field in fields}
    for one in columns:
        if Question.CODES in one.asks:
            known = choices(ws.catalogue, lists.get(one.column.field, ""), "en")
            yield (one.column.head, one.column.nth), AskedCodes(tuple(one.codes), tuple(code for code, _ in known))


def _bare(kind: ImportKind, book: Book) -> ImportMapping:
    from hsct_desktop.domain.import_mapping import ImportMapping

    return ImportMapping("", kind, (), encoding=book.encoding, delimiter=book.delimiter)


def _write_report(
    ws: Workspace,
    found: DryRun,
    arguments: argparse.Namespace,
    columns: Mapping[str, Sequence[Recognised]],
    *,
    is_dry: bool,
) -> None:
    from hsct_desktop.services import import_report

    if arguments.report is not None:
        import_report.write_report(
            ws, found, arguments.report, is_dry=is_dry, overwrite=arguments.overwrite, recognised=columns
        )


def _write_refused(ws: Workspace, book: Book, found: DryRun, arguments: argparse.Namespace) -> None:
    from hsct_desktop.services import import_report

    if arguments.rejected is not None:
        rows = import_report.write_refused(ws, found, arguments.rejected, book, overwrite=arguments.overwrite)
        if rows:
            print(f"{arguments.rejected}: {rows}")


def _print_counts(found: DryRun, *, is_dry: bool) -> None:
    words = wording("en")
    parts = " + ".join(f"{count} {words.enum('import_row', state.value)}" for state, count in found.counts.items())
    print(f"{found.read} read = {parts}")
    key = "import_report.patients_dry" if is_dry else "import_report.patients"
    if found.new_patients:
        print(words.count(key, found.new_patients))


def _tell_asks(columns: Mapping[str, Sequence[Recognised]]) -> None:
    """Each column that would have to be guessed, with the question."""
    from hsct_desktop.domain.import_mapping import asked_as

    words = wording("en")
    asked_of = ((sheet, one, question) for sheet, its in columns.items() for one in its for question in one.asks)
    for sheet, one, question in asked_of:
        notes = one.notes.get(question, {})
        key = asked_as(question, notes)
        asked = words.text(key, **notes) if words.has(key) else words.enum("import_question", question.value)
        place = f"{sheet} {one.index + 1}" if len(columns) > 1 else str(one.index + 1)
        tell(f"hsct-desktop: {words.text('import_report.asks', column=place, question=asked)}")


def _tell_problems(found: DryRun) -> None:
    """What keeps rows out, or a recorded value in its place, each once with the rows that it concerns."""
    from hsct_desktop.services.import_report import ranges

    named = len(found.plans) > 1
    for group in found.groups[:_MOST_TOLD]:
        tell(f"{group.text} [{ranges(group.rows, named=named)}]")
    if len(found.groups) > _MOST_TOLD:
        tell(f"... and {len(found.groups) - _MOST_TOLD} more problems: --report OUT.json writes them all")
