"""The archive: that it opens, and that its tables agree with each other."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from index.archive import Archive
from index.archive.audit import Audit
from index.keeping.findings import Finding, some


def articles(archive: Archive) -> Iterator[Finding]:
    """What an audit of the archive finds."""
    found = archive.auditor.look()
    yield from _bodies(archive, found)
    yield from _changes(archive, found)
    yield from _memory(archive, found)


def _bodies(archive: Archive, found: Audit) -> Iterator[Finding]:
    if found.damaged:
        yield Finding(
            "article-damaged",
            "error",
            f"{len(found.damaged)} articles cannot be read: {some(list(found.damaged.values()))}",
            "restore a backup, or delete them (`fihrist delete ID`) and add them again",
        )
    if found.miscounted:
        yield Finding(
            "translation-miscounted",
            "warning",
            f"{len(found.miscounted)} articles lack more translations than are counted, so that"
            " `fihrist translate` passes them by",
            "`fihrist doctor --mend` counts again",
            lambda: _ignored(archive.mark_changed(found.miscounted)),
        )


def _changes(archive: Archive, found: Audit) -> Iterator[Finding]:
    # First of all, since what is logged below takes numbers.
    if found.counters:
        yield Finding(
            "counter-behind",
            "error",
            f"numbers would be given out twice: {some(sorted(found.counters))}",
            "`fihrist doctor --mend` raises the counters",
            partial(archive.auditor.raise_counters, found.counters),
        )
    if found.unlogged:
        yield Finding(
            "article-unlogged",
            "error",
            f"{len(found.unlogged)} articles are not in the change log, so that no index gets them",
            "`fihrist doctor --mend` logs them",
            lambda: _ignored(archive.mark_changed(found.unlogged)),
        )
    if found.dangling:
        yield Finding(
            "article-gone",
            "error",
            f"{len(found.dangling)} articles of the change log are not there:"
            f" {some([name for _, name in found.dangling])}",
            "restore a backup; or, where they were meant to go, `fihrist doctor --mend` logs that",
            partial(archive.auditor.log_deleted, found.dangling),
        )


def _memory(archive: Archive, found: Audit) -> Iterator[Finding]:
    if found.broken:
        yield Finding(
            "memory-broken",
            "warning",
            f"{found.broken} entries of the memory have no text or no key",
            "`fihrist doctor --mend` drops them",
            archive.auditor.drop_broken,
        )
    if found.unreachable:
        yield Finding(
            "memory-unreachable",
            "info",
            f"{len(found.unreachable)} machine translations are of sentences that no article has,"
            " or no longer",
            "they are used where such a sentence comes again; `fihrist doctor --mend` drops them",
            partial(archive.auditor.drop_unreachable, found.unreachable),
        )
    if archive.forgetting.due():
        yield Finding(
            "memory-unswept",
            "warning",
            "sentences of deleted articles are still in the memory",
            "`fihrist serve` drops them within a minute, `fihrist doctor --mend` at once",
            lambda: _ignored(archive.forgetting.sweep()),
        )


def _ignored(_: int) -> None:
    """A mend gives nothing back."""
