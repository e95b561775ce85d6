"""Find articles: analysis, query language, engines, ranking, highlights, the search service."""
