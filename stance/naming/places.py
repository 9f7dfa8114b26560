"""States and what stands for them: capitals, adjectives, peoples, seats of government."""

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from stance.language.spelling import plain, word_set

METONYMS = {
    "white house": "United States",
    "pentagon": "United States",
    "oval office": "United States",
    "capitol hill": "United States",
    "state department": "United States",
    "kremlin": "Russia",
    "downing street": "United Kingdom",
    "whitehall": "United Kingdom",
    "elysee": "France",
    "elysee palace": "France",
    "quai d'orsay": "France",
    "bundestag": "Germany",
    "knesset": "Israel",
    "blue house": "South Korea",
}
"""Seats of government that stand for one state only; those that may stand for two are left out."""

GOVERNING = word_set("government administration state authorities cabinet regime republic kingdom federation")
"""Nouns that with a state's adjective mean the state: the Russian government."""


@dataclass(frozen=True)
class Place:
    """What a word says about a state.

    Attributes
    ----------
    state : str
        The state's usual name.
    rule : str
        How the word stands for it: ``itself``, ``capital``, ``nationality`` or ``people``.
    """

    state: str
    rule: str


@cache
def _table() -> dict[str, tuple[Place, ...]]:
    table: dict[str, tuple[Place, ...]] = {}

    def enter(names: str, place: Place) -> None:
        for name in filter(None, names.split(";")):
            known = table.get(plain(name), ())
            if place.state not in [one.state for one in known]:
                table[plain(name)] = (*known, place)

    with files("stance.naming").joinpath("states.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            state = row["state"]
            enter(state, Place(state, "itself"))
            enter(row["other names"], Place(state, "itself"))
            enter(row["capital"], Place(state, "capital"))
            enter(row["adjectives"], Place(state, "nationality"))
            enter(row["peoples"], Place(state, "people"))
    for name, state in METONYMS.items():
        enter(name, Place(state, "capital"))
    enter("European Union;EU;E.U.", Place("European Union", "itself"))
    enter("Brussels", Place("European Union", "capital"))
    enter("Brussels", Place("Belgium", "capital"))
    enter("Korea;Korean;Koreans", Place("South Korea", "nationality"))
    enter("Korea;Korean;Koreans", Place("North Korea", "nationality"))
    enter("Congo", Place("Democratic Republic of the Congo", "itself"))
    enter("Congo", Place("Republic of the Congo", "itself"))
    return table


def find_places(name: str) -> tuple[Place, ...]:
    """Return the states a name may stand for: none, one, or several (``Brussels``, ``Korean``)."""
    key = plain(name)
    return _table().get(key) or _table().get(re.sub(r"^the |'s?$|(?<=s)'$", "", key), ())


def find_place(name: str) -> Place | None:
    """Return the state a name stands for; None when there is none, or when there are several."""
    found = find_places(name)
    return found[0] if len(found) == 1 else None
