"""The review table: who was found under which words, for a person to correct and feed back as aliases."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from stance.language.spelling import word_set
from stance.naming.aliases import COLUMNS, IGNORED, fold
from stance.naming.pronouns import PRONOUNS
from stance.naming.resolution import Resolution

if TYPE_CHECKING:
    import pandas as pd

_OF_THE_ARTICLE = ("pronoun", "role", "nominal")
_POSSESSIVE = word_set("its his her their our my your")

_LONGEST_EXAMPLE = 120
"""Characters of the longest example."""

_FULL = 200_000
"""Rows beyond which new ones are only counted, so that memory stays bounded on any folder."""


@dataclass
class _Row:
    n: int = 0
    documents: int = 0
    last_document: str | None = None
    rule: str = ""
    example: str = ""


@dataclass
class Review:
    """Counts mentions and what they were resolved to, in memory that the number of different ones bounds.

    Attributes
    ----------
    left_out : int
        Mentions that the table has no place for any more.
    """

    left_out: int = 0
    _rows: dict[tuple[str, str, str, str], _Row] = field(default_factory=dict)

    def add(self, mention: str, resolution: Resolution, document_id: str, example: str = "") -> None:
        """Count a mention; what stands for another in another article is passed over: she, the mayor, its spokesman.

        Parameters
        ----------
        mention : str
            Its words.
        resolution : Resolution
            What `Actors.resolve` said.
        document_id : str
            The article; articles come one after the other.
        example : str
            The sentence it stands in.
        """
        mention = " ".join(mention.split())
        if not mention or fold(mention) in PRONOUNS or resolution.rule in _OF_THE_ARTICLE:
            return
        if mention.split()[0].lower() in _POSSESSIVE:
            return
        actor = resolution.actor
        key = (mention, actor.name, actor.type, actor.part_of or "") if actor else (mention, "", "", "")
        row = self._rows.get(key)
        if row is None:
            if len(self._rows) >= _FULL:
                self.left_out += 1
                return
            shown = f"fits {', '.join(resolution.candidates)}: {example}" if resolution.candidates else example
            row = self._rows[key] = _Row(rule=resolution.rule, example=" ".join(shown.split())[:_LONGEST_EXAMPLE])
        row.n += 1
        if row.last_document != document_id:
            row.documents += 1
            row.last_document = document_id

    def frame(self) -> "pd.DataFrame":
        """Return the table, the most frequent actors first, their mentions together.

        Returns
        -------
        pandas.DataFrame
            Columns ``alias``, ``canonical``, ``type``, ``part_of``, ``valid_from`` and ``valid_to``, as `read_aliases`
            takes them, and ``n``, ``documents``, ``rule`` and ``example`` to judge by. A mention that was left
            unresolved has no canonical name.
        """
        import pandas as pd

        totals: dict[str, int] = {}
        for (_, canonical, _, _), row in self._rows.items():
            totals[canonical] = totals.get(canonical, 0) + row.n
        rows: list[list[Any]] = [
            [alias, canonical or None, kind or None, part_of or None, None, None, r.n, r.documents, r.rule, r.example]
            for (alias, canonical, kind, part_of), r in sorted(
                self._rows.items(), key=lambda item: (-totals[item[0][1]], item[0][1], -item[1].n, item[0])
            )
        ]
        table = pd.DataFrame(rows, columns=[*COLUMNS, *IGNORED], dtype=object)
        return table.astype({"n": int, "documents": int})
