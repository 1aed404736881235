"""Windows that passed without their visit, and yearly data that are incomplete, by patient."""

from __future__ import annotations

import sqlalchemy as sa

from hsct_desktop.store.rule_facts import OfPatients
from hsct_desktop.store.scheduled_visit import OPEN, ScheduledVisit
from hsct_desktop.store.visit import VisitAssessment

_ON = sa.bindparam("on_day", type_=sa.Text())
_OPEN = sa.text(" AND ".join(f"scheduled_visit.{part}" for part in OPEN.split(" AND ")))
VISITS = OfPatients(
    sa.select(ScheduledVisit.patient_id, ScheduledVisit.latest, ScheduledVisit.ebmt_form)
    .where(ScheduledVisit.latest < _ON, _OPEN)
    .order_by(ScheduledVisit.latest),
    ScheduledVisit.patient_id,
)
"""Open visits whose window has closed."""
ANNUAL = ("annual",)
YEARLY_DATA = ("edss", "mri", "fbc")
"""What an annual report needs of a visit, as far as its checklist asks for it."""
INCOMPLETE = OfPatients(
    sa.select(ScheduledVisit.patient_id, sa.func.max(ScheduledVisit.latest))
    .join(VisitAssessment, VisitAssessment.visit_id == ScheduledVisit.visit_id)
    .where(
        ScheduledVisit.voided_at.is_(None), VisitAssessment.voided_at.is_(None),
        ScheduledVisit.ebmt_form.in_([sa.literal_column(f"'{form}'") for form in ANNUAL]),
        VisitAssessment.assessment_id.in_([sa.literal_column(f"'{one}'") for one in YEARLY_DATA]),
        VisitAssessment.state == sa.literal_column("'not_done'"), ScheduledVisit.target <= _ON,
    )
    .group_by(ScheduledVisit.patient_id, ScheduledVisit.id),
    ScheduledVisit.patient_id,
)  # fmt: skip
"""Annual visits that took place without something the report needs."""
