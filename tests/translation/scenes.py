"""What a provider may do to a request. A scene is a function of the exchange; it answers or not."""

from __future__ import annotations

import html
import socket
import struct
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.translation.provider_server import Exchange

Scene = Callable[["Exchange"], None]

ERROR_PAGE = (
    "<!DOCTYPE html><html lang=en><title>Error 500 (Server Error)!!1</title>"
    "<p><b>500.</b> <ins>That's an error.</ins>"
    "<p>The server encountered an error and could not complete your request."
    "<p>Please try again in 30 seconds. <ins>That's all we know.</ins></html>"
)
CAPTCHA = (
    "<html><head><title>https://translate.google.com/m</title></head><body>"
    "Our systems have detected unusual traffic from your computer network. This page checks to see"
    " if it's really you sending the requests, and not a robot. <form id='captcha-form'"
    " action='index' method='post'><div class='g-recaptcha'></div></form></body></html>"
)
QUOTA = (
    "MYMEMORY WARNING: YOU USED ALL AVAILABLE FREE TRANSLATIONS FOR TODAY. NEXT AVAILABLE IN"
    "  11 HOURS 29 MINUTES 04 SECONDS VISIT HTTPS://MYMEMORY.TRANSLATED.NET/DOC/USAGELIMITS.PHP"
    " TO TRANSLATE MORE"
)


def translate(exchange: Exchange) -> None:
    """What a provider should do."""
    exchange.serve(exchange.translations())


def hang(exchange: Exchange) -> None:
    """Take the request and say nothing until the server ends."""
    exchange.server.closing.wait()
    exchange.close()


def trickle(exchange: Exchange) -> None:
    """A byte of the body every 50 ms, for ever: no single read ever waits long."""
    exchange.start(200, "text/html", length=1_000_000)
    _drip(exchange, b" ")


def trickle_headers(exchange: Exchange) -> None:
    """The same before the body begins."""
    exchange.raw(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    _drip(exchange, b"a")


def _drip(exchange: Exchange, byte: bytes) -> None:
    while not exchange.server.closing.wait(0.05):
        exchange.raw(byte)
    exchange.close()


def reset(exchange: Exchange) -> None:
    """A TCP reset instead of an answer."""
    linger = struct.pack("ii", 1, 0)
    exchange.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    exchange.close()


def cut_short(exchange: Exchange) -> None:
    """Half of the body that was announced."""
    exchange.start(200, "text/html", length=2_000)
    exchange.raw(b"<html>" * 100)
    exchange.close()


def status(code: int, retry_after: str | None = None, body: str = ERROR_PAGE) -> Scene:
    """That status, with an HTML page; retry_after is the header's value."""

    def scene(exchange: Exchange) -> None:
        headers = {} if retry_after is None else {"Retry-After": retry_after}
        exchange.send(code, "text/html; charset=UTF-8", body.encode("utf-8"), headers)

    return scene


def body(kind: str, text: str) -> Scene:
    """Status 200 with this text."""
    return lambda exchange: exchange.send(200, kind, text.encode("utf-8"))


def moved(exchange: Exchange) -> None:
    """To the page where a person proves to be one."""
    exchange.send(302, "text/html", b"", {"Location": "https://www.google.com/sorry/index"})


def empty_body(exchange: Exchange) -> None:
    exchange.send(200, "text/html", b"")


def nothing(exchange: Exchange) -> None:
    """The right form without a text in it."""
    exchange.answer([""] * len(exchange.request.sentences))


def merged(exchange: Exchange) -> None:
    """Two sentences become one, where there are two."""
    made = exchange.translations()
    exchange.answer([" ".join(made[:2]), *made[2:]] if len(made) > 1 else made)


def lost(exchange: Exchange) -> None:
    """The last sentence is missing, where there are two."""
    made = exchange.translations()
    exchange.answer(made[:-1] if len(made) > 1 else made)


def out_of_step(exchange: Exchange) -> None:
    """The first two sentences become one and the last two: as many lines as sentences."""
    made = exchange.translations()
    if len(made) > 2:
        words = made[-1].split()
        half = len(words) // 2
        ends = [" ".join(words[:half]), " ".join(words[half:])]
        made = [" ".join(made[:2]), *made[2:-1], *ends]
    exchange.answer(made)


def entities(exchange: Exchange) -> None:
    """HTML references where the text should be plain, as Google's answers have them."""
    exchange.serve([html.escape(f"It's {text}") for text in exchange.translations()])


def unchanged(exchange: Exchange) -> None:
    exchange.answer(exchange.request.sentences)


def quota(exchange: Exchange) -> None:
    """MyMemory's way to say that the day's allowance is used up, with status 200."""
    exchange.answer([QUOTA])


def saying(texts: Sequence[str]) -> Scene:
    """These texts as the translations, whatever was asked."""
    return lambda exchange: exchange.answer(texts)


def each(text: str) -> Scene:
    """This text as the translation of every sentence."""
    return lambda exchange: exchange.answer([text] * len(exchange.request.sentences))


def slow(seconds: float) -> Scene:
    """A right answer after so long."""

    def scene(exchange: Exchange) -> None:
        exchange.server.closing.wait(seconds)
        translate(exchange)

    return scene


error_page = status(200)
captcha = status(200, body=CAPTCHA)
banned = status(429, body=CAPTCHA)
