"""Blood results for the first patient of `ward.py`: a transplant, CMV that rises, drugs, products, toxicities."""

from datetime import timedelta

from hsct_desktop.domain.adverse_event import AdverseEventEntry, Grade, GradeStep, Outcome
from hsct_desktop.domain.lab_result import CellEntry, Sample
from hsct_desktop.domain.supportive_therapy import Route, SupportiveTherapyEntry, TherapyClass
from hsct_desktop.domain.transfusion import BloodProduct, TransfusionEntry
from hsct_desktop.services import adverse_events, lab_results, patients, supportive_therapies, transfusions
from hsct_desktop.services.workspace import Workspace
from tests.views.ward import ON

DAY0 = ON - timedelta(days=99)
ANC = {
    -20: "4.1", -7: "3.2", -3: "2.0", 0: "1.1", 2: "0.6", 4: "0.2", 5: "0.1", 6: "<0.1", 7: "<0.1", 8: "<0.1", 9: "0.1",
    10: "0.3", 11: "0.6", 12: "0.9", 13: "1.4", 15: "2.2", 20: "2.6", 33: "1.9", 47: "2.1", 61: "1.7", 75: "1.6",
    89: "1.4", 96: "1.3",
}  # fmt: skip
PLT = {
    -20: "240", -7: "230", 0: "83", 3: "31", 5: "9", 6: "21", 7: "10", 9: "18", 11: "13", 13: "19", 14: "22", 15: "27",
    16: "34", 19: "66", 26: "110", 40: "150", 54: "168", 68: "175", 82: "188", 89: "171", 96: "160",
}  # fmt: skip
HGB = {-20: "131", -7: "120", 0: "98", 5: "79", 7: "72", 11: "84", 19: "91", 40: "108", 68: "117", 89: "121", 96: "118"}
ALT = {
    -20: "24",
    -7: "23",
    3: "28",
    7: "52",
    9: "71",
    13: "43",
    26: "31",
    54: "33",
    71: "41",
    82: "68",
    89: "104",
    96: "112",
}
CMV = {5: "neg", 19: "neg", 33: "neg", 47: "neg", 61: "neg", 68: "180", 82: "1150", 89: "1600", 96: "2300"}
ANALYTES = {"ANC": ANC, "PLT": PLT, "HGB": HGB, "ALT": ALT, "CMV": CMV}


def fill(ws: Workspace, code: str = "MS-0107") -> int:
    """Write the results; returns the patient's id."""
    patient_id = next(hit.id for hit in patients.find(ws, code))
    cells = [
        CellEntry(analyte, Sample(DAY0 + timedelta(days=day), "08:00"), text)
        for analyte, values in ANALYTES.items()
        for day, text in values.items()
    ]
    lab_results.put_cells(ws, patient_id, cells, confirmed=True)
    for day, product in ((5, BloodProduct.PLATELETS), (7, BloodProduct.PLATELETS), (8, BloodProduct.RED_CELLS)):
        transfusions.record(ws, TransfusionEntry(patient_id, DAY0 + timedelta(days=day), product))
    drugs = (("Aciclovir", TherapyClass.ANTIVIRAL, -7, 365), ("Co-trimoxazole", TherapyClass.PJP, 14, 184))
    for name, kind, start, stop in drugs:
        days = (DAY0 + timedelta(days=start), DAY0 + timedelta(days=stop))
        entry = SupportiveTherapyEntry(patient_id, name, kind, days[0], route=Route.ORAL, planned_stop=days[1])
        supportive_therapies.record(ws, entry)
    return patient_id


TOXICITIES = (
    ("febrile_neutropenia", ((6, 3),), 10), ("mucositis_oral", ((4, 1), (6, 2), (8, 3), (12, 2)), 16),
    ("nausea", ((-5, 1), (-3, 2), (3, 1)), 8), ("neutrophil_count_decreased", ((1, 2), (3, 4)), 11),
    ("fatigue", ((12, 2), (39, 1)), None),
)  # fmt: skip


def add_toxicities(ws: Workspace, patient_id: int) -> None:
    """Episodes of the same course."""
    for term, steps, end in TOXICITIES:
        grades = tuple(GradeStep(DAY0 + timedelta(days=day), Grade(grade)) for day, grade in steps)
        stop = None if end is None else DAY0 + timedelta(days=end)
        outcome = Outcome.ONGOING if stop is None else Outcome.RESOLVED
        entry = AdverseEventEntry(patient_id, term, "5.0", grades[0].start, grades, stop, outcome)
        adverse_events.record(ws, entry)
