"""Registry forms typed: the year of an annual one, the registry's own number, the facts as they stood when typed.
Letters signed: what a new version changed, why somebody signed who is no physician."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the columns; forms typed before know no year and no facts, letters signed before no change and no reason."""
    for column in (
        sa.Column("year", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("reference", sa.Text(), nullable=False, server_default=""),
        sa.Column("facts", sa.Text(), nullable=False, server_default=""),
    ):
        op.add_column("registry_entry", column)
    for name in ("changed", "signed_why"):
        op.add_column("letter", sa.Column(name, sa.Text(), nullable=False, server_default=""))
