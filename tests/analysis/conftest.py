"""Analysis as a running process has it: the word lists are loaded."""

import pytest

from search.analysis import commonness, forms


@pytest.fixture(scope="session", autouse=True)
def _loaded() -> None:
    """A cold cache folder costs seconds once, which no property's deadline should meet."""
    for word in ("حمرين", "Hamrin"):
        commonness(forms(word))
