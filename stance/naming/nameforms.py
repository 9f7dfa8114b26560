"""Forms of names: what may be short for what, and which spelling stands for all."""

from collections import Counter
from collections.abc import Sequence

from stance.naming.names import Name
from stance.naming.people_words import (
    COMPANY_ENDINGS,
    HONORIFICS,
    ORGANISATION_WORDS,
    given_names,
    nicknames,
    noun_gender,
)


def title_gender(title: str) -> str:
    """Return the gender that a title tells, or an empty string."""
    return HONORIFICS.get(title) or noun_gender(title)


def same_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Say whether two full names that share their last word may be one person's."""
    short, long = sorted((one, other), key=len)
    if _same_given(short[0], long[0]):
        return len(short) < 3 or len(long) < 3 or all(map(_same_given, short[1:-1], long[1:-1]))
    return len(short) < len(long) and short == long[-len(short) :]


def _same_given(one: str, other: str) -> bool:
    if one == other or other in nicknames().get(one, ()):
        return True
    return (len(one) == 1 or len(other) == 1) and one[0] == other[0]


def better(parts: tuple[str, ...], known: tuple[str, ...]) -> bool:
    """Say whether a form of a name is fuller than the one known; an epithet before a full name does not count."""
    short, long = sorted((parts, known), key=lambda form: (len(form), len("".join(form))))
    given = given_names()
    epithet = len(short) > 1 and long[-len(short) :] == short and short[0] in given and long[0] not in given
    if epithet and len(long) > len(short) and len(long[0]) > 1:
        return parts == short
    return parts == long


def short_forms(parts: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return the forms that may stand for a full name: itself, its surname and its first name."""
    forms = [parts, (parts[-1],), (parts[0],)]
    forms += [parts[at:] for at in range(1, len(parts) - 1)]
    if "-" in parts[-1]:
        forms.append((parts[-1].split("-")[-1],))
    return list(dict.fromkeys(forms))


def spelling(parts: tuple[str, ...], names: Sequence[Name], kind: str) -> str:
    """Return the spelling of the fullest form that is met most, capitals throughout only where there is no other."""
    counts = Counter(name.text for name in names if name.parts == parts)
    mixed = Counter({text: n for text, n in counts.items() if not text.isupper()})
    if mixed or not counts:
        return (mixed or counts or Counter({" ".join(parts): 1})).most_common(1)[0][0]
    text = counts.most_common(1)[0][0]
    return text.title() if kind == "person" and " " in text else text


def organisation_forms(parts: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return the forms that may stand for an organisation's name: itself, without Inc., its initials."""
    forms, core = [parts], parts
    while len(core) > 1 and core[-1] in COMPANY_ENDINGS:
        core = core[:-1]
    if core != parts:
        forms.append(core)
    if core[-1] in ORGANISATION_WORDS:
        forms.append((core[-1],))
    initials = ["".join(p[0] for p in parts), "".join(p[0] for p in parts if p not in ("of", "for", "the", "on"))]
    forms += [(one,) for one in initials if len(one) > 1]
    return list(dict.fromkeys(forms))
