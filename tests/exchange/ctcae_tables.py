"""Tables in the shape of the NCI's, made from our own terms with made-up texts; and a workbook to hold them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

from hsct_desktop.catalogue.terms import Terms

HEAD = [
    "MedDRA Code", "MedDRA SOC", "CTCAE Term", "Grade 1 ", "Grade 2", "Grade 3", "Grade 4", "Grade 5", "Definition",
    "Navigational Note",
]  # fmt: skip
CODE = "10099999"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def nci_rows(terms: Terms) -> list[list[str]]:
    """The table of a version as the NCI lays it out: a dash where a grade does not exist."""
    return [HEAD, *(_row(term.label.en, term.soc_label.en, term.grades) for term in terms.all)]


def _row(name: str, soc: str, grades: tuple[int, ...]) -> list[str]:
    texts = [f"official {name} of grade {grade}" if grade in grades else "-" for grade in range(1, 6)]
    return [CODE, soc, f"{name} ", *texts, f"what {name} is", ""]


def csv_text(rows: Sequence[Sequence[str]]) -> str:
    """The rows as CSV, every cell quoted."""
    return "".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\r\n" for row in rows)


def workbook(sheets: dict[str, Sequence[Sequence[str]]], formulas: Sequence[tuple[str, str]] = ()) -> bytes:
    """An XLSX of these sheets with its texts inline; `formulas` are (cell, stored value) put into the first one."""
    held = dict(formulas)
    names = list(sheets)
    book = "".join(f'<sheet name="{escape(n)}" sheetId="{i}" r:id="r{i}"/>' for i, n in enumerate(names, 1))
    links = "".join(
        f'<Relationship Id="r{i}" Type="{_RELS}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i, _ in enumerate(names, 1)
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_RELS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELS}"><sheets>{book}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>',
    }
    for number, rows in enumerate(sheets.values(), 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = _sheet(rows, held if number == 1 else {})
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return stream.getvalue()


def _sheet(rows: Sequence[Sequence[str]], formulas: dict[str, str]) -> str:
    lines = []
    for number, row in enumerate(rows, 1):
        cells = "".join(_cell(f"{chr(65 + at)}{number}", text, formulas) for at, text in enumerate(row))
        lines.append(f'<row r="{number}">{cells}</row>')
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'


def _cell(place: str, text: str, formulas: dict[str, str]) -> str:
    if place in formulas:
        return f'<c r="{place}" t="str"><f>1+1</f><v>{escape(formulas[place])}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
