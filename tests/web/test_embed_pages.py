"""What the embed's addresses answer: who may load and frame them, and that nothing acts in them."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qsl, quote

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from web.links import Links


def test_any_page_may_load_the_module_and_asks_again_each_hour(client: FlaskClient) -> None:
    answer = client.get("/embed/v1/box.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    tag = answer.headers["ETag"]
    assert client.get("/embed/v1/box.js", headers={"If-None-Match": tag}).status_code == 304


def test_an_import_names_the_very_version_that_it_was_written_for(client: FlaskClient) -> None:
    box = client.get("/embed/v1/box.js").text
    imports = re.findall(r'^import .+ from "\./(\w+\.js\?v=\w+)";$', box, re.M)
    assert len(imports) == box.count("import {") == 4
    for address in imports:
        part = client.get(f"/embed/v1/{address}")
        assert part.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert part.headers["Access-Control-Allow-Origin"] == "*"
    other = client.get("/embed/v1/combobox.js?v=other")
    assert other.headers["Cache-Control"] == "public, max-age=3600"
    assert client.get("/embed/v1/__init__.py").status_code == 404


def test_the_snippet_of_a_search_finds_what_its_page_found(client: FlaskClient) -> None:
    searched = "q=دجلة&filter=outlet:A;B&filter=place:ب&from=2020&sort=newest&lang=ar&cursor=c"
    links = Links(MultiDict(parse_qsl(f"{searched}&hl=en")))
    html = client.get(links.embed()).text
    element = html[html.index("<fihrist-search") : html.index("</fihrist-search>")]
    assert element.startswith('<fihrist-search lang="en" filter="outlet:A;B; place:ب">')
    assert re.findall('type="hidden" name="(.+)" value="(.+)"', element) == [
        ("hl", "en"),
        ("filter", "outlet:A;B"),
        ("filter", "place:ب"),
        ("from", "2020"),
        ("sort", "newest"),
        ("lang", "ar"),
    ]
    assert 'name="q" dir="auto" aria-label="Search in Arabic or English" value="دجلة"' in element


def test_a_frame_is_for_the_origins_of_its_key(
    client: FlaskClient, make_key: Callable[..., str]
) -> None:
    key = make_key("public", origins=("https://a.example", "https://b.example"))
    policy = client.get(f"/embed/v1/frame?key={key}").headers["Content-Security-Policy"]
    assert "frame-ancestors https://a.example https://b.example;" in policy
    assert "'none'; frame-ancestors" in policy
    for wrong in ("", "pk_none", make_key("secret")):
        answer = client.get(f"/embed/v1/frame?key={wrong}")
        assert answer.status_code == 401
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_what_is_asked_of_the_generator_is_text(client: FlaskClient) -> None:
    attack = quote('"><script>alert(1)</script><b onclick=x>')
    names = ("key", "placeholder", "lang", "theme", "target", "filter", "q", "from", "words")
    asked = "&".join(f"{name}={attack}" for name in names)
    html = client.get(f"/embed?{asked}&hl=en").text
    assert html.count("<script") == 1
    assert html.count('<script type="module" src="/embed/v1/box.js?v=') == 1
    assert "<b " not in html
