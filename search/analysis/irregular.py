"""Irregular English verbs and plurals: each form beside the word whose stem it takes.

Left out: forms that are as common as other words (left, wound, ground, bound, lay, bore, felt,
found). Known false positives: saw, the tool, and rose, the flower.
"""

_FORMS = """
arise arose arisen; awake awoke; beat beaten; become became; begin began begun; bite bit bitten;
bleed bled; blow blew blown; break broke broken; breed bred; bring brought; build built;
burn burnt; buy bought; catch caught; choose chose chosen; come came; deal dealt; dig dug;
draw drew drawn; drink drank drunk; drive drove driven; eat ate eaten; fall fell fallen;
feed fed; fight fought; flee fled; fly flew flown; forbid forbade forbidden; foresee foresaw
foreseen; forget forgot forgotten; forgive forgave forgiven; freeze froze frozen; get got gotten;
give gave given; go went gone; grow grew grown; hang hung; hear heard; hide hid hidden; hold held;
keep kept; kneel knelt; know knew known; lead led; lend lent; lose lost; make made; mean meant;
meet met; mistake mistook mistaken; oversee oversaw overseen; overtake overtook overtaken;
overthrow overthrew overthrown; pay paid; ride rode ridden; ring rang rung; rise rose risen;
run ran; say said; see saw seen; seek sought; sell sold; send sent; shake shook shaken;
shoot shot; show shown; shrink shrank shrunk; sing sang sung; sink sank sunk; sit sat;
sleep slept; speak spoke spoken; spend spent; spring sprang sprung; stand stood; steal stole
stolen; stick stuck; strike struck stricken; swear swore sworn; sweep swept; swim swam swum;
take took taken; teach taught; tear tore torn; tell told; think thought; throw threw thrown;
undergo underwent undergone; understand understood; undertake undertook undertaken; uphold upheld;
wake woke woken; wear wore worn; weep wept; win won; withdraw withdrew withdrawn;
withhold withheld; withstand withstood; write wrote written;
child children; foot feet; man men; woman women; policeman policemen; gunman gunmen;
spokesman spokesmen; fisherman fishermen; serviceman servicemen; tooth teeth; mouse mice;
crisis crises; thief thieves; knife knives; wife wives; life lives; wolf wolves; leaf leaves;
half halves; analysis analyses
"""

LEMMAS: dict[str, str] = {
    form: lemma
    for lemma, *forms in (entry.split() for entry in _FORMS.replace("\n", " ").split(";"))
    for form in forms
}
"""form → the word it is a form of, both lower case."""
