"""Examples of the API's use, as the reference shows them and a test runs them.

`BASE` stands for the service's address and `SECRET` for a secret key, where one is needed.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    """One task of an operation, for a shell and for Python 3 without other packages."""

    operation: str
    curl: str
    python: str


EXAMPLES = (
    Example(
        "search",
        """\
curl -sG BASE/api/v1/search \\
  --data-urlencode 'q=جبال حمرين' \\
  --data-urlencode 'facets=outlet,published:month' \\
  --data-urlencode 'limit=5'""",
        """\
import json
from urllib.parse import urlencode
from urllib.request import urlopen

address = "BASE/api/v1/search?" + urlencode({"q": "coalition drawdown", "limit": 5})
while address:
    page = json.load(urlopen(address))
    for hit in page["hits"]:
        print(hit["id"], hit["published"], hit["url"])
    following = page["links"]["next"]
    address = following and "BASE" + following""",
    ),
    Example(
        "suggest",
        """\
curl -sG BASE/api/v1/suggest --data-urlencode 'q=جبال حم'""",
        """\
import json
from urllib.parse import urlencode
from urllib.request import urlopen

address = "BASE/api/v1/suggest?" + urlencode({"q": "Ham", "limit": 5})
for found in json.load(urlopen(address))["suggestions"]:
    print(found["kind"], found["q"], found["count"])""",
    ),
    Example(
        "article",
        """\
id=$(curl -s 'BASE/api/v1/search?limit=1' | grep -o '"id":"[^"]*' | cut -d'"' -f4)
curl -s "BASE/api/v1/articles/$id\"""",
        """\
import json
from urllib.request import urlopen

found = json.load(urlopen("BASE/api/v1/search?limit=1"))["hits"][0]["id"]
article = json.load(urlopen(f"BASE/api/v1/articles/{found}"))
for segment in article["segments"]:
    print(segment["ar"], "|", segment["en"])""",
    ),
    Example(
        "add_articles",
        """\
curl -s BASE/api/v1/articles -H 'Authorization: Bearer SECRET' \\
  -H 'Content-Type: application/x-ndjson' --data-binary @- <<'LINES'
{"id": "e1", "title": "نهر دجلة", "text": "ينبع نهر دجلة من جبال طوروس."}
{"id": "e2", "title": "The Tigris", "text": "It rises in the Taurus mountains."}
LINES""",
        """\
import json
from urllib.request import Request, urlopen

articles = [{"id": "e1", "title": "نهر دجلة", "text": "ينبع نهر دجلة من جبال طوروس."}]
headers = {"Authorization": "Bearer SECRET", "Content-Type": "application/json"}
request = Request("BASE/api/v1/articles", json.dumps(articles).encode(), headers)
for result in json.load(urlopen(request))["results"]:
    print(result["line"], result["status"], result.get("detail", ""))""",
    ),
    Example(
        "export_articles",
        """\
curl -sG BASE/api/v1/export -H 'Authorization: Bearer SECRET' --compressed \\
  --data-urlencode 'format=csv' --data-urlencode 'bom=1' --data-urlencode 'from=2020'""",
        """\
import json
from urllib.request import Request, urlopen

request = Request("BASE/api/v1/export", headers={"Authorization": "Bearer SECRET"})
with urlopen(request) as answer:
    for line in answer:
        article = json.loads(line)
        print(article["cursor"], article["title"]["ar"], article["title"]["en"])""",
    ),
    Example(
        "delete_article",
        """\
curl -s -X DELETE BASE/api/v1/articles/e1 -H 'Authorization: Bearer SECRET'""",
        """\
from urllib.error import HTTPError
from urllib.request import Request, urlopen

headers = {"Authorization": "Bearer SECRET"}
try:
    urlopen(Request("BASE/api/v1/articles/e1", headers=headers, method="DELETE"))
except HTTPError as error:
    print(error.code)  # 404: it is not there""",
    ),
)
