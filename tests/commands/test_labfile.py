"""`labfile` on the command line: the counts of a dry run, taking, and the file of refused rows."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from hsct_desktop.__main__ import main
from hsct_desktop.services import practice
from hsct_desktop.views.opening import Place, open_place
from tests.commands.running import ON, Capture, beside_the_warning, refuse
from tests.exchange.xlsx import workbook

MAPPING = """\
name: Ward file
decimal: ","
date_format: dd/mm/yyyy
columns:
  - {header: Codice, role: patient}
  - {header: Nato il, role: birth_date}
  - {header: Giorno, role: date}
  - {header: "Hb (g/dL)", role: result, analyte: HGB, unit: g/dL}
"""


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("labfile") / "ward.hsct"
    practice.create(path, 2, on=date.fromisoformat(ON)).close()
    return path


@pytest.fixture
def ward(tmp_path: Path, made_once: Path) -> Path:
    """A file that is not encrypted: what is tried here does not ask for a key."""
    return Path(shutil.copy(made_once, tmp_path / "ward.hsct"))


@pytest.fixture
def file(ward: Path, tmp_path: Path) -> Path:
    from hsct_desktop.store import patient

    ws = open_place(Place(ward, True, "en", None))
    with ws.read() as session:
        found = patient.by_code(session, patient.codes(session)[0])
    ws.store.close()
    assert found is not None
    path = tmp_path / "results.csv"
    rows = (
        f"{found.code};{found.birth_date:%d/%m/%Y};02/01/2010;13,1",
        f"{found.code};{found.birth_date:%d/%m/%Y};03/01/2010;tredici",
    )
    path.write_text("\n".join(("Codice;Nato il;Giorno;Hb (g/dL)", *rows)), encoding="utf-8")
    (tmp_path / "mapping.yaml").write_text(MAPPING, encoding="utf-8")
    return path


def labfile(capsys: Capture, verb: str, *arguments: str | Path) -> tuple[int, str, str]:
    code = main([str(part) for part in ("labfile", verb, *arguments)])
    output, beside = capsys.readouterr()
    return code, output, beside_the_warning(beside)


def test_check_counts_and_take_takes_once(ward: Path, file: Path, tmp_path: Path, capsys: Capture) -> None:
    how = ("--database", ward, "--mapping", tmp_path / "mapping.yaml", "--on", ON)
    rejected = tmp_path / "refused.csv"
    code, output, beside = labfile(capsys, "check", file, *how, "--rejected", rejected)
    assert code == 1
    assert output.startswith("2 read = 1 new + 0 same + 0 in conflict + 0 unusual + 0 left out + 1 refused")
    assert beside.startswith("row 3, Hb (g/dL): “tredici” is no laboratory value")
    assert "tredici" in rejected.read_text(encoding="utf-8-sig")
    assert "taken: 1 new, 0 changed" in labfile(capsys, "take", file, *how, "--by", "M. Conti")[1]
    assert labfile(capsys, "check", file, *how)[1].startswith("2 read = 0 new + 1 same")


def test_who_what_and_whose_must_be_known(ward: Path, file: Path, tmp_path: Path, capsys: Capture) -> None:
    how = ("labfile", "take", file, "--database", ward, "--on", ON)
    mapping = ("--mapping", tmp_path / "mapping.yaml")
    assert "M. Conti" in refuse(*how, *mapping, "--by", "Nobody", capsys=capsys)
    assert "no mapping" in refuse(*how, "--mapping", "Other", "--by", "M. Conti", capsys=capsys).casefold()
    assert "City laboratory" in refuse(*how, *mapping, "--by", "M. Conti", "--laboratory", "X", capsys=capsys)
    (tmp_path / "mapping.yaml").write_text("columns: 3\n", encoding="utf-8")
    assert "columns" in refuse(*how, *mapping, "--by", "M. Conti", capsys=capsys)


def test_nothing_of_a_file_gives_orders_to_the_terminal(
    ward: Path, file: Path, tmp_path: Path, capsys: Capture
) -> None:
    how = ("--database", ward, "--mapping", tmp_path / "mapping.yaml", "--on", ON)
    file.write_text("Codice;Nato il;Giorno;Hb (g/dL)\nX\x1b]0;a\x07;\x1b[2J01/01/1980;x\x9b1m;9", encoding="utf-8")
    told = labfile(capsys, "check", file, *how)[2]
    assert told.startswith("row 2, ")
    told += refuse("labfile", "check", tmp_path / "x\x1b[31m.csv", *how, capsys=capsys)
    assert told.replace("\n", "").isprintable()


def test_formulas_and_joined_cells_are_told(ward: Path, file: Path, tmp_path: Path, capsys: Capture) -> None:
    how = ("--database", ward, "--mapping", tmp_path / "mapping.yaml", "--on", ON)
    who = file.read_text(encoding="utf-8").splitlines()[1].split(";")[:3]
    sheet = tmp_path / "results.xlsx"
    head = ["Codice", "Nato il", "Giorno", "Hb (g/dL)"]
    sheet.write_bytes(workbook([head, [*who, ("=", "12.1")]], merged=("A9:B9",)))
    code, output, _ = labfile(capsys, "check", sheet, *how)
    assert code == 0
    assert "1 formula: its stored value is read" in output
    assert "1 merged range" in output
