"""Arabic inflection: a light stem, taken only where the word lists know the base.

Each rule gives the base it proposes and the evidence it asks for; a word nobody listed keeps
its ending, so حمرين, فلسطين and every unknown name stay whole. Levels are hundredths of a
power of ten, from the lexicon. Broken plurals and verb lemmas would be further steps.
"""

from collections.abc import Callable
from functools import lru_cache
from operator import methodcaller

from search.analysis.classes import classes
from search.analysis.letters import Step
from search.analysis.lexicon import UNKNOWN, Lexicon, arabic
from search.analysis.verbs import verb, verbs

_SHORTEST = 3
_COMMON = 300
"""A base must occur once in a million words: rarer ones are chance resemblances."""
_FIVE_TIMES, _TEN_TIMES, _TWENTY_TIMES, _HUNDRED_TIMES = 75, 100, 125, 200

# Tens are words of their own; عشرين is not a pair of عشر.
_TENS = "عشر ثلاث اربع خمس ست سبع ثمان تسع"
_NUMERALS = frozenset(tens + ending for tens in _TENS.split() for ending in ("ون", "ين"))

# Foreign names whose last letter is their own, though the rest is a common word.
_FOREIGN = frozenset(("انجيلا", "صوفيا", "ماريو"))


def _bases(stump: str) -> list[str]:
    """List what a stump may be the base of: itself, or the feminine its ت stands for."""
    bases = [stump] if len(stump) >= _SHORTEST else []
    return [*bases, stump[:-1] + "ه"] if len(stump) >= _SHORTEST and stump.endswith("ت") else bases


def _possessed(stump: str) -> list[str]:
    """List what a stump before a pronoun may be the base of, whose last letter the pronoun can
    change: معناها is of معنى, أسماؤهم and أسمائهم of أسماء."""
    bases = _bases(stump)
    # أردناه is أردنا (we wanted) and ه, no form of أردني.
    if len(stump) > _SHORTEST and stump.endswith("ا") and not stump.endswith("نا"):
        bases.append(stump[:-1] + "ي")
    if len(stump) > _SHORTEST and stump.endswith(("اي", "او")):
        bases.append(stump[:-1] + "ء")
    return bases


def _commonest(bases: list[str], at_least: int, lexicon: Lexicon) -> str | None:
    base = max(bases, key=lexicon.noun_level, default=None)
    return base if base and lexicon.noun_level(base) >= max(at_least, _COMMON) else None


def _listed(word: str) -> str | None:
    """The stem of a word that a table knows, as it stands or as a verb's form."""
    return classes().get(word) or verb(word)


def _may_be_defined(word: str, lexicon: Lexicon) -> bool:
    """Tell whether a word is listed after the article, a hundredth as often as alone or more."""
    return lexicon.level("ال" + word) > max(UNKNOWN, lexicon.level(word) - _HUNDRED_TIMES)


def _margin(word: str, bases: list[str], lexicon: Lexicon) -> int:
    """How much commoner than the word its base must be.

    What has a pronoun or tanwin never takes the article: where the word is not listed with it and
    the base is (اعتقاله, رسميا), the base may even be the rarer.
    """
    base = max(bases, key=lexicon.noun_level, default="")
    if _may_be_defined(word, lexicon):
        return _TEN_TIMES
    noun = lexicon.level("ال" + base) >= max(lexicon.level(base) - _HUNDRED_TIMES, _COMMON)
    return -_TEN_TIMES if noun else _TEN_TIMES


def _is_plural_past(stump: str, lexicon: Lexicon) -> bool:
    """Tell whether a stump is a past of "they" before its object: اكتشفوها; عدوها is her enemy."""
    past = len(stump) > _SHORTEST and stump.endswith("و") and verb(stump + "ا")
    return bool(past) and not lexicon.knows("ال" + stump)


def _pronoun(word: str) -> str:
    """Take off a possessive pronoun: أصواتكم → أصوات, دولتهم → دولة.

    False positive: دراهم would lose هم were درا common; frequency keeps it.
    """
    lexicon = arabic()
    for ending in ("هما", "كما", "هم", "هن", "كم", "ها", "نا"):
        if word.endswith(ending):
            stump = word[: -len(ending)]
            if ending == "نا" and lexicon.level("ال" + word[:-1]) >= lexicon.level(word):
                return word  # إعلانا: an accusative
            if len(stump) > _SHORTEST and _listed(stump):
                return stump
            if _is_plural_past(stump, lexicon):
                return stump + "ا"
            bases = _possessed(stump)
            wanted = lexicon.noun_level(word) + _margin(word, bases, lexicon)
            return _commonest(bases, wanted, lexicon) or word
    return word


