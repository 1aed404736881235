"""The disease: its history, examinations, scans and measures, selection, treatment and a death adjudicated."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the new tables; what stands in the file stays as it is."""
    _disease_history()
    _phenotype_change()
    _relapse()
    _edss_assessment()
    _measure_value()
    _mri()
    _mri_reference()
    _selection_meeting()
    _trial_enrolment()
    _apheresis()
    _conditioning_given()
    _cell_infusion()
    _death_review()


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


def _disease_history() -> None:
    _table(
        "disease_history",
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("onset", sa.Text(), nullable=False),
        sa.Column("diagnosed", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        patient_id="patient.id",
    )
    op.create_index(
        "uq_disease_history_patient",
        "disease_history",
        ["patient_id"],
        unique=True,
        sqlite_where=sa.text("voided_at IS NULL"),
    )


def _phenotype_change() -> None:
    _table(
        "phenotype_change",
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("phenotype_id", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        patient_id="patient.id",
    )


def _relapse() -> None:
    _table(
        "relapse",
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("onset", sa.Text(), nullable=False),
        sa.Column("systems", sa.JSON(), nullable=False),
        sa.Column("steroid", sa.Text(), nullable=False),
        sa.Column("recovery", sa.Text(), nullable=False),
        sa.Column("treatment", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        patient_id="patient.id",
    )


def _edss_assessment() -> None:
    _table(
        "edss_assessment",
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("assessed", sa.Text(), nullable=False),
        sa.Column("edss", sa.Text(), nullable=True),
        sa.Column("coding", sa.Text(), nullable=False),
        sa.Column("visual", sa.Integer(), nullable=True),
        sa.Column("brainstem", sa.Integer(), nullable=True),
        sa.Column("pyramidal", sa.Integer(), nullable=True),
        sa.Column("cerebellar", sa.Integer(), nullable=True),
        sa.Column("sensory", sa.Integer(), nullable=True),
        sa.Column("bowel_bladder", sa.Integer(), nullable=True),
        sa.Column("cerebral", sa.Integer(), nullable=True),
        sa.Column("ambulation", sa.Integer(), nullable=True),
        sa.Column("rater", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        patient_id="patient.id",
    )


def _measure_value() -> None:
    _table(
        "measure_value",
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("edss_assessment_id", sa.Integer(), nullable=True),
        sa.Column("measured_on", sa.Date(), nullable=False),
        sa.Column("measure_id", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        patient_id="patient.id",
        edss_assessment_id="edss_assessment.id",
    )


def _mri() -> None:
    _table(
        "mri",
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("scanned", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("field_tesla", sa.Text(), nullable=True),
        sa.Column("new_t2", sa.Integer(), nullable=True),
        sa.Column("gd", sa.Integer(), nullable=True),
        sa.Column("t2_lesions", sa.Integer(), nullable=True),
        sa.Column("t2_volume", sa.Text(), nullable=True),
        sa.Column("pbvc", sa.Text(), nullable=True),
        sa.Column("cord_new", sa.Integer(), nullable=True),
        sa.Column("cord_gd", sa.Integer(), nullable=True),
        sa.Column("compared_with_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        patient_id="patient.id",
        compared_with_id="mri.id",
    )


def _mri_reference() -> None:
    _table(
        "mri_reference",
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("transplant_id", sa.Integer(), nullable=False),
        sa.Column("mri_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        patient_id="patient.id",
        transplant_id="transplant.id",
        mri_id="mri.id",
    )
    op.create_index(
        "uq_mri_reference_transplant",
        "mri_reference",
        ["transplant_id"],
        unique=True,
        sqlite_where=sa.text("voided_at IS NULL"),
    )


def _selection_meeting() -> None:
    _table(
        "selection_meeting",
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("members", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("signed_by", sa.Text(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        patient_id="patient.id",
    )


def _trial_enrolment() -> None:
    _table(
        "trial_enrolment",
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("trial_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("arm", sa.Text(), nullable=False),
        sa.Column("screening_number", sa.Text(), nullable=False),
        sa.Column("enrolled_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        patient_id="patient.id",
    )


def _apheresis() -> None:
    _table(
        "apheresis",
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("transplant_id", sa.Integer(), nullable=False),
        sa.Column("session", sa.Integer(), nullable=False),
        sa.Column("collected_on", sa.Date(), nullable=False),
        sa.Column("cd34_dose", sa.Text(), nullable=True),
        sa.Column("blood_cd34", sa.Text(), nullable=True),
        sa.Column("volume", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        patient_id="patient.id",
        transplant_id="transplant.id",
    )


def _conditioning_given() -> None:
    _table(
        "conditioning_given",
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("transplant_id", sa.Integer(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("order_key", sa.Text(), nullable=False),
        sa.Column("drug", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("dose", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        patient_id="patient.id",
        transplant_id="transplant.id",
    )


def _cell_infusion() -> None:
    _table(
        "cell_infusion",
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("transplant_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("infused_on", sa.Date(), nullable=False),
        sa.Column("product", sa.Text(), nullable=False),
        sa.Column("dose", sa.Text(), nullable=True),
        sa.Column("timing", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("lymphodepletion", sa.Text(), nullable=False),
        sa.Column("crs_grade", sa.Integer(), nullable=True),
        sa.Column("crs_on", sa.Date(), nullable=True),
        sa.Column("icans_grade", sa.Integer(), nullable=True),
        sa.Column("icans_on", sa.Date(), nullable=True),
        sa.Column("expansion_peak", sa.Text(), nullable=True),
        sa.Column("expansion_unit", sa.Text(), nullable=False),
        sa.Column("expansion_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        patient_id="patient.id",
        transplant_id="transplant.id",
    )


def _death_review() -> None:
    _table(
        "death_review",
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("members", sa.Text(), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        patient_id="patient.id",
    )
