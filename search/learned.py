"""What translators wrote for names, as an index tells it (search.fields.PAIRED)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from search.analysis.names.terms import JOINT
from search.engines import plan as p
from search.engines.protocol import Reader
from search.fields import PAIRED

_MOST = 50
"""Spellings of one name that are read."""


def arabic_of(reader: Reader, latin: str) -> list[str]:
    """The Arabic forms that a Latin word, in lower case, was written for."""
    return [found.partition("|")[2] for found in reader.vocabulary(PAIRED, [f"{latin}|"], _MOST)]


def latin_of(reader: Reader, forms: Iterable[str]) -> list[str]:
    """What was written for some Arabic forms, in lower case."""
    prefixes = [f"{form}|" for form in dict.fromkeys(forms)]
    found = reader.vocabulary(PAIRED, prefixes, _MOST) if prefixes else []
    return list(dict.fromkeys(each.rpartition("|")[2].casefold() for each in found))


def labels(reader: Reader, names: Iterable[str]) -> dict[str, dict[str, str]]:
    """Name → how most articles write it, in Arabic and in Latin letters (`ar`, `en`)."""
    written: dict[str, list[str]] = defaultdict(list)
    prefixes = [name.replace(" ", JOINT) + "|" for name in names]
    for term in reader.vocabulary(PAIRED, prefixes, _MOST):
        written[term.partition("|")[0]].append(term)
    several = [term for terms in written.values() if len(terms) > 1 for term in terms]
    counted = reader.count_each([p.Term(PAIRED, term) for term in several])
    counts = dict(zip(several, counted, strict=True))
    found: dict[str, dict[str, str]] = {}
    for terms in written.values():
        usual = max(terms, key=lambda term: (counts.get(term, 0), term))
        name, arabic, latin = usual.replace(JOINT, " ").split("|")
        found[name] = {"ar": arabic, "en": latin}
    return found
