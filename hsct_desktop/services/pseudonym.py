"""Pseudonyms: what stands for a patient in tables without identity. The same in every export of one data file, another
in every other file; without the file's secret nobody gets from a code, a name or a record number to the pseudonym.
"""

from __future__ import annotations

import hmac
import secrets
from typing import Final

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import setting

SECRET: Final = "export.pseudonym_secret"
"""The setting that holds the file's secret; it stands in no export and on no screen."""
ACTION: Final = "export.secret"
_SECRET_BYTES: Final = 32
_LENGTH: Final = 12
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U, which are misread: 12 of them are 60 bits."""


def secret(ws: Workspace) -> bytes:
    """The file's secret, made at the first use in a write of the program's own. KnownError `export_secret_damaged`."""
    with ws.read() as session:
        held = setting.get(session, SECRET)
    if not held:
        with ws.store.write(None, action=ACTION) as session:  # by the program itself: nobody takes it back by Ctrl+Z
            held = setting.get(session, SECRET) or secrets.token_hex(_SECRET_BYTES)
            setting.put(session, SECRET, held)
    try:
        return bytes.fromhex(held)
    except ValueError as error:
        raise KnownError("export_secret_damaged") from error


def pseudonym(key: bytes, patient_id: int) -> str:
    """The pseudonym of a record: P- and twelve signs. It hangs on the record: a corrected code changes nothing."""
    return f"P-{_signs(key, 'patient', patient_id)}"


def record_id(key: bytes, table: str, row_id: int) -> str:
    """What stands for the number of a record: numbers rise with each entry, and would tell who came after whom."""
    return f"R-{_signs(key, table, row_id)}"


def _signs(key: bytes, table: str, row_id: int) -> str:
    number = int.from_bytes(hmac.digest(key, f"{table} {row_id}".encode(), "sha256")[:8], "big")
    return "".join([_ALPHABET[number >> (5 * place) & 31] for place in range(_LENGTH)])
