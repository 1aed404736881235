"""Writes small OpenDocument spreadsheets for tests, by hand, so that any part can be broken."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

_SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)
MIME = "application/vnd.oasis.opendocument.spreadsheet"


@dataclass(frozen=True)
class Error:
    """A cell with an error, #N/A."""

    sign: str


@dataclass(frozen=True)
class Uncomputed:
    """A formula of which the file holds no value."""

    formula: str


@dataclass(frozen=True)
class Computed:
    """A formula with the value of the last saving, a number."""

    formula: str
    value: str


@dataclass(frozen=True)
class Share:
    """A number shown in per cent: 0.45 as 45%."""

    value: float


Value = str | int | float | bool | date | Error | Uncomputed | Computed | Share | None


def _cell(value: Value, span: str) -> str:
    if value is None or value == "":
        return f"<table:table-cell{span}/>"
    if isinstance(value, Error):
        kept = 'table:formula="of:=NA()" office:value-type="string" office:string-value="" calcext:value-type="error"'
        return f"<table:table-cell{span} {kept}><text:p>{escape(value.sign)}</text:p></table:table-cell>"
    if isinstance(value, Uncomputed):
        return f"<table:table-cell{span} table:formula={quoteattr('of:=' + value.formula)}/>"
    if isinstance(value, Computed):
        formula = quoteattr("of:=" + value.formula)
        return (
            f'<table:table-cell{span} table:formula={formula} office:value-type="float" office:value="{value.value}"/>'
        )
    if isinstance(value, Share):
        return f'<table:table-cell{span} office:value-type="percentage" office:value="{value.value}"/>'
    if isinstance(value, bool):
        return f'<table:table-cell{span} office:value-type="boolean" office:boolean-value="{str(value).lower()}"/>'
    if isinstance(value, date):
        return f'<table:table-cell{span} office:value-type="date" office:date-value="{value.isoformat()}"/>'
    if isinstance(value, int | float):
        return f'<table:table-cell{span} office:value-type="float" office:value="{value}"/>'
    return f'<table:table-cell{span} office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'


def _table(title: str, rows: Sequence[Sequence[Value]], merged: Sequence[tuple[int, int, int, int]], style: str) -> str:
    spans = {
        (
            top,
            left,
        ): f' table:number-columns-spanned="{right - left + 1}" table:number-rows-spanned="{bottom - top + 1}"'
        for top, left, bottom, right in merged
    }
    lines = []
    for at, row in enumerate(rows):
        cells = "".join(_cell(value, spans.get((at, column), "")) for column, value in enumerate(row))
        lines.append(f"<table:table-row>{cells or '<table:table-cell/>'}</table:table-row>")
    rest = '<table:table-cell table:number-columns-repeated="50"/>'
    lines.append(f'<table:table-row table:number-rows-repeated="1000">{rest}</table:table-row>')
    return f'<table:table table:name={quoteattr(title)} table:style-name="{style}">{"".join(lines)}</table:table>'


def book(
    sheets: Mapping[str, Sequence[Sequence[Value]]],
    *,
    merged: Mapping[str, Sequence[tuple[int, int, int, int]]] | None = None,
    hidden: Sequence[str] = (),
) -> bytes:
    """A spreadsheet of those sheets; `merged` has joined cells as top, left, bottom, right from 0."""
    joined = merged or {}
    tables = "".join(
        _table(title, rows, joined.get(title, ()), "gone" if title in hidden else "seen")
        for title, rows in sheets.items()
    )
    styles = "".join(
        f'<style:style style:name="{name}" style:family="table"><style:table-properties table:display="{shown}"/>'
        "</style:style>"
        for name, shown in (("seen", "true"), ("gone", "false"))
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES} office:version="1.3">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    return packed(content)


def packed(content: str, manifest: str = "") -> bytes:
    """The ZIP around a content.xml."""
    name = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    listed = manifest or f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIME}"/>'
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", MIME, zipfile.ZIP_STORED)
        archive.writestr(
            "META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{name}">{listed}</manifest:manifest>'
        )
        archive.writestr("content.xml", content)
    return target.getvalue()
