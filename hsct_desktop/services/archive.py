"""Everything that a data file holds leaves it as plain text, and makes the same file again where there was none.

The archive holds every table and every column, the change log, half-filled forms and the bytes of papers among them;
so it names everybody, and only a physician or the data manager may make one. That it was made stands in the log.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from hsct_desktop import __version__
from hsct_desktop.catalogue.wording import LANGUAGES, Enumerated, wording
from hsct_desktop.documents.output import part_folder
from hsct_desktop.domain.look import Look
from hsct_desktop.domain.names import clean, fold
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.exchange import archive_file
from hsct_desktop.exchange.archive_file import ArchiveFolder, Manifest, TableFile
from hsct_desktop.services import exports, users
from hsct_desktop.services.output_file import EXPORT, not_written
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import access_log, archive, audit_lines, change_log, migrate, preflight, setting, staff
from hsct_desktop.store.base import WriteSession, utc_text
from hsct_desktop.store.engine import Store, create_store, open_store
from hsct_desktop.store.known_error import translated
from hsct_desktop.store.staff import Staff

KIND: Final = "archive"
"""What the change log calls it among the kinds of exports."""
Progress = Callable[[int, int], None]
"""Rows done and rows in all (0 where that is not known yet); what it raises ends the work, and nothing is left."""


def write(ws: Workspace, folder: Path, reason: str = "", progress: Progress | None = None) -> Manifest:
    """Write the archive of the open file into a folder that does not exist or is empty. KnownError says why not.

    It is noted first: what left the file without that line nobody would know of, and the archive holds it too.
    """
    author = ws.require_author()
    if not exports.may_identify(ws):
        raise KnownError("export_role", name=author.name, role=Enumerated("role", author.role, lower=True))
    _check_place(folder)
    with ws.write(exports.IDENTIFIED) as session:
        change_log.note(session.connection(), EXPORT, None, _noted(session, clean(reason)))
        access_log.add_each(session, author.staff_id, audit_lines.codes(session).keys(), Look.EXPORT)
    try:
        return _written(ws, folder, progress)
    except OSError as error:
        raise not_written(error, folder, EXPORT) from error


def _noted(session: WriteSession, reason: str) -> dict[str, object]:
    layout = archive.layout_of(session)
    return {
        "kinds": [KIND], "format": "jsonl", "identified": True, "reason": reason, "as_days": False, "voided": True,
        "patients": archive.count_rows(session, {"patient": layout["patient"]}),
        "rows": archive.count_rows(session, layout),
    }  # fmt: skip


def _check_place(folder: Path) -> None:
    try:
        archive_file.check_place(folder)
    except (OSError, ValueError) as error:  # a folder that may not be entered, a name that no file can have
        raise KnownError("archive_not_writable", path=folder) from error


def _written(ws: Workspace, folder: Path, progress: Progress | None) -> Manifest:
    with ws.store.read() as session:
        layout = archive.layout_of(session)
        total = archive.count_rows(session, layout)
        head = Manifest(
            __version__,
            migrate.REVISIONS[-1],
            ws.store.kind,
            utc_text(ws.store.machine_clock()),
            tuple(TableFile(name, columns) for name, columns in layout.items()),
        )
        told = None if progress is None else lambda done: progress(done, total)
        with part_folder(folder) as part:
            made = archive_file.write_archive(
                part / "whole", head, lambda table: archive.stored_rows(session, table.name, table.columns), readme(),
                told,
            )  # fmt: skip
            if folder.exists():
                folder.rmdir()
            (part / "whole").rename(folder)
    return made


def readme() -> str:
    """The text that says what is what, one language after the other."""
    texts = [wording(language).text("archive.readme", program=__version__) for language in LANGUAGES]
    return "\n\n".join(texts) + "\n"


def read(folder: Path) -> ArchiveFolder:
    """An archive that this program can read in; its lines are not verified yet. KnownError."""
    source = ArchiveFolder(folder)
    if source.revision not in migrate.REVISIONS:
        raise KnownError("archive_newer", version=source.manifest.program)
    archive.check_layout(source.layout, source.revision)
    return source


class _VerifiedError(Exception):
    """Everything could be read in, and is not kept."""


def verify(folder: Path, path: Path, progress: Progress | None = None, key: bytes | None = None) -> Manifest:
    """Whether the archive can be read in at `path`: it is, and nothing of it is kept. KnownError says why not.

    What is built on the way is encrypted with a key that nobody keeps; `key` is that of a file that is there.
    """
    from hsct_desktop.vault.keys import new_data_key

    try:
        return _read_in(folder, path, progress, keep=False, key=key if os.path.exists(path) else new_data_key())
    except _VerifiedError as done:
        made: Manifest = done.args[0]
        return made


def read_in(folder: Path, path: Path, progress: Progress | None = None, key: bytes | None = None) -> Manifest:
    """Make the data file at `path` that of the archive; it must not exist, or hold no entries.

    `key` is that of an encrypted file that is there: who could unlock it still can. Everything is verified before
    anything is written, and written in one transaction. Raises KnownError, and whatever `progress` raises; then `path`
    is as it was.
    """
    return _read_in(folder, path, progress, keep=True, key=key)


def read_into_new(
    folder: Path, path: Path, name: str | None, passphrase: str, progress: Progress | None = None
) -> tuple[Manifest, str]:
    """Make a new encrypted file of the archive; what it holds, and the recovery key, to be printed once.

    `name` is the member of staff whose passphrase it is (None: the only one): they administer the users, and give the
    others theirs. Raises KnownError, InputError and whatever `progress` raises; then there is no file.
    """
    from hsct_desktop.services import access
    from hsct_desktop.services.passphrases import checked

    source = read(folder)
    making = access.Making(path)
    recovery_key = ""
    with translated(path):
        preflight.check_new(path)
    _verify(source, progress)

    def fill(store: Store) -> None:
        nonlocal recovery_key
        _fill(store, source, progress, keep=True)
        with store.write(None, "archive.users") as session:
            person = _opener([row for row in staff.all_of(session) if row.active], name)
            checked(passphrase, (person.name, setting.get(session, setting.UNIT_NAME)))
            slot = making.add(person.name, person.role, True, passphrase)
            for row in staff.all_of(session):  # of another key file, which stays with its file
                row.uid = None
            setting.put(session, setting.KEYS_KNOWN, None)
            session.flush()
            person.uid, person.administers = slot.uid, True
        recovery_key = making.add_recovery()
        making.write()

    making.begin()
    try:
        create_store(path, key=making.key, fill=fill).close()
    except BaseException:
        making.give_up()
        raise
    return source.manifest, recovery_key


def _opener(known: Sequence[Staff], name: str | None) -> Staff:
    """The member of staff who was named, the only one where nobody was."""
    names = ", ".join(row.name for row in known) or "–"
    if name is None:
        if len(known) != 1:
            raise KnownError("staff_needed", names=names)
        return known[0]
    found = next((row for row in known if fold(row.name) == fold(name)), None)
    if found is None:
        raise KnownError("staff_unknown", name=name, names=names)
    return found


def _read_in(folder: Path, path: Path, progress: Progress | None, *, keep: bool, key: bytes | None = None) -> Manifest:
    source = read(folder)
    store = open_store(path, key=key) if os.path.exists(path) else None
    try:
        if store is not None:
            _check_without_entries(store)
        _verify(source, progress)
        if store is None:
            create_store(path, key=key, fill=lambda made: _fill(made, source, progress, keep=keep)).close()
        else:
            held = None if key is None else users.held(store)
            _fill(store, source, progress, keep=keep)
            if held is not None:
                _give_back(path, key, held)
    finally:
        if store is not None:
            store.close()
    return source.manifest


def _give_back(path: Path, key: bytes | None, held: users.Held) -> None:
    """The key file stays, so the list that came in gets its users: of those who were in the list, in the same act."""
    again = open_store(path, key=key)
    try:
        users.put_back(again, held)
    finally:
        again.close()


def _check_without_entries(store: Store) -> None:
    with store.read() as session:
        archive.check_without_entries(archive.entries(session))


def _verify(source: ArchiveFolder, progress: Progress | None) -> None:
    layout, rows = source.layout, source.manifest.rows
    told = None if progress is None else lambda done: progress(done, 2 * rows)
    source.verify(lambda table: archive.row_check(table, layout[table]), told)


def _fill(store: Store, source: ArchiveFolder, progress: Progress | None, *, keep: bool) -> None:
    made = source.manifest
    about = {
        "made_at": made.made_at, "program": made.program, "schema": made.schema, "rows": made.rows,
        "manifest_sha256": source.sha256,
    }  # fmt: skip
    told = None if progress is None else lambda done: progress(made.rows + done, 2 * made.rows)
    archive.read_in(store, source, about, told, keep=keep)
    if not keep:  # a file that was begun for it is not finished
        raise _VerifiedError(made)
