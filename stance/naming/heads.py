"""The word of a mention that tells who is meant."""

from stance.language.grammar import Grammar
from stance.naming.cast import Cast
from stance.naming.names import Name
from stance.naming.people_words import PERSON_NOUNS


def find_head(grammar: Grammar, words: range, names: dict[int, Name]) -> int:
    """Return the word of a mention that the others hang from; the parse is not trusted across a possessive."""
    if doer := _doer(grammar, words, names):
        return doer
    tops = [
        word
        for word in words
        if grammar.tags[word][0] in "NPCJWDV$"
        and grammar.tags[word] not in ("POS", "DT")
        and (grammar.heads[word] == word or grammar.heads[word] not in words)
    ]
    nouns = [word for word in tops if grammar.tags[word][0] in "NP" or word in names]
    head = (nouns or tops or [words[-1]])[0]
    after = head + 1
    if after in words[:-1] and grammar.tags[after] == "POS" and grammar.tags[after + 1][0] in "NJ":
        while after + 1 in words and grammar.tags[after + 1][:2] in ("NN", "JJ"):
            after += 1
        return after
    if after + 1 in words and grammar.tags[after] == "HYPH" and grammar.lower[after + 1] in PERSON_NOUNS:
        return after + 1
    return head


def _doer(grammar: Grammar, words: range, names: dict[int, Name]) -> int | None:
    """Return the name that opens a clause such as "Arvania approving transfers"."""
    first = words[0] + (grammar.tags[words[0]] == "DT" and len(words) > 1)
    name = names.get(first)
    if name is None or name.last + 1 not in words:
        return None
    return name.last if grammar.tags[name.last + 1] == "VBG" else None


def name_at_end(grammar: Grammar, head: int, words: range, names: dict[int, Name], cast: Cast) -> Name | None:
    """Return the person's name that closes a mention headed by what the person is: co-founder Jane Roe."""
    name = names.get(words[-1]) or names.get(words[-1] - 1)
    if name is None or name.start <= head or not any(m.type == "person" for m in cast.of(name)):
        return None
    if head in names:  # World Health Body spokesman John Roe
        return name if name.titles and names.get(name.start - 1) is names[head] else None
    between = range(head + 1, name.start)
    if all(grammar.tags[word] in ("NN", "NNP", "JJ", "HYPH", "CC") for word in between):
        return name
    if grammar.words[name.start - 1] == "," and name.last >= words[-1] - 1 and len(name.parts) > 1:
        return name if grammar.lower[head] in PERSON_NOUNS | {"one"} else None  # an aide to Poe, Jane Roe
    organisation_before = grammar.tags[name.start - 1] == "NNP" and not name.titles and len(name.parts) > 1
    return name if organisation_before and grammar.lower[head] in PERSON_NOUNS else None
