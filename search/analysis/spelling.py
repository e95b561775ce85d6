"""British spelling to American, for lemmas of English: one rule a kind, each with its gate.

A rule's outcome counts only where the word list knows it (`known`), so that promise and hour stay
as they are. Endings that few words share are a list.
"""

import re
from collections.abc import Callable

_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    # organise, mobilisation, analyse
    (re.compile(r"(?<=[a-z]{4})is(?=e$|er$|ation$|ational$|able$)"), "iz"),
    (re.compile(r"(?<=l)ys(?=e$|er$)"), "yz"),
    # colour, neighbourhood, favourable; not hour, four
    (re.compile(r"(?<=[a-z]{3})our(?=$|able$|al$|hood$|er$|less$|ful$|ed$|ing$|ite$|ly$)"), "or"),
    # traveller, councillor, marvellous
    (re.compile(r"(?<=[a-z]{2}[aeiou]l)l(?=er$|or$|ous$|ery$)"), ""),
    # fulfil, enrol, instalment, skilful
    (re.compile(r"(?<=[a-z]{2}[io]l)(?=$|ment$|ful$)"), "l"),
    # catalogue, dialogue
    (re.compile(r"(?<=og)ue$"), ""),
    # paediatric, encyclopaedia, anaesthetic; manoeuvre, foetus, oestrogen
    (re.compile(r"(?<=[a-z])ae(?=[dmst])|^ae(?=s)"), "e"),
    (re.compile(r"(?<=[fhm])oe(?=[tm])|^oe(?=s)"), "e"),
)  # fmt: skip
_WORDS = dict(
    pair.split()
    for pair in (
        "centre center;theatre theater;metre meter;kilometre kilometer;millimetre millimeter;"
        "centimetre centimeter;litre liter;fibre fiber;calibre caliber;sabre saber;"
        "spectre specter;sombre somber;lustre luster;meagre meager;manoeuvre maneuver;"
        "defence defense;offence offense;licence license;pretence pretense;practise practice;"
        "programme program;tonne ton;grey gray;aeroplane airplane;cheque check;"
        "sceptic skeptic;sceptical skeptical;scepticism skepticism;aluminium aluminum;"
        "kerb curb;tyre tire;plough plow;pyjamas pajamas;mould mold;artefact artifact;"
        "enquiry inquiry;enquire inquire;judgement judgment;acknowledgement acknowledgment;"
        "jewellery jewelry;ageing aging;draught draft;gaol jail;yoghurt yogurt;"
        "moustache mustache;mum mom;towards toward;afterwards afterward;axe ax;cosy cozy;"
        "sulphur sulfur;likeable likable;sizeable sizable;whilst while;amongst among;"
        "haemorrhage hemorrhage;leukaemia leukemia;anaemia anemia;haemoglobin hemoglobin;"
        "diarrhoea diarrhea;orthopaedic orthopedic;mediaeval medieval;adviser advisor;"
        "smoulder smolder;cancelation cancellation;instal install;"
        "learnt learn;burnt burn;spelt spell;dreamt dream;leapt leap;spoilt spoil"
    ).split(";")
)


def american(lemma: str, known: Callable[[str], bool]) -> str:
    """Return the American spelling of a lemma, or the lemma."""
    listed = _WORDS.get(lemma)
    if listed:
        return listed
    for rule, letters in _RULES:
        spelled = rule.sub(letters, lemma)
        if spelled != lemma and known(spelled):
            return spelled
    return lemma
