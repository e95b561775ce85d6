"""Turn shared/data/corpus/articles.jsonl.gz into article JSONL: `convert.py IN OUT`.

The corpus names its fields its own way (text_ar, date, source); `fihrist add` takes the result.
"""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

import orjson

RENAMED = {"text_ar": "text", "date": "published", "source": "outlet"}


def convert(source: Path, target: Path) -> int:
    """Write the articles of `source` to `target`; how many there were."""
    count = 0
    with gzip.open(source, "rb") as lines, target.open("wb") as out:
        for line in lines:
            found = orjson.loads(line)
            article = {RENAMED.get(key, key): value for key, value in found.items() if value}
            out.write(orjson.dumps(article) + b"\n")
            count += 1
    return count


if __name__ == "__main__":
    print(convert(Path(sys.argv[1]), Path(sys.argv[2])), "articles")
