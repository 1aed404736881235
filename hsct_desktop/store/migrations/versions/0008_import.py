"""Imports: which files were taken in, how they were read and what became of their rows; visits that are history."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_TEXTS = ("file_name", "sha256", "kinds", "mapping", "txn")
_COUNTS = ("rows_read", "new_rows", "changed_rows", "same_rows", "conflict_rows", "refused_rows", "patients")


def upgrade() -> None:
    """Make the table of imports, and let a scheduled visit be closed as history."""
    _import_run()
    _history()


def _history() -> None:
    """SQLite cannot change a check: the table is made anew from its own words, every row carried over as it is."""
    connection = op.get_bind()
    found = connection.exec_driver_sql(
        "SELECT type, sql FROM sqlite_master WHERE tbl_name = 'scheduled_visit' AND sql IS NOT NULL"
    ).all()
    (table,) = (sql for kind, sql in found if kind == "table")
    wider = table.replace("'not_applicable')", "'not_applicable', 'history')", 1)
    head, opening, columns = wider.partition("(")
    if wider == table or "scheduled_visit" not in head:
        raise RuntimeError("scheduled_visit is not as 0002 made it")
    op.execute(f"CREATE TABLE scheduled_visit_new {opening}{columns}")
    op.execute("INSERT INTO scheduled_visit_new SELECT * FROM scheduled_visit")
    op.drop_table("scheduled_visit")
    # The references of other tables name the table and must not follow the renaming.
    op.execute("PRAGMA legacy_alter_table = ON")
    op.rename_table("scheduled_visit_new", "scheduled_visit")
    op.execute("PRAGMA legacy_alter_table = OFF")
    for kind, sql in found:
        if kind == "index":
            op.execute(sql)


def _import_run() -> None:
    people = ("created_by", "updated_by", "voided_by")
    op.create_table(
        "import_run",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in _TEXTS),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in _COUNTS),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.Text(), nullable=False),
        sa.Column("updated_by", sa.Integer(), nullable=True),
        sa.Column("voided_at", sa.Text(), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        *(sa.ForeignKeyConstraint([own], ["staff.id"], name=op.f(f"fk_import_run_{own}")) for own in people),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
    )
    op.create_index("ix_import_run_txn", "import_run", ["txn"])
