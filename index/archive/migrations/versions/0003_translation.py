"""What the translation worker keeps: qualities, refusals, spending, a glossary."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def _name(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    """Add columns to the memory, an order to the articles that lack translations, four tables."""
    op.add_column("memory", sa.Column("quality", sa.Float))
    op.add_column("memory", sa.Column("source", sa.Text))
    untranslated = sa.text("missing > 0")
    op.create_index(
        "ix_article_untranslated",
        "article",
        ["published", "seq"],
        sqlite_where=untranslated,
        postgresql_where=untranslated,
    )
    op.create_table(
        "refusal",
        sa.Column("key", sa.LargeBinary(16), primary_key=True),
        sa.Column("engine", _name(40), primary_key=True),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("again_at", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table("stale", sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False))
    op.create_table(
        "spent",
        sa.Column("day", _name(10), primary_key=True),
        sa.Column("engine", _name(40), primary_key=True),
        sa.Column("requests", sa.BigInteger, nullable=False),
        sa.Column("sentences", sa.BigInteger, nullable=False),
        sa.Column("characters", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "glossary",
        sa.Column("term", _name(200), primary_key=True),
        sa.Column("english", sa.Text, nullable=False),
        sa.Column("others", sa.Text, nullable=False),
    )
