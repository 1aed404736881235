"""A protocol as PDF."""

from __future__ import annotations

from pathlib import Path

from hsct_desktop.documents.protocol import write_protocol
from hsct_desktop.documents.protocol_inputs import ProtocolData
from hsct_desktop.services import protocols
from hsct_desktop.services.output_file import check_place, not_written
from hsct_desktop.services.protocols import PRESENT
from hsct_desktop.services.workspace import Workspace


def protocol(
    ws: Workspace, protocol_id: str, path: Path, language: str | None = None, snapshot_id: int = PRESENT
) -> Path:
    """Write a protocol, as it reads now or as kept in the file, as PDF; the whole file or nothing."""
    return write(protocols.read(ws, protocol_id, snapshot_id, language), path, ws.store.path)


def write(data: ProtocolData, path: Path, database: Path | None = None) -> Path:
    """Write the document of a protocol as PDF. KnownError says why it cannot be."""
    check_place(path, database)
    try:
        write_protocol(data, path)
    except OSError as error:
        raise not_written(error, path) from error
    return path
