"""Planning 75,000 due dates as a whole process (`plan --bulk`): dates per second, from start to end.

    python -m benchmarks.planning [runs]

The yardstick is what units use today, a spreadsheet with one formula a date, if LibreOffice is installed.
"""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.pairs import PAIRS, race, spread

AIM = 1.0
DATES = 75_000
FIRST = dt.date(2010, 1, 1)
PROTOCOL = "ahsct-ms"


def write_courses(path: Path, count: int) -> None:
    """A table of courses, one a line, each with another Day 0."""
    lines = [f"P{n:05d},{PROTOCOL},{FIRST + dt.timedelta(days=n % 5000)}" for n in range(count)]
    path.write_text("\n".join(["id,protocol,day0", *lines, ""]), encoding="utf-8")


def plan(source: Path, target: Path) -> float:
    """Seconds for the whole process."""
    command = [sys.executable, "-m", "hsct_desktop", "plan", "--bulk", str(source), "--output", str(target)]
    start = time.perf_counter()
    subprocess.run([*command, "--overwrite"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def write_sheet(path: Path, courses: int, each: int) -> None:
    """A flat spreadsheet with a Day 0 and `each` formulas in every row."""
    space = "urn:oasis:names:tc:opendocument:xmlns"
    head = (
        f'<?xml version="1.0"?><office:document xmlns:office="{space}:office:1.0" xmlns:table="{space}:table:1.0"'
        f' office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body><office:spreadsheet>'
        '<table:table table:name="plan">'
    )
    rows = []
    for n in range(courses):
        day = FIRST + dt.timedelta(days=n % 5000)
        cell = f'<table:table-cell office:value-type="date" office:date-value="{day}"/>'
        formulas = "".join(
            f'<table:table-cell table:formula="of:=EDATE([.A{n + 1}];{month})"/>' for month in range(1, each + 1)
        )
        rows.append(f"<table:table-row>{cell}{formulas}</table:table-row>")
    foot = "</table:table></office:spreadsheet></office:body></office:document>"
    path.write_text(head + "".join(rows) + foot, encoding="utf-8")


def main(pairs: int = PAIRS) -> None:
    """Print dates per second, and the ratio to the spreadsheet where there is one."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, target, sheet = folder / "in.csv", folder / "out.csv", folder / "plan.fods"
        write_courses(source, 1)
        plan(source, target)
        each = len(target.read_text(encoding="utf-8").splitlines()) - 1
        courses = -(-DATES // each)
        write_courses(source, courses)
        seconds = [plan(source, target) for _ in range(pairs)]
        made = len(target.read_text(encoding="utf-8").splitlines()) - 1
        spread(f"planning {made} due dates, whole process", [made / s for s in seconds], "dates/s")
        office = shutil.which("soffice") or shutil.which("libreoffice")
        if office is None:
            print("planning / the same dates in LibreOffice: skipped, LibreOffice is not installed here")
            return
        write_sheet(sheet, courses, each)

        def spreadsheet() -> float:
            start = time.perf_counter()
            command = [office, "--headless", "--convert-to", "csv", "--outdir", name, str(sheet)]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            return time.perf_counter() - start

        race("planning / the same dates in LibreOffice", AIM, lambda: plan(source, target), spreadsheet, pairs)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PAIRS)
