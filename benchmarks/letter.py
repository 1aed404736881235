"""How long a warm letter of two pages with its picture takes against the same text drawn straight on a canvas.

    python benchmarks/letter.py [pairs]

Both sides run in turn in one process; printed are the ratios (aim: 1.6 or less) and letters a second.
"""

from __future__ import annotations

import io
import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.pdf import AIM, raw, runs_of, seconds
from hsct_desktop.documents.letter import write_letter
from tests.documents import letter_samples

DATA = letter_samples.typical("it")


def letter() -> bytes:
    """The sample as the program writes it."""
    stream = io.BytesIO()
    write_letter(DATA, stream)
    return stream.getvalue()


def main(pairs: int = 15) -> None:
    """Warm up, measure in turn, print."""
    pages = runs_of(letter())
    raw(pages)
    ratios, ours, theirs = [], [], []
    for number in range(max(pairs, 9)):
        sides = [lambda: raw(pages), letter] if number % 2 else [letter, lambda: raw(pages)]
        times = [seconds(side) for side in sides]
        mine, bare = reversed(times) if number % 2 else times
        ratios.append(mine / bare)
        ours.append(mine)
        theirs.append(bare)
    middle = statistics.median(ours)
    print(f"letter {middle * 1000:.1f} ms, raw canvas {statistics.median(theirs) * 1000:.1f} ms")
    print(f"letters a second in one process: {1 / middle:.0f}")
    print(f"runs of text: {sum(map(len, pages))} on {len(pages)} pages; pairs: {len(ratios)}")
    print(f"ratio min {min(ratios):.2f}, median {statistics.median(ratios):.2f}, max {max(ratios):.2f} (aim <= {AIM})")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
