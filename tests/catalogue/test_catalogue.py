"""The shipped lists are complete, and a unit's own folder overrides them item by item without ever hiding one."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from hsct_desktop.catalogue.catalogue import PARTS, Catalogue
from hsct_desktop.catalogue.items import REFERENCE_DEFAULT, Intensity, Origin
from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.protocol import Label
from hsct_desktop.domain.schedule import Anchors
from hsct_desktop.domain.supportive_therapy import Route, TherapyClass
from hsct_desktop.resource import resource

SHIPPED_PROTOCOLS = [
    "ahsct-ms", "ahsct-cidp", "ahsct-crohn", "ahsct-generic", "ahsct-mg", "ahsct-nmosd", "ahsct-sle", "ahsct-ssc",
    "cart-sle", "msc-ms",
]  # fmt: skip
REGIMENS = [
    "beam_atg_ms",
    "beam_atg_halt_cd34",
    "beam",
    "feam",
    "feam_atg",
    "cy200_ratg6",
    "cy_atg",
    "bu_cy_atg",
    "tt_cy",
    "cy_ritux_mexico",
    "low_intensity",
    "cy_alone",
    "melphalan_alone",
    "flu_based",
    "ssc_assist",
    "ssc_astis",
    "ssc_scot",
    "ssc_cardiac_safe",
    "ssc_assist2b",
    "crohn_cy_atg",
    "crohn_flu_cy_atg",
    "sle_cidp_mg",
    "ld_flu_cy",
]
MOBILISATIONS = ["mob_cy2_gcsf", "mob_cy4_gcsf", "mob_cy4_5_gcsf", "mob_gcsf_only", "rescue_plerixafor"]
THERAPIES = [
    "hsv",
    "vzv",
    "pjp",
    "pjp_alt",
    "fungal",
    "bact",
    "fn",
    "cmv",
    "ebv",
    "gcsf",
    "blood",
    "rbc",
    "plt",
    "atg_pre",
    "serumsick",
    "hc",
    "sos",
    "vte",
    "ovary",
    "ivig",
    "uti",
    "neuro",
    "hepb",
    "steroid",
]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue()


def unit_file(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / "unit" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return tmp_path / "unit"


def test_every_regimen_and_therapy_of_the_reference_is_there(catalogue: Catalogue) -> None:
    assert list(catalogue.regimens) == REGIMENS
    assert list(catalogue.mobilisations) == MOBILISATIONS
    assert set(THERAPIES) <= set(catalogue.therapies)
    assert list(catalogue.diseases) == ["ms", "ssc", "sle", "cidp", "nmosd", "crohn", "mg", "other"]
    assert list(catalogue.indications) == ["refractory", "first_line", "malignancy"]
    assert {"it", "en", "ar", "ro", "sq", "uk", "zh"} <= set(catalogue.languages)


def test_every_item_has_source_and_status(catalogue: Catalogue) -> None:
    lists = (catalogue.regimens, catalogue.mobilisations, catalogue.therapies, catalogue.diseases)
    origins: list[Origin] = [item.origin for items in lists for item in items.values()]
    origins += [item.origin for item in (*catalogue.indications.values(), *catalogue.languages.values())]
    assert all(origin.source and origin.status == REFERENCE_DEFAULT and not origin.is_unit for origin in origins)


def test_unknown_doses_are_shown_as_such(catalogue: Catalogue) -> None:
    for regimen in catalogue.regimens.values():
        unknown = not regimen.orders or not all(order.dose_known or order.note for order in regimen.orders)
        assert regimen.dose_note is not None or not unknown, regimen.id
    thiotepa = catalogue.regimens["tt_cy"]
    assert thiotepa.dose_note is not None
    assert "enter your unit's" in thiotepa.dose_note.en
    assert [order.dose for order in thiotepa.orders] == ["", ""]


def test_regimens_carry_intensity_and_warning(catalogue: Catalogue) -> None:
    assert [r.id for r in catalogue.regimens.values() if not r.recommended] == ["crohn_flu_cy_atg"]
    high = [r.id for r in catalogue.regimens.values() if r.intensity is Intensity.HIGH]
    assert high == ["bu_cy_atg", "ssc_scot"]
    assert catalogue.regimens["beam_atg_ms"].short.en == "BEAM-ATG"
    assert catalogue.regimens["cy200_ratg6"].short.it == "CY 200 + rATG"


def test_orders_of_two_regimens_are_those_of_the_reference(catalogue: Catalogue) -> None:
    beam = [(o.drug.en, o.dose, o.unit, o.per, o.days) for o in catalogue.regimens["beam_atg_ms"].orders[:4]]
    assert beam == [
        ("Carmustine", "300", "mg", "m2", (-6,)),
        ("Etoposide", "200", "mg", "m2/d", (-5, -4, -3, -2)),
        ("Cytarabine", "200", "mg", "m2", (-5, -4, -3, -2)),
        ("Melphalan", "140", "mg", "m2", (-1,)),
    ]
    rabbit = [o for o in catalogue.regimens["cy200_ratg6"].orders if o.drug.en == "Rabbit ATG"]
    assert sum(float(o.dose) * len(o.days) for o in rabbit) == 6.0
    assert catalogue.mobilisations["mob_cy2_gcsf"].orders[0].days == (1,)


def test_what_no_source_holds_says_so_in_the_data(catalogue: Catalogue) -> None:
    regimens = {**catalogue.regimens, **catalogue.mobilisations}
    marked = {r.id: [o.drug.en for o in r.orders if o.unchecked] for r in regimens.values()}
    assert {name: drugs for name, drugs in marked.items() if drugs} == {
        "beam_atg_ms": ["Rabbit ATG (Thymoglobulin)"],
        "beam_atg_halt_cd34": ["Rabbit ATG (Thymoglobulin)"],
        "cy200_ratg6": ["Methylprednisolone"],
        "cy_ritux_mexico": ["Cyclophosphamide", "Rituximab"],
        "ssc_assist": ["Rabbit ATG"],
        "ssc_astis": ["Cyclophosphamide", "Rabbit ATG"],
        "ssc_scot": ["Total body irradiation", "Equine ATG"],
        "ssc_cardiac_safe": ["Fludarabine"],
        "sle_cidp_mg": ["Cyclophosphamide", "ATG", "Rituximab"],
        "mob_cy4_gcsf": ["Cyclophosphamide"],
        "mob_gcsf_only": ["Prednisone"],
        "rescue_plerixafor": ["Plerixafor"],
    }
    assert [r.id for r in regimens.values() if r.unchecked] == [
        "low_intensity", "cy_alone", "melphalan_alone", "flu_based", "sle_cidp_mg", "ld_flu_cy",
    ]  # fmt: skip


def test_each_unchecked_order_says_what_in_both_languages(catalogue: Catalogue) -> None:
    regimens = [*catalogue.regimens.values(), *catalogue.mobilisations.values()]
    for regimen in regimens:
        for order in regimen.orders:
            note = order.note or Label("", "")
            assert note.en.endswith("not checked against a source: check") == order.unchecked, regimen.id
            assert ("su una fonte: controllare" in note.it) == order.unchecked, regimen.id
    for name in ("beam_atg_ms", "cy200_ratg6", "bu_cy_atg", "low_intensity", "ssc_scot", "sle_cidp_mg"):
        notes = catalogue.regimens[name].notes
        assert any("not checked against a source" in note.en and "su una fonte" in note.it for note in notes), name


def test_co_trimoxazole_comes_in_its_schedules(catalogue: Catalogue) -> None:
    lines = [(d.id, d.dose.en, d.frequency.en) for d in catalogue.therapies["pjp"].drugs]
    assert lines == [
        ("cotrimoxazole", "960 mg", "2 to 3 times a week"),
        ("cotrimoxazole_daily", "480 mg", "once a day"),
        ("cotrimoxazole_toxo", "160/800 mg", "4 days a week"),
        ("cotrimoxazole_toxo_daily", "80/400 mg", "once a day"),
    ]
    herpes = catalogue.drugs["aciclovir_hsv"]
    assert (herpes.dose.en, herpes.frequency.en) == ("200 mg three times a day to 800 mg twice a day", "")


def test_hepatitis_b_counts_from_what_no_calendar_knows(catalogue: Catalogue) -> None:
    assert [rule.earliest for rule in catalogue.therapies["hepb"].stop_rules] == [None, None]
    rules = {rule.id: rule.earliest for rule in catalogue.therapies["vzv"].stop_rules}
    months = {name: str(stop.offset) for name, stop in rules.items() if stop is not None}
    assert months == {"vzv_12m": "12m", "vzv_6m": "6m", "vzv_3m": "6m"}


def test_regimens_for_a_disease_stand_first(catalogue: Catalogue) -> None:
    first = [r.id for r in catalogue.regimens_for("ssc")]
    assert first[:5] == ["ssc_assist", "ssc_astis", "ssc_scot", "ssc_cardiac_safe", "ssc_assist2b"]
    assert sorted(first) == sorted(REGIMENS)


def test_regimens_of_the_published_table_are_named_as_there(catalogue: Catalogue) -> None:
    names = {"bu_cy_atg": "Bu-Cy-ATG", "beam_atg_ms": "BEAM-ATG", "cy_atg": "Cy-ATG"}
    for regimen_id, short in names.items():
        assert (catalogue.regimens[regimen_id].short.en, catalogue.regimens[regimen_id].short.it) == (short, short)


def test_every_conditioning_regimen_has_a_class(catalogue: Catalogue) -> None:
    none = {r.id for r in catalogue.regimens.values() if r.intensity is Intensity.NOT_STATED}
    assert none == {"ld_flu_cy"}  # lymphodepletion is no transplant conditioning


def test_diseases_name_phenotypes_and_protocol(catalogue: Catalogue) -> None:
    ms = catalogue.diseases["ms"]
    assert [p.short.en for p in ms.phenotypes] == ["RR", "SP", "PP", "PR"]
    assert ms.protocol_id == "ahsct-ms"
    assert catalogue.diseases["ssc"].protocol_id == "ahsct-ssc"
    own = {d.id: d.protocol_id for d in catalogue.diseases.values() if d.id not in ("ms", "ssc", "other")}
    assert own == {name: f"ahsct-{name}" for name in ("sle", "cidp", "nmosd", "crohn", "mg")}
    assert catalogue.diseases["other"].protocol_id == "ahsct-generic"
    assert [p.id for p in catalogue.diseases["ssc"].phenotypes] == ["diffuse", "limited"]


@pytest.mark.parametrize(
    ("typed", "language", "first"),
    [
        ("aci", "en", "aciclovir"),
        ("acyclovir", "en", "aciclovir"),
        ("co-tri", "en", "cotrimoxazole"),
        ("bactrim", "it", "cotrimoxazole"),
        ("flucon", "it", "fluconazole"),
        ("filg", "en", "filgrastim"),
        ("piastr", "it", "platelets"),
        ("emazie", "it", "red_cells"),
    ],
)
def test_a_drug_is_found_by_a_few_letters(catalogue: Catalogue, typed: str, language: str, first: str) -> None:
    found = catalogue.find_drugs(typed, language)
    assert found[0].item.id == first


def test_drugs_know_their_class_route_and_therapy(catalogue: Catalogue) -> None:
    for drug in catalogue.drugs.values():
        assert drug.therapy_id in catalogue.therapies
    assert catalogue.drugs["cotrimoxazole"].therapy_class is TherapyClass.PJP
    assert catalogue.drugs["filgrastim"].route is Route.SUBCUTANEOUS
    assert catalogue.drugs["caspofungin"].therapy_class is TherapyClass.ANTIFUNGAL
    assert catalogue.drugs["aciclovir"].dose.en == "800 mg"
    covered = {drug.therapy_class for drug in catalogue.drugs.values()}
    assert covered == set(TherapyClass)


def test_a_stop_rule_proposes_its_earliest_day(catalogue: Catalogue) -> None:
    rule = catalogue.therapies["pjp"].stop_rules[0]
    assert rule.earliest is not None
    assert rule.earliest.on(Anchors(day0=date(2024, 8, 31))) == date(2025, 2, 28)
    assert rule.earliest.on(Anchors()) is None
    cmv = catalogue.therapies["cmv"].stop_rules[0].earliest
    assert cmv is not None
    assert cmv.on(Anchors(), start=date(2026, 11, 1)) == date(2026, 11, 15)
    assert catalogue.therapies["fungal"].stop_rules[0].earliest is None
    ids = [rule.id for therapy in catalogue.therapies.values() for rule in therapy.stop_rules]
    assert len(ids) == len(set(ids))


UNIT_DISEASES = """\
source: Our SOP 12
status: approved 2026
items:
  - id: ms
    label: {en: MS of our unit, it: SM della nostra unità}
    short: {en: MS, it: SM}
    protocol: ahsct-generic
  - id: stiff
    label: {en: Stiff person syndrome, it: Sindrome della persona rigida}
    short: {en: SPS, it: SPS}
    protocol: ahsct-generic
