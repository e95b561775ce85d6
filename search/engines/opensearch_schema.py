"""The fields of an index in the cluster, and an article as the cluster takes it.

Terms come ready, so every field of words is split at spaces and nowhere else. A page's blob is a
stored field of its own and the text of the fields is not kept (`_source` is off): an index is
made anew from the archive, never from itself.
"""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import blake2b
from typing import Any

from search.article import COUNTED
from search.engines.embedded import KEYS, WHOLE, WORDS, option
from search.engines.protocol import IndexDocument
from search.settings import Settings

WINDOW = 10_000
"""The deepest rank one request reaches (index.max_result_window); beyond it, search_after."""

_POSTINGS = {"basic": "docs", "freq": "freqs", "position": "positions"}

# Lucene refuses a term of more than 32,766 bytes, and with it the article; so long a value is
# shown but not found.
_LONGEST_VALUE = 8_191

# OpenSearch's whitespace analyzer cuts a term in two after 255 UTF-16 units, which would move all
# words behind it; a longer one is told apart by a digest.
_LONG = re.compile(r"\S{128,}")


def similarity(version: tuple[int, int]) -> dict[str, Any]:
    """BM25 as Tantivy has it, with the factor k1 + 1, which version 3 left out of its default."""
    kind = "BM25" if version < (3, 0) else "LegacyBM25"
    return {"type": kind, "k1": 1.2, "b": 0.75}


def template(prefix: str, settings: Settings, version: tuple[int, int]) -> dict[str, Any]:
    """The index template of a home's generations."""
    index: dict[str, Any] = {
        "number_of_shards": settings.opensearch_shards,
        "number_of_replicas": settings.opensearch_replicas,
        "refresh_interval": -1,  # only a commit shows what was written
        "max_result_window": WINDOW,
        "similarity": {"default": similarity(version)},
    }
    if settings.opensearch_routing:
        attribute, _, value = settings.opensearch_routing.partition("=")
        index[f"routing.allocation.require.{attribute}"] = value
    return {
        "index_patterns": [f"{prefix}.v*"],
        "priority": 100,
        "template": {"settings": {"index": index}, "mappings": mappings()},
    }


def mappings() -> dict[str, Any]:
    """The mapping of IndexDocument's fields."""
    fields: dict[str, Any] = {"stored": {"type": "binary", "store": True}}
    for name in WHOLE:
        facet = name in COUNTED
        fields[name] = {"type": "keyword", "ignore_above": _LONGEST_VALUE, "doc_values": facet}
    for name in KEYS:
        fields[name] = {"type": "long"}
    for name in WORDS:
        fields[name] = {
            "type": "text",
            "analyzer": "whitespace",
            "index_options": _POSTINGS[option(name)],
            # Lines lie one position apart, which keeps exact phrases inside a sentence.
            "position_increment_gap": 1,
            # The vocabulary is read from it; it takes memory only once that is asked for.
            "fielddata": True,
        }
        if option(name) != "position":
            del fields[name]["position_increment_gap"]
    return {"dynamic": False, "_source": {"enabled": False}, "properties": fields}


def body(document: IndexDocument) -> dict[str, Any]:
    """A document as the cluster takes it."""
    made: dict[str, Any] = {
        "id": document.id,
        "source_id": document.source_id,
        "url": document.url,
        "stored": b64encode(document.stored).decode(),
        "meta": shortened(" ".join(document.meta)),
    }
    made |= {**document.facets, "names": document.names}
    made |= {name: getattr(document, name) for name in KEYS}
    made |= {name: [shortened(line) for line in lines] for name, lines in document.layers.items()}
    return made


def shortened(terms: str) -> str:
    """Terms with a digest in place of the end of each that is too long for the cluster."""
    return _LONG.sub(_digested, terms) if len(terms) >= 128 else terms


def _digested(match: re.Match[str]) -> str:
    term = match.group()
    return term[:96] + blake2b(term.encode(), digest_size=12).hexdigest()
