"""What a name names: a person, an organisation, a group, a state."""

from stance.language.grammar import Grammar
from stance.naming.names import Name
from stance.naming.people_words import ORGANISATION_WORDS, PERSON_NOUNS, given_names, singular
from stance.naming.places import find_places


def kind_of(grammar: Grammar, parts: tuple[str, ...], names: list[Name]) -> str:
    """Tell what a name names by what its occurrences have in common."""
    votes = sum(_evidence(grammar, name) for name in names) / len(names)
    if find_places(" ".join(parts)) and not any(name.titles for name in names):
        return "state"
    if votes > 0:
        return "person"
    plural = any(grammar.tags[name.last] == "NNPS" and grammar.entities[name.last] != "ORG" for name in names)
    organisation = any(grammar.entities[name.last] == "ORG" for name in names) or parts[-1] in ORGANISATION_WORDS
    if plural or any(grammar.entities[name.last] == "NORP" for name in names):
        return "organisation" if parts[-1] in ORGANISATION_WORDS else "group"
    return "organisation" if organisation or any(part in ORGANISATION_WORDS for part in parts) else "unknown"


def _evidence(grammar: Grammar, name: Name) -> float:
    """Weigh what speaks for a person (positive) or for something else (negative)."""
    kind = grammar.entities[name.last] or grammar.entities[name.first]
    score = {"PERSON": 2.0, "": 0.0}.get(kind, -1.5)
    score += 3.0 * bool(name.titles)
    score += 2.0 * (len(name.parts) > 1 and given_name(name) in given_names())
    score -= 4.0 * (grammar.tags[name.last] == "NNPS" and singular(name.parts[-1]) in PERSON_NOUNS)
    score -= 4.0 * any(part in ORGANISATION_WORDS for part in name.parts)
    score += 3.0 * (_age_follows(grammar, name.last) or _role_follows(grammar, name))
    before = grammar.lower[name.start - 1] if name.start else ""
    return score - 2.0 * (before == "the" and not name.titles)


def _age_follows(grammar: Grammar, last: int) -> bool:
    """Recognise "Jane Roe, 54,"."""
    if last + 3 >= len(grammar) or grammar.words[last + 1] != ",":
        return False
    return grammar.words[last + 2].isdigit() and grammar.words[last + 3] in (",", ".", ";")


def _role_follows(grammar: Grammar, name: Name) -> bool:
    """Recognise "Jane Roe, a lawyer"."""
    head = head_of(grammar, name)
    return any(
        grammar.relations[child] == "appos" and grammar.lower[child] in PERSON_NOUNS for child in grammar.children[head]
    )


def head_of(grammar: Grammar, name: Name) -> int:
    """Return the word of a name that its other words hang from."""
    inside = range(name.first, name.last + 1)
    return next((word for word in inside if grammar.heads[word] not in inside), name.last)


def given_name(name: Name) -> str:
    """Return a name's first word, or what stands before its hyphen: Jean-Marc."""
    return name.parts[0].split("-")[0]
