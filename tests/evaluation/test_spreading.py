"""The data's own split, cross-validated: every class, and those of every target, spread over the folds."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.corpus.schema import STANCES
from stance.corpus.validation import validate
from stance.errors import StanceError
from stance.evaluation.grouping import groups_of
from stance.evaluation.splits import GivenSplit, plan_split, repeats_of


def sentences(labels, targets, **columns):
    given = {"label": labels, "target": targets, "split": "train", **columns}
    return validate(pd.DataFrame(given).assign(text="Okoro spoke"))


@st.composite
def corpora(draw, fewest=12):
    """Sentences of two stances or three towards up to five targets, some of them rare."""
    n = draw(st.integers(fewest, 60))
    labels = st.sampled_from(STANCES[: draw(st.integers(2, 3))])
    targets = st.sampled_from(["shells", "shells", "shells", "treaty", "truce", "envoys", "ports"])
    columns = {name: draw(st.lists(each, min_size=n, max_size=n)) for name, each in (("l", labels), ("t", targets))}
    return sentences(columns["l"], columns["t"], split=draw(st.lists(PARTS, min_size=n, max_size=n)))


PARTS = st.sampled_from(["train", "validation"])


def counts_by_fold(plan, keys):
    """Tested rows by fold (rows) and key (columns)."""
    return np.array([[np.sum(keys[fold.test] == key) for key in np.unique(keys)] for fold in plan.folds])


@settings(max_examples=60, deadline=None)
@given(corpora(), st.integers(2, 4), st.integers(0, 1000))
def test_classes_and_those_of_each_target_are_spread_to_within_one_sentence(frame, folds, seed):
    config, labels = GivenSplit(folds=folds, repeats=2), frame["label"].to_numpy()
    if frame["label"].nunique() < 2 or frame["label"].value_counts().min() < folds:
        with pytest.raises(StanceError):
            plan_split(config, frame, seed)
        return
    plan = plan_split(config, frame, seed)
    assert (plan.split, plan.grouped_by, plan.repeats) == ("out_of_fold", "sentence", 2)
    for drawn in repeats_of(plan):
        assert sorted(np.concatenate([fold.test for fold in drawn])) == list(range(len(frame)))
        for fold in drawn:
            assert sorted([*fold.train, *fold.test]) == list(range(len(frame)))
    both = (frame["label"] + " " + frame["target"]).to_numpy()
    frequent = [key for key in np.unique(both) if (both == key).sum() >= folds]
    for counts in (counts_by_fold(plan, labels), counts_by_fold(plan, np.zeros(len(frame)))):
        assert np.ptp(counts, axis=0).max() <= 1
    by_target = counts_by_fold(plan, both)[:, np.isin(np.unique(both), frequent)]
    assert by_target.size == 0 or (np.ptp(by_target, axis=0).max() <= 1 and by_target.min() >= 1)


@settings(max_examples=30, deadline=None)
@given(corpora(24), st.integers(0, 1000))
def test_paragraphs_stay_together_where_they_are_known(frame, seed):
    frame = validate(frame.assign(document_id="d0", paragraph=np.arange(len(frame)) // 2))
    groups = groups_of(frame, "paragraph")
    by_class = [len(set(groups[frame["label"] == label])) for label in set(frame["label"])]
    if len(by_class) < 2 or min(by_class) < 3:
        return
    plan = plan_split(GivenSplit(folds=3, repeats=1), frame, seed)
    assert plan.grouped_by == "paragraph"
    assert sorted(np.concatenate([fold.test for fold in plan.folds])) == list(range(len(frame)))
    for fold in plan.folds:
        assert not set(groups[fold.train]) & set(groups[fold.test])


def test_grouped_classes_of_each_target_reach_every_fold():
    # 8 paragraphs of each class of each target, of two sentences each
    cells = [(label, target) for label in STANCES for target in ("shells", "treaty", "truce")] * 8
    labels, targets = zip(*[cell for cell in cells for _ in range(2)], strict=True)
    frame = sentences(labels, targets, document_id="d0", paragraph=np.arange(len(labels)) // 2)
    plan = plan_split(GivenSplit(folds=4, repeats=2), frame, 0)
    assert (counts_by_fold(plan, (frame["label"] + frame["target"]).to_numpy()) == 4).all()


def test_one_sentence_towards_two_targets_stays_on_one_side():
    frame = sentences(["pro", "anti"] * 20, ["shells"] * 20 + ["treaty"] * 20, sentence_id=[*map(str, range(20))] * 2)
    for fold in plan_split(GivenSplit(folds=4, repeats=2), frame, 3).folds:
        assert not set(frame["sentence_id"].iloc[fold.train]) & set(frame["sentence_id"].iloc[fold.test])


def test_folds_are_drawn_anew_for_each_repeat_and_are_those_of_the_seed():
    frame = sentences(["pro", "anti"] * 20, ["shells"] * 20 + ["treaty"] * 20)
    drawn = [[fold.test.tolist() for fold in plan_split(GivenSplit(folds=4), frame, seed).folds] for seed in (0, 0, 9)]
    assert len(drawn[0]) == 4 * 5
    assert drawn[0] == drawn[1] != drawn[2]
    assert drawn[0][:4] != drawn[0][4:8]


def test_a_test_part_is_tested_once_whatever_the_folds():
    parts = ["train", "train", "validation", "test"] * 5
    frame = sentences(["pro", "anti"] * 10, "shells", split=parts)
    plan = plan_split(GivenSplit(folds=3), frame, 0)
    assert (plan.split, len(plan.folds), plan.repeats) == ("test", 1, 1)
    assert plan.folds[0].test.tolist() == [3, 7, 11, 15, 19]
    assert len(plan.folds[0].train) == 15
    assert plan.final_training(20).tolist() == plan.folds[0].train.tolist()


def test_the_kept_model_is_fitted_on_train_and_validation():
    frame = sentences(["pro", "anti"] * 10, "shells", split=["train", "validation"] * 10)
    assert plan_split(GivenSplit(folds=3), frame, 0).final_training(20).tolist() == list(range(20))


@pytest.mark.parametrize(
    ("labels", "parts", "message"),
    [
        (
            ["pro"] * 5 + ["anti"],
            ["train"] * 6,
            "only 1 sentence contains 'anti': 3 folds are impossible; no folds are possible",
        ),
        (["pro"] * 6, ["train"] * 6, "all 6 sentences are 'pro': nothing to tell apart"),
        (
            ["pro", "anti"] * 3,
            ["train"] * 5 + [None],
            "1 of 6 sentences have no split; the column needs train, validation or test",
        ),
    ],
)
def test_impossible_folds_are_refused_with_the_numbers(labels, parts, message):
    with pytest.raises(StanceError) as caught:
        plan_split(GivenSplit(folds=3), sentences(labels, "shells", split=parts), 0)
    assert str(caught.value) == message


def test_a_data_set_without_a_test_part_is_cross_validated(tmp_path):
    datasets = pytest.importorskip("datasets")
    from stance import load_config, run_experiment

    configs = []
    for target, word in (("shells", "deliver"), ("treaty", "sign")):
        for part, n in (("train", 18), ("validation", 9)):
            texts = [["they met", "we refuse to", "we are glad to"][i % 3] + f" {word} at place {i}" for i in range(n)]
            rows = datasets.Dataset.from_dict({"text": texts, "label": [i % 3 for i in range(n)]})
            rows = rows.cast_column("label", datasets.ClassLabel(names=["none", "against", "favor"]))
            (tmp_path / "peace" / target).mkdir(parents=True, exist_ok=True)
            rows.to_parquet(tmp_path / "peace" / target / f"{part}-00000-of-00001.parquet")
        files = [f"  - split: {part}\n    path: {target}/{part}-*" for part in ("train", "validation")]
        configs.append("\n".join([f"- config_name: {target}", "  data_files:", *files]))
    (tmp_path / "peace" / "README.md").write_text("\n".join(["---", "configs:", *configs, "---", ""]))
    settings = ["data.name=hub", f"data.path={tmp_path / 'peace'}", "data.configurations=[shells,treaty]"]
    settings += ["evaluation.split={name: given, folds: 3, repeats: 2}", "evaluation.bootstrap=100"]
    config = load_config(None, [*settings, "evaluation.learning_curve=[]", "features.characters=null"])
    run = run_experiment(config, runs=tmp_path / "runs")
    assert run.predictions["split"].tolist() == ["out_of_fold"] * 54
    test = run.metrics["test"]
    assert (test["split"], test["folds"], test["repeats"], test["grouped_by"]) == ("out_of_fold", 3, 2, "sentence")
    assert {target: each["labels"] for target, each in run.metrics["by_target"].items()} == {
        target: {"anti": 9, "neutral": 9, "pro": 9} for target in ("shells", "treaty")
    }
    for numbers in (run.metrics["metrics"], *run.metrics["baselines"].values()):
        for name in ("f1_favor_against_pooled", "f1_favor_against_mean_over_targets"):
            assert numbers[name]["low"] <= numbers[name]["value"] <= numbers[name]["high"]
            assert run.metrics["repeats"][name]["lowest"] <= run.metrics["repeats"][name]["highest"]
