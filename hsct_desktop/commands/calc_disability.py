"""`calc disability`: confirmed worsening and improvement in a table of visits, for a unit to validate the rules."""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Final

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.commands.csv_table import is_same, shown
from hsct_desktop.commands.disability_files import Scale, Tables, read_settings_file, read_tables
from hsct_desktop.commands.opened import check_output
from hsct_desktop.commands.output import harmless, tell
from hsct_desktop.domain.confirmed_disability import DisabilityCourse, Event, course
from hsct_desktop.domain.disability_settings import DisabilitySettings
from hsct_desktop.domain.problem import KnownError

EXIT_SOME_REFUSED: Final = 1
"""Exit code when rows were refused and the others were used."""
OUTPUT_COLUMNS: Final = (
    "setting", "id", "nevent", "event_type", "CDW_type", "date", "value", "bl_date", "bl_value", "total_fu",
    "time2event", "bl2event", "sust_days", "sust_last", "conf_dates",
)  # fmt: skip
"""One row for each event, one with `nevent` 0 for a patient without any."""
BETWEEN_DATES: Final = ";"
"""What stands between the confirming days of several confirmation periods."""
_MOST_NAMED: Final = 10
Row = tuple[str | int | float, ...]


def run(arguments: argparse.Namespace) -> int | None:
    """Write the events of each setting and patient. A bad row is told on standard error; the others are used."""
    from hsct_desktop.documents.output import write_atomically
    from hsct_desktop.services.output_file import TABLE, check_place, not_written
    from hsct_desktop.services.workspace import local_now

    for source in (arguments.input, arguments.relapses, arguments.settings):
        if source is not None and is_same(arguments.output, source):
            raise KnownError("table_output_is_input", path=arguments.output)
    if arguments.relapses is not None and is_same(arguments.relapses, arguments.input):
        raise KnownError("disability_relapses_are_visits", path=arguments.relapses)
    check_output(arguments)
    check_place(arguments.output, None, TABLE)
    settings = read_settings_file(arguments.settings)
    scales = list(dict.fromkeys(_scale(of) for _, of in settings))
    read = read_tables(arguments.input, arguments.relapses, scales, arguments.dates, local_now().date())
    try:
        write_atomically(arguments.output, lambda stream: _write(stream, read, settings))
    except OSError as error:
        raise not_written(error, arguments.output, TABLE) from error
    _tell(read)
    print(arguments.output)
    return EXIT_SOME_REFUSED if read.refused else None


def _scale(settings: DisabilitySettings) -> Scale:
    return settings.outcome, settings.column


def _write(target: BinaryIO, read: Tables, settings: Sequence[tuple[str, DisabilitySettings]]) -> None:
    text = io.TextIOWrapper(target, encoding="utf-8", newline="", write_through=False)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(OUTPUT_COLUMNS)
    for name, of in settings:
        visits = read.visits[_scale(of)]
        for patient in read.patients:
            if patient in visits:
                found = course(visits[patient], read.relapses.get(patient, ()), of)
                writer.writerows((harmless(name), harmless(patient), *row) for row in cells(found))
    text.flush()
    text.detach()


def cells(found: DisabilityCourse) -> Iterator[Row]:
    """The rows of a patient without setting and id."""
    if found.first is None or found.last is None:
        return
    follow_up = (found.last.on - found.first.on).days
    if not found.events:
        yield 0, "", "", "", "", "", "", follow_up, follow_up, "", "", "", ""
    for number, event in enumerate(found.events, 1):
        yield (number, *_event_cells(event, follow_up, (event.onset.on - found.first.on).days))


def _event_cells(event: Event, follow_up: int, days: int) -> Row:
    return (
        event.kind.value,
        "" if event.cause is None else event.cause.value,
        event.onset.on.isoformat(),
        float(event.onset.value),
        event.baseline.on.isoformat(),
        float(event.baseline.value),
        follow_up,
        days,
        float((event.onset.on - event.baseline.on).days),
        float(event.sustained_days),
        str(event.is_sustained_to_end),
        BETWEEN_DATES.join(day.isoformat() for day in event.confirmed_on),
    )


def _tell(read: Tables) -> None:
    """Say each refused row, and whom the answers leave out."""
    words = wording("en")
    places: dict[Path, int] = {}
    for source, line, sentence in sorted(
        read.refused, key=lambda told: (places.setdefault(told[0], len(places)), told[1])
    ):
        tell(f"{source}:{line}: {sentence}")
    for (_, column), visits in read.visits.items():
        without = [patient for patient in read.patients if patient not in visits]
        if without:
            said = words.count("disability.calc.without", len(without), column=shown(column), ids=_named(without))
            tell(f"hsct-desktop: {said}")
    strange = [patient for patient in read.relapses if patient not in read.patients]
    if strange:
        said = words.count("disability.calc.strange", len(strange), ids=_named(strange))
        tell(f"hsct-desktop: {said}")
    if read.refused:
        rows = len({(source, line) for source, line, _ in read.refused})
        tell(f"hsct-desktop: {words.count('disability.calc.refused', rows, rows=read.rows)}")


def _named(patients: Sequence[str]) -> str:
    named = ", ".join(shown(patient) for patient in patients[:_MOST_NAMED])
    return f"{named}, …" if len(patients) > _MOST_NAMED else named
