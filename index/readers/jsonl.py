"""Article JSON Lines: one object a line, with the keys of `FIELDS`; others are kept as metadata.

Source: RFC 8259 (UTF-8 only) and jsonlines.org. UTF-16 with its mark, which editors on Windows
save, is taken as well.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from typing import IO, Any

import orjson

from index.draft import Failure, RawArticle
from index.readers.decoding import ADVICE, binary_kind, is_utf16
from index.readers.item import LIMIT, LIMIT_STATED, Item
from search.errors import BadArticle

FIELDS = (
    *("id", "url", "title", "text", "lang", "published", "outlet", "agency", "place"),
    *("category", "title_en", "text_en", "translator"),
)
_REQUIRED = ("title", "text")  # of these an absent one is the empty string
_WHOLE = 1 << 63  # beyond it a whole number could not be written back as JSON by orjson
_CHUNK = 1 << 20


def read_jsonl(item: Item) -> Iterator[RawArticle | Failure]:
    """An article or a failure for each line that is not blank."""
    number = 0
    found = False
    try:
        for number, line in enumerate(_lines(item.stream), 1):
            where = f"{item.where}:{number}"
            if line is None:
                found = True
                yield Failure(where, f"the line is longer than {LIMIT_STATED}: split the article")
                continue
            if number == 1 and (kind := binary_kind(line[:_CHUNK])) is not None:
                yield Failure(item.where, f"it is {kind}, not JSON Lines: give UTF-8 text")
                return
            if line.strip():
                found = True
                yield _article(line, where)
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        yield Failure(
            f"{item.where}:{number + 1}", f"it cannot be read further ({error}): make it anew"
        )
        return
    if not found:
        yield Failure(item.where, "it is empty: give one JSON object a line")


def _lines(stream: IO[bytes]) -> Iterator[bytes | None]:
    """The lines as UTF-8 bytes; None for one that is too long, which is skipped, not kept."""
    first = stream.readline(LIMIT + 1)
    if is_utf16(first):
        yield from _utf16_lines(first, stream)
        return
    line = first.removeprefix(b"\xef\xbb\xbf")
    while line:
        if len(line) > LIMIT:
            while line and not line.endswith(b"\n"):
                line = stream.readline(_CHUNK)
            yield None
        else:
            yield line
        line = stream.readline(LIMIT + 1)


def _utf16_lines(first: bytes, stream: IO[bytes]) -> Iterator[bytes | None]:
    """A UTF-16 file is read whole, within the same limit: lines end in two bytes there."""
    data = first + stream.read(LIMIT + 1 - len(first))
    if len(data) > LIMIT:
        yield None
        return
    for line in data.decode("utf-16").split("\n"):
        yield line.encode("utf-8", "surrogatepass")


def _article(line: bytes, where: str) -> RawArticle | Failure:
    try:
        return from_record(parse(line), where)
    except BadArticle as error:
        return Failure(where, str(error))


def parse(line: bytes) -> Any:
    """The JSON value of a line; BadArticle says what is wrong and where in it."""
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError as error:
        if "UTF-8" in error.msg:
            raise BadArticle(f"the line is not UTF-8: {ADVICE}") from None
        if "surrogate" in error.msg:
            return _parse_leniently(line)
        raise BadArticle(
            f"the line is not JSON ({error.msg} at character {error.pos + 1}): mend or remove it"
        ) from None


def _parse_leniently(line: bytes) -> Any:
    """The value of a line with a lone surrogate escape (half of an emoji, say).

    orjson refuses it and the standard library lets it pass; composing replaces it by U+FFFD.
    """
    try:
        return json.loads(line, parse_int=_integer, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise BadArticle(f"the line is not JSON ({error}): mend or remove it") from None


def _integer(digits: str) -> int | float:
    """As orjson reads a whole number: one beyond 64 bits becomes a float."""
    value = float(digits)
    return int(digits) if abs(value) < _WHOLE else value


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a JSON number")


def from_record(record: object, where: str) -> RawArticle:
    """The raw article of a JSON object; BadArticle names the field of a wrong type.

    A whole number is taken as an `id`, null as absent.
    """
    if not isinstance(record, dict):
        raise BadArticle(
            f"it is {_named(record)}, not an article: write an object with title and text"
        )
    given: dict[str, str] = {}
    for name in FIELDS:
        value = record.get(name)
        if name == "id" and isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if isinstance(value, str):
            given[name] = value
        elif value is not None:
            raise BadArticle(f"{name} is {_named(value)}: write it as a string in quotes")
    for name in _REQUIRED:
        given.setdefault(name, "")
    metadata = {key: value for key, value in record.items() if key not in FIELDS}
    return RawArticle(where=where, metadata=metadata, **given)


def _named(value: object) -> str:
    """What a JSON value is, for messages."""
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    kinds: tuple[tuple[type | tuple[type, ...], str], ...] = (
        ((int, float), "a number"),
        (str, "a string"),
        (list, "a list"),
    )
    return next((name for kind, name in kinds if isinstance(value, kind)), "an object")
