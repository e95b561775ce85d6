"""What each ranking constant brings: `python -m tests.bench.ablation`, nDCG@10 a column.

Each row changes constants of search.ranking and leaves the rest as they are.
"""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path
from unittest.mock import patch

from index.commands.evaluate import fill
from search import ranking
from search.evaluation import measure, read_judgements, read_topics
from search.service import SearchService
from search.settings import load_settings

DEV = Path(__file__).parents[3] / "shared" / "data" / "dev"
COLLECTIONS = (
    ("arcd", "ar", "none"),
    ("tydiqa", "ar", "none"),
    ("belebele", "ar", "none"),
    ("belebele", "acm", "none"),
    ("belebele", "en", "google"),
    ("belebele", "en", "microsoft"),
    ("belebele", "en", "argos"),
)
ROWS: tuple[dict[str, float | tuple[float, ...]], ...] = (
    {},
    {"GRAMS": 1e-9},
    {"GRAMS": 0.7},
    {"GRAMS": 1.4},
    {"ARABIC": (800, 1, 1)},  # every Arabic word in full
    {"ARABIC": (750, 400, 0.2)},  # as English
    {"BARE": 0.0, "EXACT": 0.0},
    {"EXACT": 0.3},
    {"TITLE": 0.5},
    {"TITLE": 2.0},
    {"LITTLE": 1.0},
    {"COMMONEST": 700, "SLOPE": 300},
    {"COMMONEST": 800, "SLOPE": 500},
    {"THESAURUS": 1e-9},
    {"THESAURUS": 1.0},
)


def main() -> None:
    print(
        f"{'':<28}" + "".join(f"{c} {t if q == 'en' else q}".rjust(19) for c, q, t in COLLECTIONS)
    )
    with ExitStack() as stack:
        filled = {}
        for name, _, translation in COLLECTIONS:
            if (name, translation) not in filled:
                home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
                settings = load_settings(home=home)
                fill(settings, DEV / name / "docs.jsonl", translation)
                filled[name, translation] = settings
        for row in ROWS:
            figures = []
            for name, queries, translation in COLLECTIONS:
                topics = read_topics(DEV / name / f"queries.{queries}.tsv")
                judgements = read_judgements(DEV / name / "qrels.tsv")
                with patch.dict(vars(ranking), row):
                    service = SearchService(filled[name, translation])  # keeps no plan of another
                    found = measure(service, topics, judgements)
                figures.append(found["ndcg@10"])
            label = ", ".join(f"{key} {value}" for key, value in row.items()) or "as it is"
            print(
                f"{label:<28}" + "".join(f"{figure:.3f}".rjust(19) for figure in figures),
                flush=True,
            )


if __name__ == "__main__":
    main()
