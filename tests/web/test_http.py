"""What HTTP has of its own: validators, encodings, HEAD, a prefix, a deadline, logs and figures."""

from __future__ import annotations

import gzip
import io
import logging
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
import zstandard
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from search.page import Page
from search.settings import Settings, load_settings
from web import deadline
from web.app import create_app
from web.deadline import Deadline
from web.searching import THREADS

SEARCH = "/api/v1/search?q=Hamrin"


@pytest.fixture
def client(seeded_home: Path) -> FlaskClient:
    return create_app(load_settings(home=seeded_home)).test_client()


# Validators


def test_an_unchanged_answer_is_a_304(client: FlaskClient) -> None:
    for path in (SEARCH, "/api/v1/articles/" + first_id(client)):
        answer = client.get(path)
        assert answer.headers["ETag"].startswith('W/"')
        assert answer.headers["Cache-Control"] == "private, no-cache"
        again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == answer.headers["ETag"]


def test_equal_searches_have_one_tag_and_others_another(client: FlaskClient) -> None:
    def tag(query: str) -> str:
        return client.get(f"/api/v1/search?{query}").headers["ETag"]

    assert tag("q=Hamrin&limit=10&lang=auto") == tag("lang=auto&q=Hamrin")
    others = ["q=Tigris", "q=Hamrin&limit=9", "q=Hamrin&facets=place", "q=Hamrin&highlight=html"]
    assert len({tag(query) for query in ["q=Hamrin", *others]}) == 5


def test_a_change_of_the_index_changes_the_tag(
    settings: Settings, send: Callable[..., Any], level: Callable[[], None]
) -> None:
    client = create_app(settings).test_client()
    send({"title": "نهر دجلة"})
    level()
    before = client.get("/api/v1/search").headers["ETag"]
    send({"title": "نهر الفرات"})
    level()
    answer = client.get("/api/v1/search", headers={"If-None-Match": before})
    assert answer.status_code == 200
    assert answer.headers["ETag"] != before


def test_a_key_has_tags_of_its_own(
    settings: Settings,
    make_key: Callable[..., str],
    send: Callable[..., Any],
    level: Callable[[], None],
) -> None:
    send({"title": "نهر دجلة", "outlet": "A"})
    level()
    client = create_app(settings).test_client()
    open_ = client.get("/api/v1/search").headers["ETag"]
    key = make_key("public", filters=(("outlet", "B"),))
    answer = client.get(f"/api/v1/search?key={key}", headers={"If-None-Match": open_})
    assert answer.status_code == 200
    assert orjson.loads(answer.data)["hits"] == []


def test_an_error_is_not_stored(client: FlaskClient) -> None:
    assert client.get("/api/v1/search?limit=0").headers["Cache-Control"] == "no-store"


# Encodings


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", None),
        ("identity", None),
        ("br", None),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("zstd;q=0, gzip;q=0.5", "gzip"),
        ("gzip;q=0", None),
        ("x-zstdlike;q=1", None),
    ],
)
@pytest.mark.parametrize("path", [SEARCH, "/search?q=Hamrin", "/docs"])
def test_answers_are_packed_as_the_client_likes(
    client: FlaskClient, path: str, accepted: str, encoding: str | None
) -> None:
    answer = client.get(path, headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == encoding
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    body = answer.data
    if encoding == "gzip":
        body = gzip.decompress(body)
    elif encoding == "zstd":
        body = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(body)).read()
    assert body.lstrip()[:1] in b"{<"


def test_one_tag_holds_for_every_encoding(client: FlaskClient) -> None:
    plain = client.get(SEARCH)
    packed = client.get(SEARCH, headers={"Accept-Encoding": "zstd"})
    assert plain.headers["ETag"] == packed.headers["ETag"]
    again = {"If-None-Match": packed.headers["ETag"], "Accept-Encoding": "gzip"}
    assert client.get(SEARCH, headers=again).status_code == 304


