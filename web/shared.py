"""What the workers of one service share: a folder for counts, a salt for the hashes in its log."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from pathlib import Path

METRICS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The variable that tells prometheus_client to count in files of this folder."""


@dataclass(frozen=True, slots=True)
class Shared:
    """Made by the service's parent and handed to each worker (picklable). folder None: there is
    one process, with nobody to share with."""

    folder: Path | None = None
    salt: bytes = field(default_factory=lambda: secrets.token_bytes(16))

    @property
    def limits(self) -> Path | None:
        """The file of the requests counted."""
        return self.folder / "limits" if self.folder else None
