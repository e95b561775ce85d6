"""The facets of a search, kept for those who ask again: page by page, or for the newest articles.

What is counted depends on the generation and on what is asked, whoever's bounds and watermark
included, so it is kept until the next generation.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from search import learned
from search.engines.protocol import Reader
from search.facets import Label
from search.page import SearchRequest
from search.retrieval import Retrieval

_MOST = 64  # of some 50 kB each
_LABELS = 4096  # of some 0.4 kB each
_LONGEST = 200  # characters of a query that is kept

Facets = dict[str, list[dict[str, Any]]]
_Key = tuple[SearchRequest, bool, int]


@dataclass(slots=True)
class _Kept:
    """What one generation gave."""

    generation: str = ""
    facets: OrderedDict[_Key, Facets] = field(default_factory=OrderedDict)
    labels: dict[str, Label] = field(default_factory=dict)


class Counted:
    """Facets for one service; its threads share what is kept. Nobody changes an answer."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept = _Kept()

    def __call__(self, search: Retrieval, request: SearchRequest, reader: Reader) -> Facets:
        """The facets of a search that has been ranked."""
        if not request.facets:
            return {}
        kept = self._of(reader.info.generation)
        # All of a request but what leaves its facets as they are.
        asked = replace(
            request, sort="relevance", limit=1, cursor=None, highlight="none", explain=False
        )
        key = (asked, search.relaxed, search.watermark)
        with self._lock:
            if key in kept.facets:
                kept.facets.move_to_end(key)
                return kept.facets[key]
        found = search.facets(lambda names: _labels(kept.labels, reader, names))
        if len(request.q) <= _LONGEST and not reader.degraded:
            with self._lock:
                kept.facets[key] = found
                while len(kept.facets) > _MOST:
                    kept.facets.popitem(last=False)
        return found

    def _of(self, generation: str) -> _Kept:
        kept = self._kept
        if kept.generation != generation:
            kept = self._kept = _Kept(generation)
        return kept


def _labels(kept: dict[str, Label], reader: Reader, names: Iterable[str]) -> dict[str, Label]:
    """The labels of names, read anew only where they are not kept."""
    wanted = dict.fromkeys(names)
    found = {name: kept[name] for name in wanted if name in kept}
    missing = learned.labels(reader, [name for name in wanted if name not in found])
    if len(kept) + len(missing) > _LABELS:
        kept.clear()
    kept.update(missing)
    return found | missing
