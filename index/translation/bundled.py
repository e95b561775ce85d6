"""The translations that come with Fihrist: `seeds/memory.jsonl`, of its own seed articles."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

import orjson

BUNDLED = "bundled"


@cache
def _lines() -> bytes:
    try:
        return files("seeds").joinpath("memory.jsonl").read_bytes()
    except (ModuleNotFoundError, FileNotFoundError):
        return b""  # an installation without the seeds needs no translations of them


def bundled_pairs() -> list[tuple[str, str]]:
    """The Arabic sentences and their English, in file order."""
    pairs = (orjson.loads(line) for line in _lines().splitlines() if line.strip())
    return [(pair["ar"], pair["en"]) for pair in pairs]


def bundled_version() -> str:
    """Changes whenever the bundled memory does."""
    return hashlib.blake2b(_lines(), digest_size=8).hexdigest()
