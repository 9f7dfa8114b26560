"""Page furniture: what stands on the page of an article and is not its text.

A line is furniture only on an explicit sign. In doubt it is text: a sentence lost is worse than a link read.
"""

import re
from collections.abc import Sequence

_NAME_PART = r"(?:[A-Z][\w.’'-]{0,24}+|de|van|von|der|den|al|bin|del|la|le)"
NAME = rf"(?:[A-Z][\w.’'-]{{0,24}}+(?:[ ]{_NAME_PART}){{1,4}})"
"""A pattern for names of persons of at least two parts."""

_AGENCY = r"(?:Getty|AP|Associated Press|Reuters|AFP|EPA|Bloomberg|Shutterstock|iStock|Alamy|Zuma|Xinhua|Anadolu)"
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:[a-z]{2,6})?\.?"
_DAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_TIME = r"(?:(?:at\s+)?\d{1,2}[:.h]\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?)"
_ZONE = r"(?:\(?(?:e[sd]?t|c[sd]t|m[sd]t|p[sd]t|gmt|utc|bst|ces?t|eastern)(?:\s*[+-]\d{1,4})?\)?)"
_DATE = (
    rf"(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?(?:\s+\d{{4}})?|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?(?:\s+\d{{4}})?"
    r"|\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4})"
)
_SITES = (
    r"(?:facebook|twitter|instagram|whatsapp|linkedin|reddit|pinterest|telegram|youtube|tiktok|flipboard|e-?mail|x"
    r"|print)"
)

