"""A file is there whole or not at all."""

import os
import signal
import subprocess
import sys
import time

import pytest

from hsct_desktop.documents.output import write_atomically, write_to

KILLED = """
import os, pathlib, sys
from hsct_desktop.documents.output import write_atomically
def make(stream):
    stream.write(b"half")
    print("half", flush=True)
    sys.stdin.read()
write_atomically(pathlib.Path(sys.argv[1]), make)
"""


def half_written(path):
    """A process in the middle of writing that file, with its part on the disk."""
    command = [sys.executable, "-c", KILLED, str(path)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "half\n"
    return process


def written(path):
    write_atomically(path, lambda stream: stream.write(b"whole") and None)


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


def test_parts_of_killed_processes_go_and_those_of_living_ones_stay(tmp_path):
    with half_written(tmp_path / "killed.csv") as killed, half_written(tmp_path / "living.csv") as living:
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        assert len(os.listdir(tmp_path)) == 2
        written(tmp_path / "a.pdf")
        assert sorted(name.split(".hsct-")[0] for name in os.listdir(tmp_path)) == [".living.csv", "a.pdf"]
        living.communicate("")
    assert sorted(os.listdir(tmp_path)) == ["a.pdf", "living.csv"]


def test_only_what_is_ours_for_certain_is_swept(tmp_path):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    old = [f".a.pdf.{gone.pid}.part", f".b.pdf.hsct-00000000-{gone.pid}.part"]
    young = [f".a.pdf.{gone.pid + 1}.part", f".c.pdf.hsct-00000000-{gone.pid}.part"]
    foreign = [f".other.pdf.{gone.pid}.part", "notes.part", f".a.pdf.{gone.pid}.part.txt"]
    long_ago = time.time() - 2 * 86_400
    for name in (*old, *young, *foreign):
        (tmp_path / name).write_text("x")
        if name not in young:
            os.utime(tmp_path / name, (long_ago, long_ago))
    written(tmp_path / "a.pdf")
    assert sorted(os.listdir(tmp_path)) == sorted(["a.pdf", *young, *foreign])