def _final_heh(word: str) -> str:
    """Take off the pronoun ه (نفطه → نفط) unless ة is the usual spelling and
    the word not rare beside its base."""
    lexicon = arabic()
    if len(word) > _SHORTEST + 1 and not lexicon.is_feminine(word) and verb(word[:-1]):
        return word[:-1]
    if not lexicon.is_feminine(word) and word[-2] in "وي" and _construct(word[:-1]) != word[:-1]:
        return word[:-1]  # لاعبيه
    if lexicon.is_feminine(word):
        bases, margin = _bases(word[:-1]), _HUNDRED_TIMES
    else:
        # السماوة is a city, سماؤه his sky.
        bases = (_bases if lexicon.knows("ال" + word) else _possessed)(word[:-1])
        margin = _margin(word, bases, lexicon) if len(word) > _SHORTEST + 1 else _TEN_TIMES
    return _commonest(bases, lexicon.noun_level(word) + margin, lexicon) or word


def _accusative(word: str) -> str:
    """Take off the alef of tanwin: رئيسا → رئيس. سوريا is commoner than سوري ten times over
    would need, so countries keep theirs."""
    lexicon = arabic()
    bases = _bases(word[:-1])
    margin = _TEN_TIMES
    # أردنا is "we wanted", not Jordan; عمرها no form of عمرة.
    verbal = word.endswith("ها") or (word.endswith("نا") and lexicon.knows(word[:-2]))
    long = len(word) > _SHORTEST + 1 or word.endswith("ءا")
    if long and word not in _FOREIGN and not verbal:
        margin = _margin(word, bases, lexicon)
    return _commonest(bases, lexicon.noun_level(word) + margin, lexicon) or word


def _feminine_plural(word: str) -> str:
    """شاحنات → شاحنة, انتخابات → انتخاب: the commoner of the two, if not far rarer than the
    plural (أصوات and أوقات, which are broken plurals, have neither)."""
    lexicon = arabic()
    stump = word[:-2]
    bases = [base for base in (stump, stump + "ه") if len(base) > _SHORTEST]
    if not lexicon.knows(word):  # فينولات: then its base need only be listed
        base = max(bases, key=lexicon.level, default=word)
        return base if lexicon.knows(base) else word
    return _commonest(bases, lexicon.noun_level(word) - _TEN_TIMES, lexicon) or word


def _feminine_dual(word: str) -> str:
    """شاحنتان, شاحنتين, وزارتي → شاحنة, وزارة; بوتين is no pair of بوة."""
    lexicon = arabic()
    stump = word[:-2] if word.endswith("تي") else word[:-3]
    if stump.endswith("ي") and stump in classes():
        return stump  # سوريتان
    base = stump + "ه"
    if len(base) <= _SHORTEST or not lexicon.is_feminine(base):
        return word
    return _commonest([base], lexicon.noun_level(word) + _TEN_TIMES, lexicon) or word


def _has_plural(stump: str, lexicon: Lexicon) -> bool:
    """Tell whether a word has a sound plural: both cases are listed, and ين, which is two of
    the three cases, is not far the rarer (فرعون against فرعين)."""
    nominative, oblique = stump + "ون", stump + "ين"
    both = lexicon.knows(nominative) and lexicon.knows(oblique)
    return both and lexicon.level(oblique) >= lexicon.level(nominative) - _TEN_TIMES // 2


def _masculine_plural(word: str) -> str:
    """مهندسون, مهندسين → مهندس: only where the lexicon has both cases of the plural.

    تمرين, تعيين, قوانين have no form in ون. False positive: a dual in ين of a word that has
    such a plural, which comes to the same singular.
    """
    lexicon = arabic()
    stump = word[:-2]
    if len(stump) > _SHORTEST and stump in verbs().others:
        return stump  # نازحون, محتجين: a participle
    if word in _NUMERALS or not _has_plural(stump, lexicon):
        return word
    wanted = lexicon.level(word) - _TEN_TIMES // 2
    return _commonest(_bases(stump), wanted, lexicon) or word


