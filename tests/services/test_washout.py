"""Time without a drug in words: a figure and its source in both languages, whatever is known of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.disease_modifying_therapy import DiseaseModifyingTherapyEntry, DmtStatus
from hsct_desktop.domain.partial_date import parse_partial
from hsct_desktop.domain.washout import CountedTo, WashoutAnchor, free_time
from hsct_desktop.services import washout

TO = CountedTo(date(2026, 6, 1), WashoutAnchor.MOBILISATION)


def told(
    drugs: Catalogue, drug_id: str, stopped: str, status: str = "stopped", language: str = "en"
) -> tuple[str, str]:
    entry = DiseaseModifyingTherapyEntry(
        7, drug_id, started=parse_partial("2015"), stopped=parse_partial(stopped), status=DmtStatus(status)
    )
    drug, words = drugs.dmts[drug_id], wording(language)
    free = free_time(entry, drug.washout, TO)
    assert free is not None
    whole = washout.sentence(words, drug.label.text(language), drug, free)
    return washout.short(words, free), whole.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("stopped", "status", "figure", "begins"),
    [
        ("2026-05-31", "stopped", "1 day", "Ocrelizumab: 1 day without it up to mobilisation (01 Jun 2026). Table"),
        ("2026-05-19", "stopped", "13 days", "Ocrelizumab: 13 days without it up to"),
        ("2026-05-18", "stopped", "2 weeks", "Ocrelizumab: 2 weeks without it"),
        ("2026-03", "stopped", "8–13 weeks", "Ocrelizumab: 8–13 weeks without it"),
        ("2026", "stopped", "0–21 weeks", "Ocrelizumab: 0–21 weeks without it"),
        ("2020", "stopped", "5–6 years", "Ocrelizumab: 5–6 years without it"),
        ("2026-07", "stopped", "given after", "Ocrelizumab was still given on or after mobilisation (01 Jun 2026)."),
        ("", "running", "running", "Ocrelizumab is running: no time without it up to mobilisation (01 Jun 2026)."),
        ("", "stopped", "last dose?", "Ocrelizumab: the day of the last dose is not known, so no time up to mob"),
    ],
)
def test_what_is_said(catalogue: Catalogue, stopped: str, status: str, figure: str, begins: str) -> None:
    short, whole = told(catalogue, "ocr", stopped, status)
    assert short == figure
    assert whole.startswith(begins)
    assert whole.endswith(
        "Table of the unit: 12–26 weeks (default of this program). Others state: 6 months (hsct-russia, known from "
        "summaries only); 26 weeks (PMC6738722, table 2). A hint, no verdict."
    )


def test_the_units_own_time_is_named_as_such_and_nothing_is_stated_by_others(tmp_path: Path) -> None:
    own = tmp_path / "catalogues" / "dmts.yaml"
    own.parent.mkdir()
    own.write_text(
        "source: our meeting\nstatus: in force\nitems:\n"
        "  - {id: ocr, label: {en: Ocrelizumab, it: Ocrelizumab}, line: second, washout: {least: 30d, most: 2m}}\n"
        "  - {id: nat, label: {en: Natalizumab, it: Natalizumab}, line: second, washout: {least: 8w, source: Smith}}\n",
        encoding="utf-8",
    )
    unit = Catalogue(tmp_path)
    assert told(unit, "ocr", "2025")[1].endswith(
        "Table of the unit: 30 days – 2 months (the unit's own list). A hint, no verdict."
    )
    assert "Table of the unit: 8 weeks (Smith)." in told(unit, "nat", "2025")[1]
    said = told(unit, "nat", "2026-05", language="it")[1]
    assert said.startswith("Natalizumab: 0–4 settimane senza il farmaco fino a: mobilizzazione (01 giu 2026).")
