"""Show articles: pages and the JSON API over HTTP."""
