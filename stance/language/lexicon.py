"""Words by which English news reports what somebody says, thinks, judges or does about a policy.

The lists were written by hand, from what news writers use, and corrected where development articles showed them wrong;
no list was counted out of a corpus. A verb may stand in several.
"""

import re

from stance.language.inflection import forms
from stance.language.spelling import word_set

SAY = """
say tell add write tweet retweet post state declare announce claim assert contend maintain argue note observe remark
comment explain reply respond answer retort counter insist stress emphasize emphasise underscore underline reiterate
repeat continue conclude recall recount relate report reveal disclose divulge confirm affirm acknowledge admit
concede confess deny warn caution predict forecast prophesy speculate suggest hint imply indicate signal allege
charge complain lament bemoan grumble protest object boast brag joke quip crack muse wonder ask inquire enquire
demand exclaim shout yell scream cry whisper mutter murmur growl snap shoot sigh chant sing thunder roar intone
opine posit theorize theorise postulate hypothesize propose recommend advise urge promise vow pledge swear assure
reassure inform notify remind testify attest certify proclaim pronounce profess preach teach lecture cite quote
point mention elaborate clarify specify detail describe tease taunt blog email text message fume rail rant gripe
whine plead beg pray thank congratulate apologize apologise agree disagree concur decree rule find determine
estimate calculate reckon project figure guess stipulate communicate convey relay interject chime echo exhort
implore beseech offer begin open close start go caption headline title vent scoff sneer mock summarize summarise sum
hold put publish broadcast air rejoin deadpan gush enthuse marvel surmise advocate volunteer learn hear understand
accuse blast slam praise laugh weigh tout counsel read
"""
"""With a clause or a quotation as their object."""

THINK = """
think believe feel know hope expect fear doubt suspect consider assume presume suppose imagine realize realise
recognize recognise understand see view regard deem judge trust worry wonder agree disagree decide conclude
anticipate foresee reckon figure guess find learn discover remember forget mean want wish like prefer bet love
conceive perceive sense dream envision envisage question accept hold care pretend estimate calculate
"""
"""States of mind, with a clause."""

SHOW = """
show find suggest indicate reveal confirm say state conclude estimate project predict note report read demonstrate
warn put give detail document
"""
"""What polls, studies and documents do."""

INTEND = """
want wish hope plan intend aim seek try refuse decline promise vow pledge swear threaten agree offer ask demand
expect prefer choose decide opt vote propose love hate like need long yearn aspire commit consent volunteer dare beg
resolve move fight push urge press lobby claim profess pretend determine elect fail care desire attempt
"""
"""With an infinitive."""

DIRECT_OTHERS = """
urge ask tell want encourage advise press call order instruct push invite implore beg beseech exhort persuade
convince challenge request require expect allow permit enable forbid warn counsel caution dare direct command force
compel recommend remind
"""
"""With somebody and an infinitive: what is wanted of others."""

JUDGE = """
criticize criticise praise condemn denounce decry deplore slam blast attack assail lambast lambaste deride mock
ridicule bash hammer skewer trash savage castigate excoriate chastise rebuke reprimand scold admonish berate pillory
accuse blame fault call label brand dub describe characterize characterise portray depict endorse reject dismiss
defend hail laud applaud commend tout decline refuse disparage denigrate belittle insult vilify demonize demonise
malign impugn question dispute rebut refute deny bemoan lament mourn oppose support favor favour propose announce
acknowledge admit concede confirm reiterate repeat stress emphasize emphasise underscore highlight mention cite note
discuss explain express voice convey detail outline predict forecast demand urge recommend compare liken credit
thank congratulate quote echo invoke recall recount tweet retweet repudiate disavow renounce chide needle taunt
heckle boo jeer knock torch shred warn caution promise pledge vow suggest claim allege assert declare attribute
proclaim reveal disclose report say tell estimate regard deem view consider
"""
"""With an object, in words: the thing or person spoken of, judged or proposed."""

FAVOUR = """
back champion advocate embrace approve disapprove protest resist admire respect love hate despise detest loathe
resent fear regret prefer like dislike trust distrust mistrust want seek welcome celebrate honor honour promote
doubt challenge contest need envision expect anticipate foresee weigh contemplate mull ponder debate recognize
recognise accept appreciate block ban bar prohibit forbid authorize authorise permit allow order mandate veto
overturn override overrule revoke rescind nominate appoint pick select choose sign pass adopt request threaten offer
raise address air write publish release issue post share read list name identify ask answer apologize push affirm
ascribe link tie condone tolerate begrudge remember question impose suspend abandon
"""
"""With an object, in mind or deed: what somebody wants, dislikes, allows or forbids."""

ABOUT = """
about: talk speak complain joke brag boast worry warn ask wonder care think say rant lie write tweet muse gripe know
  tell lecture fret preach testify feel learn inquire rail debate grumble reminisce comment whine philosophize go
of: speak talk warn accuse approve disapprove think complain boast dream conceive say tell write remind despair
  repent
for: call push argue press advocate lobby vote campaign plead ask appeal apologize apologise praise blame fight root
  pray hope wish thank long beg criticize criticise stump speak plan demand opt yearn rally slam attack mock blast
  rebuke ridicule stand
against: argue warn vote speak rail campaign lobby protest fight rule caution inveigh rebel decide advise crusade
  push stand testify
on: comment call elaborate insist touch remark expound hammer opine reflect dwell focus seize speak press weigh
  lecture vote agree waver expand harp urge attack push
to: refer point object allude respond react agree admit testify pledge commit appeal confess threaten listen attest
  plead compare vow swear liken subscribe
at: hint laugh mock scoff bristle lash sneer rail balk poke jab marvel aim swipe shoot strike
with: agree disagree concur sympathize sympathise side identify differ quarrel
in: believe trust call weigh chime
by: stand swear abide
from: withdraw distance dissent read quote recuse back walk
into: lay tear light rip
as: describe portray characterize characterise see view regard dismiss depict cast paint denounce label condemn
  refer brand frame bill deride pan praise hail slam blast mock criticize criticise think identify
out: point call lash rule speak cry lay spell
off: write laugh brush shrug sign
up: bring back stand speak
over: fret agonize clash criticize criticise slam attack
"""
"""With a preposition or particle."""

