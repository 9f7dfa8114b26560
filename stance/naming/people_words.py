"""What words say about people: titles, roles, kinship, gender, given names and nicknames."""

import csv
from functools import cache
from importlib.resources import files

from stance.language.spelling import plain, word_set

HONORIFICS = {
    "mr": "male",
    "mister": "male",
    "sir": "male",
    "lord": "male",
    "fr": "male",
    "mrs": "female",
    "ms": "female",
    "miss": "female",
    "madam": "female",
    "madame": "female",
    "dame": "female",
    "lady": "female",
    "baroness": "female",
    "dr": "",
    "prof": "",
    "rev": "",
    "hon": "",
}
"""Forms of address, each with the gender it tells."""

TITLES = word_set(
    """
    president vice-president premier chancellor chairman chairwoman chairperson chair minister secretary
    undersecretary general ambassador envoy commissioner senator sen representative rep congressman
    congresswoman governor gov mayor councillor councilor councilman councilwoman alderman deputy leader speaker
    whip mp msp mep td mla delegate judge justice attorney prosecutor sheriff chief director executive ceo cfo
    coo officer treasurer professor archbishop bishop cardinal pastor reverend father imam rabbi ayatollah
    sheikh sheik mullah captain capt colonel col lieutenant lt major maj sergeant sgt corporal admiral adm
    brigadier commander cmdr gen marshal superintendent inspector constable detective coach manager editor
    spokesman spokeswoman spokesperson candidate nominee counsel solicitor principal provost rector dean consul
    comptroller chancellor co-founder founder comrade doctor nurse private agent author artist actor actress
    singer reporter correspondent
    """
)
"""Nouns that stand before a name and are no part of it."""

SHORT_TITLES = {
    "sen": "senator lawmaker",
    "rep": "representative congressman congresswoman lawmaker",
    "gov": "governor",
    "gen": "general",
    "lt": "lieutenant",
    "prof": "professor",
    "dr": "doctor",
    "capt": "captain",
    "col": "colonel",
    "sgt": "sergeant",
    "maj": "major",
    "mp": "lawmaker",
    "senator": "lawmaker",
}
"""Titles, each with the nouns that take it up again."""

ROYAL = word_set("king queen prince princess pope emperor empress sultan emir duke duchess saint st")
"""Titles that stay with a single name: Pope John."""

SUFFIXES = word_set("jr jr. sr sr. ii iii iv md m.d. phd ph.d. qc kc sc esq esq.")

PARTICLES = word_set(
    "van von der den de da do dos du di del della la le el al bin ibn ben bint ter ten zu af st abu abd ul"
)

ORGANISATION_WORDS = word_set(
    """
    academy administration agency alliance army assembly association authority bank board bureau cabinet center
    centre chamber church club coalition college commission committee company confederation conference congress
    consortium consulate convention corp corporation corps council court department directorate embassy
    federation force forces forum foundation front fund government group guard guild hospital house inc
    institute institution journal laboratory laboratories league legislature limited llc llp ltd media ministry
    mission monitor mosque movement museum navy network news newspaper observatory office organisation
    organization parliament party plc police post press project school secretariat senate service services
    society station studies summit symphony syndicate team television times treasury tribune tribunal trust
    union university watch works workers airlines airways coal energy oil gas steel power holdings capital
    ventures pictures records entertainment broadcasting magazine journal insurance pharmaceuticals foods bros
    industries international motors partners systems technologies
    """
)
"""Words that end or open the name of an organisation."""

COMPANY_ENDINGS = word_set("inc inc. corp corp. corporation ltd ltd. llc llp plc co co. company group limited")
"""Words that a company's short name leaves out."""

OPENS_OF = word_set(
    """
    academy agency alliance army assembly association authority bank bureau board center centre chamber church
    college commission committee confederation congress council court department embassy federation foundation
    fund house institute institution league ministry movement museum office organisation organization parliament
    party secretariat society union university
    """
)
"""Words after which the name goes on with "of" or "for"."""

MALE = word_set(
    """
    man boy gentleman husband father son brother uncle nephew grandfather grandson spokesman chairman
    businessman congressman councilman policeman salesman alderman actor king prince duke pope priest lad guy
    ex-husband stepfather widower bishop imam monk waiter fireman serviceman frenchman englishman irishman
    statesman
    """
)
FEMALE = word_set(
    """
    woman girl lady wife mother daughter sister aunt niece grandmother granddaughter spokeswoman chairwoman
    businesswoman congresswoman councilwoman policewoman actress queen princess duchess nun ex-wife stepmother
    widow waitress heroine housewife frenchwoman englishwoman
    """
)
KIN = word_set(
    """
    husband wife father mother son daughter brother sister uncle aunt nephew niece grandfather grandmother
    grandson granddaughter child parent cousin partner spouse ex-husband ex-wife widow widower stepfather
    stepmother fiance girlfriend boyfriend friend colleague neighbour neighbor boss aide
    """
)
"""Nouns that name a person by another."""

