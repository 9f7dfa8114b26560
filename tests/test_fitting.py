"""Fitting: what an estimator refuses is told in one line."""

import numpy as np
import pytest
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.dummy import DummyClassifier

from stance import StanceError, load_config, validate
from stance.corpus import Corpus
from stance.evaluation.grouping import actor_groups
from stance.evaluation.splits import ActorSplit, plan_split
from stance.fitting import FittingError, fit, new_model, out_of_fold
from stance.models.estimators import MajorityConfig
from tests.conftest import small_frame
from tests.test_judging import Recorder


@pytest.fixture
def corpus(frame):
    return Corpus(frame, ("Belmark",))


def test_a_model_that_cannot_be_fitted_is_one_line(corpus):
    class Refuses(Recorder):
        def fit(self, X, y):
            raise ValueError("no\nway")

    with pytest.raises(FittingError, match="the model cannot be fitted on 3 sentences: no way"):
        fit(Refuses([]), corpus.frame.iloc[:3])


def test_what_already_says_what_to_do_is_not_wrapped(corpus):
    class Lacks(Recorder):
        def fit(self, X, y):
            raise StanceError("install the extra")

    with pytest.raises(StanceError, match=r"^install the extra$"):
        fit(Lacks([]), corpus.frame)


class AsksForActors(ClassifierMixin, BaseEstimator):
    """A classifier that notes the groups of its training part."""

    told: list

    def fit(self, X, y, groups=None):
        type(self).told.append((np.asarray(y), groups))
        self.classes_ = np.unique(y)
        return self

    def predict_proba(self, X):
        return np.full((X.shape[0], len(self.classes_)), 1 / len(self.classes_))


MODELS = {
    "pooled": ["model.name=majority"],
    "separate": ["model.name=majority", "targets=separate"],
    "vote": ["model={name: vote, members: [{model: {name: majority}}, {model: {name: majority}, targets: both}]}"],
}


@pytest.mark.parametrize("model", MODELS)
def test_a_classifier_that_asks_is_told_the_actors_of_the_sentences_it_is_fitted_on(model, corpus, monkeypatch):
    monkeypatch.setattr(MajorityConfig, "build", lambda section, seed: AsksForActors())
    monkeypatch.setattr(AsksForActors, "told", [], raising=False)
    train = corpus.frame.iloc[::2].reset_index(drop=True)
    fit(new_model(load_config(None, MODELS[model]), corpus), train)
    labels, groups = train["label"].to_numpy(), actor_groups(train)
    parts = [np.ones(len(train), bool), *((train["target"] == each).to_numpy() for each in train["target"].unique())]
    assert len(AsksForActors.told) >= (1 if model == "pooled" else 2)
    for y, told in AsksForActors.told:
        assert any(labels[part].tolist() == y.tolist() and groups[part].tolist() == told.tolist() for part in parts)


def test_a_classifier_that_does_not_ask_is_not_told(corpus, monkeypatch):
    monkeypatch.setattr(MajorityConfig, "build", lambda section, seed: DummyClassifier())
    assert fit(new_model(load_config(None, MODELS["separate"]), corpus), corpus.frame).classes_.tolist()


@pytest.mark.parametrize("targets", ["pooled", "separate"])
def test_what_a_held_out_actor_is_labelled_changes_no_prediction_of_the_actor(targets):
    config = load_config(None, ["model.name=actor_ridge", f"targets={targets}"])
    frame = validate(small_frame().assign(actor=np.resize(["Okoro", "Brandt", "Sand", "Ferro", "Lind"], 36)))
    plan = plan_split(ActorSplit(folds=5, repeats=1), frame, seed=0)
    tested = plan.folds[0].test
    turned = frame.copy()
    turned.loc[tested, "label"] = turned.loc[tested, "label"].map({"pro": "anti", "anti": "neutral", "neutral": "pro"})
    before, after = (_predicted(config, Corpus(each), plan) for each in (frame, turned))
    assert (before[tested] == after[tested]).all()
    assert (np.delete(before, tested, axis=0) != np.delete(after, tested, axis=0)).any()


def _predicted(config, corpus, plan):
    return out_of_fold(lambda number: new_model(config, corpus), corpus, plan)[0]
