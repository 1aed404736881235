"""What is left of a process that dies does not lie on the disk."""

import subprocess
import sys

import pytest

resource = pytest.importorskip("resource", reason="Windows has no such limit")

ASKED = """
import resource, sys
from hsct_desktop import __main__
try:
    __main__.main(["--version"])
except SystemExit:
    pass
print(resource.getrlimit(resource.RLIMIT_CORE))
"""


def test_core_dumps_are_off_from_the_first_line_on() -> None:
    def allowed() -> None:
        most = resource.getrlimit(resource.RLIMIT_CORE)[1]
        resource.setrlimit(resource.RLIMIT_CORE, (most, most))

    done = subprocess.run(
        [sys.executable, "-c", ASKED], capture_output=True, encoding="utf-8", preexec_fn=allowed, timeout=60
    )
    assert done.stderr == ""
    assert done.stdout.splitlines()[-1] == "(0, 0)"
