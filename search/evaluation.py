"""How good the ranking is on a judged collection: nDCG, MRR and recall by ir-measures."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from pathlib import Path

import ir_measures
from ir_measures import RR, R, nDCG

from search.errors import FihristError
from search.page import MAX_LIMIT, SearchRequest
from search.service import SearchService

MEASURES = {
    "ndcg@10": nDCG @ 10,
    "mrr@10": RR @ 10,
    "recall@10": R @ 10,
    "recall@100": R @ 100,
}


@dataclass(frozen=True, slots=True)
class Topic:
    """A judged question."""

    qid: str
    text: str


def read_topics(file: Path) -> list[Topic]:
    """`queries.<lang>.tsv`: qid TAB text, a line each (cut at newlines and the first tab only)."""
    topics = []
    for number, line in enumerate(_lines(file), 1):
        qid, tab, text = line.partition("\t")
        if not tab:
            raise FihristError(f"{file}:{number}: no tab between the question's id and its text")
        topics.append(Topic(qid, text))
    return topics


def read_judgements(file: Path) -> list[ir_measures.Qrel]:
    """`qrels.tsv`: qid 0 docid grade, separated by white space."""
    judged = []
    for number, line in enumerate(_lines(file), 1):
        try:
            qid, _, docid, grade = line.split()
            judged.append(ir_measures.Qrel(qid, docid, int(grade)))
        except ValueError:
            raise FihristError(f"{file}:{number}: not `qid 0 docid grade`") from None
    return judged


def measure(
    service: SearchService,
    topics: list[Topic],
    judgements: list[ir_measures.Qrel],
    *,
    names: bool = True,
) -> dict[str, float]:
    """The measures over the topics that have judgements, and the milliseconds of a page of ten.

    A hit's document is its source_id. A topic that finds nothing counts as 0.
    """
    run: list[ir_measures.ScoredDoc] = []
    milliseconds: list[float] = []
    for topic in topics:
        started = time.perf_counter()
        service.search(SearchRequest(q=topic.text, names=names))
        milliseconds.append((time.perf_counter() - started) * 1000)
        every = SearchRequest(q=topic.text, names=names, limit=MAX_LIMIT, highlight="none")
        page = service.search(every)
        run += [
            # Ranks, not scores: relaxed hits follow whatever their score.
            ir_measures.ScoredDoc(topic.qid, hit.source_id or hit.id, float(-rank))
            for rank, hit in enumerate(page.hits)
        ]
    asked = {topic.qid for topic in topics}
    judged = [judgement for judgement in judgements if judgement.query_id in asked]
    if not judged:
        raise FihristError("none of these questions has a judgement in qrels.tsv")
    found = ir_measures.calc_aggregate(MEASURES.values(), judged, run)
    return {
        **{name: round(float(found[each]), 4) for name, each in MEASURES.items()},
        "p50_ms": round(statistics.median(milliseconds), 3),
        "p95_ms": round(statistics.quantiles([*milliseconds, milliseconds[-1]], n=20)[-1], 3),
    }


def _lines(file: Path) -> list[str]:
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise FihristError(f"{file}: {error.strerror}") from None
    return [line for line in text.split("\n") if line]
