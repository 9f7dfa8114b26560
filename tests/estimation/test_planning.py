"""How wide intervals will be, before anything is labelled."""

import numpy as np
import pandas as pd
import pytest

from stance.corpus.schema import STANCES
from stance.corpus.validation import validate
from stance.errors import StanceError
from stance.estimation.estimate import actor_stance
from stance.estimation.planning import plan_labels
from stance.estimation.sampling import draw_sample, with_labels


def predictions(sizes, seed=0, certainty=1.0):
    """Return sentences of actors of these sizes, with gold in the column ``truth`` and probabilities that are right."""
    rng = np.random.default_rng(seed)
    rows = []
    for number, size in enumerate(sizes):
        proba = rng.dirichlet(np.array([1.0, 1.0, 1.0]) / certainty, size)
        for each in proba:
            rows.append(
                {
                    "sentence_id": f"s{len(rows):04d}",
                    "document_id": f"d{len(rows)}",
                    "text": f"Sentence {len(rows)} of Arvania.",
                    "actor": f"Councillor {number}" if number else None,
                    **dict(zip(("p_anti", "p_neutral", "p_pro"), each, strict=True)),
                    "truth": STANCES[int((rng.random() > each.cumsum()).sum())],
                }
            )
    return validate(pd.DataFrame(rows), labelled=False)


FRAME = predictions([6, 30, 20, 12, 8, 24])
"""Six sentences of nobody, 94 of five councillors."""


@pytest.fixture(scope="module")
def plan():
    return plan_labels(FRAME, (25, 50, 94, 100, 200), simulations=3)


def test_budgets_beyond_what_can_be_drawn_are_left_out(plan):
    assert list(zip(plan["labels"], plan["design"], strict=True)) == [
        (25, "simple random"),
        (25, "by actor"),
        (50, "simple random"),
        (50, "by actor"),
        (94, "simple random"),
        (94, "by actor"),
        (100, "simple random"),
    ]
    assert (plan["actors"] == 5).all()


def test_intervals_narrow_down_to_nothing_when_all_is_labelled(plan):
    for _, rows in plan.groupby("design"):
        assert rows["median_width"].is_monotonic_decreasing
        assert rows["narrow"].is_monotonic_increasing
        assert (rows["median_width"].iloc[-1], rows["narrow"].iloc[-1]) == (0, 1)


def test_the_plan_is_kept_where_probabilities_are_right(plan):
    row = plan[(plan["labels"] == 50) & (plan["design"] == "by actor")].iloc[0]
    widths = []
    for seed in range(3):
        sample = draw_sample(FRAME, 50, "actor", seed)
        sample["label"] = FRAME.set_index("sentence_id")["truth"].loc[sample["sentence_id"]].to_numpy()
        found = actor_stance(with_labels(FRAME, sample))
        found = found[found["actor"] != "unattributed"]
        widths.append((found["high"] - found["low"]).median())
    assert row["median_width"] == pytest.approx(np.mean(widths), rel=0.25)


def test_surer_predictions_promise_narrower_intervals(plan):
    sure = plan_labels(predictions([6, 30, 20, 12, 8, 24], certainty=20), (50,), simulations=3)
    assert (sure["median_width"] < plan[plan["labels"] == 50]["median_width"].to_numpy()).all()


def test_the_seed_decides_and_not_the_order_of_rows():
    once = plan_labels(FRAME, (25,), simulations=2, seed=1)
    pd.testing.assert_frame_equal(once, plan_labels(FRAME.iloc[::-1], (25,), simulations=2, seed=1))
    assert not once.equals(plan_labels(FRAME, (25,), simulations=2, seed=2))


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (predictions([0, 9, 9]), "only 18 sentences, fewer than 50: label them all"),
        (predictions([60]), "no sentence has an actor: there is no actor's interval to plan"),
        (
            FRAME.drop(columns="p_pro"),
            "statements: column 'p_pro' is missing",
        ),
    ],
)
def test_what_cannot_be_planned_is_refused(frame, message):
    with pytest.raises(StanceError) as caught:
        plan_labels(frame)
    assert str(caught.value).split("; needed are")[0] == message
