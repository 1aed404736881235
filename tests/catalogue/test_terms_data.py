"""The shipped CTCAE term lists: complete, in both languages, and with the grades that exist."""

import re
import time
from typing import Any

import pytest
import yaml

from hsct_desktop.resource import resource

FILES = {"5.0": resource("catalogues/ctcae_v5.yaml"), "6.0": resource("catalogues/ctcae_v6.yaml")}
Term = dict[str, Any]

# Terms of daily work after a transplant: their grades are explained in words of their own.
EXPLAINED = """
    bone_marrow_hypocellular disseminated_intravascular_coagulation febrile_neutropenia hemolysis
    thrombotic_thrombocytopenic_purpura atrial_fibrillation heart_failure left_ventricular_systolic_dysfunction
    myocarditis pericarditis sinus_tachycardia hearing_impaired adrenal_insufficiency hyperthyroidism
    hypothyroidism blurred_vision optic_nerve_disorder abdominal_pain anal_mucositis colitis constipation
    diarrhea dry_mouth dysphagia enterocolitis lower_gastrointestinal_hemorrhage mucositis_oral nausea oral_pain
    typhlitis vomiting chills edema_limbs fatigue fever flu_like_symptoms gait_disturbance
    infusion_site_extravasation malaise multi_organ_failure pain hepatic_failure portal_vein_thrombosis
    sinusoidal_obstruction_syndrome allergic_reaction anaphylaxis autoimmune_disorder cytokine_release_syndrome
    serum_sickness bacteremia bladder_infection catheter_related_infection
    cytomegalovirus_infection_reactivation device_related_infection enterocolitis_infectious
    epstein_barr_virus_infection_reactivation fungemia hepatitis_b_reactivation kidney_infection lung_infection
    mucosal_infection sepsis shingles skin_infection upper_respiratory_infection urinary_tract_infection fall
    infusion_related_reaction vascular_access_complication carbon_monoxide_diffusing_capacity_decreased
    ejection_fraction_decreased electrocardiogram_qt_corrected_interval_prolonged
    forced_expiratory_volume_decreased vital_capacity_abnormal weight_gain weight_loss anorexia iron_overload
    tumor_lysis_syndrome arthralgia avascular_necrosis bone_pain generalized_muscle_weakness
    muscle_weakness_lower_limb myalgia osteoporosis myelodysplastic_syndrome
    treatment_related_secondary_malignancy cognitive_disturbance dizziness encephalopathy headache
    intracranial_hemorrhage leukoencephalopathy paresthesia peripheral_motor_neuropathy
    peripheral_sensory_neuropathy reversible_posterior_leukoencephalopathy_syndrome seizure spasticity stroke
    anxiety delirium depression insomnia acute_kidney_injury chronic_kidney_disease cystitis_noninfective
    hematuria proteinuria urinary_frequency urinary_retention amenorrhea azoospermia erectile_dysfunction
    irregular_menstruation oligospermia premature_menopause vaginal_dryness adult_respiratory_distress_syndrome
    cough dyspnea epistaxis hypoxia pleural_effusion pneumonitis pulmonary_edema alopecia pruritus
    rash_maculo_papular skin_hyperpigmentation capillary_leak_syndrome hot_flashes hypertension hypotension
    thromboembolic_event
"""

# Laboratory terms: their grades are limits, given in SI units.
LIMITS = """
    acidosis activated_partial_thromboplastin_time_prolonged alanine_aminotransferase_increased
    alkaline_phosphatase_increased alkalosis anemia aspartate_aminotransferase_increased
    blood_bilirubin_increased blood_lactate_dehydrogenase_increased cd4_lymphocytes_decreased cholesterol_high
    cpk_increased creatinine_increased fibrinogen_decreased ggt_increased haptoglobin_decreased
    hemoglobin_increased hypercalcemia hyperglycemia hyperkalemia hypermagnesemia hypernatremia
    hyperphosphatemia hypertriglyceridemia hyperuricemia hypoalbuminemia hypocalcemia hypoglycemia hypokalemia
    hypomagnesemia hyponatremia hypophosphatemia inr_increased leukocytosis lipase_increased
    lymphocyte_count_decreased lymphocyte_count_increased neutrophil_count_decreased platelet_count_decreased
    serum_amylase_increased thyroid_stimulating_hormone_increased white_blood_cell_decreased
"""

