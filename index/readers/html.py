"""Web pages: one page is one article."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime

from index.clean import WEB, clean
from index.draft import Failure, RawArticle
from index.pages import article_of, decode_page
from index.readers.item import Item
from index.readers.text import whole
from search.errors import BadArticle

# It logs each page it finds nothing in, which is reported here with its place.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def read_html(item: Item) -> Iterator[RawArticle | Failure]:
    """The page's article, with the fields that the page states."""
    try:
        page = decode_page(whole(item), item.content_type)
        yield raw_of(page, item.where, item.url, item.fetched)
    except BadArticle as error:
        yield Failure(item.where, str(error))


def raw_of(page: str, where: str, url: str | None, fetched: datetime | None) -> RawArticle:
    """The raw article of a page's characters; BadArticle where it holds none."""
    found = article_of(page, url, fetched)
    text = clean(found.text, WEB)
    return RawArticle(
        where=where,
        text="\n".join(text.line(index) for index in range(len(text.lines))),
        title=found.title,
        url=found.url,
        published=found.published,
        outlet=found.outlet,
        category=found.category,
        agency=text.found.get("agency"),
        place=text.found.get("place"),
        metadata={"author": found.author} if found.author else {},
    )
