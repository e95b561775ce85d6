"""The writer of a Whoosh index: batches, one writer at a time, segments merged by their size."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from typing import Any

from whoosh.codec.whoosh3 import W3Codec
from whoosh.index import FileIndex, LockError
from whoosh.reading import IndexReader, SegmentReader, TermNotFound
from whoosh.writing import SegmentWriter

from search.engines.directory import IndexDirectory, sync
from search.engines.protocol import IndexDocument
from search.engines.whoosh_schema import fields
from search.errors import IndexBusy

# Megabytes of postings that Whoosh sorts in memory before it spills them to a file.
_POOL = 128

# So many segments of about one size become one; each article is then rewritten once for each
# power of this that the index grows by, and a search reads at most so many segments of each size.
_FACTOR = 8
_BITS = 3  # an order of magnitude in articles, as a power of two


class WhooshWriter:
    """The writer of one generation. Whoosh's own writers last for one batch, from the first change
    to the commit; a lock beside theirs keeps others out between batches too."""

    def __init__(self, directory: IndexDirectory, number: int, index: FileIndex) -> None:
        self._directory = directory
        self._number = number
        self._index = index
        self._batch: _Batch | None = None
        self._held = index.lock("HELD")
        with directory.writing():
            if not self._held.acquire():
                raise self._busy()

    @property
    def applied(self) -> int:
        return self._directory.applied(self._number)

    def put(self, document: IndexDocument) -> None:
        with self._directory.writing():
            self._batch_without(document.id).put(document)

    def delete(self, article_id: str) -> None:
        with self._directory.writing():
            self._batch_without(article_id)

    def commit(self, applied: int) -> None:
        with self._directory.writing():
            self._flush()
            self._directory.set_applied(self._number, applied)

    def publish(self) -> None:
        self._directory.publish(self._number)

    def close(self) -> None:
        """Give the lock back; what was not committed is dropped."""
        if self._batch is not None:
            self._batch.cancel()
            self._batch = None
        if self._held.locked:
            self._held.release()

    def _batch_without(self, article_id: str) -> _Batch:
        """The batch under way, with the article deleted. Whoosh deletes only what it has written
        out: an article that is already in this batch ends it. What is early on the disk then is
        applied again if `applied` is never written for it."""
        if self._batch is not None and article_id in self._batch:
            self._flush()
        if self._batch is None:
            try:
                self._batch = _Batch(self._index)
            except LockError:
                raise self._busy() from None
        self._batch.delete(article_id)
        return self._batch

    def _flush(self) -> None:
        if self._batch is None:
            return
        self._batch.commit()
        self._batch = None
        # Whoosh does not wait for the disk; `applied` must never be there before what it says.
        folder = self._directory.generation(self._number)
        for file in folder.iterdir():
            sync(file)
        sync(folder)

    def _busy(self) -> IndexBusy:
        return IndexBusy(f"another process is writing the index in {self._directory.path}")


class _Batch:
    """One Whoosh writer, and a reader of what it found there."""

    def __init__(self, index: FileIndex) -> None:
        self._writer = index.writer(limitmb=_POOL, codec=_codec())
        self._before: IndexReader = index.reader()
        self._ids: set[str] = set()

    def __contains__(self, article_id: str) -> bool:
        return article_id in self._ids

    def put(self, document: IndexDocument) -> None:
        self._ids.add(document.id)
        self._writer.add_document(**fields(document))

    def delete(self, article_id: str) -> None:
        # Whoosh's delete_by_term opens every segment again for each call.
        with suppress(TermNotFound):
            for number in self._before.postings("id", article_id.encode()).all_ids():
                if not self._writer.is_deleted(number):
                    self._writer.delete_document(number)

    def commit(self) -> None:
        self._writer.commit(mergetype=merge_by_size)
        self._before.close()

    def cancel(self) -> None:
        # What fails here (a full disk, a removed folder) has failed before, and was said then.
        with suppress(Exception):
            self._writer.cancel()
        if not self._writer.is_closed:
            self._writer.writelock.release()
        self._before.close()


def _codec() -> W3Codec:
    """Whoosh's codec, which else asks the file system for each posting whether its field's lengths
    are kept: a third of the time of a commit. Ours are columns."""
    codec = W3Codec()
    codec.length_stats = False
    return codec


def merge_by_size(writer: SegmentWriter, segments: list[Any]) -> list[Any]:
    """Whoosh's merge policy: write some segments into the new one, return those that stay.

    Segments of one order of magnitude are merged once they are many, and one with more deleted
    articles than live ones at once. (Whoosh's own policy differs from release to release.)
    """
    sizes = defaultdict(list)
    for segment in segments:
        sizes[segment.doc_count().bit_length() // _BITS].append(segment)
    merged = []
    for size in sizes.values():
        merged += [s for s in size if len(size) >= _FACTOR or s.deleted_count() > s.doc_count()]
    for segment in merged:
        if segment.doc_count():
            reader = SegmentReader(writer.storage, writer.schema, segment)
            writer.add_reader(reader)
            reader.close()
    return [segment for segment in segments if segment not in merged]
