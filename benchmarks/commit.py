"""One saved contact, committed, against writing 4 KiB and fdatasync on the same disk.

python -m benchmarks.commit [pairs]
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.pairs import PAIRS, race

AIM = 2.0
WRITES = 40


def main(pairs: int = PAIRS) -> None:
    """Print the ratio."""
    from hsct_desktop.store.engine import create_store

    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        store = create_store(Path(folder) / "file.hsct", "practice", unit_name="Bench")
        connection = store.engine.raw_connection()
        plain = os.open(Path(folder) / "plain", os.O_CREAT | os.O_WRONLY)

        def ours() -> float:
            from hsct_desktop.store import setting

            start = time.perf_counter()
            for index in range(WRITES):
                with store.write(None, "bench") as session:
                    setting.put(session, setting.UNIT_NAME, f"Bench {index} {start}")
            return time.perf_counter() - start

        def fdatasync() -> float:
            start = time.perf_counter()
            for index in range(WRITES):
                os.pwrite(plain, bytes([index]) * 4096, 0)
                os.fdatasync(plain)
            return time.perf_counter() - start

        race("one saved record / 4 KiB and fdatasync", AIM, ours, fdatasync, pairs)
        os.close(plain)
        connection.close()
        store.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PAIRS)
