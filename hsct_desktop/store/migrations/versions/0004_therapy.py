"""Therapy plan and doses, vaccines, monitoring marks, late effects, statements, the care plan; more of therapies."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_ADDED = {
    "supportive_therapy": (
        "indication TEXT",
        "times TEXT",
        "extended_why TEXT",
        "allergy_why TEXT",
        "overlap_why TEXT",
    ),
    "transfusion": ("indication TEXT", "pre_count TEXT", "post_count TEXT", "reaction TEXT"),
    "allergy": ("kind TEXT", "reaction TEXT"),
}


def upgrade() -> None:
    """Make the new tables and columns; what stands in the file stays as it is."""
    _disease_modifying_therapy()
    _statement()
    _therapy_decision()
    _therapy_dose()
    _vaccination()
    _vaccine_decision()
    _monitoring_mark()
    _late_effect_check()
    _fertility_record()
    _neuro_recheck()
    _care_plan_item()
    _rule_setting()
    for table, columns in _ADDED.items():
        for column in columns:
            op.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
    op.create_index(
        "ix_supportive_therapy_open_ended",
        "supportive_therapy",
        ["stop_rule_id", "patient_id"],
        sqlite_where=sa.text("stop IS NULL AND planned_stop IS NULL AND stop_rule_id <> '' AND voided_at IS NULL"),
    )


def _table(name: str, *columns: sa.Column[Any], **targets: str) -> None:
    """A clinical table: its own columns, who and when, its references (`targets`, each with an index)."""
    recorded = (
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.Text(), nullable=False),
        sa.Column("updated_by", sa.Integer(), nullable=True),
        sa.Column("voided_at", sa.Text(), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
    )
    keys = {"created_by": "staff.id", "updated_by": "staff.id", "voided_by": "staff.id", **targets}
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        *columns,
        *recorded,
        *(sa.ForeignKeyConstraint([own], [to], name=op.f(f"fk_{name}_{own}")) for own, to in keys.items()),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    for column in targets:
        op.create_index(f"ix_{name}_{column}", name, [column])


def _disease_modifying_therapy() -> None:
    _table(
        "disease_modifying_therapy",
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("drug_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("started", sa.Text(), nullable=False),
        sa.Column("stopped", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        patient_id="patient.id",
    )


def _statement() -> None:
    _table(
        "statement",
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("stated_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        patient_id="patient.id",
    )


def _therapy_decision() -> None:
    _table(
        "therapy_decision",
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("transplant_id", sa.Integer(), nullable=True),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("supportive_therapy_id", sa.Integer(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=False),
        patient_id="patient.id",
        transplant_id="transplant.id",
        supportive_therapy_id="supportive_therapy.id",
    )


def _therapy_dose() -> None:
    _table(
        "therapy_dose",
        sa.Column("supportive_therapy_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("dose", sa.Text(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("frequency", sa.Text(), nullable=False),
        sa.Column("times", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        supportive_therapy_id="supportive_therapy.id",
    )


def _vaccination() -> None:
    _table(
        "vaccination",
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("vaccine", sa.Text(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("dose_number", sa.Integer(), nullable=True),
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("given_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        patient_id="patient.id",
    )


def _vaccine_decision() -> None:
    _table(
        "vaccine_decision",
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("vaccine", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("product", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        patient_id="patient.id",
    )


def _monitoring_mark() -> None:
    _table(
        "monitoring_mark",
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("test", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        patient_id="patient.id",
    )


def _late_effect_check() -> None:
    _table(
        "late_effect_check",
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("refer_to", sa.Text(), nullable=False),
        sa.Column("referred_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        patient_id="patient.id",
    )


def _fertility_record() -> None:
    _table(
        "fertility_record",
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        patient_id="patient.id",
    )


def _neuro_recheck() -> None:
    _table(
        "neuro_recheck",
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("adverse_event_id", sa.Integer(), nullable=True),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("because_on", sa.Date(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recheck_on", sa.Date(), nullable=True),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("outcome_on", sa.Date(), nullable=True),
        patient_id="patient.id",
        adverse_event_id="adverse_event.id",
        task_id="task.id",
    )


def _care_plan_item() -> None:
    _table(
        "care_plan_item",
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        patient_id="patient.id",
    )


def _rule_setting() -> None:
    _table(
        "rule_setting",
        sa.Column("rule_set", sa.Text(), nullable=False),
        sa.Column("rule_id", sa.Text(), nullable=False),
        sa.Column("thresholds", sa.JSON(), nullable=False),
    )
    op.create_index(
        "uq_rule_setting_rule",
        "rule_setting",
        ["rule_set", "rule_id"],
        unique=True,
        sqlite_where=sa.text("voided_at IS NULL"),
    )
