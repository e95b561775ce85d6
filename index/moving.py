"""The index moved to another engine, by `fihrist move`: made from the archive beside the one in
use, which goes on being searched and written meanwhile.

It is the keeper's work on another engine's index, so that a move that was killed goes on from its
last commit. Then every article is made once more from the archive and held against what the new
index has of it.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Event

from index.archive import Archive
from index.keeper import Keeper, Unindexable, documents_of, opened
from index.workers import MANY, Workers
from search.engines import open_engine
from search.engines.plan import Range
from search.engines.protocol import Reader
from search.errors import IndexFailure
from search.settings import Settings

STEP = 100
"""Articles compared at a time: a page that every engine gives."""

_WINDOW = 4  # steps under way for each worker


@dataclass(frozen=True, slots=True)
class Checked:
    """An index that was compared with its archive: its articles, a checksum over what it has
    stored of each in order, and the number of the archive's last change in it."""

    articles: int
    checksum: str
    applied: int


def move_index(
    archive: Archive,
    settings: Settings,
    workers: Workers,
    stop: Event,
    say: Callable[[str], None],
) -> Checked | None:
    """Make the index of the engine the settings name, and check it; None where `stop` was set.

    Raises IndexFailure where it is not the same as the archive.
    """
    with Keeper(archive, settings, workers, stop) as keeper:
        while not stop.is_set():
            say("indexing")
            keeper.level.finish(stop)
            if stop.is_set():
                break
            say("comparing with the archive")
            try:
                checked = _compared(archive, settings, workers, stop)
            except IndexFailure:
                # What was added or replaced between the two looks is not in the index yet.
                if archive.latest() == keeper.level.applied:
                    raise
                continue
            return checked
    return None


def _compared(
    archive: Archive, settings: Settings, workers: Workers, stop: Event
) -> Checked | None:
    reader = open_engine(settings).reader()
    info, count, checksum = reader.info, 0, hashlib.blake2b(digest_size=8)
    many = archive.stats().articles >= MANY
    steps = range(1, max(info.last_seq, archive.last_seq()) + 1, STEP)
    waiting: deque[tuple[int, Future[list[bytes]]]] = deque()
    for low in [*steps, None]:
        if stop.is_set():
            return None
        if low is not None:
            waiting.append((low, _wanted(archive, settings, workers, low, many)))
        while waiting and (low is None or len(waiting) > _WINDOW * workers.processes):
            first, wanted = waiting.popleft()
            found = _found(reader, first)
            if found != wanted.result():
                raise IndexFailure(
                    f"the {settings.engine} index differs from the archive among the articles"
                    f" {first} to {first + STEP - 1}; run it again, or `fihrist rebuild`"
                )
            count += len(found)
            checksum.update(b"".join(found))
    if count != info.articles:
        raise IndexFailure(
            f"the {settings.engine} index has {info.articles} articles, the archive {count}"
        )
    return Checked(count, checksum.hexdigest(), info.applied)


def _wanted(
    archive: Archive, settings: Settings, workers: Workers, low: int, many: bool
) -> Future[list[bytes]]:
    seqs = range(low, low + STEP)
    if workers.ready(many):
        return workers.submit(digests, settings.archive_url, seqs, settings.subwords)
    made: Future[list[bytes]] = Future()
    made.set_result(_digests(archive, seqs, settings.subwords))
    return made


def digests(url: str, seqs: range, subwords: bool) -> list[bytes]:
    """Of what an index stores of these articles, in order of the digests (runs in a worker)."""
    return _digests(opened(url), seqs, subwords)


def _digests(archive: Archive, seqs: range, subwords: bool) -> list[bytes]:
    made = documents_of(archive, seqs, subwords)
    return sorted(_digest(each.stored) for each in made if not isinstance(each, Unindexable))


def _found(reader: Reader, low: int) -> list[bytes]:
    matches = reader.search(Range("seq", low, low + STEP), "oldest", STEP).matches
    return sorted(_digest(stored) for stored in reader.fetch(matches))


def _digest(stored: bytes) -> bytes:
    return hashlib.blake2b(stored, digest_size=16).digest()
