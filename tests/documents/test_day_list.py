"""The day list, written and read back."""

import dataclasses
import re

import pytest
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.documents.day_list import ORDER, _totals, in_order, totals, write_day_list
from hsct_desktop.documents.fonts import REGULAR, register_fonts
from hsct_desktop.documents.paper_words import paper_wording
from hsct_desktop.domain.worklist import WorklistKind
from tests.documents import samples
from tests.documents.reading import Read, base_fonts, made, squeezed


def day_list(data) -> Read:
    return made(lambda stream: write_day_list(data, stream))


@pytest.mark.parametrize("count", [1, 13, 80])
def test_totals_equal_the_rows(count):
    data = samples.day_list(count)
    paper = day_list(data)
    title = totals(data, wording("en"))
    assert paper.has(title)
    numbers = [int(n) for n in re.findall(r"\d+", title)]
    assert numbers[0] == count == sum(numbers[1:])
    born = [f"{paper_wording('en').date(row.birth_date)} · {row.code}" for row in data.rows]
    text = squeezed(paper.text)
    assert all(text.count(squeezed(line)) == 1 for line in born)


def test_groups_stand_in_the_order_of_the_day_with_their_counts():
    text = day_list(samples.day_list(13)).text
    groups = ["Due (5)", "Late: call today (3)", "This week (2)", "To stop (2)", "No next visit (1)"]
    places = [text.index(group) for group in (g.replace(" (", "\u00a0(") if g not in text else g for g in groups)]
    assert places == sorted(places)


def test_who_is_due_stands_by_time_and_unbooked_ones_after():
    rows = dict(in_order(samples.day_list(26).rows))[WorklistKind.DUE]
    times = [row.time for row in rows]
    booked = [t for t in times if t]
    assert times == sorted(booked) + [""] * (len(times) - len(booked))


def test_every_kind_has_a_place():
    assert set(ORDER) == set(WorklistKind)


@pytest.mark.parametrize("language", ["en", "it"])
def test_many_rows_take_more_pages_with_heads_and_feet(language):
    paper = day_list(samples.day_list(80, language))
    words = wording(language)
    assert len(paper.pages) > 3
    for number, page in enumerate(paper.pages, start=1):
        one = Read((page,), b"")
        assert one.has(words.text("document.page", number=number, total=len(paper.pages)))
        assert one.has(words.text("document.day_list.head.why"))
        assert one.has(words.text("document.day_list.foot"))
        assert one.has(words.text("document.intended_use"))
        assert one.has(words.text("document.practice"))


def test_rows_are_never_split():
    long = "why this row is here and what one has to know of it " * 8
    data = samples.day_list(40)
    rows = tuple(dataclasses.replace(row, why=f"begin{n} {long} end{n}") for n, row in enumerate(data.rows))
    for page in day_list(dataclasses.replace(data, rows=rows)).pages:
        text = squeezed(page)
        assert re.findall(r"begin(\d+)why", text) == re.findall(r"end(\d+)(?!\d)", text)


def test_empty_list_says_so_and_claims_no_totals():
    paper = day_list(samples.day_list(0))
    assert len(paper.pages) == 1
    assert paper.has("Nobody is on the lists of this day")
    assert paper.has("0 entries")


def test_italian_title_and_groups():
    paper = day_list(samples.day_list(13, "it"))
    assert paper.has("Mercoledì 18 novembre 2026")
    assert paper.has("13 voci: 5 da eseguire, 3 in ritardo, 2 in settimana, 2 da sospendere, 1 senza visita")
    assert paper.has("Riservato: distruggere dopo l’uso")
    assert not re.search(r"\b(page|born|Late|Due|To do|Notes|window)\b", paper.text)


def test_nothing_is_blank():
    row = dataclasses.replace(
        samples.day_list(1).rows[0],
        time="",
        day=None,
        disease="",
        task="",
        earliest=None,
        latest=None,
        why="",
        to_do=(),
    )
    row = dataclasses.replace(row, attention="")
    paper = day_list(dataclasses.replace(samples.day_list(1), rows=(row,)))
    assert paper.text.count("–") >= 6


def test_names_and_reasons_are_data():
    data = samples.day_list(1)
    hard = '<b>Bob</b> & "Sons" <img src="x">'
    row = dataclasses.replace(data.rows[0], given_name=hard, why=hard, attention=hard, task=hard, to_do=(hard, "ok"))
    paper = day_list(dataclasses.replace(data, rows=(row,)))
    assert squeezed(paper.text).count(squeezed(hard)) == 5


def test_names_of_200_characters_fit():
    data = samples.day_list(3)
    rows = tuple(dataclasses.replace(r, family_name="Ab" * 100, why="x" * 600, to_do=("y" * 200,)) for r in data.rows)
    paper = day_list(dataclasses.replace(data, rows=rows))
    assert squeezed(paper.text).count("AB" * 100) == 3


def test_fonts_metadata_and_bytes():
    raw = day_list(samples.day_list(13)).raw
    assert b"Helvetica" not in raw
    assert all("+DejaVuSansCondensed" in name for name in base_fonts(raw))
    assert day_list(samples.day_list(13)).raw == raw
    info = re.search(rb"/Author.*?/Title[^\n]*", raw, re.DOTALL)
    assert info is not None
    assert b"Rossetti" not in info.group()


@pytest.mark.parametrize("kind", list(WorklistKind))
@pytest.mark.parametrize("calls", [True, False])
def test_who_has_to_be_called_has_a_telephone(kind, calls):
    given = samples.day_list(1)
    row = dataclasses.replace(given.rows[0], kind=kind, phone="0555 010 7059", calls=calls)
    assert day_list(dataclasses.replace(given, rows=(row,))).has("tel. 0555 010 7059") is calls
    missing = dataclasses.replace(given, rows=(dataclasses.replace(row, phone=""),))
    assert day_list(missing).has("telephone not recorded") is calls


def test_italian_dates_are_figures():
    assert day_list(samples.day_list(13, "it")).has("06/11 – 05/12/2026")


def test_the_counts_of_the_head_are_never_cut():
    data = samples.day_list(26, "it")
    rows = [dataclasses.replace(data.rows[0], kind=kind) for kind in ORDER for _ in range(130)]
    words = paper_wording("it")
    counts = totals(dataclasses.replace(data, rows=tuple(rows)), words)
    assert counts.count("130 ") == len(ORDER)
    context = dataclasses.replace(data.context, unit_name="W" * 200, printed_by="M" * 200)
    register_fonts()
    drawn: list[str] = []

    class Pen:
        def text(self, _x, _y, text, size, **_style):
            assert stringWidth(text, REGULAR, size) <= 80 * mm
            drawn.append(text)

    _totals(Pen(), counts, 0, 80)
    assert " ".join(drawn) == counts
    assert len(drawn) <= 3
    few = dataclasses.replace(data, context=context)
    assert day_list(few).has(totals(few, words))
