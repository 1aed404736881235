"""What the report of the change log is made from, worded by the services."""

from __future__ import annotations

from dataclasses import dataclass

from hsct_desktop.documents.inputs import PrintContext


@dataclass(frozen=True)
class AuditCount:
    """How many records of a kind somebody has made and changed."""

    who: str
    kind: str
    new: int
    changed: int


@dataclass(frozen=True)
class AuditLine:
    """What one entry did to one field; `at` is to the second, `when` as people read it."""

    seq: int
    at: str
    when: str
    who: str
    role: str
    workstation: str
    patient: str
    record: str
    field: str
    before: str
    after: str
    reason: str
    undone: bool


@dataclass(frozen=True)
class AuditReport:
    """Who wrote what in a time: `facts` say what was asked for, `total` are all lines, also those not shown."""

    context: PrintContext
    facts: tuple[tuple[str, str], ...]
    verified: str
    counts: tuple[AuditCount, ...]
    lines: tuple[AuditLine, ...]
    total: int
    shown: int


"""How many of the `total` entries the lines tell."""
