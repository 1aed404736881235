"""All models together, so that the metadata is whole: migrations, triggers and tests start here."""

from __future__ import annotations

from hsct_desktop.store import (  # noqa: F401  - importing a model registers its table
    adverse_event,
    alert,
    attachment,
    awaited_report,
    change_log,
    contact,
    criteria_check,
    draft,
    engraftment,
    grade_decision,
    infection,
    lab_result,
    laboratory,
    official_wording,
    patient,
    professional,
    protocol_approval,
    rule_approval,
    saved_filter,
    scheduled_visit,
    setting,
    staff,
    state_change,
    supportive_therapy,
    tag,
    task,
    transfusion,
    transplant,
    visit,
)
from hsct_desktop.store.base import Base

METADATA = Base.metadata
