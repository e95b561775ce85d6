"""What a fetched thing is: a feed, a sitemap, a page, a file of articles.

By its content where that cannot be mistaken, since servers send feeds as text/html and error
pages as feeds; then by Content-Type, by the address's ending, and last by what the content seems.
"""

from __future__ import annotations

import re
from io import BufferedReader
from urllib.parse import urlsplit

from index.readers.decoding import binary_kind
from index.readers.formats import READERS, by_content, by_name
from index.readers.unpacking import GZIP, is_archive

SITEMAP, ARCHIVE = "sitemap", "archive"
"""Kinds beside the readers' formats."""

_HEAD = 4_096  # bytes looked at; a comment may stand before the first element
_SITEMAP = re.compile(rb"<(?:\w+:)?(?:urlset|sitemapindex)\b", re.I)
_FEED = re.compile(rb"<(?:rss|(?:\w+:)?RDF|(?:\w+:)?feed)\b", re.I)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.I)
_JSON_FEED = b"jsonfeed.org/version"
_TYPES = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
    "application/feed+json": "feed",
    "text/csv": "csv",
    "text/tab-separated-values": "csv",
    "application/x-ndjson": "jsonl",
    "application/jsonl": "jsonl",
    "application/warc": "warc",
}


def kind_of(stream: BufferedReader, url: str, content_type: str | None) -> str:
    """One of READERS, SITEMAP, ARCHIVE (packed, or several files), or what else it is ("a PDF
    document"). Nothing is consumed."""
    head = stream.peek(_HEAD)[:_HEAD]
    if head.startswith(GZIP) or is_archive(stream):
        return ARCHIVE
    if head.startswith(b"WARC/"):
        return "warc"
    marked = _marked(head.replace(b"\0", b""))
    if marked is not None:
        return marked
    binary = binary_kind(head)
    if binary is not None:
        return binary
    media = (content_type or "").split(";")[0].strip().lower()
    named = by_name(urlsplit(url).path)
    return _TYPES.get(media) or (named if named in READERS else None) or by_content(stream)


def _marked(head: bytes) -> str | None:
    """The kind whose first element comes first, if any does."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe \t\r\n")
    if start.startswith(b"{"):
        return "feed" if _JSON_FEED in start else None
    if not start.startswith(b"<"):
        return None
    places = [
        (match.start(), kind)
        for pattern, kind in ((_SITEMAP, SITEMAP), (_FEED, "feed"), (_HTML, "html"))
        if (match := pattern.search(start))
    ]
    return min(places)[1] if places else None
