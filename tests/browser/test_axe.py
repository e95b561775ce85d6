"""Axe finds nothing on any page and state, in both languages, light and dark, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
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
NEVER = "0.00001"  # a deadline in seconds that no search keeps
Scheme = Literal["light", "dark"]


@dataclass(frozen=True)
class Look:
    """How a reader has the pages."""

    hl: str
    scheme: Scheme
    width: int


SCHEMES: tuple[Scheme, ...] = ("light", "dark")
LOOKS = [Look(*each) for each in product(("ar", "en"), SCHEMES, (1200, 320))]
looks = pytest.mark.parametrize(
    "look", LOOKS, ids=lambda each: f"{each.hl}-{each.scheme}-{each.width}"
)


@pytest.fixture
def page(browser: Browser, server: str, look: Look) -> Iterator[Page]:
    # Axe comes into the page as a script, which its policy would refuse.
    context = browser.new_context(
        base_url=server,
        bypass_csp=True,
        color_scheme=look.scheme,
        viewport={"width": look.width, "height": 800},
    )
    yield context.new_page()
    context.close()


def goto(page: Page, address: str, look: Look) -> None:
    page.goto(f"{address}{'&' if '?' in address else '?'}hl={look.hl}")


def wrong(page: Page, look: Look) -> list[tuple[str, str]]:
    """What axe finds, and whether the page scrolls sideways; every detail of it opened."""
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    found = Axe().run(page).response["violations"]
    violations = [(each["id"], node["html"][:200]) for each in found for node in each["nodes"]]
    if page.evaluate("document.documentElement.scrollWidth") > look.width:
        violations.append(("scrolls sideways", page.url))
    return violations


@looks
def test_axe_finds_nothing_on_a_page(page: Page, look: Look) -> None:
    found = {}
    for name, address in PAGES.items():
        goto(page, address, look)
        found[name] = wrong(page, look)
    goto(page, "/search", look)
    page.locator("a.next").click()
    found["second page"] = wrong(page, look)
    goto(page, "/search?q=Hamrin", look)
    page.locator(".hit a.titles").first.click()
    found["article"] = wrong(page, look)
    assert {name: each for name, each in found.items() if each} == {}


@looks
def test_axe_finds_nothing_in_open_suggestions(page: Page, look: Look) -> None:
    goto(page, "/", look)
    for words in ("بغد", "Baghd"):
        page.locator("input[name=q]").fill(words)
        page.get_by_role("option").first.wait_for()
        page.keyboard.press("ArrowDown")
        assert wrong(page, look) == []


@looks
def test_axe_finds_nothing_in_the_box_open_and_closed(page: Page, look: Look, site: Host) -> None:
    site.body, site.lang = site.element(lang=look.hl), look.hl
    for address in (site.address, f"{site.service}/embed/v1/frame?key={site.key}&lang={look.hl}"):
        page.goto(f"{address}{'&' if '?' in address else '?'}hl={look.hl}")
        for words in ("", "العراق", "Baghd", "zzzz"):
            if words:
                page.locator("fihrist-search input[role=combobox]").fill(words)
                said = page.locator("fihrist-search [part=message]")
                said.filter(
                    has_text=":" if words != "zzzz" else "لا" if look.hl == "ar" else "No"
                ).wait_for()
                page.keyboard.press("ArrowDown")
            assert wrong(page, look) == []


@looks
def test_axe_finds_nothing_where_the_search_fails_or_has_no_articles(
    page: Page, look: Look, late: str, empty: str
) -> None:
    for address in (f"{late}/search?q=Iraq", f"{empty}/", f"{empty}/search?q=Iraq"):
        goto(page, address, look)
        assert page.locator(".state h1").count() == 1
        assert wrong(page, look) == []


@pytest.fixture(scope="module")
def late(seeded_home: Path, serve_home: Callable[[Path], str]) -> Iterator[str]:
    """A service whose searches all end at their deadline."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FIHRIST_SEARCH_DEADLINE", NEVER)
        yield serve_home(seeded_home)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory, serve_home: Callable[[Path], str]) -> str:
    return serve_home(tmp_path_factory.mktemp("empty") / "home")
