"""The archive: what add, the keeper and the commands do with it."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Engine, delete, func, insert, or_, select

from index import tables
from index.archive.audit import Auditor
from index.archive.columns import Dated, dated
from index.archive.counts import Counts, counts
from index.archive.database import compact, connect, reading, size_of, writing
from index.archive.forgetting import Forgetting, leave
from index.archive.ledger import Ledger
from index.archive.merging import Merge, Outcome
from index.archive.opening import opened
from index.archive.pairs import Pairs
from index.archive.record import Record, article_of, contents_of, record_of
from index.archive.sources import Sources
from index.archive.statements import (
    begin_write,
    count_missing,
    counted,
    facts,
    log,
    raised,
    rewrite,
)
from index.archive.work import Work
from index.draft import Draft
from index.tables import article, change, chunked, home, request, storable, upsert
from index.translation.memory import PEOPLE, Direction, Memory
from search.article import Article

REBUILD = "rebuild"


@dataclass(frozen=True, slots=True)
class Change:
    """The latest change of an article: its number, and whether it was deleted."""

    number: int
    id: str
    seq: int
    deleted: bool


@dataclass(frozen=True, slots=True)
class Stats:
    """articles held; how many of them lack the translation of some sentence, and of how many
    sentences in all; the number of the last change; the database's size."""

    articles: int
    incomplete: int
    missing: int
    change: int
    bytes: int