DEEDS = """
approve authorize authorise permit allow forbid prohibit ban bar block veto sanction mandate order rescind revoke
repeal overturn override overrule suspend impose sign ratify adopt pass join leave quit withdraw supply send deliver
donate provide ship refuse decline seek pledge vote nominate appoint abandon halt stop resist protest boycott lobby
campaign sue file endorse reject renounce repudiate
"""
"""What shows a view by deed, not by word."""

DEED_NOUNS = word_set("""
approval disapproval rejection refusal endorsement withdrawal decision vote pledge resistance lawsuit suit order ruling
""")
"""Nouns for such deeds."""

NOUNS = """
claim statement assertion argument belief view opinion contention allegation accusation charge suggestion proposal
plan promise pledge vow threat demand call request appeal plea warning criticism condemnation denunciation praise
endorsement support opposition approval disapproval rejection refusal denial acknowledgment acknowledgement
admission concession confession complaint objection reservation misgiving qualm concern fear worry hope expectation
prediction forecast estimate
assessment conclusion finding decision determination ruling order announcement declaration proclamation comment
remark observation explanation description characterization characterisation portrayal depiction attack assault
broadside swipe jab tirade rant rebuke insult mockery speech address testimony account story report revelation
disclosure question response reply answer retort reaction tweet post message letter op-ed editorial column essay
article memo email interview insistence recommendation advice idea notion theory position stance stand policy
platform agenda commitment intention desire wish ambition goal interest preference vision perception feeling
sentiment understanding knowledge recognition doubt skepticism scepticism suspicion confidence faith trust distrust
disdain contempt hatred admiration love respect embrace defense defence advocacy bid push effort vote invitation
offer apology reference comparison allusion assurance guarantee suit lawsuit joke quip anger frustration outrage
disappointment satisfaction optimism pessimism mantra slogan motto phrase rhetoric words resistance willingness
reluctance readiness eagerness unwillingness inability judgment judgement reasoning logic backing blessing favor
favour consent permission assent mandate
"""
"""Nouns that carry a view: "her claim that", "the ministry's refusal to"."""

ADJECTIVES = """
sure certain confident convinced aware unaware afraid worried concerned hopeful optimistic pessimistic skeptical
sceptical doubtful glad happy pleased delighted proud sorry sad disappointed surprised shocked stunned amazed
astonished angry furious outraged upset frustrated satisfied dissatisfied unhappy anxious nervous fearful wary
cautious eager keen willing unwilling reluctant ready prepared determined committed opposed supportive critical
dismissive positive adamant clear unequivocal emphatic insistent grateful thankful honored honoured excited thrilled
interested uninterested curious cognizant mindful appreciative respectful suspicious disgusted appalled ashamed
embarrassed torn unsure uncertain undecided bullish bearish leery enthusiastic sympathetic jealous hesitant amenable
receptive hostile inclined tempted resigned
"""
"""States of mind of a subject: "she is sure that"."""

DOCUMENTS = """
poll polls survey surveys study studies report reports analysis data research evidence statement statements letter
memo email emails document documents filing lawsuit indictment complaint affidavit transcript ad ads advertisement
advert spot video audio clip tape recording tweet tweets post posts article articles column editorial book story
stories headline headlines sign signs banner results figures numbers statistics records findings census average
release script text platform website site page message messages note notes poster posters caption chart graph map
model models forecast estimate estimates opinion
"""
"""What speaks only for those who made it, and holds no view of its own."""


def _table(lemmas: str) -> dict[str, str]:
    return {form: lemma for lemma in lemmas.split() for form in forms(lemma)}


SAY_FORMS = _table(SAY)
THINK_FORMS = _table(THINK)
SHOW_FORMS = _table(SHOW)
INTEND_FORMS = _table(INTEND)
DIRECT_FORMS = _table(DIRECT_OTHERS)
JUDGE_FORMS = _table(JUDGE)
FAVOUR_FORMS = _table(FAVOUR)
DEED_FORMS = _table(DEEDS)
ABOUT_FORMS = {
    preposition: _table(lemmas)
    for preposition, lemmas in re.findall(r"^(\w+):((?:.|\n  )*)", ABOUT, flags=re.MULTILINE)
}
"""For each preposition or particle the verbs that take it."""
NOUN_FORMS = {form: noun for noun in NOUNS.split() for form in (noun, noun + "s")}
NOUN_FORMS |= {noun[:-1] + "ies": noun for noun in NOUNS.split() if noun.endswith("y")}
ADJECTIVE_SET = word_set(ADJECTIVES)
DOCUMENT_SET = word_set(DOCUMENTS)
LEMMAS = SAY_FORMS | THINK_FORMS | SHOW_FORMS | INTEND_FORMS | DIRECT_FORMS | JUDGE_FORMS | FAVOUR_FORMS
"""Every form of every verb above, and its lemma."""
for _table_of_forms in ABOUT_FORMS.values():
    LEMMAS |= _table_of_forms
