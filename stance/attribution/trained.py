"""A scorer trained on marked articles: logistic regression over what is seen of each candidate."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from stance.attribution.candidates import Candidate, find_candidates
from stance.attribution.features import describe_all
from stance.attribution.polnear import Attribution, read_polnear
from stance.attribution.rules import RuleScorer
from stance.attribution.scorers import Scorer
from stance.attribution.sources import mention
from stance.errors import StanceError, shown
from stance.files import whole_or_nothing
from stance.language.grammar import Grammar, read_grammar
from stance.language.parsing import parse
from stance.models.persistence import load_model, write_skops

_FOLDS = 5
_FEWEST = 10
"""Articles below which nothing is learned."""


class TrainedScorer:
    """Probability that a candidate is an attribution.

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
        if not candidates:
            return []
        probabilities: list[float] = self._model.predict_proba(describe_all(grammar, candidates))[:, 1].tolist()
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
    model = load_model(path)
    if not hasattr(model, "threshold"):
        raise StanceError(f"{shown(path)}: no scorer of attributions; make one with stance.attribute --fit")
    return TrainedScorer(model)


def fit_scorer(folder: str | Path, seed: int = 0) -> TrainedScorer:
    """Train a scorer on a folder in the PolNeAR layout.

    A candidate counts as an attribution when its cue lies in a marked cue and its source in the marked source.

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

    features: list[dict[str, float | str]] = []
    labels: list[bool] = []
    articles: list[int] = []
    marked = {article.document_id: marks for article, marks in read_polnear(folder)}
    if len(marked) < _FEWEST:
        raise StanceError(
            f"{shown(folder)}: {len(marked)} marked articles are too few to learn from; at least {_FEWEST}"
        )
    for number, (article, paragraphs) in enumerate(parse(article for article, _ in read_polnear(folder))):
        grammar = read_grammar(article.text, paragraphs)
        candidates = find_candidates(grammar)
        features += describe_all(grammar, candidates)
        labels += [is_marked(grammar, candidate, marked[article.document_id]) for candidate in candidates]
        articles += [number] * len(candidates)
    if not any(labels):
        raise StanceError(f"{shown(folder)}: no marked attribution fits any sentence; do the offsets fit the texts?")
    classifier = make_pipeline(DictVectorizer(), LogisticRegression(C=0.1, max_iter=2000, random_state=seed))
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


def is_marked(grammar: Grammar, candidate: Candidate, marks: Sequence[Attribution]) -> bool:
    """Tell whether a marked attribution has the candidate's cue and source."""
    cue = grammar.starts[candidate.cue]
    first, last = mention(grammar, candidate.source)
    start, end = grammar.starts[first], grammar.ends[last - 1]
    return any(
        any(a <= cue < b for a, b in mark.cue) and any(a < end and start < b for a, b in mark.source) for mark in marks
    )


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