_SIGNS = {
    "share": rf"""
        (?:share|tweet|pin)\ (?:this(?:\ (?:article|story|post|page|column|on|via|with)\b.{{0,40}})?|(?:on
            |via)\ {_SITES}):? | (?:share|tweet|e-?mail|print)(?:\ (?:article|story))?
        | (?:share[:\s]*)?(?:{_SITES}[\s,|/•·]*){{1,9}} | save\ (?:this\ )?(?:article|story|for\ later)
        | (?:please\ )?follow\ (?:us|me|him|her|them)\b.{{0,100}}\ on\ {_SITES}\b.{{0,60}}
            | follow\ (?:\S+\ ){{0,4}}?[@#]\w+.{{0,140}}
        | like\ us\ on\ {_SITES}.{{0,40}} | .{{0,60}}\ on\ twitter:?\ @\w+
            | do\ you\ support\b.{{0,60}}\blike\ the\ page:?
        | \S{{0,10}}(?:flag|share|like|reply){{3,5}}.{{0,160}}
    """,
    "navigation": r"""
        (?:back\ to\ top(?:\ button)?|skip\ to\ (?:main\ )?content|open\ in\ app|expand\ all|collapse\ all
            |show\ (?:more|less)
        |load\ more|view\ all|see\ all|menu|home|search|log\ ?in|sign\ in|log\ ?out|sign\ up|my\ account|register
            |donate|subscribe(?:\ now)?
        |close|next|previous|next\ (?:article|story|post)|previous\ (?:article|story|post)|print\ this\ page
        |listen|listen\ to\ this\ article|full\ text|abstract|\d+\ min(?:ute)?s?\ read|show\ caption|hide\ caption
            |enlarge\ this\ image
        |continue\ reading(?:\ the\ main\ story)?|story\ continues\ below(?:\ (?:the\ )?ad(?:vertisement)?)?
            |scroll\ (?:down\ )?to\ continue.{0,30}
        |open\ image\ in\ gallery|image\ \d+\ of\ \d+|tags?:.{0,200}|topics?:.{0,200}|filed\ under:.{0,200})+
    """,
    "comments": r"""
        (?:add\ a\ comment|leave\ a\ (?:comment|reply)|post\ a\ comment|view\ comments|join\ the\ (?:conversation
            |discussion)
        |comments?(?:\ ?[/:(]?\ ?\d{1,6}\)?)?|\d{1,6}\ comments?|show\ comments|comments\ are\ closed)
    """,
    "related": r"""
        (?:you\ (?:may|might)\ (?:also\ )?(?:like|be\ interested\ in)|related(?:\ (?:articles?|stories|posts?
            |coverage|content|topics?|links?))?
        |recommended(?:\ (?:for\ you|stories|reading))?|trending(?:\ now)?|most\ (?:popular|read|viewed
            |shared)(?:\ news)?(?:most\ popular)?
        |top\ stories|editors?['’]?s?\ picks|popular\ (?:now|stories)|latest\ (?:news|stories)|up\ next|read\ next
            |before\ you\ go|sponsored(?:\ content)?
        |more\ (?:stories|news)|in\ (?:this|other)\ (?:section|news)|see\ also|also\ on\ \w{3,20}):?
        | (?:read\ (?:more|also|next|the\ full\ (?:story|article))|related|see\ also|also\ read
            |more\ on\ this)(?:\ ?[:>»|–—-]).{1,160}
        | read\ more(?:\ (?:here|on\ this\ story))?
        | more\ from\ (?-i:(?:the\ |this\ )?(?:[A-Z]\S*\ ?){1,5}|this\ (?:author|section|series)):?
    """,
    "advertisement": r"""
        advertisement|advert|ad|sponsored|paid\ (?:post|content|advertisement)|promoted|remove\ ads
        | advertisement\W{1,3}(?:story\ continues|continue\ reading|scroll|article\ continues).{0,60}
            | article\ continues\ (?:after|below).{0,30}
    """,
    "newsletter": r"""
        (?:(?:for\ more,?\ |please\ )?(?:sign\ up|subscribe)\ (?:for|to)\b.{0,60}\b(?:newsletters?|e-?mails?
            |alerts?|podcast|briefing|inbox|here|channel|updates)\b.{0,80})
        | sign\ up\ to\ (?:get|receive)\b.{0,120} | get\ .{0,60}\b(?:in|to)\ your\ inbox.{0,40}
            | (?:enter\ )?your\ e-?mail(?:\ address)?:?
        | (?:by\ (?:signing\ up|subscribing|registering)),?\ you\ agree\b.{0,160} | thank\ you\ for\ (?:subscribing
            |signing\ up).{0,40}
        | for\ more\ from\ .{0,60},\ download\ our\ app.{0,60} | download\ (?:our|the)\ .{0,30}\bapp\b.{0,60}
        | support\ (?:our|independent)\ journalism.{0,80}
    """,
    "link": r"""
        click\ (?:here|below|the\ link|on\ the\ link)\b.{0,120} | (?:https?://|www\.)\S+ | \[?(?:img|image)\]?:?\s*\S*
        | (?:watch|listen\ to|see|view)\ [^.!?"“”]{0,50}\b(?:video|clip|ad|interview|segment|photos|gallery
            |slideshow|debate|
            remarks|speech|trailer|podcast|episode|audio)\b[^.!?"“”]{0,60}\b(?:above|below|here)[:.]?
            | .{0,60}\(?h/t\ .{1,60}
        | (?:[\s_*~=#•|·\u2014\u2013\u2015-]|\.(?!\.\.))+ | e-?mail:\ \S+@\S+ | \S+@\S+\.\w+ | (?:facebook|twitter
            |instagram):\ @?\S+
    """,
    "credit": rf"""
        (?:photo(?:graph)?s?|image|picture|video|illustration|graphic|cartoon|credit|photo\ credit|image\ credit
            |source)
            (?:(?:\ ?[:/|])\s?\S.{{0,80}}|\ (?:by|via|from|courtesy(?:\ of)?):?\ (?-i:{NAME}
            |{_AGENCY})(?:[\s,/|]+(?-i:{NAME}|{_AGENCY}))*)
        | (?:{NAME}\ ?[/|]\ ?|via\ )?{_AGENCY}(?:\ (?:Images?|Photos?|News|via|file|Pool|{_AGENCY})
            |[/|,]\ ?[A-Z][\w ]{{0,30}})*
        | [^.!?]{{3,200}}[.!?]?\ [(\[](?:photo|image|picture)(?:\ credit)?(?::|\ by|\ courtesy)\ [^)\]]{{2,80}}[)\]]
        | .{{3,300}}[.!?]\ ?[(\[]?[A-Z][\w.’' -]{{2,40}}\ ?[/|]\ ?{_AGENCY}(?:\ (?:Images?|Photos?
            |News))?(?:\ via\ [\w ]{{2,30}})?[)\]]?
    """,
    "date": rf"""
        (?:(?:first\ |last\ |originally\ )?(?:published|updated|posted|created|modified|issued|date)(?:\ (?:on
            |at))?\s*:?\s*)?
        {_DAY}{_DATE}(?:[\s,|•·–—-]*(?:at\s+)?{_TIME}\s*{_ZONE}?)?(?:[\s,|•·–—-]*(?:updated|published
            |modified).{{0,60}})?
        | (?:first\ |last\ |originally\ )?(?:published|updated|posted):?\ .{{0,12}}{_TIME}.{{0,20}}
        | {_TIME}\s*{_ZONE}?(?:[\s,|•·–—-]+{_DAY}{_DATE})?
        | (?:(?:published|updated|posted)\ )?(?:\d{{1,3}})\ (?:seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?
            |months?|years?)\ ago
    """,
    "copyright": r"""
        (?:©|\(c\)(?=\ ?\d{4})|copyright\b(?=\W*(?:©|\(c\)|\d{4})))[^?!]{0,200} | all\ rights\ reserved.{0,120}
        | this\ material\ may\ not\ be\ (?:published|reproduced).{0,160} | as\ published\ in\ the\ [A-Z][^,]{0,60}
        | originally\ (?:appeared|published)\ (?:on|at|by)\ [^,]{1,60}
        | this\ (?:article|story|piece|column|essay|commentary|op-ed)\ (?:(?:was\ )?(?:first|originally)\
            |was\ )(?:appeared|published|produced)\ (?:on|in|at|by)\b.{1,90}
        | this\ (?:article|story|post|page|piece)\ (?:has\ been|was)\ (?:updated|corrected)(?:\ (?:to|with|on|at
            |since|after)\b.{0,240})?
        | this\ is\ a\ (?:developing|breaking(?:\ news)?)\ story.{0,80} | correction(?:s)?(?:\ appended)?[:.]?
            | correction:\ .{10,400}
    """,
    "wire": rf"""
        [(\[](?:additional\ |with\ )?(?:report(?:ing|ed)|writ(?:ing|ten)|edit(?:ing|ed)|compiled|translat(?:ion
            |ed))\ by\b[^)\]]{{2,300}}[)\]]?
        | (?:(?:additional\ |with\ )?(?:reporting|editing|writing|translation|story|video|translated|compiled
            |edited|produced)\ by
            \ (?-i:{NAME}(?:(?:,|,?\ and|,?\ in)\ {NAME}|\ in\ [A-Z]\w+)*)[;,.]?\ ?){{1,4}}
        | [^“”"]{{3,160}}\bcontributed\ (?:to\ this\ (?:report|story|article|post)
            |reporting)(?:\ from\ [^.]{{1,60}})?(?:\.\ .{{1,60}}\ reported\ from.{{1,40}})?
    """,
}
_FURNITURE = {kind: re.compile(rf"(?:{sign})\.?", re.VERBOSE | re.IGNORECASE) for kind, sign in _SIGNS.items()}
_LONGEST = 600
"""Characters beyond which a paragraph is text whatever it says."""

