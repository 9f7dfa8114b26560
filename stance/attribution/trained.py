"""A scorer trained on marked articles: logistic regression over what is seen of each candidate."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from stance.attribution.candidates import Candidate
from stance.attribution.features import describe_all
from stance.attribution.marked import MarkedScorer
from stance.attribution.polnear import read_polnear
from stance.attribution.propagation import NAMED, Carried
from stance.attribution.rules import RuleScorer
from stance.attribution.scorers import Scorer
from stance.attribution.speaker_features import describe_speakers
from stance.attribution.statements import assemble
from stance.errors import StanceError, shown
from stance.files import whole_or_nothing
from stance.language.grammar import Grammar, read_grammar
from stance.language.parsing import parse
from stance.models.persistence import read_skops, write_skops

_FOLDS = 5
_FEWEST = 10
"""Articles below which nothing is learned."""


class TrainedScorer:
    """Probability that a candidate is an attribution, and that somebody speaks in a quotation without a cue.

    Parameters
    ----------
    model : sklearn.model_selection.FixedThresholdClassifier
        As `fit_scorer` fits it.
    """

    def __init__(self, model: Any):
        self._model = model

    @property
    def threshold(self) -> float:
        """The probability with the best F1 in cross-validation."""
        return float(self._model.threshold)

    def score(self, grammar: Grammar, candidates: Sequence[Candidate]) -> list[float]:
        """Return the probability of each candidate."""
        return self._probabilities(describe_all(grammar, candidates))

    def choose(self, grammar: Grammar, speakers: Sequence[Carried]) -> Carried | None:
        """Return the likeliest speaker, if likely enough; the rules' where none was there to learn from."""
        if not speakers or speakers[0].how in NAMED or not self._knows_speakers():
            return RuleScorer().choose(grammar, speakers)
        probabilities = self._probabilities(describe_speakers(grammar, speakers))
        likeliest = max(probabilities)
        return speakers[probabilities.index(likeliest)] if likeliest >= self.threshold else None

    def _knows_speakers(self) -> bool:
        return "speaker" in self._model.estimator_[0].vocabulary_

    def _probabilities(self, features: Sequence[dict[str, float | str]]) -> list[float]:
        if not features:
            return []
        probabilities: list[float] = self._model.predict_proba(features)[:, 1].tolist()
        return probabilities

    def save(self, path: Path) -> None:
        """Write the model in the skops format."""
        write_skops(self._model, path)


def load_scorer(path: Path) -> TrainedScorer:
    """Read a scorer that `TrainedScorer.save` wrote.

    Raises
    ------
    StanceError
        When the file holds something else.
    """
    model = read_skops(path)
    if not hasattr(model, "threshold"):
        raise StanceError(f"{shown(path)}: no scorer of attributions; make one with stance.attribute --fit")
    return TrainedScorer(model)


def fit_scorer(folder: str | Path, seed: int = 0) -> TrainedScorer:
    """Train a scorer on a folder in the PolNeAR layout.

    A candidate counts as an attribution when its cue lies in a marked cue and its source in the marked source; somebody
    speaks in a quotation when half of it is marked as theirs.

    Parameters
    ----------
    folder : path
        As `read_polnear` reads it.
    seed : int
        Seed of the solver.

    Returns
    -------
    TrainedScorer
        With the threshold that is best in cross-validation over articles.

    Raises
    ------
    StanceError
        When there are fewer than ten marked articles, or nothing in them is an attribution.
    """
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import FixedThresholdClassifier, GroupKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline
    from threadpoolctl import threadpool_limits

    teacher = MarkedScorer()
    articles: list[int] = []
    marked = {article.document_id: marks for article, marks in read_polnear(folder)}
    if len(marked) < _FEWEST:
        raise StanceError(
            f"{shown(folder)}: {len(marked)} marked articles are too few to learn from; at least {_FEWEST}"
        )
    for number, (article, paragraphs) in enumerate(parse(article for article, _ in read_polnear(folder))):
        teacher.marks = marked[article.document_id]
        assemble(article.text, read_grammar(article.text, paragraphs), teacher)
        articles += [number] * (len(teacher.labels) - len(articles))
    features, labels = teacher.features, teacher.labels
    if not any(labels):
        raise StanceError(f"{shown(folder)}: no marked attribution fits any sentence; do the offsets fit the texts?")
    classifier = make_pipeline(DictVectorizer(), LogisticRegression(C=0.2, max_iter=2000, random_state=seed))
    with threadpool_limits(1):
        held_out = cross_val_predict(
            classifier, features, labels, groups=articles, cv=GroupKFold(_FOLDS), method="predict_proba"
        )[:, 1]
        model = FixedThresholdClassifier(classifier, threshold=_best_threshold(labels, held_out)).fit(features, labels)
    return TrainedScorer(model)


def _best_threshold(labels: Sequence[bool], probabilities: Any) -> float:
    """Return the probability from which F1 is highest."""
    from sklearn.metrics import f1_score

    steps = [step / 100 for step in range(20, 65)]
    return max(steps, key=lambda step: f1_score(labels, probabilities >= step))


def fit_scorer_file(folder: str | Path, out: str | Path) -> str:
    """Train a scorer on marked articles, write it, and say so."""
    if not Path(out).absolute().parent.is_dir():
        raise StanceError(f"{shown(Path(out).parent)}: no such folder")
    scorer = fit_scorer(folder)
    with whole_or_nothing(out) as part:
        scorer.save(part)
    return f"threshold {scorer.threshold:.2f}, by cross-validation\nwritten: {shown(out)}"


def load_scorer_file(path: str | Path | None) -> Scorer:
    """Read a trained scorer; the rules where none is named."""
    return RuleScorer() if path is None else load_scorer(Path(path))
