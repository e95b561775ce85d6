"""Keeps the index equal to the archive.

The archive numbers its changes, one number for the latest change of each article; the index
says up to which number it has them. Level applies what lies between in order. It may be stopped,
or killed, anywhere: what was not committed is applied again, and twice is harmless.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache
from threading import Event

from index.archive import Archive, Change
from index.translation.bundled import BUNDLED, bundled_version
from index.translation.memory import bundled
from index.workers import CHUNK, MANY, Workers
from search.document import index_document
from search.engines import open_engine
from search.engines.protocol import Engine, IndexDocument, Writer
from search.errors import IndexFailure, IndexOutdated
from search.settings import Settings

log = logging.getLogger("fihrist.keeper")

COMMIT_INTERVAL = 3.0
"""Seconds between commits while changes keep coming: each makes a segment to be merged, and what
searches keep of a generation anew. What comes alone is committed at once."""

_COMMIT_SHARE = 0.1
"""At most this share of the time goes into commits: many changes make each one longer."""

_WORTH, _PATIENCE = 500, 10.0
"""While more changes wait, a commit is for so many articles or after so many seconds: Tantivy
takes 1.2 to 1.4 ms an article with commits of 600, 1,000 or 3,000, 1.7 with 300, 3.1 with 100,
which all have to be merged."""

_WINDOW = 4  # chunks under way for each worker: enough to be busy between two turns of the writer
_READ = 2_048  # changes read at a time


@dataclass(frozen=True, slots=True)
class Unindexable:
    """An article that could not be analysed: a fault of ours, which must not stop the rest."""

    id: str
    reason: str


Documents = list[IndexDocument | Unindexable]


@cache
def opened(url: str) -> Archive:
    """A worker process's own connection, kept."""
    return Archive.open(url, create=False)


def analyse(url: str, seqs: Sequence[int], subwords: bool) -> Documents:
    """Runs in a worker process, which reads the archive itself: only numbers are handed over."""
    return documents_of(opened(url), seqs, subwords)


def documents_of(archive: Archive, seqs: Sequence[int], subwords: bool) -> Documents:
    """The documents of these articles, for those there still are."""
    made: Documents = []
    for article in archive.articles(seqs):
        try:
            made.append(index_document(article, subwords))
        except Exception as error:
            log.exception("article %s", article.id)
            made.append(Unindexable(article.id, repr(error)))
    return made


@dataclass(slots=True)
class _Chunk:
    """Some changes in order, and their documents when they are made."""

    changes: list[Change]
    documents: Future[Documents]


class Level:
    """Brings one writer level with the archive, a turn at a time."""

    def __init__(
        self,
        archive: Archive,
        settings: Settings,
        writer: Writer,
        workers: Workers,
        interval: float = COMMIT_INTERVAL,
    ) -> None:
        self._archive = archive
        self._interval = interval
        self._url, self._subwords = settings.archive_url, settings.subwords
        self._writer = writer
        self._workers = workers
        self._chunks: deque[_Chunk] = deque()
        self._unread: deque[Change] = deque()
        self._read = self.applied = self._committed = writer.applied
        self._last_commit = time.monotonic() - COMMIT_INTERVAL
        self._commit_seconds = 0.0
        self.articles = 0  # how many were put or deleted

    def turn(self, wait: bool = False) -> bool:
        """Start what can be started, put what is ready (at least one chunk, if `wait`); commit
        when it is time. False where nothing was left to do."""
        self._start()
        if not self._chunks:
            self.commit_if_due()
            return False
        while self._chunks and (wait or self._chunks[0].documents.done()):
            self._put(self._chunks.popleft())
            wait = False
        self.commit_if_due()
        return True

    def finish(self, stop: Event | None = None) -> None:
        """Apply everything there is, or as much as there was time for when `stop` was set, and
        commit."""
        while not (stop is not None and stop.is_set()) and self.turn(wait=True):
            pass
        self.commit()

    def commit_if_due(self) -> None:
        """Commit unless the last commit is too near, or was long, or few articles of many are
        there yet."""
        pause = max(self._interval, self._commit_seconds / _COMMIT_SHARE)
        if (self._chunks or self._unread) and self.applied - self._committed < _WORTH:
            pause = max(pause, _PATIENCE)
        if time.monotonic() - self._last_commit >= pause:
            self.commit()

    def commit(self) -> None:
        if self.applied != self._committed:
            started = time.monotonic()
            self._writer.commit(self.applied)
            self._committed = self.applied
            self._last_commit = time.monotonic()
            self._commit_seconds = self._last_commit - started

    def _start(self) -> None:
        while len(self._chunks) < _WINDOW * self._workers.processes:
            if not self._unread:
                self._unread.extend(self._archive.changes(self._read, _READ))
            if not self._unread:
                return
            changes = [self._unread.popleft() for _ in range(min(CHUNK, len(self._unread)))]
            self._read = changes[-1].number
            seqs = [change.seq for change in changes if not change.deleted]
            many = len(changes) + len(self._unread) >= MANY
            self._chunks.append(_Chunk(changes, self._documents(seqs, many)))

    def _documents(self, seqs: list[int], many: bool) -> Future[Documents]:
        if self._workers.ready(many):
            return self._workers.submit(analyse, self._url, seqs, self._subwords)
        made: Future[Documents] = Future()
        made.set_result(documents_of(self._archive, seqs, self._subwords))
        return made

    def _put(self, chunk: _Chunk) -> None:
        try:
            documents = chunk.documents.result()
        except BrokenProcessPool:
            raise IndexFailure(
                "a process that analyses articles was killed, perhaps for want of memory; what is"
                " stored is safe: `fihrist rebuild` or the keeper goes on from here"
            ) from None
        for change in chunk.changes:
            if change.deleted:
                self._writer.delete(change.id)
        for document in documents:
            if isinstance(document, Unindexable):
                log.error("article %s is not searchable: %s", document.id, document.reason)
                self._writer.delete(document.id)
            else:
                self._writer.put(document)
        self.articles += len(chunk.changes)
        self.applied = chunk.changes[-1].number


