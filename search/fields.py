"""The fields of terms that every engine has, and what their postings hold."""

from __future__ import annotations

from functools import cache
from typing import Literal

from search.article import SIDES, Side

LAYERS: dict[Side, tuple[str, ...]] = {"ar": ("exact", "bare", "stem"), "en": ("exact", "stem")}
"""The parallel layers of each side; English has no proclitics, so its bare form is its exact."""

SUBWORDS = "ar_gram"

NUMBER = "number"
"""The sparse layer of a side: what its numbers, months and days come to (search.analysis)."""

NAMES: dict[Side, str] = {"ar": "ar_name", "en": "en_name"}
"""The sparse layer of a side's names, titles included: `KEY|form` (search.analysis.names)."""

PAIRED = "paired_name"
"""The sparse layer of names that both sides of a sentence have: `latin|FORM`, `FORM|ARABIC|LATIN`
(search.analysis.names.paired; search.learned reads it). Words are joined by _ there."""

Postings = Literal["basic", "freq", "position"]
"""What the postings of a field hold beside the articles: nothing, how often, or where as well."""


def layer(side: Side, kind: str, title: bool = False) -> str:
    """The field that holds a layer of a side: `ar_stem`, `title_en_exact`."""
    return f"{'title_' if title else ''}{side}_{kind}"


@cache
def fields() -> dict[str, Postings]:
    """Every field of whitespace-joined terms, with its postings: positions where phrases look,
    no frequencies where a word counts once however often it stands there."""
    table: dict[str, Postings] = {}
    for title in (False, True):
        for side in SIDES:
            phrased = "bare" if side == "ar" else "exact"
            for kind in LAYERS[side]:
                table[layer(side, kind, title)] = "position" if kind == phrased else "freq"
            table[layer(side, NUMBER, title)] = "basic"
        for kind in ("exact", "stem"):
            table[layer("ar", kind, title)] = "basic"
    for side in SIDES:
        table[NAMES[side]] = "basic"
    table[PAIRED] = "basic"
    return {**table, SUBWORDS: "freq", "meta": "basic"}


def meta_term(field: str, word: str) -> str:
    """The term that says that metadata `field` has this folded word."""
    return f"{field}:{word}"