# The limits of CTCAE v5.0 by grade, as the texts must hold them in this order.
NUMBERS = [
    ("anemia", ["100", "<100 80", "<80"]),
    ("white_blood_cell_decreased", ["3.0", "<3.0 2.0", "<2.0 1.0", "<1.0"]),
    ("neutrophil_count_decreased", ["1.5", "<1.5 1.0", "<1.0 0.5", "<0.5"]),
    ("lymphocyte_count_decreased", ["0.8", "<0.8 0.5", "<0.5 0.2", "<0.2"]),
    ("platelet_count_decreased", ["75", "<75 50", "<50 25", "<25"]),
    ("cd4_lymphocytes_decreased", ["500 0.5", "<500 200", "<200 50", "<50"]),
    ("alanine_aminotransferase_increased", ["3 1.5 3", ">3 5 >3 5", ">5 20 >5 20", ">20 >20"]),
    ("alkaline_phosphatase_increased", ["2.5 2 2.5", ">2.5 5 >2.5 5", ">5 20 >5 20", ">20 >20"]),
    ("blood_bilirubin_increased", ["1.5 >1 1.5", ">1.5 3 >1.5 3", ">3 10 >3 10", ">10 >10"]),
    ("creatinine_increased", ["1.5", ">1.5 3 >1.5 3", ">3 6 >3", ">6"]),
    ("hypokalemia", ["3.0", "3.0", "<3.0 2.5", "<2.5"]),
    ("hyperkalemia", ["5.5", ">5.5 6.0", ">6.0 7.0", ">7.0"]),
    ("hyponatremia", ["130", "125 129", "125 129 120 124", "<120"]),
    ("hypernatremia", ["150", ">150 155", ">155 160", ">160"]),
    ("hypocalcemia", ["2.0 1.0", "<2.0 1.75 <1.0 0.9", "<1.75 1.5 <0.9 0.8", "<1.5 <0.8"]),
    ("hypercalcemia", ["2.9 1.5", ">2.9 3.1 >1.5 1.6", ">3.1 3.4 >1.6 1.8", ">3.4 >1.8"]),
    ("hypomagnesemia", ["0.5", "<0.5 0.4", "<0.4 0.3", "<0.3"]),
    ("hypermagnesemia", ["1.23", ">1.23 3.30", ">3.30"]),
    ("hypoglycemia", ["3.0", "<3.0 2.2", "<2.2 1.7", "<1.7"]),
    ("hypoalbuminemia", ["30", "<30 20", "<20"]),
    ("lipase_increased", ["1.5", ">1.5 2 >2 5", ">2 5 >5", ">5"]),
    ("cholesterol_high", ["7.75", ">7.75 10.34", ">10.34 12.92", ">12.92"]),
    ("hypertriglyceridemia", ["1.71 3.42", ">3.42 5.7", ">5.7 11.4", ">11.4"]),
    ("inr_increased", [">1.2 1.5 >1 1.5", ">1.5 2.5 >1.5 2.5", ">2.5 >2.5"]),
    ("cpk_increased", ["2.5", ">2.5 5", ">5 10", ">10"]),
]

# Italian writes these as English does.
SAME_IN_ITALIAN = """
    alopecia amnesia anemia anorgasmia anosmia apnea azoospermia delirium fungemia glaucoma mania nausea oligospermia
    papilledema viremia
"""
SAME_IN_VERSION = {"5.0": ["eczema", "proteinuria"], "6.0": ["melena"]}

ENGLISH = re.compile(
    r"\b(the|of|and|or|with|without|by|for|to|not|needed|pain|mild|severe|disorder|increased|decreased|infection"
    r"|injury|hospital|symptoms|other|specify|drug|death)\b"
)

# Words of the ward, and the term that each must lead to.
FOUND_BY = [
    ("en", "mucositis", "mucositis_oral"),
    ("en", "FN", "febrile_neutropenia"),
    ("en", "herpes zoster", "shingles"),
    ("en", "CMV", "cytomegalovirus_infection_reactivation"),
    ("en", "EBV", "epstein_barr_virus_infection_reactivation"),
    ("en", "UTI", "urinary_tract_infection"),
    ("en", "ALT", "alanine_aminotransferase_increased"),
    ("en", "diarrhoea", "diarrhea"),
    ("en", "haemorrhoids", "hemorrhoids"),
    ("en", "gastro-oesophageal reflux disease", "gastroesophageal_reflux_disease"),
    ("en", "secondary autoimmunity", "autoimmune_disorder"),
    ("en", "neutropenia", "neutrophil_count_decreased"),
    ("it", "CMV", "cytomegalovirus_infection_reactivation"),
    ("it", "stanchezza", "fatigue"),
    ("it", "piastrinopenia", "platelet_count_decreased"),
    ("it", "polmonite", "lung_infection"),
]

GRADES = [
    ("febrile_neutropenia", [3, 4, 5]),
    ("bacteremia", [2]),
    ("alopecia", [1, 2]),
    ("nausea", [1, 2, 3]),
    ("sepsis", [3, 4, 5]),
    ("fungemia", [2, 3]),
    ("eosinophilia", [1, 3]),
    ("acidosis", [1, 3, 4, 5]),
    ("vaginal_stricture", [1, 2, 3, 5]),
    ("death_nos", [5]),
    ("eye_disorders_other_specify", [1, 2, 3, 4]),
]

