"""The index held against its archive: whose it is, how far it is, and which articles it has."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from threading import Event

from index.archive import Archive
from index.home import MOMENT, bring_level, lock_path
from index.keeper import Keeper
from index.keeping.findings import Finding, some
from index.lock import WriterLock, holder
from index.workers import Workers
from search.engines import open_engine
from search.engines.plan import Range
from search.engines.protocol import IndexInfo, Reader
from search.errors import IndexForeign, IndexMissing, IndexOutdated, Unavailable
from search.settings import Settings
from search.stored import decode

_STEP = 100  # articles read at a time: a page that every engine gives
_READ = 10_000  # changes read at a time


@dataclass(frozen=True, slots=True)
class Mender:
    """Does to the index what a finding wants."""

    archive: Archive
    settings: Settings

    def level(self) -> None:
        """Bring it level; what cannot be used is made anew."""
        with Workers() as workers:
            bring_level(self.archive, self.settings, workers, "doctor", Event())

    def again(self, seqs: list[int]) -> None:
        """Index these articles again."""
        self.archive.mark_changed(seqs)
        self.level()

    def drop(self, ids: list[str]) -> None:
        """Take these out. Where a keeper has the writer, it makes the index anew."""
        with WriterLock(lock_path(self.settings), "doctor") as lock:
            if not lock.acquire(MOMENT):
                self.archive.ask_rebuild()
                return
            with Workers() as workers, Keeper(self.archive, self.settings, workers) as keeper:
                keeper.level.finish()
                keeper.close()
            writer = open_engine(self.settings).writer(self.archive.uuid)
            try:
                for name in ids:
                    writer.delete(name)
                writer.commit(writer.applied)
            finally:
                writer.close()


def index(archive: Archive, settings: Settings) -> Iterator[Finding]:
    """What is wrong with the index that is served."""
    mender = Mender(archive, settings)
    try:
        reader = open_engine(settings).reader()
    except Unavailable as error:
        yield Finding("index-unavailable", "error", str(error), "start the cluster again")
        return
    except IndexMissing as error:
        if archive.stats().articles:
            yield _unusable("index-missing", str(error), mender)
        return
    except IndexForeign as error:
        yield Finding("index-foreign", "error", str(error), "`fihrist rebuild` makes it anew")
        return
    except IndexOutdated as error:
        yield _unusable("index-unusable", str(error), mender)
        return
    if reader.info.archive != archive.uuid:
        yield Finding(
            "index-foreign",
            "error",
            f"the index was made from another archive ({reader.info.archive})",
            "`fihrist rebuild` makes it anew",
        )
        return
    yield from _order(archive, settings, reader.info, mender)
    yield from _ids(archive, reader, mender)


def _unusable(name: str, detail: str, mender: Mender) -> Finding:
    return Finding(name, "error", detail, "`fihrist doctor --mend` makes it anew", mender.level)


def _order(
    archive: Archive, settings: Settings, info: IndexInfo, mender: Mender
) -> Iterator[Finding]:
    latest = archive.latest()
    if info.applied > latest:
        detail = f"it has change {info.applied} and the archive only {latest}"
        yield _unusable("index-ahead", f"the index is ahead of the archive: {detail}", mender)
    elif info.applied < latest:
        other = holder(lock_path(settings))
        at_work = other is not None
        yield Finding(
            "index-behind",
            "info" if at_work else "warning",
            f"the index lacks the last {latest - info.applied} changes",
            f"process {other.pid} is at work" if other else "`fihrist doctor --mend` applies them",
            None if at_work else mender.level,
        )


def _ids(archive: Archive, reader: Reader, mender: Mender) -> Iterator[Finding]:
    """Both ways, as of the change that the index has: what came later is not looked at."""
    live, later = _archived(archive, reader.info.applied)
    held, twice = _indexed(reader, max(reader.info.last_seq, archive.last_seq()))
    if missing := sorted(live.keys() - held):
        yield Finding(
            "index-lacks",
            "error",
            f"{len(missing)} articles are not in the index: {some(missing)}",
            "`fihrist doctor --mend` indexes them again",
            lambda: mender.again([live[name] for name in missing]),
        )
    if foreign := sorted(held - live.keys() - later):
        yield Finding(
            "index-foreign-articles",
            "error",
            f"{len(foreign)} articles of the index are not in the archive: {some(foreign)}",
            "`fihrist doctor --mend` takes them out",
            lambda: mender.drop(foreign),
        )
    if twice or reader.info.articles != len(held):
        yield Finding(
            "index-miscounted",
            "error",
            f"the index counts {reader.info.articles} articles and has {len(held)}",
            "`fihrist rebuild` makes it anew",
        )


def _archived(archive: Archive, applied: int) -> tuple[dict[str, int], set[str]]:
    """The articles there were at a change, with their seqs, and those that changed since."""
    live: dict[str, int] = {}
    later: set[str] = set()
    after = 0
    while changes := archive.changes(after, _READ):
        after = changes[-1].number
        for change in changes:
            if change.number > applied:
                later.add(change.id)
            elif not change.deleted:
                live[change.id] = change.seq
    return live, later


def _indexed(reader: Reader, last: int) -> tuple[set[str], bool]:
    """The ids that the index has, and whether one is there twice."""
    held: set[str] = set()
    count = 0
    for low in range(0, last + 1, _STEP):
        matches = reader.search(Range("seq", low, low + _STEP), "oldest", _STEP).matches
        for stored in reader.fetch(matches):
            count += 1
            with suppress(KeyError, ValueError):
                held.add(str(decode(stored).head["id"]))
    return held, count != len(held)
