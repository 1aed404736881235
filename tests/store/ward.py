"""What the store's tests share: the drivers, an entry, and being an ordinary user."""

from __future__ import annotations

import ctypes
import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from hsct_desktop.domain.patient import PatientEntry
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.store.engine import Store, create_store, open_store

KEY = bytes(range(32))


@dataclass(frozen=True)
class Driver:
    """A driver with the arguments that open a file with it."""

    module: ModuleType
    arguments: dict[str, Any] = field(default_factory=dict)

    @property
    def is_encrypted(self) -> bool:
        return "key" in self.arguments

    def create(self, path: Path, **more: Any) -> Store:
        return create_store(path, **self.arguments, **more)

    def open(self, path: Path, **more: Any) -> Store:
        return open_store(path, **self.arguments, **more)

    def connect(self, path: Path) -> Any:
        """A plain connection, as another tool would make it (that has the key)."""
        connection = self.module.connect(str(path), isolation_level=None)
        if self.is_encrypted:
            connection.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
        return connection


PLAIN = Driver(sqlite3)
ENCRYPTED = Driver(sqlcipher, {"driver": sqlcipher, "key": KEY})


def entry(code: str = "P-001", family: str = "Rossi", given: str = "Zoë", **more: Any) -> PatientEntry:
    return PatientEntry(code, family, given, more.pop("birth_date", date(1984, 3, 14)), **more)


class _Capabilities(ctypes.Structure):
    """Linux's `__user_cap_header_struct` and two `__user_cap_data_struct`: the rights of this thread."""

    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int), ("sets", ctypes.c_uint32 * 6))


_CAPABILITIES_3 = 0x20080522
_DAC_OVERRIDE, _DAC_READ_SEARCH = 1 << 1, 1 << 2


def _rights(data: _Capabilities, call: str) -> None:
    function = getattr(ctypes.CDLL(None, use_errno=True), call)
    if function(ctypes.byref(data), ctypes.byref(data, _Capabilities.sets.offset)) != 0:
        raise OSError(ctypes.get_errno(), f"{call} was refused")


@contextmanager
def ordinary_user() -> Iterator[None]:
    """Without root's right to pass over what a file allows; nothing to do for everybody else.

    The user stays the same, since another one may not even enter the folder of the program.
    """
    if sys.platform != "linux" or os.geteuid() != 0:
        yield
        return
    rights = _Capabilities(_CAPABILITIES_3)
    _rights(rights, "capget")
    before = rights.sets[0]
    rights.sets[0] = before & ~(_DAC_OVERRIDE | _DAC_READ_SEARCH)
    _rights(rights, "capset")
    try:
        yield
    finally:
        rights.sets[0] = before
        _rights(rights, "capset")


@contextmanager
def fails(kind: type[BaseException]) -> Iterator[pytest.ExceptionInfo[BaseException]]:
    """The whole block, a session's end included, must end in that error."""
    with pytest.raises(kind) as caught:
        yield caught


@contextmanager
def fails_as(key: str) -> Iterator[None]:
    """The whole block must end in the known error of that key."""
    with fails(KnownError) as caught:
        yield
    assert isinstance(caught.value, KnownError)
    assert caught.value.key == key