def test_a_small_answer_is_left_as_it_is(client: FlaskClient) -> None:
    answer = client.get("/healthz", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers


def test_head_is_get_without_the_body(client: FlaskClient) -> None:
    for path in (SEARCH, "/", "/healthz", "/api/v1/openapi.json", "/docs"):
        got, head = client.get(path), client.head(path)
        assert (head.status_code, head.data) == (got.status_code, b"")
        assert head.headers["Content-Type"] == got.headers["Content-Type"]
        assert head.headers.get("ETag") == got.headers.get("ETag")


# A prefix


def test_behind_a_prefix_every_address_has_it(seeded_home: Path) -> None:
    app = create_app(load_settings(home=seeded_home, prefix="/news/find"))
    client = app.test_client()
    for path in ("/news/find", ""):  # whether or not the proxy has taken it off
        page = orjson.loads(client.get(f"{path}/api/v1/search?limit=1").data)
        assert page["links"]["next"].startswith("/news/find/api/v1/search?")
        html = client.get(f"{path}/search?q=Hamrin&hl=en").text
        addresses = [part.split('"')[0] for part in html.split('href="')[1:]]
        assert addresses
        assert all(a.startswith(("/news/find", "https://", "#")) for a in addresses), addresses
        assert 'action="/news/find/search"' in html
    following = orjson.loads(client.get("/news/find/api/v1/search?limit=1").data)["links"]["next"]
    assert client.get(following).status_code == 200
    assert client.get("/news/findings/healthz").status_code == 404


# A deadline


class Slow:
    """A service whose engine does not come back until it is let."""

    def __init__(self) -> None:
        self.let = threading.Event()

    def __call__(self, *_: object) -> Page:
        self.let.wait(30)
        raise RuntimeError


@pytest.fixture
def slow() -> Iterator[Slow]:
    made = Slow()
    yield made
    made.let.set()


def test_a_search_that_takes_too_long_is_a_503_and_the_next_one_is_answered(
    seeded_home: Path, monkeypatch: pytest.MonkeyPatch, slow: Slow
) -> None:
    app = create_app(load_settings(home=seeded_home, search_deadline=0.5))
    service = app.extensions["fihrist.service"]
    with monkeypatch.context() as patched:
        patched.setattr(service, "search", slow)
        answer = app.test_client().get(SEARCH)
        assert answer.status_code == 503
        assert answer.headers["Retry-After"]
        assert "0.5 seconds" in orjson.loads(answer.data)["detail"]
    assert app.test_client().get(SEARCH).status_code == 200


def test_a_process_without_a_free_thread_is_hung(slow: Slow) -> None:
    bounded = Deadline(0.05, 2)
    for _ in range(2):
        with pytest.raises(Exception, match="longer"):
            bounded.run(slow)
    with pytest.raises(Exception, match="longer"):
        bounded.run(lambda: 1)
    since = bounded._full_since
    assert since is not None
    assert not bounded.hung(since + deadline.GRACE - 1)
    assert bounded.hung(since + deadline.GRACE + 1)
    slow.let.set()
    while bounded.hung(since + deadline.GRACE + 1):
        threading.Event().wait(0.01)
    assert bounded.run(lambda: 1) == 1
    assert THREADS > 1


# Logs and figures


@pytest.mark.parametrize(
    ("how", "shown"), [({}, False), ({"log_queries": True}, True), ({"log_format": "json"}, False)]
)
def test_a_line_a_request_with_its_id_and_no_query(
    seeded_home: Path, how: dict[str, Any], shown: bool, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "fihrist.access")
    client = create_app(load_settings(home=seeded_home, **how)).test_client()
    client.get(SEARCH, headers={"X-Request-Id": "r-1"})
    client.get(SEARCH)
    client.get("/api/v1/search?q=Tigris")
    first, second, third = (record.getMessage() for record in caplog.records)
    assert "GET /api/v1/search 200" in first
    assert "r-1" in first
    assert ("Hamrin" in first) is shown
    if "log_format" in how:
        same, again, other = (orjson.loads(line)["query"] for line in (first, second, third))
        assert same == again != other
        assert orjson.loads(first)["found"] > 0


def test_figures_count_requests_parts_and_empty_searches(client: FlaskClient) -> None:
    before = figures(client)
    client.get(SEARCH)
    client.get("/api/v1/search?q=zzzzzzzz")
    after = figures(client)

    def grown(name: str, **labels: str) -> float:
        at = (name, tuple(sorted(labels.items())))
        return after[at] - before.get(at, 0)

    assert grown("fihrist_requests_total", route="/api/v1/search", method="GET", status="200") == 2
    assert grown("fihrist_searches_empty_total") == 1
    for part in ("parse", "engine", "highlight", "facets", "render"):
        assert grown("fihrist_search_part_seconds_count", part=part) == 2
    assert after["fihrist_index_ready", ()] == 1
    assert after["fihrist_articles", (("state", "translated"),)] > 30


def test_figures_are_for_this_machine_or_a_secret_key(
    client: FlaskClient, settings: Settings, make_key: Callable[..., str]
) -> None:
    elsewhere = {"REMOTE_ADDR": "192.0.2.1"}
    assert client.get("/metrics", environ_base=elsewhere).status_code == 401
    own = create_app(settings).test_client()
    bearer = {"Authorization": f"Bearer {make_key('secret')}"}
    answer = own.get("/metrics", environ_base=elsewhere, headers=bearer)
    assert answer.status_code == 200
    assert "fihrist_index_ready 0.0" in answer.text  # there is no index yet


def figures(client: FlaskClient) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    text = client.get("/metrics").text
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def first_id(client: FlaskClient) -> str:
    found: str = orjson.loads(client.get("/api/v1/search?limit=1").data)["hits"][0]["id"]
    return found
