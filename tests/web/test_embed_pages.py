"""What the embed's addresses answer: who may load and frame them, and that nothing acts in them."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from flask.testing import FlaskClient


def test_any_page_may_load_the_module_and_asks_again_each_hour(client: FlaskClient) -> None:
    answer = client.get("/embed/v1/box.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    tag = answer.headers["ETag"]
    assert client.get("/embed/v1/box.js", headers={"If-None-Match": tag}).status_code == 304


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
    html = client.get(f"/embed?key={attack}&placeholder={attack}&lang={attack}&hl=en").text
    assert html.count("<script") == 1
    assert "<b " not in html
