"""What the embedded engines have in common: their fields, and who opens what when."""

from __future__ import annotations

import shutil
import threading
from abc import ABC, abstractmethod
from contextlib import suppress
from typing import Generic, TypeVar

from search.article import COUNTED
from search.engines.directory import IndexDirectory, folder_size
from search.engines.protocol import IndexInfo, Reader, Writer
from search.errors import IndexDamaged, IndexMissing
from search.fields import Postings, fields

KEYS = ("seq", "published", "newest", "oldest")
"""The unsigned numbers of an article."""

WHOLE = ("id", "source_id", "url", *COUNTED)
"""Fields whose values are one term each, as they stand; only `names` has more than one."""

WORDS = tuple(fields())
"""Fields of whitespace-joined terms."""


def option(field: str) -> Postings:
    """How much the postings of a field of WORDS hold."""
    return fields()[field]


R = TypeVar("R", bound=Reader)


class EmbeddedEngine(ABC, Generic[R]):
    """The index of one home, in its directory. Readers are shared: one is open until a commit is
    seen."""

    def __init__(self, directory: IndexDirectory) -> None:
        self._directory = directory
        self._lock = threading.Lock()
        self._reader: R | None = None
        self._stamp: tuple[int, int, int] | None = None

    def reader(self) -> R:
        """The reader of the newest generation; a new one only when `applied` was written again
        (that file is renamed into place after every commit, so its inode tells)."""
        # A rebuild may swap a generation out between two looks: then CURRENT is read again.
        with suppress(IndexDamaged):
            return self._reader_of(self._directory.current())
        return self._reader_of(self._directory.current())

    def _reader_of(self, number: int) -> R:
        stamp = self._directory.stamp(number)
        with self._lock:
            if self._reader is None or stamp != self._stamp:
                self._reader = self._open(number)
                self._stamp = stamp
            return self._reader

    def writer(self, archive: str) -> Writer:
        try:
            number = self._directory.current()
        except IndexMissing:
            made = self.rebuild(archive)
            made.publish()
            return made
        self._directory.check_archive(number, archive)
        return self._write(number)

    def rebuild(self, archive: str) -> Writer:
        return self._write(self._directory.create(archive))

    def size(self) -> int:
        return folder_size(self._directory.path)

    def remove(self) -> None:
        shutil.rmtree(self._directory.path, ignore_errors=True)

    def _info(self, number: int, applied: int, articles: int, last_seq: int) -> IndexInfo:
        about = self._directory.about(number)
        generation = f"{about.rebuild}.{applied}"
        return IndexInfo(generation, articles, about.archive, applied, last_seq)

    @abstractmethod
    def _open(self, number: int) -> R:
        """A reader of what is committed in a generation now."""

    @abstractmethod
    def _write(self, number: int) -> Writer:
        """The writer of a generation."""
