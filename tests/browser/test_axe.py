"""Axe finds nothing on any page and state, in both languages, light and dark, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.hosts import Host

pytestmark = pytest.mark.browser

PAGES = {
    "home": "/",
    "results": "/search?q=Iraq",
    "one result": "/search?q=Caggins",
    "narrowed": "/search?q=Iraq&filter=lang:ar&from=2026-11&to=2026-12",
    "relaxed": "/search?q=Hamrin+Tigris+parliament",
    "mended": '/search?q="Hamrin',
    "corrected": "/search?q=Bagdhad",
    "nothing": "/search?q=zzzz&filter=place:nowhere",
    "help": "/help",
    "embed": "/embed?q=Iraq&filter=lang:ar",
    "bad parameters": "/search?limit=0&cursor=x",
    "too long": f"/search?q={'x' * 10_001}",
    "missing": "/nowhere",
    "frame without a key": "/embed/v1/frame",
}
NEVER = "0.00001"  # a deadline in seconds that no search of MANY words keeps
MANY = "+".join(f"word{number}" for number in range(300))
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
LOOKS = list(product(SCHEMES, (1200, 320)))
languages = pytest.mark.parametrize("hl", ["ar", "en"])


@pytest.fixture
def page(browser: Browser, server: str, hl: str) -> Iterator[Page]:
    context = browser.new_context(base_url=server, locale=hl)
    context.add_init_script(Axe().axe_script)
    yield context.new_page()
    context.close()


def goto(page: Page, address: str, hl: str) -> None:
    page.goto(f"{address}{'&' if '?' in address else '?'}hl={hl}")


def wrong(page: Page) -> list[tuple[str, ...]]:
    """What axe finds in each look, and whether the page scrolls sideways; all details opened."""
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    violations: list[tuple[str, ...]] = []
    for scheme, width in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
        violations += [
            (scheme, str(width), each["id"], node["html"][:200])
            for each in found
            for node in each["nodes"]
        ]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            violations.append((scheme, str(width), "scrolls sideways", page.url))
    return violations


@languages
def test_axe_finds_nothing_on_a_page(page: Page, hl: str) -> None:
    found = {}
    for name, address in PAGES.items():
        goto(page, address, hl)
        found[name] = wrong(page)
    goto(page, "/search", hl)
    page.locator("a.next").click()
    found["second page"] = wrong(page)
    goto(page, "/search?q=Hamrin", hl)
    page.locator(".hit a.titles").first.click()
    found["article"] = wrong(page)
    assert {name: each for name, each in found.items() if each} == {}


@languages
def test_axe_finds_nothing_in_open_suggestions(page: Page, hl: str) -> None:
    goto(page, "/", hl)
    for words in ("بغد", "Baghd", "Bagdhad"):
        page.locator("input[name=q]").fill(words)
        page.locator("#suggestions").filter(has_text=words[:3]).wait_for()
        page.keyboard.press("ArrowDown")
        assert page.locator("[role=option][aria-selected=true]").count() == 1
        assert wrong(page) == []


@languages
def test_axe_finds_nothing_in_the_box_open_and_closed(page: Page, hl: str, site: Host) -> None:
    site.body, site.lang = site.element(lang=hl), hl
    none = {"ar": "لا نتائج", "en": "No results"}[hl]
    for address in (site.address, f"{site.service}/embed/v1/frame?key={site.key}&lang={hl}"):
        goto(page, address, hl)
        assert wrong(page) == []
        for words, said in (("العراق", "20"), ("Baghd", "Baghdad"), ("zzzz", none)):
            page.locator("fihrist-search input[role=combobox]").fill(words)
            page.locator("fihrist-search [part=panel]").filter(has_text=said).wait_for()
            page.keyboard.press("ArrowDown")
            assert wrong(page) == []


@languages
def test_axe_finds_nothing_where_the_search_fails_or_has_no_articles(
    page: Page, hl: str, late: str, empty: str
) -> None:
    # Words that the other language has not asked for: an answer that was kept comes in time.
    for address in (f"{late}/search?q={hl}+{MANY}", f"{empty}/", f"{empty}/search?q=Iraq"):
        goto(page, address, hl)
        assert page.locator(".state h1").count() == 1
        assert wrong(page) == []


@pytest.fixture(scope="module")
def late(seeded_home: Path, serve_home: Callable[[Path], str]) -> Iterator[str]:
    """A service whose searches all end at their deadline."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FIHRIST_SEARCH_DEADLINE", NEVER)
        yield serve_home(seeded_home)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory, serve_home: Callable[[Path], str]) -> str:
    return serve_home(tmp_path_factory.mktemp("empty") / "home")
