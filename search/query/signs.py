"""Characters that shape a query, as parts of regular expressions' character classes."""

from __future__ import annotations

import re

QUOTES = '"＂“”„‟«»'
# What parts words: blanks, controls, halves of surrogate pairs. No leaf ever holds one of the
# latter two, so that any leaf can be encoded.
GAP = r"\s\x00-\x1f\x7f-\x9f\ud800-\udfff"
# What nobody sees parts nothing inside a word (analysis takes it out) but may stand around one:
# direction marks, zero-width characters, soft hyphens, tag characters.
UNSEEN = r"\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f"
BLANKS = f"[{GAP}{UNSEEN}]+"
GAPS = re.compile(f"[{GAP}]+")
RUN = f"[^{GAP}{QUOTES}()|]+"
# Before + - and !: nothing, or something that cannot belong to the same word. Before a field also
# those three.
AT_START = rf"(?<![^{GAP}{UNSEEN}(|])"
AT_FIELD = rf"(?<![^{GAP}{UNSEEN}(|+!-])"
# Python's \w leaves out combining marks; these are the Latin and Arabic ones. Joiners and
# apostrophes stand inside words too.
INSIDE = (
    r"\w\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
    r"\u08d3-\u08ff\u00ad\u200c\u200d'’ʼ"
)
