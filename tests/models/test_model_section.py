"""The section of a model that votes: what it may say, and what it means."""

import pytest

from stance import StanceError, load_config
from stance.config import ExperimentConfig
from stance.models.estimators import LogisticRegressionConfig
from stance.models.model_section import MemberConfig, VoteConfig


def refusal(*overrides):
    with pytest.raises(StanceError) as caught:
        load_config(None, list(overrides))
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("members", "said"),
    [
        (
            "[{views: [embedding]}]",
            "model.members.0.views: 'embedding' is not among the features, which are words, characters",
        ),
        ("[{}, {views: [words, embedding]}]", "model.members.1.views: 'embedding' is not among the features"),
        ("[{views: [letters]}]", "model.members.0.views.0: 'letters' is not one of words, characters, embedding"),
        ("[{views: []}]", "model.members.0.views"),
        ("[{weight: 0}]", "model.members.0.weight"),
        ("[{targets: all}]", "model.members.0.targets: 'all' is not one of pooled, separate, both"),
        ("[{model: {name: vote}}]", "model.members.0.model.name: 'vote' is not one of"),
        ("[{model: {c: 3}}]", "model.members.0.model.c: unknown key; did you mean 'C'?"),
        ("[]", "model.members"),
    ],
)
def test_a_vote_that_cannot_be_is_refused_when_loaded(members, said):
    assert said in refusal(f"model={{name: vote, members: {members}}}")


@pytest.mark.parametrize("left_out", ["words", "characters"])
def test_a_view_that_is_left_out_of_the_features_is_refused(left_out):
    said = refusal(f"model={{name: vote, members: [{{views: [{left_out}]}}]}}", f"features.{left_out}=null")
    kept = {"words": "characters", "characters": "words"}[left_out]
    assert f"model.members.0.views: '{left_out}' is not among the features, which are {kept}" in said


def test_members_default_to_logistic_regression_on_everything_as_the_experiment():
    config = load_config(None, ["model={name: vote, members: [{}, {model: {C: 3}, views: [words]}]}", "targets=both"])
    assert config.model == VoteConfig(
        members=[MemberConfig(), MemberConfig(model=LogisticRegressionConfig(C=3), views=["words"])]
    )
    assert config.model.members[0] == MemberConfig(
        views=None, model=LogisticRegressionConfig(), targets=None, weight=1.0
    )
    assert ExperimentConfig.model_validate(config.model_dump(mode="json")) == config
