"""Unlocking the practice ward: the passphrase stretched by Argon2id, and the encrypted file opened.

    python -m benchmarks.unlock [runs]

First in processes of their own, where nothing is loaded yet, as on the command line; then here, as in the window, which
loads the database while the passphrase is typed.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.pairs import PAIRS, spread

AIM = 1.0
PATIENTS = 24

ALONE = """
import sys, time
from pathlib import Path
start = time.perf_counter()
from hsct_desktop.services import access
unlocked = access.unlock(Path(sys.argv[1]), access.PRACTICE_PASSPHRASE, sys.argv[2])
stretched = time.perf_counter()
access.open_unlocked(unlocked).close()
print(stretched - start, time.perf_counter() - stretched)
"""


def main(runs: int = PAIRS) -> None:
    """Print seconds for both parts and together, cold and warm, and one try of a wrong passphrase."""
    from hsct_desktop.domain.problem import KnownError
    from hsct_desktop.services import access

    with tempfile.TemporaryDirectory() as folder:
        ward = Path(folder) / "ward.hsct"
        access.create_practice(ward, passphrase=access.PRACTICE_PASSPHRASE, patients=PATIENTS).close()
        uid = access.users_of(ward)[0].uid
        cold = [_alone(ward, uid) for _ in range(runs)]
        stretched, opened, wrong = [], [], []
        for _ in range(runs):
            start = time.perf_counter()
            unlocked = access.unlock(ward, access.PRACTICE_PASSPHRASE, uid)
            stretched.append(time.perf_counter() - start)
            start = time.perf_counter()
            access.open_unlocked(unlocked).close()
            opened.append(time.perf_counter() - start)
            start = time.perf_counter()
            try:
                access.unlock(ward, "another one altogether", uid)
            except KnownError:
                wrong.append(time.perf_counter() - start)
    spread("unlock and open, and load all that is needed", [sum(one) for one in cold], "s", 2)
    spread("  of this: Argon2id with its library", [one[0] for one in cold], "s", 2)
    both = [one + other for one, other in zip(stretched, opened, strict=True)]
    spread(f"unlock and open, all loaded (aim <= {AIM:.0f} s)", both, "s", 2)
    spread("  of this: Argon2id", stretched, "s", 2)
    spread("  a wrong passphrase", wrong, "s", 2)


def _alone(ward: Path, uid: str) -> tuple[float, float]:
    found = subprocess.run(
        [sys.executable, "-c", ALONE, str(ward), uid], check=True, capture_output=True, text=True
    ).stdout.split()
    return float(found[0]), float(found[1])


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PAIRS)
