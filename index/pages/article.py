"""A page's article: its text and the fields that the page states."""

from __future__ import annotations

import html
import re
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime

from index.layout import fold
from index.pages.body import body_of, tidied
from index.pages.dating import above, date_in_address, shown_date
from index.pages.furniture import without_furniture
from index.pages.naming import SEPARATED, byline, classed_author, outlet_in, person
from index.pages.stated import Stated, stated
from index.pages.tree import Element, lines, load, text_of
from search.errors import BadArticle

_TITLE_SHORTEST = 10  # characters of a title before its site's name


@dataclass(frozen=True, slots=True)
class PageArticle:
    """What a page gives; published is ISO 8601 as precise as stated, None where it is not."""

    title: str
    text: str
    published: str | None
    author: str | None
    outlet: str | None
    category: str | None
    url: str | None


def article_of(
    page: str, address: str | None = None, reference: datetime | None = None
) -> PageArticle:
    """The article of a page's characters. address: where it came from; reference: when, which
    relative dates need. Raises BadArticle where no text is found."""
    root = load(page)
    facts = stated(root, address, reference)
    shown = lines(root)
    title = _title(root, facts, shown)
    pruned = deepcopy(root)
    without_furniture(pruned, title)
    classed = classed_author(pruned)
    text = _text(pruned, title, facts)
    if not text:
        raise BadArticle("no article is found in it: give its text")
    published = (
        facts.published
        or shown_date(shown, title, text, reference)
        or date_in_address(facts.url)
        or date_in_address(address)
    )
    author = person(facts.author) or byline(above(shown, title, text)) or classed
    outlet = facts.outlet or outlet_in(_page_title(root), title)
    return PageArticle(title, text, published, author, outlet, facts.category, facts.url)


def _text(root: Element, title: str, facts: Stated) -> str:
    """The page's text; that of its JSON-LD where the page shows less than half of it."""
    text = body_of(root, title, facts.url)
    told = re.sub(r"<[^>]+>", "\n", html.unescape(facts.body or ""))
    if len(told) > 2 * len(text):
        return "\n".join(tidied(told.split("\n"), title))
    return text


def _page_title(root: Element) -> str:
    return next((text_of(element) for element in root.iter("title")), "")


def _title(root: Element, facts: Stated, shown: list[str]) -> str:
    """The heading where the page's own title has it, else the stated title, else the page's."""
    whole = _page_title(root)
    known = {fold(name) for name in (facts.title, whole) if name}
    for heading in root.iter("h1"):
        words = text_of(heading)
        if words and any(fold(words) in name for name in known):
            return words
    headings = [text_of(heading) for heading in root.iter("h1")]
    if facts.title:
        return _without_site(facts.title, facts.outlet, shown)
    if len(headings) == 1 and headings[0]:
        return headings[0]
    return _begun(root, whole) or _without_site(whole, facts.outlet, shown) or _classed(root)


def _begun(root: Element, whole: str) -> str | None:
    """A lower heading with which the page's own title begins; what follows is the site's name."""
    for heading in root.iter("h2", "h3", "h4"):
        words = text_of(heading)
        if len(words) >= _TITLE_SHORTEST and fold(whole).startswith(fold(words)):
            return words
    return None


def _classed(root: Element) -> str:
    """A lower heading that its class calls the title, as on Blogger."""
    for heading in root.iter("h2", "h3", "h4"):
        if "title" in (heading.get("class") or "") and (words := text_of(heading)):
            return words
    return ""


def _without_site(title: str, outlet: str | None, shown: list[str]) -> str:
    """The title without " | the site's name" behind it: where that is known, or the rest is a line
    of the page, or a short name stands behind a bar."""
    parts = SEPARATED.split(title)
    if len(parts) < 2:
        return title
    end = title.rindex(parts[-1])
    shorter = title[:end].rstrip(" |-–—»:")
    site = outlet is not None and fold(parts[-1]) == fold(outlet)
    line = len(shorter) >= _TITLE_SHORTEST and fold(shorter) in map(fold, shown)
    short = len(parts[-1].split()) <= 4 and len(shorter) >= _TITLE_SHORTEST and "|" in title
    return shorter if site or line or short else title
