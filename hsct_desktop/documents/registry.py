"""The registry sheet: one form's items in the order in which they are typed, with room to tick. A4, black and white."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import BinaryIO, Final

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Spacer

from hsct_desktop.documents.fonts import register_fonts
from hsct_desktop.documents.frame import SUMMARY, Geometry, Pen, Sheet, build, sign_notes
from hsct_desktop.documents.heads import later_head, title_head
from hsct_desktop.documents.output import Target, write_to
from hsct_desktop.documents.paper_words import PaperWording, paper_wording
from hsct_desktop.documents.registry_inputs import ItemState, RegistrySheet, SheetItem
from hsct_desktop.documents.styles import LEAD, NAME_LONG
from hsct_desktop.documents.tables import Section, grid
from hsct_desktop.documents.text import DOT, Text, bold, capitals, clipped, para, texts_of

PAGE: Final = Geometry(SUMMARY.size, 20, 195, 27, 21, 280, 283.5)
_WIDTHS: Final = tuple(width * mm for width in (58, 82, 35))
_LONG: Final = 900
_LEAST: Final = 60.0


def write_registry(data: RegistrySheet, target: Target) -> None:
    """Write the sheet as PDF to a path (whole or not at all; OSError) or an open binary file."""
    register_fonts()
    words = paper_wording(data.context.language, table=True)
    name = clipped(f"{capitals(data.family_name)} {data.given_name}".strip(), 90)
    facts = (words.date(data.birth_date), data.code)

    def first(pen: Pen) -> None:
        unit = data.context.unit_name or words.text("document.unit_missing")
        title_head(pen, data.title, unit, words.text("registry.print.as_of", on=data.context.on))

    def later(pen: Pen) -> None:
        later_head(pen, name, facts, data.title)

    def make(stream: BinaryIO) -> None:
        foot = (
            words.text("registry.print.foot"),
            words.text("document.practice") if data.context.practice else "",
            words.text("document.intended_use"),
            sign_notes(words, list(texts_of(data))),
        )
        story = [para(DOT.join((name, *(fact for fact in facts if fact))), NAME_LONG), *_story(data, words)]
        build(Sheet(PAGE, data.title, data.context, first, later, foot, words), story, stream)

    write_to(target, make)


def _story(data: RegistrySheet, words: PaperWording) -> Iterator[Flowable]:
    key = "until" if data.first is None else "period"
    yield para(words.text(f"registry.print.{key}", first=data.first, last=data.last, due=data.due), LEAD)
    if data.consent:
        yield para(bold(f"▲ {data.consent}"), LEAD)
    if data.missing:
        yield para(bold(words.count("registry.print.missing", len(data.missing))), LEAD)
    if data.changed:
        yield para(bold(words.count("registry.print.changed", len(data.changed))), LEAD)
    heads = [words.text(f"registry.print.head.{name}") for name in ("item", "value", "field")]
    for section, items in groupby(data.items, lambda item: item.section):
        rows = [_row(item, words) for item in items]
        yield CondPageBreak(_LEAST)
        yield Section(section, "", PAGE.width)
        yield grid(heads, rows, _WIDTHS)
    yield Spacer(1, 8)
    yield para(bold(data.typed or words.text("registry.print.typed_by")), LEAD)


def _row(item: SheetItem, words: PaperWording) -> tuple[Text, ...]:
    value = clipped(item.value, _LONG) or words.text(f"registry.print.state.{item.state}")
    if item.was is not None:
        then = words.text("registry.was", value=value, was=clipped(item.was, _LONG))
        return bold(item.label), bold(then if item.was else words.text("registry.was_nothing", value=value)), _box(item)
    if item.state is ItemState.MISSING:
        return bold(item.label), bold(value), _box(item)
    return item.label, value, _box(item)


def _box(item: SheetItem) -> str:
    """The registry's own name of the field, for want of it a box to tick."""
    return item.field or "☐"
