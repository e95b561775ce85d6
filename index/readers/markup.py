"""XML as feeds, sitemaps and OPML files carry it: decoded here, and without its DOCTYPE.

Entities can then not be declared, so none can be expanded, and nothing outside is ever read.
"""

from __future__ import annotations

import re

from lxml import etree

from search.errors import BadArticle

_ENCODING = re.compile(r"(<\?xml[^>]{0,100}?)\s+encoding\s*=\s*[\"'][^\"']*[\"']", re.I)
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.S | re.I)  # entities with it
# An ampersand that begins no reference: addresses in hand-made files have them.
_BARE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)")
_REFERENCE = re.compile(r"&#(?:x([0-9a-fA-F]{1,12})|([0-9]{1,12}));")
_HEAD = 200  # characters in which the XML declaration names its encoding


def bare(text: str) -> bytes:
    """Decoded XML as UTF-8 again, without encoding declaration, DOCTYPE and references to
    characters that XML forbids."""
    plain = _DOCTYPE.sub("", _ENCODING.sub(r"\1", text[:_HEAD]) + text[_HEAD:], count=1)
    plain = _REFERENCE.sub(_allowed, plain)
    return plain.encode("utf-8", "replace")


def _allowed(match: re.Match[str]) -> str:
    """A reference as it stands, unless XML forbids its character (1.0, 2.2): for such a one libxml2
    drops the whole element, and feedparser raises."""
    code = int(match[1], 16) if match[1] else int(match[2])
    fits = code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code <= 0x10FFFF
    return match[0] if fits else ""


def tree_of(text: str) -> etree._Element:
    """The root of decoded XML, mended where it is not well-formed. BadArticle where it is none."""
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    if "<![CDATA[" not in text:
        text = _BARE.sub("&amp;", text)
    try:
        root = etree.fromstring(bare(text), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadArticle(f"it is no XML that can be read ({error})") from None
    if root is None:
        raise BadArticle("it is no XML that can be read")
    return root


def name_of(element: etree._Element) -> str:
    """An element's name in lower case, without its namespace."""
    return str(etree.QName(element).localname).lower()
