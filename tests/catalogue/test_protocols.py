"""The shipped protocols, the dates they give, and what a unit may get wrong in its own."""

from datetime import date
from pathlib import Path

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.error import CatalogueError
from hsct_desktop.catalogue.items import REFERENCE_DEFAULT
from hsct_desktop.catalogue.protocol_json import protocol_from_json, protocol_to_json
from hsct_desktop.catalogue.protocols import load_protocol
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.domain.protocol import Place, Product
from hsct_desktop.domain.schedule import Anchors, Horizon, plan

GRAFTS = ["ahsct-ms", "ahsct-generic", "ahsct-ssc", "ahsct-nmosd", "ahsct-sle", "ahsct-cidp", "ahsct-mg", "ahsct-crohn"]
MS_VISITS = ["weekly", "d30", "d60", "d100", "m4", "m5", "m6", "m9", "m12", "m18", "m24", "yearly"]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue()


def targets(catalogue: Catalogue, day0: date, until: date, discharge: date | None = None) -> dict[str, date]:
    visits = plan(catalogue.protocol("ahsct-ms"), Anchors(day0=day0, discharge=discharge), Horizon(until=until))
    return {visit.key: visit.target for visit in visits}


@pytest.mark.parametrize("protocol_id", GRAFTS)
def test_visits_and_windows_are_those_of_the_reference(catalogue: Catalogue, protocol_id: str) -> None:
    protocol = catalogue.protocol(protocol_id)
    assert [item.id for item in protocol.items] == MS_VISITS
    assert protocol.source
    assert protocol.status == REFERENCE_DEFAULT
    windows = {item.id: (str(item.offset), item.window.before, item.window.after) for item in protocol.items}
    assert windows == {
        "weekly": ("7d", 2, 2),
        "d30": ("30d", 7, 7),
        "d60": ("60d", 7, 7),
        "d100": ("100d", 14, 14),
        "m4": ("4m", 10, 10),
        "m5": ("5m", 10, 10),
        "m6": ("6m", 30, 30),
        "m9": ("9m", 30, 30),
        "m12": ("12m", 30, 30),
        "m18": ("18m", 30, 30),
        "m24": ("24m", 45, 45),
        "yearly": ("3y", 60, 60),
    }
    assert [item.id for item in protocol.items if item.place is Place.ELSEWHERE] == ["m4", "m5"]
    assert [item.id for item in protocol.items if item.optional] == ["m9"]
    forms = {item.id: item.ebmt_form for item in protocol.items if item.ebmt_form}
    assert forms == {"d100": "day100", "m6": "6months", "m12": "annual", "m24": "annual", "yearly": "annual"}


@pytest.mark.parametrize("protocol_id", ["ahsct-generic", "ahsct-ssc"])
def test_generic_protocol_asks_for_the_disease_not_for_ms(catalogue: Catalogue, protocol_id: str) -> None:
    ids = {a.id for item in catalogue.protocol(protocol_id).items for a in item.assessments}
    assert "disease_activity" in ids
    assert not ids & {"edss", "mri", "mri_rebaseline", "ms_function", "relapse"}


def test_systemic_sclerosis_has_lung_and_heart_always(catalogue: Catalogue) -> None:
    def lines(protocol_id: str) -> dict[str, list[bool]]:
        items = catalogue.protocol(protocol_id).items
        return {i.id: [a.if_indicated for a in i.assessments if a.id in ("lung", "heart")] for i in items}

    tested = {name: found for name, found in lines("ahsct-ssc").items() if found}
    assert tested == dict.fromkeys(("m6", "m12", "m24", "yearly"), [False, False])
    assert {name for name, found in lines("ahsct-generic").items() if found == [True, True]} == set(tested)


@pytest.mark.parametrize(
    ("protocol_id", "line", "visits"),
    [
        ("ahsct-nmosd", "attacks", {"d30", "d100", "m6", "m9", "m12", "m18", "m24", "yearly"}),
        ("ahsct-nmosd", "mri_nmosd", {"m6", "m12", "m24", "yearly"}),
        ("ahsct-sle", "sle_activity", {"d30", "d100", "m6", "m12", "m18", "m24", "yearly"}),
        ("ahsct-cidp", "nerve_conduction", {"m12", "m24"}),
        ("ahsct-mg", "mg_function", {"d30", "d100", "m6", "m12", "m18", "m24", "yearly"}),
        ("ahsct-crohn", "endoscopy", {"m6", "m12", "m24"}),
        ("msc-ms", "mri_msc", {"w4", "w12", "w24"}),
        ("cart-sle", "crs_icans", {"daily", "d14", "d21", "d28"}),
    ],
)
def test_each_disease_is_tested_at_its_visits(
    catalogue: Catalogue, protocol_id: str, line: str, visits: set[str]
) -> None:
    items = catalogue.protocol(protocol_id).items
    assert {i.id for i in items for a in i.assessments if a.id == line and not a.if_indicated} == visits


