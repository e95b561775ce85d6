"""Who holds the postings: one protocol, several engines."""

from __future__ import annotations

from search.engines.protocol import Engine
from search.settings import Settings


def open_engine(settings: Settings) -> Engine:
    """The engine that the settings name, over the home's index (which need not exist yet)."""
    # Imported here: one engine's library is loaded, not all of them.
    if settings.engine == "whoosh":
        from search.engines.whoosh import WhooshEngine

        return WhooshEngine(settings.index_dir, settings.subwords)
    if settings.engine == "opensearch":
        from search.engines.opensearch import OpenSearchEngine

        return OpenSearchEngine(settings)
    from search.engines.tantivy import TantivyEngine

    return TantivyEngine(settings.index_dir, settings.subwords)
