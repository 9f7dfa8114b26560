"""A scorer learned from marked articles, on a tiny invented folder."""

import shutil

import pytest
from sklearn.linear_model import LogisticRegression

from stance.attribution.article import attribute
from stance.attribution.candidates import find_candidates
from stance.attribution.marked import is_marked
from stance.attribution.trained import fit_scorer, load_scorer
from stance.errors import StanceError
from stance.language.grammar import read_grammar
from stance.language.parsing import parse
from stance.models.persistence import write_skops
from tests.attribution.reading import SPEAKERS, brat, write_marked
from tests.naming.resolving import article_of

NEW = (
    "“The dam of Belmark will hold,” Petra Moe told the council. Ivo Lund said that the dam of Belmark was safe. "
    "Ivo Lund built a mill in Belmark and sold three ships."
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_marked(tmp_path_factory.mktemp("marked") / "train")


@pytest.fixture(scope="module")
def scorer(folder):
    return fit_scorer(folder)


@pytest.fixture(scope="module")
def new():
    ((article, paragraphs),) = parse([article_of(NEW)])
    return article, paragraphs, read_grammar(article.text, paragraphs)


def scores(scorer, grammar):
    return scorer.score(grammar, find_candidates(grammar))


def test_it_gives_a_probability_a_candidate(scorer, new):
    grammar = new[2]
    found = scores(scorer, grammar)
    assert len(found) == len(find_candidates(grammar)) > 3
    assert all(0 < score < 1 for score in found)
    assert 0 < scorer.threshold < 1
    assert scorer.score(grammar, []) == []


def test_it_learns_what_was_marked(scorer, new):
    grammar = new[2]
    by_cue = {
        grammar.words[candidate.cue]: score
        for candidate, score in zip(find_candidates(grammar), scores(scorer, grammar), strict=True)
    }
    assert min(by_cue["said"], by_cue["told"]) > max(by_cue["built"], by_cue["sold"])


def test_statements_of_persons_it_never_saw(scorer, new):
    article, paragraphs, _ = new
    rows = attribute(article, paragraphs, scorer).rows
    assert [(row["index"], row["actor"]) for row in rows] == [(0, "Petra Moe"), (1, "Ivo Lund"), (2, None)]
    assert all(row["score"] >= scorer.threshold for row in rows if row["actor"])


CARRIED = "{0} said that the dam was safe. “It will hold for another hundred years.”\n“Nobody needs the mill of {1}.”\n"


def write_carried(folder):
    """Write marked articles in which a quotation is its paragraph's speaker's, and one of its own is nobody's."""
    write_marked(folder)
    for number, path in enumerate(sorted((folder / "text").iterdir())):
        name = SPEAKERS[number % len(SPEAKERS)]
        text = CARRIED.format(name, ("Northfield", "Arvania", "Belmark")[number % 3])
        parts = [("Source", name), ("Cue", "said"), ("Content", "that the dam was safe")]
        going_on = [("Source", name), ("Content", "“It will hold for another hundred years.”")]
        marks = [[(role, text.index(words), words) for role, words in one] for one in (parts, going_on)]
        path.write_text(text, encoding="utf-8")
        (folder / "attributions" / f"{path.stem}_x.ann").write_text(brat(marks), encoding="utf-8")
    return folder


def test_it_learns_who_speaks_where_no_cue_says_so(tmp_path, scorer):
    ((article, paragraphs),) = parse([article_of(CARRIED.format("Petra Moe", "Eastham"))])
    taught = fit_scorer(write_carried(tmp_path / "carried"))
    by_rules, untaught, learned = (
        [row["actor"] for row in attribute(article, paragraphs, one).rows] for one in (None, scorer, taught)
    )
    assert by_rules == untaught == ["Petra Moe", "Petra Moe", "Petra Moe"]
    assert learned == ["Petra Moe", "Petra Moe", None]


def test_a_name_beside_a_quotation_needs_no_learning(scorer):
    ((article, paragraphs),) = parse([article_of("“The dam of Arvania will break before the spring.” — Petra Moe")])
    row, *_ = attribute(article, paragraphs, scorer).rows
    assert (row["actor"], row["rule"]) == ("Petra Moe", "signature")


def test_what_is_saved_is_loaded(scorer, new, tmp_path):
    scorer.save(tmp_path / "scorer.skops")
    again = load_scorer(tmp_path / "scorer.skops")
    assert again.threshold == scorer.threshold
    assert scores(again, new[2]) == scores(scorer, new[2])


def test_the_same_folder_gives_the_same_scorer(scorer, folder, new):
    again = fit_scorer(folder)
    assert again.threshold == scorer.threshold
    assert scores(again, new[2]) == scores(scorer, new[2])


def test_marks_fit_the_candidate_with_their_cue_and_source(folder):
    from stance.attribution.polnear import read_polnear

    article, marks = next(iter(read_polnear(folder)))
    ((_, paragraphs),) = parse([article])
    grammar = read_grammar(article.text, paragraphs)
    marked = {grammar.words[c.cue] for c in find_candidates(grammar) if is_marked(grammar, c, marks)}
    assert marked == {"said", "told", "according"}


def test_too_few_articles(tmp_path):
    folder = write_marked(tmp_path / "few", 9)
    with pytest.raises(StanceError, match=r"few: 9 marked articles are too few to learn from; at least 10$"):
        fit_scorer(folder)


def test_marks_that_fit_no_text(tmp_path):
    folder = write_marked(tmp_path / "m")
    for path in (folder / "attributions").iterdir():
        path.write_text("T1\tSource 9000 9008\tx\nT2\tCue 9009 9013\tx\nE1\tSource:T1 Cue:T2 Content:T1\n")
    with pytest.raises(StanceError, match="no marked attribution fits any sentence; do the offsets fit the texts"):
        fit_scorer(folder)


def test_folders_of_another_layout(tmp_path):
    folder = write_marked(tmp_path / "m")
    shutil.rmtree(folder / "attributions")
    with pytest.raises(StanceError, match="no folder 'attributions'"):
        fit_scorer(folder)


def test_a_file_that_is_no_scorer_is_refused(tmp_path):
    (tmp_path / "text.skops").write_text("nothing")
    with pytest.raises(StanceError, match=r"text\.skops: not a skops file, or cut short: refused"):
        load_scorer(tmp_path / "text.skops")
    with pytest.raises(StanceError, match=r"gone\.skops: no such file"):
        load_scorer(tmp_path / "gone.skops")
    write_skops(LogisticRegression().fit([[0.0], [1.0]], [0, 1]), tmp_path / "other.skops")
    with pytest.raises(StanceError, match=r"other\.skops: no scorer of attributions; make one with stance\.attribute"):
        load_scorer(tmp_path / "other.skops")


def test_a_pickle_is_refused(tmp_path):
    import pickle

    (tmp_path / "p.skops").write_bytes(pickle.dumps({"a": 1}))
    with pytest.raises(StanceError, match="refused"):
        load_scorer(tmp_path / "p.skops")


def test_a_run_of_sentences_is_no_scorer(finished):
    with pytest.raises(StanceError, match="no scorer of attributions"):
        load_scorer(finished / "model.skops")
