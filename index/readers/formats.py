"""Which reader takes which format, and how a format is known by name or by content."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from io import BufferedReader

from index.draft import Failure, RawArticle
from index.readers.item import Item
from index.readers.jsonl import read_jsonl
from index.readers.table import read_table
from index.readers.text import read_text

Reader = Callable[[Item], Iterator[RawArticle | Failure]]


def _later(module: str, name: str) -> Reader:
    """A reader whose libraries take a while to load, and are loaded when a file needs them."""

    def reader(item: Item) -> Iterator[RawArticle | Failure]:
        found: Reader = getattr(import_module(f"index.readers.{module}"), name)
        yield from found(item)

    return reader


# A new format is one row here and its endings below.
READERS: dict[str, Reader] = {
    "text": read_text,
    "jsonl": read_jsonl,
    "html": _later("html", "read_html"),
    "feed": _later("feed", "read_feed"),
    "csv": read_table,
    "warc": _later("warc", "read_warc"),
}
SUPPORTED = f"{', '.join(list(READERS)[:-1])} or {list(READERS)[-1]}"

# Known by name or content, so that the message can say what the file is.
UNREAD = {"json": "JSON other than JSON Lines"}

ENDINGS = {
    ".txt": "text",
    ".text": "text",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".rss": "feed",
    ".atom": "feed",
    ".xml": "feed",
    ".csv": "csv",
    ".tsv": "csv",
    ".warc": "warc",
}

# Not articles, though named like them: the translation memory that stands beside a folder's
# articles (`fihrist memory`).
BESIDE = frozenset({"memory.jsonl"})

PACKED = (".zip", ".tar", ".tar.gz", ".tgz")
_JSON_FEED = b"jsonfeed.org/version"
_HEAD = 512  # bytes looked at; enough for a byte order mark, spaces and a first tag


def by_name(name: str) -> str | None:
    """The format a file's name tells; `.gz` after it does not matter."""
    lowered = name.lower().removesuffix(".gz")
    return next((kind for end, kind in ENDINGS.items() if lowered.endswith(end)), None)


def is_packed(name: str) -> bool:
    """Whether a name tells an archive of articles."""
    return name.lower().endswith(PACKED)


def by_content(stream: BufferedReader) -> str:
    """The format the first bytes tell; text where they tell nothing. Nothing is consumed."""
    head = stream.peek(_HEAD)[:_HEAD]
    start = head.removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"").lstrip(b"\xff\xfe \t\r\n")
    start = start.lower()
    if start.startswith(b"warc/"):
        return "warc"
    if start.startswith(b"{"):
        return "feed" if _JSON_FEED in start else "jsonl"
    if start.startswith((b"<!doctype html", b"<html")) or b"<html" in start:
        return "html"
    if start.startswith((b"<?xml", b"<rss", b"<feed")):
        return "feed"
    return "text"
