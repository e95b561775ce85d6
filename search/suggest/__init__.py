"""What did the reader mean: completions of what is being typed, and corrections of what was."""

from search.suggest.answer import (
    DEFAULT_SUGGESTIONS,
    MAX_SUGGESTIONS,
    Kind,
    SuggestInfo,
    Suggestion,
    Suggestions,
    SuggestRequest,
)

__all__ = [
    "DEFAULT_SUGGESTIONS",
    "MAX_SUGGESTIONS",
    "Kind",
    "SuggestInfo",
    "SuggestRequest",
    "Suggestion",
    "Suggestions",
]
