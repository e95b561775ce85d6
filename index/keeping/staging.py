"""Folders for work that is not finished, named for their process so that what a killed one left
can be told from what is in use."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PREFIX = ".fihrist-"
_NAME = re.compile(r"\.fihrist-([0-9]+)")


@contextmanager
def staging(parent: Path) -> Iterator[Path]:
    """A new folder of this process, for its owner alone, gone at the end; those that killed
    processes left beside it go first. Raises OSError where none can be made."""
    for old in abandoned(parent):
        shutil.rmtree(old, ignore_errors=True)
    folder = parent / f"{_PREFIX}{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)  # of another process that had our number
    folder.mkdir(0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def abandoned(parent: Path) -> list[Path]:
    """Such folders whose process is no more."""
    found = []
    with suppress(OSError):
        for path in parent.iterdir():
            match = _NAME.fullmatch(path.name)
            if match and not _lives(int(match[1])):
                found.append(path)
    return found


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return process != os.getpid()
