"""The section ``model`` of a configuration: an estimator, or a vote of several."""

from typing import Annotated, Any, Literal

from pydantic import Field

from stance.models.estimators import EstimatorConfig, LogisticRegressionConfig, Targets
from stance.models.features import TfidfConfig, View
from stance.section import Section


class MemberConfig(Section):
    """One model of a vote.

    Attributes
    ----------
    views : list of {'words', 'characters', 'embedding'} or None
        Which of the features it sees; None means all.
    model : section
        Its estimator.
    targets : {'pooled', 'separate', 'both'} or None
        As for the whole experiment, and None means the same.
    weight : float
        Its weight in the mean.
    """

    views: Annotated[list[View], Field(min_length=1)] | None = None
    model: EstimatorConfig = LogisticRegressionConfig()
    targets: Targets | None = None
    weight: float = Field(1.0, gt=0)


class VoteConfig(Section):
    """The weighted mean of the probabilities of several models.

    Attributes
    ----------
    members : list of MemberConfig
        The models, one or more.
    """

    name: Literal["vote"] = "vote"
    members: list[MemberConfig] = Field(min_length=1)


ModelConfig = Annotated[EstimatorConfig | VoteConfig, Field(discriminator="name")]


def check_views(features: TfidfConfig, model: Any) -> None:
    """Raise a ValueError for a member of a vote whose views the features do not have."""
    for number, member in enumerate(model.members if isinstance(model, VoteConfig) else ()):
        for view in member.views or ():
            if view not in features.views:
                has = ", ".join(features.views)
                raise ValueError(f"model.members.{number}.views: {view!r} is not among the features, which are {has}")


def tells_targets_apart(model: Any, targets: Targets) -> bool:
    """Whether a model has anything that is fitted for each target."""
    members = model.members if isinstance(model, VoteConfig) else [MemberConfig()]
    return any((member.targets or targets) != "pooled" for member in members)
