"""What the translation worker reads and writes: what is missing, what was refused, what it cost."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Select,
    bindparam,
    delete,
    func,
    literal,
    select,
    tuple_,
)

from index.archive import claims
from index.archive.database import reading, writing
from index.archive.record import contents_of
from index.archive.statements import begin_write
from index.tables import (
    article,
    chunked,
    counter,
    memory,
    refusal,
    spent,
    stale,
    upsert,
)
from index.translation.memory import PEOPLE, Direction, Entry, Memory, direction_of
from search.article import Lang

_AGREE = 3_600  # seconds within which the clocks of machines on one archive are expected to agree


@dataclass(frozen=True, slots=True)
class Place:
    """Where a walk from the newest to the oldest article stands: after this one."""

    published: str | None
    seq: int


@dataclass(frozen=True, slots=True)
class Lack:
    """A sentence of an article without the translation that is looked for."""

    key: bytes
    text: str


@dataclass(frozen=True, slots=True)
class Unfinished:
    """An article on the walk, with what it lacks now: nothing, where the memory has got it all
    since the article was last looked through."""

    place: Place
    seq: int
    lang: Lang
    lacks: tuple[Lack, ...]

    @property
    def direction(self) -> Direction:
        return direction_of(self.lang)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an engine's answer for a sentence was not kept, how often it was asked, and from when
    it may be asked again (seconds since 1970)."""

    key: bytes
    engine: str
    reason: str
    tries: int
    again_at: int


@dataclass(frozen=True, slots=True)
class Spent:
    """What a provider answered: requests, sentences, characters of the sentences as sent."""

    engine: str
    requests: int
    sentences: int
    characters: int


@dataclass(frozen=True, slots=True)
class Done:
    """What came of some requests. seqs: the articles with translations among the entries."""

    entries: Sequence[Entry]
    refused: Sequence[Refusal]
    cost: Sequence[Spent]
    seqs: Collection[int]


# Made once, as building it takes SQLAlchemy as long as running it.
_FORGIVE = delete(refusal).where(refusal.c.key.in_(bindparam("keys", expanding=True)))


