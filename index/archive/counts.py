"""How translation stands, in numbers: for `fihrist status` and the metrics."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from index.archive.ledger import Spent, today
from index.tables import article, memory, refusal, spent


@dataclass(frozen=True, slots=True)
class Counts:
    """pending: sentences without a translation, and the articles they are of; done: sentences in
    the memory by engine; refused: by reason, sentences that no engine has translated since;
    spent: by provider, from the beginning and today (UTC)."""

    pending_sentences: int
    pending_articles: int
    done: dict[str, int]
    refused: dict[str, int]
    spent: dict[str, Spent]
    today: dict[str, Spent]


def counts(connection: Connection) -> Counts:
    """The counts, within one transaction. Goes through the memory's keys: 0.1 s for a million."""
    missing = select(func.coalesce(func.sum(article.c.missing), 0), func.count())
    sentences, articles = connection.execute(missing.where(article.c.missing > 0)).one()
    done = select(memory.c.engine, func.count()).group_by(memory.c.engine)
    # A sentence that several engines were asked for in vain counts once, by the last of them.
    last = select(refusal.c.key, func.max(refusal.c.at).label("at")).group_by(refusal.c.key)
    latest = last.subquery()
    refused = (
        select(refusal.c.reason, func.count(refusal.c.key.distinct()))
        .join(latest, (refusal.c.key == latest.c.key) & (refusal.c.at == latest.c.at))
        .group_by(refusal.c.reason)
    )
    return Counts(
        int(sentences),
        int(articles),
        {row[0]: row[1] for row in connection.execute(done)},
        {row[0]: row[1] for row in connection.execute(refused)},
        _spent(connection, None),
        _spent(connection, today()),
    )


def _spent(connection: Connection, day: str | None) -> dict[str, Spent]:
    asked = select(
        spent.c.engine,
        func.sum(spent.c.requests),
        func.sum(spent.c.sentences),
        func.sum(spent.c.characters),
    ).group_by(spent.c.engine)
    if day is not None:
        asked = asked.where(spent.c.day == day)
    return {row[0]: Spent(row[0], *map(int, row[1:])) for row in connection.execute(asked)}
