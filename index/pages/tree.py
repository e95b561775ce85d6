"""A page as a tree, and as the lines a reader sees."""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement as Element
from lxml.html import HTMLParser, document_fromstring

from search.errors import BadArticle

__all__ = ["Element", "drop", "lines", "load", "text_of"]

UNSEEN = ("script", "style", "noscript", "template", "svg", "iframe", "head", "select", "button")
_BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd details div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section"
    " summary table tbody td tfoot th thead tr ul".split()
)


# libxml2 compares each attribute of an HTML element with all before it: 20,000 take a second of
# CPU, the three million of a page of 16 MB would take hours. 8 MB of elements with under 500 each
# take two seconds, of elements with three 1.3. People write some ten.
_MANY = re.compile(
    r"<[a-zA-Z][^\s<>/]*+(?:[\s/]*+[^\s<>\"'/=]++"
    r"(?:\s*+=\s*+(?>\"[^\"]*+\"|'[^']*+'|[^\s<>\"']++))?+){500}"
)


def load(text: str) -> Element:
    """The tree of a page; BadArticle where there is none."""
    if not text.strip():
        raise BadArticle("it is empty: give it a text, or remove it")
    if _MANY.search(text):
        raise BadArticle("a tag in it has over 500 attributes: give its text")
    # The bytes are ours, so that no encoding that the page names can matter any more.
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root: Element = document_fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError) as error:
        raise BadArticle(f"it is no page that can be read ({error}): give its text") from None
    return root


def text_of(element: Element) -> str:
    """An element's text on one line."""
    return " ".join(str(element.text_content()).split())


def drop(element: Element) -> None:
    """Take an element out, leaving what follows it."""
    if element.getparent() is not None:
        element.drop_tree()


def lines(root: Element) -> list[str]:
    """The lines of a page from top to bottom, without what is not shown.

    An element that states a moment beside its words (time, abbr) stands as that moment.
    """
    seen = _Seen()
    hidden: Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start" and hidden is None:
            stated = moment_of(element)
            if element.tag in UNSEEN or stated is not None:
                hidden = element
                seen.add(f" {stated or ''} ")
            else:
                seen.edge(element)
                seen.add(element.text)
        elif event == "end" and hidden in (None, element):
            hidden = None
            seen.edge(element)
            seen.add(element.tail)
    return seen.finished()


class _Seen:
    """Lines under way: text is added to the last one, which ends at the edge of a block."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._parts: list[str] = []

    def add(self, text: str | None) -> None:
        self._parts.append(text or "")

    def edge(self, element: Element) -> None:
        if element.tag in _BLOCKS:
            self.finished()
        elif element.tag == "span":  # parted by style, as date and time are
            self.add(" ")

    def finished(self) -> list[str]:
        if line := " ".join("".join(self._parts).split()):
            self._lines.append(line)
        self._parts.clear()
        return self._lines


def moment_of(element: Element) -> str | None:
    """What a time or abbr element states to machines; the empty string for when it was changed."""
    if element.tag not in ("time", "abbr"):
        return None
    kind = f"{element.get('class', '')} {element.get('itemprop', '')}".lower()
    if ("updated" in kind or "modified" in kind) and "publi" not in kind:
        return ""
    value = element.get("datetime") if element.tag == "time" else element.get("title")
    return value or None
