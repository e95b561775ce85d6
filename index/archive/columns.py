"""Short columns of many articles at once, for retention and takedown."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Connection, select

from index.tables import article, chunked


class Dated(NamedTuple):
    """An article's id, the date and outlet it states, and when it was added (seconds since
    1970)."""

    id: str
    published: str | None
    outlet: str | None
    added_at: int


def dated(connection: Connection) -> list[Dated]:
    """All articles, by seq."""
    columns = (article.c.id, article.c.published, article.c.outlet, article.c.added_at)
    return [Dated(*row) for row in connection.execute(select(*columns).order_by(article.c.seq))]


def addresses(connection: Connection, ids: Collection[str]) -> set[str]:
    """The addresses of the articles with these ids."""
    found: set[str] = set()
    for some in chunked(sorted(set(ids))):
        asked = select(article.c.url).where(article.c.id.in_(some), article.c.url.is_not(None))
        found.update(connection.execute(asked).scalars())
    return found
