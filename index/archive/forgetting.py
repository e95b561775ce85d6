"""What an article leaves when it is deleted or replaced, and how that goes too.

The memory and the refusals know sentences by their keys, and many articles may share one. So a
transaction that takes a text out writes down, in the table `former`, which keys were its own; a
sweep then looks through all articles once and drops what none of them holds any more. Between the
two nothing is shown: the memory is only ever asked for sentences of articles that are there.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Sequence

import orjson
import zstandard
from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    RowMapping,
    delete,
    exists,
    func,
    select,
    true,
)

from index.archive.claims import KIND as SENTENCE
from index.archive.columns import addresses
from index.archive.database import reading, writing
from index.archive.record import Contents, contents_of
from index.archive.statements import begin_write
from index.tables import article, change, chunked, former, memory, refusal, refused, upsert, work
from index.translation.memory import Memory, direction_of, key
from index.values import address_identity
from search.article import article_id

DAMAGED = (zstandard.ZstdError, orjson.JSONDecodeError, KeyError, TypeError, ValueError)
"""What contents_of() raises for a body that is not as it was written."""

_PAGE = 500
_GONE = former.c.seq.not_in(select(article.c.seq))


def leave(connection: Connection, seqs: Sequence[int]) -> None:
    """Write down what these articles have in the memory, before their rows go or change."""
    for some in chunked(seqs, _PAGE):
        rows = connection.execute(select(article).where(article.c.seq.in_(some))).mappings()
        keys = _keys(connection, rows.all())
        kept = _kept(connection, set().union(*keys.values()))
        pairs = [(seq, one) for seq in sorted(keys) for one in sorted(keys[seq] & kept)]
        made = [{"seq": seq, "key": one} for seq, one in pairs]
        upsert(connection, former, made)


def _keys(connection: Connection, rows: Sequence[RowMapping]) -> dict[int, set[bytes]]:
    """By article, every memory key that holds text of it: of its sentences, and of their
    translations, which are the sentences of pairs that were brought in both directions. A
    damaged article has none that could be known."""
    held: list[Contents] = []
    for row in rows:
        try:
            held.append(contents_of(row))
        except DAMAGED:
            continue
    own = {
        each.row["seq"]: {
            key(side.text, direction_of(each.row["lang"])): side.other
            for side in each.sides
            if side.text
        }
        for each in held
    }
    known = Memory(connection).lookup_keys({one for keys in own.values() for one in keys})
    found: dict[int, set[bytes]] = {}
    for each in held:
        keys = own[each.row["seq"]]
        others = {other for other in keys.values() if other}
        others |= {known[one].text for one in keys if one in known}
        back = direction_of("en" if each.row["lang"] == "ar" else "ar")
        found[each.row["seq"]] = keys.keys() | {key(other, back) for other in others}
    return found


def _kept(connection: Connection, keys: Collection[bytes]) -> set[bytes]:
    """Those of the keys that the memory or the refusals have."""
    found: set[bytes] = set()
    for some in chunked(sorted(keys)):
        for table in (memory, refusal):
            rows = connection.execute(select(table.c.key).where(table.c.key.in_(some)))
            found.update(rows.scalars())
    return found


def _held(connection: Connection, among: ColumnElement[bool]) -> Iterator[set[bytes]]:
    """The keys of the articles, a page at a time."""
    after = 0
    while True:
        asked = select(article).where(article.c.seq > after, among).order_by(article.c.seq)
        rows = connection.execute(asked.limit(_PAGE)).mappings().all()
        if not rows:
            return
        after = rows[-1]["seq"]
        yield set().union(*_keys(connection, rows).values())


class Forgetting:
    """The part of an archive that forgets. Raises ArchiveError where the database fails."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def refuse(self, ids: Collection[str]) -> None:
        """Let nobody add these articles again, neither under their ids nor by their addresses.
        What is kept of them for that are digests."""
        now = int(time.time())
        with writing(self._engine) as connection:
            begin_write(connection)
            urls = addresses(connection, ids)
            names = {*ids, *(article_id(address_identity(url)) for url in urls)}
            upsert(connection, refused, [{"id": one, "at": now} for one in sorted(names)])

    def readmit(self, ids: Collection[str]) -> int:
        """Let them be added again; how many were refused."""
        gone = 0
        with writing(self._engine) as connection:
            begin_write(connection)
            for some in chunked(sorted(set(ids))):
                gone += connection.execute(delete(refused).where(refused.c.id.in_(some))).rowcount
        return gone

    def due(self) -> bool:
        """Whether deleted articles left anything that a sweep would look at."""
        with reading(self._engine) as connection:
            return bool(connection.execute(select(exists().where(_GONE))).scalar_one())

    def sweep(self) -> int:
        """Drop from the memory what only deleted articles had; how many sentences.

        Reads the whole archive where there is anything to drop (0.3 ms an article).
        """
        with reading(self._engine) as connection:
            keys = _left(connection)
            if not keys:
                return 0
            last = select(func.coalesce(func.max(change.c.number), 0))
            seen = int(connection.execute(last).scalar_one())
            held: set[bytes] = set()
            for page in _held(connection, true()):
                held |= keys & page
        with writing(self._engine) as connection:
            begin_write(connection)
            newer = select(change.c.seq).where(change.c.number > seen)
            for page in _held(connection, article.c.seq.in_(newer)):  # that came while we looked
                held |= keys & page
            alone = keys - held
            _drop(connection, sorted(alone))
            for some in chunked(sorted(keys)):
                connection.execute(delete(former).where(_GONE, former.c.key.in_(some)))
        return len(alone)


def _left(connection: Connection) -> set[bytes]:
    return set(connection.execute(select(former.c.key).where(_GONE)).scalars())


def _drop(connection: Connection, keys: Sequence[bytes]) -> None:
    for some in chunked(keys):
        connection.execute(delete(memory).where(memory.c.key.in_(some)))
        connection.execute(delete(refusal).where(refusal.c.key.in_(some)))
        claims = [one.hex() for one in some]
        connection.execute(delete(work).where(work.c.kind == SENTENCE, work.c.item.in_(claims)))
