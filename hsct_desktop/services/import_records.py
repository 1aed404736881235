"""The kinds of imported records that stand in a patient's record, each with its importer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from hsct_desktop.domain.import_field import RecordKind
from hsct_desktop.services.import_adverse_events import AdverseEventImporter
from hsct_desktop.services.import_contacts import ContactImporter
from hsct_desktop.services.import_edss import EdssImporter
from hsct_desktop.services.import_lab_results import LabImporter
from hsct_desktop.services.import_mri import MriImporter
from hsct_desktop.services.import_record import Importer
from hsct_desktop.services.import_relapses import RelapseImporter
from hsct_desktop.services.import_therapies import TherapyImporter
from hsct_desktop.services.import_vaccinations import VaccinationImporter
from hsct_desktop.services.import_visits import VisitImporter

RECORDS: Mapping[RecordKind, Callable[[], Importer[Any]]] = {
    RecordKind.VISIT: VisitImporter,
    RecordKind.LAB_RESULT: LabImporter,
    RecordKind.ADVERSE_EVENT: AdverseEventImporter,
    RecordKind.THERAPY: TherapyImporter,
    RecordKind.VACCINATION: VaccinationImporter,
    RecordKind.EDSS: EdssImporter,
    RecordKind.RELAPSE: RelapseImporter,
    RecordKind.MRI: MriImporter,
    RecordKind.CONTACT: ContactImporter,
}
"""A fresh importer for each run: it keeps what it read."""
