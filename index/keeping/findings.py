"""What a check of a home finds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

Severity = Literal["error", "warning", "info"]
"""error: something is lost, wrong or does not work; warning: it will be; info: to be known."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault. name: stable, for programs; remedy: what the user may do; mend: what the doctor
    does where that is safe, and nothing is lost by it."""

    name: str
    severity: Severity
    detail: str
    remedy: str
    mend: Callable[[], None] | None = None

    def told(self, mended: bool) -> dict[str, Any]:
        """As JSON tells it."""
        return {
            "name": self.name,
            "severity": self.severity,
            "detail": self.detail,
            "remedy": self.remedy,
            "mended": mended,
        }


def some(values: list[Any], many: int = 5) -> str:
    """The first of many, for a message."""
    rest = f" and {len(values) - many} more" if len(values) > many else ""
    return ", ".join(map(str, values[:many])) + rest
