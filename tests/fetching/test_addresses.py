"""Which addresses may be asked for and which may be connected to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fetching import Fetcher
from index.fetching.addresses import address_of, unfit
from index.fetching.errors import BadAddress, BadStatus, PrivateAddress, Unresolved
from tests.fetching.site import PUBLIC, Reply, Web, redirect

PRIVATE = [
    ("127.0.0.1", "a loopback address"),
    ("127.8.9.1", "a loopback address"),
    ("10.1.2.3", "a private address"),
    ("172.16.0.1", "a private address"),
    ("192.168.1.1", "a private address"),
    ("169.254.169.254", "a link-local address"),
    ("100.64.1.1", "an address shared behind a provider's NAT"),
    ("0.0.0.0", "an address of this network"),
    ("224.0.0.1", "a multicast address"),
    ("255.255.255.255", "a private address"),
    ("240.0.0.1", "a private address"),
    ("192.0.2.1", "a private address"),
    ("198.18.0.1", "a private address"),
    ("::1", "a loopback address"),
    ("::", "an IPv4 address in a form no longer used"),
    ("::ffff:127.0.0.1", "a loopback address"),
    ("::ffff:10.0.0.1", "a private address"),
    ("::127.0.0.1", "an IPv4 address in a form no longer used"),
    ("64:ff9b::7f00:1", "a loopback address"),
    ("64:ff9b:1::1", "an address of a local translator"),
    ("2002:7f00:1::", "a loopback address"),
    ("2001:0:1::1", "a Teredo address"),
    ("fe80::1", "a link-local address"),
    ("fc00::1", "a private address"),
    ("fec0::1", "a site-local address"),
    ("ff02::1", "a multicast address"),
]


@pytest.mark.parametrize(("address", "kind"), PRIVATE)
def test_an_address_of_no_public_host_is_named_as_what_it_is(address: str, kind: str) -> None:
    assert unfit(address) == kind


@pytest.mark.parametrize(
    "address", [PUBLIC, "8.8.8.8", "2606:4700::1111", "64:ff9b::5db8:d822", "::ffff:8.8.8.8"]
)
def test_public_addresses_are_fit(address: str) -> None:
    assert unfit(address) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("ftp://a.example/", "only http and https"),
        ("file:///etc/passwd", "only http and https"),
        ("javascript:alert(1)", "only http and https"),
        ("//a.example/", "only http and https"),
        ("a.example/x", "only http and https"),
        ("http://user:secret@a.example/", "user name or password"),
        ("http://127.0.0.1@a.example/", "user name or password"),
        ("http:///x", "no name"),
        ("http://a b.example/", "no address that can be read"),
        ("http://a.example:22/", "port 22"),
        ("http://a.example:6667/", "port 6667"),
        ("http://a.example:0/", "port 0"),
        ("http://a.example:99999/", "no address that can be read"),
        ("http://2130706433/", "a number in disguise"),
        ("http://0x7f000001/", "a number in disguise"),
        ("http://0x7f.1/", "a number in disguise"),
        ("http://0177.0.0.1/", "a number in disguise"),
        ("http://127.1/", "a number in disguise"),
        ("http://127.0.0.1./", "a number in disguise"),
        ("http://%31%32%37.1/", "a number in disguise"),
        ("http://１２７.0.0.1/", "no address that can be read"),
        ("http://127。0。0。1/", "no address that can be read"),
        ("http://[::1%25lo]/", "no name"),
        ("http://a.example/" + "x" * 2_000, "longer than 2000"),
    ],
)
def test_an_address_that_is_not_fetched_says_why(text: str, reason: str) -> None:
    with pytest.raises(BadAddress, match=reason):
        address_of(text)


def test_an_address_is_read_as_browsers_read_it() -> None:
    found = address_of(" HTTP://News.Example:80/خبر 1?q=أ#part ")
    assert found.url == "http://news.example:80/%D8%AE%D8%A8%D8%B1%201?q=%D8%A3"
    assert (found.host, found.port) == ("news.example", 80)
    assert address_of("/b?c#d", "https://a.example/x/y").url == "https://a.example/b?c"
    assert address_of("http://موقع.مصر").host == "xn--4gbrim.xn--wgbh1c"


@given(st.text(max_size=60))
def test_any_text_is_an_address_of_http_or_refused(text: str) -> None:
    try:
        found = address_of(f"http://{text}")
    except BadAddress:
        return
    assert found.scheme == "http"
    assert "@" not in found.host
    assert address_of(found.url) == found


def refusals(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == "fihrist.fetching"]


def the_refusal(caplog: pytest.LogCaptureFixture, url: str, code: str) -> str:
    """The one line that the log has of a refusal: which address, why, and of what kind."""
    (line,) = refusals(caplog)
    assert line.startswith(f"{url}: ")
    assert line.endswith(f" ({code})")
    return line


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://0.0.0.0/",
        "http://%31%32%37.0.0.1/",
    ],
)
def test_a_literal_address_is_refused_before_it_is_dialled(
    fetcher: Fetcher, web: Web, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    web.names |= {
        host: [host] for host in ("::1", "::ffff:127.0.0.1", "::ffff:7f00:1", "64:ff9b::7f00:1")
    }
    with pytest.raises(PrivateAddress, match="FIHRIST_FETCH_ALLOW_PRIVATE"):
        fetcher.fetch(url)
    assert (web.dialled, web.asked) == ([], [])
    the_refusal(caplog, url, "private_address")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://2130706433/", "a number in disguise"),
        ("http://017700000001/", "a number in disguise"),
        ("http://0x7f000001/", "a number in disguise"),
        ("http://0x7f.0.0.0x1/", "a number in disguise"),
        ("http://0177.0.0.1/", "a number in disguise"),
        ("http://127.1/", "a number in disguise"),
        ("http://127.0.0.1./", "a number in disguise"),
        ("http://%31%32%37.1/", "a number in disguise"),
        ("http://%32%31%33%30%37%30%36%34%33%33/", "a number in disguise"),
        ("http://１２７.0.0.1/", "no address that can be read"),
        ("http://①②⑦.⓪.⓪.①/", "no address that can be read"),
        ("http://127。0。0。1/", "no address that can be read"),
        ("http://127.0.0.1%00.news.example/", "no address that can be read"),
        ("http://news.example%2f@127.0.0.1/", "user name or password"),
        ("http://news.example@127.0.0.1/", "user name or password"),
        ("http://127.0.0.1:22/", "port 22"),
        ("http://[::1%25lo]/", "no name"),
        ("gopher://127.0.0.1/", "only http and https"),
    ],
)
def test_an_address_in_disguise_is_refused_before_it_is_looked_up(
    fetcher: Fetcher, web: Web, url: str, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(BadAddress, match=reason):
        fetcher.fetch(url)
    assert (web.dialled, web.asked) == ([], [])
    assert reason in the_refusal(caplog, url, "bad_address")


@pytest.mark.parametrize(
    "url", ["http://news.example\\@127.0.0.1/", "http://127.0.0.1\\@news.example/"]
)
def test_where_readers_of_addresses_differ_the_host_that_is_asked_is_the_one_that_was_judged(
    fetcher: Fetcher, web: Web, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Browsers end the host at a backslash, older libraries do not."""
    with pytest.raises((BadAddress, PrivateAddress, BadStatus)):
        fetcher.fetch(url)
    assert set(web.dialled) <= {PUBLIC}
    assert {asked.host for asked in web.asked} <= {"news.example"}
    assert len(refusals(caplog)) == 1


