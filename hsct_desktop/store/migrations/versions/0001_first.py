"""The first shape of the data file. Frozen: later changes are steps of their own."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table."""
    for create in (
        _change_log,
        _staff,
        _draft,
        _professional,
        _protocol_snapshot,
        _setting,
        _patient,
        _patient_indexes,
        _adverse_event,
        _allergy,
        _contact,
        _state_change,
        _supportive_therapy,
        _transplant,
        _adverse_event_grade,
        _scheduled_visit,
        _scheduled_visit_indexes,
        _therapy_interruption,
        _visit,
        _visit_assessment,
    ):
        create()


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


def _staff_keys(table: str) -> list[sa.ForeignKeyConstraint]:
    """Who made, changed and voided a row is a member of staff."""
    return [
        sa.ForeignKeyConstraint([column], ["staff.id"], name=op.f(f"fk_{table}_{column}"))
        for column in ("created_by", "updated_by", "voided_by")
    ]


def _change_log() -> None:
    op.create_table(
        "change_log",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("txn", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("op", sa.Text(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("old", sa.Text(), nullable=True),
        sa.Column("new", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_change_log")),
    )
    op.create_index(op.f("ix_change_log_action"), "change_log", ["action"], unique=False)
    op.create_index("ix_change_log_row", "change_log", ["table_name", "row_id"], unique=False)
    op.create_index("ix_change_log_staff", "change_log", ["staff_id", "seq"], unique=False)
    op.create_index(op.f("ix_change_log_txn"), "change_log", ["txn"], unique=False)


def _staff() -> None:
    op.create_table(
        "staff",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        *_recorded(),
        *_staff_keys("staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
    )


def _draft() -> None:
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_draft_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("staff_id", "form", "patient_id", name=op.f("uq_draft_staff_id_form_patient_id")),
    )


def _professional() -> None:
    op.create_table(
        "professional",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("institution", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("letter_language", sa.Text(), nullable=False),
        *_recorded(),
        *_staff_keys("professional"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_professional")),
    )


def _protocol_snapshot() -> None:
    op.create_table(
        "protocol_snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("protocol_id", sa.Text(), nullable=False),
        sa.Column("protocol_version", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["staff.id"], name=op.f("fk_protocol_snapshot_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_protocol_snapshot")),
        sa.UniqueConstraint("sha256", name=op.f("uq_protocol_snapshot_sha256")),
    )


def _setting() -> None:
    op.create_table(
        "setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.Text(), nullable=False),
        sa.Column("updated_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["updated_by"], ["staff.id"], name=op.f("fk_setting_updated_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting")),
        sa.UniqueConstraint("key", name=op.f("uq_setting_key")),
    )


def _patient() -> None:
    op.create_table(
        "patient",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("code_key", sa.Text(), nullable=False),
        sa.Column("family_name", sa.Text(), nullable=False),
        sa.Column("given_name", sa.Text(), nullable=False),
        sa.Column("folded_name", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=False),
        sa.Column("sex", sa.String(length=40), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("carer_name", sa.Text(), nullable=False),
        sa.Column("carer_phone", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("interpreter", sa.Boolean(), nullable=False),
        sa.Column("allergy_status", sa.String(length=40), nullable=False),
        sa.Column("consent_care", sa.String(length=40), nullable=False),
        sa.Column("consent_registry", sa.String(length=40), nullable=False),
        sa.Column("disease_id", sa.Text(), nullable=False),
        sa.Column("phenotype_id", sa.Text(), nullable=False),
        sa.Column("indication_id", sa.Text(), nullable=False),
        sa.Column("neurologist_id", sa.Integer(), nullable=True),
        sa.Column("gp_id", sa.Integer(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("follow_up", sa.String(length=40), nullable=False),
        *_recorded(),
        sa.CheckConstraint(
            "follow_up IN ('followed', 'dead', 'transferred', 'withdrawn', 'lost')", name=op.f("ck_patient_follow_up")
        ),
        *_staff_keys("patient"),
        sa.ForeignKeyConstraint(["gp_id"], ["professional.id"], name=op.f("fk_patient_gp_id")),
        sa.ForeignKeyConstraint(["neurologist_id"], ["professional.id"], name=op.f("fk_patient_neurologist_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patient")),
    )


def _patient_indexes() -> None:
    op.create_index(op.f("ix_patient_birth_date"), "patient", ["birth_date"], unique=False)
    op.create_index(op.f("ix_patient_folded_name"), "patient", ["folded_name"], unique=False)
    op.create_index(
        "ix_patient_followed",
        "patient",
        ["id"],
        unique=False,
        sqlite_where=sa.text("follow_up = 'followed' AND voided_at IS NULL"),
    )
    op.create_index(op.f("ix_patient_gp_id"), "patient", ["gp_id"], unique=False)
    op.create_index(op.f("ix_patient_neurologist_id"), "patient", ["neurologist_id"], unique=False)
    op.create_index(
        "uq_patient_code_key", "patient", ["code_key"], unique=True, sqlite_where=sa.text("voided_at IS NULL")
    )


def _adverse_event() -> None:
    op.create_table(
        "adverse_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("term_id", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("soc", sa.Text(), nullable=False),
        sa.Column("ctcae_version", sa.Text(), nullable=False),
        sa.Column("onset", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("attributions", sa.JSON(), nullable=False),
        sa.Column("serious", sa.Boolean(), nullable=False),
        sa.Column("seriousness", sa.String(length=40), nullable=True),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("specify", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        *_recorded(),
        *_staff_keys("adverse_event"),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_adverse_event_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adverse_event")),
    )
    op.create_index(op.f("ix_adverse_event_patient_id"), "adverse_event", ["patient_id"], unique=False)


def _allergy() -> None:
    op.create_table(
        "allergy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("substance", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        *_recorded(),
        *_staff_keys("allergy"),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_allergy_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allergy")),
    )
    op.create_index(op.f("ix_allergy_patient_id"), "allergy", ["patient_id"], unique=False)


def _contact() -> None:
    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("contact_date", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("contact_with", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("next_try", sa.Date(), nullable=True),
        *_recorded(),
        *_staff_keys("contact"),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_contact_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    op.create_index("ix_contact_patient_date", "contact", ["patient_id", "contact_date"], unique=False)


def _state_change() -> None:
    op.create_table(
        "state_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        *_recorded(),
        *_staff_keys("state_change"),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_state_change_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_state_change")),
    )
    op.create_index(op.f("ix_state_change_patient_id"), "state_change", ["patient_id"], unique=False)


def _supportive_therapy() -> None:
    op.create_table(
        "supportive_therapy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("therapy_class", sa.String(length=40), nullable=False),
        sa.Column("catalogue_id", sa.Text(), nullable=False),
        sa.Column("dose", sa.Text(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("route", sa.String(length=40), nullable=False),
        sa.Column("frequency", sa.Text(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("planned_stop", sa.Date(), nullable=True),
        sa.Column("stop_rule_id", sa.Text(), nullable=False),
        sa.Column("stop_rule", sa.Text(), nullable=False),
        sa.Column("stop", sa.Date(), nullable=True),
        sa.Column("stop_reason", sa.String(length=40), nullable=True),
        sa.Column("stop_detail", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        *_recorded(),
        *_staff_keys("supportive_therapy"),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_supportive_therapy_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supportive_therapy")),
    )
    op.create_index(op.f("ix_supportive_therapy_patient_id"), "supportive_therapy", ["patient_id"], unique=False)
    op.create_index(
        "ix_supportive_therapy_to_stop",
        "supportive_therapy",
        ["planned_stop", "patient_id"],
        unique=False,
        sqlite_where=sa.text("stop IS NULL AND planned_stop IS NOT NULL AND voided_at IS NULL"),
    )


def _transplant() -> None:
    op.create_table(
        "transplant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("day0", sa.Date(), nullable=True),
        sa.Column("mobilisation_start", sa.Date(), nullable=True),
        sa.Column("mobilisation_regimen_id", sa.Text(), nullable=False),
        sa.Column("conditioning_regimen_id", sa.Text(), nullable=False),
        sa.Column("cd34_dose", sa.Text(), nullable=True),
        sa.Column("graft_manipulation", sa.String(length=40), nullable=False),
        sa.Column("discharged_on", sa.Date(), nullable=True),
        sa.Column("protocol_id", sa.Text(), nullable=False),
        sa.Column("protocol_version", sa.Text(), nullable=False),
        sa.Column("protocol_snapshot_id", sa.Integer(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        *_recorded(),
        sa.CheckConstraint("number >= 1", name=op.f("ck_transplant_number")),
        *_staff_keys("transplant"),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_transplant_patient_id")),
        sa.ForeignKeyConstraint(
            ["protocol_snapshot_id"], ["protocol_snapshot.id"], name=op.f("fk_transplant_protocol_snapshot_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transplant")),
    )
    op.create_index(op.f("ix_transplant_protocol_snapshot_id"), "transplant", ["protocol_snapshot_id"], unique=False)
    op.create_index(
        "uq_transplant_patient_number",
        "transplant",
        ["patient_id", "number"],
        unique=True,
        sqlite_where=sa.text("voided_at IS NULL"),
    )


def _adverse_event_grade() -> None:
    op.create_table(
        "adverse_event_grade",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("adverse_event_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=False),
        *_recorded(),
        sa.CheckConstraint("grade BETWEEN 1 AND 5", name=op.f("ck_adverse_event_grade_grade")),
        sa.ForeignKeyConstraint(
            ["adverse_event_id"], ["adverse_event.id"], name=op.f("fk_adverse_event_grade_adverse_event_id")
        ),
        *_staff_keys("adverse_event_grade"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adverse_event_grade")),
    )
    op.create_index(
        op.f("ix_adverse_event_grade_adverse_event_id"), "adverse_event_grade", ["adverse_event_id"], unique=False
    )


def _scheduled_visit() -> None:
    op.create_table(
        "scheduled_visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("transplant_id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("label_en", sa.Text(), nullable=False),
        sa.Column("label_it", sa.Text(), nullable=False),
        sa.Column("target", sa.Date(), nullable=False),
        sa.Column("earliest", sa.Date(), nullable=False),
        sa.Column("latest", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=40), nullable=False),
        sa.Column("optional", sa.Boolean(), nullable=False),
        sa.Column("ebmt_form", sa.Text(), nullable=False),
        sa.Column("booked", sa.Date(), nullable=True),
        sa.Column("booked_time", sa.Text(), nullable=False),
        sa.Column("moved", sa.Integer(), nullable=False),
        sa.Column("move_reason", sa.Text(), nullable=False),
        sa.Column("closing", sa.String(length=40), nullable=False),
        sa.Column("closing_reason", sa.Text(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        *_recorded(),
        sa.CheckConstraint(
            "closing IN ('none', 'done', 'missed', 'cancelled')", name=op.f("ck_scheduled_visit_closing")
        ),
        sa.CheckConstraint("earliest <= target AND target <= latest", name=op.f("ck_scheduled_visit_window")),
        *_staff_keys("scheduled_visit"),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_scheduled_visit_patient_id")),
        sa.ForeignKeyConstraint(["transplant_id"], ["transplant.id"], name=op.f("fk_scheduled_visit_transplant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheduled_visit")),
    )


def _scheduled_visit_indexes() -> None:
    op.create_index(
        "ix_scheduled_visit_open_booked",
        "scheduled_visit",
        ["booked", "patient_id"],
        unique=False,
        sqlite_where=sa.text("closing = 'none' AND voided_at IS NULL"),
    )
    op.create_index(
        "ix_scheduled_visit_open_patient",
        "scheduled_visit",
        ["patient_id", "earliest"],
        unique=False,
        sqlite_where=sa.text("closing = 'none' AND voided_at IS NULL"),
    )
    op.create_index(
        "ix_scheduled_visit_open_target",
        "scheduled_visit",
        ["target", "patient_id"],
        unique=False,
        sqlite_where=sa.text("closing = 'none' AND voided_at IS NULL"),
    )
    op.create_index(op.f("ix_scheduled_visit_patient_id"), "scheduled_visit", ["patient_id"], unique=False)
    op.create_index(op.f("ix_scheduled_visit_transplant_id"), "scheduled_visit", ["transplant_id"], unique=False)
    op.create_index(
        "uq_scheduled_visit_transplant_key",
        "scheduled_visit",
        ["transplant_id", "key"],
        unique=True,
        sqlite_where=sa.text("voided_at IS NULL"),
    )


def _therapy_interruption() -> None:
    op.create_table(
        "therapy_interruption",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supportive_therapy_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        *_recorded(),
        *_staff_keys("therapy_interruption"),
        sa.ForeignKeyConstraint(
            ["supportive_therapy_id"],
            ["supportive_therapy.id"],
            name=op.f("fk_therapy_interruption_supportive_therapy_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_therapy_interruption")),
    )
    op.create_index(
        op.f("ix_therapy_interruption_supportive_therapy_id"),
        "therapy_interruption",
        ["supportive_therapy_id"],
        unique=False,
    )


def _visit() -> None:
    op.create_table(
        "visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("scheduled_visit_id", sa.Integer(), nullable=True),
        sa.Column("visit_date", sa.Date(), nullable=False),
        sa.Column("seen_by", sa.Text(), nullable=False),
        sa.Column("temperature", sa.Text(), nullable=True),
        sa.Column("systolic", sa.Integer(), nullable=True),
        sa.Column("diastolic", sa.Integer(), nullable=True),
        sa.Column("pulse", sa.Integer(), nullable=True),
        sa.Column("saturation", sa.Integer(), nullable=True),
        sa.Column("weight", sa.Text(), nullable=True),
        sa.Column("karnofsky", sa.Integer(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("outside_window", sa.Boolean(), nullable=False),
        *_recorded(),
        *_staff_keys("visit"),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_visit_patient_id")),
        sa.ForeignKeyConstraint(
            ["scheduled_visit_id"], ["scheduled_visit.id"], name=op.f("fk_visit_scheduled_visit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
    )
    op.create_index(op.f("ix_visit_patient_id"), "visit", ["patient_id"], unique=False)
    op.create_index(op.f("ix_visit_scheduled_visit_id"), "visit", ["scheduled_visit_id"], unique=False)


def _visit_assessment() -> None:
    op.create_table(
        "visit_assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        *_recorded(),
        *_staff_keys("visit_assessment"),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_assessment_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_assessment")),
    )
    op.create_index(op.f("ix_visit_assessment_visit_id"), "visit_assessment", ["visit_id"], unique=False)
