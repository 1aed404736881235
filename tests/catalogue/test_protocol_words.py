"""A protocol in words: the same for screen, paper and command line, complete in both languages."""

from __future__ import annotations

import json
import re
import string
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

import hsct_desktop.domain
from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.protocol_json import protocol_from_json, protocol_to_json
from hsct_desktop.catalogue.protocol_words import differences, repeats, visit_words, when, window
from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.dates import Offset
from hsct_desktop.domain.protocol import AnchorKind, Assessment, FollowUpProtocol, Label, ProtocolItem, Repeat, Window
from hsct_desktop.domain.protocol_diff import compare
from hsct_desktop.resource import resource
from tests.domain.protocols import tame

FIRST = ProtocolItem("a", Label("Visit A", "Visita A"), "day0", Offset(1, "m"), Window(7, 7))
PROTOCOL = FollowUpProtocol("p", "1", Label("P", "P"), (FIRST,))


@pytest.mark.parametrize(
    ("anchor", "offset", "english", "italian"),
    [
        ("day0", Offset(30, "d"), "30 days after Day 0", "30 giorni dopo il giorno 0"),
        ("day0", Offset(-1, "w"), "1 week before Day 0", "1 settimana prima del giorno 0"),
        ("day0", Offset(0, "d"), "on Day 0", "il giorno 0"),
        ("discharge", Offset(1, "d"), "1 day after discharge", "1 giorno dopo la dimissione"),
        ("mobilisation", Offset(0, "d"), "on the first day of mobilisation", "il primo giorno di mobilizzazione"),
        ("visit:a", Offset(2, "y"), "2 years after “Visit A”", "2 anni dopo «Visita A»"),
        ("visit:a", Offset(-1, "m"), "1 month before “Visit A”", "1 mese prima di «Visita A»"),
        ("visit:gone", Offset(0, "d"), "on the day of “gone”", "il giorno di «gone»"),
    ],
)
def test_when(anchor: str, offset: Offset, english: str, italian: str) -> None:
    item = replace(FIRST, anchor=anchor, offset=offset)
    assert when(PROTOCOL, item, wording("en")) == english
    assert when(PROTOCOL, item, wording("it")) == italian


@pytest.mark.parametrize(
    ("span", "said"),
    [
        ((0, 0), "on the day"),
        ((1, 1), "±1 day"),
        ((7, 7), "±7 days"),
        ((2, 5), "−2 to +5 days"),
        ((0, 3), "0 to +3 days"),
    ],
)
def test_window(span: tuple[int, int], said: str) -> None:
    assert window(Window(*span), wording("en")) == said


def test_repeats() -> None:
    words = wording("en")
    assert repeats(FIRST, words) == ""
    for repeat, said in [
        (Repeat(Offset(1, "y")), "every year, for life"),
        (Repeat(Offset(2, "w"), "discharge", Offset(3, "m")), "every 2 weeks, until 3 months after discharge"),
        (Repeat(Offset(1, "d"), "discharge", Offset(0, "d")), "every day, until the day of discharge"),
        (Repeat(Offset(1, "d"), None, Offset(1, "w")), "every day, until 1 week after Day 0"),
    ]:
        assert repeats(replace(FIRST, repeat=repeat), words) == said


@pytest.mark.parametrize("anchor", [kind.value for kind in AnchorKind])
@pytest.mark.parametrize("unit", list("dwmy"))
@pytest.mark.parametrize("count", [-2, -1, 0, 1, 2])
def test_every_combination_has_its_words(anchor: str, unit: str, count: int) -> None:
    repeat = Repeat(Offset(max(count, 1), unit), anchor, Offset(abs(count), unit))
    for form in ("", "day100", "6months", "annual"):
        item = replace(FIRST, anchor=anchor, offset=Offset(count, unit), repeat=repeat, ebmt_form=form)
        for language in ("en", "it"):
            told = visit_words(PROTOCOL, item, wording(language))
            assert told.when
            assert bool(told.form) is bool(form)


def test_a_comparison_in_words() -> None:
    test = Assessment("fbc", Label("Blood count", "Emocromo"))
    shown = replace(FIRST, window=Window(3, 7), offset=Offset(5, "w"), assessments=(test,), optional=True)
    added = ProtocolItem(
        "y", Label("Year {n}", "Anno {n}"), "day0", Offset(1, "y"), Window(0, 0), Repeat(Offset(1, "y"))
    )
    lines = differences(compare(PROTOCOL, replace(PROTOCOL, version="2", items=(shown, added))), wording("en"))
    assert [(line.sign, line.item, line.text) for line in lines] == [
        ("~", "", "version: 1 → 2"),
        ("+", "Year n", "1 year after Day 0, on the day, every year, for life"),
        ("~", "Visit A", "when: 1 month after Day 0 → 5 weeks after Day 0"),
        ("~", "Visit A", "window: ±7 days → −3 to +7 days"),
        ("~", "Visit A", "optional: no → yes"),
        ("~", "Visit A", "tests added: Blood count"),
    ]
    back = differences(compare(replace(PROTOCOL, items=(shown, added)), PROTOCOL), wording("it"))
    assert ("−", "Anno n") in [(line.sign, line.item) for line in back]
    assert "esami tolti: Emocromo" in [line.text for line in back]


def test_a_name_that_changes_in_the_other_language_only_is_told_in_both() -> None:
    other = replace(FIRST, label=Label("Visit A", "Visita a"))
    (line,) = differences(compare(PROTOCOL, replace(PROTOCOL, items=(other,))), wording("en"))
    assert line.text == "name: Visit A / Visita A → Visit A / Visita a"


@settings(max_examples=max(20, settings.default.max_examples // 10), deadline=None)
@given(tame(), tame())
def test_any_comparison_has_words_and_any_text_is_kept_whole(one: FollowUpProtocol, two: FollowUpProtocol) -> None:
    diff = compare(one, two)
    for language in ("en", "it"):
        lines = differences(diff, wording(language))
        assert bool(lines) is not diff.is_empty
        assert all(line.text for line in lines)
    assert protocol_from_json(protocol_to_json(one)) == one


def test_a_text_pinned_before_overlaps_could_be_allowed_is_the_same_text() -> None:
    text = protocol_to_json(Catalogue().protocol("ahsct-ms"))
    assert "may_overlap" not in text
    item = replace(FIRST, may_overlap=True)
    assert '"may_overlap":true' in protocol_to_json(replace(PROTOCOL, items=(item,)))


def code() -> str:
    """The program's whole code."""
    folder = Path(hsct_desktop.domain.__path__[0]).parent
    return "\n".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))


def texts(language: str) -> dict[str, str]:
    content: dict[str, str] = json.loads(resource(f"i18n/wording/protocol.{language}.json").read_text(encoding="utf-8"))
    return content


def test_both_languages_have_the_same_words_and_none_is_left_over() -> None:
    english, italian = texts("en"), texts("it")
    assert list(english) == list(italian)
    for key, template in english.items():
        names = [sorted(n for _, n, _, _ in string.Formatter().parse(t) if n) for t in (template, italian[key])]
        assert names[0] == names[1], key
    source = code()
    families = re.compile(
        r"protocol\.(on|after|before|until_on|step|every|form|origin|picture|doc\.head|window\.same)\.|undone\."
    )
    for key in english:
        bare = key.removeprefix("problem.").removeprefix("error.")
        assert f'"{key}"' in source or f'"{bare}"' in source or families.match(key), key
