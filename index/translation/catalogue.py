"""The providers there are, a row each: their class in deep-translator, limits, keys and wire.

Sources of the limits: Google answers 400 to addresses over 16 KB (1,800 Chinese characters pass,
1,900 do not); MyMemory and DeepL state theirs (500 bytes; 50 texts and 128 KiB); LibreTranslate's
public server takes 2,000 characters, one's own what its operator says, and a batch refused as too
long is sent again in halves.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal
from urllib.parse import urlsplit

import orjson
from deep_translator import constants

from index.translation.deep import CODES, Asking, Options, Provider
from index.translation.errors import InputRejected, Misconfigured, RateLimited
from index.translation.limits import Limits, url_bytes
from index.translation.wire import Answer
from search.article import Lang

KeyRule = Literal["none", "optional", "required", "pair"]
"""Whether FIHRIST_PROVIDER_KEY is read; pair: as ID:SECRET."""


@dataclass(frozen=True, slots=True)
class Row:
    """A provider and what the settings must give it."""

    provider: Provider
    key: KeyRule
    tested: bool = True
    address: bool = False  # it has none of its own: the settings must name one


def _in_body(asking: Asking, body: dict[str, Any], headers: dict[str, str]) -> Asking:
    """The same request with its parameters as JSON, none in the address."""
    parsed = urlsplit(asking.url)._replace(query="").geturl()
    return Asking("POST", parsed, {"json": body, "headers": headers})


def _ask_libre(asking: Asking, key: str | None) -> Asking:
    body = dict(asking.options["params"])
    body["q"] = body["q"].split("\n")
    # deep-translator insists on a key, which a server of one's own has none of: it was given "-".
    body.pop("api_key")
    return _in_body(asking, body | ({"api_key": key} if key else {}), {})


def _read_libre(_name: str, answer: Answer) -> Answer:
    texts = answer.json()["translatedText"]
    if not isinstance(texts, list):
        raise TypeError(f"translatedText is {type(texts).__name__}, not an array")
    return answer


def _ask_deepl(asking: Asking, key: str | None) -> Asking:
    given = asking.options["params"]
    target = given["target_lang"].upper()
    body = {
        "text": given["text"].split("\n"),
        "source_lang": given["source_lang"].upper(),
        "target_lang": "EN-US" if target == "EN" else target,  # plain EN is no target any more
    }
    return _in_body(asking, body, {"Authorization": f"DeepL-Auth-Key {key}"})


def _read_deepl(_name: str, answer: Answer) -> Answer:
    """deep-translator takes the first text only: it is given all of them as one."""
    texts = [made["text"] for made in answer.json()["translations"]]
    return replace(answer, content=orjson.dumps({"translations": [{"text": texts}]}))


def _ask_mymemory(asking: Asking, _key: str | None) -> Asking:
    return replace(asking, url=asking.url.replace("http:", "https:", 1))  # not in clear


_USED_UP = re.compile(r"NEXT AVAILABLE IN\s+(\d+) HOURS (\d+) MINUTES (\d+) SECONDS")


def _read_mymemory(name: str, answer: Answer) -> Answer:
    """Its errors come with status 200: the number and the words are in the body.

    Where it has no translation, deep-translator takes that of a similar sentence from `matches`,
    which is another sentence's: they are left out.
    """
    body = answer.json()
    text = str(body["responseData"]["translatedText"] or "")
    status = int(body["responseStatus"])
    if status == 429 or text.startswith("MYMEMORY WARNING"):
        found = _USED_UP.search(text)
        wait = None
        if found:
            hours, minutes, seconds = map(int, found.groups())
            wait = float(hours * 3600 + minutes * 60 + seconds)
        raise RateLimited(name, "the day's characters are used up", retry_after=wait)
    if status != 200:
        said = str(body.get("responseDetails") or text)[:120]
        long = "LENGTH" in said.upper()
        raise (InputRejected if long else Misconfigured)(name, f"status {status}: {said}")
    only = {"responseData": {"translatedText": text}, "matches": [{"translation": text}]}
    return replace(answer, content=orjson.dumps(only))


def _deepl(key: str | None) -> Options:
    # Its table of languages is older than DeepL's Arabic.
    constants.DEEPL_LANGUAGE_TO_CODE.setdefault("arabic", "ar")
    # Keys of the free service end so, and are for its host only.
    return {"api_key": key, "use_free_api": (key or "").endswith(":fx")}


def _libre(key: str | None) -> Options:
    # The wire puts the server's address in place of this one.
    return {"api_key": key or "-", "custom_url": "http://libretranslate/"}


def _email(key: str | None) -> Options:
    return {"email": key} if key else {}


def _nothing(_key: str | None) -> Options:
    return {}


def _api_key(key: str | None) -> Options:
    return {"api_key": key}


def _two(first: str, second: str) -> Callable[[str | None], Options]:
    """Arguments of these names from a key written ID:SECRET."""

    def arguments(key: str | None) -> Options:
        one, _, two = (key or "").partition(":")
        return {first: one, second: two}

    return arguments


GOOGLE = Provider(
    "google",
    "GoogleTranslator",
    Limits(15_000, 4_900, 40, url_bytes, separator=3),
    _nothing,
    many=True,
)
LIBRETRANSLATE = Provider(
    "libretranslate",
    "LibreTranslator",
    Limits(8_000, 2_000, 20),
    _libre,
    ask=_ask_libre,
    read=_read_libre,
    many=True,
)
DEEPL = Provider(
    "deepl",
    "DeeplTranslator",
    Limits(100_000, 20_000, 50, separator=4),
    _deepl,
    ask=_ask_deepl,
    read=_read_deepl,
    many=True,
)
MYMEMORY = Provider(
    "mymemory",
    "MyMemoryTranslator",
    Limits(500, 490, 1),
    _email,
    codes={"ar": "ar-SA", "en": "en-US"},
    ask=_ask_mymemory,
    read=_read_mymemory,
)


def _untested(name: str, key: KeyRule, arguments: Callable[[str | None], Options]) -> Row:
    codes: dict[Lang, str] = {"ar": "ara", "en": "en"} if name == "baidu" else CODES
    limits = Limits(4_500, 4_500, 1)
    made = Provider(name, f"{name.capitalize()}Translator", limits, arguments, codes=codes)
    return Row(made, key, tested=False)


# deep-translator's chatgpt is left out: its requests are another library's, and could not be given
# a deadline.
ROWS: dict[str, Row] = {
    row.provider.name: row
    for row in (
        Row(GOOGLE, "none"),
        Row(LIBRETRANSLATE, "optional", address=True),
        Row(DEEPL, "required"),
        Row(MYMEMORY, "optional"),
        _untested("microsoft", "required", _api_key),
        _untested("yandex", "required", _api_key),
        _untested("qcri", "required", _api_key),
        _untested("baidu", "pair", _two("appid", "appkey")),
        _untested("papago", "pair", _two("client_id", "secret_key")),
        _untested("pons", "none", _nothing),
        _untested("linguee", "none", _nothing),
    )
}
