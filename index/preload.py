"""Importing this loads the word lists and tables, once for all worker processes (index.workers)."""

from __future__ import annotations

from search.analysis import forms

for _word in ("بغداد", "Baghdad"):
    forms(_word)
