"""Web archives (WARC, ISO 28500): each page that was answered with 200 is an article.

The record says where the page came from, what the server called it, and when it was fetched, by
which relative dates on it can be read.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from index.draft import Failure, RawArticle
from index.readers.feed import read_feed
from index.readers.html import read_html
from index.readers.item import LIMIT, LIMIT_STATED, Item

_READERS = {
    "text/html": read_html,
    "application/xhtml+xml": read_html,
    "application/rss+xml": read_feed,
    "application/atom+xml": read_feed,
    "application/feed+json": read_feed,
}


def read_warc(item: Item) -> Iterator[RawArticle | Failure]:
    """The articles of all pages and feeds in it; pictures, scripts and errors are passed over."""
    number = 0
    pages = 0
    try:
        for number, record in enumerate(ArchiveIterator(item.stream), 1):
            if record.rec_type == "response" and record.http_headers is not None:
                for found in _record(record, f"{item.where}:{number}"):
                    pages += 1
                    yield found
    except (OSError, EOFError, zlib.error, ArchiveLoadFailed, ValueError) as error:
        yield Failure(f"{item.where}:{number + 1}", f"it cannot be read further ({error})")
        return
    if not pages:
        yield Failure(item.where, "the web archive holds no pages: nothing is added")


def _record(record: Any, where: str) -> Iterator[RawArticle | Failure]:
    content_type = record.http_headers.get_header("Content-Type", "")
    reader = _READERS.get(content_type.split(";")[0].strip().lower())
    if reader is None or record.http_headers.get_statuscode() != "200":
        return
    data = record.content_stream().read(LIMIT + 1)
    if len(data) > LIMIT:
        yield Failure(where, f"the page is longer than {LIMIT_STATED}")
        return
    yield from reader(
        Item(
            where,
            "html",
            BytesIO(data),
            url=record.rec_headers.get_header("WARC-Target-URI"),
            content_type=content_type,
            fetched=_moment(record.rec_headers.get_header("WARC-Date")),
        )
    )


def _moment(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else None
