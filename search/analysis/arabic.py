"""Arabic words to their bare form (no proclitics) and light stem (no inflection).

A letter is stripped only where the word lists say it is attached. Light stemmers decide by
length alone (Larkey, Ballesteros and Connell 2002) and turn لبنان into لبن; here frequency
decides: a word with و ب ل ف ك before it is rarer than the word, and a word that merely begins
with that letter is commoner than what remains. Levels are hundredths of a power of ten.
"""

from search.analysis.classes import classes
from search.analysis.lexicon import UNKNOWN, Lexicon, arabic

_SHORTEST = 3
# How much commoner than the whole the rest must be, for the letter to be a clitic. Attached,
# و makes a word 2 to 30 times rarer, ب and ل 10 to 50 times, ك hundreds of times. Stricter
# saves بعقوبة (عقوبة), looser loses وقال; false positive: فعلية → علية.
_RARER_BY: dict[str, int] = {"و": 40, "ف": 100, "ب": 110, "ل": 100, "ك": 200}
_PREPOSITIONS = "بلك"
# Names and other whole words that look like a preposition before a common word: the city, not a
# punishment. Of the 122 words that _before_listed takes apart by the article alone, these 27 were
# none.
_NAMES = frozenset(
    "بعقوبه كيري بابل بازل باسي بارق براين برهن بروس بروك بريس بقوا بقيت بوتر بيست بينا لابد لاسي "
    "لامس لحقت لديك لعله لقبه لقوا لقيت ليزا ليسا ليكس لينا".split()
)
# Endings that leave a listed word unlisted; those in ت stand for a feminine in ه.
_ENDINGS = tuple(
    (joint + pronoun, singular)
    for joint, singular in (("ت", "ه"), ("", ""))
    for pronoun in ("هما", "كما", "هم", "هن", "كم", "ها", "نا")
)
_ENDINGS += tuple((ending, "") for ending in ("ين", "ون", "ان", "ات", "يه", "ا"))
_LONG = 5
# Once in 500,000 words.
_COMMON = 330
# Whole words in which ال is not the article, or has become part of the word.
_INSEPARABLE = (
    "الله الذي التي الذين اللذان اللذين اللتان اللتين اللاتي اللواتي اللايي الان الي الا الف "
    "الاف الفا الفي الفين الما الم اله الهه اليه اليها اليهم الينا اليك"
)
_NO_ARTICLE = frozenset(_INSEPARABLE.split())


def _known_stump(word: str, lexicon: Lexicon) -> str | None:
    """Look behind an ending that hides a known word: بغدادهم begins with the ب of بغداد."""
    for ending, singular in _ENDINGS:
        stump = word.removesuffix(ending) + singular
        if stump != word and len(stump) > _SHORTEST and lexicon.knows(stump):
            return stump
    return None


def _takes_proclitic(word: str, lexicon: Lexicon) -> bool:
    """Tell whether a word is listed after a preposition or the article. Neither stands before
    another preposition (لبعقوبة and البلد occur, ببسرعة and البسرعة do not)."""
    return any(lexicon.knows(before + word) for before in ("ال", "ب", "ل"))


def _before_listed(word: str, lexicon: Lexicon) -> bool:
    """Tell whether what follows the first letter is a noun, or a verb of the tables, too long to
    stand there by chance: لصناعة, بنسبة, واستبدل. Known cost: بلسان, balsam."""
    rest = word[1:]
    listed = rest in classes()
    if word[0] not in "بل":
        return listed and word[0] == "و" and len(word) > _LONG
    article = "ال" + rest
    if listed and len(word) >= _LONG and (len(word) > _LONG or lexicon.knows(article)):
        return True
    # بسرعة, لشركة: what follows has the article often and the whole never; not so باراك. In a short
    # word (لدعم, لكشف) it must also be about as common with the article.
    defined = lexicon.level(article)
    long = len(word) > _LONG - lexicon.is_feminine(rest)
    return (
        (long or defined >= lexicon.level(word) - _RARER_BY["ل"])
        and not lexicon.knows("ال" + word)
        and defined >= max(_COMMON, lexicon.level(rest) - _RARER_BY["ل"])
    )


def _is_clitic(word: str, lexicon: Lexicon) -> bool:
    """Tell whether the first letter of a word is attached to it."""
    margin = _RARER_BY.get(word[0])
    if margin is None or len(word) <= _SHORTEST or word in _NAMES:
        return False
    level = lexicon.noun_level(word)
    if level <= UNKNOWN:
        # Nobody listed it: strip all that can be stripped, so that every written form of an
        # unknown name comes to the same term.
        inflected = _known_stump(word, lexicon)
        return _is_clitic(inflected, lexicon) if inflected else True
    if word[1:3] == "ال" and len(word) > _LONG:
        margin = min(margin, _RARER_BY["و"])  # بالمانيا, والعراق: what follows is a whole word
    if _before_listed(word, lexicon):
        margin = -_RARER_BY[word[0]]  # بسرعة, "fast", is commoner than speed
    if word[0] in _PREPOSITIONS and not _takes_proclitic(word, lexicon):
        margin = min(margin, _RARER_BY["و"])
    return lexicon.noun_level(word[1:]) >= level + margin


def _has_article(word: str, lexicon: Lexicon) -> bool:
    """Tell whether a word begins with ال as the article.

    The article merges with ل (للعراق), an ال of the root does not (لألمانيا); nor does the
    article ever carry a hamza. Either shows in the lexicon.
    """
    if len(word) <= _SHORTEST or not word.startswith("ال") or word in _NO_ARTICLE:
        return False
    if lexicon.begins_with_root_al(word):
        return False
    return lexicon.level("لل" + word[2:]) >= lexicon.level("لا" + word[1:])


def _has_dialect_article(word: str, lexicon: Lexicon) -> bool:
    """Tell whether a word begins with عال or هال for على ال and هذا ال, as dialects write
    (عالجبل, هالسنة); rare words only, since عالمي and هالة begin so too."""
    if not word.startswith(("عال", "هال")) or len(word) < _LONG + 1:
        return False
    if word.startswith("عالم") and lexicon.knows(word):
        return False  # عالمهم, their world
    level = lexicon.level(word)
    return level <= _COMMON and lexicon.level(word[1:]) >= max(_COMMON, level + _RARER_BY["ل"])


def _after_lam_article(word: str, lexicon: Lexicon) -> str:
    """Part لل: ل and the article (للعراق), or ل before a word in ل (للندن)."""
    if lexicon.noun_level(word[1:]) > lexicon.noun_level(word[2:]):
        return word[1:]
    return word[2:]


def _is_future(word: str, lexicon: Lexicon) -> bool:
    """Tell whether a word is س before an imperfect verb (سيقول); سيارة and سياسة are not."""
    rest = word[1:]
    return word.startswith("سي") and lexicon.level(rest) >= lexicon.level(word) + 50


def strip_proclitics(word: str) -> str:
    """Take off و ف ب ل ك س and the article, in any order a writer joins them, while they are
    attached; what is left depends on the rest alone, so all forms of a name meet."""
    lexicon = arabic()
    whole = classes()
    while len(word) > _SHORTEST and word not in whole:
        if word.startswith("لل") and len(word) > _SHORTEST + 1:
            word = _after_lam_article(word, lexicon)
        elif _has_article(word, lexicon):
            word = word[2:]
        elif _has_dialect_article(word, lexicon):
            word = word[3:]
        elif _is_future(word, lexicon) or _is_clitic(word, lexicon):
            word = word[1:]
        else:
            break
    return word
