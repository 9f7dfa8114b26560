"""A vote: the weighted mean of models that each see what they are told to see."""

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import FunctionTransformer
from sklearn.utils.estimator_checks import check_estimator
from threadpoolctl import threadpool_limits

from stance.models import build_model, predict_stances
from stance.models.estimators import (
    ComplementNBConfig,
    KernelLogisticRegressionConfig,
    LinearSVMConfig,
    LogisticRegressionConfig,
    MajorityConfig,
    NaiveBayesLogisticRegressionConfig,
)
from stance.models.features import NgramConfig, TfidfConfig
from stance.models.inspection import top_ngrams, vectorizers_of
from stance.models.model_section import MemberConfig, VoteConfig
from stance.models.per_target import PerTarget
from stance.models.persistence import load_model, save_model
from stance.models.vote import Vote

WORDS, CHARACTERS = NgramConfig(ngram_range=(1, 1)), NgramConfig(ngram_range=(2, 3))
FEATURES = TfidfConfig(words=WORDS, characters=CHARACTERS, mask_actors=True)
ONLY_WORDS = TfidfConfig(words=WORDS, characters=None, mask_actors=True)
ONLY_CHARACTERS = TfidfConfig(words=None, characters=CHARACTERS, mask_actors=True)
NAMES = ["Brandt"]

EVERY_KIND = VoteConfig(
    members=[
        MemberConfig(views=["words"], model=NaiveBayesLogisticRegressionConfig()),
        MemberConfig(views=["characters"], model=KernelLogisticRegressionConfig(), targets="pooled"),
        MemberConfig(model=LinearSVMConfig(calibration_folds=2), targets="both", weight=2),
        MemberConfig(model=ComplementNBConfig(), targets="separate"),
    ]
)


@pytest.fixture(scope="module")
def training():
    texts = {"pro": "Brandt: ship the shells", "anti": "ban the shells", "neutral": "the council met"}
    rows = [
        (f"{text} in week {number}0 {target}", target, label)
        for number in range(3)
        for target in ("shells", "treaty")
        for label, text in texts.items()
    ]
    return pd.DataFrame(rows, columns=["text", "target", "label"])


@pytest.fixture(scope="module")
def asked(training):
    return training.assign(target=["shells", "treaty", "unheard of"] * 6)


def fitted(section, training, targets="pooled", features=FEATURES):
    model = build_model(features, section, targets, NAMES, 3)
    return model.fit(training[["text", "target"]], training["label"].to_numpy(dtype=str))


def vote(*members):
    return VoteConfig(members=list(members))


def test_a_vote_is_a_classifier_as_scikit_learn_understands_it():
    with threadpool_limits(1):
        check_estimator(Vote(), on_skip=None)


def test_a_member_that_refuses_names_the_class(training):
    rare = training.assign(label=["pro", *["anti"] * (len(training) - 1)])
    with pytest.raises(ValueError, match="'pro' has 1"):
        fitted(vote(MemberConfig(model=LinearSVMConfig())), rare)


@pytest.mark.parametrize("targets", ["pooled", "separate", "both"])
def test_probabilities_are_the_weighted_mean_of_members_fitted_apart(targets, training, asked):
    first, second, third = LogisticRegressionConfig(C=9), KernelLogisticRegressionConfig(), ComplementNBConfig()
    section = vote(
        MemberConfig(views=["words"], model=first, weight=3),
        MemberConfig(views=["characters"], model=second, targets="pooled"),
        MemberConfig(model=third, targets="both", weight=0.5),
    )
    apart = [
        (3, fitted(first, training, targets, ONLY_WORDS)),
        (1, fitted(second, training, "pooled", ONLY_CHARACTERS)),
        (0.5, fitted(third, training, "both", FEATURES)),
    ]
    proba, weights = [predict_stances(model, asked) for _, model in apart], [weight for weight, _ in apart]
    expected = np.average(proba, axis=0, weights=weights)
    model = fitted(section, training, targets)
    assert model.classes_.tolist() == ["anti", "neutral", "pro"]
    assert (predict_stances(model, asked) == expected).all()
    best = np.array(["anti", "neutral", "pro"])[expected.argmax(axis=1)]
    assert model.predict(asked[["text", "target"]]).tolist() == best.tolist()


@pytest.mark.parametrize("targets", ["pooled", "separate", "both"])
@pytest.mark.parametrize("features", [FEATURES, ONLY_WORDS], ids=["words and characters", "words"])
@pytest.mark.parametrize("section", [LogisticRegressionConfig(), *(member.model for member in EVERY_KIND.members)])
def test_a_single_member_is_itself_and_sees_all_and_does_as_the_experiment(targets, features, section, training, asked):
    alone = fitted(section, training, targets, features)
    model = fitted(vote(MemberConfig(model=section)), training, targets, features)
    assert (predict_stances(model, asked) == predict_stances(alone, asked)).all()


def test_members_see_their_views_alone_in_the_order_of_the_features(training):
    section = vote(MemberConfig(views=["characters"]), MemberConfig(views=["characters", "words"]), MemberConfig())
    model = fitted(section, training)
    widths = [len(each.vocabulary_) for each in vectorizers_of(model)]
    assert [each.pooled_.n_features_in_ for each in model.estimators_] == [widths[1], sum(widths), sum(widths)]
    words_first = fitted(LogisticRegressionConfig(), training)["model"].coef_
    assert (model.estimators_[1].pooled_.coef_ == words_first).all()


