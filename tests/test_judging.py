"""Cross-validated predictions: what models see, how repeats are joined, what baselines know."""

import numpy as np
import pytest
from sklearn.dummy import DummyClassifier

from stance import judging, load_config
from stance.corpus import Corpus
from stance.evaluation.splits import Fold, Plan, plan_split
from tests.conftest import QUICK


class Recorder:
    """A classifier that notes which sentences it is fitted on and asked about."""

    seen: list

    def __init__(self, log):
        self.log = log

    def fit(self, X, y):
        self.trained = set(X["text"])
        self.classes_ = np.unique(y)
        return self

    def predict_proba(self, X):
        self.log.append((self.trained, set(X["text"])))
        return np.full((len(X), len(self.classes_)), 1 / len(self.classes_))


@pytest.fixture
def corpus(frame):
    return Corpus(frame, ("Belmark",))


@pytest.fixture
def config():
    return load_config(None, QUICK)


def test_no_model_sees_a_sentence_that_it_is_tested_on(corpus, config, monkeypatch):
    log = []
    monkeypatch.setattr(judging, "new_model", lambda config, corpus: Recorder(log))
    plan = plan_split(config.evaluation.split, corpus.frame, seed=0)
    judging.judge(config, corpus, plan)
    assert len(log) == 6
    assert all(not trained & tested for trained, tested in log)
    assert all(len(trained) + len(tested) == 36 for trained, tested in log)
    judging.learning_curve(config, corpus, plan)
    assert len(log) == 6 + 2 * 6
    assert all(not trained & tested for trained, tested in log)


def test_the_learning_curve_grows_by_whole_paragraphs(corpus, config):
    plan = plan_split(config.evaluation.split, corpus.frame, seed=0)
    points = judging.learning_curve(config, corpus, plan)
    assert [point["share"] for point in points] == [0.5, 1.0]
    assert [point["sentences"] for point in points] == [12, 24]
    assert all(point["low"] <= point["value"] <= point["high"] for point in points)


def test_a_share_that_is_too_small_has_no_point(frame):
    one_class_a_paragraph = frame.assign(paragraph=range(36))
    settings = [*(setting for setting in QUICK if "learning" not in setting), "evaluation.learning_curve=[0.01, 1.0]"]
    config = load_config(None, settings)
    plan = plan_split(config.evaluation.split, one_class_a_paragraph, seed=0)
    points = judging.learning_curve(config, Corpus(one_class_a_paragraph, ()), plan)
    assert [point["share"] for point in points] == [1.0]


def test_a_model_that_refuses_a_small_share_has_no_point(corpus):
    config = load_config(None, [*QUICK, "evaluation.learning_curve=[0.1, 1.0]", "model.name=linear_svm"])
    plan = plan_split(config.evaluation.split, corpus.frame, seed=0)
    assert [point["share"] for point in judging.learning_curve(config, corpus, plan)] == [1.0]


def test_probabilities_of_repeats_are_averaged(corpus, config, monkeypatch):
    constants = iter([[1, 0, 0]] * 3 + [[0, 0, 1]] * 3)

    class Constant(Recorder):
        def predict_proba(self, X):
            return np.tile(next(constants), (len(X), 1))

    monkeypatch.setattr(judging, "new_model", lambda config, corpus: Constant([]))
    plan = plan_split(config.evaluation.split, corpus.frame, seed=0)
    judged = judging.judge(config, corpus, plan)
    assert (judged.predictions[["p_anti", "p_neutral", "p_pro"]] == [0.5, 0, 0.5]).all(axis=None)
    # a tie goes to the first of anti, neutral, pro
    assert set(judged.predictions["predicted"]) == {"anti"}
    # every paragraph has a sentence of each class: no draw of paragraphs changes the share that is right
    of_each = dict.fromkeys(("mean", "low", "high", "lowest", "highest"), pytest.approx(1 / 3))
    assert judged.numbers["repeats"]["accuracy"] == of_each


def test_repeats_are_judged_each_by_itself_with_the_interval_of_their_mean(corpus, config, monkeypatch):
    answers = iter([[1, 0, 0]] * 3 + [[0, 0, 1]] * 3)

    class Constant(Recorder):
        def predict_proba(self, X):
            return np.tile(next(answers), (len(X), 1))

    monkeypatch.setattr(judging, "new_model", lambda config, corpus: Constant([]))
    labels = np.where(corpus.frame["document_id"] == "d0", "pro", corpus.frame["label"])
    two = Corpus(corpus.frame.assign(label=labels, target=["shells", "truce"] * 18))
    plan = plan_split(config.evaluation.split, two.frame, seed=0)
    numbers = judging.judge(config, two, plan).numbers
    # 9 of 36 are anti, which the first repeat says of all, and 18 are pro, which the second says
    found = numbers["repeats"]["accuracy"]
    assert (found["lowest"], found["highest"]) == (pytest.approx(0.25), pytest.approx(0.5))
    assert found["mean"] == pytest.approx((9 + 18) / 72)
    assert found["low"] < found["mean"] < found["high"]
    assert numbers["metrics"]["accuracy"]["value"] == pytest.approx(0.25)  # of averaged votes; ties go to anti
    of_targets = [numbers["by_target"][target]["accuracy"]["value"] for target in ("shells", "truce")]
    assert np.mean(of_targets) == pytest.approx((9 + 18) / 72)


def test_a_random_baseline_is_the_mean_of_ten_draws(corpus, config, monkeypatch):
    seeds = []
    real = DummyClassifier.__init__

    def noted(self, *, strategy="prior", random_state=None, constant=None):
        real(self, strategy=strategy, random_state=random_state, constant=constant)
        if strategy == "stratified" and random_state is not None:
            seeds.append(random_state)

    monkeypatch.setattr(DummyClassifier, "__init__", noted)
    train, test = np.arange(18), np.arange(18, 36)
    plan = Plan((Fold(train, test),), "given split", "test")
    judging.baselines(config, corpus.frame, plan)
    assert sorted(set(seeds)) == list(range(10))


def test_the_majority_of_separate_targets_is_that_of_each_target(frame):
    # target a is pro in two cases of three, target b anti: together a draw
    two = frame.assign(
        target=["a", "a", "a", "b", "b", "b"] * 6, label=["pro", "pro", "anti", "anti", "anti", "pro"] * 6
    )
    plan = plan_split(load_config(None, QUICK).evaluation.split, two, seed=0)
    separate = judging.baselines(load_config(None, [*QUICK, "targets=separate"]), two, plan)
    pooled = judging.baselines(load_config(None, QUICK), two, plan)
    assert separate["majority"]["accuracy"]["value"] == pytest.approx(2 / 3)
    assert pooled["majority"]["accuracy"]["value"] < 2 / 3
