"""Markup and script in articles and queries stay text: added by the command, shown by the site."""

from __future__ import annotations

import csv
import io
import re
import subprocess
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree as Xml

import orjson
import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Dialog, Request

from index.values import tidy
from search.settings import Settings
from web.app import create_app

# One a line; {} stands for the call that would show that it ran.
_LINES = (Path(__file__).parent / "attacks.txt").read_text(encoding="utf-8").splitlines()
_INVISIBLE = ("<script\n>{}</script >", "<a href=java\tscript:{}>x", "\u202e<script>{}</script>")
ATTACKS = [text.replace("{}", "alert(1)") for text in (*_LINES, *_INVISIBLE)]
ADDRESSES = (
    "javascript:alert(1)|JaVaScRiPt:alert(1)| javascript:alert(1)|java\nscript:alert(1)"
    "|data:text/html,<script>alert(1)</script>|vbscript:alert(1)|file:///etc/passwd|//evil.example"
    '|https://x.example/" onmouseover="alert(1)|https://x.example/<script>alert(1)</script>'
    "|http://[::1|https://x.example/'onclick=alert(1)"
).split("|")


SITE = r"/embed/v1/site\.js\?v=\w+"


class Inert(HTMLParser):
    """Raises on an element or attribute that could act; gathers the addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in {"iframe", "object", "embed", "base", "style", "img"}
        # The one script is the module of ours.
        assert tag != "script" or re.fullmatch(SITE, dict(attrs).get("src") or "")
        # The one drawing of ours, made of rectangles, is the histogram.
        assert tag != "svg" or ("class", "bars") in attrs
        for name, value in attrs:
            assert not name.startswith("on"), (tag, name)
            assert name not in {"style", "srcdoc", "formaction"}
            if name in {"href", "src", "action"}:
                self.addresses.append(value or "")


def articles() -> list[dict[str, object]]:
    made: list[dict[str, object]] = [
        {
            "id": f"attack-{number}",
            "lang": "ar",
            "url": f"https://x.example/{number}",
            "title": f"هجوم {attack}",
            "text": f"نص الهجوم {attack} بعد الهجوم.",
            "title_en": f"Attack {attack}",
            "text_en": f"The attack {attack} after it.",
            "translator": attack,
            "outlet": attack,
            "agency": attack,
            "place": attack,
            "category": attack,
            attack: attack,
        }
        for number, attack in enumerate(ATTACKS)
    ]
    made += [
        {"id": f"address-{number}", "url": address, "title": "رابط", "text": "نص الرابط هنا."}
        for number, address in enumerate(ADDRESSES)
    ]
    return made


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, fihrist: Callable[..., list[str]]) -> Path:
    folder = tmp_path_factory.mktemp("attacked")
    lines = folder / "attacks.jsonl"
    lines.write_bytes(b"\n".join(map(orjson.dumps, articles())))
    done = subprocess.run(
        fihrist(folder / "home", "add", lines), capture_output=True, text=True, check=False
    )
    # Nine addresses are neither http nor https and are refused with their articles.
    assert f"added {len(ATTACKS) + 3}, unchanged 0, replaced 0, failed 9" in done.stdout, (
        done.stderr
    )
    return folder / "home"


@pytest.fixture(scope="module")
def client(home: Path) -> FlaskClient:
    return create_app(Settings(home=home)).test_client()


def inert(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code in {200, 400}, address
    policy = answer.headers["Content-Security-Policy"]
    assert ("script-src 'self'; " in policy) == (answer.status_code == 200)
    assert "unsafe" not in policy
    page = Inert()
    page.feed(answer.text)
    for link in page.addresses:
        assert re.match(r"/(?!/)|#|https?://x\.example/", link), link


def ids(client: FlaskClient) -> list[str]:
    found: list[str] = []
    address: str | None = "/api/v1/search?limit=100"
    while address:
        page = orjson.loads(client.get(address).data)
        found += [hit["id"] for hit in page["hits"]]
        address = page["links"]["next"]
    return found


def test_the_corpus_is_large_and_all_of_it_is_found(client: FlaskClient) -> None:
    assert len(ATTACKS) >= 100
    assert len(ids(client)) == len(ATTACKS) + 3


@pytest.mark.parametrize("hl", ["ar", "en"])
def test_attacks_in_articles_are_inert_on_their_pages(client: FlaskClient, hl: str) -> None:
    for article in ids(client):
        inert(client, f"/article/{article}?hl={hl}")
    for query in ("", "هجوم", "attack", "alert script", "رابط"):
        inert(client, f"/search?q={quote(query)}&hl={hl}&limit=100")


def test_attacks_in_a_query_are_inert(client: FlaskClient) -> None:
    for attack in ATTACKS:
        inert(client, f"/search?q={quote(attack)}")
        # Misspelt, so that the page offers it corrected, with the attack in it.
        inert(client, f"/search?q={quote(attack)}+atack")
        inert(client, f"/search?q=attack&filter=outlet:{quote(attack)}")
        inert(client, f"/search?q=x&limit={quote(attack)}&{quote(attack)}={quote(attack)}")
        inert(client, f"/?cursor={quote(attack)}")


@pytest.mark.parametrize("hl", ["ar", "en"])
def test_attacks_in_feeds_are_text(client: FlaskClient, hl: str) -> None:
    known = "entry author name link id title updated published category summary div p strong"
    for query in ("", "attack", *ATTACKS[::5]):
        answer = client.get(f"/search.atom?limit=100&hl={hl}&q={quote(query)}")
        for element in Xml.fromstring(answer.data).iter():
            name = element.tag.partition("}")[2]
            assert name in {*known.split(), "feed", "totalResults", "itemsPerPage", "Query"}
            assert name == "link" or "href" not in element.attrib
            assert re.match(
                "https?://(localhost|x.example)/", element.get("href", "http://localhost/")
            )


def test_attacks_travel_through_json_as_text_never_as_a_page(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?q=attack&limit=100&highlight=html")
    assert answer.content_type == "application/json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    for hit in orjson.loads(answer.data)["hits"]:
        sides = [hit["title"]["en"], *(pair["ar"] for pair in hit["snippets"])]
        for side in filter(None, sides):
            assert not re.search(r"<(?!/?mark>)", side["html"])


def test_attacks_are_suggested_and_corrected_as_text(client: FlaskClient) -> None:
    suggested = 0
    for query in ("هجو", "atta", *(f"{attack} atack" for attack in ATTACKS[::3])):
        answer = client.get(f"/api/v1/suggest?q={quote(query)}")
        assert answer.content_type == "application/json"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        found = orjson.loads(answer.data)["suggestions"]
        assert all(each["text"]["html"] is None for each in found)
        suggested += len(found)
    assert suggested > 10


def test_attacks_leave_in_lines_as_they_came(home: Path, fihrist: Callable[..., list[str]]) -> None:
    done = subprocess.run(fihrist(home, "export"), capture_output=True, check=True)
    records = {r["source_id"]: r for r in map(orjson.loads, done.stdout.splitlines())}
    assert len(records) == len(ATTACKS) + 3
    for number, attack in enumerate(ATTACKS):
        shown = " ".join(tidy(attack).split())
        assert records[f"attack-{number}"]["outlet"] == shown


def test_attacks_leave_in_a_table_as_text(home: Path, fihrist: Callable[..., list[str]]) -> None:
    command = fihrist(home, "export", "--format", "csv")
    table = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    head, *rows = csv.reader(io.StringIO(table, newline=""))
    assert len(rows) == len(ATTACKS) + 3
    for row in rows:
        assert len(row) == len(head)
        assert not any(re.match(r"\s*[=+\-@＝＋－＠]", cell) for cell in row)


@pytest.mark.browser
def test_nothing_runs_in_chromium_and_nothing_breaks_the_policy(
    home: Path,
    browser: Browser,
    serve_home: Callable[[Path], str],
) -> None:
    base = serve_home(home)
    context = browser.new_context()
    page = context.new_page()
    said: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    def note(request: Request) -> None:
        if not request.url.startswith(base):
            said.append(request.url)

    page.on("dialog", dismiss)
    page.on("request", note)
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for address in ("/search?limit=100", "/search?q=attack&limit=100&hl=en"):
        page.goto(base + address)
    links = page.locator(".hit a.titles").evaluate_all("all => all.map(a => a.pathname)")
    page.locator("a.next").click()
    links += page.locator(".hit a.titles").evaluate_all("all => all.map(a => a.pathname)")
    assert len(links) == len(ATTACKS)
    for address in links[:12]:
        page.goto(base + address)
        page.mouse.move(300, 300)
    for attack in ATTACKS[::6]:
        page.goto(f"{base}/search?q={quote(attack)}")
    for words in ("هجو", "<img src=x onerror", "<script> atack"):
        page.goto(f"{base}/?hl=en")
        page.locator("input[name=q]").fill(words)
        page.get_by_role("option").first.wait_for()
        tags = page.locator("#suggestions *").evaluate_all("all => all.map(e => e.localName)")
        assert {*tags} <= {"li", "span", "mark", "small"}
    page.goto(f"{base}/embed?hl=en&limit=100")
    page.locator("fihrist-search input[role=combobox]").fill("attack")
    page.locator("fihrist-search [part~=title]").first.wait_for()
    # In the box only its own elements; the texts of articles are text.
    inside = page.locator("fihrist-search [part=list] *")
    tags = inside.evaluate_all("all => [...new Set(all.map(e => e.localName))].sort()")
    assert {*tags} - {"small", "span"} == {"bdi", "div", "li", "mark"}
    context.close()
    assert said == []
