"""Articles out of everything that holds them.

An article stands in the archive (its row), in the memory (its sentences, which other articles may
share), and in the index. Deleting takes it out of the first, of the second where nobody else has
the sentence, and out of answers. What is left then are bytes that no reader comes to: pages that
the database has not used again, segments of the index in which it is marked as deleted. A takedown
has these made anew too, so that no file of the home holds its text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Event

from index.archive import Archive
from index.home import MOMENT, bring_level, lock_path
from index.keeper import rebuild
from index.lock import WriterLock, holder
from index.workers import Workers
from search.settings import Settings


@dataclass(frozen=True, slots=True)
class Taken:
    """What was deleted: articles, and sentences of the memory that only these had. keeper: a live
    keeper does the index's part, within seconds."""

    articles: int
    sentences: int
    keeper: bool


def delete(
    archive: Archive, settings: Settings, ids: Sequence[str], workers: Workers, stop: Event
) -> Taken:
    """Take articles out of archive, memory and index. Where it is killed, the keeper or the next
    command that indexes goes on."""
    gone = archive.delete(ids)
    sentences = archive.forgetting.sweep()
    level = bring_level(archive, settings, workers, "delete", stop)
    return Taken(gone, sentences, not level and not stop.is_set())


def take_down(
    archive: Archive, settings: Settings, ids: Sequence[str], workers: Workers, stop: Event
) -> Taken:
    """Take articles out of every file of the home: as delete() does, then the database's pages and
    the index are made anew. It takes as long as `fihrist rebuild`, and its disk."""
    gone = archive.delete(ids)
    sentences = archive.forgetting.sweep()
    # Asked first: where this is killed, the next keeper does it.
    archive.ask_rebuild()
    archive.compact()
    with WriterLock(lock_path(settings), "delete") as lock:
        while not lock.acquire(MOMENT, stop):
            other = holder(lock_path(settings))
            if stop.is_set() or (other is not None and other.role == "keeper"):
                return Taken(gone, sentences, not stop.is_set())
        if rebuild(archive, settings, workers, stop):
            archive.rebuild_done()
    return Taken(gone, sentences, keeper=False)
