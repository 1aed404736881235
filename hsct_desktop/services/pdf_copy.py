"""Saves a finished PDF where somebody wants it, with a password if it leaves the hospital."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hsct_desktop.documents.locked import locked
from hsct_desktop.documents.output import finishing
from hsct_desktop.domain.pdf_password import check_password
from hsct_desktop.services.output_file import PDF, write_file
from hsct_desktop.services.person import refuse_problems
from hsct_desktop.services.workspace import Workspace


def save(ws: Workspace, content: bytes, path: Path, password: str = "") -> Path:
    """Write a PDF, the whole file or nothing; KnownError says why it cannot be, InputError what the password lacks."""
    return write_file(with_password(content, password), path, ws.store.path, PDF)


def with_password(content: bytes, password: str) -> bytes:
    """The PDF as it is without a password, else closed with it. InputError (field: password)."""
    if not password:
        return content
    refuse_problems(check_password(password))
    return locked(content, password)


def refuse_password(password: str) -> None:
    """InputError for a password that no file may have; an empty one means none. Asked before a batch begins."""
    if password:
        refuse_problems(check_password(password))


@contextmanager
def protecting(password: str) -> Iterator[None]:
    """Every PDF written meanwhile is closed with the password; an empty one closes none. InputError for a bad one."""
    refuse_password(password)
    if not password:
        yield
        return
    with finishing(lambda content: locked(content, password)):
        yield
