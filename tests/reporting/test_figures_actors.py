"""Figures of actors: what is drawn, and that nothing is cut or overlaps."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

from stance import StanceError
from stance.reporting import figures
from tests.reporting.drawn import HOSTILE, faults, report, tick_names


def hostile() -> pd.DataFrame:
    return pd.concat([report(1, name, intervals=True).assign(n=15 + i) for i, name in enumerate(HOSTILE)])


@pytest.mark.parametrize("n_actors", [1, 80])
@pytest.mark.parametrize(("gold", "intervals"), [(True, False), (False, False), (True, True), (False, True)])
def test_any_number_of_actors_fits(n_actors, gold, intervals):
    bars, _ = figures.plot_actors(report(n_actors, gold=gold, intervals=intervals))
    assert faults(bars) == []
    assert len(tick_names(bars.yaxis)) == min(n_actors, 25)
    assert ("55 more actors not shown" in bars.get_xlabel()) == (n_actors == 80)


def test_without_a_limit_the_figure_grows_with_its_actors():
    few, _ = figures.plot_actors(report(25), limit=None)
    bars, _ = figures.plot_actors(report(200), limit=None)
    assert faults(bars) == []
    assert len(tick_names(bars.yaxis)) == 200
    assert bars.figure.get_figheight() > 6 * few.figure.get_figheight()
    assert bars.figure.get_figwidth() == few.figure.get_figwidth()


def test_hostile_names_fit_without_a_warning(recwarn):
    bars, _ = figures.plot_actors(hostile().assign(target=HOSTILE[1]), target=HOSTILE[1])
    assert faults(bars) == []
    assert not recwarn.list


def test_bars_show_gold_shares_with_neutral_centred_beside_net_stance():
    frame = report(1).assign(gold_anti=0.5, gold_neutral=0.2, gold_pro=0.3, gold_net=-0.2, net=0.4)
    bars, dots = figures.plot_actors(frame)
    spans = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in bars.patches]
    assert np.allclose(spans, [(-0.6, -0.1), (-0.1, 0.1), (0.1, 0.4)])
    assert bars.get_xlabel().startswith("gold share")
    assert {points.get_offsets()[0][0] for points in dots.collections} == {0.4, -0.2}
    assert [text.get_text() for text in dots.get_legend().get_texts()] == ["predicted", "gold"]


def test_where_some_labels_are_missing_the_estimate_is_drawn_and_the_labels_are_counted():
    frame = report(2, intervals=True).assign(n_labelled=5, anti=0.5, neutral=0.2, pro=0.3)
    bars, dots = figures.plot_actors(frame)
    assert bars.get_xlabel().startswith("estimated share")
    assert bars.patches[0].get_width() == 0.5
    assert sorted(text.get_text() for text in dots.texts) == ["5 of 18", "5 of 19", "labelled\nof n"]


def test_intervals_reach_from_low_to_high_wherever_the_estimate_is():
    frame = report(2, gold=False, intervals=True).assign(net=[0.9, -0.9], low=[-1.3, -0.5], high=[0.5, np.nan])
    _, dots = figures.plot_actors(frame)
    lines = [segment[:, 0].tolist() for segment in dots.collections[0].get_segments() if len(segment)]
    assert lines == [[-1.3, 0.5]]
    assert dots.get_xlim()[0] < -1.3
    assert faults(dots) == []


@pytest.mark.parametrize("missing", ["net", "anti"])
def test_with_gold_alone_gold_is_drawn(missing):
    frame = report(3).drop(columns=["net", "low", "high", "anti", "neutral", "pro"])
    bars, dots = figures.plot_actors(frame if missing == "anti" else frame.assign(net=np.nan))
    assert len(dots.collections) == 1
    assert bars.get_xlabel().startswith("gold share")


def test_a_missing_class_leaves_the_others_where_they_are():
    frame = report(1, gold=False).assign(anti=0.0, neutral=np.nan, pro=1.0, net=1.0)
    bars, _ = figures.plot_actors(frame)
    assert [bar.get_width() for bar in bars.patches] == [0, 0, 1]
    assert faults(bars) == []


def test_few_statements_are_hollow():
    frame = pd.concat([report(1).assign(n=19, n_labelled=19, gold_net=-1), report(1).assign(n=20, n_labelled=20)])
    bars, dots = figures.plot_actors(frame)
    assert [bar.get_fill() for bar in bars.patches] == [True, False] * 3
    for points in dots.collections:
        filled, hollow = points.get_facecolors()
        assert filled[3] == 1
        assert hollow[3] == 0
    assert "hollow: fewer than 20 statements" in bars.get_xlabel()
    assert "hollow" not in figures.plot_actors(frame.assign(n=20, n_labelled=20))[0].get_xlabel()


def test_sorted_by_net_stance_with_the_unattributed_apart_at_the_foot():
    frame = report(4).assign(gold_net=[-1.0, 1.0, 0.0, 0.5], actor=["low", "unattributed", "middle", "high"])
    bars, _ = figures.plot_actors(frame)
    assert bars.yaxis_inverted()
    assert tick_names(bars.yaxis) == ["high", "middle", "low", "unattributed"]
    gaps = np.diff(bars.get_yticks())
    assert gaps[0] == gaps[1] < gaps[2]
    assert tick_names(figures.plot_actors(frame, limit=1)[0].yaxis) == ["low", "unattributed"]


@settings(max_examples=8, deadline=None)
@given(st.lists(st.tuples(st.text(st.characters(codec="utf-8"), max_size=150), st.integers(1, 10**7)), max_size=6))
def test_whatever_actors_are_called_nothing_is_cut(speakers):
    rows = [report(1).assign(actor=name, n=n, n_labelled=n) for name, n in speakers]
    bars, _ = figures.plot_actors(pd.concat([report(1).head(0), *rows]))
    assert faults(bars) == []


def test_one_target_is_named_in_the_title():
    bars, _ = figures.plot_actors(report(2).assign(target="ban"), target="ban")
    assert bars.get_title(loc="left") == "Where each actor stands: ban"


def test_an_unknown_target_is_an_error_that_names_the_known():
    frame = pd.concat([report(1), report(1).assign(target="transfer")])
    with pytest.raises(StanceError, match="'tranfer' is not in the table: together, transfer; did you mean 'transfer'"):
        figures.plot_actors(frame, target="tranfer")


def test_actors_are_drawn_where_one_says():
    axes = Figure().subplots(1, 2)
    assert list(figures.plot_actors(report(2), axes=axes)) == list(axes)


def targets(*names: str) -> pd.DataFrame:
    return pd.concat([report(3).assign(target=name) for name in ("together", *names)])


def test_cells_hold_net_stance_and_n_and_none_where_nothing_is_said():
    frame = targets("ban", "transfer").assign(n=30, n_labelled=30, gold_net=-0.25)
    frame = frame[~((frame["actor"] == "Actor 0") & (frame["target"] == "ban"))]
    frame.loc[frame["actor"] == "Actor 2", ["n", "n_labelled", "gold_net"]] = [14, 14, 0.0]
    ax = figures.plot_actor_targets(frame)
    assert tick_names(ax.xaxis) == ["transfer", "ban"]
    assert tick_names(ax.yaxis) == ["Actor 1", "Actor 0", "Actor 2"]
    cells = {text.get_position(): text.get_text() for text in ax.texts}
    assert cells == {
        (0, 0): "\u22120.25\n30",
        (1, 0): "\u22120.25\n30",
        (0, 1): "\u22120.25\n30",
        (0, 2): "0.00\n14",
        (1, 2): "0.00\n14",
    }
    assert [patch.get_facecolor()[3] for patch in ax.patches] == [
        1.0 if "30" in text.get_text() else 0.0 for text in ax.texts
    ]


def test_the_heat_map_counts_what_it_leaves_out():
    frame = targets(*(f"target {i}" for i in range(5)))
    ax = figures.plot_actor_targets(frame, limit=1, target_limit=2)
    assert len(ax.patches) == 2
    assert "2 more actors not shown; 3 more targets not shown" in ax.get_xlabel()


@pytest.mark.parametrize("names", [HOSTILE, HOSTILE[:1], HOSTILE[4:6], ["a"], []])
def test_hostile_targets_fit(names, recwarn):
    frame = pd.concat([hostile().assign(target=name) for name in ("together", *names)])
    assert faults(figures.plot_actor_targets(frame)) == []
    assert not recwarn.list


def test_a_table_without_targets_has_no_heat_map():
    with pytest.raises(StanceError, match="column 'target' is missing"):
        figures.plot_actor_targets(report(1).drop(columns="target"))
