"""The archive as it was first released."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _name(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables of schema 1."""
    op.create_table(
        "home",
        sa.Column("name", _name(40), primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "counter",
        sa.Column("name", _name(40), primary_key=True),
        sa.Column("value", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "article",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("id", sa.String(26), nullable=False, unique=True),
        sa.Column("source_id", sa.Text, index=True),
        sa.Column("url", sa.Text, index=True),
        sa.Column("lang", sa.String(2), nullable=False),
        sa.Column("published", sa.String(40)),
        sa.Column("outlet", sa.Text),
        sa.Column("agency", sa.Text),
        sa.Column("place", sa.Text),
        sa.Column("category", sa.Text),
        sa.Column("missing", sa.Integer, nullable=False),
        sa.Column("added_at", sa.BigInteger, nullable=False),
        sa.Column("updated_at", sa.BigInteger, nullable=False),
        sa.Column("digest", sa.LargeBinary(16), nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "change",
        sa.Column("number", number, primary_key=True, autoincrement=False),
        sa.Column("seq", sa.Integer, nullable=False, unique=True),
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("deleted", sa.Boolean, nullable=False),
    )
    op.create_table(
        "memory",
        sa.Column("key", sa.LargeBinary(16), primary_key=True),
        sa.Column("engine", _name(40), primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "request",
        sa.Column("kind", _name(40), primary_key=True),
        sa.Column("asked_at", sa.BigInteger, nullable=False),
    )