"""


def test_a_unit_file_overrides_by_id_and_adds(tmp_path: Path, catalogue: Catalogue) -> None:
    own = Catalogue(unit_file(tmp_path, "catalogues/diseases.yaml", UNIT_DISEASES))
    assert own.diseases["ms"].label.en == "MS of our unit"
    assert own.diseases["ms"].origin == Origin("Our SOP 12", "approved 2026", is_unit=True)
    assert own.diseases["ssc"] == catalogue.diseases["ssc"]
    assert list(own.diseases)[-1] == "stiff"
    assert own.problems == ()


def test_a_unit_protocol_overrides_the_shipped_one_and_may_bring_assessments(tmp_path: Path) -> None:
    text = resource("protocols/ahsct-ms.yaml").read_text(encoding="utf-8")
    text = text.replace('version: "1"', 'version: "2"').replace("after: 30d", "after: 20d", 1)
    text = text.replace("items:", 'assessments: {gait: {en: "Gait video", it: "Video del cammino"}}\nitems:', 1)
    folder = unit_file(tmp_path, "protocols/ours.yml", text.replace('"edss?",', '"edss?", gait,'))
    own = Catalogue(folder)
    protocol = own.protocol("ahsct-ms")
    assert (protocol.version, own.problems) == ("2", ())
    d30 = protocol.item("d30")
    assert d30 is not None
    assert "gait" in [a.id for a in d30.assessments]
    assert list(own.protocols) == SHIPPED_PROTOCOLS


def test_a_broken_unit_file_is_reported_and_the_shipped_items_stay(tmp_path: Path, catalogue: Catalogue) -> None:
    folder = unit_file(
        tmp_path, "catalogues/diseases.yaml", UNIT_DISEASES.replace("protocol: ahsct-generic", "x: y", 1)
    )
    unit_file(tmp_path, "protocols/my.yaml", "id: ahsct-ms\n")
    own = Catalogue(folder)
    assert own.diseases == catalogue.diseases
    assert own.protocols == catalogue.protocols
    said = [problem.text("en") for problem in own.problems]
    assert "unit/catalogues/diseases.yaml, line 4, in item “ms”: the key “protocol” is missing; add it." in said
    assert any(s.startswith("unit/catalogues/diseases.yaml, line 7, in item “ms”: unknown key “x”") for s in said)
    assert any(s.startswith("unit/protocols/my.yaml, line 1: the key “items” is missing") for s in said)
    assert all(problem.text("it") for problem in own.problems)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("catalogues/therapy.yaml", "items: []\n", "the file is not used"),
        ("my-protocol.yaml", "id: x\n", "the file is not used"),
        ("catalogues/therapies.yaml", "items: {}\n", "“items” must be a list"),
        (
            "catalogues/therapies.yaml",
            "items:\n  - {id: x, label: {en: X, it: X}, therapy_class: antivirus}\n",
            "“therapy_class” cannot be antivirus; choose one of antiviral, pjp,",
        ),
        (
            "catalogues/therapies.yaml",
            "items:\n  - id: x\n    label: {en: X, it: X}\n    therapy_class: other\n    stop_rules:\n"
            "      - {id: r, text: {en: R, it: R}, earliest_stop: {anchor: birth, offset: 1m}}\n",
            "line 6, in item “r”: the stop rule cannot count from “birth”",
        ),
        (
            "catalogues/therapies.yaml",
            "items:\n  - id: x\n    label: {en: X, it: X}\n    therapy_class: other\n"
            "    drugs: [{id: d, label: {en: D, it: D}}, {id: d, label: {en: D, it: D}}]\n",
            "the id “d” stands twice",
        ),
        (
            "catalogues/conditioning.yaml",
            "items:\n  - {id: x, label: {en: X, it: X}, short: {en: X, it: X}, diseases: [mss]}\n",
            "there is no disease “mss”",
        ),
        (
            "catalogues/conditioning.yaml",
            "items:\n  - id: x\n    label: {en: X, it: X}\n    short: {en: X, it: X}\n"
            "    orders: [{drug: {en: D, it: D}, dose: 300}]\n",
            "line 5, in item “x”: “dose” must be a text, not 300; put quotes around it.",
        ),
        ("catalogues/diseases.yaml", UNIT_DISEASES.replace("ahsct-generic", "nope"), "there is no protocol “nope”"),
        ("catalogues/diseases.yaml", UNIT_DISEASES.replace("id: stiff", "id: ms"), "the id “ms” stands twice"),
    ],
)
def test_each_mistake_in_a_unit_list_is_told(tmp_path: Path, name: str, text: str, said: str) -> None:
    problems = Catalogue(unit_file(tmp_path, name, text)).problems
    assert any(said in problem.text("en") for problem in problems), [p.text("en") for p in problems]


def test_two_unit_protocols_with_one_id_are_reported(tmp_path: Path) -> None:
    text = resource("protocols/ahsct-ms.yaml").read_text(encoding="utf-8")
    folder = unit_file(tmp_path, "protocols/a.yaml", text.replace('version: "1"', 'version: "a"'))
    unit_file(tmp_path, "protocols/b.yaml", text.replace('version: "1"', 'version: "b"'))
    own = Catalogue(folder)
    assert own.protocol("ahsct-ms").version == "a"
    assert [p.text("en") for p in own.problems] == [
        "unit/protocols/b.yaml: the protocol “ahsct-ms” is already in a.yaml; keep one of the two files."
    ]


def test_a_unit_folder_that_is_gone_is_reported(tmp_path: Path) -> None:
    own = Catalogue(tmp_path / "gone")
    assert "the unit's folder does not exist" in own.problems[0].text("en")
    assert own.protocol("ahsct-ms").version == "1"


NOT_THE_UNITS = {"alerts", "grading", "import_codes", "import_fields", "ranges_example"}
"""Rules that a unit approves and changes in the program, words that its mappings add to, and an
example; no file of a unit stands in their place."""


def test_every_list_file_is_known_and_there() -> None:
    shipped = {path.stem for path in resource("catalogues").glob("*.yaml") if not path.stem.startswith("ctcae")}
    assert shipped == {*PARTS, *NOT_THE_UNITS}


def test_making_a_catalogue_loads_neither_yaml_nor_pydantic() -> None:
    code = (
        "import sys\nfrom hsct_desktop.catalogue.catalogue import Catalogue\nCatalogue()\n"
        "import hsct_desktop.catalogue.protocol_json, hsct_desktop.catalogue.items\n"
        "print([m for m in ('yaml', 'pydantic') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path.cwd())
    assert done.stdout.strip() == "[]"


def test_the_status_of_shipped_items_is_said_in_the_readers_language() -> None:
    shipped, own = Origin("EBMT Handbook 2024", "reference default"), Origin("", "SOP 12", is_unit=True)
    assert [shipped.said(wording(language)) for language in ("en", "it")] == [
        "EBMT Handbook 2024 · reference default",
        "EBMT Handbook 2024 · riferimento predefinito",
    ]
    assert own.said(wording("it")) == "SOP 12"
