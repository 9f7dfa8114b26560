"""The seed corpus as it stands, and original sentences cut from articles that must be unchanged."""

import hashlib
import json
import shutil

import pandas as pd
import pytest
from pydantic import ValidationError

from stance.corpus import load_corpus
from stance.corpus.records import json_lines
from stance.corpus.seeds import SEEDS, SeedsConfig, load_actors, load_seeds
from stance.corpus.validation import validate
from stance.errors import StanceError


@pytest.fixture(scope="module")
def seeds():
    return load_seeds()


@pytest.fixture(scope="module")
def articles():
    return {row["document_id"]: row for _, row in json_lines(SEEDS / "articles.jsonl")}


def refusal(act, *args, **options):
    with pytest.raises(StanceError) as error:
        act(*args, **options)
    return str(error.value)


# the corpus itself


def test_the_corpus_holds_78_sentences_of_two_articles(seeds):
    assert len(seeds) == 78
    assert seeds["document_id"].unique().tolist() == ["000", "004"]
    assert seeds["sentence_id"].is_unique
    pd.testing.assert_frame_equal(validate(seeds), seeds)


def test_offsets_are_ordered_apart_and_within_the_article(seeds, articles):
    for document, rows in seeds.groupby("document_id"):
        assert (rows["start"] >= 0).all()
        assert (rows["end"].to_numpy()[:-1] <= rows["start"].to_numpy()[1:]).all()
        assert rows["end"].max() <= articles[document]["length"]
        assert rows["index"].tolist() == list(range(len(rows)))
        assert rows["paragraph"].is_monotonic_increasing


def test_every_holder_is_a_known_actor(seeds):
    names = {actor["name"] for actor in load_actors()}
    holders = {statement["actor"] for statements in seeds["statements"] for statement in statements}
    assert holders
    assert holders | set(seeds["actor"].dropna()) <= names


def test_every_statement_has_a_stance(seeds):
    assert all(statement["stance"] for statements in seeds["statements"] for statement in statements)


def test_restatements_quote_nobody(seeds):
    for mark in '"“”„«»':
        assert not seeds["text"].str.contains(mark, regex=False).any(), mark


def test_actors_have_unique_names_and_speak_for_actors():
    actors = load_actors()
    names = [actor["name"] for actor in actors]
    assert len(names) == len(set(names))
    assert {actor["type"] for actor in actors} <= {"person", "organisation", "state", "group"}
    assert {actor["part_of"] for actor in actors if "part_of" in actor} <= set(names)


def test_the_corpus_knows_its_actors_by_every_alias_longest_first(seeds):
    corpus = load_corpus(SeedsConfig())
    pd.testing.assert_frame_equal(corpus.frame, seeds)
    actors = load_actors()
    assert set(corpus.names) == {name for actor in actors for name in (actor["name"], *actor.get("aliases", []))}
    assert list(corpus.names) == sorted(corpus.names, key=lambda name: (-len(name), name))


# the originals


@pytest.fixture
def renamed_originals(shared, tmp_path):
    for number, path in enumerate(sorted((shared / "seeds").glob("*.txt"))):
        shutil.copy(path, tmp_path / f"copy {9 - number}.text")
    return tmp_path


def test_originals_are_cut_whatever_their_files_are_called(shared, seeds, articles, renamed_originals):
    frame = load_seeds("original", renamed_originals)
    texts = [path.read_bytes() for path in (shared / "seeds").glob("*.txt")]
    by_digest = {hashlib.sha256(text).hexdigest(): text.decode() for text in texts}
    for row, text in zip(seeds.itertuples(), frame["text"], strict=True):
        original = by_digest[articles[row.document_id]["sha256"]]
        assert len(original) >= row.end
        assert text == original[row.start : row.end] == text.strip()
    rest = [name for name in seeds if name not in ("text", "statements")]
    pd.testing.assert_frame_equal(frame[rest], seeds[rest])
    coded = [[{"actor": each["actor"], "stance": each["stance"]} for each in row] for row in seeds["statements"]]
    assert frame["statements"].tolist() == coded
    pd.testing.assert_frame_equal(
        load_corpus(SeedsConfig(text="original", originals=str(renamed_originals))).frame, frame
    )


def test_a_changed_original_is_refused(renamed_originals, articles):
    path = renamed_originals / "copy 9.text"
    content = bytearray(path.read_bytes())
    content[10] ^= 1
    path.write_bytes(content)
    message = refusal(load_seeds, "original", renamed_originals)
    assert f"is the original of document 000 (SHA-256 {articles['000']['sha256'][:16]}...)" in message


# a small invented corpus

TEXT = "Brandt agreed.\r\nÓkoro left 😀\n"
ALL_OF_FOUR_BYTES = "😀😁😂"


