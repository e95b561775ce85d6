"""Files that are written and read, for the tests of readers."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from index.draft import Failure, RawArticle
from index.readers import read

RIVER = "ينبع نهر دجلة من جبال طوروس في تركيا ويمر بمدينة بغداد ثم يلتقي بنهر الفرات في القرنة."


def articles(found: Iterable[RawArticle | Failure]) -> list[RawArticle]:
    return [item for item in found if isinstance(item, RawArticle)]


def failures(found: Iterable[RawArticle | Failure]) -> list[Failure]:
    return [item for item in found if isinstance(item, Failure)]


def only_failure(path: Path, format_: str | None = None) -> Failure:
    found = list(read(str(path), format_))
    assert len(found) == 1
    assert isinstance(found[0], Failure)
    return found[0]


def write(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def line(**record: object) -> str:
    return json.dumps(record, ensure_ascii=False) + "\n"
