"""A command that is asked to end leaves nothing half-written behind."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hsct_desktop.__main__ import _ending_in_order

LONG = 50_000
"""Rows that take far longer to plan than the test waits."""
PATIENCE_S = 60


@pytest.mark.skipif(os.name == "nt", reason="Windows ends a process without asking it")
def test_a_command_that_is_asked_to_end_removes_its_part(tmp_path: Path) -> None:
    table, output = tmp_path / "in.csv", tmp_path / "big.csv"
    rows = "".join(f"p{number},ahsct-ms,2026-01-01\n" for number in range(LONG))
    table.write_text(f"id,protocol,day0\n{rows}", encoding="utf-8")
    command = [sys.executable, "-m", "hsct_desktop", "plan", "--bulk", str(table), "--output", str(output)]
    with subprocess.Popen(command) as process:
        end = time.monotonic() + PATIENCE_S
        while not any(path.suffix == ".part" and path.stat().st_size for path in tmp_path.iterdir()):
            assert process.poll() is None
            assert time.monotonic() < end
            time.sleep(0.02)
        process.terminate()
    assert process.returncode == 128 + signal.SIGTERM
    assert os.listdir(tmp_path) == [table.name]


@pytest.mark.skipif(os.name == "nt", reason="Windows ends a process without asking it")
@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
def test_what_asks_to_end_is_not_taken_for_an_error_of_the_driver(asked: signal.Signals) -> None:
    """SQLite tells an exception of a function of ours as an error of its own."""
    connection = sqlite3.connect(":memory:")
    connection.create_function("asked", 0, lambda: os.kill(os.getpid(), asked))
    before = signal.getsignal(asked)
    with pytest.raises(SystemExit) as ended, _ending_in_order():
        connection.execute("SELECT asked()").fetchall()
    assert ended.value.code == 128 + asked
    assert signal.getsignal(asked) == before
    with pytest.raises(sqlite3.OperationalError), _ending_in_order():
        connection.execute("SELECT nothing()")
    connection.close()
