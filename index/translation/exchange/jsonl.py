"""Pairs as JSON Lines: {"ar": …, "en": …, "from": "ar", "translator": "google", "at": …}."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

import orjson

from index.translation.exchange.pair import LONGEST, Pair, Unusable, moment, stamp
from index.translation.memory import PEOPLE, Direction

_LINE = 16 * LONGEST  # bytes of a line: two sides, each letter written as \uXXXX
_DIRECTIONS: dict[str, tuple[Direction, ...]] = {
    "ar": ("ar-en",),
    "en": ("en-ar",),
    "*": ("ar-en", "en-ar"),
}


def read(stream: IO[bytes], where: str) -> Iterator[Pair | Unusable]:
    """The pairs of a file, line by line. Without `from` the Arabic is the source; without
    `translator` people made the pair."""
    number = 0
    while line := stream.readline(_LINE):
        number += 1
        if not line.endswith(b"\n") and len(line) == _LINE:
            while (rest := stream.readline(_LINE)) and not rest.endswith(b"\n"):
                pass
            yield Unusable(f"{where}:{number}", f"the line is longer than {_LINE} bytes")
        elif line.strip():
            yield _pair(line, f"{where}:{number}")


def _pair(line: bytes, where: str) -> Pair | Unusable:
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        return Unusable(where, f"it is no JSON: {error}")
    if not isinstance(row, dict) or not all(isinstance(row.get(s), str) for s in ("ar", "en")):
        return Unusable(where, 'it is no object with texts "ar" and "en"')
    directions = _DIRECTIONS.get(row.get("from", "ar"))
    if directions is None:
        return Unusable(where, '"from" is not "ar", "en" or "*"')
    at, quality = row.get("at"), row.get("quality")
    engine = row.get("translator") or PEOPLE
    return Pair(
        row["ar"],
        row["en"],
        directions,
        str(engine),
        moment(at) if isinstance(at, str) else None,
        float(quality) if isinstance(quality, (int, float)) else None,
    )


def write(pairs: Iterator[Pair], stream: IO[bytes]) -> int:
    """Write pairs; how many there were."""
    count = 0
    for pair in pairs:
        row: dict[str, Any] = {"ar": pair.ar, "en": pair.en, "from": pair.directions[0][:2]}
        if pair.engine is not None:
            row["translator"] = pair.engine
        if pair.at is not None:
            row["at"] = stamp(pair.at)
        if pair.quality is not None:
            row["quality"] = pair.quality
        stream.write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))
        count += 1
    return count