def test_cells_that_are_no_graft_say_so(catalogue: Catalogue) -> None:
    products = {name: protocol.product for name, protocol in catalogue.protocols.items()}
    assert products == {**dict.fromkeys(GRAFTS, Product.HSC), "msc-ms": Product.MSC, "cart-sle": Product.CAR_T}
    for name in ("msc-ms", "cart-sle"):
        assert {item.anchor for item in catalogue.protocol(name).items} == {"day0"}
    # A stem cell protocol reads as it was pinned before products could be told apart.
    assert '"product"' not in protocol_to_json(catalogue.protocol("ahsct-ms"))


def test_compiled_protocols_are_those_of_the_files(catalogue: Catalogue) -> None:
    lines = catalogue.assessments
    for name, protocol in catalogue.protocols.items():
        assert load_protocol(catalogue.protocol_file(name), lines) == protocol


def test_checklist_marks_what_is_done_only_if_indicated(catalogue: Catalogue) -> None:
    m6 = catalogue.protocol("ahsct-ms").item("m6")
    assert m6 is not None
    indicated = {a.id: a.if_indicated for a in m6.assessments}
    assert indicated["cmv_pcr"] is True
    assert indicated["mri_rebaseline"] is False
    weekly = catalogue.protocol("ahsct-ms").item("weekly")
    assert weekly is not None
    assert [a.id for a in weekly.assessments] == ["vitals", "exam", "fbc", "chem", "cmv_pcr", "ebv_pcr"]


@pytest.mark.parametrize(
    ("day0", "expected"),
    [
        (
            date(2024, 8, 31),
            {
                "d30": date(2024, 9, 30),
                "d60": date(2024, 10, 30),
                "d100": date(2024, 12, 9),
                "m4": date(2024, 12, 31),
                "m5": date(2025, 1, 31),
                "m6": date(2025, 2, 28),
                "m9": date(2025, 5, 31),
                "m12": date(2025, 8, 31),
                "m18": date(2026, 2, 28),
                "m24": date(2026, 8, 31),
                "y3": date(2027, 8, 31),
                "y4": date(2028, 8, 31),
                "y5": date(2029, 8, 31),
            },
        ),
        (
            date(2024, 2, 29),
            {
                "d30": date(2024, 3, 30),
                "m6": date(2024, 8, 29),
                "m12": date(2025, 2, 28),
                "m24": date(2026, 2, 28),
                "y3": date(2027, 2, 28),
                "y4": date(2028, 2, 29),
                "y5": date(2029, 2, 28),
            },
        ),
        (
            date(2025, 1, 31),
            {"m4": date(2025, 5, 31), "m5": date(2025, 6, 30), "m6": date(2025, 7, 31), "m9": date(2025, 10, 31)},
        ),
    ],
)
def test_dates_of_the_ms_protocol(catalogue: Catalogue, day0: date, expected: dict[str, date]) -> None:
    found = targets(catalogue, day0, date(2029, 12, 31))
    assert {key: found[key] for key in expected} == expected


def test_weekly_visits_run_from_a_week_after_discharge_to_day_100(catalogue: Catalogue) -> None:
    found = targets(catalogue, date(2024, 8, 31), date(2025, 1, 31), discharge=date(2024, 9, 18))
    weekly = {key: day for key, day in found.items() if key.startswith("weekly")}
    # Weeks 1, 2 (Day +30), 5 to 7 (Day +60) and 10, 11 (Day +100) fall inside a named visit's window.
    assert weekly == {
        "weekly-3": date(2024, 10, 9),
        "weekly-4": date(2024, 10, 16),
        "weekly-8": date(2024, 11, 13),
        "weekly-9": date(2024, 11, 20),
    }


@pytest.mark.parametrize("protocol_id", [*GRAFTS, "msc-ms", "cart-sle"])
def test_snapshot_comes_back_exactly(catalogue: Catalogue, protocol_id: str) -> None:
    protocol = catalogue.protocol(protocol_id)
    text = protocol_to_json(protocol)
    assert protocol_from_json(text) == protocol
    assert protocol_to_json(protocol_from_json(text)) == text


