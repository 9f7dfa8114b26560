"""What attribution finds in the two original articles, against the corpus's own statements."""

import hashlib

import pytest

from stance import find_statements, load_seeds, read_articles
from stance.corpus.records import json_lines
from stance.corpus.seeds import load_actors
from stance.naming.aliases import Alias, AliasTable
from tests.conftest import PROJECT

DATA_SHEET = (PROJECT / "seeds" / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def pairs(shared):
    """Pairs of sentence and actor, of the corpus and as found, by document."""
    known = {row["sha256"]: row["document_id"] for _, row in json_lines(PROJECT / "seeds" / "articles.jsonl")}
    files = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in (shared / "seeds").iterdir()}
    documents = {files[digest].stem: document for digest, document in known.items()}
    gold = load_seeds("original", shared / "seeds")
    articles = list(read_articles([files[digest] for digest in known], on_problem=pytest.fail))
    found = find_statements(articles, aliases=alias_table())
    theirs = {(row.sentence_id, one["actor"]) for row in gold.itertuples() for one in row.statements}
    ours = {
        (sentence_of(gold, documents[row.document_id], row.start, row.end), row.actor)
        for row in found[found["actor"].notna()].itertuples()
    }
    return theirs, ours


def alias_table() -> AliasTable:
    table = AliasTable()
    for actor in load_actors():
        for alias in (actor["name"], *actor.get("aliases", [])):
            table.add(alias, Alias(actor["name"], actor["type"], actor.get("part_of")))
    return table


def sentence_of(gold, document, start, end):
    """Return the sentence of the corpus that shares most characters with a span."""
    mine = gold[gold["document_id"] == document]
    shared = mine["end"].clip(upper=end) - mine["start"].clip(lower=start)
    return mine["sentence_id"][shared.idxmax()] if shared.max() > 0 else f"{document}-none"


@pytest.mark.parametrize("document", ["000", "004", "both"])
def test_the_data_sheet_gives_what_is_found(pairs, document):
    theirs, ours = ({pair for pair in side if document in ("both", pair[0][:3])} for side in pairs)
    right = len(theirs & ours)
    name = document if document == "both" else f"`{document}`"
    row = f"| {name} | {len(ours)} | {right} | {right / len(ours):.2f} | {right / len(theirs):.2f} |"
    assert row in DATA_SHEET
