"""What is taken off a translation before it is judged: references, markup, invisible characters.

Each rule with its source: Google's answers carry `&#39;` and `&quot;`; OPUS-MT and Argos, trained
on tokenised text, write `the suspect &apos; s` and `&quot; traps &quot;` with blanks around.
Known false positive: a text about HTML loses its tags.
"""

from __future__ import annotations

import html
import re
import unicodedata

_APART = re.compile(r"&\s?(apos|quot|amp|lt|gt|nbsp|#\d{1,4})\s?;", re.IGNORECASE)
_QUOTED = re.compile(r"&quot; (.*?) (&quot;)( (?=[.,;:!?]))?")
_POSSESSIVE = re.compile(r" ?&(?:apos|#39); ?(?=(?:s|t|re|ve|ll|d|m)\b)", re.IGNORECASE)
_BEFORE_S = re.compile(r" &(?:apos|#39); ")
# Only whole ones: without the semicolon "S&parade" would become "S¶de".
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?-->|<![a-zA-Z][^<>]*>", re.DOTALL)
# Controls but the blanks among them, zero-width characters, bidi controls, the byte order mark.
# U+200C stays: it parts letters in Persian and Kurdish names.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u200b\u200d-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)

Tidied = tuple[str, int]


def tidy(text: str) -> Tidied:
    """The text on one line as a person would type it (NFC), and how many tags it had."""
    text = _APART.sub(r"&\1;", text)
    text = _QUOTED.sub(r"&quot;\1&quot;", text)
    text = _POSSESSIVE.sub("&apos;", text)
    text = _BEFORE_S.sub("&apos; ", text)
    for _ in range(3):  # references of references: &amp;#39;
        plain = _REFERENCE.sub(lambda found: html.unescape(found[0]), text)
        if plain == text:
            break
        text = plain
    text, tags = _TAG.subn(" ", text)
    text = _UNSEEN.sub("", text)
    return " ".join(unicodedata.normalize("NFC", text).split()), tags