@pytest.mark.parametrize("text", ["", "{}", "[1]", "null", '{"id": 1}', "{"])
def test_broken_snapshot_is_a_known_error(text: str) -> None:
    with pytest.raises(KnownError, match="protocol_snapshot_unreadable"):
        protocol_from_json(text)


def test_unknown_protocol_is_a_known_error(catalogue: Catalogue) -> None:
    with pytest.raises(KnownError, match="protocol_unknown"):
        catalogue.protocol("nope")


GOOD = """\
id: mine
version: "1"
label: {en: Mine, it: Mio}
assessments: {fbc: {en: Blood count, it: Emocromo}}
items:
  - id: m6
    label: {en: Month 6, it: Mese 6}
    anchor: day0
    offset: 6m
    window: {before: 7d, after: 7d}
    assessments: [fbc]
  - id: m7
    label: {en: Month 7, it: Mese 7}
    anchor: visit:m6
    offset: 4w
    window: {before: 2d, after: 1w}
"""


def sentence(tmp_path: Path, text: str) -> str:
    path = tmp_path / "my.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError) as refused:
        load_protocol(path)
    assert refused.value.text("it") != refused.value.text("en")
    return str(refused.value)


def test_the_example_itself_is_good(tmp_path: Path) -> None:
    path = tmp_path / "my.yaml"
    path.write_text(GOOD, encoding="utf-8")
    protocol = load_protocol(path)
    assert [item.id for item in protocol.items] == ["m6", "m7"]
    assert protocol.items[1].window.after == 7


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("    offset: 6m\n    window", "    offset: 6m\n    windw", 10, "unknown key “windw”; did you mean “window”?"),
        ("before: 7d", "before: -7d", 10, "the window -7d is negative"),
        ("before: 7d", "before: 7", 10, "“7” is not a number of days"),
        ("anchor: day0", "anchor: dayzero", 8, "dayzero"),
        ("anchor: visit:m6", "anchor: visit:m8", 14, "visit:m8"),
        ("anchor: day0", "anchor: visit:m7", 8, "m6"),
        ("offset: 6m", "offset: 6 months", 9, "“6 months”"),
        ("offset: 6m", "offset: 6", 9, "“6”"),
        ("{en: Month 6, it: Mese 6}", "{en: Month 6}", 7, "“label” has no text for the language “it”"),
        ("{en: Month 6, it: Mese 6}", "{en: 6, it: Mese 6}", 7, "“en” must be a text, not 6"),
        ('version: "1"', "version: 1", 2, "“version” must be a text, not 1"),
        ("[fbc]", "[fcb]", 11, "no assessment “fcb”; did you mean “fbc”?"),
        ("[fbc]", "[fbc, fbc?]", 11, "stands twice"),
        ("[fbc]", "fbc", 11, "“assessments” must be a list, not fbc"),
        ("id: m7", "id: m6", 12, "m6"),
        ("id: m7", "id: m 7", 12, "“m 7” cannot be an id"),
        ("id: m7", "id: m7\n    id: m8", 13, "the key “id” stands twice"),
        ("    offset: 6m\n", "", 6, "the key “offset” is missing"),
        ("    offset: 6m\n", "    offset:\n", 9, "“offset” is empty"),
        ("    offset: 6m\n", "    offset: 6m\n    place: home\n", 10, "cannot be home"),
        ("    offset: 6m\n", "    offset: 6m\n    optional: yes\n", 10, "must be true or false, not yes"),
        ("    offset: 6m\n", "    offset: 6m\n    repeat: {every: 1y}\n", 10, "say how long the visit repeats"),
        ("    offset: 6m\n", "    offset: 6m\n    repeat: {every: 1y, until: 3y}\n", 10, "“3y” is not an end"),
        ("    offset: 4w\n", "    offset: 4w\n    repeat: {every: 1y, lifelong: true}\n", 14, "cannot hang on another"),
        (
            "    offset: 6m\n",
            '    offset: 6m\n    key: "m{n}"\n    repeat: {every: 1m, lifelong: true}\n',
            10,
            "may take the name of the visit “m7”",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    assert old in GOOD
    text = sentence(tmp_path, GOOD.replace(old, new, 1))
    assert "my.yaml" in text
    assert said in text
    assert any(said in row and f"line {line}," in row or f"line {line}:" in row for row in text.splitlines()), text


def test_all_mistakes_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    text = sentence(tmp_path, GOOD.replace("offset: 6m", "offset: x").replace("offset: 4w", "ofset: 4w"))
    assert len(text.splitlines()) == 3
    assert "line 9" in text
    assert "unknown key “ofset”" in text
    assert "the key “offset” is missing" in text
