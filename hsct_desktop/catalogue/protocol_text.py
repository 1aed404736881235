"""Reads a protocol while it is being written: the protocol, or every mistake with its line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hsct_desktop.catalogue.error import CatalogueError, CatalogueProblem
from hsct_desktop.catalogue.protocols import protocol_from
from hsct_desktop.catalogue.source import read_text, source_of
from hsct_desktop.domain.problem import Problem
from hsct_desktop.domain.protocol import FollowUpProtocol, Label

MOST_CHARACTERS = 200_000
"""A longer text is no protocol but a mistake; ours have 6,000."""


@dataclass(frozen=True)
class ProtocolReading:
    """What a text holds: a protocol without problems, or problems in the order of their lines and no protocol."""

    protocol: FollowUpProtocol | None
    problems: tuple[CatalogueProblem, ...] = ()


def check_text(text: str, file: str, assessments: Mapping[str, Label]) -> ProtocolReading:
    """Read a protocol's YAML; no file is touched.

    `file` is its name in sentences, `assessments` are the shared checklist lines.
    """
    if len(text) > MOST_CHARACTERS:
        limit = Problem("", "protocol_text_too_long", {"limit": MOST_CHARACTERS // 1000})
        return ProtocolReading(None, (CatalogueProblem(file, 0, limit),))
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:  # half a sign, as a damaged clipboard holds: no file can keep it
        line = text.count("\n", 0, error.start) + 1
        return ProtocolReading(None, (CatalogueProblem(file, line, Problem("", "protocol_text_half_sign")),))
    try:
        return ProtocolReading(protocol_from(source_of(text.removeprefix("\ufeff"), file), assessments))
    except CatalogueError as error:
        return ProtocolReading(None, tuple(sorted(error.problems, key=lambda problem: problem.line)))


def check_file(path: Path, assessments: Mapping[str, Label]) -> ProtocolReading:
    """Read a protocol's file, wherever it lies; what hinders reading it is a problem as well."""
    try:
        return check_text(read_text(path, str(path)), str(path), assessments)
    except CatalogueError as error:
        return ProtocolReading(None, error.problems)
