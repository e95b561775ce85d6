"""The road of many articles into the archive: read, composed in worker processes, stored in
batches, and indexed on the way where this process holds the index's writer."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from threading import Event

from index.archive import Archive, Outcome, Record, record_of
from index.compose import compose
from index.draft import Failure, RawArticle
from index.keeper import Level
from index.workers import CHUNK, MANY, Workers
from search.errors import ArchiveError, BadArticle

log = logging.getLogger("fihrist.ingest")

BATCH_ARTICLES = 128
BATCH_BYTES = 16 << 20  # of packed bodies
BATCH_SECONDS = 1.0

_CHUNK_CHARACTERS = 4 << 20  # a chunk of long articles is cut short
_WINDOW = 3  # chunks under way for each worker

_Items = list[RawArticle | Failure]
Packed = list[Record | Failure]


@dataclass(slots=True)
class Tally:
    """What became of the items. pending: Arabic articles now held with no English at all;
    partial: with some of it missing; unread: English ones with Arabic missing; lacking: the seqs
    of all of these."""

    added: int = 0
    unchanged: int = 0
    replaced: int = 0
    failed: int = 0
    pending: int = 0
    partial: int = 0
    unread: int = 0
    lacking: set[int] = field(default_factory=set)

    @property
    def stored(self) -> int:
        return self.added + self.unchanged + self.replaced

    def count(self, outcome: Outcome) -> None:
        setattr(self, outcome.status, getattr(self, outcome.status) + 1)
        if not outcome.missing:
            return
        self.lacking.add(outcome.seq)
        if outcome.lang != "ar":
            self.unread += 1
        elif outcome.missing == outcome.sentences:
            self.pending += 1
        else:
            self.partial += 1

    def __str__(self) -> str:
        return (
            f"added {self.added}, unchanged {self.unchanged}, replaced {self.replaced},"
            f" failed {self.failed}"
        )


def pack(items: _Items, source: str | None) -> Packed:
    """Compose and pack articles, in order; one that cannot be is a Failure (runs in a worker)."""
    packed: Packed = []
    for item in items:
        if isinstance(item, Failure):
            packed.append(item)
            continue
        try:
            packed.append(record_of(compose(item, source)))
        except BadArticle as error:
            packed.append(Failure(item.where, str(error)))
        except Exception as error:
            log.exception("%s", item.where)
            packed.append(Failure(item.where, f"cannot be taken in, a fault of Fihrist: {error!r}"))
    return packed


class Ingest:
    """Stores what it is given. stored(tally) is called after each transaction of the archive,
    failed(failure) for each item that cannot be stored; `stop` ends it after the batch at hand."""

    def __init__(
        self,
        archive: Archive,
        workers: Workers,
        stored: Callable[[Tally], None],
        failed: Callable[[Failure], None],
        stop: Event,
    ) -> None:
        self.tally = Tally()
        self._archive = archive
        self._workers = workers
        self._stored = stored
        self._failed = failed
        self._stop = stop

    def run(
        self,
        items: Iterable[RawArticle | Failure],
        source: str | None = None,
        level: Level | None = None,
    ) -> None:
        """Take all items in. level: index them on the way (it is not finished here)."""
        batch: list[Record] = []
        size, began = 0, time.monotonic()
        for packed in self._packed(items, source):
            for entry in packed:
                if isinstance(entry, Failure):
                    self.tally.failed += 1
                    self._failed(entry)
                else:
                    batch.append(entry)
                    size += len(entry.body)
            late = time.monotonic() - began >= BATCH_SECONDS
            if late or len(batch) >= BATCH_ARTICLES or size >= BATCH_BYTES:
                self._store(batch)
                batch, size, began = [], 0, time.monotonic()
            if level is not None:
                level.turn()
        self._store(batch)

    def _packed(
        self, items: Iterable[RawArticle | Failure], source: str | None
    ) -> Iterator[Packed]:
        """Chunks in order, composed here while they are few, else by the workers."""
        waiting: deque[Future[Packed]] = deque()
        for chunk, many in _foreseen(_chunks(items)):
            if self._stop.is_set():
                return
            if not self._workers.ready(many):
                yield pack(chunk, source)
                continue
            waiting.append(self._workers.submit(pack, chunk, source))
            if len(waiting) >= _WINDOW * self._workers.processes:
                yield _result(waiting.popleft())
        while waiting and not self._stop.is_set():
            yield _result(waiting.popleft())

    def _store(self, batch: list[Record]) -> None:
        if batch:
            for record, outcome in zip(batch, self._archive.store(batch), strict=True):
                if outcome.status == "refused":
                    self.tally.failed += 1
                    self._failed(refusal(record, outcome))
                else:
                    self.tally.count(outcome)
            self._stored(self.tally)


def refusal(record: Record, outcome: Outcome) -> Failure:
    """What to say of an article that was taken down and came again."""
    return Failure(
        record.source_id or record.url or record.id,
        f"it was taken down; `fihrist delete --readmit {outcome.id}` lets it be added again",
    )


def _chunks(items: Iterable[RawArticle | Failure]) -> Iterator[_Items]:
    chunk: _Items = []
    size = 0
    for item in items:
        chunk.append(item)
        size += len(item.text) if isinstance(item, RawArticle) else 0
        if len(chunk) >= CHUNK or size >= _CHUNK_CHARACTERS:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _foreseen(chunks: Iterable[_Items]) -> Iterator[tuple[_Items, bool]]:
    """Each chunk, and whether there are many articles. The first wait until that is known, unless
    they are long or come slowly: whatever this process analyses itself, it loads the word lists
    for and has all words to meet for the first time, a second and 60 MB of 200 articles."""
    held: list[_Items] = []
    seen, began = 0, time.monotonic()
    for chunk in chunks:
        held.append(chunk)
        seen += len(chunk)
        late = time.monotonic() - began >= BATCH_SECONDS
        if late or seen >= MANY or len(chunk) < CHUNK:
            yield from ((each, seen >= MANY) for each in held)
            held = []
    yield from ((each, False) for each in held)


def _result(future: Future[Packed]) -> Packed:
    try:
        return future.result()
    except BrokenProcessPool:
        raise ArchiveError(
            "a process that composes articles was killed, perhaps for want of memory; what was"
            " said to be stored is safe: add the rest again"
        ) from None
