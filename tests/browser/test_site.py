"""The site in Chromium: directions as computed, marks on whole joined words, no script needed."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import orjson
import pytest
from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser

DIRECTION = "element => getComputedStyle(element).direction"


@pytest.fixture
def context(browser: Browser, server: str) -> Iterator[BrowserContext]:
    made = browser.new_context(base_url=server, viewport={"width": 1200, "height": 900})
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that must not say a word of a violated content security policy, or any error."""
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    yield opened
    assert said == []


@pytest.fixture(scope="module")
def titled(
    tmp_path_factory: pytest.TempPathFactory,
    fihrist: Callable[..., list[str]],
    serve_home: Callable[[Path], str],
) -> str:
    """A service with a title of each kind, and an article without one."""
    folder = tmp_path_factory.mktemp("titled")
    titles = ("نهر دجلة", "BBC عربي تنشر تقريرا", "2020", "")
    given = [{"title": title, "lang": "ar", "text": "ينبع النهر من تركيا."} for title in titles]
    given.append({"title": "The Tigris river", "lang": "en", "text": "It rises in Turkey."})
    lines = folder / "articles.jsonl"
    lines.write_bytes(b"\n".join(map(orjson.dumps, given)))
    subprocess.run(fihrist(folder / "home", "add", lines), check=True, capture_output=True)
    return serve_home(folder / "home")


def directions(page: Page, selector: str) -> set[str]:
    return {str(element.evaluate(DIRECTION)) for element in page.locator(selector).all()}


@pytest.mark.parametrize(("hl", "direction"), [("ar", "rtl"), ("en", "ltr")])
def test_each_field_has_its_own_direction(page: Page, hl: str, direction: str) -> None:
    page.goto(f"/search?q=Hamrin&hl={hl}")
    html = page.locator("html")
    assert html.get_attribute("lang") == hl
    assert html.evaluate(DIRECTION) == direction
    assert directions(page, ".hit .pair > [lang=ar]") == {"rtl"}
    assert directions(page, ".hit .pair > [lang=en]") == {"ltr"}
    assert directions(page, ".meta bdi[lang=ar]") == {"rtl"}


@pytest.mark.parametrize("hl", ["ar", "en"])
def test_a_title_has_the_direction_of_its_language(
    opened: Callable[..., Page], titled: str, hl: str
) -> None:
    page = opened()
    page.goto(f"{titled}/search?sort=oldest&hl={hl}")
    shown = {
        title.inner_text(): (title.get_attribute("lang"), title.evaluate(DIRECTION))
        for title in page.locator(".hit h2 > [lang]").all()
    }
    assert shown == {
        "نهر دجلة": ("ar", "rtl"),
        "BBC عربي تنشر تقريرا": ("ar", "rtl"),
        "2020": ("ar", "rtl"),
        "The Tigris river": ("en", "ltr"),
    }
    # An article without a title says so, and can be opened.
    assert page.locator(".hit").count() == 5
    page.locator(".hit a.titles", has_text={"ar": "بلا عنوان", "en": "Without a title"}[hl]).click()
    assert "ينبع النهر" in page.locator(".full").inner_text()


@pytest.mark.parametrize("hl", ["ar", "en"])
def test_arabic_stands_right_of_english_and_on_one_line_with_it(page: Page, hl: str) -> None:
    page.goto(f"/search?q=Hamrin&hl={hl}")
    # An empty inline block stands on the baseline of the first line.
    place = """element => {
        const dot = document.createElement('span');
        dot.style.display = 'inline-block';
        element.prepend(dot);
        const {bottom} = dot.getBoundingClientRect();
        dot.remove();
        return [element.getBoundingClientRect(), bottom];
    }"""
    arabic, arabic_line = page.locator(".hit div.pair > [lang=ar]").first.evaluate(place)
    english, english_line = page.locator(".hit div.pair > [lang=en]").first.evaluate(place)
    assert arabic["x"] > english["x"] + english["width"]
    assert arabic_line == pytest.approx(english_line, abs=0.5)


