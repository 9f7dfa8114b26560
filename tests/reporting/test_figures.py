"""Figures of a classifier, of words and of simulations: what is drawn, and that nothing is cut or overlaps."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from scipy.stats import binomtest
from sklearn.calibration import calibration_curve

from stance import StanceError
from stance.evaluation.metrics import calibration_error
from stance.evaluation.reliability import reliability
from stance.evaluation.resampling import tally_frame
from stance.reporting import figures
from tests.reporting.drawn import HOSTILE, STANCES, faults, tick_names

CONFUSION = {"labels": STANCES, "gold_by_predicted": [[30, 0, 10], [0, 0, 0], [5, 0, 5]]}
NGRAMS = pd.DataFrame(
    [
        ("all", "anti", "maim", 0.3),
        ("all", "anti", "condemned", 0.2),
        ("all", "pro", "ship", 0.4),
        ("t", "pro", "x", 1.0),
    ],
    columns=["target", "label", "ngram", "weight"],
)


def test_class_balance_counts_every_label(frame):
    ax = figures.plot_class_balance(frame)
    assert [text.get_text() for text in ax.texts] == ["3"] * 12
    assert ax.get_ylabel() == "document"
    assert faults(ax) == []


def test_class_balance_with_a_class_and_a_document_missing(frame):
    ax = figures.plot_class_balance(frame[frame["label"] != "anti"], by="target")
    assert [text.get_text() for text in ax.texts] == ["12", "12"]
    ax = figures.plot_class_balance(frame.assign(document_id=None))
    assert tick_names(ax.yaxis) == [f"(missing) (n = {len(frame)})"]


def test_confusion_shows_counts_and_shares_of_gold():
    ax = figures.plot_confusion(CONFUSION)
    texts = [text.get_text() for text in ax.texts]
    assert texts == ["30\n75%", "0\n0%", "10\n25%", "0", "0", "0", "5\n50%", "0\n0%", "5\n50%"]
    assert tick_names(ax.yaxis) == ["anti\n(n = 40)", "neutral\n(n = 0)", "pro\n(n = 10)"]
    assert [patch.get_facecolor()[3] for patch in ax.patches] == [1] * 3 + [0] * 6
    assert faults(ax) == []


def predictions(n: int = 500) -> pd.DataFrame:
    rng = np.random.default_rng(0)
    proba = rng.dirichlet([1, 1, 1], n)
    labels = [rng.choice(STANCES, p=each) for each in proba]
    frame = pd.DataFrame(proba, columns=[f"p_{each}" for each in STANCES])
    names = [f"s{i}" for i in range(n)]
    return frame.assign(sentence_id=names, target="t", label=labels, predicted=np.array(STANCES)[proba.argmax(1)])


def test_reliability_counts_as_scikit_learn_and_as_the_metric():
    frame = predictions()
    bins = reliability(frame)
    confidence = frame[["p_anti", "p_neutral", "p_pro"]].max(axis=1)
    right = frame["label"] == frame["predicted"]
    share, mean = calibration_curve(right, confidence, n_bins=10)
    assert np.allclose(bins[["accuracy", "confidence"]], np.stack([share, mean], axis=1))
    assert bins["n"].sum() == len(frame)
    gaps = (bins["n"] * (bins["accuracy"] - bins["confidence"]).abs()).sum() / len(frame)
    assert gaps == pytest.approx(calibration_error(tally_frame(frame, "sentence").total()))
    first = bins.iloc[0]
    interval = binomtest(round(first["accuracy"] * first["n"]), int(first["n"])).proportion_ci(method="wilson")
    assert np.allclose([first["low"], first["high"]], interval)


def test_calibration_draws_every_bin_with_its_count():
    frame = predictions(60)
    bins, ax = reliability(frame), figures.plot_calibration(frame)
    points = ax.collections[-1]
    assert np.allclose(points.get_offsets(), bins[["confidence", "accuracy"]])
    assert [text.get_text() for text in ax.texts] == [*bins["n"].astype(str), "n"]
    assert [colour[3] for colour in points.get_facecolors()] == [float(n >= 20) for n in bins["n"]]
    assert faults(ax) == []


def test_calibration_fits_for_one_sentence_and_for_very_many():
    assert faults(figures.plot_calibration(predictions(1))) == []
    many = pd.concat([predictions(500)] * 100)
    ax = figures.plot_calibration(many)
    assert faults(ax) == []
    assert ax.get_title(loc="left") == "Calibration (n = 50000 tested)"


def test_calibration_leaves_out_what_is_not_labelled():
    frame = predictions(30)
    frame.loc[:9, "label"] = None
    assert reliability(frame)["n"].sum() == 20
    with pytest.raises(StanceError, match="no sentence is labelled"):
        figures.plot_calibration(frame.head(10))
    with pytest.raises(StanceError, match="column 'p_pro' is missing"):
        figures.plot_calibration(frame.drop(columns="p_pro"))


def test_learning_curve_has_intervals_and_the_majority():
    point = {"sentences": 10.0, "value": 0.5, "low": 0.4, "high": 0.6}
    metrics = {
        "learning_curve": [point, point | {"sentences": 20.0, "low": None, "high": None}],
        "baselines": {"majority": {"macro_f1": {"value": 0.2}}},
        "test": {"sentences": 30},
    }
    ax = figures.plot_learning_curve(metrics)
    assert ax.get_ylim() == (0, 1)
    assert ax.get_title(loc="left") == "Learning curve (n = 30 tested)"
    assert ax.lines[0].get_xydata().tolist() == [[10, 0.5], [20, 0.5]]
    assert ax.collections[0].get_segments()[0].tolist() == [[10, 0.4], [10, 0.6]]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["model, 95% interval", "majority baseline"]
    assert faults(ax) == []
    with pytest.raises(StanceError, match="no learning curve"):
        figures.plot_learning_curve(metrics | {"learning_curve": []})


def test_ngrams_of_each_class_heaviest_on_top():
    anti, pro = figures.plot_ngrams(NGRAMS)
    assert tick_names(anti.yaxis) == ["maim", "condemned"]
    assert anti.yaxis_inverted()
    assert pro.get_title(loc="left") == "pro"
    (only,) = figures.plot_ngrams(NGRAMS, n=1, target="t")
    assert tick_names(only.yaxis) == ["x"]
    assert only.get_title(loc="left") == "pro: t"
    with pytest.raises(StanceError, match="target 'T' is not in the table: all, t; did you mean 't'"):
        figures.plot_ngrams(NGRAMS, target="T")


def test_hostile_ngrams_fit(recwarn):
    rows = [("all", label, ngram, 1 / (i + 1)) for label in STANCES for i, ngram in enumerate(HOSTILE)]
    axes = figures.plot_ngrams(pd.DataFrame(rows, columns=NGRAMS.columns), n=30)
    assert faults(axes[0]) == []
    assert not recwarn.list


def coverage(**given) -> pd.DataFrame:
    row = {"budget": "a5", "method": "stacked", "coverage": 0.95, "width": 0.4, "estimates": 400} | given
    return pd.DataFrame([row, row | {"method": "labels_only", "coverage": None, "width": None}, row | {"budget": "o9"}])


def test_coverage_beside_its_monte_carlo_interval_and_width():
    left, right = figures.plot_coverage(coverage())
    assert tick_names(left.yaxis) == ["a5: stacked (n = 400)", "o9: stacked (n = 400)"]
    interval = binomtest(380, 400).proportion_ci(method="wilson")
    assert np.allclose(left.collections[0].get_segments()[0][:, 0], interval)
    assert left.collections[1].get_offsets()[:, 0].tolist() == [0.95, 0.95]
    assert right.collections[0].get_offsets()[:, 0].tolist() == [0.4, 0.4]
    assert left.lines[0].get_xdata()[0] == 0.95
    assert faults(left) == []


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_coverage_of_never_and_always(share):
    left, _ = figures.plot_coverage(coverage(coverage=share, estimates=3))
    low, high = left.get_xlim()
    assert low <= share <= high
    assert left.collections[1].get_facecolors()[0][3] == 0
    assert faults(left) == []


def test_coverage_without_a_column_says_which():
    with pytest.raises(StanceError, match="column 'width' is missing"):
        figures.plot_coverage(coverage().drop(columns="width"))


def test_figures_are_drawn_where_one_says():
    axes = Figure().subplots(1, 2)
    assert list(figures.plot_ngrams(NGRAMS, axes=axes)) == list(axes)
    assert figures.plot_confusion(CONFUSION, ax=axes[0]) is axes[0]
