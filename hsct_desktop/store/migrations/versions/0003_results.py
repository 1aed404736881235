"""Laboratory results with ranges and grades, transfusions, engraftment, infections, alerts; more of a toxicity."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_EVENT_COLUMNS = (
    "seriousness_also JSON",
    "causality JSON",
    "narrative TEXT",
    "baseline BOOLEAN",
    "visit_id INTEGER CONSTRAINT fk_adverse_event_visit_id REFERENCES visit (id)",
    "therapy_id INTEGER CONSTRAINT fk_adverse_event_therapy_id REFERENCES supportive_therapy (id)",
    "infection_id INTEGER CONSTRAINT fk_adverse_event_infection_id REFERENCES infection (id)",
    "merged_into INTEGER CONSTRAINT fk_adverse_event_merged_into REFERENCES adverse_event (id)",
)
_GRADE_COLUMNS = (
    "ctcae_version TEXT",
    "lab_result_id INTEGER CONSTRAINT fk_adverse_event_grade_lab_result_id REFERENCES lab_result (id)",
    "rule TEXT",
    "until DATE",
)


def upgrade() -> None:
    """Make the new tables and columns; a grade keeps the version of its episode."""
    for create in (
        _laboratory,
        _lab_mapping,
        _reference_range,
        _lab_result,
        _lab_result_indexes,
        _transfusion,
        _engraftment,
        _infection,
        _grade_decision,
        _criteria_check,
        _alert,
        _alert_setting,
        _rule_approval,
        _official_wording,
    ):
        create()
    for column in _EVENT_COLUMNS:
        op.execute(f"ALTER TABLE adverse_event ADD COLUMN {column}")
    for column in _GRADE_COLUMNS:
        op.execute(f"ALTER TABLE adverse_event_grade ADD COLUMN {column}")
    op.execute(
        "UPDATE adverse_event_grade SET ctcae_version ="
        " (SELECT ctcae_version FROM adverse_event WHERE id = adverse_event_grade.adverse_event_id)"
    )


def _recorded() -> list[sa.Column[Any]]:
    """The columns of who and when, alike on every clinical table."""
    return [
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.Text(), nullable=False),
        sa.Column("updated_by", sa.Integer(), nullable=True),
        sa.Column("voided_at", sa.Text(), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
    ]


def _keys(table: str, **targets: str) -> list[sa.ForeignKeyConstraint]:
    """Who made, changed and voided a row is a member of staff; `targets` are the row's own references."""
    own = {"created_by": "staff.id", "updated_by": "staff.id", "voided_by": "staff.id", **targets}
    return [
        sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}")) for column, target in own.items()
    ]