def rebuild(archive: Archive, settings: Settings, workers: Workers, stop: Event) -> bool:
    """Make the index anew beside the served one, whatever state that is in, and swap it in;
    False where `stop` was set. Whoever calls holds the writer's lock."""
    writer = open_engine(settings).rebuild(archive.uuid)
    try:
        level = Level(archive, settings, writer, workers, float("inf"))
        while not stop.is_set() and level.turn(wait=True):
            pass
        if stop.is_set():
            return False
        level.commit()
        writer.publish()
    finally:
        writer.close()
    return True


class Keeper:
    """Holds the engine's one writer; whoever makes one holds the writer's lock.

    level: the way to bring the index level. Raises IndexForeign where the index is of another
    archive; one of another version, a damaged one, and one that is ahead of the archive are
    rebuilt at once.
    """

    def __init__(
        self, archive: Archive, settings: Settings, workers: Workers, stop: Event | None = None
    ) -> None:
        self._archive = archive
        self._settings = settings
        self._engine: Engine = open_engine(settings)
        self._workers = workers
        self._stop = stop or Event()
        self._writer: Writer | None = None
        self._see_bundled()
        try:
            self.level = self._open()
        except IndexOutdated as outdated:
            log.warning("%s: rebuilding it", outdated)
            if not self.rebuild():
                raise

    def _open(self) -> Level:
        writer = self._engine.writer(self._archive.uuid)
        try:
            level = Level(self._archive, self._settings, writer, self._workers)
            self._check_order(level.applied)
        except BaseException:
            writer.close()
            raise
        self._writer = writer
        return level

    def _check_order(self, applied: int) -> None:
        latest = self._archive.latest()
        if applied > latest:
            # Nothing would be applied until the archive came to that number again.
            raise IndexOutdated(
                f"the index has change {applied} and the archive only {latest}, as after an older"
                " archive was put back"
            )

    def _see_bundled(self) -> None:
        """Where Fihrist brings another bundled memory than at the last start, the articles that
        hold its sentences are indexed again."""
        version = bundled_version()
        if self._archive.note(BUNDLED) != version:
            self._archive.mark_holding(bundled().keys())
            self._archive.set_note(BUNDLED, version)

    def rebuild(self) -> bool:
        """Make the index anew beside the served one and swap it in; False where it was stopped,
        with the old index as it was.

        It ends when no change is left, so those that came meanwhile are in it.
        """
        if self._writer is not None:
            self.level.commit()
        self.close()
        if not rebuild(self._archive, self._settings, self._workers, self._stop):
            return False
        self.level = self._open()
        return True

    def look(self) -> None:
        """Raises IndexFailure where the served index was removed or damaged meanwhile: a keeper
        that starts then makes it anew."""
        self._engine.reader()

    def close(self) -> None:
        """Give the engine's writer back; what was not committed will be applied again."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def __enter__(self) -> Keeper:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