@pytest.mark.parametrize("hl", ["ar", "en"])
@pytest.mark.parametrize(
    "path", ["/", "/search?q=Hamrin", "/search?q=zzzz", "/search?limit=0", "/nowhere"]
)
def test_a_narrow_page_never_scrolls_sideways(context: BrowserContext, path: str, hl: str) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(f"{path}{'&' if '?' in path else '?'}hl={hl}")
    assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize(
    ("hl", "typed", "expected"),
    [
        ("ar", "", "rtl"),
        ("en", "", "ltr"),
        ("ar", "Hamrin", "ltr"),
        ("en", "حمرين", "rtl"),
        ("ar", "2020", "ltr"),
        ("ar", "حمرين", "rtl"),
    ],
)
def test_the_box_follows_what_is_typed(page: Page, hl: str, typed: str, expected: str) -> None:
    page.goto(f"/?hl={hl}")
    box = page.locator("input[name=q]")
    box.fill(typed)
    assert box.evaluate(DIRECTION) == expected


@pytest.mark.parametrize("word", ["المستشفى", "حمرين", "لإلحاق", "الآلاف"])
def test_a_mark_does_not_change_a_words_width(page: Page, word: str) -> None:
    page.goto("/search?q=Hamrin&hl=ar")
    assert page.locator("mark").count() > 0
    widths = page.evaluate(
        """word => {
            const line = document.querySelector('.hit p[lang=ar]');
            return [[word, ''], ['', word], [word.slice(0, 3), word.slice(3)]].map(([a, b]) => {
                const span = document.createElement('span');
                if (a) { span.append(document.createElement('mark')); span.firstChild.append(a); }
                span.append(b);
                line.replaceChildren(span);
                return span.getBoundingClientRect().width;
            });
        }""",
        word,
    )
    whole, plain, part = widths
    assert whole == pytest.approx(plain, abs=0.1)
    # And none even where a mark ends inside a word, between joined letters.
    assert part == pytest.approx(plain, abs=0.1)


def test_marks_cover_whole_words(page: Page) -> None:
    page.goto("/search?q=Hamrin&hl=ar")
    marks = page.locator(".hit").first.locator("p mark").all_inner_texts()
    assert "حمرين" in marks
    assert "Hamrin" in marks


@pytest.mark.parametrize("hl", ["ar", "en"])
def test_without_javascript_a_search_goes_all_the_way(
    browser: Browser, server: str, hl: str
) -> None:
    context = browser.new_context(base_url=server, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/?hl={hl}")
    page.locator("input[name=q]").fill("حمرين")
    page.locator("form button").click()
    assert "q=" in page.url
    assert f"hl={hl}" in page.url
    page.locator(".hit a.titles").first.click()
    assert "/article/" in page.url
    assert "حمرين" in page.locator(".full").inner_text()
    context.close()


@pytest.mark.parametrize("hl", ["ar", "en"])
def test_the_two_scripts_of_a_name_stand_beside_each_other_unbroken(page: Page, hl: str) -> None:
    page.goto(f"/?hl={hl}")
    name = page.locator("aside .value").filter(has_text="Sulaymaniyah")
    latin, arabic = (
        box
        for each in ("Sulaymaniyah", "السليمانية")
        if (box := name.get_by_text(each).bounding_box())
    )
    assert abs(latin["y"] - arabic["y"]) < latin["height"] / 2
    between = max(latin["x"], arabic["x"]) - min(box["x"] + box["width"] for box in (latin, arabic))
    assert 0 < between < 20


def test_a_bar_of_the_histogram_filters_by_keyboard(page: Page) -> None:
    page.goto("/search?q=Iraq&hl=en")
    page.locator(".bars a").last.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?*from=2026-11&to=2026-12")
    assert "November 2026" in page.locator(".chips").inner_text()


def test_a_sentences_partner_shows_when_either_is_pointed_at_or_focused(page: Page) -> None:
    page.goto("/search?q=Hamrin&hl=ar")
    page.locator(".hit a.titles").first.click()
    pair = page.locator(".paragraph .pair").nth(2)
    background = "element => getComputedStyle(element).backgroundColor"
    plain = pair.evaluate(background)
    pair.locator("[lang=en]").hover()
    assert pair.evaluate(background) != plain
    page.mouse.move(0, 0)
    assert pair.evaluate(background) == plain
    pair.locator(".place").focus()
    assert pair.evaluate(background) != plain


def test_the_pages_load_nothing_from_elsewhere(page: Page, server: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/search?q=Hamrin")
    assert asked
    assert all(address.startswith(server) for address in asked)
