"""The words by which an English question speaks of itself or of its source, not of its subject.

"According to the passage, which of the following statements about marshes is true?" asks for
marshes. Such words are dropped as function words are, where they stand in these constructions
only: a statement of the ministry is still looked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_SOURCE = "(?:the|this) (?:passage|text|article|paragraph|excerpt|author)"
_SAID = "(?:mentioned|stated|described|discussed|given|provided|listed|noted|included|found)"
_CHOICE = "(?:statements?|options?|sentences?|answers?|choices?|examples?)"
_FRAMES = re.compile(
    r"\b(?:"
    rf"(?:according to|based (?:up)?on|(?:as )?{_SAID} (?:in|by)|in|from|by|of) "
    rf"(?:the (?:information|details) (?:{_SAID} )?in )?{_SOURCE}"
    rf"|which (?:one )?of (?:the following|these)(?: {_CHOICE})?"
    rf"|(?:which|what) {_CHOICE}"
    "|(?:is|are|was|were|be) (?:not )?(?:an? )?(?:considered )?"
    "(?:true|false|(?:in)?correct|accurate)"
    "(?: (?:facts?|statements?|summary|descriptions?))?"
    "|(?:accurately|correctly|best) (?:describe|reflect|summari[sz]e|explain)[sd]?"
    "|mentioned|likely|referred to as"
    r")\b"
)


def framed(words: Sequence[str]) -> set[int]:
    """The numbers of the words (exact forms) that belong to such a construction."""
    text = " ".join(words)
    numbers: set[int] = set()
    for match in _FRAMES.finditer(text):
        first = text.count(" ", 0, match.start())
        numbers.update(range(first, first + match.group().count(" ") + 1))
    return numbers
