"""Reading a YAML file: what is read as what, and one clear sentence for each way in which a file can be bad."""

import os
from pathlib import Path

import pytest
import yaml

from hsct_desktop.catalogue.error import CatalogueError
from hsct_desktop.catalogue.source import MAX_BYTES, read_source
from hsct_desktop.catalogue.wording import wording
from hsct_desktop.resource import resource

SHIPPED = sorted(path for folder in ("catalogues", "protocols") for path in resource(folder).glob("*.yaml"))


def read(tmp_path: Path, text: str) -> dict[str, object]:
    path = tmp_path / "x.yaml"
    path.write_text(text, encoding="utf-8")
    return read_source(path).data


def refused(path: Path) -> CatalogueError:
    with pytest.raises(CatalogueError) as error:
        read_source(path, "unit/x.yaml")
    return error.value


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("no", "no"),
        ("on", "on"),
        ("Yes", "Yes"),
        ("y", "y"),
        ("12:30", "12:30"),
        ("2024-08-31", "2024-08-31"),
        ("0o17", "0o17"),
        ("017", "017"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("1e3", "1e3"),
        (".5", ".5"),
        ("True", "True"),
        ("NULL", "NULL"),
        ("6m", "6m"),
        ("'1'", "1"),
        ('"true"', "true"),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("7", 7),
        ("-7", -7),
        ("1.5", 1.5),
        ("!!str 7", "7"),
    ],
)
def test_scalars_are_read_without_the_traps_of_yaml_1_1(tmp_path: Path, written: str, meant: object) -> None:
    value = read(tmp_path, f"a: {written}\n")["a"]
    assert value == meant
    assert type(value) is type(meant)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "must hold keys with values"),
        ("- a\n- b\n", 1, "must hold keys with values"),
        ("just words\n", 1, "must hold keys with values"),
        ("a: 1\nb: [1, 2\nc: 3\n", 3, "not valid YAML"),
        ("a: 1\n\tb: 2\n", 2, "indented with a tab"),
        ("a: 1\n---\nb: 2\n", 2, "not valid YAML"),
        ("a: \x07\n", 1, "not valid YAML"),
        ("a: 1\nb: 2\na: 3\n", 3, "the key “a” stands twice"),
        ("a: &x [1]\nb: *x\n", 1, "a reference with *"),
        ("a: &x [*x]\n", 1, "a reference with *"),
        ("a: 1\nb: !!timestamp 2024-01-01\n", 2, "the tag tag:yaml.org,2002:timestamp is not read"),
        ("a: 1\nb: " + "[" * 100_000, 2, "too many lists or brackets"),
        ("a:\n  " + "- " * 100_000 + "b\n", 2, "too many lists or brackets"),
        ("\n".join(" " * depth + "a:" for depth in range(3000)), 102, "too many lists or brackets"),
        ("a: " + "9" * 5000 + "\n", 1, "is not read"),
        ("a: !!int many\n", 1, "is not read"),
        ("a: !!python/object/apply:os.system [ls]\n? [b]\n: 1\n", 2, "a key must be a plain word"),
    ],
)
def test_a_bad_file_is_told_with_its_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(text.encode())
    error = refused(path)
    assert str(error).startswith(f"unit/x.yaml, line {line}: ")
    assert said in str(error)
    assert error.text("it").startswith(f"unit/x.yaml, riga {line}: ")


def test_a_file_in_another_encoding_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes("a: b\nlabel: città\n".encode("latin-1"))
    assert str(refused(path)) == "unit/x.yaml, line 2: the text is not in UTF-8; save the file with the encoding UTF-8."


def test_a_byte_order_mark_is_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
    assert read_source(path).data == {"a": 1, "b": 2}


def test_missing_folder_and_huge_files_are_told(tmp_path: Path) -> None:
    assert str(refused(tmp_path / "none.yaml")) == "unit/x.yaml: the file does not exist; check its name and folder."
    assert "cannot be read" in str(refused(tmp_path))
    huge = tmp_path / "huge.yaml"
    with huge.open("wb") as file:
        os.truncate(file.fileno(), MAX_BYTES + 1)
    assert "larger than" in str(refused(huge))


def test_the_error_is_worded_like_every_known_error(tmp_path: Path) -> None:
    error = refused(tmp_path / "none.yaml")
    assert wording("en").known_error(error) == error.text("en")
    assert wording("it").known_error(error) == error.text("it")
    assert "non esiste" in error.text("it")


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_every_shipped_file_is_read_alike_where_yaml_has_no_c_parser(path: Path) -> None:
    """The parser written in Python is stricter: it refuses `edss?` without quotes in a list in brackets."""
    content = path.read_bytes()
    assert yaml.load(content, Loader=yaml.SafeLoader) == yaml.load(content, Loader=yaml.CSafeLoader)


@pytest.mark.parametrize("mark", ["\\e", "\\u202E", "\\N", "\\n", "\\t", "\\0", "\\u200F", "\\L", "\\uFEFF", "\\x7F"])
def test_marks_that_nobody_sees_are_refused_with_their_line(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(f'id: x\nlabel:\n  en: "Day{mark} 30"\n  "k{mark}": v\n', encoding="utf-8")
    problems = refused(path).problems
    assert [(p.line, p.problem.key) for p in problems] == [(3, "yaml_marks"), (4, "yaml_marks")]
    for problem in problems:
        assert problem.text("en").isprintable()
        assert problem.text("it").isprintable()


def test_visible_signs_and_blocks_of_one_line_are_read(tmp_path: Path) -> None:
    assert read(tmp_path, "a: ≥ 3 µg/m²\u00a0à l’été\nb: >\n  one\n  line\n") == {
        "a": "≥ 3 µg/m²\u00a0à l’été",
        "b": "one line\n",
    }


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such files there")
def test_a_pipe_is_not_waited_for_and_a_large_file_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "p.yaml")
    for path in (tmp_path / "p.yaml", Path("/dev/zero")):
        assert [p.problem.key for p in refused(path).problems] == ["file_not_regular"]
    with (tmp_path / "big.yaml").open("wb") as stream:
        stream.truncate(2**40)
    assert [p.problem.key for p in refused(tmp_path / "big.yaml").problems] == ["file_too_large"]
