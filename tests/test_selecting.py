"""Selection: nothing that is tested is seen, the best is chosen, and all that was tried is told."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import f1_score
from sklearn.model_selection import cross_val_predict

from stance import StanceError, fitting, load_config
from stance.corpus import Corpus
from stance.evaluation.grouping import actor_groups
from stance.evaluation.selection import inner_plan
from stance.evaluation.splits import Fold, Plan, leave_out, plan_split
from stance.fitting import new_model
from stance.judging import judge, learning_curve
from stance.selecting import choose_in_folds, fit_final
from stance.trials import selection_numbers, selection_table
from tests.conftest import QUICK
from tests.test_judging import Recorder

WORDS = ["aid", "shells", "delay", "vote", "harm", "trade", "peace", "report"]


def noisy_frame(n: int = 90) -> pd.DataFrame:
    """Sentences of which two words in six hint at the label, three to a paragraph, of two targets and nine actors."""
    from stance import validate

    rng = np.random.default_rng(0)
    labels = rng.permutation(["pro", "anti", "neutral"] * (n // 3))
    hints = {"pro": WORDS[:3], "anti": WORDS[2:5], "neutral": WORDS[4:7]}
    rows = [
        {
            "text": " ".join([*rng.choice(hints[label], 2), *rng.choice(WORDS, 4), str(i)]),
            "label": label,
            "target": "tariff" if i % 5 else "embargo",
            "actor": f"Actor {i % 9}",
            "document_id": f"d{i // 15}",
            "paragraph": i // 3,
        }
        for i, label in enumerate(labels)
    ]
    return validate(pd.DataFrame(rows))


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return Corpus(noisy_frame())


def configured(grid: str = "{model.C: [0.01, 1, 100]}", *more: str, **settings):
    others = "".join(f", {key}: {value}" for key, value in {"folds": 3, **settings}.items())
    return load_config(None, [*QUICK, "evaluation.split.repeats=1", f"selection={{grid: {grid}{others}}}", *more])


def plan_of(config, corpus) -> Plan:
    return plan_split(config.evaluation.split, corpus.frame, config.seed)


def spied(monkeypatch, new=None) -> list:
    """Note which texts each model trains on and is asked about."""
    log = []
    monkeypatch.setattr(fitting, "build_model", lambda *args: (new or Recorder)(log))
    return log


@pytest.mark.parametrize("split", ["paragraph, repeats: 1", "actor, repeats: 1", "document"])
def test_inner_models_see_the_training_part_alone_and_are_asked_about_all_of_it(corpus, split, monkeypatch):
    config = configured("{model.C: [1, 10]}", f"evaluation.split={{name: {split}, folds: 3}}")
    plan = plan_of(config, corpus)
    log = spied(monkeypatch)
    choose_in_folds(config, corpus, plan, "")
    frame, per_fold = corpus.frame, 2 * 3
    assert len(log) == per_fold * len(plan.folds)
    kept = {"paragraph": frame["paragraph"], "document": frame["document_id"], "actor": actor_groups(frame)}
    groups = dict(zip(frame["text"], kept[plan.grouped_by], strict=True))
    for number, fold in enumerate(plan.folds):
        part = set(frame["text"].iloc[fold.train])
        for trained, asked in log[number * per_fold : (number + 1) * per_fold]:
            assert trained | asked == part
            assert not {groups[text] for text in trained} & {groups[text] for text in asked}


def test_what_is_tested_changes_nothing_in_what_is_chosen(corpus):
    config = configured()
    plan = plan_of(config, corpus)
    before = choose_in_folds(config, corpus, plan, "")
    for number, fold in enumerate(plan.folds):
        # sentences that give their labels away: whoever saw them would choose by them
        frame = corpus.frame.copy()
        frame.loc[fold.test, "label"] = "anti"
        frame.loc[fold.test, "text"] = frame.loc[fold.test, "text"] + " shells shells"
        after = choose_in_folds(config, Corpus(frame), plan, "")
        assert after[number] == before[number]
        assert all(after[other].trials != before[other].trials for other in range(3) if other != number)


def test_the_supplement_trains_and_is_never_asked_about(corpus, monkeypatch):
    written = pd.DataFrame({"text": ["w1", "w2", "w3"], "label": ["pro", "anti", "neutral"], "target": "tariff"})
    log = spied(monkeypatch)
    config = configured("{model.C: [1, 10]}")
    choose_in_folds(config, replace(corpus, supplement=written), plan_of(config, corpus), "")
    assert all({"w1", "w2", "w3"} <= trained and not {"w1", "w2", "w3"} & asked for trained, asked in log)


def favor_against_of_targets(frame, predicted) -> float:
    values = []
    for target in ("embargo", "tariff"):
        rows = (frame["target"] == target).to_numpy()
        values.append(f1_score(frame["label"][rows], predicted[rows], labels=["pro", "anti"], average="macro"))
    return float(np.mean(values))


SCORES = {
    "macro_f1": lambda frame, predicted: f1_score(frame["label"], predicted, average="macro"),
    "f1_favor_against_mean_over_targets": favor_against_of_targets,
}


@pytest.mark.parametrize("metric", SCORES)
def test_scores_choices_and_predictions_are_those_of_scikit_learn(corpus, metric):
    config = configured(metric=metric, repeats=2)
    plan = plan_of(config, corpus)
    judged = judge(config, corpus, plan)
    predicted = judged.predictions.set_index("sentence_id")["predicted"]
    assert len({choice.chosen.score for choice in judged.choices}) == 3
    for fold, choice in zip(plan.folds, judged.choices, strict=True):
        train, test = corpus.frame.iloc[fold.train].reset_index(drop=True), corpus.frame.iloc[fold.test]
        inner = inner_plan(config.selection, train, "paragraph", config.seed)
        models = [new_model(configured(f"{{model.C: [{C}]}}", f"model.C={C}"), corpus) for C in (0.01, 1, 100)]
        scores = []
        for model in models:
            repeats = [
                cross_val_predict(model, train, train["label"].to_numpy(str), cv=folds)
                for folds in ([(f.train, f.test) for f in inner.folds if f.repeat == repeat] for repeat in (0, 1))
            ]
            scores.append(np.mean([SCORES[metric](train, each) for each in repeats]))
        assert [trial.score for trial in choice.trials] == pytest.approx(scores, abs=1e-6)
        best = models[int(np.argmax(np.round(scores, 6)))].fit(train, train["label"].to_numpy(str))
        assert list(predicted[test["sentence_id"]]) == list(best.predict(test))


def test_a_metric_of_errors_is_minimised(corpus):
    config = configured(metric="brier")
    for choice in choose_in_folds(config, corpus, plan_of(config, corpus), ""):
        scores = [trial.score for trial in choice.trials]
        assert choice.chosen.score == min(scores) < max(scores)


def test_of_equal_scores_the_first_is_chosen_and_equal_points_are_tried_once(corpus):
    config = configured("{model.max_iter: [3000, 2000, 2000.0]}")
    [choice, *_] = choose_in_folds(config, corpus, plan_of(config, corpus), "")
    assert [trial.settings for trial in choice.trials] == [{"model.max_iter": 3000}, {"model.max_iter": 2000}]
    assert choice.trials[0].score == choice.trials[1].score
    assert choice.chosen is choice.trials[0]
    assert choice.config.model.max_iter == 3000


def test_one_point_has_no_rival_and_is_not_cross_validated(corpus, monkeypatch):
    log = spied(monkeypatch)
    config = configured("{model.C: [7]}")
    choices = choose_in_folds(config, corpus, plan_of(config, corpus), "")
    assert log == []
    assert [(choice.config.model.C, choice.chosen.score) for choice in choices] == [(7, None)] * 3


def test_without_selection_the_configuration_itself_is_fitted(corpus):
    config = load_config(None, QUICK)
    judged = judge(config, corpus, plan_of(config, corpus))
    assert judged.numbers["selection"] == {}
    assert {choice.config.model.C for choice in judged.choices} == {1}


@pytest.fixture
def rare(corpus) -> Corpus:
    """Two sentences are anti: of two inner folds each trains on one, too few for a calibration."""
    anti = corpus.frame.index[corpus.frame["label"] == "anti"]
    return Corpus(corpus.frame.drop(anti[[*range(1, 15), *range(16, 30)]]).reset_index(drop=True))


def test_a_point_that_cannot_be_fitted_has_no_score_and_is_never_chosen(rare):
    config = configured("{model.name: [linear_svm, logistic_regression]}", folds=2)
    final = fit_final(config, rare, Plan((Fold(np.arange(9), np.arange(9)),), "paragraph"))
    [failed, fine] = final.choice.trials
    assert failed.score is None
    assert final.choice.chosen is fine
    [told] = selection_numbers(config, [], final.choice)["failed"]
    assert (told["settings"], told["times"]) == ({"model.name": "linear_svm"}, 1)
    assert "calibration needs 2 samples of every class, and 'anti' has 1" in told["reason"]
    table = selection_table([final.choice])
    assert list(table["score"].isna()) == [True, False]
    assert list(table["chosen"]) == [False, True]


def test_when_every_point_fails_the_first_reason_is_told(rare):
    config = configured("{model.C: [1, 2]}", "model.name=linear_svm", folds=2)
    with pytest.raises(StanceError) as caught:
        fit_final(config, rare, Plan((Fold(np.arange(9), np.arange(9)),), "paragraph"))
    assert str(caught.value).startswith(
        "selection.grid: none of 2 configurations can be fitted within the training part of final; the first: the "
        "model cannot be fitted on "
    )


def test_what_has_nothing_to_do_with_the_sentences_stops_the_selection(corpus, monkeypatch):
    class Lacks(Recorder):
        def fit(self, X, y):
            raise StanceError("install the extra")

    spied(monkeypatch, Lacks)
    with pytest.raises(StanceError, match=r"^install the extra$"):
        choose_in_folds(configured(), corpus, plan_of(configured(), corpus), "")


def test_impossible_inner_folds_name_the_setting_and_the_part(corpus):
    config = configured(folds=29)
    with pytest.raises(
        StanceError, match=r"^selection\.folds: within the training part of fold 1: only \d+ paragraphs"
    ):
        judge(config, corpus, plan_of(config, corpus))


def test_the_same_sentences_are_not_chosen_on_twice(corpus, monkeypatch):
    given = Plan((Fold(np.arange(60), np.arange(60, 90)),), "given split", "test")
    config = configured("{model.C: [1, 10]}")
    judged = judge(config, corpus, given)
    log = spied(monkeypatch)
    final = fit_final(config, corpus, given, judged.choices)
    assert (final.model.trained, log) == (set(corpus.frame["text"].iloc[:60]), [])
    assert selection_table([*judged.choices, final.choice])["part"].tolist() == ["final", "final"]


def test_unseen_documents_and_the_learning_curve_choose_without_what_they_test(corpus, monkeypatch):
    config = configured("{model.C: [1, 10]}", "evaluation.learning_curve=[0.5]")
    judged = judge(config, corpus, plan_split(leave_out(corpus.frame), corpus.frame, 0))
    assert judged.numbers["selection"]["chosen_in_folds"][0]["times"] <= 6
    assert [choice.part for choice in judged.choices] == [f"fold {number}" for number in range(1, 7)]
    plan = plan_of(config, corpus)
    chosen = choose_in_folds(config, corpus, plan, "")
    log = spied(monkeypatch)
    learning_curve(config, corpus, plan, chosen)
    assert len(log) == 3


def test_parts_of_repeats_are_told_apart(corpus):
    config = configured("{model.C: [1]}", "evaluation.split.repeats=2")
    choices = choose_in_folds(config, corpus, plan_of(config, corpus), "")
    assert [choice.part for choice in choices] == [f"repeat {i}, fold {j}" for i in (1, 2) for j in (1, 2, 3)]
    assert selection_numbers(config, choices)["chosen_in_folds"] == [{"settings": {"model.C": 1}, "times": 6}]
