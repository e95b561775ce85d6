"""What `fihrist add URL` adds: a page, the items of a feed, the pages of a sitemap, a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from threading import Event

from index.draft import Failure, RawArticle
from index.fetching import Limits, SystemClock, fetcher_of
from index.fetching.discovery import feeds_of, offered
from index.fetching.errors import FetchError
from index.fetching.fetcher import Fetched, Fetcher
from index.fetching.kinds import ARCHIVE, SITEMAP, kind_of
from index.fetching.packed import unpacked
from index.fetching.sitemaps import entries_of, sitemap_of
from index.fetching.stories import PAGE, article_of_page, feed_of, story_of, text_of
from index.readers import READERS
from index.readers.files import opened
from index.readers.item import Item
from search.errors import BadArticle
from search.settings import Settings

LIMITS = Limits(size=1 << 30)
"""A file given by hand may be larger than what is fetched unasked."""

PATIENCE = 600.0
"""Seconds that a host's turn is waited for: somebody asked for it."""

PAGES = 1_000
"""Items of a feed or pages of a sitemap that are added unless --limit says otherwise."""

Items = Iterator[RawArticle | Failure]


class Adding:
    """Reads addresses into raw articles. say: takes a line for the user. most: items of a feed,
    pages of a sitemap."""

    def __init__(
        self, fetcher: Fetcher, say: Callable[[str], None], most: int | None = None
    ) -> None:
        self._fetcher = fetcher
        self._say = say
        self._most = most or PAGES

    def read(self, url: str, format_: str | None, columns: Mapping[str, str]) -> Items:
        """The articles at an address, and a failure for what could not be had."""
        try:
            with self._fetcher.fetch(url) as whole, unpacked(whole) as fetched:
                yield from self._read(fetched, format_, columns)
        except (FetchError, BadArticle) as error:
            yield Failure(url, str(error))

    def _read(self, fetched: Fetched, format_: str | None, columns: Mapping[str, str]) -> Items:
        assert fetched.body is not None
        kind = format_ or kind_of(fetched.body, fetched.url, fetched.content_type)
        if kind == "html":
            yield self._page(fetched)
        elif kind == "feed":
            entries = feed_of(fetched).entries
            if not entries:
                yield Failure(fetched.url, "the feed has no items: nothing is added")
            yield from self._stories(entries)
        elif kind == SITEMAP:
            pages = entries_of(sitemap_of(fetched), fetched.url, self._fetcher, self._most + 1)
            yield from self._stories(pages)
        elif kind == ARCHIVE:
            yield from self._packed(fetched, columns)
        elif kind in READERS:
            yield from READERS[kind](_item(fetched, kind, columns))
        else:
            yield Failure(fetched.url, f"it is {kind}, which is not read: give a page or a feed")

    def _page(self, fetched: Fetched) -> RawArticle | Failure:
        text = text_of(fetched)
        feeds = feeds_of(text, fetched.url)
        named = f"it names feeds, which `fihrist watch add` follows: {offered(feeds)}"
        try:
            article = article_of_page(text, fetched)
        except BadArticle as error:
            if not feeds:
                raise
            return Failure(fetched.url, f"{error}; {named}")
        if feeds:
            self._say(f"{fetched.url}: {named}")
        return article

    def _stories(self, entries: Iterable[RawArticle | Failure]) -> Items:
        """Each entry's article. One that fails is a failure at its own address."""
        following = iter(entries)
        for entry in islice(following, self._most):
            if isinstance(entry, Failure):
                yield entry
                continue
            try:
                story = story_of(entry, self._fetcher)
            except (FetchError, BadArticle) as error:
                yield Failure(entry.url or entry.where, str(error))
                continue
            if PAGE in story.metadata:
                self._say(f"{story.url}: {story.metadata[PAGE]}; the feed's summary is kept")
            yield story
        if next(following, None) is not None:
            self._say(f"only {self._most} were taken; --limit takes more")

    def _packed(self, fetched: Fetched, columns: Mapping[str, str]) -> Items:
        assert fetched.body is not None
        for item in opened(fetched.body, fetched.url, "", None):
            if isinstance(item, Failure):
                yield item
            else:
                yield from READERS[item.format](
                    Item(item.where, item.format, item.stream, columns=columns)
                )


@contextmanager
def adding(
    settings: Settings, say: Callable[[str], None], most: int | None, stop: Event
) -> Iterator[Adding]:
    """One Adding for a command; `stop` ends its waits."""
    with fetcher_of(settings, SystemClock(stop), LIMITS, PATIENCE) as fetcher:
        yield Adding(fetcher, say, most)


def _item(fetched: Fetched, kind: str, columns: Mapping[str, str]) -> Item:
    assert fetched.body is not None
    return Item(
        fetched.url,
        kind,
        fetched.body,
        url=fetched.url,
        content_type=fetched.content_type,
        fetched=fetched.at,
        columns=columns,
    )
