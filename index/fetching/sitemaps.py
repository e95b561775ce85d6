"""The pages of a sitemap, and of the sitemaps it leads to, within bounds."""

from __future__ import annotations

from collections.abc import Iterator

from index.draft import Failure, RawArticle
from index.fetching.errors import FetchError, Unwanted
from index.fetching.fetcher import Fetched, Fetcher
from index.fetching.kinds import SITEMAP, kind_of
from index.fetching.packed import unpacked
from index.fetching.stories import CHANGED, SUMMARY, text_of
from index.readers.sitemap import Listed, Sitemap, parse_sitemap
from index.values import canonical
from search.errors import BadArticle

SITEMAPS = 50
"""Sitemaps that one index is followed to: the newest of them."""


def sitemap_of(fetched: Fetched) -> Sitemap:
    """A fetched sitemap. Raises Unwanted, CutShort or BadArticle."""
    with unpacked(fetched) as plain:
        assert plain.body is not None
        if kind_of(plain.body, plain.url, plain.content_type) != SITEMAP:
            raise Unwanted(fetched.url, "it is no sitemap")
        return parse_sitemap(text_of(plain))


def entries_of(
    sitemap: Sitemap, url: str, fetcher: Fetcher, most: int
) -> Iterator[RawArticle | Failure]:
    """At most so many pages, each once, as entries without text whose pages are still to be
    fetched; a sitemap that cannot be read is a failure, and the next is read."""
    seen: set[str] = set()
    for listed in _pages(sitemap, url, fetcher):
        if isinstance(listed, Failure):
            yield listed
        elif canonical(listed.url) not in seen:
            if len(seen) >= most:
                return
            seen.add(canonical(listed.url))
            yield _entry(listed)


def _pages(sitemap: Sitemap, url: str, fetcher: Fetcher) -> Iterator[Listed | Failure]:
    asked = {url}
    waiting = list(sitemap.sitemaps)
    yield from sitemap.pages
    while waiting and len(asked) <= SITEMAPS:
        inner = waiting.pop(0)
        if inner.url in asked:
            continue
        asked.add(inner.url)
        try:
            with fetcher.fetch(inner.url) as fetched:
                found = sitemap_of(fetched)
        except (FetchError, BadArticle) as error:
            yield Failure(inner.url, str(error))
            continue
        yield from found.pages
        waiting += found.sitemaps


def _entry(listed: Listed) -> RawArticle:
    return RawArticle(
        where=listed.url,
        text="",
        title=listed.title,
        url=listed.url,
        published=listed.published,
        outlet=listed.outlet,
        metadata={SUMMARY: True, CHANGED: listed.changed},
    )
