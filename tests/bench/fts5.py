"""SQLite FTS5 as the yardstick: content kept, bm25, snippet, both languages."""

from __future__ import annotations

import gzip
import re
import sqlite3
import time
from pathlib import Path

import orjson

COLUMNS = ("title", "text", "title_en", "text_en")


def build(corpus: Path, database: Path, limit: int | None) -> tuple[int, float]:
    """Index the corpus; (articles, seconds)."""
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute(
        f"CREATE VIRTUAL TABLE articles USING fts5({', '.join(COLUMNS)}, published UNINDEXED)"
    )
    started = time.perf_counter()
    count = 0
    with gzip.open(corpus, "rb") as lines:
        for line in lines:
            if limit is not None and count >= limit:
                break
            found = orjson.loads(line)
            values = [found.get(name) or "" for name in (*COLUMNS, "published")]
            connection.execute("INSERT INTO articles VALUES (?, ?, ?, ?, ?)", values)
            count += 1
            if count % 2000 == 0:
                connection.commit()
    connection.commit()
    seconds = time.perf_counter() - started
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return count, seconds


class Searcher:
    """A page of ten as a careful user of FTS5 would make it."""

    def __init__(self, database: Path) -> None:
        self._connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)

    def page(self, query: str) -> int:
        """Count, rank and show ten hits with snippets of both languages; the count."""
        match = " ".join(f'"{word}"' for word in re.findall(r"\w+", query))
        if not match:
            return 0
        (count,) = self._connection.execute(
            "SELECT count(*) FROM articles WHERE articles MATCH ?", [match]
        ).fetchone()
        self._connection.execute(
            "SELECT rowid, bm25(articles) AS score, highlight(articles, 0, '<mark>', '</mark>'),"
            " snippet(articles, 1, '<mark>', '</mark>', '…', 32), title_en,"
            " snippet(articles, 3, '<mark>', '</mark>', '…', 32)"
            " FROM articles WHERE articles MATCH ? ORDER BY score LIMIT 10",
            [match],
        ).fetchall()
        return int(count)
