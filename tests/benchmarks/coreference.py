"""How often is a mention of a person resolved to the right named person?

Usage: python tests/benchmarks/coreference.py FOLDER
  FOLDER  documents with gold coreference, in CoNLL-U as the GUM corpus writes it (`Entity=` in the MISC column)

Queries. A gold chain counts when it is of type person, is one person (no mention of it is a coordination or has a
plural head) and is named: at least one mention's head is a proper noun, or carries a proper noun as `flat` (student
Jane Roe). Every mention of such a chain is one query. Its class is `name` when the mention itself is named so,
`pronoun` when its head is a pronoun, else `nominal` (the mayor; 54 in apposition). Mentions in pieces are left out.

Answers. The text is rebuilt from the words and `SpaceAfter`, a paragraph a line. The package parses it and finds the
quotations and their speakers; nothing gold but the mention's offsets is given to `Actors.resolve`.

Scoring. The words of a chain are those of all its names, hyphens split, accents and case folded. An answer is right
when its last word is the last word of one of the chain's names, its other words are words of the chain too, and no
other chain of the document passes the same test (unless both chains have a name that ends in the whole answer, of two
words or more: then the gold has split one person). Mentions left unresolved are wrong.

Prints one JSON object: accuracy in per cent and number of queries by class and in all, and how many were unresolved.
`--errors` prints each wrong answer to standard error.
"""

import json
import re
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from stance.corpus.articles import Article
from stance.language.parsing import parse
from stance.language.spelling import plain, word_set
from stance.naming.actors import Actors

TITLES = word_set(
    """
    president vice prime minister secretary general home foreign defence defense state shadow attorney
    chancellor senator governor mayor judge justice king queen prince princess pope speaker commissioner
    ambassador man woman director chief executive chairman undersecretary
    """
)
"""Proper nouns that are no name by themselves: the President is a nominal."""

ENTITY = re.compile(r"\((\d+)(\[\d+/\d+\])?-([^()]*)(\))?|(\d+)(?:\[\d+/\d+\])?\)")


@dataclass
class Mention:
    """One gold mention: its words (first, last), its head, and the chain's type."""

    first: int
    last: int
    kind: str
    head: int = 0


@dataclass
class Gold:
    """A document: CoNLL-U rows, text, offsets of the words, paragraphs, chains."""

    rows: list[list[str]] = field(default_factory=list)
    offsets: list[tuple[int, int]] = field(default_factory=list)
    paragraphs: list[tuple[int, int]] = field(default_factory=list)
    chains: dict[str, list[Mention]] = field(default_factory=lambda: defaultdict(list))
    text: str = ""


def read_gold(path: Path) -> Gold:
    gold = Gold()
    pieces: list[str] = []
    length, paragraph, base = 0, 0, 0
    opened: dict[str, list[tuple[int, str]]] = defaultdict(list)

    def new_paragraph() -> None:
        nonlocal length, paragraph
        stripped = "".join(pieces).rstrip()
        if len(stripped) > paragraph:
            gold.paragraphs.append((paragraph, len(stripped)))
            pieces[:] = [stripped, "\n"]
            length = paragraph = len(stripped) + 1

    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# newpar") and not line.startswith("# newpar_block"):
            new_paragraph()
        cells = line.split("\t")
        if not line:
            base = len(gold.rows)
        if len(cells) != 10 or not cells[0].isdigit():
            continue
        at = len(gold.rows)
        cells[6] = str(base + int(cells[6]) - 1 if cells[6] != "0" else -1)
        gold.rows.append(cells)
        gold.offsets.append((length, length + len(cells[1])))
        space = "" if "SpaceAfter=No" in cells[9] else " "
        pieces.append(cells[1] + space)
        length += len(cells[1]) + len(space)
        if entity := re.search(r"Entity=([^|]*)", cells[9]):
            _read_entities(entity[1], at, opened, gold)
    new_paragraph()
    gold.text = "".join(pieces)
    for mentions in gold.chains.values():
        for mention in mentions:
            mention.head = _head(gold.rows, mention)
    return gold


def _read_entities(field_: str, at: int, opened: dict[str, list[tuple[int, str]]], gold: Gold) -> None:
    for start, in_pieces, features, closed, end in ENTITY.findall(field_):
        kind = "in pieces" if in_pieces else features.split("-")[0]
        if end:
            first, kind = opened[end].pop()
            gold.chains[end].append(Mention(first, at, kind))
        elif closed:
            gold.chains[start].append(Mention(at, at, kind))
        else:
            opened[start].append((at, kind))


def _head(rows: list[list[str]], mention: Mention) -> int:
    """Return the word whose own head lies outside the mention."""
    inside = range(mention.first, mention.last + 1)
    tops = [i for i in inside if int(rows[i][6]) not in inside and rows[i][3] != "PUNCT"]
    return tops[0] if tops else mention.last


