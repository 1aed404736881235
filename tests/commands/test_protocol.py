"""`protocol check`, `diff` and `show`, as a person calls them."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest

from hsct_desktop.__main__ import main
from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.resource import resource
from hsct_desktop.services import protocols
from hsct_desktop.services.workspace import clock_on
from tests.commands.running import Capture, refuse, run
from tests.documents.reading import read
from tests.services.conftest import open_workspace
from tests.services.ward import TODAY

SHIPPED = resource("protocols/ahsct-ms.yaml")


def written(folder: Path, name: str, *changes: tuple[str, str]) -> Path:
    text = SHIPPED.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_sound_files_say_so(usual: Path, capsys: Capture) -> None:
    output, beside = run("protocol", "check", *sorted(resource("protocols").glob("*.yaml")), capsys=capsys)
    lines = output.splitlines()
    assert len(lines) == 10
    assert f"{SHIPPED}: ok (ahsct-ms, version 1, 12 visits)" in lines
    assert beside == ""


def test_each_mistake_has_file_line_reason_and_remedy(usual: Path, tmp_path: Path, capsys: Capture) -> None:
    good = written(tmp_path, "good.yaml", ("id: ahsct-ms", "id: good"))
    bad = written(tmp_path, "bad.yaml", ("offset: 30d", "offset: 30"), ("before: 7d", "before: -7d"))
    overlap = written(tmp_path, "overlap.yaml", ("id: ahsct-ms", "id: three"), ("offset: 60d", "offset: 40d"))
    tabs = tmp_path / "tabs.yaml"
    tabs.write_text("id: x\n\tversion: 1\n", encoding="utf-8")
    missing = tmp_path / "missing.yaml"
    assert main(["protocol", "check", *map(str, (good, bad, overlap, tabs, missing))]) == 2
    output, beside = capsys.readouterr()
    assert output == f"{good}: ok (good, version 1, 12 visits)\n"
    lines = beside.splitlines()
    numbered = [re.match(rf"{re.escape(str(tmp_path))}/(\w+)\.yaml, line (\d+)", line) for line in lines[:-1]]
    assert [(m[1], int(m[2])) for m in numbered if m] == [("bad", 22), ("bad", 23), ("overlap", 30), ("tabs", 2)]
    assert "make one smaller, or write may_overlap: true" in lines[2]
    assert "indent with spaces" in lines[3]
    assert lines[-1].startswith(str(missing))


def test_two_files_with_one_id_are_told(usual: Path, tmp_path: Path, capsys: Capture) -> None:
    assert main(["protocol", "check", str(SHIPPED), str(written(tmp_path, "again.yaml"))]) == 2
    assert "the protocol “ahsct-ms” is already in" in capsys.readouterr().err


def test_diff_of_ids_and_files(usual: Path, tmp_path: Path, capsys: Capture) -> None:
    changed = written(tmp_path, "mine.yaml", ('version: "1"', 'version: "2"'), ("before: 7d", "before: 5d"))
    output, _ = run("protocol", "diff", "ahsct-ms", changed, capsys=capsys)
    assert output.splitlines() == ["~ version: 1 → 2", "~ Day +30: window: ±7 days → −5 to +7 days"]
    assert run("protocol", "diff", "ahsct-ms@1", SHIPPED, capsys=capsys)[0] == "Both are the same.\n"


def test_diff_knows_the_versions_of_the_data_file(usual: Path, copied: Path, capsys: Capture) -> None:
    (usual / "unit" / "protocols").mkdir(parents=True)
    written(usual / "unit" / "protocols", "ms.yaml", ('version: "1"', 'version: "2"'), ("offset: 18m", "offset: 17m"))
    output, _ = run("protocol", "diff", "ahsct-ms@1", "ahsct-ms", "--database", copied, capsys=capsys)
    assert "~ Month 18: when: 18 months after Day 0 → 17 months after Day 0" in output.splitlines()
    assert "ahsct-ms@1" not in output
    sentence = refuse("protocol", "diff", "ahsct-ms@1", "ahsct-ms", capsys=capsys)
    assert "known: 2" in sentence
    assert "--database" in sentence


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["show", "nope"], "There is no protocol “nope”"),
        (["show", "nope@3"], "There is no protocol “nope”"),
        (["diff", "ahsct-ms", "nope.yaml"], "nope.yaml"),
        (["diff", "ahsct-ms"], "required: B"),
        (["check"], "required: FILE"),
        ([], "required: check|diff|show"),
        (["show", "ahsct-ms", "--output", "/no/such/folder/x.pdf"], "/no/such/folder"),
    ],
)
def test_what_is_refused_is_one_sentence(usual: Path, capsys: Capture, arguments: list[str], said: str) -> None:
    assert said in refuse("protocol", *arguments, capsys=capsys)


def test_show_is_a_table_to_read(usual: Path, capsys: Capture) -> None:
    output, _ = run("protocol", "show", "ahsct-ssc", "--language", "it", capsys=capsys)
    lines = output.splitlines()
    assert lines[0] == "TCSE autologo per sclerosi sistemica (ahsct-ssc, versione 1)"
    assert "approvazione non verificata" in lines[1]
    assert len([line for line in lines if line.startswith(("d30 ", "m9 ", "yearly "))]) == 3
    assert "9 mesi dopo il giorno 0" in output


def test_show_writes_a_pdf_and_replaces_none_unasked(usual: Path, tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "ms.pdf"
    assert run("protocol", "show", "ahsct-ms", "--output", path, capsys=capsys)[0] == f"{path}\n"
    assert read(path.read_bytes()).has("Autologous HSCT for multiple sclerosis")
    assert "exists" in refuse("protocol", "show", "ahsct-ms", "--output", path, capsys=capsys)
    run("protocol", "show", "ahsct-ms", "--output", path, "--overwrite", "--language", "it", capsys=capsys)
    assert read(path.read_bytes()).has("Protocollo di follow-up")


def test_show_tells_the_approval_that_the_data_file_holds(usual: Path, copied: Path, capsys: Capture) -> None:
    ws = open_workspace(copied, Catalogue())
    ws.clock = clock_on(TODAY)
    protocols.approve(ws, "ahsct-ms", "Dr Who", TODAY)
    ws.store.close()
    output, _ = run("protocol", "show", "ahsct-ms", "--database", copied, capsys=capsys)
    assert "Approval: approved by Dr Who on 20 Nov 2026" in output


def test_a_broken_file_of_the_unit_is_never_passed_over(usual: Path, capsys: Capture) -> None:
    folder = usual / "unit" / "protocols"
    folder.mkdir(parents=True)
    written(folder, "ms.yaml", ("offset: 30d", "offset: 30"))
    assert main(["protocol", "show", "ahsct-ms"]) == 2
    assert "line 22" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="no such files there")
def test_a_pipe_is_one_sentence(usual: Path, tmp_path: Path, capsys: Capture) -> None:
    pipe = tmp_path / "p.yaml"
    os.mkfifo(pipe)
    for path in (pipe, Path("/dev/zero")):
        assert main(["protocol", "check", str(path)]) == 2
        assert capsys.readouterr().err.splitlines() == [
            f"{path}: this is a device or a pipe and no ordinary file, so it is not read; choose another file."
        ]
    assert "device or a pipe" in refuse("protocol", "show", pipe, capsys=capsys)


def test_marks_in_labels_are_refused_and_not_printed(usual: Path, tmp_path: Path, capsys: Capture) -> None:
    bad = written(tmp_path, "bad.yaml", ('label: {en: "Day +30",', 'label: {en: "Day \\e[31m+30\\u202E",'))
    line = next(n for n, text in enumerate(bad.read_text(encoding="utf-8").splitlines(), 1) if "u202E" in text)
    assert main(["protocol", "check", str(bad)]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"{bad}, line {line}: “Day [31m+30”")
    assert said.rstrip("\n").isprintable()
