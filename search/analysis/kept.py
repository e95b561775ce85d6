"""A table that takes long to make, kept in the user's cache folder for the next process.

Never needed: where the folder cannot be written, or the file is not what was written, the
table is made. Two processes that make it at once write the same.
"""

import os
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

_DIGEST = 16


def kept(name: str, sources: Sequence[Path], make: Callable[[], bytes]) -> bytes:
    """Return what make() returns, or returned before in a file of that name.

    sources: the files it is made from; when one has another size or time, it is made again. Each
    installation, known by where they stand, has a file of its own: two that take turns would else
    make it at every start.
    """
    stamp = _stamp(sources)
    place = _digest("\0".join(map(str, sources)).encode()).hex()[:8]
    name = f"{name}-{place}"
    with suppress(OSError, RuntimeError):
        data = _file(name).read_bytes()
        table = data[: -2 * _DIGEST]
        if data[-2 * _DIGEST :] == stamp + _digest(table):
            return table
    table = make()
    with suppress(OSError, RuntimeError):
        _write(_file(name), table + stamp + _digest(table))
    return table


def _file(name: str) -> Path:
    """Raises RuntimeError where the user has no home."""
    base = Path(os.environ.get("XDG_CACHE_HOME", ""))
    # A relative one is to be ignored (XDG Base Directory Specification).
    return (base if base.is_absolute() else Path("~/.cache").expanduser()) / f"fihrist/{name}.table"


def _stamp(sources: Sequence[Path]) -> bytes:
    found = [(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in sources]
    return _digest(repr(found).encode())


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=_DIGEST).digest()


def _write(path: Path, data: bytes) -> None:
    """Write beside it and rename, so that no process ever reads a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        try:
            file.write(data)
            file.close()
            Path(file.name).replace(path)
        except OSError:
            Path(file.name).unlink()
            raise