PERSON_NOUNS = (
    TITLES
    | MALE
    | FEMALE
    | KIN
    | word_set(
        """
    person student teacher pupil child baby infant toddler teenager teen youth kid adult lawyer barrister
    politician lawmaker legislator official activist campaigner expert analyst scholar academic scientist
    researcher economist historian writer journalist columnist critic veteran soldier fighter player striker
    defender goalkeeper midfielder winger referee driver rider athlete champion winner swimmer runner boxer
    musician rapper guitarist pianist composer painter poet novelist director producer designer engineer
    architect developer programmer businessman entrepreneur billionaire millionaire investor banker owner
    employee worker farmer doctor physician surgeon psychologist psychiatrist patient victim suspect defendant
    plaintiff accused witness survivor hero native resident citizen immigrant refugee migrant member head chief
    incumbent challenger opponent rival ally adviser advisor aide strategist consultant negotiator diplomat
    official appointee republican democrat conservative liberal progressive socialist independent libertarian
    tory moderate lawmaker parliamentarian backbencher congressperson policymaker statesman leader frontrunner
    front-runner celebrity star comedian host anchor broadcaster blogger cosplayer illustrator chef priest
    minister cleric dissident rebel prisoner inmate detainee protester organizer organiser volunteer donor voter
    supporter fan source announcer narrator questioner pollster interviewer moderator presenter caller insider
    advocate spectator coauthor co-author tycoon heir successor predecessor contender hopeful premier homeopath
    confidant attendee reader user staffer neurosurgeon individual proponent operative observer viewer runner-up
    commander assistant associate intern recruit trainee captain skipper teammate educator principal lecturer
    """
    )
)
"""Nouns for one person."""

GROUP_NOUNS = word_set(
    """
    people men women officials sources lawmakers experts critics supporters opponents voters workers members
    residents parents families police allies activists analysts researchers scientists leaders republicans
    democrats conservatives liberals authorities troops soldiers protesters witnesses others many some
    millennials family countries nations colleagues aides advisers advisors diplomats both most several few
    those they prosecutors lawyers doctors students teachers
    """
)
"""Nouns and pronouns for more than one person."""

ORGANISATION_NOUNS = ORGANISATION_WORDS | word_set("firm body watchdog panel union charity campaign bloc")

_NICKNAMES = """robert bob bobby rob robbie|william bill billy will willie|richard rick dick ricky rich|james jim jimmy
jamie|john jack johnny jon|joseph joe joey|thomas tom tommy|michael mike mick mickey|edward ed eddie ted ned|theodore
ted teddy theo|charles charlie chuck|david dave|daniel dan danny|donald don donnie|anthony tony|andrew andy drew|
alexander alex sasha sandy alec|benjamin ben benny|christopher chris kit|matthew matt|nicholas nick nicky|patrick pat
paddy|peter pete|philip phil|ronald ron ronnie|samuel sam sammy|stephen steve|steven steve|timothy tim|gregory greg|
jeffrey jeff|kenneth ken kenny|lawrence larry|leonard len lenny|raymond ray|gerald gerry jerry|bernard bernie|
frederick fred freddie|albert al bert|alfred alf fred|francis frank|henry harry hank|joshua josh|nathaniel nate nat|
elizabeth liz beth betty lizzie eliza betsy|margaret maggie meg peggy madge|catherine cathy kate katie|katherine kathy
kate katie|kathleen kathy kate|deborah debbie deb|susan sue susie|patricia pat patty trish tricia|barbara barb babs|
jennifer jen jenny|rebecca becky|victoria vicky tori|christine chris chrissy|christina chris tina|stephanie steph|
samantha sam|alexandra alex sasha sandra|abigail abby|jacqueline jackie|judith judy|theresa terry tess|teresa terry
tess|pamela pam|cynthia cindy|dorothy dot dottie|eleanor ellie nell|hilary hil|amanda mandy|vladimir vlad|mikhail
misha|mohammed mohamed muhammad mohammad"""


@cache
def nicknames() -> dict[str, frozenset[str]]:
    """Return, for each given name, the names it may be short or long for."""
    table: dict[str, set[str]] = {}
    for group in _NICKNAMES.replace("\n", " ").split("|"):
        full, *short = group.split()
        for name in short:
            table.setdefault(full, set()).add(name)
            table.setdefault(name, set()).add(full)
    return {name: frozenset(others) for name, others in table.items()}


@cache
def given_names() -> dict[str, str]:
    """Return the common given names, each with its gender; empty where both bear it."""
    table: dict[str, str] = {}
    with files("stance.naming").joinpath("given_names.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            for name in plain(row["names"]).split():
                gender = "" if row["gender"] == "either" else row["gender"]
                table[name] = gender if table.get(name, gender) == gender else ""
    return table


def noun_gender(noun: str) -> str:
    """Return ``male``, ``female`` or nothing for a noun in lower case."""
    return "male" if noun in MALE else "female" if noun in FEMALE else ""


def singular(noun: str) -> str:
    """Return the singular of a plural noun in lower case, as well as endings tell it."""
    if noun.endswith("women"):
        return noun[:-2] + "an"
    if noun.endswith("men"):
        return noun[:-2] + "an"
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun


def bare(word: str) -> str:
    """Return a word of a title as the tables have it: without full stop."""
    return word.rstrip(".")
