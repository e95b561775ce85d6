"""Feeds: RSS and Atom by feedparser, JSON Feed by its specification (jsonfeed.org, 1 and 1.1).

An item is an article by its link, so that it is the same one as its page. What a feed says of its
language is not believed (systems set to English serve Arabic): each item goes by its letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import feedparser
import orjson

from index.dates import published_date
from index.draft import Failure, RawArticle
from index.pages import decode_page
from index.pages.body import tidied
from index.pages.tree import lines, load
from index.readers.item import Item
from index.readers.markup import bare
from index.readers.text import whole
from index.values import is_web_address
from search.errors import BadArticle

_PERIODS = {
    "hourly": 3600.0,
    "daily": 86_400.0,
    "weekly": 7 * 86_400.0,
    "monthly": 30 * 86_400.0,
    "yearly": 365 * 86_400.0,
}
_SITEMAP = re.compile(r"<(?:urlset|sitemapindex)\b")
_CUT = re.compile(r"(?:\[…\]|\[\.\.\.\]|\[&#8230;\]|…|\.\.\.)\s*$")
_MARKUP = re.compile(r"<[a-zA-Z/!]|&#?\w+;")


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed's own name, its items, and the seconds it asks to be left alone for."""

    title: str | None
    entries: list[RawArticle | Failure]
    wait: float | None = None


def read_feed(item: Item) -> Iterator[RawArticle | Failure]:
    """An article for each item; with the feed's summary where it has no more, which metadata
    says as `summary`, so that the page can be fetched in its place."""
    try:
        feed = parse_feed(item)
    except BadArticle as error:
        yield Failure(item.where, str(error))
        return
    yield from feed.entries
    if not feed.entries:
        yield Failure(item.where, "the feed has no items: nothing is added")


def parse_feed(item: Item) -> Feed:
    """The feed of an item's bytes; one without items is a feed too. Raises BadArticle."""
    text = decode_page(whole(item), item.content_type).lstrip("\ufeff \t\r\n")
    if not text:
        raise BadArticle("it is empty, no feed")
    parsed = _json_feed(text) if text.startswith("{") else _xml_feed(text, item.url)
    entries: list[RawArticle | Failure] = []
    for number, entry in enumerate(parsed.entries, 1):
        where = f"{item.where}:{number}"
        try:
            entries.append(_article(entry, where, item))
        except BadArticle as error:
            entries.append(Failure(where, str(error)))
    return Feed(parsed.title, entries, parsed.wait)


@dataclass(frozen=True, slots=True)
class _Parsed:
    title: str | None
    entries: Iterator[dict[str, Any]]
    wait: float | None = None


def _article(entry: dict[str, Any], where: str, item: Item) -> RawArticle:
    """The raw article of an entry, whose keys are RawArticle's and `content`, `summary`."""
    title = _plain(entry.get("title"), "")
    body = _plain(entry.get("content"), title)
    summary = _plain(entry.get("summary"), title)
    text = body if len(body) >= len(summary) else summary
    if not text and not title:
        raise BadArticle("the item has neither title nor text: nothing is added")
    link = entry.get("url")
    known = {"author": entry.get("author"), "summary": not body or bool(_CUT.search(body)) or None}
    stated = entry.get("published")
    return RawArticle(
        where=where,
        text=_CUT.sub("…", text),
        title=" ".join(title.split()),
        id=None if link else entry.get("id"),
        url=link,
        published=published_date(stated, item.fetched) if isinstance(stated, str) else None,
        outlet=entry.get("outlet"),
        category=entry.get("category"),
        metadata={name: value for name, value in known.items() if value},
    )


def _plain(markup: Any, title: str) -> str:
    """The lines of a fragment of HTML, or of plain text, without the page's own lines."""
    if not isinstance(markup, str) or not markup.strip():
        return ""
    if not _MARKUP.search(markup):
        return "\n".join(tidied(markup.split("\n"), title)) if title else markup.strip()
    try:
        found = lines(load(f"<div>{markup}</div>"))
    except BadArticle:
        return ""
    return "\n".join(tidied(found, title) if title else found)


def _xml_feed(text: str, url: str | None) -> _Parsed:
    if _SITEMAP.search(text[:2000]):
        raise BadArticle(
            "it is a sitemap, which lists pages and holds no text: give its address, or the pages"
        )
    headers = {"content-type": "application/xml; charset=utf-8"}
    try:
        feed = feedparser.parse(
            bare(text), response_headers=headers | ({"content-location": url} if url else {})
        )
    except (ValueError, OverflowError) as error:  # as it does for references to no character
        raise BadArticle(f"the feed cannot be read ({error}): mend it, or fetch it anew") from None
    if not feed.entries and not feed.get("version"):
        raise BadArticle("it is no feed (RSS, Atom or JSON Feed): name its format with --format")
    return _Parsed(_name(feed.feed.get("title")), _xml_entries(feed), _wait(feed.feed))


def _wait(said: Any) -> float | None:
    """Seconds between two changes, by RSS's ttl (minutes) or its syndication module."""
    period = _PERIODS.get(str(said.get("sy_updateperiod", "")).strip().lower())
    if period is None:
        minutes = _number(said.get("ttl"))
        return minutes * 60 if minutes else None
    return period / max(_number(said.get("sy_updatefrequency")) or 1.0, 1.0)


def _number(value: Any) -> float | None:
    text = str(value).strip()
    return float(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


def _xml_entries(feed: Any) -> Iterator[dict[str, Any]]:
    for entry in feed.entries:
        content = next((part.get("value") for part in entry.get("content", [])), None)
        # Keys are looked for first: feedparser answers some absent ones by others, and warns.
        given = {
            name: entry[name] for name in ("title", "summary", "author", "id") if name in entry
        }
        dates = [entry[name] for name in ("published", "created", "updated") if name in entry]
        tags = [tag.get("term") for tag in entry.get("tags", [])]
        given["summary"] = None if given.get("summary") == content else given.get("summary")
        yield given | {
            "content": content,
            "published": next(iter(dates), None),
            "url": _web(entry.get("feedburner_origlink"))
            or _web(entry.get("link"))
            or _web(given.get("id")),
            "category": next(filter(None, tags), None),
            "outlet": _name(feed.feed.get("title")),
        }


def _json_feed(text: str) -> _Parsed:
    try:
        feed = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise BadArticle(f"the feed is not JSON ({error}): mend it, or fetch it anew") from None
    if not isinstance(feed.get("items"), list):
        raise BadArticle("it is JSON without items, no feed: name its format with --format")
    entries = (_json_entry(entry, feed) for entry in feed["items"] if isinstance(entry, dict))
    return _Parsed(_name(feed.get("title")), entries)


def _json_entry(entry: dict[str, Any], feed: dict[str, Any]) -> dict[str, Any]:
    authors = entry.get("authors") or [entry.get("author")]
    author = authors[0] if isinstance(authors, list) else None
    tags = entry.get("tags")
    return {
        "id": str(entry["id"]) if "id" in entry else None,
        "url": _web(entry.get("url")) or _web(entry.get("external_url")) or _web(entry.get("id")),
        "title": entry.get("title"),
        "content": entry.get("content_html") or entry.get("content_text"),
        "summary": entry.get("summary"),
        "published": entry.get("date_published"),
        "author": _name(author.get("name")) if isinstance(author, dict) else None,
        "category": _name(tags[0]) if isinstance(tags, list) and tags else None,
        "outlet": _name(feed.get("title")),
    }


def _name(value: Any) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _web(value: Any) -> str | None:
    return value.strip() if isinstance(value, str) and is_web_address(value) else None