ITALIAN = [
    ("mucositis_oral", "Mucosite orale"),
    ("fatigue", "Affaticamento"),
    ("febrile_neutropenia", "Neutropenia febbrile"),
    ("cytomegalovirus_infection_reactivation", "Riattivazione di citomegalovirus"),
    ("shingles", "Herpes zoster"),
    ("sinusoidal_obstruction_syndrome", "Sindrome da ostruzione sinusoidale"),
    ("confusion", "Stato confusionale"),
    ("delusions", "Idee deliranti"),
    ("hearing_impaired", "Compromissione dell'udito"),
    ("cardiac_disorders_other_specify", "Patologie cardiache - Altro, specificare"),
]


def read(version: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.load(FILES[version].read_bytes(), Loader=yaml.CSafeLoader)
    return content


def by_id(data: dict[str, Any]) -> dict[str, Term]:
    return {term["id"]: term for soc in data["soc"] for term in soc["terms"]}


@pytest.fixture(scope="module", params=FILES)
def data(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Each version in turn."""
    return read(request.param)


@pytest.fixture(scope="module")
def terms(data: dict[str, Any]) -> dict[str, Term]:
    """The terms of each version in turn."""
    return by_id(data)


@pytest.fixture(scope="module")
def v5() -> dict[str, Term]:
    """The terms of v5.0 alone."""
    return by_id(read("5.0"))


def texts(entry: Any, language: str) -> list[str]:
    """All texts of one language anywhere below an entry."""
    if isinstance(entry, dict):
        own = entry.get(language, [])
        below = [text for value in entry.values() if not isinstance(value, str) for text in texts(value, language)]
        return ([own] if isinstance(own, str) else list(own)) + below
    if isinstance(entry, list):
        return [text for value in entry for text in texts(value, language)]
    return []


def pairs(data: dict[str, Any]) -> list[dict[str, str]]:
    """Every label, short label and wording."""
    found = list(data["general_scale"].values())
    for soc in data["soc"]:
        found += [soc["label"], soc["short"]]
        for term in soc["terms"]:
            found += [term["label"], *term.get("wording", {}).values()]
    return found


def test_the_file_says_what_it_is(data: dict[str, Any]) -> None:
    assert f"NCI CTCAE v{data['version']}" in data["source"]
    assert data["status"] == "reference default"
    assert list(data["general_scale"]) == [1, 2, 3, 4, 5]


def test_all_terms_in_26_classes_are_there(data: dict[str, Any], terms: dict[str, Term]) -> None:
    count = {"5.0": 837, "6.0": 850}[data["version"]]
    assert len(data["soc"]) == 26
    assert len({soc["id"] for soc in data["soc"]}) == 26
    assert sum(len(soc["terms"]) for soc in data["soc"]) == count
    assert len(terms) == count, "two terms share one id"


def test_only_known_keys_are_used(data: dict[str, Any], terms: dict[str, Term]) -> None:
    assert set(data) == {"version", "source", "status", "general_scale", "soc"}
    assert all(set(soc) == {"id", "label", "short", "terms"} for soc in data["soc"])
    allowed = {"id", "label", "grades", "wording", "also", "other"}
    assert [i for i, term in terms.items() if set(term) - allowed] == []


def test_ids_are_the_english_names_in_snake_case(terms: dict[str, Term]) -> None:
    for name, term in terms.items():
        assert name == re.sub(r"[^a-z0-9]+", "_", term["label"]["en"].lower()).strip("_")


def test_each_class_has_one_other_term_that_wants_free_text(data: dict[str, Any]) -> None:
    for soc in data["soc"]:
        others = [term for term in soc["terms"] if term.get("other")]
        assert len(others) == 1, soc["id"]
        assert others[0]["label"]["en"].endswith(" - Other, specify")
        assert others[0]["label"]["it"] == f"{soc['label']['it']} - Altro, specificare"
        assert not [t["id"] for t in soc["terms"] if "Other, specify" in t["label"]["en"] and not t.get("other")]


def test_every_text_is_there_in_both_languages_and_clean(data: dict[str, Any]) -> None:
    for pair in pairs(data):
        assert set(pair) == {"en", "it"}
        for text in pair.values():
            assert text
            assert text == " ".join(text.split())
    assert all(text == " ".join(text.split()) and text for lang in ("en", "it") for text in texts(data, lang))


def test_labels_differ_between_the_languages_except_where_the_word_is_the_same(data: dict[str, Any]) -> None:
    same = sorted(name for name, term in by_id(data).items() if term["label"]["en"] == term["label"]["it"])
    assert same == sorted([*SAME_IN_ITALIAN.split(), *SAME_IN_VERSION[data["version"]]])


def test_two_terms_never_look_the_same(terms: dict[str, Term]) -> None:
    for language in ("en", "it"):
        labels = [term["label"][language].casefold() for term in terms.values()]
        assert sorted({label for label in labels if labels.count(label) > 1}) == []


def test_italian_texts_hold_no_english(data: dict[str, Any]) -> None:
    assert [text for text in texts(data, "it") if ENGLISH.search(text.lower())] == []


def test_numbers_are_the_same_in_both_languages(data: dict[str, Any]) -> None:
    """Italian writes the decimal sign as a comma; every limit must otherwise be equal."""
    for pair in pairs(data):
        english, italian = (re.findall(r"[<>≥≤]?\d+(?:[.,]\d+)?", pair[language]) for language in ("en", "it"))
        expected = sorted(number.replace(".", ",") for number in english)
        assert expected == sorted(italian), pair


def test_grades_are_sorted_and_exist(terms: dict[str, Term]) -> None:
    for name, term in terms.items():
        grades = term["grades"]
        assert grades, name
        assert grades == sorted(set(grades)), name
        assert set(grades) <= {1, 2, 3, 4, 5}, name


def test_wording_covers_exactly_the_grades_of_its_term(terms: dict[str, Term]) -> None:
    wrong = [name for name, term in terms.items() if "wording" in term and list(term["wording"]) != term["grades"]]
    assert wrong == []


def test_the_terms_of_daily_work_are_explained(v5: dict[str, Term]) -> None:
    assert (len(EXPLAINED.split()), len(LIMITS.split())) == (136, 42)
    expected = sorted(EXPLAINED.split() + LIMITS.split())
    assert sorted(name for name, term in v5.items() if "wording" in term) == expected


@pytest.mark.parametrize(("name", "limits"), NUMBERS)
def test_laboratory_grades_hold_the_limits(v5: dict[str, Term], name: str, limits: list[str]) -> None:
    for grade, expected in zip(v5[name]["grades"], limits, strict=False):
        text = v5[name]["wording"][grade]["en"].replace("×10⁹/L", "")
        assert " ".join(re.findall(r"[<>≥≤]?\d+(?:\.\d+)?", text)) == expected, (name, grade)


def test_symptoms_decide_where_the_number_does_not(v5: dict[str, Term]) -> None:
    for name, grade in (("hypokalemia", 2), ("hyponatremia", 3), ("lipase_increased", 3), ("lipase_increased", 4)):
        assert "with symptoms" in v5[name]["wording"][grade]["en"]
        assert "con sintomi" in v5[name]["wording"][grade]["it"]


def test_two_grades_of_one_term_never_read_the_same(terms: dict[str, Term]) -> None:
    for name, term in terms.items():
        for language in ("en", "it"):
            wording = [text[language] for text in term.get("wording", {}).values()]
            assert len(set(wording)) == len(wording), name


def test_further_words_add_something(terms: dict[str, Term]) -> None:
    for name, term in terms.items():
        for language, words in term.get("also", {}).items():
            assert language in ("en", "it"), name
            assert words, name
            assert len(set(words)) == len(words), name
            assert term["label"][language].casefold() not in [word.casefold() for word in words], name


@pytest.mark.parametrize(("name", "grades"), GRADES)
def test_grades_of_named_terms(v5: dict[str, Term], name: str, grades: list[int]) -> None:
    assert v5[name]["grades"] == grades


@pytest.mark.parametrize(("name", "label"), ITALIAN)
def test_italian_of_named_terms(v5: dict[str, Term], name: str, label: str) -> None:
    assert v5[name]["label"]["it"] == label


@pytest.mark.parametrize(("language", "word", "name"), FOUND_BY)
def test_words_of_the_ward_lead_to_their_term(v5: dict[str, Term], language: str, word: str, name: str) -> None:
    assert word in v5[name]["also"][language]


def test_a_named_limit_is_written_as_each_language_writes_it(v5: dict[str, Term]) -> None:
    wording = v5["febrile_neutropenia"]["wording"][3]
    assert "ANC <1.0 ×10⁹/L" in wording["en"]
    assert "38.3 °C" in wording["en"]
    assert "neutrofili <1,0 ×10⁹/L" in wording["it"]
    assert "38,3 °C" in wording["it"]


@pytest.mark.parametrize("version", FILES)
def test_the_file_loads_quickly(version: str) -> None:
    """About a tenth of a second; the limit leaves room for a busy machine, not for the slow loader."""
    content = FILES[version].read_bytes()

    def seconds() -> float:
        start = time.process_time()
        yaml.load(content, Loader=yaml.CSafeLoader)
        return time.process_time() - start

    assert min(seconds() for _ in range(3)) < 0.5