_REPORTED = re.compile(r"\b(?:said|says|told|asked|added|warned|urged|tells|according to)\b", re.IGNORECASE)
_SPOKEN = frozenset(("share", "navigation", "newsletter", "comments"))
"""Kinds whose words people may also say: a line that reports speech, or a single word with a full stop, is text."""

_NAV_ITEM = re.compile(r"[•‣▪|]?\s*[A-Z0-9][\w.&’'-]*(?: [\w.&’'-]+){0,2}")
_STOPPED = re.compile(r"""[.!?:;…,]["'”’)\]*_]*$""")
_PROSE = re.compile(r"""["“”]|[a-z]{3}[.!?]\s|^[\w .’'-]{2,40}:\s""")
"""Signs that a line without a stop is more than a heading: quotation marks, a sentence, a speaker's name."""

_LIST_ITEM = re.compile(r"[-*•‣▪·–—+>#]\s?\S|\(?\d{1,3}[.)]\s|\(?[a-z][.)]\s")


def furniture_kind(line: str) -> str | None:
    """Name the kind of furniture that a line is by its words alone, or None if it is text.

    The kinds are share, navigation, comments, related, advertisement, newsletter, link, credit, date, copyright and
    wire.
    """
    if len(line) > _LONGEST:
        return None
    bare = line.strip(" \t•*_|>»\ufeff")
    if not bare:
        return "link"  # a rule across the page
    kind = next((kind for kind, sign in _FURNITURE.items() if sign.fullmatch(bare)), None)
    if kind in _SPOKEN and (_REPORTED.search(bare) or (bare[-1:] == "." and " " not in bare and not bare.isupper())):
        return None
    return kind


