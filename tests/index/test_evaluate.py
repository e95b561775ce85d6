"""`fihrist evaluate`: a judged collection asked through the search that the site has."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner

from search.cli import cli


@pytest.mark.parametrize(("names", "ndcg"), [("on", 1.0), ("off", 0.0)])
def test_names_are_found_by_other_spellings_unless_turned_off(
    tmp_path: Path, names: str, ndcg: float
) -> None:
    docs = [{"id": "a", "text_ar": "اشتباكات في جبال حمرين"}, {"id": "b", "text_ar": "مطر"}]
    (tmp_path / "docs.jsonl").write_bytes(b"\n".join(map(orjson.dumps, docs)) + b"\n")
    (tmp_path / "queries.en.tsv").write_text("q\tHimreen\n")
    (tmp_path / "qrels.tsv").write_text("q 0 a 1\n")
    options = ["--queries", "en", "--names", names, "--json"]
    done = CliRunner().invoke(cli, ["evaluate", str(tmp_path), *options])
    assert done.exception is None, done.output
    assert orjson.loads(done.stdout)["ndcg@10"] == ndcg
