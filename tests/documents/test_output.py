"""A file is there whole or not at all."""

import os

import pytest

from hsct_desktop.documents.output import write_atomically, write_to


def test_writes_the_whole_file(tmp_path):
    path = tmp_path / "a.pdf"
    write_atomically(path, lambda stream: stream.write(b"whole") and None)
    assert path.read_bytes() == b"whole"
    assert os.listdir(tmp_path) == ["a.pdf"]


def test_a_failure_leaves_the_old_file(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")

    def fail(stream):
        stream.write(b"half")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_atomically(path, fail)
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.pdf"]


def test_missing_folder_and_folder_as_path(tmp_path):
    with pytest.raises(FileNotFoundError):
        write_atomically(tmp_path / "none" / "a.pdf", lambda stream: None)
    with pytest.raises(IsADirectoryError):
        write_atomically(tmp_path, lambda stream: None)
    assert os.listdir(tmp_path) == []


def test_an_open_stream_is_written_straight(tmp_path):
    with (tmp_path / "b.pdf").open("wb") as stream:
        write_to(stream, lambda s: s.write(b"x") and None)
    assert (tmp_path / "b.pdf").read_bytes() == b"x"