def test_a_name_that_leads_inside_is_refused(
    fetcher: Fetcher, web: Web, caplog: pytest.LogCaptureFixture
) -> None:
    web.names["intranet.example"] = ["10.0.0.7"]
    with pytest.raises(PrivateAddress, match=r"intranet\.example is 10\.0\.0\.7, a private"):
        fetcher.fetch("http://intranet.example/")
    said = the_refusal(caplog, "http://intranet.example/", "private_address")
    assert "intranet.example is 10.0.0.7, a private address" in said


def test_one_private_address_among_public_ones_condemns_a_name(
    fetcher: Fetcher, web: Web, caplog: pytest.LogCaptureFixture
) -> None:
    web.names["both.example"] = [PUBLIC, "127.0.0.1"]
    with pytest.raises(PrivateAddress):
        fetcher.fetch("http://both.example/")
    assert web.dialled == []
    assert "127.0.0.1" in the_refusal(caplog, "http://both.example/", "private_address")


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1/admin",
        "http://2130706433/",
        "http://0x7f.1/",
        "//[::1]/",
        "http://inside.example/",
        "file:///etc/passwd",
        "http://user:pw@news.example/",
    ],
)
@pytest.mark.parametrize("hops", [1, 3])
def test_a_redirect_inside_is_refused(
    fetcher: Fetcher, web: Web, target: str, hops: int, caplog: pytest.LogCaptureFixture
) -> None:
    web.names |= {"inside.example": ["192.168.0.1"], "::1": ["::1"]}
    for hop in range(1, hops):
        web[f"http://news.example/{hop}"] = redirect(f"/{hop + 1}")
    web[f"http://news.example/{hops}"] = redirect(target)
    with pytest.raises((PrivateAddress, BadAddress)) as caught:
        fetcher.fetch("http://news.example/1")
    assert caught.value.url == "http://news.example/1"
    assert set(web.dialled) == {PUBLIC}
    assert {asked.host for asked in web.asked} == {"news.example"}
    assert len(refusals(caplog)) == 1


def test_a_name_that_changes_its_mind_is_judged_at_every_connection(
    fetcher: Fetcher, web: Web, caplog: pytest.LogCaptureFixture
) -> None:
    answers: Iterator[list[str]] = iter([[PUBLIC], ["127.0.0.1"], [PUBLIC]])
    looked_up: list[list[str]] = []

    def change() -> list[str]:
        looked_up.append(next(answers))
        return looked_up[-1]

    web.names["flip.example"] = change
    # The site closes each connection, so every request looks the name up anew, and once only.
    web["http://flip.example/robots.txt"] = Reply("", manner="unframed")
    web["http://flip.example/a"] = Reply("<html>", manner="unframed")
    with pytest.raises(PrivateAddress, match="127"):
        fetcher.fetch("http://flip.example/a")
    assert looked_up == [[PUBLIC], ["127.0.0.1"]]
    assert web.dialled == [PUBLIC]
    assert [asked.path for asked in web.asked] == ["/robots.txt"]
    said = the_refusal(caplog, "http://flip.example/a", "private_address")
    assert "flip.example is 127.0.0.1, a loopback address" in said


def test_what_is_dialled_is_the_number_that_was_checked(fetcher: Fetcher, web: Web) -> None:
    web.names["one.example"] = ["93.184.215.99"]
    web["http://one.example/"] = Reply("<html></html>")
    with fetcher.fetch("http://one.example/"):
        assert set(web.dialled) == {"93.184.215.99"}


def test_a_name_without_an_address_may_have_one_later(fetcher: Fetcher, web: Web) -> None:
    web.names["none.example"] = []
    with pytest.raises(Unresolved, match=r"none\.example has no address") as caught:
        fetcher.fetch("http://none.example/")
    assert not caught.value.lasting