def furniture(lines: Sequence[str]) -> list[str | None]:
    """Name the kind of furniture each line of an article is, or None where it is text.

    Beside the signs of `furniture_kind`, the place of a line counts: bare words above the text are ``navigation``, and
    a line without a stop within or below a text that is punctuated is a ``heading``, be it the text's own or a link.

    Parameters
    ----------
    lines : sequence of str
        The lines of one article that are not empty.
    """
    kinds = [furniture_kind(line) for line in lines]
    body = [kind is None and _is_body(line) for line, kind in zip(lines, kinds, strict=True)]
    if not any(body):
        return kinds
    first = body.index(True)
    _mark_navigation(lines, kinds, first)
    if sum(body) >= 4:
        for i in range(first + 1, len(lines)):
            broken = i + 1 < len(lines) and lines[i + 1][0].islower()
            if kinds[i] is None and not body[i] and not broken and _is_heading(lines[i], lines[i - 1]):
                kinds[i] = "heading"
    return kinds


def _is_body(line: str) -> bool:
    return line.count(" ") >= 11 and _STOPPED.search(line[-4:]) is not None


_OF_THE_ARTICLE = re.compile(r"(?i)by\s|(?:opinion|op-ed|commentary|editorial)$")


def _mark_navigation(lines: Sequence[str], kinds: list[str | None], first: int) -> None:
    """Mark runs of two or more bare words or bullets above the text."""
    bare = [
        kinds[i] is None
        and (lines[i][-1] != "." or lines[i][0] in "•‣▪|")
        and _NAV_ITEM.fullmatch(lines[i]) is not None
        and not _OF_THE_ARTICLE.match(lines[i])
        for i in range(first)
    ]
    for i in range(first):
        beside = (i > 0 and (bare[i - 1] or kinds[i - 1] == "navigation")) or (i + 1 < first and bare[i + 1])
        if bare[i] and beside and (i > 0 or lines[i].startswith("•")):
            kinds[i] = "navigation"


def _is_heading(line: str, before: str) -> bool:
    words = line.split()
    if not 1 <= len(words) <= 16 or _STOPPED.search(line[-4:]) or _LIST_ITEM.match(line):
        return False
    if before.rstrip().endswith(":") or _LIST_ITEM.match(before):
        return False
    return line[0].isupper() and not _PROSE.search(line)
