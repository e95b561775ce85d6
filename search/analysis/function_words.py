"""Words that carry grammar rather than a subject: dropped from a query that has others."""

from functools import cache, lru_cache

from arabicstopwords.stopwordsallforms import STOPWORDS

from search.analysis.english import abbreviation
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
    "أو أم ثم لكن بل لا لم لن ليس ليست إذا لو حتى إلا سوى مع في على إلى عن به بها فيه فيها له لها "
    "كانوا كانا كنت كنا كنتم أكون نكون يكونون يكونوا تكونوا سيكون ستكون سيكونون وكان وكانت فكان "
    "فكانت تمت سيتم ستتم لدى لديه لديها لديهم لدينا عنده عندها عندهم عندنا بسبب بخصوص بشأن بالنسبة "
    "أثناء بدون حسب بحسب وفقا طبقا حين حينما بينما ربما أيضا جميع كلتا أيهما أيهم"
)
# Proclitics and the article typed apart (و من, لـ «داعش»), and what haste makes of the commonest
# words: both stand in questions far more often than in texts.
_HASTY = (
    "و ف ب ل ك س ال لل اللتي اللذي اللتان مالذي مالتي ماالذي ماالتي هاذا هاذه مازا لمادا ولماذا"
)
# Words of English that say how a question or a sentence is built. Words of time, place and
# number that news is searched for (year, north, first) stay out, as does "may", the month.
_ENGLISH = (
    "a about above after again against all almost along already also although always am among an "
    "and another any anyone anything are arent around as at be because been before being below "
    "beside besides between both but by can cannot cant could couldnt did didnt do does doesnt "
    "doing done dont during each either else enough ever every everyone everything except few for "
    "from had hadnt has hasnt have havent having he hence her here hers herself hes him himself "
    "his how however i id if ill im in into is isnt it its itself ive just least less let lets "
    "many me might mine more most much must my myself neither never no nobody none nor not nothing "
    "of off often on once one ones only onto or other others otherwise ought our ours ourselves "
    "out over own per perhaps quite rather really same shall she should shouldnt since so some "
    "someone something still such than that thats the their theirs them themselves then there "
    "therefore these they theyre this those though through thus to too toward towards under "
    "unless until up upon us very via was wasnt we were werent what whatever when whenever where "
    "whereas whether which whichever while who whoever whom whose why will with within without "
    "wont would wouldnt yet you your yours yourself according"
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
    listed = (_QUESTION, _MORE, _HASTY, _ENGLISH)
    return frozenset(map(normal, [*grammar, *" ".join(listed).split()]))


@lru_cache(maxsize=1 << 16)
def is_function_word(word: str) -> bool:
    """Tell whether a word as written is one of grammar, in Arabic or English."""
    if abbreviation(word):  # US, WHO
        return False
    # علي is a name and folds as على does; the preposition is rarely what علي was typed for.
    return normal(word) in _words() and word != "علي"
