"""Which function does which subcommand."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from hsct_desktop.commands import (
    agenda,
    audit,
    backup,
    calc,
    database,
    downtime,
    export,
    handover,
    import_,
    import_template,
    labfile,
    letters,
    mortality,
    patient,
    plan,
    practice,
    printed,
    protocol,
    registry,
    restore,
    rules,
    user,
    worklist,
)

RUN: dict[str, Callable[[argparse.Namespace], int | None]] = {
    "practice": practice.run,
    "worklist": worklist.run,
    "plan": plan.run,
    "summary": printed.summary,
    "daylist": printed.day_list,
    "agenda": agenda.run,
    "weeklist": printed.week_list,
    "month": printed.month,
    "patientplan": printed.patient_plan,
    "medicineplan": printed.medicine_plan,
    "vaccineplan": printed.vaccine_plan,
    "careplan": printed.care_plan,
    "selection": printed.selection,
    "mortality": mortality.run,
    "letter": letters.letter,
    "documents": letters.documents,
    "downtime": downtime.run,
    "registry": registry.run,
    "handover": handover.run,
    "protocol": protocol.run,
    "calc": calc.run,
    "labfile": labfile.run,
    "rules": rules.run,
    "import": import_.run,
    "import-template": import_template.run,
    "export": export.run,
    "patient": patient.run,
    "database": database.run,
    "user": user.run,
    "backup": backup.run,
    "restore": restore.run,
    "audit": audit.run,
}
"""The name of each subcommand with the function that does it. What is refused it raises as a KnownError or InputError
(one sentence, exit 2); a command that prints its own findings returns the exit code.
"""