def _laboratory() -> None:
    op.create_table(
        "laboratory",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("own", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        *_recorded(),
        *_keys("laboratory"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laboratory")),
    )


def _lab_mapping() -> None:
    op.create_table(
        "lab_mapping",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("laboratory_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        *_recorded(),
        *_keys("lab_mapping", laboratory_id="laboratory.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lab_mapping")),
    )
    op.create_index("ix_lab_mapping_laboratory_id", "lab_mapping", ["laboratory_id"])


def _reference_range() -> None:
    op.create_table(
        "reference_range",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("laboratory_id", sa.Integer(), nullable=False),
        sa.Column("analyte", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("sex", sa.Text(), nullable=False),
        sa.Column("age_from", sa.Integer(), nullable=True),
        sa.Column("age_to", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("lln", sa.Text(), nullable=True),
        sa.Column("uln", sa.Text(), nullable=True),
        *_recorded(),
        *_keys("reference_range", laboratory_id="laboratory.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_range")),
    )
    op.create_index("ix_reference_range_laboratory_id", "reference_range", ["laboratory_id"])


def _lab_result() -> None:
    op.create_table(
        "lab_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("analyte", sa.Text(), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("taken_at", sa.Text(), nullable=False),
        sa.Column("laboratory_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("comparator", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("qualitative", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("canonical", sa.Text(), nullable=True),
        sa.Column("corrected", sa.Text(), nullable=True),
        sa.Column("lln", sa.Text(), nullable=True),
        sa.Column("uln", sa.Text(), nullable=True),
        sa.Column("baseline", sa.Text(), nullable=True),
        sa.Column("baseline_flag", sa.Text(), nullable=False),
        sa.Column("ctcae_version", sa.Text(), nullable=False),
        sa.Column("rules_version", sa.Text(), nullable=False),
        sa.Column("term_id", sa.Text(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=True),
        sa.Column("proposed", sa.Integer(), nullable=True),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reviewed_at", sa.Text(), nullable=True),
        sa.Column("reviewed_by", sa.Integer(), nullable=True),
        *_recorded(),
        *_keys("lab_result", laboratory_id="laboratory.id", patient_id="patient.id", reviewed_by="staff.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lab_result")),
    )


def _lab_result_indexes() -> None:
    op.create_index("ix_lab_result_laboratory_id", "lab_result", ["laboratory_id"])
    op.create_index("ix_lab_result_patient_day", "lab_result", ["patient_id", "taken_on", "analyte"])
    op.create_index(
        "ix_lab_result_to_review",
        "lab_result",
        ["patient_id", "taken_on"],
        sqlite_where=sa.text("reviewed_at IS NULL AND voided_at IS NULL"),
    )
    op.create_index(
        "uq_lab_result_own_sample",
        "lab_result",
        ["patient_id", "taken_on", "taken_at", "analyte"],
        unique=True,
        sqlite_where=sa.text("laboratory_id IS NULL AND voided_at IS NULL"),
    )
    op.create_index(
        "uq_lab_result_sample",
        "lab_result",
        ["patient_id", "taken_on", "taken_at", "analyte", "laboratory_id"],
        unique=True,
        sqlite_where=sa.text("laboratory_id IS NOT NULL AND voided_at IS NULL"),
    )


def _transfusion() -> None:
    op.create_table(
        "transfusion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("product", sa.Text(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("irradiated", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        *_recorded(),
        sa.CheckConstraint("units >= 1", name=op.f("ck_transfusion_units")),
        *_keys("transfusion", patient_id="patient.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfusion")),
    )
    op.create_index("ix_transfusion_patient_id", "transfusion", ["patient_id"])


def _engraftment() -> None:
    op.create_table(
        "engraftment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("transplant_id", sa.Integer(), nullable=False),
        sa.Column("lineage", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("engrafted_on", sa.Date(), nullable=True),
        sa.Column("preset", sa.Text(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        *_recorded(),
        *_keys("engraftment", patient_id="patient.id", transplant_id="transplant.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engraftment")),
    )
    op.create_index("ix_engraftment_patient_id", "engraftment", ["patient_id"])
    op.create_index(
        "uq_engraftment_lineage",
        "engraftment",
        ["transplant_id", "lineage"],
        unique=True,
        sqlite_where=sa.text("voided_at IS NULL"),
    )


def _infection() -> None:
    op.create_table(
        "infection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("certainty", sa.Text(), nullable=False),
        sa.Column("organism", sa.Text(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("specimen", sa.Text(), nullable=False),
        sa.Column("line_related", sa.Text(), nullable=False),
        sa.Column("resistance", sa.Text(), nullable=False),
        sa.Column("treatment", sa.Text(), nullable=False),
        sa.Column("treated_from", sa.Date(), nullable=True),
        sa.Column("treated_until", sa.Date(), nullable=True),
        sa.Column("anc_at_onset", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        *_recorded(),
        *_keys("infection", patient_id="patient.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_infection")),
    )
    op.create_index("ix_infection_patient_id", "infection", ["patient_id"])


def _grade_decision() -> None:
    op.create_table(
        "grade_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("term_id", sa.Text(), nullable=False),
        sa.Column("ctcae_version", sa.Text(), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("lab_result_id", sa.Integer(), nullable=True),
        sa.Column("adverse_event_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        *_recorded(),
        *_keys(
            "grade_decision",
            adverse_event_id="adverse_event.id",
            lab_result_id="lab_result.id",
            patient_id="patient.id",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grade_decision")),
    )
    op.create_index("ix_grade_decision_adverse_event_id", "grade_decision", ["adverse_event_id"])
    op.create_index("ix_grade_decision_lab_result_id", "grade_decision", ["lab_result_id"])
    op.create_index("ix_grade_decision_patient_id", "grade_decision", ["patient_id"])


def _criteria_check() -> None:
    op.create_table(
        "criteria_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("checklist_id", sa.Text(), nullable=False),
        sa.Column("rules_version", sa.Text(), nullable=False),
        sa.Column("assessed_on", sa.Date(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("adverse_event_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        *_recorded(),
        *_keys("criteria_check", adverse_event_id="adverse_event.id", patient_id="patient.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criteria_check")),
    )
    op.create_index("ix_criteria_check_adverse_event_id", "criteria_check", ["adverse_event_id"])
    op.create_index("ix_criteria_check_patient_id", "criteria_check", ["patient_id"])


def _alert() -> None:
    op.create_table(
        "alert",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.Text(), nullable=False),
        sa.Column("rules_version", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("certainty", sa.Text(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("threshold", sa.JSON(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("missing", sa.JSON(), nullable=False),
        sa.Column("fired_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("acknowledged_at", sa.Text(), nullable=True),
        sa.Column("acknowledged_by", sa.Integer(), nullable=True),
        sa.Column("acknowledged_why", sa.Text(), nullable=False),
        sa.Column("on_letter", sa.Boolean(), nullable=False),
        *_recorded(),
        *_keys("alert", acknowledged_by="staff.id", patient_id="patient.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
    )
    op.create_index(
        "ix_alert_open",
        "alert",
        ["severity", "patient_id"],
        sqlite_where=sa.text(
            "acknowledged_at IS NULL AND voided_at IS NULL AND (ended_on IS NULL OR severity = 'red')"
        ),
    )
    op.create_index("ix_alert_patient_id", "alert", ["patient_id"])


def _alert_setting() -> None:
    op.create_table(
        "alert_setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.Text(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("thresholds", sa.JSON(), nullable=False),
        *_recorded(),
        *_keys("alert_setting"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_setting")),
    )
    op.create_index(
        "uq_alert_setting_rule", "alert_setting", ["rule_id"], unique=True, sqlite_where=sa.text("voided_at IS NULL")
    )


def _rule_approval() -> None:
    op.create_table(
        "rule_approval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule_set", sa.Text(), nullable=False),
        sa.Column("rules_version", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        *_recorded(),
        *_keys("rule_approval"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_approval")),
    )


def _official_wording() -> None:
    op.create_table(
        "official_wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ctcae_version", sa.Text(), nullable=False),
        sa.Column("source_name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("terms", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        *_recorded(),
        *_keys("official_wording"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official_wording")),
    )
    op.create_index(
        "uq_official_wording_version",
        "official_wording",
        ["ctcae_version"],
        unique=True,
        sqlite_where=sa.text("voided_at IS NULL"),
    )
