"""`handover`: what changed since a time, by patient, as rows or on paper."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from hsct_desktop.commands.opened import check_pdf_output, sign_as_command_line, workspace
from hsct_desktop.commands.output import Row, show

if TYPE_CHECKING:
    from hsct_desktop.domain.handover import Handover, HandoverLine

HANDOVER_COLUMNS = ["kind", "patient", "code", "birth_date", "at", "by", "text"]
"""`kind` is change, task (open, due by tomorrow; `at` its day, `by` whose it is) or try (to reach somebody again)."""


def run(arguments: argparse.Namespace) -> None:
    """Print the handover, or write it as PDF."""
    from hsct_desktop.services.handover_since import parse_since

    if arguments.output is not None:
        check_pdf_output(arguments)
    with workspace(arguments) as ws:
        since = parse_since(arguments.since, ws.clock())
        if arguments.output is not None:
            from hsct_desktop.services.handover_print import print_handover

            sign_as_command_line(ws, arguments.language)
            print(print_handover(ws, since, arguments.output, language=arguments.language))
            return
        from hsct_desktop.services.handover import handover

        rows = list(_rows(handover(ws, since, language="en")))
    show(rows, HANDOVER_COLUMNS, arguments.format)


def _rows(found: Handover) -> Iterator[Row]:
    from hsct_desktop.services.person import display_name

    for who in found.patients:
        name = display_name(who.family_name, who.given_name)
        for line in who.lines:
            yield {**_change(line), **_person(name, who.code, who.birth_date)}
    for line in found.ward:
        yield {**_change(line), **_person("", "", None)}
    for task in found.tasks:
        about = task.patient
        person = (
            _person("", "", None)
            if about is None
            else _person(display_name(about.family_name, about.given_name), about.code, about.birth_date)
        )
        yield {"kind": "task", **person, "at": task.due, "by": task.owner or "the unit", "text": task.words}
    for again in found.tries:
        person = _person(display_name(again.family_name, again.given_name), again.code, again.birth_date)
        yield {"kind": "try", **person, "at": again.on, "by": "", "text": _plain(again.text)}


def _change(line: HandoverLine) -> dict[str, str]:
    return {"kind": "change", "at": f"{line.at:%Y-%m-%d %H:%M}", "by": line.by, "text": _plain(line.text)}


def _person(name: str, code: str, birth_date: date | None) -> dict[str, str | date | None]:
    return {"patient": name, "code": code, "birth_date": birth_date}


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ")
