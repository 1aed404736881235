"""A mapping as a file: what was written is read again, and each mistake is one sentence with its line."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hsct_desktop.catalogue.error import CatalogueError
from hsct_desktop.catalogue.import_fields import import_fields
from hsct_desktop.catalogue.import_mapping_file import mapping_from, mapping_text
from hsct_desktop.domain.import_field import ImportKind
from hsct_desktop.domain.import_mapping import DateOrder, ImportMapping, MappedColumn, Step, StepUnit
from hsct_desktop.domain.import_numbering import CODE
from hsct_desktop.domain.names import clean

WORDS = st.text(max_size=30).map(clean)
SERIALS = st.sampled_from([None, DateOrder.SERIAL_1900, DateOrder.SERIAL_1904])
STEPS = st.builds(Step, st.integers(-400, 4000), st.sampled_from(StepUnit))


@st.composite
def mappings(draw: st.DrawFn) -> ImportMapping:
    kind = draw(st.sampled_from(ImportKind))
    heads = draw(st.lists(WORDS, min_size=1, max_size=6, unique_by=str.casefold))
    columns = []
    for head in heads:
        item = draw(st.sampled_from((None, *import_fields()[kind])))
        step = draw(st.none() | STEPS) if item is not None and item.steps else None
        is_value = item is not None and item.id == "lab_result.value"
        columns.append(
            MappedColumn(
                head,
                item.id if item is not None else "",
                nth=draw(st.integers(1, 3)),
                date_order=draw(st.none() | st.sampled_from(DateOrder)),
                decimal=draw(st.sampled_from(["", ",", "."])),
                unit=draw(WORDS),
                analyte=draw(WORDS) if is_value else "",
                step=step,
                codes=draw(st.dictionaries(WORDS, WORDS, max_size=3)),
                serials=draw(SERIALS),
                two_digit_until=draw(st.sampled_from([0, 2026])),
            )
        )
    others = [item.id for item in import_fields()[kind] if item.id != CODE]  # of which not every text is a series
    return ImportMapping(
        draw(WORDS),
        kind,
        tuple(columns),
        draw(WORDS),
        draw(st.integers(0, 9)),
        draw(st.sampled_from(["", "cp1252"])),
        draw(st.sampled_from(["", ";", "\t", "|"])),
        tuple(draw(st.lists(WORDS, max_size=3))),
        draw(st.dictionaries(st.sampled_from(others), WORDS, max_size=2)),
    )


@settings(max_examples=20)
@given(mappings(), st.sampled_from(["en", "it"]))
def test_what_is_written_is_read_again(mapping: ImportMapping, language: str) -> None:
    text = mapping_text(mapping, language)
    assert mapping_from(text) == mapping
    assert mapping_text(mapping_from(text), language) == text


PLAIN = ImportMapping(
    "old",
    ImportKind.EDSS,
    (
        MappedColumn("Cod.", "patient.code"),
        MappedColumn("Data EDSS 6m", "edss.assessed", date_order=DateOrder.DAY_FIRST, step=Step(6)),
        MappedColumn("EDSS 6m", "edss.edss", step=Step(6, StepUnit.MONTHS, "Data EDSS 6m"), codes={"boh": ""}),
    ),
)


def test_a_file_is_read_by_people() -> None:
    lines = mapping_text(PLAIN, "it").splitlines()
    assert lines[0].startswith("# Come HSCT Desktop legge")
    assert lines[lines.index('  - head: "EDSS 6m"') :] == [
        '  - head: "EDSS 6m"',
        "    field: edss.edss",
        '    step: "6 months"',
        '    date_column: "Data EDSS 6m"',
        "    codes:",
        '      - {own: "boh", means: ""}',
    ]
    assert mapping_from("\ufeff" + "\r\n".join(lines)) == PLAIN


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("columns:", "colums:", "yaml_key_unknown_near"),
        ("kind: edss", "kind: edds", "yaml_choice_unknown"),
        ("day_first", "first", "yaml_choice_unknown"),
        ('"6 months"', '"6 moons"', "import_step_unreadable"),
        ("edss.edss", "visit.on", "import_column_field"),
        ('head: "EDSS 6m"', 'head: "Cod."', "import_column_twice"),
        ('date_column: "Data EDSS 6m"', 'date_column: "Data"', "import_date_head_missing"),
        ("patient.code", "patient.sex\n    step: 6 days", "import_column_field"),
        ("columns:", "defaults: &a [{field: edss.note, value: *a}]\ncolumns:", "yaml_alias"),
        ('name: "old"', "name: [[[", "yaml_unreadable"),
        ('name: "old"', "name: 3", "yaml_text_wanted"),
        ('name: "old"', f"name: {'[' * 60}", "yaml_too_deep"),
        ('own: "boh"', 'mine: "boh"', "yaml_key_unknown"),
    ],
)
def test_each_mistake_is_told_and_nothing_is_read(old: str, new: str, key: str) -> None:
    text = mapping_text(PLAIN)
    assert old in text
    with pytest.raises(CatalogueError) as refused:
        mapping_from(text.replace(old, new), "old.yaml")
    problems = refused.value.problems
    assert key in {problem.problem.key for problem in problems}
    assert all(sentence.startswith("old.yaml, line ") for sentence in refused.value.text().splitlines())


def test_a_file_without_measure_is_no_mapping() -> None:
    with pytest.raises(CatalogueError) as refused:
        mapping_from("#" * 1_000_001, "x.yaml")
    assert refused.value.problems[0].problem.key == "import_mapping_too_large"
    many = replace(PLAIN, columns=tuple(MappedColumn(f"c{n}") for n in range(2_001)))
    with pytest.raises(CatalogueError):
        mapping_from(mapping_text(many))


def test_signs_that_nobody_sees_do_not_reach_the_file() -> None:
    hidden = replace(PLAIN, columns=(MappedColumn("Co\u200bd\u00ad.\n(n)", "patient.code"),))
    assert mapping_from(mapping_text(hidden)).columns[0].head == "Cod. (n)"
