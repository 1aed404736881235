"""Writes small workbooks for tests: the parts that a spreadsheet program writes, by hand, so that any can be broken."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from xml.sax.saxutils import escape

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HIDDEN = ' state="hidden"'
STYLES = {"date": 1, "percent": 2, "time": 3, "long date": 4, "duration": 5}
"""Styles of cells by name."""

Cell = str | int | float | bool | tuple[str, str] | None
"""A text, a number, a truth; or (kind, stored): a kind of STYLES, `=` for a formula's stored value, `inline`."""


def column_name(at: int) -> str:
    """A, B, ... AA."""
    name = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(65 + rest) + name
    return name


def _cell(value: Cell, place: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value}</v></c>'
    if isinstance(value, tuple):
        kind, stored = value
        if kind == "=":
            return f'<c r="{place}"><f>SUM(A1:A2)</f><v>{stored}</v></c>'
        if kind == "error":
            return f'<c r="{place}" t="e"><v>{stored}</v></c>'
        if kind == "shared":
            return f'<c r="{place}" t="s"><v>{stored}</v></c>'
        return f'<c r="{place}" s="{STYLES[kind]}"><v>{stored}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def sheet_xml(rows: Iterable[Sequence[Cell]], merged: Sequence[str] = ()) -> str:
    """The XML of a sheet."""
    lines = []
    for number, row in enumerate(rows, start=1):
        cells = "".join(_cell(value, f"{column_name(at)}{number}") for at, value in enumerate(row))
        lines.append(f'<row r="{number}">{cells}</row>')
    joined = "".join(f'<mergeCell ref="{ref}"/>' for ref in merged)
    tail = f"<mergeCells>{joined}</mergeCells>" if merged else ""
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(lines)}</sheetData>{tail}</worksheet>'


def parts_of(
    sheets: Mapping[str, str], *, shared: Sequence[str] = (), hidden: Sequence[str] = (), date1904: bool = False
) -> dict[str, str]:
    """All parts of a workbook by their path; `sheets` are titles and XML."""
    numbered = list(enumerate(sheets.items(), start=1))
    book = "".join(
        f'<sheet name="{escape(title)}" sheetId="{n}" r:id="rId{n}"{_HIDDEN if title in hidden else ""}/>'
        for n, (title, _) in numbered
    )
    targets = [("styles", "styles.xml"), ("sharedStrings", "/xl/sharedStrings.xml")]
    sheet_targets = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n, _ in numbered]
    formats = '<numFmt numFmtId="170" formatCode="[$-410]d mmmm yyyy;@"/><numFmt numFmtId="171" formatCode="[h]:mm"/>'
    styles = "".join(f'<xf numFmtId="{n}"/>' for n in (0, 14, 9, 20, 170, 171))
    strings = "".join(f"<si><t>{escape(text)}</t></si>" for text in shared)
    flag = ' date1904="1"' if date1904 else ""
    inside = f"<workbookPr{flag}/><sheets>{book}</sheets>"
    style_sheet = f'<numFmts count="2">{formats}</numFmts><cellXfs>{styles}</cellXfs>'
    return {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": _relations([("rId1", "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{inside}</workbook>',
        "xl/_rels/workbook.xml.rels": _relations([*sheet_targets, *((kind, kind, target) for kind, target in targets)]),
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">{style_sheet}</styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{strings}</sst>',
        **{f"xl/worksheets/sheet{n}.xml": xml for n, (_, xml) in numbered},
    }


def _relations(targets: Iterable[tuple[str, str, str]]) -> str:
    lines = "".join(f'<Relationship Id="{id_}" Type="{_OFFICE}/{kind}" Target="{to}"/>' for id_, kind, to in targets)
    return f'<Relationships xmlns="{_RELATIONS}">{lines}</Relationships>'


def packed(parts: Mapping[str, str | bytes], level: int = 6) -> bytes:
    """The ZIP of the parts."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def workbook(rows: Iterable[Sequence[Cell]], *, title: str = "Esami", merged: Sequence[str] = ()) -> bytes:
    """A workbook of one sheet."""
    return packed(parts_of({title: sheet_xml(rows, merged)}))
