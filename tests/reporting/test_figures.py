"""Figures: what is drawn, and that nothing is cut or overlaps."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from stance.reporting import figures


def report(n_actors: int, labelled: bool = True, name: str = "Actor {}") -> pd.DataFrame:
    rng = np.random.default_rng(0)
    rows = []
    for i in range(n_actors):
        shares = rng.dirichlet([1, 1, 1])
        gold = rng.dirichlet([1, 1, 1]) if labelled else [np.nan] * 3
        rows.append(
            {
                "target": "together",
                "actor": name.format(i),
                "n": n_actors - i + 18,
                "n_labelled": n_actors - i + 18 if labelled else 0,
                **dict(zip(["gold_anti", "gold_neutral", "gold_pro"], gold, strict=True)),
                "gold_net": gold[2] - gold[0],
                **dict(zip(["anti", "neutral", "pro"], shares, strict=True)),
                "net": shares[2] - shares[0],
            }
        )
    return pd.DataFrame(rows)


def inside(axes) -> bool:
    """Whether every label, title and legend lies within the figure and no two tick labels of an axis overlap."""
    figure = axes.figure
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    renderer = canvas.get_renderer()
    boxes = [label.get_window_extent(renderer) for label in axes.get_yticklabels() if label.get_text()]
    apart = all(not a.overlaps(b) for a, b in pairwise(boxes))
    parts = [*boxes, axes.xaxis.label.get_window_extent(renderer)]
    legend = axes.get_legend()
    if legend:
        parts.append(legend.get_window_extent(renderer))
    frame = figure.bbox
    held = all(b.x0 >= -1 and b.y0 >= -1 and b.x1 <= frame.x1 + 1 and b.y1 <= frame.y1 + 1 for b in parts)
    return apart and held


@pytest.mark.parametrize("n_actors", [1, 2, 25, 200])
@pytest.mark.parametrize("labelled", [True, False])
def test_actors_fit_on_the_figure(n_actors, labelled):
    axes = figures.plot_actors(report(n_actors, labelled))
    assert inside(axes)
    assert len(axes.get_yticklabels()) == min(n_actors, 25)
    assert ("175 more not shown" in axes.get_xlabel()) == (n_actors == 200)


def test_long_names_are_cut_with_a_mark_and_fit():
    axes = figures.plot_actors(report(3, name="The Very Honourable Ministry of Everything in Arvania and Belmark {}"))
    assert inside(axes)
    assert all("\N{HORIZONTAL ELLIPSIS} (n = " in label.get_text() for label in axes.get_yticklabels())


@pytest.mark.parametrize(
    "name", ["The $100 Club $", "$x^{", "\u738b\u5c0f\u660e", "two\nlines", "100% & co_1 \\\\ <b>"]
)
def test_names_are_never_read_as_formulas(name, tmp_path, recwarn):
    frame = report(1).assign(actor=name)
    assert inside(figures.plot_actors(frame.assign(target=name), target=name))
    confusion = {"labels": ["anti", "neutral", "pro"], "gold_by_predicted": [[1, 0, 0], [0, 1, 0], [0, 0, 1]]}
    recwarn.clear()
    figures.save_figures(tmp_path, {"confusion": confusion, "learning_curve": []}, frame, NGRAMS.assign(ngram=name))
    assert not recwarn.list


def test_bars_show_gold_shares_with_neutral_centred_and_net_stance():
    frame = report(1).assign(gold_anti=0.5, gold_neutral=0.2, gold_pro=0.3, gold_net=-0.2, net=0.4)
    axes = figures.plot_actors(frame)
    spans = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in axes.patches]
    assert np.allclose(spans, [(-0.6, -0.1), (-0.1, 0.1), (0.1, 0.4)])
    assert [points.get_offsets()[0][0] for points in axes.collections] == [-0.2, 0.4]
    legend = [text.get_text() for text in axes.get_legend().get_texts()]
    assert legend == ["anti, gold", "neutral, gold", "pro, gold", "net stance, gold", "net stance, predicted"]


def test_without_gold_the_predicted_shares_are_drawn():
    frame = report(1, labelled=False).assign(anti=0.5, neutral=0.2, pro=0.3, net=-0.2)
    axes = figures.plot_actors(frame)
    assert axes.patches[0].get_width() == 0.5
    assert len(axes.collections) == 1


def test_few_statements_are_pale():
    frame = pd.concat([report(1).assign(n=19), report(1).assign(n=20, actor="B")])
    axes = figures.plot_actors(frame)
    by_name = dict(zip([label.get_text() for label in axes.get_yticklabels()], axes.patches[:2], strict=True))
    assert by_name["Actor 0 (n = 19)"].get_facecolor()[3] == 0.35
    assert by_name["B (n = 20)"].get_facecolor()[3] == 1


def test_sorted_by_net_stance_with_the_unattributed_at_the_foot():
    frame = report(3).assign(gold_net=[-1.0, 1.0, 0.0], actor=["low", "unattributed", "middle"])
    axes = figures.plot_actors(frame)
    names = [label.get_text().split(" (")[0] for label in axes.get_yticklabels()]
    assert names == ["unattributed", "low", "middle"]


def test_one_target_is_named_in_the_title():
    axes = figures.plot_actors(report(2).assign(target="ban"), target="ban")
    assert axes.get_title(loc="left") == "Where each actor stands: ban"


def test_class_balance_counts_every_label(frame):
    axes = figures.plot_class_balance(frame)
    assert [text.get_text() for text in axes.texts] == ["3"] * 12
    assert axes.get_ylabel() == "document"
    assert inside(axes)


def test_class_balance_with_a_class_missing(frame):
    axes = figures.plot_class_balance(frame[frame["label"] != "anti"], by="target")
    assert [text.get_text() for text in axes.texts] == ["12", "12"]


def test_confusion_shows_counts_and_shares_of_gold():
    confusion = {"labels": ["anti", "neutral", "pro"], "gold_by_predicted": [[3, 0, 1], [0, 0, 0], [5, 0, 5]]}
    axes = figures.plot_confusion(confusion)
    texts = [text.get_text() for text in axes.texts]
    assert texts == ["3\n75%", "0\n0%", "1\n25%", "0\n0%", "0\n0%", "0\n0%", "5\n50%", "0\n0%", "5\n50%"]
    assert [label.get_text() for label in axes.get_yticklabels()] == [
        "anti\n(n = 4)",
        "neutral\n(n = 0)",
        "pro\n(n = 10)",
    ]


def test_learning_curve_has_intervals_and_the_majority():
    point = {"sentences": 10.0, "value": 0.5, "low": 0.4, "high": 0.6}
    metrics = {
        "learning_curve": [point, point | {"sentences": 20.0}],
        "baselines": {"majority": {"macro_f1": {"value": 0.2}}},
        "test": {"sentences": 30},
    }
    axes = figures.plot_learning_curve(metrics)
    assert axes.get_ylim() == (0, 1)
    assert axes.get_title(loc="left") == "Learning curve (n = 30 tested)"
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["majority baseline", "model, 95% interval"]


NGRAMS = pd.DataFrame(
    [
        ("all", "anti", "maim", 0.3),
        ("all", "anti", "condemned", 0.2),
        ("all", "pro", "ship", 0.4),
        ("t", "pro", "x", 1.0),
    ],
    columns=["target", "label", "ngram", "weight"],
)


def test_ngrams_of_each_class_heaviest_on_top():
    anti, pro = figures.plot_ngrams(NGRAMS)
    assert [label.get_text() for label in anti.get_yticklabels()] == ["maim", "condemned"]
    assert anti.yaxis_inverted()
    assert pro.get_title(loc="left") == "pro"
    (only,) = figures.plot_ngrams(NGRAMS, n=1, target="t")
    assert [label.get_text() for label in only.get_yticklabels()] == ["x"]


def test_figures_are_drawn_where_one_says():
    axes = Figure().subplots(1, 2)
    assert figures.plot_actors(report(2), ax=axes[0]) is axes[0]
    assert list(figures.plot_ngrams(NGRAMS, axes=axes)) == list(axes)


def test_saving_leaves_no_figure_open_in_a_notebook(tmp_path):
    from matplotlib import pyplot

    before = pyplot.get_fignums()
    confusion = {"labels": ["anti", "neutral", "pro"], "gold_by_predicted": [[1, 0, 0], [0, 1, 0], [0, 0, 1]]}
    figures.save_figures(tmp_path / "f", {"confusion": confusion, "learning_curve": []}, report(2), NGRAMS.head(0))
    assert pyplot.get_fignums() == before
    assert sorted(path.name for path in (tmp_path / "f").iterdir()) == [
        "actors.png",
        "actors.svg",
        "confusion.png",
        "confusion.svg",
    ]
