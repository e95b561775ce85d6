"""How much fits into one request, and where a list of sentences is cut."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote_plus


def utf8_bytes(text: str) -> int:
    """Bytes of the text in a JSON or form body, without escapes."""
    return len(text.encode("utf-8", "surrogatepass"))


def url_bytes(text: str) -> int:
    """Bytes of the text within an address: an Arabic letter takes six."""
    return len(quote_plus(text, errors="surrogatepass"))


@dataclass(frozen=True, slots=True)
class Limits:
    """What a provider takes in one request.

    size: the most that `measure` may count over all sentences, each with `separator` more;
    characters: the most characters; sentences: the most sentences.
    """

    size: int
    characters: int
    sentences: int
    measure: Callable[[str], int] = utf8_bytes
    separator: int = 0

    def fits(self, sentence: str) -> bool:
        """Whether a request of this sentence alone is within the limits."""
        return len(sentence) <= self.characters and self.measure(sentence) <= self.size


def batches(sentences: Sequence[str], limits: Limits) -> Iterator[range]:
    """Runs of neighbouring sentences that fit into one request each, in order, all of them.

    A sentence that does not fit by itself is a run of its own.
    """
    start, size, characters = 0, 0, 0
    for place, sentence in enumerate(sentences):
        weight = limits.measure(sentence) + limits.separator
        full = (
            size + weight > limits.size + limits.separator
            or characters + len(sentence) > limits.characters
            or place - start >= limits.sentences
        )
        if full and place > start:
            yield range(start, place)
            start, size, characters = place, 0, 0
        size += weight
        characters += len(sentence) + 1
    if start < len(sentences):
        yield range(start, len(sentences))
