"""Inflected forms of the verbs in the lexicon, so that no lemmatiser need run over every word."""

from stance.language.spelling import word_set

_IRREGULAR = {
    "say": "said",
    "tell": "told",
    "think": "thought",
    "write": "wrote written",
    "speak": "spoke spoken",
    "know": "knew known",
    "feel": "felt",
    "find": "found",
    "see": "saw seen",
    "hold": "held",
    "read": "read",
    "go": "went gone",
    "give": "gave given",
    "make": "made",
    "take": "took taken",
    "put": "put",
    "hear": "heard",
    "mean": "meant",
    "swear": "swore sworn",
    "forbid": "forbade forbidden",
    "foresee": "foresaw foreseen",
    "forecast": "forecast",
    "seek": "sought",
    "choose": "chose chosen",
    "lay": "laid",
    "learn": "learnt learned",
    "lead": "led",
    "fight": "fought",
    "withdraw": "withdrew withdrawn",
    "understand": "understood",
    "forget": "forgot forgotten",
    "throw": "threw thrown",
    "overrule": "overruled",
    "send": "sent",
    "strike": "struck",
    "draw": "drew drawn",
    "quote": "quoted",
    "show": "showed shown",
    "have": "had has having have",
    "be": "is are was were been being be am 's 're 'm",
    "let": "let",
    "cast": "cast",
    "set": "set",
    "buy": "bought",
    "keep": "kept",
    "rebut": "rebutted",
    "rip": "ripped",
    "slam": "slammed",
    "pan": "panned",
    "admit": "admitted",
    "refer": "referred",
    "infer": "inferred",
    "prefer": "preferred",
    "commit": "committed",
    "submit": "submitted",
    "plan": "planned",
    "tap": "tapped",
    "ban": "banned",
    "bar": "barred",
    "regret": "regretted",
    "chat": "chatted",
    "quip": "quipped",
    "snap": "snapped",
    "drop": "dropped",
    "rap": "rapped",
    "knock": "knocked",
    "spot": "spotted",
    "vet": "vetted",
    "bet": "bet",
    "teach": "taught",
    "stand": "stood",
    "run": "ran",
    "meet": "met",
}

_DOUBLING = word_set("""
admit bag ban bar beg bet blog chat commit cut drop forbid forget hit infer knit let nod pan permit pin plan prefer put
quip rap rebut refer regret rip run set shrug slam snap spot submit tap vet
""")


def forms(lemma: str) -> set[str]:
    """Return the forms of an English verb: ``tell`` gives tell, tells, telling, told."""
    irregular = set(_IRREGULAR.get(lemma, "").split())
    stem = lemma + lemma[-1] if lemma in _DOUBLING else lemma
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")):
        stem = lemma[:-1]
    ing = lemma + "ing" if lemma.endswith(("ee", "oe", "ye")) else stem + "ing"
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        third, past = lemma[:-1] + "ies", lemma[:-1] + "ied"
    else:
        third = lemma + ("es" if lemma.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")
        past = lemma + "d" if lemma.endswith("e") else stem + "ed"
    return {lemma, third, ing, *(irregular or {past})}
