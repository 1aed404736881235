"""A protocol read while it is being written: never an exception, always a line."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.protocol_text import MOST_CHARACTERS, check_text
from hsct_desktop.catalogue.source import MOST_PROBLEMS
from hsct_desktop.domain.protocol import Label
from hsct_desktop.resource import resource

SHIPPED = resource("protocols/ahsct-ms.yaml").read_text(encoding="utf-8")
GOOD = """\
id: mine
version: "1"
label: {en: Mine, it: Mio}
assessments: {fbc: {en: Blood count, it: Emocromo}}
items:
  - id: d30
    label: {en: Day +30, it: Giorno +30}
    anchor: day0
    offset: 30d
    window: {before: 7d, after: 7d}
    assessments: [fbc]
  - id: d60
    label: {en: Day +60, it: Giorno +60}
    anchor: day0
    offset: 60d
    window: {before: 7d, after: 7d}
"""


@pytest.fixture(scope="module")
def lines() -> Mapping[str, Label]:
    return Catalogue().assessments


def said(text: str, known: Mapping[str, Label] | None = None) -> list[tuple[int, str]]:
    reading = check_text(text, "my.yaml", known or {})
    assert (reading.protocol is None) is bool(reading.problems)
    for problem in reading.problems:
        assert problem.text("en").startswith("my.yaml")
        assert problem.text("it") != problem.text("en")
    return [(problem.line, problem.problem.key) for problem in reading.problems]


@pytest.mark.parametrize("name", ["ahsct-ms", "ahsct-generic", "ahsct-ssc"])
def test_the_shipped_protocols_have_no_problems(lines: Mapping[str, Label], name: str) -> None:
    text = resource(f"protocols/{name}.yaml").read_text(encoding="utf-8")
    reading = check_text(text, name, lines)
    assert reading.problems == ()
    assert reading.protocol == Catalogue().protocol(name)


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (GOOD, []),
        ("", [(1, "yaml_top_not_mapping")]),
        ("id: x\n\tversion: y\n", [(2, "yaml_tab")]),
        ("id: [1, 2\nversion: x\n", [(2, "yaml_unreadable")]),
        (GOOD + "id: again\n", [(17, "yaml_key_twice")]),
        ("a: &a [x]\nb: *a\n", [(1, "yaml_alias")]),
        ("[" * 100 + "\n", [(1, "yaml_too_deep")]),
        ("x" * (MOST_CHARACTERS + 1), [(0, "protocol_text_too_long")]),
        (changed("offset: 60d", "offset: 40d"), [(16, "protocol_windows_overlap")]),
        (changed("offset: 60d", "offset: 40d\n    may_overlap: true"), []),
        (changed("offset: 60d", "offset: 40d\n    place: elsewhere"), []),
        (changed("offset: 60d", "offset: 40d\n    optional: true"), []),
        (changed("offset: 60d", "offset: 40d\n    may_overlap: maybe"), [(16, "yaml_true_or_false_wanted")]),
        (changed("before: 7d, after: 7d", "before: 7d, after: -8d"), [(10, "window_negative")]),
        (changed("offset: 60d", "offset: 60d\n    repeat: {every: 7d, until: day0 + 59d}"),
         [(16, "protocol_repeat_ends_before")]),
        (changed("offset: 60d", "offset: 60d\n    repeat: {every: 14d, until: day0 + 99d}"),
         [(17, "protocol_repeat_overlaps")]),
        (changed("offset: 60d", "offset: 60d\n    repeat: {every: 15d, until: day0 + 99d}"), []),
        (changed("offset: 60d\n    window: {before: 7d, after: 7d}",
                 "offset: 60d\n    window: {}\n    repeat: {every: 1d, until: day0 + 2y}"),
         [(17, "protocol_repeat_many")]),
        (changed("offset: 60d\n    window: {before: 7d, after: 7d}",
                 "offset: 60d\n    window: {}\n    repeat: {every: 7d, lifelong: true}"),
         [(17, "protocol_repeat_lifelong_many")]),
        (changed("anchor: day0", "anchor: visit:d30"), [(8, "protocol_anchor_circular")]),
    ],
)  # fmt: skip
def test_each_mistake_has_its_line(text: str, expected: list[tuple[int, str]]) -> None:
    assert said(text) == expected


def test_mistakes_stand_in_the_order_of_their_lines() -> None:
    broken = said(GOOD.replace("offset: 30d", "offset: x").replace("version", "versoin", 1))
    assert [line for line, _ in broken] == sorted(line for line, _ in broken)
    assert len(broken) == 3


def test_a_bomb_of_anchors_is_refused_at_once() -> None:
    levels = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    assert {key for _, key in said("\n".join(["a0: &a0 [lol, lol]", *levels]))} == {"yaml_alias"}


def test_too_many_visits_are_counted_before_anything_else_is_tried() -> None:
    item = "  - {{id: v{n}, label: {{en: V, it: V}}, anchor: 'visit:v{p}', offset: 1d, window: {{}}}}\n"
    first = "  - {id: v0, label: {en: V, it: V}, anchor: day0, offset: 1d, window: {}}\n"
    many = "".join(item.format(n=n, p=n - 1) for n in range(1, 501))
    head = 'id: m\nversion: "1"\nlabel: {en: M, it: M}\nitems:\n'
    assert said(head + first + many) == [(4, "protocol_too_many_visits")]


@pytest.mark.parametrize(
    "text",
    [
        GOOD + "\n".join(f"k{n}: x" for n in range(20_000)),
        GOOD.replace("[fbc]", "[" + ", ".join(f"fb{n}" for n in range(20_000)) + "]"),
        GOOD + "  - x\n" * 20_000,
        "id: x\n" * 20_000,
    ],
    ids=["keys", "assessments", "items", "doubled"],
)
def test_a_text_that_is_all_mistakes_is_told_in_part(text: str) -> None:
    assert len(said(text)) <= MOST_PROBLEMS


@settings(max_examples=max(20, settings.default.max_examples // 10), deadline=None)
@given(st.integers(0, len(SHIPPED)), st.integers(0, 40), st.text("{}[]:-\"'\t\n &*!|>#d0y,ab", max_size=8))
def test_whatever_is_typed_into_it_is_a_protocol_or_a_problem(at: int, gone: int, typed: str) -> None:
    text = SHIPPED[:at] + typed + SHIPPED[at + gone :]
    for line, _ in said(text):
        assert 0 <= line <= text.count("\n") + 2


@settings(max_examples=max(20, settings.default.max_examples // 10), deadline=None)
@given(st.text(max_size=200))
def test_any_text_at_all_is_read_without_an_exception(text: str) -> None:
    assert said(text)
