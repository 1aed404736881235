"""All models together, so that the metadata is whole: migrations, triggers and tests start here."""

from __future__ import annotations

from hsct_desktop.store import (  # noqa: F401  - importing a model registers its table
    adverse_event,
    alert,
    attachment,
    awaited_report,
    care_plan,
    change_log,
    contact,
    criteria_check,
    disease_modifying_therapy,
    draft,
    engraftment,
    grade_decision,
    infection,
    lab_result,
    laboratory,
    late_effect,
    monitoring,
    neuro_recheck,
    official_wording,
    patient,
    professional,
    protocol_approval,
    rule_approval,
    rule_setting,
    saved_filter,
    scheduled_visit,
    setting,
    staff,
    state_change,
    statement,
    supportive_therapy,
    tag,
    task,
    therapy_dose,
    therapy_plan,
    transfusion,
    transplant,
    vaccination,
    visit,
)
from hsct_desktop.store.base import Base

METADATA = Base.metadata
