"""The regimen on the patient summary as the catalogue describes it: never to be taken for doses given."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from hsct_desktop.catalogue.wording import EN_DASH
from hsct_desktop.documents.inputs import PrintedOrder, SummaryData
from hsct_desktop.documents.paper_words import PaperWording
from hsct_desktop.documents.styles import LEFT_OUT
from hsct_desktop.documents.summary_words import Limits, left_out, sentence, together
from hsct_desktop.documents.tables import Section, grid
from hsct_desktop.documents.text import DOT, NBSP, Text, bold, clipped, fitted, joined, within

UNCHECKED_SIGN = "\u25b2"
LEAST_NOTE = 200
"""Characters that a note keeps however little room a crowded summary has: what is unchecked must not be cut."""


def regimen(data: SummaryData, words: PaperWording, limits: Limits, width: float) -> Iterator[Flowable]:
    """The drugs with doses and days, then the notes; what the catalogue did not check against a source is marked."""
    title = words.text("document.summary.section.regimen")
    if not data.orders:
        known = data.conditioning_regimen or data.mobilisation_regimen
        yield from sentence(title, words.text(f"document.summary.{'no_orders' if known else 'no_regimen'}"))
        yield from _notes(data, words, limits, width)
        return
    heads = [words.text(f"document.summary.head.{k}") for k in ("step", "drug", "described_dose", "days")]
    shown = data.orders[: limits.orders]
    rows: list[list[Text]] = []
    step = ""
    for order in shown:
        rows.append(_row(order, order.step != step, words, limits))
        step = order.step
    widths = [w * mm for w in (30, 48, 66, 31)]
    note = DOT.join([words.text("document.summary.regimen_note"), words.text("document.summary.days_note")])
    yield from together(Section(title, note, width), grid(heads, rows, widths))
    yield from left_out(words, "orders", len(data.orders) - limits.orders)
    yield from _notes(data, words, limits, width)


def _row(order: PrintedOrder, first: bool, words: PaperWording, limits: Limits) -> list[Text]:
    drug = clipped(order.drug, limits.text)
    return [
        bold(clipped(order.step, limits.text)) if first else "",
        joined([drug, bold(UNCHECKED_SIGN)], NBSP) if order.unchecked else drug,
        clipped(order.dose, limits.text) or words.text("document.not_recorded"),
        clipped(order.days, limits.text) or EN_DASH,
    ]


def _notes(data: SummaryData, words: PaperWording, limits: Limits, width: float) -> Iterator[Flowable]:
    """The notes on single drugs and on the whole, and that all of it is a default of the program."""
    most = max(limits.text, LEAST_NOTE)
    for order in data.orders[: limits.orders]:
        note = order.note or (words.text("document.summary.unchecked") if order.unchecked else "")
        if note:
            drug = bold(clipped(order.drug, limits.text))
            sign = UNCHECKED_SIGN if order.unchecked else ""
            step = f"({within(clipped(order.step, limits.text))})"
            whose = joined([joined([sign, drug], NBSP), step], " ")
            yield fitted(joined([whose, clipped(note, most)], ": "), LEFT_OUT, width)
    for whole in data.regimen_notes:
        yield fitted(clipped(whole, most), LEFT_OUT, width)
    if data.orders:
        key = "regimen_default" if data.reference_regimen else "regimen_of_unit"
        yield fitted(words.text(f"document.summary.{key}"), LEFT_OUT, width)