@pytest.fixture
def small(tmp_path, monkeypatch):
    """A corpus of two invented articles in `corpus`, and their texts in `articles`."""
    monkeypatch.chdir(tmp_path)
    corpus, originals = tmp_path / "corpus", tmp_path / "articles"
    corpus.mkdir()
    (originals / "a folder").mkdir(parents=True)
    articles = [
        {"document_id": name, "sha256": hashlib.sha256(text.encode()).hexdigest(), "length": len(text)}
        for name, text in (("d1", TEXT), ("d2", ALL_OF_FOUR_BYTES))
    ]
    spans = [("d1", 0, 14), ("d1", 16, 28), ("d2", 1, 3)]
    sentences = [
        {"sentence_id": n, "document_id": d, "start": start, "end": end, "text": f"restated {n}", "label": "pro"}
        for n, (d, start, end) in enumerate(spans)
    ]
    (corpus / "articles.jsonl").write_text("".join(json.dumps(row) + "\n" for row in articles))
    (corpus / "sentences.jsonl").write_text("\n" + "".join(json.dumps(row) + "\n" for row in sentences))
    (corpus / "actors.yaml").write_text("- {name: Ilse Brandt, aliases: [Brandt]}\n")
    (originals / "x.txt").write_bytes(TEXT.encode())
    (originals / "another").write_bytes(ALL_OF_FOUR_BYTES.encode())
    return corpus


def test_restatements_need_no_originals(small):
    texts = ["restated 0", "restated 1", "restated 2"]
    assert load_seeds(folder=small)["text"].tolist() == texts
    assert load_seeds("restated", "nowhere", folder=str(small))["text"].tolist() == texts


def test_offsets_count_decoded_characters_line_ends_included(small):
    texts = load_seeds("original", "articles", folder=small)["text"].tolist()
    assert texts == ["Brandt agreed.", "Ókoro left 😀", "😁😂"]


def test_files_too_large_to_be_an_article_are_not_read(small, tmp_path, monkeypatch):
    read = []
    path_class = type(tmp_path)
    read_bytes = path_class.read_bytes
    monkeypatch.setattr(path_class, "read_bytes", lambda path: read.append(path.name) or read_bytes(path))
    limit = 4 * len(TEXT)
    (tmp_path / "articles" / "fits").write_bytes(b"a" * limit)
    (tmp_path / "articles" / "large").write_bytes(b"a" * (limit + 1))
    load_seeds("original", "articles", folder=small)
    assert "fits" in read
    assert "large" not in read


@pytest.mark.parametrize("change", ["missing", "one byte"])
@pytest.mark.parametrize(("file", "document", "text"), [("x.txt", "d1", TEXT), ("another", "d2", ALL_OF_FOUR_BYTES)])
def test_an_original_that_is_missing_or_changed(small, tmp_path, change, file, document, text):
    path = tmp_path / "articles" / file
    if change == "missing":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-1] + b"!")
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    assert refusal(load_seeds, "original", "articles", folder=small) == (
        f"data.originals: no file in articles is the original of document {document} (SHA-256 {digest}...): it is "
        "missing or changed; put the unchanged file there or use data.text=restated"
    )


@pytest.mark.parametrize("name", ["nowhere", "articles/x.txt"])
def test_originals_must_be_a_folder(small, name):
    assert refusal(load_seeds, "original", name, folder=small) == (
        f"data.originals: {name} is no folder; name the one with the original articles"
    )


def test_original_text_needs_the_originals(small):
    assert refusal(load_seeds, "original", folder=small) == (
        "text='original' needs originals=DIR, the folder with the two original articles"
    )


def test_an_unknown_text_is_not_taken_for_restatements(small):
    assert refusal(load_seeds, "orignal", folder=small) == (
        "text 'orignal' is not one of restated, original; did you mean 'original'?"
    )


@pytest.mark.parametrize(
    ("name", "load"), [("sentences.jsonl", load_seeds), ("articles.jsonl", load_seeds), ("actors.yaml", load_actors)]
)
def test_a_corpus_that_is_not_there(small, name, load):
    (small / name).unlink()
    assert refusal(load, folder=small) == (
        f"corpus/{name}: no such file; the seed corpus comes with a checkout of the repository"
    )


def test_an_installed_package_without_the_corpus_says_so(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("stance.corpus.seeds.SEEDS", tmp_path / "seeds")
    assert refusal(load_corpus, SeedsConfig()) == (
        "seeds/actors.yaml: no such file; the seed corpus comes with a checkout of the repository"
    )


def test_a_wrong_line_of_the_corpus_is_named(small):
    path = small / "sentences.jsonl"
    path.write_text(path.read_text().replace('"restated 1"', '" "'))
    assert refusal(load_seeds, folder=small) == "corpus/sentences.jsonl:3: text is empty"
    path.write_text('{"text": "x"\n')
    assert refusal(load_seeds, folder=small) == "corpus/sentences.jsonl:1: not JSON: Expecting ',' delimiter"


def test_actors_of_another_folder(small):
    assert load_actors(str(small)) == [{"name": "Ilse Brandt", "aliases": ["Brandt"]}]


def test_a_configuration_has_these_defaults():
    assert SeedsConfig().model_dump() == {"name": "seeds", "text": "restated", "originals": None, "supplement": None}
    assert SeedsConfig(text="original", originals="x").originals == "x"


def test_a_configuration_of_original_text_needs_the_originals():
    with pytest.raises(ValidationError) as error:
        SeedsConfig(text="original")
    assert error.value.errors()[0]["msg"] == (
        "Value error, text: original needs data.originals=DIR, the folder with the two original articles "
        "(seeds/README.md)"
    )
