"""All benchmarks in turn."""

from __future__ import annotations

import os

from benchmarks import commit, pdf, start, worklist

if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    start.main()
    worklist.main()
    commit.main()
    pdf.main()