def _dual(word: str) -> str:
    """كتابان, يومين → كتاب, يوم: the base far commoner, and the oblique case the commoner one.

    Names in ان fail one or the other: شعبان, حمدان, عمران, لبنان.
    """
    lexicon = arabic()
    stump = word[:-2]
    if word in _NUMERALS or lexicon.noun_level(stump + "ان") > lexicon.noun_level(stump + "ين"):
        return word
    return _commonest(_bases(stump), lexicon.noun_level(word) + _TWENTY_TIMES, lexicon) or word


def _construct(word: str) -> str:
    """مسؤولو, مقاتلي → مسؤول, مقاتل: a sound plural before the noun that it belongs to, which keeps
    it from the article (العربي and المالكي have it)."""
    lexicon = arabic()
    base = word[:-1]
    defined = lexicon.level("ال" + word)
    if (
        word in _FOREIGN
        or len(base) <= _SHORTEST
        or defined > max(UNKNOWN, lexicon.level(word) - _HUNDRED_TIMES)
    ):
        return word
    # ماريو is far commoner than ماريون, so it is no plural.
    rare = lexicon.level(word) <= lexicon.level(f"{base}{'ون' if word[-1] == 'و' else 'ين'}") + 50
    plural = base in verbs().others or (rare and _has_plural(base, lexicon))
    return base if plural and _commonest([base], lexicon.level(word), lexicon) else word


def _nisba(word: str) -> str:
    """عسكريان, جنديين, عراقيون → عسكري, جندي, عراقي; عليان and بيان are too short to be pairs."""
    lexicon = arabic()
    base = word[:-2]
    if len(base) <= _SHORTEST:
        return word
    if word[-2:] != "ان" and lexicon.knows(base):
        # بابليون: such a plural may be commoner than its singular; تلفزيون is far too common.
        return base if lexicon.noun_level(base) >= lexicon.noun_level(word) - _FIVE_TIMES else word
    return _commonest([base], lexicon.level(word) + 1, lexicon) or word


def _feminine(word: str) -> str:
    """عراقية → عراقي; مهندسة → مهندس where the masculine is ten times commoner and has a
    plural in ين: مكتبة, عربة, محافظة are words of their own."""
    lexicon = arabic()
    base = word[:-1]
    loan = base + "ا"
    if len(base) > _SHORTEST + 1 and not lexicon.knows(word) and lexicon.level(loan) >= _COMMON:
        return loan  # إنفلونزة, كاميرة
    if base.startswith("م") and base in verbs().others:
        return base  # منسحبة: a participle
    if base.endswith("ي"):
        return base if len(base) > _SHORTEST and lexicon.knows(base) else word
    # عربين and عربون are listed too, but hundreds of times rarer than عرب.
    person = _has_plural(base, lexicon) and (
        lexicon.level(base + "ين") >= lexicon.level(base) - _TWENTY_TIMES
    )
    wanted = lexicon.level(word) + _TEN_TIMES
    return base if person and _commonest([base], wanted, lexicon) else word


def _step(name: str, endings: str, apply: Callable[[str], str]) -> Step:
    return Step(name, methodcaller("endswith", tuple(endings.split())), apply)


# Outermost ending first: مهندساتهم → مهندسات → مهندسة → مهندس.
STEM: tuple[Step, ...] = (
    _step("pronoun", "هما كما هم هن كم ها نا", _pronoun),
    _step("heh", "ه", _final_heh),
    _step("accusative", "ا", _accusative),
    _step("feminine plural", "ات", _feminine_plural),
    _step("feminine dual", "تان تين تي", _feminine_dual),
    _step("nisba", "يان يين يون", _nisba),
    _step("masculine plural", "ون ين", _masculine_plural),
    _step("dual", "ان ين", _dual),
    _step("construct", "و ي", _construct),
    _step("feminine", "ه", _feminine),
)


_LAST_LETTERS = frozenset("امنهتيو")  # of all those endings


@lru_cache(maxsize=1 << 16)
def stem(bare: str) -> str:
    """Take a bare form to its light stem, a listed one to that of its class."""
    found = _listed(bare)
    for step in STEM:
        if found or len(bare) <= _SHORTEST or bare[-1] not in _LAST_LETTERS:
            break
        if step.gate(bare):
            base = step.apply(bare)
            if base != bare:
                bare, found = base, _listed(base)
    return found or bare
