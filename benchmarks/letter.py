"""What a letter takes: against its text on a bare canvas, in a batch, and from the last key to the pages beside it.

    python -m benchmarks.letter [rounds]

The first is taken in turn in one process, wall and processor time: the letter of two pages with its picture; its text
alone on a bare canvas (aim: 1.6 or less); text, rules and picture on a bare canvas. The batch writes 100 letters of
the practice ward as files. From key to pages: the wait after the last key, then gathering from the record, setting,
and drawing both pages as pictures, each the median of the patients of the ward.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.raw_canvas import PAIRS, compare
from hsct_desktop.documents.letter import write_letter
from hsct_desktop.domain.letter import FreeSection, LetterEntry, LetterKind
from hsct_desktop.services.workspace import Workspace
from tests.documents import letter_samples

DATA = letter_samples.typical("it")
ON = dt.date(2026, 11, 20)
BATCH = 100
EDITS = 3
"""Keys typed into the letter of each patient, each of which makes it anew."""


def letter() -> bytes:
    """The sample as the program writes it."""
    stream = io.BytesIO()
    write_letter(DATA, stream)
    return stream.getvalue()


def batch(ws: Workspace, ids: list[int], folder: Path) -> None:
    """Print letters a second, written as files one after the other in one process."""
    from hsct_desktop.services import letter_files
    from hsct_desktop.services.letters_due import DueLetter

    written, wall, cpu = 0, time.perf_counter(), time.process_time()
    for kind in LetterKind:
        due = [DueLetter(one, "", "", ON, kind, "", ON, ON, 0) for one in ids[: BATCH - written]]
        written += len(letter_files.write_batch(ws, due, folder, language="it", on=ON).done)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"batch: {written} letters, {written / wall:.1f} a second ({written / cpu:.1f} a second of processor time)")


def edited(ws: Workspace, ids: list[int]) -> None:
    """Print the milliseconds from the last key in a letter to its pages beside the words."""
    from hsct_desktop.services import letters
    from hsct_desktop.services.letter_gather import gather, make_ask
    from hsct_desktop.views.letter_page import _PREVIEW_MS
    from hsct_desktop.views.pdf_pages import PdfPages

    def gathered(entry: LetterEntry) -> object:
        with ws.read() as session:
            return gather(make_ask(ws, session, entry), entry)

    def drawn(content: bytes) -> None:
        pages = PdfPages(content)
        for number in range(len(pages)):
            pages.image(number, 900)
        pages.close()

    parts: dict[str, list[float]] = {"gather": [], "gather, set and write": [], "draw the pages": []}
    for patient_id in ids:
        entry = letters.prepare(ws, patient_id, LetterKind.NEUROLOGIST, language="it")
        for typed in range(EDITS):
            entry = replace(entry, texts={FreeSection.HISTORY: "Anamnesi " + "x" * typed})
            start = time.perf_counter()
            gathered(entry)
            read = time.perf_counter()
            made = letters.preview(ws, entry)
            written = time.perf_counter()
            drawn(made.content)
            shown = time.perf_counter()
            for name, seconds in zip(parts, (read - start, written - read, shown - written), strict=True):
                parts[name].append(seconds * 1000)
    said = {name: statistics.median(found) for name, found in parts.items()}
    whole = _PREVIEW_MS + said["gather, set and write"] + said["draw the pages"]
    print(f"from the last key to the pages: {whole:.0f} ms (aim < 1000), of these {_PREVIEW_MS} ms of waiting for keys")
    for name, found in parts.items():
        print(f"  {name}: median {said[name]:.1f}, max {max(found):.1f} ms")


def main(rounds: int = PAIRS) -> None:
    """Print all three."""
    from hsct_desktop.catalogue.catalogue import Catalogue
    from hsct_desktop.services import practice
    from hsct_desktop.services.workspace import clock_on
    from hsct_desktop.store.patient import by_code, codes

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    compare("letter", letter, rounds)
    with tempfile.TemporaryDirectory() as folder:
        store = practice.create(Path(folder) / "ward.hsct", on=ON)
        ws = Workspace(store, Catalogue(), None, "en", clock_on(ON))
        with ws.read() as session:
            held = [by_code(session, code) for code in codes(session)]
        ids = [one.id for one in held if one is not None]
        edited(ws, ids)
        batch(ws, ids, Path(folder))
        store.close()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
