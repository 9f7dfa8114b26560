"""Net stance over time: what is drawn, and that nothing is cut or overlaps."""

import numpy as np
import pandas as pd
import pytest

import stance
from stance import StanceError
from stance.reporting import figures
from tests.reporting.drawn import HOSTILE, faults, report, tick_names


def spoken(periods: list[str], actors: int = 1) -> pd.DataFrame:
    return pd.concat([report(actors, intervals=True).assign(period=period) for period in periods])


@pytest.mark.parametrize(
    ("periods", "places"),
    [
        (["2021", "2024"], [0, 3]),
        (["2023-Q4", "2024-Q1", "2024-Q3"], [0, 1, 3]),
        (["2023-12", "2024-03"], [0, 3]),
        (["2024-W52", "2025-W02"], [0, 2]),
        (["2024-02-28", "2024-03-01"], [0, 2]),
        (["after", "before"], [0, 1]),
    ],
)
def test_periods_lie_as_far_apart_as_they_are(periods, places):
    (ax,) = figures.plot_stance_over_time(spoken(periods))
    x = ax.collections[-1].get_offsets()[:, 0]
    assert (x - x[0]).tolist() == places
    names = dict(zip(ax.get_xticks(), tick_names(ax.xaxis), strict=True))
    assert [names[each] for each in x if each in names] == [
        name for name, each in zip(periods, x, strict=True) if each in names
    ]
    assert names[x[0]] == periods[0]
    assert faults(ax) == []


def test_one_panel_an_actor_those_with_most_statements_first():
    frame = spoken(["2024-01", "2024-02"], actors=9)
    extra = frame.head(1).assign(actor="unattributed", n=1000)
    axes = figures.plot_stance_over_time(pd.concat([frame, extra]), limit=4)
    assert [ax.get_title(loc="left") for ax in axes] == [f"Actor {i}\nn = {n}" for i, n in enumerate([52, 50, 48, 46])]
    assert faults(axes[0]) == []


def test_intervals_counts_and_hollow_circles():
    frame = spoken(["2024-01", "2024-02"]).assign(n=[19, 20], net=[0.5, -0.5], low=[0.1, -0.9], high=[0.6, -0.2])
    (ax,) = figures.plot_stance_over_time(frame)
    lines, circles = ax.collections
    assert [segment[:, 1].tolist() for segment in lines.get_segments()] == [[0.1, 0.6], [-0.9, -0.2]]
    assert circles.get_offsets()[:, 1].tolist() == [0.5, -0.5]
    assert [colour[3] for colour in circles.get_facecolors()] == [0, 1]
    assert [text.get_text() for text in ax.texts] == ["19", "20"]


def test_many_periods_and_hostile_names_fit(recwarn):
    days = pd.date_range("2024-01-01", periods=120).strftime("%Y-%m-%d")
    assert faults(figures.plot_stance_over_time(spoken(list(days), actors=3))[0]) == []
    named = pd.concat([spoken(HOSTILE).assign(actor=name) for name in HOSTILE])
    assert faults(figures.plot_stance_over_time(named)[0]) == []
    assert not recwarn.list


def test_from_statements_to_the_figure():
    rng = np.random.default_rng(0)
    probabilities = pd.DataFrame(rng.dirichlet([1, 1, 1], 40), columns=["p_anti", "p_neutral", "p_pro"])
    statements = probabilities.assign(actor=["A", "B"] * 20, document_id="d", target="t")
    statements["time"] = np.repeat(["2024-01-05", "2024-03-06"], 20)
    axes = figures.plot_stance_over_time(stance.actor_periods(statements, "month"))
    assert [len(ax.collections[-1].get_offsets()) for ax in axes] == [2, 2]
    assert tick_names(axes[0].xaxis) == ["2024-01", "2024-02", "2024-03"]


def test_what_cannot_be_drawn_is_said():
    with pytest.raises(StanceError, match="column 'period' is missing"):
        figures.plot_stance_over_time(report(1))
    with pytest.raises(StanceError, match="nothing to draw"):
        figures.plot_stance_over_time(spoken(["2024"]).head(0))
    two = pd.concat([spoken(["2024"]).assign(target=name) for name in ("ban", "transfer")])
    with pytest.raises(StanceError, match="several targets: ban, transfer; name one"):
        figures.plot_stance_over_time(two)
    (ax,) = figures.plot_stance_over_time(two, target="ban")
    assert ax.get_title(loc="left") == "Actor 0\nn = 18"
