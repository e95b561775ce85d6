"""Which of the records on their way in are new, which unchanged, and which replace an article."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, select

from index.archive.record import COLUMNS, Record
from index.tables import article, chunked, refused
from index.values import address_identity
from search.article import article_id

_HELD = (article.c.seq, article.c.id, article.c.source_id, article.c.url, article.c.digest)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one item: the article's id and seq; of one that was taken down and is
    refused, only the id by which it is known.

    missing, of sentences: how many of them, title included, have no translation yet.
    """

    status: Literal["added", "unchanged", "replaced", "refused"]
    id: str
    seq: int
    lang: str
    sentences: int
    missing: int


@dataclass(slots=True)
class _Held:
    """An article the archive holds, as far as merging needs it."""

    seq: int
    id: str
    source_id: str | None
    url: str | None
    digest: bytes


class Merge:
    """Decides record by record; later records of a batch meet the earlier ones.

    The same id replaces. So does the same URL, unless both articles were given ids of their own:
    those are two articles, whatever page they name. A replaced article keeps its seq, its id and,
    where none is given now, its source_id.

    added, replaced: rows of the article table by seq, once all records are merged.
    """

    def __init__(
        self, connection: Connection, records: Sequence[Record], last_seq: int, now: int
    ) -> None:
        self.last_seq = last_seq
        self.added: dict[int, dict[str, Any]] = {}
        self.replaced: dict[int, dict[str, Any]] = {}
        self._now = now
        self._ids: dict[str, _Held] = {}
        self._urls: dict[str, list[_Held]] = {}
        ids = [record.id for record in records]
        urls = [record.url for record in records if record.url]
        for column, values in ((article.c.id, ids), (article.c.url, urls)):
            for some in chunked(values):
                rows = connection.execute(
                    select(*_HELD).where(column.in_(some)).order_by(article.c.seq)
                )
                for row in rows:
                    if row.id not in self._ids:
                        self._hold(_Held(row.seq, row.id, row.source_id, row.url, row.digest))
        self._refused = refused_among(connection, records)

    def merge(self, record: Record, translated: Collection[bytes]) -> Outcome:
        """Take one record; `translated`: the memory keys that have a translation."""
        if self._refused and (known := self._refused & names(record)):
            return Outcome("refused", min(known), 0, record.lang, 0, 0)
        missing = sum(key not in translated for key in record.wanting)
        held = self._find(record)
        if held is None:
            self.last_seq += 1
            held = _Held(self.last_seq, record.id, record.source_id, record.url, record.digest)
            self._hold(held)
            times = {"added_at": self._now, "updated_at": self._now}
            self.added[held.seq] = _row(record, held) | times | {"missing": missing}
            status: Literal["added", "unchanged", "replaced"] = "added"
        elif held.digest == record.digest and record.source_id in (None, held.source_id):
            status = "unchanged"
        else:
            self._move(held, record.url)
            held.source_id = record.source_id or held.source_id
            held.digest = record.digest
            rows = self.added if held.seq in self.added else self.replaced
            times = {"updated_at": self._now}
            rows[held.seq] = (
                rows.get(held.seq, {}) | _row(record, held) | times | {"missing": missing}
            )
            status = "replaced"
        return Outcome(status, held.id, held.seq, record.lang, record.sentences, missing)

    def _find(self, record: Record) -> _Held | None:
        same = self._ids.get(record.id)
        if same is not None or not record.url:
            return same
        for other in self._urls.get(record.url, ()):
            if record.source_id is None or other.source_id is None:
                return other
        return None

    def _hold(self, held: _Held) -> None:
        self._ids[held.id] = held
        if held.url:
            self._urls.setdefault(held.url, []).append(held)

    def _move(self, held: _Held, url: str | None) -> None:
        if held.url == url:
            return
        if held.url:
            self._urls[held.url].remove(held)
        held.url = url
        if url:
            self._urls.setdefault(url, []).append(held)


def names(record: Record) -> set[str]:
    """The ids under which a record may have been refused: its own, and that of its address."""
    return {record.id, article_id(address_identity(record.url))} if record.url else {record.id}


def refused_among(connection: Connection, records: Sequence[Record]) -> set[str]:
    """Ids of these records that are refused."""
    if connection.execute(select(refused.c.id).limit(1)).first() is None:
        return set()
    found: set[str] = set()
    for some in chunked(sorted({name for record in records for name in names(record)})):
        rows = connection.execute(select(refused.c.id).where(refused.c.id.in_(some)))
        found.update(rows.scalars())
    return found


def _row(record: Record, held: _Held) -> dict[str, Any]:
    row = {name: getattr(record, name) for name in COLUMNS}
    return row | {"seq": held.seq, "id": held.id, "source_id": held.source_id}
