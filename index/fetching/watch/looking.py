"""One look at a source: what it is, what it offers, and the articles of what is new there.

Nothing is written here but the claim, so that looks can go on side by side in threads.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from index.archive import Archive
from index.archive.sources import Lead, Source
from index.draft import Failure, RawArticle
from index.fetching.clock import Clock
from index.fetching.errors import FetchError, Later, Unwanted
from index.fetching.fetcher import Fetched, Fetcher, Validators
from index.fetching.kinds import SITEMAP, kind_of
from index.fetching.packed import unpacked
from index.fetching.sitemaps import entries_of, sitemap_of
from index.fetching.stories import PAGE, SUMMARY, feed_of, page_of, story_of
from index.fetching.watch import schedule
from index.fetching.watch.items import ITEMS, Item, content_of, to_read
from search.errors import BadArticle, FihristError

log = logging.getLogger("fihrist.watch")

PAGES = 25
"""Pages that one look reads; the rest are the next look's, which comes soon."""

SPAN = 600.0
"""Seconds after which a look leaves the rest to the next."""

WATCHED = ("feed", SITEMAP, "html")
_NAMES = {"feed": "a feed", SITEMAP: "a sitemap", "html": "a web page"}


@dataclass(slots=True)
class Look:
    """What a look gave. stories: articles with their leads, to be stored; leads: the other ones.
    resume: when more is to be read of what it offers, which is not looked at for changes until
    then. fault: why there is nothing."""

    source: Source
    kind: str | None = None
    title: str | None = None
    wait: float | None = None
    max_age: float | None = None
    moved: str | None = None
    validators: Validators = field(default_factory=Validators)
    digest: bytes | None = None
    stories: list[tuple[Lead, RawArticle]] = field(default_factory=list)
    leads: list[Lead] = field(default_factory=list)
    resume: float | None = None
    fault: FihristError | None = None


class Looking:
    """Looks at sources; may be used by many threads at once."""

    def __init__(self, archive: Archive, fetcher: Fetcher, clock: Clock) -> None:
        self._archive = archive
        self._fetcher = fetcher
        self._clock = clock

    def look(self, source: Source) -> Look:
        """What is new there; never raises for what a source does."""
        look = Look(source, kind=source.kind, title=source.title, wait=source.wait)
        try:
            waiting = self._archive.sources.waiting(source.url)
            due = [lead for lead in waiting if lead.again_at <= self._clock.now()]
            known = None if due else Validators(source.etag, source.modified)
            with self._fetcher.fetch(source.url, known) as fetched:
                self._answered(look, fetched, waiting, unchanged_is_all=not due)
        except (FetchError, BadArticle) as error:
            look.fault = error
        except FihristError:
            raise  # the archive's
        except Exception as error:  # whatever a feed did to a library
            log.exception("%s", source.url)
            look.fault = FihristError(f"it cannot be read, a fault of Fihrist: {error!r}")
        return look

    def _answered(
        self, look: Look, fetched: Fetched, waiting: list[Lead], *, unchanged_is_all: bool
    ) -> None:
        source = look.source
        look.max_age, look.moved = fetched.max_age, fetched.moved
        look.validators, look.digest = fetched.validators, fetched.digest
        if fetched.body is None:
            look.validators = Validators(source.etag, source.modified)
            look.digest = source.digest
            return
        if unchanged_is_all and fetched.digest == source.digest:
            return
        entries = self._entries(look, fetched)
        items, offered = to_read(self._archive, source, entries, int(self._clock.now()))
        self._read(look, items)
        for lead in waiting:
            if lead.key not in offered:
                reason = f"it left the source before it could be read: {lead.reason}"
                look.leads.append(replace(lead, state="refused", reason=reason))

    def _entries(self, look: Look, fetched: Fetched) -> Iterable[RawArticle | Failure]:
        """What the source offers. Raises Unwanted where it is none, or no longer what it was."""
        with unpacked(fetched) as plain:
            assert plain.body is not None
            kind = kind_of(plain.body, plain.url, plain.content_type)
            before = look.source.kind
            if kind not in WATCHED or (before is not None and kind != before):
                now = _NAMES.get(kind, f"something else ({kind})")
                was = f"where {_NAMES[before]} was" if before else "which is not watched"
                raise Unwanted(fetched.url, f"{now} is there, {was}")
            look.kind = kind
            if kind == "feed":
                feed = feed_of(plain)
                look.title, look.wait = feed.title or look.title, feed.wait
                return feed.entries
            if kind == SITEMAP:
                return entries_of(sitemap_of(plain), fetched.url, self._fetcher, ITEMS)
            page = page_of(plain)
            look.title = page.title or look.title
            return [page]

    def _read(self, look: Look, items: list[Item]) -> None:
        pages, ends = 0, self._clock.now() + SPAN
        for item in items:
            is_page = bool(item.entry.metadata.get(SUMMARY)) and item.entry.url is not None
            if is_page and (pages >= PAGES or self._clock.now() >= ends):
                look.resume = self._clock.now()
                continue
            pages += is_page
            if not self._take(look, item):
                return

    def _take(self, look: Look, item: Item) -> bool:
        """Read one item; False where the site asks us to wait, so that the others wait too."""
        lead = self._lead(look.source, item)
        try:
            story = story_of(item.entry, self._fetcher)
        except Later as error:
            look.resume = self._clock.now() + (error.retry_after or schedule.SHORTEST)
            return False
        except (FetchError, BadArticle) as error:
            given_up = self._failed(look, item, lead, error)
            if given_up is None:
                return True
            story = given_up
        content = content_of(story)
        reason = story.metadata.get(PAGE)
        held = replace(lead, state="held", content=content, url=None, reason=reason)
        taken = {kept.content for kept, _ in look.stories}
        if content in taken or self._archive.sources.same(content, item.key):
            look.leads.append(replace(held, content=None))
        else:
            look.stories.append((held, story))
        return True

    def _lead(self, source: Source, item: Item) -> Lead:
        now = int(self._clock.now())
        where = item.entry.url or item.entry.where
        return Lead(item.key, source.url, "waiting", item.digest, now, url=where, tries=item.tries)

    def _failed(
        self, look: Look, item: Item, lead: Lead, error: FetchError | BadArticle
    ) -> RawArticle | None:
        """The summary, where a page is given up that may have come; else None, and the lead says
        why."""
        tries, reason = lead.tries + 1, str(error)
        lead = replace(lead, tries=tries, reason=reason)
        if isinstance(error, BadArticle) or error.lasting:
            look.leads.append(replace(lead, state="refused"))
            return None
        if tries >= schedule.TRIES:
            if item.entry.text:
                return replace(item.entry, metadata={**item.entry.metadata, PAGE: reason})
            reason = f"given up after {tries} tries: {reason}"
            look.leads.append(replace(lead, state="refused", reason=reason))
            return None
        again = self._clock.now() + schedule.before_retry(tries, error.retry_after)
        look.leads.append(replace(lead, again_at=int(again)))
        return None
