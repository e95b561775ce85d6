"""All that a query finds, in both languages, as a stream: article by article in order of seq.

A walk by seq needs no sorting and no memory, holds on every engine, and goes on from any article:
an article keeps its seq when it is replaced, and new ones have higher ones than the walk's end.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import orjson

from search.article import SIDES
from search.engines import plan as p
from search.engines.protocol import Match, Reader
from search.errors import BadParameter
from search.page import SearchRequest
from search.service import SearchService
from search.stored import Stored, decode

Format = Literal["jsonl", "csv"]

_CURSOR = re.compile(r"([0-9]{1,10})\.([0-9]{1,10})", re.ASCII)
_CHUNK = 1 << 16  # bytes gathered before they are sent

_AT_ONCE = 256  # articles in memory
_STEP, _LONGEST_STEP = 256, 1 << 20  # seqs looked at by one question to the engine

_HEAD = ("id", "source_id", "url", "outlet", "agency", "place", "category", "lang", "quality")
_COLUMNS = (
    *("id", "source_id", "url", "published", "lang", "outlet", "agency", "place", "category"),
    *("state", "title_ar", "title_en", "text_ar", "text_en", "cursor"),
)
# What spreadsheets take for the beginning of a formula, also full-width and behind white space.
# Source: OWASP, CSV Injection.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")


@dataclass(frozen=True, slots=True)
class Export:
    """total: how many articles follow; records: each as a JSON object, with its cursor."""

    total: int
    records: Iterator[dict[str, Any]]


def export(service: SearchService, asked: SearchRequest, cursor: str | None = None) -> Export:
    """What a search finds under its query, filters and dates, whatever its order and limit.

    cursor: of the last article that arrived; the export goes on behind it, up to where it would
    have ended then. Raises BadParameter for one that is none, and what a search raises.
    """
    reader, plan = service.matching(asked)
    after, last = _position(cursor) if cursor else (0, reader.info.last_seq)
    rest = p.Bool(must=(plan, p.Range("seq", after + 1, last + 1)))
    return Export(reader.count(rest), _records(reader, plan, after, last))


def lines(records: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """The records as NDJSON, in pieces of some 64 kB."""
    return _gathered(orjson.dumps(record) + b"\n" for record in records)


def table(records: Iterable[dict[str, Any]], bom: bool = False) -> Iterator[bytes]:
    """The records as CSV (RFC 4180), in pieces of some 64 kB. bom: begin with the mark by which
    Excel knows UTF-8."""
    return _gathered(_rows(records, bom))


FORMATS: dict[Format, Callable[..., Iterator[bytes]]] = {"jsonl": lines, "csv": table}


def inert(cell: str) -> str:
    """The text of a cell that no spreadsheet takes for a formula: with an apostrophe before it
    where one would."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _position(cursor: str) -> tuple[int, int]:
    match = _CURSOR.fullmatch(cursor)
    if match is None:
        raise BadParameter("cursor", "not a cursor of an export; leave it out to start again")
    return int(match[1]), int(match[2])


def _records(reader: Reader, plan: p.Plan, after: int, last: int) -> Iterator[dict[str, Any]]:
    low, step = after + 1, _STEP
    while low <= last:
        within = p.Range("seq", low, min(low + step, last + 1))
        found = reader.search(p.Bool(must=(plan, within)), "oldest", _AT_ONCE)
        if found.total > _AT_ONCE:
            step //= 2
            continue
        yield from _in_order(reader, found.matches, last)
        low += step
        if found.total < _AT_ONCE // 4:
            step = min(step * 2, _LONGEST_STEP)


def _in_order(reader: Reader, matches: tuple[Match, ...], last: int) -> Iterator[dict[str, Any]]:
    # The blobs are kept packed while they are put in order: a tenth of the memory.
    blobs = {int(decode(blob).head["seq"]): blob for blob in reader.fetch(matches)}
    for seq in sorted(blobs):
        yield _record(decode(blobs[seq]), seq, last)


def _record(stored: Stored, seq: int, last: int) -> dict[str, Any]:
    head = stored.head

    def texts(number: int) -> dict[str, Any]:
        pair: dict[str, Any] = {side: stored.pairs[side][number] for side in SIDES}
        return pair | {"translation": stored.translation(number)}

    return {
        **{name: head.get(name) for name in _HEAD},
        "metadata": head["metadata"],
        "published": head["published"],
        "seq": seq,
        "cursor": f"{seq}.{last}",
        "state": head["translation"],
        "title": texts(0),
        "segments": [
            {**texts(number), "paragraph": stored.paragraphs[number]}
            for number in range(1, len(stored.engines))
        ],
    }


def _rows(records: Iterable[dict[str, Any]], bom: bool) -> Iterator[bytes]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\r\n")

    def row(cells: Iterable[str]) -> bytes:
        writer.writerow(cells)
        text = buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
        return text.encode("utf-8", "replace")

    yield (b"\xef\xbb\xbf" if bom else b"") + row(_COLUMNS)
    for record in records:
        flat = {
            **record,
            **{f"title_{side}": record["title"][side] for side in SIDES},
            **{f"text_{side}": _text(record["segments"], side) for side in SIDES},
        }
        yield row(inert(flat[name] or "") for name in _COLUMNS)


def _text(segments: list[dict[str, Any]], side: str) -> str:
    """One side's sentences, a line a paragraph."""
    paragraphs: dict[int, list[str]] = {}
    for segment in segments:
        if segment[side]:
            paragraphs.setdefault(segment["paragraph"], []).append(segment[side])
    return "\n".join(" ".join(sentences) for sentences in paragraphs.values())


def _gathered(parts: Iterable[bytes]) -> Iterator[bytes]:
    waiting = bytearray()
    for part in parts:
        waiting += part
        if len(waiting) >= _CHUNK:
            yield bytes(waiting)
            waiting.clear()
    if waiting:
        yield bytes(waiting)
