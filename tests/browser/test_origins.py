"""What a page of another site can do to a service on this machine, in Chromium: with a public key
what the key allows, without one nothing."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import orjson
import pytest
from playwright.sync_api import Browser, Page

from search.settings import load_settings
from web.keys import Key, keys_of

pytestmark = pytest.mark.browser

ARTICLES = [
    {"id": "a", "title": "نهر دجلة", "outlet": "A"},
    {"id": "b", "title": "نهر الفرات", "outlet": "B"},
]
# What a script of the page learns of an answer: its status and body, or that it may not.
FETCH = """([url, options]) => fetch(url, options).then(
    async answer => ({type: answer.type, status: answer.status, text: await answer.text()}),
    error => ({type: 'refused', status: 0, text: String(error)}))"""


class Blank(BaseHTTPRequestHandler):
    """A page without anything in it."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>site</title>")

    def log_message(self, *_: object) -> None:
        """Not to the tests' output."""


@contextmanager
def site() -> Iterator[str]:
    """The origin of another site, on a port of its own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Blank)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class Sites:
    """The service, a public key for `ours` narrowed to outlet B, and a site it is not for."""

    service: str
    key: str
    ours: str
    theirs: str


@pytest.fixture(scope="module")
def sites(
    tmp_path_factory: pytest.TempPathFactory,
    fihrist: Callable[..., list[str]],
    serve_home: Callable[[Path], str],
) -> Iterator[Sites]:
    folder = tmp_path_factory.mktemp("origins")
    lines = folder / "articles.jsonl"
    lines.write_bytes(b"\n".join(map(orjson.dumps, ARTICLES)))
    home = folder / "home"
    subprocess.run(fihrist(home, "add", lines), check=True, capture_output=True)
    with ExitStack() as stack:
        ours, theirs = stack.enter_context(site()), stack.enter_context(site())
        wanted = Key("", "public", "site", (ours,), (("outlet", "B"),))
        key = keys_of(load_settings(home=home)).add(wanted)[1]
        yield Sites(serve_home(home), key, ours, theirs)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def fetch(page: Page, url: str, **options: Any) -> dict[str, Any]:
    answer = page.evaluate(FETCH, [url, options])
    assert isinstance(answer, dict)
    return answer


def outlets(answer: dict[str, Any]) -> set[str]:
    assert answer["status"] == 200, answer
    return {hit["outlet"] for hit in orjson.loads(answer["text"])["hits"]}


def test_a_page_of_the_keys_origin_searches_within_its_filters(page: Page, sites: Sites) -> None:
    page.goto(sites.ours)
    search = f"{sites.service}/api/v1/search?key={sites.key}"
    assert outlets(fetch(page, search)) == {"B"}
    assert outlets(fetch(page, f"{search}&filter=outlet:A")) == set()
    assert outlets(fetch(page, search, headers={"X-Request-Id": "preflighted"})) == {"B"}
    wrong = fetch(page, f"{search}&limit=0")
    assert wrong["status"] == 400
    assert "limit" in wrong["text"]


def test_a_public_key_neither_exports_nor_changes_anything(page: Page, sites: Sites) -> None:
    page.goto(sites.ours)
    api = f"{sites.service}/api/v1"
    assert fetch(page, f"{api}/export?key={sites.key}")["status"] == 403
    sent = {"method": "POST", "body": "{}", "headers": {"Content-Type": "application/json"}}
    assert fetch(page, f"{api}/articles?key={sites.key}", **sent)["type"] == "refused"
    plain = {"method": "POST", "body": "{}", "headers": {"Content-Type": "text/plain"}}
    assert fetch(page, f"{api}/articles?key={sites.key}", **plain)["status"] == 403
    assert fetch(page, f"{api}/articles/b?key={sites.key}", method="DELETE")["type"] == "refused"


def test_a_page_of_another_origin_cannot_use_the_key(page: Page, sites: Sites) -> None:
    page.goto(sites.theirs)
    search = f"{sites.service}/api/v1/search?key={sites.key}"
    for options in ({}, {"headers": {"X-Request-Id": "preflighted"}}, {"mode": "same-origin"}):
        assert fetch(page, search, **options)["type"] == "refused"


@pytest.mark.parametrize("path", ["/api/v1/search", "/api/v1/nowhere", "/search", "/metrics"])
def test_a_page_of_another_origin_reads_nothing_of_an_anonymous_service(
    page: Page, sites: Sites, path: str
) -> None:
    page.goto(sites.theirs)
    assert fetch(page, sites.service + path)["type"] == "refused"
    # Not even as a picture or script would be asked for: the answer's own policy forbids it.
    assert fetch(page, sites.service + path, mode="no-cors")["type"] == "refused"


def test_a_name_that_was_bound_to_this_machine_reads_nothing(
    browser: Browser, sites: Sites
) -> None:
    rule = "--host-resolver-rules=MAP rebound.example 127.0.0.1"
    rebound = browser.browser_type.launch(
        executable_path=shutil.which("chromium"), args=["--no-sandbox", rule]
    )
    try:
        page = rebound.new_page()
        origin = sites.service.replace("127.0.0.1", "rebound.example")
        for path in ("/", "/api/v1/search", "/docs", "/metrics"):
            answer = page.goto(origin + path)
            assert answer is not None
            assert answer.status == 400
            assert "دجلة" not in page.content()
            # The error page's own policy lets no script of it ask any further.
            assert fetch(page, f"{origin}/api/v1/search")["type"] == "refused"
    finally:
        rebound.close()


def test_the_reference_sends_and_shows_within_its_policy(page: Page, sites: Sites) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{sites.service}/docs")
    form = page.locator("#search form")
    form.locator("input[name=q]").fill("نهر")
    form.locator("input[name=limit]").fill("1")
    form.locator("button").click()
    form.locator("output pre", has_text='"hits"').wait_for()
    assert form.locator(".status").inner_text().startswith("200 ")
    assert said == []
