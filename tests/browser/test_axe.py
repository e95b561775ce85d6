"""Axe finds nothing on any page and state, in both languages, light and dark, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PAGES = {
    "home": "/",
    "results": "/search?q=Iraq",
    "narrowed": "/search?q=Iraq&filter=lang:ar&from=2026-11&to=2026-12",
    "relaxed": "/search?q=Hamrin+Tigris+parliament",
    "mended": '/search?q="Hamrin',
    "second page": "/search",
    "nothing": "/search?q=zzzz&filter=place:nowhere",
    "error": "/search?limit=0",
    "missing": "/nowhere",
    "help": "/help",
    "embed": "/embed",
}
Scheme = Literal["light", "dark"]
LOOKS: list[tuple[Scheme, int]] = [("light", 1200), ("dark", 1200), ("light", 320), ("dark", 320)]


def violations(page: Page) -> list[tuple[str, str]]:
    found = Axe().run(page).response["violations"]
    return [(each["id"], node["html"][:200]) for each in found for node in each["nodes"]]


@pytest.fixture
def look(browser: Browser, server: str) -> Iterator[Callable[[Scheme, int], Page]]:
    """look(scheme, width): a page of the service as such a reader has it."""
    opened = []

    def make(scheme: Scheme, width: int) -> Page:
        # Axe comes into the page as a script, which its policy would refuse.
        context = browser.new_context(
            base_url=server,
            bypass_csp=True,
            color_scheme=scheme,
            viewport={"width": width, "height": 800},
        )
        opened.append(context)
        return context.new_page()

    yield make
    for context in opened:
        context.close()


@pytest.mark.parametrize(
    ("hl", "scheme", "width"), [(h, *o) for h, o in product(("ar", "en"), LOOKS)]
)
def test_axe_finds_nothing(
    look: Callable[[Scheme, int], Page], hl: str, scheme: Scheme, width: int
) -> None:
    page = look(scheme, width)
    wrong = {}
    for name, path in PAGES.items():
        page.goto(f"{path}{'&' if '?' in path else '?'}hl={hl}")
        if name == "second page":
            page.locator("a.next").click()
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
        wrong[name] = violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    page.goto(f"/search?q=Hamrin&hl={hl}")
    page.locator(".hit a.titles").first.click()
    page.locator("details.cite summary").click()
    wrong["article"] = violations(page)
    assert {name: found for name, found in wrong.items() if found} == {}


@pytest.mark.parametrize("hl", ["ar", "en"])
def test_axe_finds_nothing_before_there_are_articles(
    browser: Browser, tmp_path: Path, serve_home: Callable[[Path], str], hl: str
) -> None:
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(f"{serve_home(tmp_path / 'home')}/?hl={hl}")
    assert page.locator("pre").count() == 2
    assert violations(page) == []
    context.close()
