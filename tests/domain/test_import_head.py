"""Heads of columns taken apart: unit, step from Day 0, and the field that they name in five languages."""

from __future__ import annotations

import pytest

from hsct_desktop.catalogue.import_fields import import_fields
from hsct_desktop.domain.import_field import ImportKind
from hsct_desktop.domain.import_head import Match, fits_of, read_head

STEPS = {
    "EDSS_0": (0, "days"),
    "EDSS bas.": (0, "days"),
    "EDSS baseline": (0, "days"),
    "EDSS T0": (0, "days"),
    "EDSS 6m": (6, "months"),
    "EDSS_6m": (6, "months"),
    "EDSS M12": (12, "months"),
    "EDSS_1y": (1, "years"),
    "EDSS 12 mesi": (12, "months"),
    "EDSS a 1 anno": (1, "years"),
    "EDSS (6 mesi)": (6, "months"),
    "6m EDSS": (6, "months"),
    "EDSS J+100": (100, "days"),
    "EDSS Tag +28": (28, "days"),
    "EDSS g+30": (30, "days"),
    "EDSS +100": (100, "days"),
    "EDSS -1m": (-1, "months"),
    "EDSS 6 Monate": (6, "months"),
    "EDSS 12 mois": (12, "months"),
    "EDSS 2 años": (2, "years"),
    "EDSS 24 sett.": (24, "weeks"),
    "EDSS-6m": (6, "months"),
    "+12m EDSS": (12, "months"),
    "EDSS 6 mesi post TX": (6, "months"),
    "EDSS 12 Mo nach": (12, "months"),
    "EDSS D-7": (-7, "days"),
    "EDSS Tag -7": (-7, "days"),
    "EDSS d+100": (100, "days"),
    "EDSS\n12 mesi": (12, "months"),
    "EDSS / 6 mesi": (6, "months"),
}


@pytest.mark.parametrize("head", STEPS)
def test_a_step_in_a_head_is_told_from_its_name(head: str) -> None:
    read = read_head(head)
    assert read.step is not None
    assert (read.base, (read.step.count, read.step.unit.value), read.step_asks) == ("edss", STEPS[head], "")


@pytest.mark.parametrize(
    ("head", "says"),
    [
        ("EDSS_6", "6"),
        ("EDSS pre", "pre"),
        ("edss_last", "last"),
        ("EDSS T12", "t12"),
        ("EDSS - 6 mesi", "- 6 mesi"),
        ("EDSS vor TX", "vor"),
    ],
)
def test_a_step_that_is_not_said_whole_asks(head: str, says: str) -> None:
    read = read_head(head)
    assert (read.base, read.step, read.step_asks) == ("edss", None, says)


@pytest.mark.parametrize("head", ["CD34", "T2", "HbA1c", "Vitamin D", "C3", "25-OH vitamin D"])
def test_numbers_and_letters_of_a_name_are_no_step(head: str) -> None:
    assert read_head(head).step is None
    assert read_head(head).step_asks == ""


@pytest.mark.parametrize(
    ("head", "name", "unit"),
    [
        ("Hb (g/dL)", "hb", "g/dL"),
        ("CD34 [x10^6/kg]", "cd34", "x10^6/kg"),
        ("Peso (kg) ieri", "peso ieri", "kg"),
        ("eGFR (ml/min/1,73 m2)", "egfr", "ml/min/1,73 m2"),
        ("BSA (m2)", "bsa", "m2"),
        ("PLT (x10^9/L)", "plt", "x10^9/L"),
    ],
)
def test_a_unit_in_brackets_is_no_part_of_the_name(head: str, name: str, unit: str) -> None:
    assert (read_head(head).name, read_head(head).unit, read_head(head).step) == (name, unit, None)


HEADS = {
    "patient.code": ["Cod.", "N. cartella", "Patient ID", "Patienten-Nr.", "N° dossier", "NHC", "patient_id"],
    "patient.family_name": ["Cognome", "Surname", "Nachname", "Nom", "Apellidos"],
    "patient.given_name": ["Nome", "First name", "Vorname", "Prénom", "Nombre"],
    "patient.birth_date": ["nato/a il", "Data nasc.", "DOB", "Geburtsdatum", "Née le", "date de naissance",
                           "fecha de nacimiento", "Data di nascita del paziente"],
    "patient.sex": ["sesso", "Geschlecht", "sexe", "Sexo", "M/F"],
    "patient.disease_id": ["Malattia", "Diagnose", "maladie", "Diagnóstico", "diagnosis"],
    "transplant.day0": ["Data TX", "Tag 0", "greffe", "Day 0", "Fecha trasplante", "hsct_date", "J0", "Trapianto",
                        "Datum SZT", "date d'infusion"],
    "transplant.conditioning_regimen_id": ["Condiz.", "Konditionierung", "conditionnement", "Acondicionamiento"],
    "transplant.cd34_dose": ["CD34", "CD34+ infuse (x10^6/kg)", "Zelldosis"],
    "state.last_contact": ["ultimo contr.", "letzter Kontakt", "dernières nouvelles", "last_visit_date", "Ultimo FU"],
    "state.died_on": ["Exitus", "verstorben am", "date de décès", "Date of death"],
    "history.diagnosed": ["data diagnosi", "Erstdiagnose", "diagnosis_date"],
    "history.onset": ["esordio", "Erstmanifestation", "inicio de la enfermedad"],
    "mri.gd": ["Gd_24m", "RM +12m Gd", "lesioni captanti 12 mesi"],
    "edss.assessed": ["Data EDSS 6m", "Datum EDSS +6M"],
}  # fmt: skip
CASES = [(head, name) for name, heads in HEADS.items() for head in heads]


@pytest.mark.parametrize(("head", "name"), CASES)
def test_heads_are_known_as_units_write_them(head: str, name: str) -> None:
    fits = fits_of(read_head(head), import_fields()[ImportKind.PATIENTS])
    assert [fit.field.id for fit in fits] == [name]


def test_a_word_of_a_field_among_others_is_no_more_than_a_hint() -> None:
    (fit,) = fits_of(read_head("Data diagnosi tumore"), import_fields()[ImportKind.PATIENTS])
    assert (fit.field.id, fit.match) == ("history.diagnosed", Match.AMONG)


@pytest.mark.parametrize("head", ["", "   ", "?", "colonna 7", "id chirurgo 3"])
def test_a_head_that_says_nothing_names_nothing(head: str) -> None:
    assert fits_of(read_head(head), import_fields()[ImportKind.PATIENTS]) == ()
