"""What `fihrist watch add` takes: an address is looked at once, to say what will be watched."""

from __future__ import annotations

from dataclasses import dataclass

from index.archive.sources import Source
from index.fetching.addresses import address_of
from index.fetching.clock import Clock
from index.fetching.discovery import feeds_of, offered
from index.fetching.errors import FetchError, Unwanted
from index.fetching.fetcher import Fetcher
from index.fetching.kinds import SITEMAP, kind_of
from index.fetching.packed import unpacked
from index.fetching.sitemaps import sitemap_of
from index.fetching.stories import feed_of, text_of
from index.fetching.watch import schedule
from index.fetching.watch.opml import Outline
from search.errors import BadArticle


@dataclass(frozen=True, slots=True)
class Offered:
    """An address that may be watched, and what there is to say of it."""

    source: Source
    said: str


def source_of(outline: Outline, clock: Clock) -> Source:
    """A source that is due at once. Raises BadAddress."""
    now = int(clock.now())
    url = address_of(outline.url).url
    return Source(url, now, now, int(schedule.FIRST), outline.title, outline.folder)


def offered_at(url: str, page: bool, fetcher: Fetcher, clock: Clock) -> Offered:
    """What is at an address. page: watch a web page though it names feeds. A site that does not
    answer now is watched all the same. Raises FetchError or BadArticle for what is not watched."""
    source = source_of(Outline(url), clock)
    try:
        with fetcher.fetch(source.url) as whole, unpacked(whole) as fetched:
            assert fetched.body is not None
            kind = kind_of(fetched.body, fetched.url, fetched.content_type)
            if kind == "feed":
                feed = feed_of(fetched)
                return Offered(source, f"a feed of {len(feed.entries)} items: {feed.title or url}")
            if kind == SITEMAP:
                found = sitemap_of(fetched)
                counted = f"{len(found.pages)} pages and {len(found.sitemaps)} sitemaps"
                return Offered(source, f"a sitemap of {counted}")
            if kind != "html":
                raise Unwanted(url, f"it is {kind}: `fihrist add` takes files")
            feeds = feeds_of(text_of(fetched), fetched.url)
            if feeds and not page:
                raise Unwanted(
                    url,
                    f"it is a web page that names feeds: watch one of {offered(feeds)}, or the page"
                    " itself with --page",
                )
            return Offered(source, "a web page")
    except FetchError as error:
        if error.lasting:
            raise
        return Offered(source, f"not there now ({error}); it is tried again")
    except BadArticle as error:
        raise Unwanted(url, str(error)) from None