def name_of(gold: Gold, mention: Mention) -> tuple[str, ...]:
    """Return the words of the proper name that a mention is; empty when it is none, or a title alone."""
    rows, flat = gold.rows, {mention.head}
    for word in range(mention.first, mention.last + 1):
        beside = rows[word][7] == "appos" and not any(rows[i][3] == "PUNCT" for i in range(mention.head, word))
        if (rows[word][7].startswith("flat") or beside) and int(rows[word][6]) in flat:
            flat.add(word)
    proper = [word for word in sorted(flat) if rows[word][3] == "PROPN"]
    if not proper:
        return ()
    first = last = proper[-1]
    while first - 1 >= mention.first and _goes_on(gold, first - 1):
        first -= 1
    while last + 1 <= mention.last and _goes_on(gold, last + 1):
        last += 1
    name = words_of(" ".join(rows[word][1] for word in range(first, last + 1)))
    return () if all(word in TITLES for word in name) else name


def _goes_on(gold: Gold, word: int) -> bool:
    """Say whether a word continues a name: another proper noun, or a hyphen and what is glued to it."""
    glued = "-" in (gold.rows[word][1], gold.rows[word - 1][1]) and gold.offsets[word - 1][1] == gold.offsets[word][0]
    return gold.rows[word][3] == "PROPN" or glued


def words_of(name: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^\W_]+", re.sub(r"['’]s\b", "", plain(name))))


def one_person(gold: Gold, mentions: list[Mention]) -> bool:
    rows = gold.rows

    def coordination(m: Mention) -> bool:
        return any(rows[i][7] == "conj" and int(rows[i][6]) == m.head for i in range(m.first, m.last + 1))

    def plural(m: Mention) -> bool:
        return "Number=Plur" in rows[m.head][5] and (rows[m.head][3] != "PRON")

    kinds = [m.kind for m in mentions]
    return set(kinds) <= {"person", "in pieces"} and not any(coordination(m) or plural(m) for m in mentions)


def ask(path: Path) -> list[tuple[str, bool, str, str, str]]:
    """Resolve every mention of a document: class, right, mention, answer, rule."""
    gold = read_gold(path)
    article = Article(path.stem, gold.text, tuple(gold.paragraphs))
    ((_, paragraphs),) = parse([article])
    actors = Actors(article, paragraphs)
    named = {
        chain: [name for m in mentions if (name := name_of(gold, m))]
        for chain, mentions in gold.chains.items()
        if any(m.kind == "person" for m in mentions) and one_person(gold, mentions)
    }
    named = {chain: names for chain, names in named.items() if names}
    out = []
    for chain, mentions in gold.chains.items():
        for mention in mentions if chain in named else []:
            if mention.kind == "in pieces":
                continue
            span = (gold.offsets[mention.first][0], gold.offsets[mention.last][1])
            answer = actors.resolve(span)
            name = words_of(answer.actor.name) if answer.actor else ()
            pronoun = gold.rows[mention.head][3] == "PRON"
            kind = "name" if name_of(gold, mention) else "pronoun" if pronoun else "nominal"
            shown = answer.actor.name if answer.actor else "unresolved " + ", ".join(answer.candidates)
            full = " ".join(max(named[chain], key=len))
            where = f"{path.stem} {span[0]}: {gold.text[slice(*span)][:60]!r} of {full}"
            out.append((kind, _right(name, chain, named), where, shown, answer.rule))
    return out


def _right(name: tuple[str, ...], chain: str, named: dict[str, list[tuple[str, ...]]]) -> bool:
    def fits(names: list[tuple[str, ...]]) -> bool:
        pool = {word for one in names for word in one}
        return bool(name) and name[-1] in {one[-1] for one in names} and set(name) <= pool

    def has(names: list[tuple[str, ...]]) -> bool:
        return len(name) > 1 and any(one[-len(name) :] == name for one in names)

    rivals = [names for other, names in named.items() if other != chain and fits(names)]
    return fits(named[chain]) and not any(not (has(names) and has(named[chain])) for names in rivals)


def main(folder: str, *, errors: bool = False) -> None:
    answers = [answer for path in sorted(Path(folder).glob("*.conllu")) for answer in ask(path)]
    summary: dict[str, dict[str, float]] = {}
    for kind in ("name", "pronoun", "nominal", "all"):
        mine = [answer for answer in answers if kind in ("all", answer[0])]
        right = sum(answer[1] for answer in mine)
        unresolved = sum(answer[3].startswith("unresolved") for answer in mine)
        accuracy = round(100 * right / len(mine), 1) if mine else None
        summary[kind] = {"accuracy": accuracy, "n": len(mine), "right": right, "unresolved": unresolved}
    print(json.dumps({"documents": len({a[2].split()[0] for a in answers}), **summary}))
    if errors:
        for kind, right, where, shown, rule in answers:
            if not right:
                print(f"{kind}: {where} -> {shown} [{rule}]", file=sys.stderr)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1], errors="--errors" in sys.argv)
