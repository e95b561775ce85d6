"""What of a web page is the article: its text, and what the page states about it.

`encoding` makes characters of bytes, `tree` a tree of them, `stated` reads what the page says to
machines, `dating` what it says to readers, `furniture` takes boxes out of the tree, `body` gives
the text. `article.article_of` puts them together. Nothing here fetches anything.
"""

from __future__ import annotations

from index.pages.article import PageArticle, article_of
from index.pages.encoding import decode_page

__all__ = ["PageArticle", "article_of", "decode_page"]
