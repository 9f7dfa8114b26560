"""How good, how sure: splits, metrics, resampling, agreement, actors, comparison. Reads predictions, fits nothing."""

from pydantic import Field

from stance.evaluation.splits import ParagraphSplit, SplitConfig
from stance.section import Section


class EvaluationConfig(Section):
    """How an experiment is judged.

    Attributes
    ----------
    split : section
        Which sentences are tested by a model that did not see them.
    bootstrap : int
        Resamples behind every interval.
    learning_curve : list of float
        Shares of the training part; empty for no curve.
    """

    split: SplitConfig = ParagraphSplit()
    bootstrap: int = Field(2000, ge=100, le=100_000)
    learning_curve: tuple[float, ...] = (0.2, 0.4, 0.6, 0.8, 1.0)
