"""Accountable: workstation, reason and chain of the change log, the access log, signatures, users, consents.

The lines of the log are chained behind this step, by the program: it has the file's key.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the columns and tables; nobody was asked about research before, and nobody signed a visit."""
    for name, kind in (
        ("workstation", sa.Text()), ("reason", sa.Text()), ("nonce", sa.LargeBinary()), ("digest", sa.LargeBinary()),
        ("mac", sa.LargeBinary()), ("redacted", sa.Integer()),
    ):  # fmt: skip
        op.add_column("change_log", sa.Column(name, kind, nullable=True))
    op.add_column("staff", sa.Column("uid", sa.Text(), nullable=True))
    op.add_column("staff", sa.Column("administers", sa.Boolean(), nullable=False, server_default="0"))
    op.create_index("uq_staff_uid", "staff", ["uid"], unique=True)
    for column in (
        sa.Column("consent_research", sa.String(length=40), nullable=False, server_default="not_asked"),
        sa.Column("consent_registry_on", sa.Date(), nullable=True),
        sa.Column("consent_research_on", sa.Date(), nullable=True),
        sa.Column("pseudonymised_at", sa.Text(), nullable=True),
    ):
        op.add_column("patient", column)
    _access_log()
    _record_signature()


def _access_log() -> None:
    op.create_table(
        "access_log",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("workstation", sa.Text(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_access_log")),
    )
    op.create_index(op.f("ix_access_log_at"), "access_log", ["at"])
    op.create_index("ix_access_log_patient", "access_log", ["patient_id", "seq"])


def _record_signature() -> None:
    people = ("signed_by", "unlocked_by", "created_by", "updated_by", "voided_by")
    op.create_table(
        "record_signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("signed_by", sa.Integer(), nullable=False),
        sa.Column("signed_at", sa.Text(), nullable=False),
        sa.Column("facts_sha256", sa.Text(), nullable=False),
        sa.Column("through_result_id", sa.Integer(), nullable=False),
        sa.Column("unlocked_at", sa.Text(), nullable=True),
        sa.Column("unlocked_by", sa.Integer(), nullable=True),
        sa.Column("unlocked_until", sa.Text(), nullable=True),
        sa.Column("unlock_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.Text(), nullable=False),
        sa.Column("updated_by", sa.Integer(), nullable=True),
        sa.Column("voided_at", sa.Text(), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        *(sa.ForeignKeyConstraint([own], ["staff.id"], name=op.f(f"fk_record_signature_{own}")) for own in people),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_record_signature_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_signature")),
    )
    op.create_index(op.f("ix_record_signature_patient_id"), "record_signature", ["patient_id"])
    op.create_index("ix_record_signature_record", "record_signature", ["kind", "record_id"])
