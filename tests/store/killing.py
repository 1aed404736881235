"""Ends a piece of work at each of its steps on the disk, as a power cut would: no `finally` runs.

The work runs in a child made by one process without threads that has everything loaded, so that a death costs a few
milliseconds.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

DEAD = 77
_NURSERY = """
import os, signal, sys
sys.path[:0] = {paths!r}
from tests.store.killing import *
import {module} as work
print("ready", flush=True)
for line in sys.stdin:
    name, *given = line.rstrip("\\n").split("\\t")
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        work.__dict__[name](*given)
        os._exit(0)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
STEPS = ("replace", "link", "unlink", "rename", "fsync", "truncate")


class Nursery:
    """A process that has a module of tests loaded and runs functions of it in children of its own."""

    def __init__(self, module: str) -> None:
        root = str(Path(__file__).resolve().parents[2])
        code = _NURSERY.format(paths=[root], module=module)
        self._process = subprocess.Popen(
            [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root
        )
        assert self._read() == "ready"

    def _read(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().rstrip("\n")

    def begin(self, name: str, *given: object) -> int:
        """Start a function of the module in a child; its process id."""
        assert self._process.stdin is not None
        print(name, *given, sep="\t", file=self._process.stdin, flush=True)
        return int(self._read())

    def end(self) -> int:
        """Wait for the child; how it ended."""
        return int(self._read())

    def run(self, name: str, *given: object) -> int:
        """Run a function to its end."""
        self.begin(name, *given)
        return self.end()

    def kill(self, child: int) -> None:
        """End a child at once."""
        os.kill(child, signal.SIGKILL)
        assert self.end() == -signal.SIGKILL

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()


def die_at(step: int) -> list[int]:
    """From here on the process ends just before its step-th call that changes a folder or forces a file to the disk.

    What comes back counts down from it; for step 0 nothing ends, and it tells how many steps there are.
    """
    left = [step]

    def counted(call: Callable[..., Any]) -> Callable[..., Any]:
        def counting(*given: Any, **named: Any) -> Any:
            left[0] -= 1
            if left[0] == 0:
                os._exit(DEAD)
            return call(*given, **named)

        return counting

    for name in STEPS:
        setattr(os, name, counted(getattr(os, name)))
    return left
