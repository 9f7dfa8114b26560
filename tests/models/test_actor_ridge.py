"""Ridge regression on pooled labels, with thresholds that make counts agree."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from scipy.special import expit
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.linear_model import Ridge
from sklearn.utils.estimator_checks import check_estimator
from threadpoolctl import threadpool_limits

from stance.models import actor_ridge
from stance.models.actor_ridge import ActorRidge


def samples(n=60, classes=("anti", "pro"), actors=12, seed=2):
    """Features that tell something of the class, which is drawn by actors."""
    rng = np.random.default_rng(seed)
    who = np.arange(n) % actors
    leaning = rng.integers(len(classes), size=actors)
    codes = np.where(rng.random(n) < 0.7, leaning[who], rng.integers(len(classes), size=n))
    codes[: len(classes)] = range(len(classes))
    return rng.normal(size=(n, 6)) + np.eye(6)[codes], np.array(classes)[codes], who


ASKED = np.random.default_rng(3).normal(size=(11, 6))


def test_it_passes_the_checks_of_scikit_learn():
    with threadpool_limits(1):
        check_estimator(ActorRidge(), on_skip=None)


def test_an_example_worked_by_hand():
    """One feature, and the intercept as a second; labels 1, 1, -1 of two actors, the first of both stances."""
    X, y = np.array([[1.0], [0.0], [-1.0]]), np.array(["pro", "pro", "anti"])
    fitted = ActorRidge(alpha=0.75, share=0.5, random_state=0).fit(X, y, groups=["Okoro", "Brandt", "Okoro"])
    # Okoro's mean is 0, so the labels are 1/2, 1, -1/2; the classes weigh 3/4, 3/4 and 3/2
    # slope: (3/4 + 3/2 + 3/4) w + (3/4 - 3/2) b = 3/8 + 3/4; intercept: -3/4 w + (3 + 3/4) b = 3/8 + 3/4 - 3/4
    slope, intercept = np.linalg.solve([[3.0, -0.75], [-0.75, 3.75]], [1.125, 0.375])
    assert fitted.coef_ == pytest.approx(np.array([[-slope], [slope]]))
    # Brandt seen alone: every feature is 0, and (3/4)(1 - b) is regularised to b = 1 / (1 + 3/4)
    # (one class: its weight is 1), so that b = 1 / 1.75; Okoro seen alone: 2/2, -2/2 become 0, and so do all scores
    thresholds = np.quantile([1 / 1.75, 1 / 1.75, 0.0], 1 / 3)
    assert fitted.intercept_ == pytest.approx([-intercept + thresholds, intercept - thresholds])


@pytest.mark.parametrize("classes", [("anti", "pro"), ("anti", "neutral", "pro")], ids=len)
@pytest.mark.parametrize(("alpha", "share"), [(0.1, 0.0), (2.0, 0.0), (0.3, 0.4), (0.3, 1.0)])
def test_weights_are_those_of_scikit_learns_ridge_on_labels_moved_to_the_mean(classes, alpha, share):
    X, y, who = samples(classes=classes)
    ours = ActorRidge(alpha, share, random_state=0).fit(X, y, groups=who)
    for label, weights in zip(classes, ours.coef_, strict=True):
        sign = np.where(y == label, 1.0, -1.0)
        mean = np.array([sign[who == actor].mean() for actor in who])
        balance = np.array([len(y) / len(classes) / (y == each).sum() for each in y])
        theirs = Ridge(alpha, fit_intercept=False, solver="cholesky")
        theirs.fit(np.column_stack([X, np.ones(len(X))]), (1 - share) * sign + share * mean, sample_weight=balance)
        assert weights == pytest.approx(theirs.coef_[:-1], abs=1e-8)


def test_two_classes_are_mirrored_and_their_probability_is_a_sigmoid_of_the_score():
    X, y, who = samples()
    fitted = ActorRidge(random_state=0).fit(X, y, groups=who)
    score = ASKED @ fitted.coef_[1] + fitted.intercept_[1]
    assert fitted.coef_[0] == pytest.approx(-fitted.coef_[1])
    assert fitted.predict_proba(ASKED)[:, 1] == pytest.approx(expit(2 * score))


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 999), pro=st.integers(10, 50))
def test_as_many_samples_of_unseen_actors_count_as_pro_as_are(seed, pro):
    """Whatever the share of the class: without the rule, noise is all counted as whatever is more frequent."""
    rng = np.random.default_rng(seed)
    X, who = rng.normal(size=(60, 4)), np.arange(60) % 12
    y = rng.permutation(np.repeat(["pro", "anti"], [pro, 60 - pro]))
    fitted = ActorRidge(random_state=0).fit(X, y, groups=who)
    scores = np.array(held_out_scores(X, y, who))
    threshold = fitted._dual(X @ X.T + 1, signs_of(y), who).sum(axis=0)[1] - fitted.intercept_[1]
    assert (scores > threshold).sum() == pytest.approx(len(scores) * pro / 60, abs=1)


def signs_of(y):
    return np.where(np.equal.outer(y, np.unique(y)), 1.0, -1.0)


def held_out_scores(X, y, who):
    """Scores of pro by models that saw nothing of the actor, as the folds of seed 0 draw them."""
    rng, out = np.random.RandomState(0), []
    for _ in range(actor_ridge.REPEATS):
        for train, test in actor_ridge.GroupKFold(actor_ridge.FOLDS, shuffle=True, random_state=rng).split(X, y, who):
            dual = ActorRidge()._dual(X[train] @ X[train].T + 1, signs_of(y)[train], who[train])
            out += ((X[test] @ X[train].T + 1) @ dual)[:, 1].tolist()
    return out


def test_no_label_of_an_actor_reaches_the_models_that_score_the_actor(monkeypatch):
    X, y, who = samples()
    seen = []
    dual = ActorRidge._dual

    def spy(self, similar, signs, actors):
        seen.append(set(actors))
        return dual(self, similar, signs, actors)

    monkeypatch.setattr(ActorRidge, "_dual", spy)
    ActorRidge(random_state=0).fit(X, y, groups=who)
    *inner, whole = sorted(seen, key=len)
    everyone = set(who)
    assert whole == everyone
    assert len(inner) == actor_ridge.FOLDS * actor_ridge.REPEATS
    held_out = [actor for actors in inner for actor in everyone - actors]
    assert sorted(held_out) == sorted(list(everyone) * actor_ridge.REPEATS)


def test_labels_are_pooled_within_actors_and_without_actors_they_are_as_they_were():
    X, y, who = samples()
    weights = {
        name: ActorRidge(share=share, random_state=0).fit(X, y, groups=groups).coef_
        for name, share, groups in [("pooled", 0.4, who), ("nobody", 0.4, None), ("plain", 0.0, who)]
    }
    assert weights["nobody"] == pytest.approx(weights["plain"])
    assert np.abs(weights["pooled"] - weights["plain"]).max() > 0.01


def test_names_of_actors_do_not_matter():
    X, y, who = samples()
    named = np.array([f"actor {number}" for number in who])
    assert (
        ActorRidge(random_state=0).fit(X, y, groups=named).coef_ == ActorRidge(random_state=0).fit(X, y, who).coef_
    ).all()


def test_a_single_actor_is_fitted_in_folds_of_samples():
    X, y, who = samples()
    assert np.isfinite(ActorRidge(random_state=0).fit(X, y, np.zeros_like(who)).predict_proba(ASKED)).all()


def test_the_same_seed_gives_the_same_and_another_does_not():
    X, y, who = samples()
    first, again, other = (ActorRidge(random_state=seed).fit(X, y, who).intercept_.tolist() for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_sparse_features_serve_as_dense_ones():
    X, y, who = samples()
    dense = ActorRidge(random_state=0).fit(X, y, who).predict_proba(ASKED)
    sparse = ActorRidge(random_state=0).fit(csr_matrix(X), y, who).predict_proba(csr_matrix(ASKED))
    assert sparse == pytest.approx(dense)


def test_more_samples_than_fit_into_memory_are_refused(monkeypatch):
    monkeypatch.setattr(actor_ridge, "MOST_SAMPLES", 59)
    with pytest.raises(ValueError, match=r"^actor_ridge compares all with all, at most 59; use model.name=ridge$"):
        ActorRidge().fit(*samples())


def test_a_single_class_and_actors_of_other_samples_are_refused():
    X, y, who = samples()
    with pytest.raises(ValueError, match="only one class is present: 'pro'"):
        ActorRidge().fit(X, np.full(len(y), "pro"), who)
    with pytest.raises(ValueError, match="inconsistent numbers of samples"):
        ActorRidge().fit(X, y, who[1:])


def test_it_must_be_fitted_first_and_a_clone_is_not():
    copy = clone(ActorRidge(2.0, 0.3, 5).fit(*samples()))
    assert copy.get_params() == {"alpha": 2.0, "share": 0.3, "random_state": 5}
    with pytest.raises(NotFittedError):
        copy.predict(ASKED)
