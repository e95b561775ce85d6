"""Work that several processes share."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def _name(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    """Add the table of shared work."""
    op.create_table(
        "work",
        sa.Column("kind", _name(40), primary_key=True),
        sa.Column("item", _name(64), primary_key=True),
        sa.Column("due", sa.BigInteger, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("token", sa.BigInteger),
        sa.Column("again", sa.Boolean, nullable=False),
    )
    op.create_index("ix_work_due", "work", ["kind", "due"])
