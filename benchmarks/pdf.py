"""How long a warm patient summary takes against the same text drawn straight on a canvas with the same fonts.

    python -m benchmarks.pdf [rounds]

All sides run in turn in one process; printed are the least, the median and the greatest ratio. Aim: 1.6 or less.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.raw_canvas import PAIRS, compare
from hsct_desktop.documents.summary import write_summary
from tests.documents import samples


def summary() -> bytes:
    """The rich sample as the program writes it."""
    stream = io.BytesIO()
    write_summary(samples.rich(), stream)
    return stream.getvalue()


def main(rounds: int = PAIRS) -> None:
    """Warm up, measure in turn, print."""
    compare("summary", summary, rounds)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
