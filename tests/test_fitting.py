"""Fitting: what an estimator refuses is told in one line."""

import pytest

from stance import StanceError
from stance.corpus import Corpus
from stance.fitting import FittingError, fit
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
