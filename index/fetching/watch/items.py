"""Which of a source's items are to be read now, by what became of them before.

An item is known by the canonical address of its link, so that a story under several tracking
parameters is one; a story belongs to the source that brought it first, unless another is of the
story's own site.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from index.archive import Archive
from index.archive.sources import Lead, Source
from index.draft import Failure, RawArticle
from index.fetching.stories import CHANGED
from index.layout import fold
from index.values import address_identity, canonical, site_of
from search.article import article_id

ITEMS = 1_000
"""Of a feed or a sitemap, the newest, that are looked at."""


@dataclass(frozen=True, slots=True)
class Item:
    """An item that may have to be read. digest: of what is offered; lead: what is known of it."""

    entry: RawArticle
    key: bytes
    digest: bytes
    lead: Lead | None

    @property
    def tries(self) -> int:
        """How often this very offer was tried."""
        same = self.lead is not None and self.lead.digest == self.digest
        return self.lead.tries if self.lead is not None and same else 0


def _hash(*parts: str | None) -> bytes:
    whole = "\x1f".join(part or "" for part in parts)
    return hashlib.blake2b(whole.encode("utf-8", "replace"), digest_size=16).digest()


def key_of(entry: RawArticle) -> bytes:
    if entry.url:
        return _hash("url", canonical(entry.url))
    return _hash("id", entry.id) if entry.id else _hash("text", entry.title, entry.text)


def digest_of(entry: RawArticle) -> bytes:
    """Of what an item offers. Its date is left out: some feeds date items anew each time."""
    return _hash(entry.title, entry.text, str(entry.metadata.get(CHANGED, "")))


def content_of(article: RawArticle) -> bytes:
    """Of an article: the same within one site is the same story at another address."""
    return _hash(site_of(article.url or ""), fold(article.title), fold(article.text))


def to_read(
    archive: Archive, source: Source, entries: Iterable[RawArticle | Failure], now: int
) -> tuple[list[Item], set[bytes]]:
    """The items that are new, changed or due to be tried again, each once; and all their keys."""
    offered: dict[bytes, RawArticle] = {}
    for entry in entries:
        if isinstance(entry, RawArticle) and len(offered) < ITEMS:
            offered.setdefault(key_of(entry), entry)
    known = archive.sources.leads(offered.keys())
    items = [Item(entry, key, digest_of(entry), known.get(key)) for key, entry in offered.items()]
    wanted = [item for item in items if _is_ours(archive, item, source) and _is_due(item, now)]
    return wanted, set(offered)


def _is_due(item: Item, now: int) -> bool:
    if item.lead is None or item.lead.digest != item.digest:
        return True
    return item.lead.state == "waiting" and item.lead.again_at <= now


def _is_ours(archive: Archive, item: Item, source: Source) -> bool:
    """Whether a source may give this story. One of another site neither takes it from who brought
    it nor replaces what is in the archive under its address."""
    url = item.entry.url
    at_home = url is None or site_of(url) == site_of(source.url)
    if item.lead is not None:
        owner = item.lead.source
        return owner == source.url or (
            at_home and url is not None and site_of(owner) != site_of(url)
        )
    return at_home or url is None or not archive.find(article_id(address_identity(url)))
