"""A disk that is full, and one that cannot be written."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path | None]:
    """A disk of this size of its own; None where one cannot be mounted."""
    folder.mkdir(exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode:
        yield None
        return
    try:
        yield folder
    finally:
        # Lazily: this process may still have files of an index mapped.
        subprocess.run(["umount", "-l", str(folder)], check=True)


def read_only(disk: Path, on: bool) -> None:
    """Mount it for reading only, or for writing again."""
    how = "remount,ro" if on else "remount,rw"
    subprocess.run(["mount", "-o", how, str(disk)], check=True)


def fill(disk: Path, left: int) -> Path:
    """Leave so many bytes free; the file to remove."""
    ballast = disk / "ballast"
    with ballast.open("wb") as file:
        file.write(bytes(max(0, shutil.disk_usage(disk).free - left)))
    return ballast