class Archive:
    """What must never be lost. Any method raises ArchiveError where the database fails, and has
    then done nothing. Safe to use from several processes at once, each with its own."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.uuid = ""
        self.work = Work(engine)
        self.ledger = Ledger(engine)
        self.pairs = Pairs(engine)
        self.sources = Sources(engine)
        self.forgetting = Forgetting(engine)
        self.auditor = Auditor(engine)

    @classmethod
    def open(cls, url: str, create: bool = True) -> Archive:
        """The archive at a SQLAlchemy URL; made where there is none, if `create`. An older one is
        migrated.

        Raises ArchiveError where there is none, or a newer Fihrist made it.
        """
        archive = cls(connect(url, create))
        try:
            archive.uuid = opened(archive._engine, create)
        except BaseException:
            archive.close()
            raise
        return archive

    def close(self) -> None:
        self._engine.dispose()

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with writing(self._engine) as connection:
            begin_write(connection)
            yield connection

    # Taking articles in and out

    def add(self, drafts: Sequence[Draft]) -> list[Outcome]:
        """Store drafts, all or none; see store()."""
        return self.store([record_of(draft) for draft in drafts])

    def store(self, records: Sequence[Record]) -> list[Outcome]:
        """Store records in one transaction: one outcome each, in order.

        When this returns they survive a killed process and, a power cut.
        """
        if not records:
            return []
        with self._writing() as connection:
            merge = Merge(connection, records, raised(connection, "seq", 0), int(time.time()))
            wanted = {key for record in records for key in record.wanting}
            known = Memory(connection).lookup_keys(wanted)
            outcomes = [merge.merge(record, known) for record in records]
            if merge.added:
                connection.execute(insert(article), list(merge.added.values()))
                raised(connection, "seq", len(merge.added))
            if merge.replaced:
                leave(connection, sorted(merge.replaced))
                rewrite(connection, list(merge.replaced.values()))
            written = merge.added | merge.replaced
            log(connection, [(seq, row["id"]) for seq, row in sorted(written.items())])
        return outcomes

    def find(self, name: str) -> list[str]:
        """Ids of the articles with this id or source_id (sources may share one), oldest first."""
        name = storable(name)
        return self._ids(or_(article.c.id == name, article.c.source_id == name))

    def find_url(self, url: str) -> list[str]:
        """Ids of the articles with this URL, oldest first."""
        return self._ids(article.c.url == url)

    def _ids(self, condition: ColumnElement[bool]) -> list[str]:
        with reading(self._engine) as connection:
            found = select(article.c.id).where(condition).order_by(article.c.seq)
            return list(connection.execute(found).scalars())

    def delete(self, ids: Collection[str]) -> int:
        """Delete the articles with these ids, in one transaction; how many there were. What the
        memory has of them goes with the next `forgetting.sweep`."""
        with self._writing() as connection:
            gone: list[tuple[int, str]] = []
            for some in chunked(sorted(set(ids))):
                rows = select(article.c.seq, article.c.id).where(article.c.id.in_(some))
                found = [(row.seq, row.id) for row in connection.execute(rows)]
                gone += found
                leave(connection, [seq for seq, _ in found])
                connection.execute(delete(article).where(article.c.id.in_(some)))
                seqs = [seq for seq, _ in found]
                connection.execute(delete(tables.stale).where(tables.stale.c.seq.in_(seqs)))
            log(connection, sorted(gone), deleted=True)
        return len(gone)

    def compact(self) -> None:
        """Leave nothing of what was deleted in the database's files."""
        compact(self._engine)

    # Reading

    def dated(self) -> list[Dated]:
        """All articles with their dates, by seq."""
        with reading(self._engine) as connection:
            return dated(connection)

    def articles(self, seqs: Sequence[int]) -> list[Article]:
        """The articles with these seqs that there still are, by seq, with their translations."""
        with reading(self._engine) as connection:
            found = [
                contents_of(row)
                for some in chunked(seqs)
                for row in connection.execute(
                    select(article).where(article.c.seq.in_(some)).order_by(article.c.seq)
                ).mappings()
            ]
            wanted = {side.key for held in found for side in held.sides if side.key}
            known = Memory(connection).lookup_keys(wanted)
        return [article_of(held, known) for held in found]

    def latest(self) -> int:
        """The number of the last change: cheap enough to ask several times a second."""
        with reading(self._engine) as connection:
            return counted(connection, "change")

    def last_seq(self) -> int:
        """The highest seq given out so far."""
        with reading(self._engine) as connection:
            return counted(connection, "seq")

    def changes(self, after: int, limit: int) -> list[Change]:
        """The articles changed since, by number of their latest change: one change each."""
        with reading(self._engine) as connection:
            rows = connection.execute(
                select(change.c.number, change.c.id, change.c.seq, change.c.deleted)
                .where(change.c.number > after)
                .order_by(change.c.number)
                .limit(limit)
            )
            return [Change(*row) for row in rows]

    def stats(self) -> Stats:
        """The figures `fihrist status` shows."""
        with reading(self._engine) as connection:
            asked = select(
                func.count(),
                func.count().filter(article.c.missing > 0),
                func.coalesce(func.sum(article.c.missing), 0),
            ).select_from(article)
            articles, incomplete, missing = connection.execute(asked).one()
        return Stats(articles, incomplete, int(missing), self.latest(), size_of(self._engine))

    def translation(self) -> Counts:
        """How translation stands, in numbers."""
        with reading(self._engine) as connection:
            return counts(connection)

    # Translation

    def remember(
        self,
        pairs: Mapping[str, str],
        direction: Direction,
        engine: str = PEOPLE,
        at: int | None = None,
    ) -> None:
        """Keep translations in the memory (Memory.store). The articles that hold the sentences
        still have to be marked: by mark_changed where they are known, else by mark_holding."""
        with self._writing() as connection:
            Memory(connection).store(pairs, direction, engine, at)

    def mark_changed(self, seqs: Collection[int]) -> int:
        """Log a change of these articles, since the memory now has more for them, and count
        again what each misses; how many there were."""
        with self._writing() as connection:
            marked: list[tuple[int, str]] = []
            for some in chunked(sorted(seqs), 500):
                rows = select(article).where(article.c.seq.in_(some)).order_by(article.c.seq)
                held = [contents_of(row) for row in connection.execute(rows).mappings()]
                wanted = {side.key for each in held for side in each.sides if side.key}
                known = Memory(connection).lookup_keys(wanted)
                count_missing(connection, held, known)
                connection.execute(delete(tables.stale).where(tables.stale.c.seq.in_(some)))
                marked += [(each.row["seq"], each.row["id"]) for each in held]
            log(connection, marked)
        return len(marked)

    def mark_holding(self, keys: Collection[bytes]) -> int:
        """mark_changed for every article with a sentence of one of these memory keys.

        Reads the whole archive (0.1 ms an article), so that no table of sentences has to be
        kept: for memory imports and new bundled memories, which are rare. The worker
        knows its articles.
        """
        after = marked = 0
        while keys:
            with reading(self._engine) as connection:
                rows = select(article).where(article.c.seq > after).order_by(article.c.seq)
                held = [contents_of(r) for r in connection.execute(rows.limit(500)).mappings()]
            if not held:
                break
            after = held[-1].row["seq"]
            hit = [h.row["seq"] for h in held if any(side.key in keys for side in h.sides)]
            marked += self.mark_changed(hit) if hit else 0
        return marked

    # What the archive as a whole remembers

    def note(self, name: str) -> str | None:
        with reading(self._engine) as connection:
            return facts(connection).get(name)

    def set_note(self, name: str, value: str) -> None:
        with self._writing() as connection:
            upsert(connection, home, [{"name": name, "value": value}])

    def ask_rebuild(self) -> None:
        """Ask the keeper to rebuild the index; asking twice is asking once."""
        with self._writing() as connection:
            upsert(connection, request, [{"kind": REBUILD, "asked_at": int(time.time())}])

    def rebuild_asked(self) -> bool:
        with reading(self._engine) as connection:
            asked = select(func.count()).select_from(request).where(request.c.kind == REBUILD)
            return bool(connection.execute(asked).scalar_one())

    def rebuild_done(self) -> None:
        with self._writing() as connection:
            connection.execute(delete(request).where(request.c.kind == REBUILD))
