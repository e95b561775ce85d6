"""Words that carry grammar rather than a subject: dropped from a query that has others."""

from functools import cache, lru_cache

from arabicstopwords.stopwordsallforms import STOPWORDS

from search.analysis.letters import normal

# The table also lists nouns, adverbs of time and verbs that news is searched for (شمال, شهر,
# أخذ); only these kinds of its words are grammar. Its forms with the interrogative أ are left
# out: أمن is security, not أ and من.
_TYPES = frozenset({"حرف", "ضمير"})
_CATEGORIES = frozenset({"اسم إشارة", "اسم موصول", "اسم الاستفهام", "اسم الشرط", "كان و أخواتها"})
_QUESTION = "ما ماذا من متى أين كيف لماذا هل كم أي أية بماذا لمن ممن وما ومن فيم علام ماهو ماهي"
_MORE = (
    "هو هي هم هما هن نحن أنا التي الذي الذين اللتان اللذان هذا هذه ذلك تلك هؤلاء كان كانت يكون "
    "تكون تم يتم قد لقد سوف إن أن أنه أنها حيث بين عند عندما منذ حول خلال ضمن بعد قبل كل بعض غير "
    "أو أم ثم لكن بل لا لم لن ليس ليست إذا لو حتى إلا سوى مع في على إلى عن به بها فيه فيها له لها"
)
_ENGLISH = (
    "a about after all also am an and any are as at be been before being between both but by can "
    "could couldnt did didnt do does doesnt doing done dont during each for from had hadnt has "
    "hasnt have havent having he her here hers him his how i if in into is isnt it its itself me "
    "more most my no nor not of on once only or other our ours out over own s same she should so "
    "some such t than that the their theirs them then there these they this those through to too "
    "under until up very was wasnt we were werent what when where which while who whom whose why "
    "will with wont would wouldnt you your yours"
)


@cache
def _words() -> frozenset[str]:
    grammar = (
        word
        for word, entries in STOPWORDS.items()
        if any(
            (e["type"] in _TYPES or e["category"] in _CATEGORIES) and "أ" not in e["procletic"]
            for e in entries
        )
    )
    return frozenset(map(normal, [*grammar, *_QUESTION.split(), *_MORE.split(), *_ENGLISH.split()]))


@lru_cache(maxsize=1 << 16)
def is_function_word(word: str) -> bool:
    """Tell whether a word as written is one of grammar, in Arabic or English."""
    # علي is a name and folds as على does; the preposition is rarely what علي was typed for.
    return normal(word) in _words() and word != "علي"
