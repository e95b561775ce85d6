"""Boxes taken out of a page's tree before its text is looked for.

trafilatura knows boxes by the English words of their classes and by density of links; here they
are known by the Arabic words on them. A box that holds the title is never taken.
"""

from __future__ import annotations

from collections.abc import Iterator

from index.pages.phrases import is_box_label
from index.pages.tree import Element, drop, text_of

_LABELS = (
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "p",
    "div",
    "span",
    "strong",
    "b",
    "a",
    "li",
    "td",
    "dt",
)
_KEPT = frozenset({"html", "body", "main", "article"})
_LINKED = 0.8  # of a list's letters
_FEWEST_LINKS = 3
_CARD_TITLE = 15  # characters of a link that is another story's title
_LAYOUT_CELL = 150  # characters in a cell of a table that is the page's layout
_CAPTIONS = ("figcaption", "caption")


def without_furniture(root: Element, title: str) -> None:
    """Take menus, boxes of other stories, tags, share bars and comments out of the tree."""
    for tag in ("nav", "form", "script", "style", "noscript", "iframe", "template", "select"):
        for element in list(root.iter(tag)):
            _drop_unless(element, title)
    for tag in _CAPTIONS:
        for element in list(root.iter(tag)):
            drop(element)
    _flatten_layout_tables(root)
    for label in list(_labels(root)):
        if root in label.iterancestors():  # it may have gone with another's box
            _drop_box(label, title)
    for element in [*root.iter("ul"), *root.iter("ol")]:
        if _is_menu(element):
            _drop_unless(element, title)
    for card in list(_cards(root)):
        _drop_unless(card, title)


def _labels(root: Element) -> Iterator[Element]:
    for element in root.iter(*_LABELS):
        own = element.text_content()
        if len(own) < 200 and is_box_label(" ".join(own.split())):
            yield element


def _drop_box(label: Element, title: str) -> None:
    """The box that a label heads: the outermost element that begins with it, else the label and
    the list after it."""
    box = label
    words = text_of(label)
    for above in label.iterancestors():
        text = text_of(above)
        if above.tag in _KEPT or not text.startswith(words) or _holds(above, title):
            break
        box = above
    after = box.getnext()
    if box is label or text_of(box) == words:
        while after is not None and (_is_menu(after) or not text_of(after)):
            following = after.getnext()
            drop(after)
            after = following
    _drop_unless(box, title)


def _cards(root: Element) -> Iterator[Element]:
    """Boxes of one class side by side, each beginning with a link: other stories and their first
    lines. False positive: a list of films or books in which each paragraph begins with a link."""
    for parent in root.iter("div", "section", "aside", "body", "main"):
        alike: dict[str, list[Element]] = {}
        for child in parent:
            css = child.get("class")
            if css and child.tag in ("div", "article", "li") and _begins_with_link(child):
                alike.setdefault(css, []).append(child)
        for cards in alike.values():
            if len(cards) >= _FEWEST_LINKS:
                yield from cards


def _begins_with_link(element: Element) -> bool:
    link = next((words for a in element.iter("a") if (words := text_of(a))), "")
    return len(link) >= _CARD_TITLE and text_of(element).startswith(link)


def _is_menu(element: Element) -> bool:
    """Whether nearly all of an element is links, several of them."""
    linked = [text_of(link) for link in element.iter("a")]
    whole = len(text_of(element))
    return len(linked) >= _FEWEST_LINKS and sum(map(len, linked)) >= whole * _LINKED


def _drop_unless(element: Element, title: str) -> None:
    if not _holds(element, title):
        drop(element)


def _holds(element: Element, title: str) -> bool:
    """Whether the page's title is in it: as its heading, or as a line of its text."""
    if element.tag == "h1" or element.find(".//h1") is not None:
        return True
    return bool(title) and any(
        text_of(part) == title for part in element.iter() if len(part) == 0 and part.tag != "a"
    )


def _flatten_layout_tables(root: Element) -> None:
    """Tables that lay out a page become plain boxes, so that their text is no row of figures."""
    for table in reversed(list(root.iter("table"))):
        cells = list(table.iter("td"))
        if any(len(text_of(cell)) >= _LAYOUT_CELL for cell in cells) and len(cells) <= 30:
            for part in table.iter("table", "tbody", "tr", "td"):
                part.tag = "div"