class Ledger:
    """The worker's part of an archive, over the same database. Raises ArchiveError.

    It writes many times a second and waits for no flush: a power cut may take the translations of
    the last second, which are asked for again. Marking their articles as changed flushes.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    # What is wanted

    def walk(self, after: Place | None, limit: int, again: str | None = None) -> list[Unfinished]:
        """Articles that lack a translation, newest first, undated last.

        again: walk all articles, for sentences that neither people nor this engine translated.
        """
        found: list[Unfinished] = []
        if after is None or after.published is not None:
            dated: ColumnElement[bool] = article.c.published.is_not(None)
            if after is not None:
                place = tuple_(article.c.published, article.c.seq)
                dated = dated & (place < tuple_(literal(after.published), literal(after.seq)))
            order = (article.c.published.desc(), article.c.seq.desc())
            found = self._walked(dated, again, limit, *order)
            after = None
        if len(found) < limit:
            undated: ColumnElement[bool] = article.c.published.is_(None)
            if after is not None:
                undated = undated & (article.c.seq < after.seq)
            found += self._walked(undated, again, limit - len(found), article.c.seq.desc())
        return found

    def _walked(
        self,
        condition: ColumnElement[bool],
        again: str | None,
        limit: int,
        *order: ColumnElement[Any],
    ) -> list[Unfinished]:
        asked = select(article).where(condition).order_by(*order).limit(limit)
        return self._unfinished(asked if again else asked.where(article.c.missing > 0), again)

    def of(self, seqs: Sequence[int], again: str | None = None) -> list[Unfinished]:
        """The same of these articles only, in their order of arrival."""
        asked = select(article).where(article.c.seq.in_(seqs)).order_by(article.c.seq)
        return self._unfinished(asked if again else asked.where(article.c.missing > 0), again)

    def arrived(self, after: int, limit: int) -> list[Unfinished]:
        """Articles that lack a translation and came with a higher seq, in that order."""
        asked = select(article).where(article.c.seq > after, article.c.missing > 0)
        return self._unfinished(asked.order_by(article.c.seq).limit(limit), None)

    def last_seq(self) -> int:
        """The highest seq given out: cheap enough to ask often."""
        with reading(self._engine) as connection:
            asked = select(counter.c.value).where(counter.c.name == "seq")
            return int(connection.execute(asked).scalar_one())

    def _unfinished(self, asked: Select[Any], again: str | None) -> list[Unfinished]:
        with reading(self._engine) as connection:
            held = [contents_of(row) for row in connection.execute(asked).mappings()]
            keys = {side.key for each in held for side in each.sides if side.key}
            known = _known(connection, keys, again)
        return [
            Unfinished(
                Place(each.row["published"], each.row["seq"]),
                each.row["seq"],
                each.row["lang"],
                tuple(
                    Lack(side.key, side.text)
                    for side in each.sides
                    if side.key is not None and side.key not in known
                ),
            )
            for each in held
        ]

    def claim(
        self, keys: Collection[bytes], token: int, lease: float, again: str | None = None
    ) -> set[bytes]:
        """Take these sentences in hand for `lease` seconds; those that no other worker has, and
        that are still wanted. One transaction: what another has just kept is seen."""
        with writing(self._engine, flushes=False) as connection:
            begin_write(connection)
            taken = claims.take(connection, keys, token, lease)
            known = _known(connection, taken, again)
            claims.drop(connection, known, token)
        return taken - known

    def renew(self, token: int, lease: float) -> None:
        """Keep what was claimed under the token for `lease` seconds from now."""
        with writing(self._engine, flushes=False) as connection:
            claims.renew(connection, token, lease)

    def drop(self, keys: Collection[bytes], token: int) -> None:
        """Let others have these sentences."""
        with writing(self._engine, flushes=False) as connection:
            claims.drop(connection, keys, token)

    def refusals(self, keys: Collection[bytes]) -> dict[tuple[bytes, str], Refusal]:
        """What is known against asking for these sentences, by sentence and engine. One noted by a
        clock that was ahead, and has been put back, holds nothing up."""
        ahead = int(time.time()) + _AGREE
        found: dict[tuple[bytes, str], Refusal] = {}
        with reading(self._engine) as connection:
            for some in chunked(sorted(keys)):
                for row in connection.execute(select(refusal).where(refusal.c.key.in_(some))):
                    again_at = row.again_at if row.at <= ahead else 0
                    found[row.key, row.engine] = Refusal(
                        row.key, row.engine, row.reason, row.tries, again_at
                    )
        return found

    # What came of it

    def keep(self, work: Done, token: int) -> None:
        """Keep what was done, in one transaction: when this returns it survives a killed process.
        The claims on its sentences are given up."""
        with writing(self._engine, flushes=False) as connection:
            begin_write(connection)
            Memory(connection).keep(work.entries)
            for some in chunked(sorted({entry.key for entry in work.entries})):
                connection.execute(_FORGIVE, {"keys": some})
            _write_refusals(connection, work.refused)
            for each in work.cost:
                _add_spent(connection, each)
            rows = [{"seq": seq} for seq in sorted(work.seqs)]
            upsert(connection, stale, rows)
            keys = {entry.key for entry in work.entries} | {each.key for each in work.refused}
            claims.drop(connection, keys, token)

    def stale(self, limit: int = 1_000) -> list[int]:
        """Articles whose new translations the change log does not tell of yet."""
        with reading(self._engine) as connection:
            asked = select(stale.c.seq).order_by(stale.c.seq).limit(limit)
            return list(connection.execute(asked).scalars())

    def spent_today(self, engines: Iterable[str]) -> int:
        """Characters these engines answered today (UTC)."""
        with reading(self._engine) as connection:
            asked = select(func.coalesce(func.sum(spent.c.characters), 0)).where(
                spent.c.day == today(), spent.c.engine.in_(sorted(engines))
            )
            return int(connection.execute(asked).scalar_one())


def today() -> str:
    """The day (UTC) on which characters are counted."""
    return datetime.now(UTC).strftime("%Y-%m-%d")


def _known(connection: Connection, keys: Collection[bytes], again: str | None) -> set[bytes]:
    """The keys that need not be asked for."""
    if again is None:
        return set(Memory(connection).lookup_keys(keys))
    found: set[bytes] = set()
    for some in chunked(sorted(keys)):
        asked = select(memory.c.key).where(
            memory.c.key.in_(some), memory.c.engine.in_([PEOPLE, again])
        )
        found.update(connection.execute(asked).scalars())
    return found


def _write_refusals(connection: Connection, refused: Sequence[Refusal]) -> None:
    now = int(time.time())
    latest = {(each.key, each.engine): each for each in refused}
    upsert(connection, refusal, [asdict(latest[one]) | {"at": now} for one in sorted(latest)])


def _add_spent(connection: Connection, cost: Spent) -> None:
    upsert(connection, spent, [asdict(cost) | {"day": today()}], _added)


def _added(new: Any) -> dict[str, ColumnElement[Any]]:
    return {name: spent.c[name] + new[name] for name in ("requests", "sentences", "characters")}
