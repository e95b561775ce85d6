"""The folder of an embedded engine: numbered generations, one of them current.

    index/CURRENT        the number of the generation that is served, swapped by atomic rename
    index/3/about.json   which engine, schema, analysis and archive made it
    index/3/applied      the number of the archive's last change in it, written after the commit

Self-contained: copied to another machine it can be served there.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson

from search.analysis import ANALYSIS_VERSION
from search.engines.protocol import SCHEMA_VERSION
from search.errors import IndexDamaged, IndexFailure, IndexForeign, IndexMissing, IndexOutdated

REMEDY = "run `fihrist rebuild`, or let `fihrist serve` do it"

# What Tantivy says of a file that is gone or broken, and not of a full or read-only disk.
# A schema of other fields is met only where an unreleased version made the index.
_DAMAGE = ("FileDoesNotExist", "corrupt", "Schema error")


@dataclass(frozen=True, slots=True)
class About:
    """What made a generation; an index made otherwise is not read."""

    engine: str
    schema: int
    analysis: int
    archive: str
    subwords: bool
    rebuild: int


class IndexDirectory:
    """The numbered generations under `path`."""

    def __init__(self, path: Path, engine: str, subwords: bool) -> None:
        self.path = path
        self._engine = engine
        self._subwords = subwords
        self._current = str(path / "CURRENT")
        self._seen: tuple[tuple[int, int], int] = ((0, 0), 0)

    def current(self) -> int:
        """The number of the served generation. Raises IndexMissing, IndexDamaged."""
        try:
            # Asked by every search: the file is read again only when another took its place.
            stat = os.stat(self._current)  # noqa: PTH116 - half the time of Path.stat
            stamp = (stat.st_ino, stat.st_mtime_ns)
            if stamp != self._seen[0]:
                self._seen = (stamp, int(self.path.joinpath("CURRENT").read_text()))
            return self._seen[1]
        except FileNotFoundError:
            raise IndexMissing(
                f"there is no index in {self.path} yet; add articles with `fihrist add`"
            ) from None
        except ValueError:
            raise self.damaged("CURRENT") from None

    def generation(self, number: int) -> Path:
        return self.path / str(number)

    def create(self, archive: str) -> int:
        """A new empty generation beside the others; leftovers of broken rebuilds are removed."""
        with self.writing():
            return self._create(archive)

    def _create(self, archive: str) -> int:
        self.path.mkdir(parents=True, exist_ok=True)
        numbers = [int(p.name) for p in self.path.iterdir() if p.name.isdecimal()]
        try:
            served = self.current()
        except (IndexMissing, IndexDamaged):
            served = 0
        for number in numbers:
            if number > served:
                shutil.rmtree(self.generation(number), ignore_errors=True)
        number = max([served, *numbers]) + 1
        folder = self.generation(number)
        folder.mkdir()
        about = About(
            self._engine, SCHEMA_VERSION, ANALYSIS_VERSION, archive, self._subwords, number
        )
        write_atomically(folder / "about.json", orjson.dumps(asdict(about)))
        self.set_applied(number, 0)
        return number

    def publish(self, number: int) -> None:
        """Serve this generation from now on and remove the others (open readers keep theirs)."""
        with self.writing():
            write_atomically(self.path / "CURRENT", str(number).encode())
        for folder in self.path.iterdir():
            if folder.name.isdecimal() and int(folder.name) != number:
                shutil.rmtree(folder, ignore_errors=True)

    def about(self, number: int) -> About:
        """What made a generation. Raises IndexOutdated or IndexDamaged where it cannot be used."""
        try:
            about = About(**orjson.loads((self.generation(number) / "about.json").read_bytes()))
        except (FileNotFoundError, TypeError, orjson.JSONDecodeError):
            raise self.damaged(f"{number}/about.json") from None
        check_about(about, self._engine, self._subwords, f"the index in {self.path}")
        return about

    def check_archive(self, number: int, archive: str) -> None:
        """Refuse a generation that was made from another archive."""
        check_archive(self.about(number), archive, f"the index in {self.path}", "FIHRIST_HOME")

    def applied(self, number: int) -> int:
        """The number of the archive's last change in a generation. Raises IndexDamaged."""
        try:
            return int((self.generation(number) / "applied").read_text())
        except (FileNotFoundError, ValueError):
            raise self.damaged(f"{number}/applied") from None

    @contextmanager
    def writing(self) -> Iterator[None]:
        """What an engine raises while it writes (a full disk, most often) as IndexFailure."""
        try:
            yield
        except (OSError, ValueError) as error:
            raise IndexFailure(
                f"the index in {self.path} cannot be written ({error}); what was said to be stored"
                " is safe: once there is room, the keeper or any `fihrist add` goes on from here"
            ) from error

    def unopened(self, why: str) -> IndexFailure:
        """The error of files an engine cannot open: damaged, unless the system forbids it."""
        if any(mark in why for mark in _DAMAGE):
            return self.damaged(why)
        return IndexFailure(
            f"the index in {self.path} cannot be opened ({why}); its folder must be writable, for"
            " the engine's lock, and its disk have room"
        )

    def damaged(self, what: str) -> IndexDamaged:
        """The error of a file that is gone or broken."""
        return IndexDamaged(f"the index in {self.path} is damaged ({what}); {REMEDY}")

    def stamp(self, number: int) -> tuple[int, int, int]:
        """Another one after every commit: `applied` is renamed into place. Raises IndexDamaged."""
        try:
            stat = os.stat(f"{self.path}/{number}/applied")  # noqa: PTH116 - each search asks
        except FileNotFoundError:
            raise self.damaged(f"{number}/applied") from None
        return number, stat.st_ino, stat.st_mtime_ns

    def set_applied(self, number: int, change: int) -> None:
        write_atomically(self.generation(number) / "applied", str(change).encode())


def check_about(about: About, engine: str, subwords: bool, where: str) -> None:
    """Refuse an index, named by `where`, that was made otherwise. Raises IndexOutdated."""
    if about.engine != engine:
        raise IndexOutdated(
            f"{where} is {about.engine}'s, the setting FIHRIST_ENGINE is {engine}: {REMEDY}"
        )
    if (about.schema, about.analysis) > (SCHEMA_VERSION, ANALYSIS_VERSION):
        raise IndexOutdated(f"{where} was made by a newer Fihrist; update Fihrist or {REMEDY}")
    made = (about.schema, about.analysis, about.subwords)
    if made != (SCHEMA_VERSION, ANALYSIS_VERSION, subwords):
        raise IndexOutdated(f"{where} was made with other analysis rules; {REMEDY}")


def check_archive(about: About, archive: str, where: str, setting: str) -> None:
    """Refuse an index that was made from another archive; `setting` says which index it is."""
    if about.archive != archive:
        raise IndexForeign(
            f"{where} was made from another archive ({about.archive}, not {archive}); point"
            f" {setting} at its own, or run `fihrist rebuild`"
        )


def write_atomically(file: Path, content: bytes) -> None:
    """Replace a file whole: readers see the old content or the new, also after a power cut."""
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    with beside.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    beside.replace(file)
    sync(file.parent)


def folder_size(folder: Path) -> int:
    """Bytes of a folder; a file that goes while we look counts nothing."""
    total = 0
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):
            total += path.stat().st_size if path.is_file() else 0
    return total


def sync(path: Path) -> None:
    """Wait until a file, or a folder's list of files, is on the disk."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
