"""Diagnosis, transplant, course and care rules of a letter: every sentence that a consultant signs."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest

from hsct_desktop.documents.paper_words import paper_wording
from hsct_desktop.domain.adverse_event import Action, Outcome
from hsct_desktop.domain.disease_history import HistoryEntry, PhenotypeEntry
from hsct_desktop.domain.disease_modifying_therapy import DiseaseModifyingTherapyEntry, DmtStatus
from hsct_desktop.domain.infection import InfectionCertainty, InfectionEntry, InfectionKind, LineRelated
from hsct_desktop.domain.lab_result import CellEntry, Sample
from hsct_desktop.domain.letter import LetterKind
from hsct_desktop.domain.partial_date import PartialDate
from hsct_desktop.domain.patient import StateChangeKind
from hsct_desktop.domain.relapse import RelapseEntry
from hsct_desktop.domain.treatment import ConditioningEntry, OrderState
from hsct_desktop.services import (
    adverse_events,
    disease_history,
    disease_modifying_therapies,
    infections,
    lab_results,
    letter_care_rules,
    letter_course,
    letter_diagnosis,
    letter_transplant,
    letter_words,
    patients,
    relapses,
    transplants,
    treatment,
)
from hsct_desktop.services.letter_ask import LetterAsk
from hsct_desktop.services.workspace import Workspace
from tests.services.letters import asked, lines, plain
from tests.services.ward import ANNA, TODAY, change_state, course, days, register, toxicity

DAY = 100
"""The patients of these tests stand on Day +100."""
DAY0 = days(-DAY)


def at(day: int) -> date:
    return DAY0 + timedelta(days=day)


def told(ws: Workspace, who: int, language: str = "en", part: str = "course", **more: object) -> str:
    module = {"course": letter_course, "transplant": letter_transplant, "diagnosis": letter_diagnosis}[part]
    with asked(ws, who, language, **more) as ask:  # type: ignore[arg-type]
        return "\n".join(lines(module.section(ask)))


def missing(ask: LetterAsk) -> list[str]:
    return [ask.words.text(f"letter.missing.{one.key}", **one.params) for one in ask.missing]


def hurt(
    ws: Workspace, who: int, term: str, *grades: int, onset: int = 0, end: int | None = None, **more: object
) -> None:
    over = {} if end is None else {"end": at(end), "outcome": Outcome.RESOLVED}
    adverse_events.record(ws, toxicity(who, term, *grades, onset=at(onset), **{**over, **more}))


def gave(ws: Workspace, who: int, day: int, key: str, drug: str, **more: object) -> None:
    course_id = transplants.courses_of(ws, who)[-1].id
    treatment.record_given(ws, ConditioningEntry(who, course_id, at(day), key, drug, **more), confirmed=True)  # type: ignore[arg-type]


# words --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["on 8 Nov 2025", "from 11 Nov 2025", "to 1 Dec 2025", "Day −6", "Days −5 to −2, +1", "June 2016"]),
        (
            "it",
            ["l’8 novembre 2025", "dall’11 novembre 2025", "al 1° dicembre 2025", "g −6", "g −5 … −2, +1",
             "giugno 2016"],
        ),
    ],
)  # fmt: skip
def test_dates_and_days_as_each_language_says_them(language: str, expected: list[str]) -> None:
    words = paper_wording(language)
    said = [
        letter_words.on_day(words, date(2025, 11, 8)), letter_words.from_day(words, date(2025, 11, 11)),
        letter_words.to_day(words, date(2025, 12, 1)), letter_words.named_days(words, [-6]),
        letter_words.named_days(words, [-2, -3, -5, -4, 1]), letter_words.months(words, PartialDate(2016, 6)),
    ]  # fmt: skip
    assert [plain(str(one)) for one in said] == expected


def test_amounts_and_rows_of_words() -> None:
    english, italian = paper_wording("en"), paper_wording("it")
    amounts = [plain(letter_words.amount(english, Decimal(n), 4)) for n in ("880", "3800", "12500.5")]
    assert amounts == ["880", "3 800", "12 500.5"]
    assert plain(letter_words.amount(italian, Decimal("12500.5"))) == "12 500,5"
    assert [letter_words.cells(italian, Decimal(n)) for n in ("6", "5.84", "3.50")] == ["6,0", "5,84", "3,5"]
    assert letter_words.listed(italian, ["CMV-DNA", "EBV-DNA"]) == "CMV-DNA ed EBV-DNA"
    assert letter_words.listed(english, ["a", "b", "c"]) == "a, b and c"


# diagnosis ----------------------------------------------------------------------------------------------------------


def test_the_diagnosis_says_what_is_known_and_what_is_not(ws: Workspace) -> None:
    who = register(ws, DAY)
    with asked(ws, who) as ask:
        said = lines(letter_diagnosis.section(ask))
        assert missing(ask) == [
            "Date of diagnosis", "Onset of the disease", "EDSS before the transplant",
            "Previous therapies of the disease",
        ]  # fmt: skip
    assert said == [
        "Relapsing-remitting multiple sclerosis, onset and date of diagnosis not recorded. EDSS before the transplant "
        "not recorded; no relapse recorded in the 24 months before. *Previous therapies:* not recorded."
    ]


def test_a_history_in_both_languages(ws: Workspace) -> None:
    who = register(ws, DAY)
    disease_history.record(ws, HistoryEntry(who, PartialDate(2016, 6), PartialDate(2016, 9, 11)))
    disease_history.record_phenotype(ws, PhenotypeEntry(who, PartialDate(2016), "rr"))
    disease_history.record_phenotype(ws, PhenotypeEntry(who, PartialDate(2024, 11, 8), "sp"))
    relapses.record(ws, RelapseEntry(who, PartialDate(2025, 5)))
    relapses.record(ws, RelapseEntry(who, PartialDate(2024)))  # of which nobody knows whether it lies in the 24 months
    for drug, start, stop, reason in (
        ("fing", PartialDate(2019, 4), PartialDate(2022, 1), "MRI <activity> & relapses"),
        ("dmf", PartialDate(2016), PartialDate(2019, 2), ""),
        ("ster", PartialDate(2018), PartialDate(2018), ""),
        ("ocr", PartialDate(2022, 3), None, ""),
        ("aux", PartialDate(2015), None, ""),
    ):
        entry = DiseaseModifyingTherapyEntry(who, drug, "", start, stop, DmtStatus.STOPPED, reason)
        disease_modifying_therapies.record(ws, entry, confirmed=True)
    english, italian = told(ws, who, part="diagnosis"), told(ws, who, "it", part="diagnosis")
    assert english.startswith(
        "Secondary progressive multiple sclerosis (since 8 Nov 2024), onset June 2016, diagnosed 11 Sep 2016. "
    )
    assert "; at least 1 relapse in the 24 months before. " in english
    assert english.endswith(
        "*Previous therapies:* fumarates (dimethyl, diroximel, monomethyl) (2016–02/2019), fingolimod "
        "(04/2019–01/2022, MRI <activity> & relapses), ocrelizumab (from 03/2022, end not recorded). Treatment "
        "of relapses: corticosteroid pulse."
    )
    assert italian.startswith(
        "Sclerosi multipla secondariamente progressiva (dall’8 novembre 2024), esordio giugno 2016, diagnosi "
        "11 settembre 2016. "
    )
    assert "ocrelizumab (dal 03/2022, fine non registrata). Terapia delle ricadute: bolo di corticosteroidi." in italian


# conditioning -------------------------------------------------------------------------------------------------------


def conditioning(ws: Workspace, who: int, language: str = "en", **more: object) -> str:
    text = told(ws, who, language, part="transplant", **more)
    return next(line for line in text.splitlines() if line.startswith(("Conditioning: ", "Condizionamento: ")))


CY, ATG = ("cyclophosphamide", "Cyclophosphamide"), ("rabbit-atg", "Rabbit ATG")


def cy_atg(ws: Workspace) -> int:
    entry = course(DAY, conditioning_regimen_id="crohn_cy_atg")
    saved = patients.register(ws, ANNA, entry, distinct=True)
    assert saved.patient_id is not None
    return saved.patient_id


def test_a_regimen_is_not_taken_for_doses_given(ws: Workspace) -> None:
    who = cy_atg(ws)
    with asked(ws, who) as ask:
        said = "\n".join(lines(letter_transplant.section(ask)))
        assert "Conditioning as given, day by day" in missing(ask)
    assert (
        "Conditioning: CY 200 + rATG (Crohn), total doses of the regimen: cyclophosphamide 200 mg/kg (Days −5 to −2), "
        "rabbit ATG 7.5 mg/kg (Days −4 to −2); doses given day by day not recorded"
    ) in said


def test_doses_as_given(ws: Workspace) -> None:
    who = cy_atg(ws)
    for day in (-5, -4, -3):
        gave(ws, who, day, *CY)
    gave(ws, who, -2, *CY, state=OrderState.CHANGED, dose="25 mg/kg")
    gave(ws, who, -4, *ATG)
    gave(ws, who, -3, *ATG, state=OrderState.OMITTED, note="fever")
    gave(ws, who, -2, "", "Rituximab <b>", dose="500 mg")
    with asked(ws, who) as ask:
        lines(letter_transplant.section(ask))
        assert [one for one in missing(ask) if "ATG" in one] == [
            "rabbit ATG: administration, Day −2".replace(" −", "\u00a0−")
        ]
    assert conditioning(ws, who) == (
        "Conditioning: CY 200 + rATG (Crohn), total doses given: cyclophosphamide 175 mg/kg (Days −5 to −2), "
        "rabbit ATG 2.5 mg/kg (Day −4; omitted Day −3; Day −2 not recorded), Rituximab <b> 500 mg (Day −2)"
    )
    assert conditioning(ws, who, "it") == (
        "Condizionamento: CY 200 + rATG (Crohn), dosi totali somministrate: ciclofosfamide 175 mg/kg (g −5 … −2), "
        "ATG di coniglio 2,5 mg/kg (g −4; non somministrata g −3; g −2 non registrati), Rituximab <b> 500 mg (g −2)"
    )


def test_all_days_as_the_regimen_says_are_its_total(ws: Workspace) -> None:
    who = register(ws, DAY)
    for day in (-5, -4, -3, -2):
        gave(ws, who, day, "cytarabine", "Cytarabine")
    said = conditioning(ws, who)
    assert "cytarabine 1600 mg/m² (Days −5 to −2)" in said
    assert "melphalan: administration not recorded" in said
    assert "filgrastim" not in said


def test_what_lies_ahead_is_planned(ws: Workspace) -> None:
    who = register(ws, -20)
    with asked(ws, who) as ask:
        said = lines(letter_transplant.section(ask))
        assert letter_course.section(ask) is None
        assert letter_care_rules.section(ask) is None
        assert not ask.missing
    assert said[1].startswith("Conditioning: BEAM-ATG, planned from 4 Dec 2026; total doses of the regimen: carmustine")
    assert said[2] == "Cells: infusion planned on 10 Dec 2026 (Day 0)"
    assert len(said) == 3


# cells, engraftment, other courses ----------------------------------------------------------------------------------


def test_engraftment_from_the_counts_says_that_nobody_confirmed_it(ws: Workspace) -> None:
    who = register(ws, DAY)
    cells = [CellEntry("ANC", Sample(at(day), "08:00"), value) for day, value in
             ((1, "0.2"), (8, "0.1"), (9, "0.3"), (10, "0.6"), (11, "0.9"), (12, "1.4"))]  # fmt: skip
    lab_results.put_cells(ws, who, cells, confirmed=True)
    with asked(ws, who) as ask:
        said = lines(letter_transplant.section(ask))
        assert "Neutrophil engraftment: not confirmed" in missing(ask)
    row = next(line for line in said if line.startswith("Engraftment"))
    assert row.startswith("Engraftment: neutrophils ≥ 0.5 × 10⁹/L on 22 Aug 2026 (Day +10)")
    assert "platelets: engraftment not recorded" in row
    assert row.endswith("; from the counts, not confirmed by a physician: neutrophils")
    # A letter of an earlier day does not know what came later.
    early = told(ws, who, part="transplant", on=at(5))
    assert "neutrophils not yet engrafted" in early
    assert "22 Aug" not in early


def test_the_second_transplant_names_the_first(ws: Workspace) -> None:
    who = register(ws, 700)
    hurt(ws, who, "nausea", 2, onset=-590, end=-580)
    held = transplants.courses_of(ws, who)[0]
    transplants.open_next(ws, who, held.version, course(DAY, cd34_dose=Decimal("4.10")))
    hurt(ws, who, "diarrhea", 2, onset=3, end=5)
    second, first = told(ws, who, part="transplant"), told(ws, who, part="transplant", number=1)
    assert second.startswith("Earlier: transplant on 20 Dec 2024 (BEAM-ATG)\nMobilisation: ")
    assert "Earlier" not in first
    assert "Engraftment: not assessed in this record for this transplant" in first
    assert "diarrhoea (Days +3 to +5)" in told(ws, who)
    assert "nausea" not in told(ws, who)
    assert "nausea" in told(ws, who, number=1)
    assert "diarrhoea" not in told(ws, who, number=1)


def test_two_lines_with_the_letter_where_more_stands(ws: Workspace) -> None:
    who = register(ws, DAY)
    with asked(ws, who, "it", since=date(2026, 11, 8)) as ask:
        section = letter_transplant.section(ask)
    assert lines(section, brief=True) == [
        "BEAM-ATG, CD34+ 5,2 × 10⁶/kg, giorno 0: 12 agosto 2026. Dettagli nella mia lettera dell’8 novembre 2026."
    ]
    assert section.note == "condizionamento di intensità intermedia"
    with asked(ws, who, kind=LetterKind.DISCHARGE) as ask:
        assert letter_transplant.section(ask).brief is None
    hurt(ws, who, "nausea", 2, onset=1, end=4)
    with asked(ws, who) as ask:  # a first letter gives up its toxicities before its transplant
        first, course_told = letter_transplant.section(ask), letter_course.section(ask)
    assert course_told is not None
    assert section.keep < course_told.keep < first.keep


def test_intensive_care_is_said(ws: Workspace) -> None:
    who = register(ws, DAY)
    hurt(ws, who, "sepsis", 4, onset=6, end=12, action=Action.INTENSIVE_CARE)
    assert told(ws, who, part="transplant").endswith("Discharge: not recorded; intensive care: sepsis")


def test_nobody_without_a_transplant_is_given_one(ws: Workspace) -> None:
    who = register(ws, None)
    assert told(ws, who, part="transplant") == "No transplant is recorded."
    assert told(ws, who) == ""


# toxicity -----------------------------------------------------------------------------------------------------------


def test_grades_from_the_worst_and_expected_counts_apart(ws: Workspace) -> None:
    who = register(ws, DAY)
    hurt(ws, who, "neutrophil_count_decreased", 4, onset=3, end=11)
    hurt(ws, who, "lymphocyte_count_decreased", 4, onset=0)
    hurt(ws, who, "febrile_neutropenia", 3, onset=6, end=9)
    hurt(ws, who, "sepsis", 4, onset=7, end=8)
    hurt(ws, who, "nausea", 2, 1, onset=1, end=4)
    hurt(ws, who, "fatigue", 1, onset=5, end=9)
    hurt(ws, who, "paresthesia", 1, onset=90)
    hurt(ws, who, "spasticity", 3, onset=-300, baseline=True)
    assert told(ws, who) == (
        "*Grade 4:* sepsis (Days +7 to +8). *Grade 3:* febrile neutropenia (Days +6 to +9). *Grade 2:* nausea (Days +1 "
        "to +4). *Grade 1, still open:* paraesthesia (since Day +90). CMV and EBV DNA after Day 0: not recorded. Apart "
        "from expected low counts (low lymphocytes and low neutrophils), no toxicity of grade 3 or higher is recorded "
        "after Day +30."
    )  # fmt: skip
    with asked(ws, who, "it") as ask:
        section = letter_course.section(ask)
    assert section is not None
    assert lines(section, brief=True) == [
        "*Grado 4:* sepsi (g +7 … +8). *Grado 3:* neutropenia febbrile (g +6 … +9). *Grado 1, ancora in corso:* "
        "parestesie (dal g +90). Escluse le citopenie attese (linfopenia e neutropenia), nessuna tossicità di grado "
        "≥ 3 registrata dopo il giorno +30. Non sono qui riportate le tossicità di grado inferiore a 3 già risolte."
    ]
    assert section.note == "grado massimo per evento, CTCAE v5.0"


def test_low_counts_that_outlast_aplasia_are_told(ws: Workspace) -> None:
    who = register(ws, DAY)
    hurt(ws, who, "platelet_count_decreased", 4, onset=2, end=60)
    said = told(ws, who)
    assert said.startswith("*Grade 4:* low platelets (Days +31 to +60). ")  # no engraftment known: until Day +30
    assert "no toxicity of grade 3" not in said


def test_nothing_recorded_is_never_none(ws: Workspace) -> None:
    who = register(ws, DAY)
    with asked(ws, who) as ask:
        said = lines(letter_course.section(ask))
        assert missing(ask) == ["CMV and EBV DNA", "Toxicities of this transplant"]
    assert said == ["CMV and EBV DNA after Day 0: not recorded. Toxicities: not recorded."]


def test_infections_and_viral_loads(ws: Workspace) -> None:
    who = register(ws, DAY)
    line = InfectionEntry(
        who, at(6), InfectionKind.BACTERIAL, InfectionCertainty.PROVEN, "Escherichia coli", "Bloodstream",
        line_related=LineRelated.YES, treatment="Meropenem", treated_from=at(6), treated_until=at(12),
        outcome=Outcome.RESOLVED, ended_on=at(12),
    )  # fmt: skip
    infections.record(ws, line, confirmed=True)
    linked = infections.for_patient(ws, who)[0].infection.id
    hurt(ws, who, "febrile_neutropenia", 3, onset=6, end=9, infection_id=linked)
    other = InfectionEntry(who, at(50), InfectionKind.VIRAL, InfectionCertainty.POSSIBLE, "", "Lower airways")
    infections.record(ws, other, confirmed=True)
    loads = ((20, "<34"), (30, "3800"), (37, "12500"), (44, "<34"), (51, "<34"))
    cells = [CellEntry("CMV", Sample(at(day), "08:00"), value, "IU/mL") for day, value in loads]
    lab_results.put_cells(ws, who, cells, confirmed=True)
    assert told(ws, who) == (
        "*Grade 3:* febrile neutropenia (Days +6 to +9; Escherichia coli, bloodstream, line-related, meropenem for "
        "7 days). *Other infections:* viral infection, lower airways, possible, on 1 Oct 2026, ongoing. CMV DNA above "
        "the laboratory's limit from 11 Sep 2026: peak 12 500 IU/mL on 18 Sep 2026, below the laboratory's limit from "
        "25 Sep 2026. No toxicity of grade 3 or higher is recorded after Day +30."
    )
    italian = told(ws, who, "it")
    assert (
        "CMV-DNA sopra il limite del laboratorio dall’11 settembre 2026: picco 12 500 UI/mL il 18 settembre" in italian
    )
    assert "Escherichia coli, circolo ematico (batteriemia), correlata al catetere, meropenem per 7 giorni" in italian


def test_very_many_episodes_stay_one_line(ws: Workspace) -> None:
    who = register(ws, DAY)
    for day in range(1, 13):
        hurt(ws, who, "headache", 2, onset=day * 4, end=day * 4 + 1)
    said = told(ws, who)
    assert said.startswith("*Grade 2:* headache (12 episodes, the first Day +4, the last Day +48). ")


def test_the_dead_are_told_of_in_the_past(ws: Workspace) -> None:
    who = register(ws, DAY)
    hurt(ws, who, "mucositis_oral", 2, onset=5)
    change_state(ws, who, StateChangeKind.DIED, at(40), "Sepsis")
    said = told(ws, who)
    assert said.startswith("*Grade 2:* oral mucositis (since Day +5, not resolved at death). ")
    assert "No toxicity" not in said
    with asked(ws, who, kind=LetterKind.DISCHARGE) as ask:
        assert letter_care_rules.section(ask) is None


def test_who_left_is_followed_until_then(ws: Workspace) -> None:
    who = register(ws, DAY)
    hurt(ws, who, "mucositis_oral", 3, onset=5, end=9)
    change_state(ws, who, StateChangeKind.TRANSFERRED, at(60), "Northfield")
    assert told(ws, who).endswith("is recorded after Day +30 (follow-up here until 11 Oct 2026).")


# discharge ----------------------------------------------------------------------------------------------------------


def test_care_rules_follow_from_the_record_and_the_units_file(ws: Workspace) -> None:
    who = register(ws, 20)
    with asked(ws, who, "it", kind=LetterKind.DISCHARGE) as ask:
        said = lines(letter_care_rules.section(ask))
        assert [one.key for one in ask.missing] == ["irradiation"]
    assert said[0].startswith("*Emocomponenti irradiati")
    assert said[1] == (
        "*Nessun vaccino vivo prima del 31 ottobre 2028 (24 mesi dal giorno 0), e in seguito solo se le condizioni "
        "sono soddisfatte.*"
    )
    assert len(said) == 7
    assert any("6 mesi" in line for line in said)


# the practice ward --------------------------------------------------------------------------------------------------

PROVIDERS = (
    letter_diagnosis.section, letter_transplant.section, letter_course.section, letter_transplant.care_rules,
)  # fmt: skip
ENGLISH = re.compile(r"\b(Day|not recorded|grade|il 8|il 11|dal 8|dal 11|del 8|del 11)\b")
NEVER = re.compile(r"\bcure|\bheal|\bguarit|\bsicur|\bsafe\b|None|[{}]|\(\)|  |\.\.|,,|; ;|,\.|\( |;\)", re.IGNORECASE)


def test_every_sentence_of_the_practice_ward_reads_well(practised: Workspace) -> None:
    found = patients.find(practised, "", 100)
    assert len(found) == 26
    for hit in found:
        language = ("en", "it")[hit.id % 2]
        with asked(practised, hit.id, language, since=TODAY - timedelta(days=190)) as ask:
            sections = [provide(ask) for provide in PROVIDERS]
            assert missing(ask) == list(dict.fromkeys(missing(ask))), hit.code
        for section in (one for one in sections if one is not None):
            full, brief = "\n".join(lines(section)), "\n".join(lines(section, brief=True))
            assert not NEVER.search(full + brief), (hit.code, full, brief)
            assert len(brief) <= len(full) + 90, (hit.code, brief)
            assert language == "en" or not ENGLISH.search(full), full


def test_cells_that_are_no_graft(practised: Workspace) -> None:
    who = next(hit.id for hit in patients.find(practised, "SLE-0125", 2))
    with asked(practised, who) as ask:
        section = letter_transplant.section(ask)
        said = "\n".join(lines(letter_course.section(ask)))
    assert section.title == "Cell therapy"
    assert lines(section)[:3] == [
        "Lymphodepletion: LD FLU-CY (fludarabine, cyclophosphamide); doses not recorded",
        "Cells infused: CAR-T CD19, 1.0 × 10⁶ CAR T cells/kg, target CD19, on 4 May 2026 (Day 0)",
        "Expansion: peak 412 /µL on 13 May 2026 (Day +9)",
    ]
    assert said.startswith("*After the infusion (ASTCT):* CRS grade 1 (Day +3); no ICANS. ")
