"""Feeds: RSS and Atom by feedparser, JSON Feed by its specification (jsonfeed.org, 1 and 1.1).

An item is an article by its link, so that it is the same one as its page. What a feed says of its
language is not believed (systems set to English serve Arabic): each item goes by its letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import feedparser
import orjson

from index.dates import published_date
from index.draft import Failure, RawArticle
from index.pages import decode_page
from index.pages.body import tidied
from index.pages.tree import lines, load
from index.readers.item import Item
from index.readers.text import whole
from index.values import is_web_address
from search.errors import BadArticle

_ENCODING = re.compile(r"(<\?xml[^>]{0,100}?)\s+encoding\s*=\s*[\"'][^\"']*[\"']", re.I)
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.S | re.I)  # entities with it
_SITEMAP = re.compile(r"<(?:urlset|sitemapindex)\b")
_CUT = re.compile(r"(?:\[…\]|\[\.\.\.\]|\[&#8230;\]|…|\.\.\.)\s*$")
_MARKUP = re.compile(r"<[a-zA-Z/!]|&#?\w+;")


def read_feed(item: Item) -> Iterator[RawArticle | Failure]:
    """An article for each item; with the feed's summary where it has no more, which metadata
    says as `summary`, so that the page can be fetched in its place."""
    try:
        text = decode_page(whole(item), item.content_type).lstrip("\ufeff \t\r\n")
        entries = _json_feed(text) if text.startswith("{") else _xml_feed(text, item.url)
    except BadArticle as error:
        yield Failure(item.where, str(error))
        return
    found = False
    for number, entry in enumerate(entries, 1):
        found = True
        where = f"{item.where}:{number}"
        try:
            yield _article(entry, where, item)
        except BadArticle as error:
            yield Failure(where, str(error))
    if not found:
        yield Failure(item.where, "the feed has no items: nothing is added")


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


def _xml_feed(text: str, url: str | None) -> Iterator[dict[str, Any]]:
    if _SITEMAP.search(text[:2000]):
        raise BadArticle("it is a sitemap, which lists pages and holds no text: give the pages")
    data = _DOCTYPE.sub("", _ENCODING.sub(r"\1", text[:200]) + text[200:], count=1)
    headers = {"content-type": "application/xml; charset=utf-8"}
    feed = feedparser.parse(
        data.encode("utf-8", "replace"),
        response_headers=headers | ({"content-location": url} if url else {}),
    )
    if not feed.entries and not feed.version:
        raise BadArticle("it is no feed (RSS, Atom or JSON Feed): name its format with --format")
    return _xml_entries(feed)


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
            "url": _web(entry.get("link")) or _web(given.get("id")),
            "category": next(filter(None, tags), None),
            "outlet": _name(feed.feed.get("title")),
        }


def _json_feed(text: str) -> Iterator[dict[str, Any]]:
    try:
        feed = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise BadArticle(f"the feed is not JSON ({error}): mend it, or fetch it anew") from None
    if not isinstance(feed.get("items"), list):
        raise BadArticle("it is JSON without items, no feed: name its format with --format")
    return (_json_entry(entry, feed) for entry in feed["items"] if isinstance(entry, dict))


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
