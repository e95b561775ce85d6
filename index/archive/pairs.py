"""What people bring to translation: sentence pairs and a glossary."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import Engine, Select, delete, select

from index.archive.database import reading, writing
from index.archive.record import contents_of
from index.archive.statements import begin_write
from index.tables import article, chunked, glossary, memory, upsert
from index.translation.glossary import Entry as Term
from index.translation.memory import Entry, Memory

_PAGE = 2_000
_ENTRY = (memory.c.key, memory.c.engine, memory.c.text, memory.c.at, memory.c.quality)


class Pairs:
    """The part of an archive that `fihrist memory` and `fihrist glossary` read and write. Raises
    ArchiveError where the database fails."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def bring(self, entries: Sequence[Entry]) -> None:
        """Keep entries in the memory, in one transaction. The articles that hold the sentences
        still have to be marked (Archive.mark_holding)."""
        with writing(self._engine) as connection:
            begin_write(connection)
            Memory(connection).keep(entries)

    def brought(self, engine: str | None) -> Iterator[Entry]:
        """Entries that know their sentence, page by page; engine: only these."""
        after: tuple[bytes, str] = (b"", "")
        while True:
            asked = (
                select(*_ENTRY, memory.c.source)
                .where(memory.c.source.is_not(None), _later(after))
                .order_by(memory.c.key, memory.c.engine)
                .limit(_PAGE)
            )
            found = self._entries(asked, engine)
            yield from found
            if len(found) < _PAGE:
                return
            after = (found[-1].key, found[-1].engine)

    def of_articles(self, keys: Collection[bytes], engine: str | None) -> list[Entry]:
        """Entries of these sentences that do not know them."""
        found: list[Entry] = []
        for some in chunked(sorted(keys)):
            asked = select(*_ENTRY, memory.c.source).where(
                memory.c.source.is_(None), memory.c.key.in_(some)
            )
            found += self._entries(asked.order_by(memory.c.key, memory.c.engine), engine)
        return found

    def _entries(self, asked: Select[Any], engine: str | None) -> list[Entry]:
        if engine is not None:
            asked = asked.where(memory.c.engine == engine)
        with reading(self._engine) as connection:
            return [Entry(*row) for row in connection.execute(asked)]

    def sentences(self, count: int) -> Iterator[dict[bytes, str]]:
        """The sentences of all articles by memory key, so many articles at a time."""
        after = 0
        while True:
            asked = select(article).where(article.c.seq > after).order_by(article.c.seq)
            with reading(self._engine) as connection:
                rows = connection.execute(asked.limit(count)).mappings()
                held = [contents_of(row) for row in rows]
            if not held:
                return
            after = held[-1].row["seq"]
            yield {side.key: side.text for each in held for side in each.sides if side.key}

    def terms(self) -> list[Term]:
        """The user's glossary, by term."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(glossary).order_by(glossary.c.term))
            return [
                Term(row.term, row.english, tuple(row.others.split("|")) if row.others else ())
                for row in rows
            ]

    def set_terms(self, terms: Sequence[Term], replace: bool) -> None:
        """Take terms into the glossary; replace: in place of all that are there."""
        rows = {
            term.term: {
                "term": term.term,
                "english": term.english,
                "others": "|".join(term.others),
            }
            for term in terms
        }
        with writing(self._engine) as connection:
            begin_write(connection)
            if replace:
                connection.execute(delete(glossary))
            upsert(connection, glossary, [rows[term] for term in sorted(rows)])


def _later(after: tuple[bytes, str]) -> Any:
    key, engine = after
    return (memory.c.key > key) | ((memory.c.key == key) & (memory.c.engine > engine))