@pytest.mark.parametrize(("views", "analyzers"), [(["characters"], ["char_wb"]), (None, ["word", "char_wb"])])
def test_a_view_is_computed_once_for_all_who_see_it_and_not_where_nobody_does(views, analyzers, training, monkeypatch):
    section = vote(MemberConfig(views=views), MemberConfig(views=views, targets="both"), MemberConfig(views=views))
    analysed = []
    for method in ("fit_transform", "transform"):
        real = getattr(TfidfVectorizer, method)

        def counted(self, *texts, real=real):
            analysed.append(self.analyzer)
            return real(self, *texts)

        monkeypatch.setattr(TfidfVectorizer, method, counted)
    model = fitted(section, training)
    assert analysed == analyzers
    predict_stances(model, training)
    assert analysed == analyzers * 2
    assert [each.analyzer for each in vectorizers_of(model)] == analyzers


def test_views_of_arrays_dense_or_sparse_stand_side_by_side():
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(20, 3)), np.array(["pro", "anti"] * 10)
    halves = {"rounded": FunctionTransformer(np.round), "square": FunctionTransformer(np.square)}
    sparse = {**halves, "square": FunctionTransformer(lambda X: csr_matrix(X**2))}
    member = PerTarget(LogisticRegression(), pooled_share=1)
    expected = LogisticRegression().fit(np.hstack([np.round(X), X**2]), y).predict_proba(np.hstack([np.round(X), X**2]))
    for transformers in (halves, sparse):
        model = Vote([member, member], [1, 2], transformers, [["rounded", "square"], ["square"]]).fit(X, y)
        assert model.estimators_[0].predict_proba(X, np.hstack([np.round(X), X**2])) == pytest.approx(expected)
        second = LogisticRegression().fit(X**2, y).predict_proba(X**2)
        assert model.predict_proba(X) == pytest.approx((expected + 2 * second) / 3)


def test_who_sees_words_is_not_moved_by_parts_of_words(training):
    asked = pd.DataFrame({"text": ["shipp shellss", "qqqq xxxx"], "target": "shells"})
    like, unlike = predict_stances(fitted(vote(MemberConfig(views=["words"])), training), asked)
    assert like == pytest.approx(unlike)
    like, unlike = predict_stances(fitted(vote(MemberConfig(views=["characters"])), training), asked)
    assert like[2] > unlike[2] + 0.05


def test_the_seed_and_the_names_reach_the_members(training):
    section = vote(MemberConfig(views=["words"], model=KernelLogisticRegressionConfig(components=2)))
    first, again = (predict_stances(fitted(section, training), training) for _ in range(2))
    other = build_model(FEATURES, section, "pooled", NAMES, 4).fit(training[["text", "target"]], training["label"])
    assert (first == again).all()
    assert not np.allclose(first, predict_stances(other, training))
    vocabulary = vectorizers_of(fitted(section, training))[0].vocabulary_
    assert "actor" in vocabulary
    assert "brandt" not in vocabulary


def test_a_class_that_was_not_trained_has_probability_zero(training):
    proba = predict_stances(fitted(EVERY_KIND, training[training["label"] != "neutral"], "both"), training)
    assert (proba[:, 1] == 0).all()
    assert proba.sum(axis=1) == pytest.approx(1)


@pytest.mark.parametrize("targets", ["pooled", "both"])
def test_a_vote_read_again_gives_the_same_probabilities(targets, training, asked, tmp_path):
    model = fitted(EVERY_KIND, training, targets)
    expected, shown = predict_stances(model, asked), top_ngrams(model)
    save_model(model, tmp_path / "model.skops")
    assert (predict_stances(model, asked) == expected).all()
    again = load_model(tmp_path / "model.skops")
    assert (predict_stances(again, asked) == expected).all()
    pd.testing.assert_frame_equal(top_ngrams(again), shown)


@pytest.mark.parametrize("targets", ["pooled", "both"])
def test_the_ngrams_shown_are_those_of_the_first_member_with_words_and_name_the_classes(targets, training):
    section = vote(
        MemberConfig(views=["characters"]),
        MemberConfig(model=KernelLogisticRegressionConfig()),
        MemberConfig(views=["words"], model=LogisticRegressionConfig(C=7)),
        MemberConfig(views=["words"], model=ComplementNBConfig()),
    )
    expected = top_ngrams(fitted(LogisticRegressionConfig(C=7), training, targets, ONLY_WORDS), 3)
    shown = top_ngrams(fitted(section, training, targets), 3)
    assert set(shown["label"]) == {"anti", "neutral", "pro"}
    pd.testing.assert_frame_equal(shown, expected, check_exact=False, atol=1e-6)


def test_the_ngrams_of_two_classes_name_them(training):
    two = training[training["label"] != "anti"]
    top = top_ngrams(fitted(vote(MemberConfig(views=["words"])), two), 2)
    assert set(top["label"]) == {"neutral", "pro"}
    assert set(top.loc[top["label"] == "neutral", "ngram"]) == {"council", "met"}


def test_where_no_member_has_weights_of_words_there_are_no_ngrams(training):
    top = top_ngrams(fitted(vote(MemberConfig(views=["characters"]), MemberConfig(model=MajorityConfig())), training))
    assert top.empty
    assert list(top.columns) == ["target", "label", "ngram", "weight"]
