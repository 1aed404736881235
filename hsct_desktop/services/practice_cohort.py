"""Writes a published-looking cohort of synthetic patients, so that a unit can check its figures against known ones.

`das2021`: 20 invented patients whose table by regimen equals that of Das et al. 2021 (Mult Scler J) cell for cell.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

from hsct_desktop.domain.author import Author, Role
from hsct_desktop.domain.disease_history import HistoryEntry
from hsct_desktop.domain.edss_assessment import EdssEntry
from hsct_desktop.domain.mri import MriEntry
from hsct_desktop.domain.partial_date import PartialDate
from hsct_desktop.domain.patient import AllergyStatus, Consent, PatientEntry, Sex, StateChange, StateChangeKind
from hsct_desktop.domain.transplant import TransplantEntry
from hsct_desktop.resource import resource
from hsct_desktop.services import schedule, states
from hsct_desktop.services.practice_story import people
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import disease_history, edss_assessment, mri, patient, staff
from hsct_desktop.store.base import WriteSession
from hsct_desktop.store.engine import Store, create_store

_REGIMENS: Final = {"Bu-Cy-ATG": "bu_cy_atg", "BEAM-ATG": "beam_atg_ms", "Cy-ATG": "cy_atg"}
_SEXES: Final = {"F": Sex.FEMALE, "M": Sex.MALE}

Row = Mapping[str, str]


def create(
    path: Path,
    cohort: str,
    *,
    key: bytes | None = None,
    file_id: str = "",
    last: Callable[[Store], None] | None = None,
) -> Store:
    """Make a practice file that holds the cohort; there is a whole one or none. KnownError for an unusable path.

    `key`, `file_id` and `last` are as in `practice.create`.
    """
    from hsct_desktop.catalogue.catalogue import Catalogue

    def write(store: Store) -> None:
        fill(Workspace(store, Catalogue()), cohort)
        if last is not None:
            last(store)

    return create_store(path, "practice", key=key, file_id=file_id, unit_name=people()["ward"], fill=write)


def fill(ws: Workspace, cohort: str) -> None:
    """Write the cohort's patients, one transaction each."""
    with ws.store.write(None, "practice.people") as session:
        name, role = people()["staff"][0]
        nurse = staff.add(session, name, Role(role))
    ws.author = Author(nurse.id, nurse.name, nurse.role)
    visits, scans = _by_patient(_table(cohort, "edss")), _by_patient(_table(cohort, "mri"))
    for row in _table(cohort, "cohort"):
        with ws.write("practice.patient") as session:
            _write(session, ws, row, visits[row["patient_id"]], scans[row["patient_id"]])


def _table(cohort: str, name: str) -> list[dict[str, str]]:
    text = resource(f"practice/{cohort}/{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


def _by_patient(rows: Sequence[dict[str, str]]) -> Mapping[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["patient_id"]].append(row)
    return found


def _write(session: WriteSession, ws: Workspace, row: Row, visits: Sequence[Row], scans: Sequence[Row]) -> None:
    entry = PatientEntry(
        code=row["patient_id"], family_name="Synthetic", given_name=row["patient_id"],
        birth_date=_day(row["birth_date"]), sex=_SEXES[row["sex"]], allergy_status=AllergyStatus.NONE_KNOWN,
        consent_care=Consent.YES, consent_registry=Consent.YES, disease_id="ms", phenotype_id="rr",
        indication_id="first_line", consent_registry_on=_day(row["hsct_date"]), consent_research=Consent.YES,
        consent_research_on=_day(row["hsct_date"]),
    ).cleaned()  # fmt: skip
    patient_id = patient.add(session, entry).id
    course = TransplantEntry("ahsct-ms", _day(row["hsct_date"]), conditioning_regimen_id=_REGIMENS[row["conditioning"]])
    schedule.open_course(session, ws, patient_id, course, None)
    disease_history.add(session, HistoryEntry(patient_id, diagnosed=_known(row["diagnosis_date"])))
    for visit in visits:
        edss_assessment.add(session, EdssEntry(patient_id, _known(visit["date"]), Decimal(visit["edss"])))
    for scan in scans:
        # The scan before the transplant is the one that later ones are compared with: it counts nothing new.
        counted = scan["new_or_enlarging_t2"]
        new = None if counted == "baseline" else int(counted)
        mri.add(session, MriEntry(patient_id, _known(scan["date"]), new_t2=new, gd=int(scan["gd_lesions"])))
    card = patient.get(session, patient_id)
    if card is None:
        raise ValueError(patient_id)
    end = StateChange(StateChangeKind.TRANSFERRED, _day(row["last_visit_date"]), "the synthetic cohort ends here")
    states.put(session, ws, card, end)


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _known(text: str) -> PartialDate:
    day = _day(text)
    return PartialDate(day.year, day.month, day.day)
