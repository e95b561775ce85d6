"""A fetched thing that is gzipped in itself, as sitemaps are (`sitemap.xml.gz`)."""

from __future__ import annotations

import zlib
from dataclasses import replace

from index.fetching.errors import CutShort
from index.fetching.fetcher import Fetched
from index.readers.unpacking import GZIP, gunzipped


def unpacked(fetched: Fetched) -> Fetched:
    """The same with its content unpacked. Raises CutShort where it is damaged; bombs are refused
    while it is read."""
    assert fetched.body is not None
    if not fetched.body.peek(2).startswith(GZIP):
        return fetched
    stream = gunzipped(fetched.body)
    try:
        stream.peek(1)
    except (OSError, EOFError, zlib.error) as error:
        raise CutShort(fetched.url, f"what is packed in it is damaged ({error})") from None
    return replace(fetched, body=stream, content_type=None, framed=True)
