"""Documents: letters with what was signed and how they left, registry forms typed, the unit's phrases and logo."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the new tables; what stands in the file stays as it is."""
    _letter()
    _letter_dispatch()
    _registry_entry()
    _phrase()
    _letterhead_logo()
    _content("letter")
    _content("letterhead_logo")


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


def _letter() -> None:
    _table(
        "letter",
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("professional_id", sa.Integer(), nullable=True),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=True),
        sa.Column("copies", sa.Text(), nullable=False),
        sa.Column("texts", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("signed_by", sa.Integer(), nullable=True),
        sa.Column("signer_name", sa.Text(), nullable=False),
        sa.Column("signer_role", sa.Text(), nullable=False),
        sa.Column("signed_at", sa.Text(), nullable=True),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        patient_id="patient.id",
        professional_id="professional.id",
        replaces_id="letter.id",
        signed_by="staff.id",
    )


def _letter_dispatch() -> None:
    _table(
        "letter_dispatch",
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("to_whom", sa.Text(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        letter_id="letter.id",
        patient_id="patient.id",
    )


def _registry_entry() -> None:
    _table(
        "registry_entry",
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("transplant_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("typed_on", sa.Date(), nullable=False),
        sa.Column("typed_by_name", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        patient_id="patient.id",
        transplant_id="transplant.id",
    )


def _phrase() -> None:
    _table(
        "phrase",
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("kinds", sa.Text(), nullable=False),
        sa.Column("texts", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
    )


def _letterhead_logo() -> None:
    _table(
        "letterhead_logo",
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
    )


def _content(owner: str) -> None:
    """The bytes of a row of another table, written once."""
    facts = [sa.Column("facts", sa.Text(), nullable=False)] if owner == "letter" else []
    op.create_table(
        f"{owner}_content",
        sa.Column(f"{owner}_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        *facts,
        sa.ForeignKeyConstraint([f"{owner}_id"], [f"{owner}.id"], name=op.f(f"fk_{owner}_content_{owner}_id")),
        sa.PrimaryKeyConstraint(f"{owner}_id", name=op.f(f"pk_{owner}_content")),
    )
