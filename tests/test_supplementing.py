"""What a supplement adds, and that it never evaluates."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from stance import judging, load_config, run_experiment
from stance.corpus import Corpus
from stance.evaluation.splits import leave_out, plan_split
from stance.supplementing import describe_supplement
from tests.conftest import QUICK, small_frame
from tests.test_judging import Recorder

LEARNED = ["Harland needs the rounds", "the nuns wept over the rounds", "the rounds weigh forty kilos"]


@pytest.fixture
def supplement() -> pd.DataFrame:
    labels = ["pro", "anti", "neutral"] * 4
    texts = [f"{LEARNED[i % 3]} in year {i}" for i in range(12)]
    return pd.DataFrame({"text": texts, "label": labels, "target": "all", "origin": "supplement"})


@pytest.fixture
def corpus(frame, supplement) -> Corpus:
    return Corpus(frame, supplement=supplement)


@pytest.fixture
def config():
    return load_config(None, QUICK)


def test_the_supplement_is_in_every_training_part_and_in_no_test(corpus, config, supplement, monkeypatch):
    log = []
    monkeypatch.setattr(judging, "new_model", lambda config, corpus: Recorder(log))
    written = set(supplement["text"])
    for split in (config.evaluation.split, leave_out(corpus.frame)):
        log.clear()
        judged = judging.judge(config, corpus, plan_split(split, corpus.frame, seed=0))
        assert log
        assert all(written <= trained and not written & tested for trained, tested in log)
        assert not written & set(judged.predictions["text"])
        assert judged.numbers["test"]["sentences"] == 36


def test_the_guesses_beside_a_supplemented_model_know_the_corpus_alone(corpus, config):
    alone = replace(corpus, supplement=None)
    plan = plan_split(config.evaluation.split, corpus.frame, seed=0)
    with_it = judging.judge(config, corpus, plan).numbers["baselines"]
    assert with_it == judging.judge(config, alone, plan).numbers["baselines"]


def test_unseen_documents_with_and_without_it(corpus, config):
    numbers = describe_supplement(config, {"restated": corpus, "original": corpus})
    assert numbers["sentences"] == 12
    assert numbers["labels"] == {"anti": 4, "neutral": 4, "pro": 4}
    assert [(each["text"], each["supplement"]) for each in numbers["comparison"]] == [
        ("restated", 0),
        ("restated", 12),
        ("original", 0),
        ("original", 12),
    ]
    for each in numbers["comparison"]:
        documents = each["documents"]
        assert list(documents) == ["mean", "d0", "d1", "d2", "d3"]
        values = [documents[name]["value"] for name in list(documents)[1:]]
        assert documents["mean"]["value"] == pytest.approx(np.mean(values))
        assert all(each["low"] <= each["value"] <= each["high"] for each in documents.values())
        assert each["actors_mean_absolute_error"] >= 0


def test_what_stands_there_without_it_is_what_a_run_without_it_finds(corpus, config):
    alone = replace(corpus, supplement=None)
    plan = plan_split(leave_out(corpus.frame), corpus.frame, seed=0)
    expected = judging.judge(config, alone, plan).numbers["metrics"]["macro_f1"]
    assert describe_supplement(config, {"text": corpus})["comparison"][0]["macro_f1"] == expected


def test_the_learning_curve_runs_from_nothing_to_all_of_it(corpus, config):
    points = describe_supplement(config, {"text": corpus})["learning_curve"]
    assert [point["supplement"] for point in points] == [0, 6, 12]
    numbers = describe_supplement(config, {"text": corpus})["comparison"]
    assert points[0]["value"] == numbers[0]["documents"]["mean"]["value"]
    assert points[-1]["value"] == numbers[1]["documents"]["mean"]["value"]


def test_data_without_documents_are_split_as_configured(corpus, config):
    nameless = replace(corpus, frame=corpus.frame.assign(document_id=None, paragraph=None))
    [without, with_it] = describe_supplement(config, {"text": nameless})["comparison"]
    assert without["documents"] == with_it["documents"] == {}
    assert 0 <= with_it["macro_f1"]["value"] <= 1


def test_a_supplement_can_teach_what_the_corpus_cannot(config):
    """Two documents that share no words with each other: only the supplement names both vocabularies."""
    rows = [
        {"sentence_id": f"{d}{i}", "document_id": d, "paragraph": i, "text": f"{word[label]} {i}", "label": label}
        for d, word in (
            ("a", {"pro": "aye aye", "anti": "nay nay", "neutral": "hum hum"}),
            ("b", {"pro": "oui oui", "anti": "non non", "neutral": "euh euh"}),
        )
        for i, label in enumerate(["pro", "anti", "neutral"] * 2)
    ]
    frame = pd.DataFrame(rows).assign(target="all", statements=[[]] * 12)
    words = [("aye oui", "pro"), ("nay non", "anti"), ("hum euh", "neutral")] * 3
    supplement = pd.DataFrame(words, columns=["text", "label"]).assign(target="all")
    [without, with_it] = describe_supplement(config, {"text": Corpus(frame, supplement=supplement)})["comparison"]
    assert without["documents"]["mean"]["value"] < 0.5
    assert with_it["documents"]["mean"]["value"] == 1


def test_other_sentences_in_a_supplement_are_another_run(tmp_path, no_figures):
    small_frame().to_csv(tmp_path / "small.csv", index=False)
    names = set()
    for word in ("ships", "trains"):
        pd.DataFrame({"text": [f"send {word}", "no", "hm"], "label": ["pro", "anti", "neutral"]}).to_csv(
            tmp_path / "written.csv", index=False
        )
        settings = ["data.name=table", f"data.path={tmp_path}/small.csv", f"data.supplement={tmp_path}/written.csv"]
        names.add(run_experiment(load_config(None, [*settings, *QUICK]), runs=tmp_path / "runs").name)
    assert len(names) == 2
