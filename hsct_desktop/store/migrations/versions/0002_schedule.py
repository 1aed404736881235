"""Reports awaited with their papers, tasks, tags, filters, approvals; more ways to close a visit. Frozen."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_OPEN = "closing = 'none' AND voided_at IS NULL"
_NOT_VOIDED = "voided_at IS NULL"


def upgrade() -> None:
    """Make the new tables, columns and indexes."""
    for create in (_scheduled_visit, _scheduled_visit_indexes, _awaited_report, _attachment, _task, _tag):
        create()
    _saved_filter()
    _protocol_approval()
    op.execute("ALTER TABLE patient ADD COLUMN nurse_id INTEGER CONSTRAINT fk_patient_nurse_id REFERENCES staff (id)")
    op.execute("ALTER TABLE transplant ADD COLUMN move_reason TEXT")
    op.create_index("ix_patient_nurse_id", "patient", ["nurse_id"])
    op.create_index("ix_visit_visit_date", "visit", ["visit_date"])
    op.create_index("ix_change_log_at", "change_log", ["at"])
    op.create_index(
        "ix_contact_next_try",
        "contact",
        ["next_try"],
        sqlite_where=sa.text("next_try IS NOT NULL AND voided_at IS NULL"),
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


def _scheduled_visit() -> None:
    """SQLite cannot change a check: the table is made anew, and every row is carried over as it is."""
    columns: list[sa.Column[Any]] = [
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
    ]
    names = ", ".join(column.name for column in columns)
    op.create_table(
        "scheduled_visit_new",
        *columns,
        sa.CheckConstraint(
            "closing IN ('none', 'done', 'awaited', 'missed', 'cancelled', 'not_applicable')",
            name=op.f("ck_scheduled_visit_closing"),
        ),
        sa.CheckConstraint("earliest <= target AND target <= latest", name=op.f("ck_scheduled_visit_window")),
        *_keys("scheduled_visit", patient_id="patient.id", transplant_id="transplant.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheduled_visit")),
    )
    op.execute(f"INSERT INTO scheduled_visit_new ({names}) SELECT {names} FROM scheduled_visit")  # noqa: S608
    op.drop_table("scheduled_visit")
    # The references of other tables name the table and must not follow the renaming.
    op.execute("PRAGMA legacy_alter_table = ON")
    op.rename_table("scheduled_visit_new", "scheduled_visit")
    op.execute("PRAGMA legacy_alter_table = OFF")


def _scheduled_visit_indexes() -> None:
    where, table = sa.text(_OPEN), "scheduled_visit"
    op.create_index("ix_scheduled_visit_open_booked", table, ["booked", "patient_id"], sqlite_where=where)
    op.create_index("ix_scheduled_visit_open_patient", table, ["patient_id", "earliest"], sqlite_where=where)
    op.create_index("ix_scheduled_visit_open_target", table, ["target", "patient_id"], sqlite_where=where)
    op.create_index("ix_scheduled_visit_open_window", table, ["earliest", "latest"], sqlite_where=where)
    op.create_index(
        "ix_scheduled_visit_closed_booked",
        "scheduled_visit",
        ["booked", "patient_id"],
        sqlite_where=sa.text("closing <> 'none' AND booked IS NOT NULL"),
    )
    op.create_index("ix_scheduled_visit_patient_id", "scheduled_visit", ["patient_id"])
    op.create_index("ix_scheduled_visit_transplant_id", "scheduled_visit", ["transplant_id"])
    op.create_index(
        "uq_scheduled_visit_transplant_key",
        "scheduled_visit",
        ["transplant_id", "key"],
        unique=True,
        sqlite_where=sa.text(_NOT_VOIDED),
    )


def _awaited_report() -> None:
    op.create_table(
        "awaited_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("scheduled_visit_id", sa.Integer(), nullable=True),
        sa.Column("assessment_id", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("arrived_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        *_recorded(),
        *_keys("awaited_report", patient_id="patient.id", visit_id="visit.id", scheduled_visit_id="scheduled_visit.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_awaited_report")),
    )
    op.create_index("ix_awaited_report_patient_id", "awaited_report", ["patient_id"])
    op.create_index("ix_awaited_report_visit_id", "awaited_report", ["visit_id"])
    op.create_index(
        "ix_awaited_report_waiting",
        "awaited_report",
        ["done_on", "patient_id"],
        sqlite_where=sa.text("arrived_on IS NULL AND voided_at IS NULL"),
    )
    op.create_index(
        "uq_awaited_report_line",
        "awaited_report",
        ["visit_id", "assessment_id"],
        unique=True,
        sqlite_where=sa.text(_NOT_VOIDED),
    )


def _attachment() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("awaited_report_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        *_recorded(),
        sa.CheckConstraint(
            "media_type IN ('application/pdf', 'image/png', 'image/jpeg')", name=op.f("ck_attachment_media_type")
        ),
        *_keys("attachment", patient_id="patient.id", visit_id="visit.id", awaited_report_id="awaited_report.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    for column in ("patient_id", "visit_id", "awaited_report_id"):
        op.create_index(f"ix_attachment_{column}", "attachment", [column])
    op.create_table(
        "attachment_content",
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["attachment_id"], ["attachment.id"], name=op.f("fk_attachment_content_attachment_id")),
        sa.PrimaryKeyConstraint("attachment_id", name=op.f("pk_attachment_content")),
    )


def _task() -> None:
    op.create_table(
        "task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_by", sa.Integer(), nullable=True),
        *_recorded(),
        *_keys("task", patient_id="patient.id", owner_id="staff.id", done_by="staff.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    op.create_index("ix_task_patient_id", "task", ["patient_id"])
    op.create_index("ix_task_open", "task", ["due"], sqlite_where=sa.text("done_on IS NULL AND voided_at IS NULL"))


def _tag() -> None:
    op.create_table(
        "patient_tag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("tag", sa.Text(), nullable=False),
        *_recorded(),
        *_keys("patient_tag", patient_id="patient.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patient_tag")),
    )
    op.create_index(
        "uq_patient_tag", "patient_tag", ["patient_id", "tag"], unique=True, sqlite_where=sa.text(_NOT_VOIDED)
    )


def _saved_filter() -> None:
    op.create_table(
        "saved_filter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        *_recorded(),
        *_keys("saved_filter", owner_id="staff.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filter")),
    )


def _protocol_approval() -> None:
    op.create_table(
        "protocol_approval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("protocol_snapshot_id", sa.Integer(), nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        *_recorded(),
        *_keys("protocol_approval", protocol_snapshot_id="protocol_snapshot.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_protocol_approval")),
    )
    op.create_index("ix_protocol_approval_protocol_snapshot_id", "protocol_approval", ["protocol_snapshot_id"])
