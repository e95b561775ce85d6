"""From what was fetched to articles: a page's, and a feed's item with the page it leads to."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from urllib.parse import urlsplit, urlunsplit

from index.draft import RawArticle
from index.fetching.errors import (
    BadAddress,
    BadStatus,
    CutShort,
    FetchError,
    PrivateAddress,
    Unwanted,
)
from index.fetching.fetcher import Fetched, Fetcher
from index.fetching.kinds import kind_of
from index.pages import decode_page
from index.readers.feed import Feed, parse_feed
from index.readers.html import raw_of
from index.readers.item import Item
from index.readers.text import whole
from index.values import canonical
from search.errors import BadArticle

SUMMARY = "summary"
"""The metadata key of an article that is a feed's summary only."""

CHANGED = "changed"
"""The metadata key of when a sitemap says that a page changed; it is not kept."""

PAGE = "page_refused"
"""The metadata key of why the whole page was not had."""

_ENDS = re.compile(
    r"</(?:html|body|rss|feed|(?:\w+:)?rdf|urlset|sitemapindex)\s*>|[}\]]\s*\Z", re.I
)
_WITHDRAWN = (404, 410, 451)


def untracked(url: str) -> str:
    """An address without what only tracks readers; its other letters stay as they are, since a
    server may tell %26 from &."""
    parts = urlsplit(url)
    url = urlunsplit(parts._replace(fragment=""))
    for pair in filter(None, parts.query.split("&")):
        now = urlsplit(url)
        kept = now.query.split("&")
        kept.remove(pair)
        without = urlunsplit(now._replace(query="&".join(kept)))
        if canonical(without) == canonical(url):
            url = without
    return url


def text_of(fetched: Fetched) -> str:
    """The characters of a page or a feed. Raises CutShort or BadArticle."""
    assert fetched.body is not None
    data = whole(Item(fetched.url, "html", fetched.body))
    text = decode_page(data, fetched.content_type)
    if not fetched.framed and _ENDS.search(text[-2_000:]) is None:
        raise CutShort(fetched.url, "it ended in the middle, and the server said no length")
    return text


def page_of(fetched: Fetched) -> RawArticle:
    """The article of a fetched page. Raises Unwanted, CutShort or BadArticle."""
    assert fetched.body is not None
    kind = kind_of(fetched.body, fetched.url, fetched.content_type)
    if kind != "html":
        raise Unwanted(fetched.url, f"it is no web page but {_named(kind)}")
    return article_of_page(text_of(fetched), fetched)


def article_of_page(text: str, fetched: Fetched) -> RawArticle:
    """The article of a page's characters. Raises BadArticle."""
    raw = raw_of(text, fetched.url, fetched.url, fetched.at)
    return replace(raw, url=untracked(raw.url or fetched.url))


def feed_of(fetched: Fetched) -> Feed:
    """A fetched feed. Raises CutShort or BadArticle."""
    text = text_of(fetched).encode("utf-8", "replace")
    return parse_feed(Item(fetched.url, "feed", BytesIO(text), url=fetched.url, fetched=fetched.at))


def _named(kind: str) -> str:
    return kind if " " in kind else f"of the format {kind}"


def story_of(entry: RawArticle, fetcher: Fetcher) -> RawArticle:
    """The article of a feed's item: the item itself where it has the whole text, else its page.

    Where the page cannot be had and never will, the summary that the feed gives stands for it,
    and its metadata says why. Raises FetchError or BadArticle where there is no article.
    """
    entry = replace(entry, url=untracked(entry.url)) if entry.url else entry
    if not entry.metadata.get(SUMMARY) or entry.url is None:
        return entry
    try:
        with fetcher.fetch(entry.url) as fetched:
            page = page_of(fetched)
    except (FetchError, BadArticle) as error:
        if not entry.text or not _may_stand(error):
            raise
        return replace(entry, metadata={**entry.metadata, PAGE: str(error)})
    return _joined(entry, page)


def _may_stand(error: FetchError | BadArticle) -> bool:
    """Whether a feed's summary may stand for a page: not for one that is gone, or may yet come."""
    if isinstance(error, BadStatus) and error.status in _WITHDRAWN:
        return False
    if isinstance(error, BadAddress | PrivateAddress):
        return False
    return isinstance(error, BadArticle) or error.lasting


def _joined(entry: RawArticle, page: RawArticle) -> RawArticle:
    """The page's article, with what only the feed knows.

    A feed's moment stands for the page's day where it is of that day, and not in place of another
    day: some feeds date their items anew each time they are made.
    """
    published = page.published or entry.published
    if entry.published and published and entry.published.startswith(published):
        published = entry.published
    known = {**entry.metadata, **page.metadata}
    return replace(
        page,
        where=entry.where,
        title=page.title or entry.title,
        published=published,
        outlet=page.outlet or entry.outlet,
        category=page.category or entry.category,
        metadata={key: known[key] for key in known if key not in (SUMMARY, CHANGED)},
    )
