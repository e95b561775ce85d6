"""From a raw article to a draft: cleaned, cut into sentences, aligned and identified."""

from __future__ import annotations

from index.align import aligned, alone
from index.clean import PAGE, STATED, Page, clean
from index.draft import Draft, RawArticle, Sentence
from index.values import (
    SEPARATOR,
    address_identity,
    has_arabic,
    language,
    metadata,
    named,
    plain,
    published,
    tidy,
    translated,
    web_address,
)
from search.article import Lang
from search.errors import BadArticle


def compose(raw: RawArticle, source: str | None = None) -> Draft:
    """The draft of a raw article; `source` keeps equal ids of different sources apart.

    What the article states explicitly wins over what cleaning finds. Raises BadArticle, whose
    message is one sentence with the remedy.
    """
    text = plain(raw.text).removeprefix("\ufeff")
    title = named("title", raw.title) or ""
    if not title and not text.strip():
        raise BadArticle("it has neither title nor text: give one of them")
    page = _page(raw, title, text)
    title = title or page.found.get("title", "")
    lang = _language(raw, f"{title}\n{text}")
    title_other, english = _english(raw, lang)
    sentences = (
        aligned(text, page.lines, page.dropped, english) if english else alone(text, page.lines)
    )
    if not sentences and not title:
        raise BadArticle("it has no text beside page furniture such as «أضف تعليقك»: give its text")
    return _draft(raw, source, page, lang, (title, title_other), sentences)


def _page(raw: RawArticle, title: str, text: str) -> Page:
    """The cleaned page. A stated title, or a translation, vouches for the text's beginning."""
    stated = title or raw.title_en or raw.text_en
    return clean(text, STATED if stated else PAGE)


def _language(raw: RawArticle, text: str) -> Lang:
    """The language of the text. English beside it, where none is stated, says that it is Arabic,
    however many Latin letters it quotes: a page on a Swedish anthem is mostly the anthem."""
    lang = language(raw.lang, text)
    if lang == "en" and not tidy(raw.lang) and has_arabic(text):
        title, english = translated(raw.title_en or ""), translated(raw.text_en or "")
        if (title and title != tidy(raw.title)) or (english and english != translated(raw.text)):
            return "ar"
    return lang


def _english(raw: RawArticle, lang: Lang) -> tuple[str | None, str]:
    """The English title and text that came with an Arabic article."""
    title, text = tidy(translated(raw.title_en or "")), translated(raw.text_en or "")
    if lang == "en":
        if (title and title != tidy(raw.title)) or (text and text != translated(raw.text)):
            raise BadArticle(
                "it is in English and has title_en or text_en: put English into title and text"
            )
        return None, ""
    if text and not raw.text.strip():
        raise BadArticle("it has text_en but no text: give the Arabic, or the English as text")
    return title or None, text


def _draft(
    raw: RawArticle,
    source: str | None,
    page: Page,
    lang: Lang,
    titles: tuple[str, str | None],
    sentences: list[Sentence],
) -> Draft:
    title, title_other = titles
    found = page.found
    source_id = named("id", raw.id)
    url = web_address(raw.url) or found.get("url")
    return Draft(
        identity=_identity(raw, tidy(source), source_id, url, page.text),
        raw=page.text,
        lang=lang,
        title=title,
        title_other=title_other,
        sentences=tuple(sentences),
        source_id=source_id,
        url=url,
        published=published(raw.published) or published(found.get("published")),
        outlet=named("outlet", raw.outlet) or found.get("outlet"),
        agency=named("agency", raw.agency) or found.get("agency"),
        place=named("place", raw.place) or found.get("place"),
        category=named("category", raw.category) or found.get("category"),
        translator=named("translator", raw.translator),
        metadata=metadata(raw.metadata) if raw.metadata else {},
    )


def _identity(
    raw: RawArticle, source: str, source_id: str | None, url: str | None, text: str
) -> str:
    """What makes an article the same one: source and id, else address, else content."""
    if source_id is not None:
        return SEPARATOR.join((source, "id", source_id))
    if url is not None:
        return address_identity(url)
    return SEPARATOR.join(("", "content", plain(raw.title), text))
