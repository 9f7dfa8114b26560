"""What resolving a mention yields."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """Someone who can hold a view.

    Attributes
    ----------
    name : str
        The canonical name: the fullest the article has, or the words themselves for an unnamed source.
    type : str
        ``person``, ``organisation``, ``state``, ``group`` or ``unknown``.
    part_of : str or None
        The state or organisation that the actor belongs to.
    """

    name: str
    type: str
    part_of: str | None = None


@dataclass(frozen=True)
class Resolution:
    """What a mention was resolved to.

    Attributes
    ----------
    mention : (int, int)
        Its offsets in the article.
    actor : Actor or None
        None when it fits several actors, or none is known.
    rule : str
        What found it: ``alias``, ``full name``, ``surname``, ``first name``, ``title``, ``role``, ``acronym``,
        ``capital``, ``nationality``, ``pronoun``, ``nominal``, or ``itself``.
    candidates : tuple of str
        The names it fits, when there are several.
    """

    mention: tuple[int, int]
    actor: Actor | None
    rule: str
    candidates: tuple[str, ...] = ()
