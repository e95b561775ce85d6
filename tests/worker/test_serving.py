"""`fihrist serve --translate`: what is added is read in English within seconds."""

from __future__ import annotations

import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import orjson
import pytest
import requests

from index.translation.bundled import bundled_pairs
from search.page import SearchRequest
from search.service import SearchService
from search.settings import load_settings
from tests.translation.provider_server import ProviderServer, english_of
from tests.worker import killing
from tests.worker.conftest import sentences

SEED = Path(__file__).parents[2] / "seeds" / "coalition-few-sites-iraq.txt"
QUERIES = ("coalition", "Hamrin", "جبال حمرين", "ISIS", '"reduce its forces"', "drawdown", "2020")


def fihrist(home: Path, *arguments: object) -> list[str]:
    return [*killing.FIHRIST, "--home", str(home), *map(str, arguments)]


@contextmanager
def serving(home: Path, port: int, server: killing.Provider, *more: str) -> Iterator[str]:
    process = subprocess.Popen(
        fihrist(home, "serve", "--port", port, "--workers", 1, *more),
        env=killing.environment(server),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    for line in process.stderr:
        if f":{port}" in line:
            break
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


def found(address: str, query: str) -> list[dict[str, Any]]:
    answer = requests.get(f"{address}/api/v1/search", params={"q": query}, timeout=10)
    hits: list[dict[str, Any]] = orjson.loads(answer.content)["hits"]
    return hits


def test_what_is_added_to_a_service_is_found_in_english_within_seconds(
    tmp_path: Path, provider_server: ProviderServer, free_port: Callable[[], int]
) -> None:
    home = tmp_path / "home"
    lines = sentences(10)
    killing.store(home, lines[:5])
    name = english_of(lines[9]).split()[0]
    with serving(home, free_port(), provider_server, "--translate") as address:
        killing.write(tmp_path / "late.jsonl", lines[5:])
        source = tmp_path / "late.jsonl"
        source.write_bytes(source.read_bytes().replace(b'"a0"', b'"b0"'))
        subprocess.run(
            fihrist(home, "add", source, "--translator", "none"),
            env=killing.environment(provider_server),
            check=True,
            capture_output=True,
        )
        began = time.monotonic()
        while not (hits := found(address, name)) and time.monotonic() - began < 30:
            time.sleep(0.1)
        assert hits
        assert hits[0]["snippets"][0]["translation"]["engine"] == "libretranslate"
        page = requests.get(f"{address}/article/{quote(hits[0]['id'])}?hl=en", timeout=10).text
        assert "machine translation" in page
        assert "libretranslate" in page
        assert f'datetime="{time.strftime("%Y-", time.gmtime())}' in page
    assert not provider_server.repeated


def test_an_english_article_gets_arabic_and_is_found_by_it(
    tmp_path: Path, provider_server: ProviderServer
) -> None:
    home, source = tmp_path / "home", tmp_path / "english.jsonl"
    title, text = "Storm closes the port", "Ships waited for 3 days outside Basra."
    source.write_bytes(orjson.dumps({"id": "e1", "title": title, "text": text}))
    provider_server.answers.update(
        {title: "عاصفة تغلق الميناء", text: "انتظرت السفن 3 أيام قبالة البصرة."}
    )
    env = killing.environment(provider_server)
    subprocess.run(fihrist(home, "add", source), env=env, check=True, capture_output=True)
    assert sorted(provider_server.asked) == sorted([title, text])
    assert {r.languages for r in provider_server.requests} == {("en", "ar")}
    service = SearchService(load_settings(home=home))
    for query in ("السفينة", "عاصفه", "ships"):
        (hit,) = service.search(SearchRequest(q=query)).hits
        assert (hit.source_id, hit.lang) == ("e1", "en")
    view = service.article(hit.id)
    assert view.state == "translated"
    assert [s.translation and s.translation["engine"] for s in view.segments] == ["libretranslate"]


def test_a_service_that_shall_translate_wants_to_know_by_whom(tmp_path: Path) -> None:
    done = subprocess.run(
        [*killing.FIHRIST, "--home", str(tmp_path / "home"), "serve", "--translate"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "FIHRIST_TRANSLATOR: nobody is named to translate" in done.stderr


@pytest.fixture
def _seed_english(provider_server: ProviderServer) -> None:
    """The provider's English of the seed article is the bundled one."""
    provider_server.answers.update(bundled_pairs())


@pytest.mark.usefixtures("_seed_english")
def test_the_seed_article_through_google_is_found_as_with_the_bundled_english(
    tmp_path: Path, provider_server: ProviderServer, free_port: Callable[[], int]
) -> None:
    pages = []
    for name in ("bundled", "google"):
        home = tmp_path / name
        env = killing.environment(provider_server) | {
            "FIHRIST_TRANSLATOR": "google",
            "FIHRIST_PROVIDER_URL": provider_server.url,
        }
        run = {"env": env, "check": True, "capture_output": True}
        command = fihrist(home, "add", SEED, "--translator", "none")
        subprocess.run(command, **run)  # type: ignore[call-overload]
        if name == "google":
            subprocess.run(fihrist(home, "translate", "--again"), **run)  # type: ignore[call-overload]
        service = SearchService(load_settings(home=home))
        pages.append([_result(service, query) for query in QUERIES])
    assert pages[0] == pages[1]
    assert any(pages[0])
    view = service.article(service.search(SearchRequest(q="حمرين")).hits[0].id)
    made = {segment.translation["engine"] for segment in view.segments if segment.translation}
    assert made == {"google"}
    assert all(s.translation["at"] for s in view.segments if s.translation)
    with serving(tmp_path / "google", free_port(), provider_server) as address:
        page = requests.get(f"{address}/article/{quote(view.id)}?hl=en", timeout=10).text
    assert re.search("machine translation · <bdi[^>]*>google</bdi>", page)
    assert f'datetime="{time.strftime("%Y-%m-%d", time.gmtime())}' in page
    assert "bundled" not in page


def _result(service: SearchService, query: str) -> list[object]:
    """What is found, in order, with its marks; who translated is left out."""
    made: list[object] = []
    for hit in service.search(SearchRequest(q=query)).hits:
        made.append((hit.id, hit.score, hit.matched_by, hit.title.ar, hit.title.en))
        made += [(snippet.ar, snippet.en) for snippet in hit.snippets]
    return made
