"""Lists of feeds as feed readers exchange them (OPML 2.0, opml.org)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from index.pages import decode_page
from index.readers.markup import name_of, tree_of
from index.values import plain
from search.errors import BadArticle, UsageError

LARGEST = 16 << 20  # bytes
_DEPTH = 20  # folders within folders


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed of a list. folder: the names of those it is in, parted by /."""

    url: str
    title: str | None = None
    folder: str | None = None


def read_opml(data: bytes) -> list[Outline]:
    """The feeds of a list, each once, in its order. Raises UsageError for what is no OPML."""
    if len(data) > LARGEST:
        raise UsageError(f"it is longer than {LARGEST:,} bytes, no list of feeds")
    try:
        root = tree_of(decode_page(data))
    except BadArticle as error:
        raise UsageError(f"it is no OPML: {error}") from None
    if name_of(root) != "opml":
        raise UsageError("it is no OPML: its first element is another")
    found: dict[str, Outline] = {}
    for outline in _outlines(root, (), 0):
        found.setdefault(outline.url, outline)
    return list(found.values())


def _outlines(element: etree._Element, folders: tuple[str, ...], depth: int) -> Iterator[Outline]:
    if depth > _DEPTH:
        return
    for inner in element:
        if not isinstance(inner.tag, str):
            continue
        said = {str(key).lower(): " ".join(str(value).split()) for key, value in inner.items()}
        name = said.get("text") or said.get("title") or ""
        url = said.get("xmlurl", "")
        if url:
            yield Outline(url, name or None, "/".join(folders) or None)
        is_folder = name_of(inner) == "outline" and not url and name
        yield from _outlines(inner, (*folders, name) if is_folder else folders, depth + 1)


def write_opml(outlines: Iterable[Outline]) -> bytes:
    """A list of these feeds, in their folders."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "Fihrist"
    folders: dict[str, etree._Element] = {"": etree.SubElement(root, "body")}
    for outline in outlines:
        inside = _folder(folders, plain(outline.folder or ""))
        name = plain(outline.title or outline.url)
        etree.SubElement(inside, "outline", type="rss", text=name, title=name, xmlUrl=outline.url)
    made: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return made


def _folder(folders: dict[str, etree._Element], path: str) -> etree._Element:
    if path not in folders:
        above, _, name = path.rpartition("/")
        outer = _folder(folders, above)
        folders[path] = etree.SubElement(outer, "outline", text=name, title=name)
    return folders[path]
