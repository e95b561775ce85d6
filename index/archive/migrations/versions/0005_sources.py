"""What `fihrist watch` looks at, and where that leads."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def _name(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    """Add two tables."""
    op.create_table(
        "source",
        sa.Column("url", _name(2_000), primary_key=True),
        sa.Column("title", sa.Text),
        sa.Column("folder", sa.Text),
        sa.Column("kind", sa.String(10)),
        sa.Column("stopped", sa.Boolean, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("etag", sa.Text),
        sa.Column("modified", sa.Text),
        sa.Column("digest", sa.LargeBinary(16)),
        sa.Column("interval", sa.Integer, nullable=False),
        sa.Column("wait", sa.Integer),
        sa.Column("next_at", sa.BigInteger, nullable=False),
        sa.Column("added_at", sa.BigInteger, nullable=False),
        sa.Column("checked_at", sa.BigInteger),
        sa.Column("seen_at", sa.BigInteger),
        sa.Column("new_at", sa.BigInteger),
        sa.Column("failing_since", sa.BigInteger),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("new", sa.Integer, nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
    )
    op.create_table(
        "lead",
        sa.Column("key", sa.LargeBinary(16), primary_key=True),
        sa.Column("source", _name(2_000), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("digest", sa.LargeBinary(16), nullable=False),
        sa.Column("content", sa.LargeBinary(16)),
        sa.Column("url", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("again_at", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_lead_source", "lead", ["source"])
    op.create_index("ix_lead_content", "lead", ["content"])
