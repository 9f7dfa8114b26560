"""Metrics beside baselines, and the differences of runs, as doors print them."""

import pandas as pd

from stance.reporting.metrics import OF_SEVERAL_TARGETS, SHOWN_METRICS, comparison_table, metrics_table


def metric(value: float) -> dict[str, float]:
    return {"value": value, "low": value - 0.1, "high": value + 0.1}


def test_metrics_stand_beside_baselines():
    metrics = {name: metric(0.5) for name in SHOWN_METRICS}
    table = metrics_table(metrics, {"majority": {name: metric(0.25) for name in SHOWN_METRICS}})
    lines = table.splitlines()
    assert lines[0].split() == ["model", "95%", "interval", "majority"]
    assert lines[1].split() == ["macro-F1", "0.50", "0.40", "to", "0.60", "0.25"]
    assert [line.split("  ")[0] for line in lines[1:]] == [
        "macro-F1",
        "F1 pro",
        "F1 anti",
        "F1 neutral",
        "accuracy",
        "brier",
        "calibration error",
    ]


def test_scores_of_both_sides_have_a_table_that_fits_a_screen():
    both = dict(zip(OF_SEVERAL_TARGETS, (metric(0.7), metric(0.6)), strict=True))
    lines = metrics_table(both, {"majority": both, "stratified": both}, OF_SEVERAL_TARGETS).splitlines()
    assert lines[1:] == [
        "F1 favor/against, pooled              0.70  0.60 to 0.80      0.70        0.70",
        "F1 favor/against, mean over targets   0.60  0.50 to 0.70      0.60        0.60",
    ]
    assert max(map(len, lines)) <= 80


def differences(*rows, **attrs):
    columns = ["metric", "first", "other", "value_first", "value_other", "difference", "low", "high", "p_value"]
    table = pd.DataFrame(rows, columns=columns)
    mcnemar = {"other": "b", "only_first_right": 1, "only_other_right": 5, "p_value": 0.21875}
    table.attrs.update(unit="document", groups=12, sentences=40, mcnemar=[mcnemar], **attrs)
    return table


MACRO_F1 = ("macro_f1", "a", "b", 0.5, 0.6, 0.1, 0.05, 0.15, 0.0001)
BRIER = ("brier", "a", "b", 0.5, 0.5, -0.001, -0.1, 0.1, 0.25)
MEAN_OVER_TARGETS = ("f1_favor_against_mean_over_targets", "a", "b", 0.4, 0.5, 0.1, 0.0, 0.2, 0.04)
NET_STANCE = ("net_stance_mean_absolute_error", "a", "b", 0.3, 0.2, -0.1, -0.2, 0.0, 0.05)


def test_comparison():
    table = differences(MACRO_F1, BRIER)
    assert comparison_table(table).splitlines() == [
        "first: a",
        "other: b",
        "          first  other  difference    95% interval       p",
        "macro f1   0.50   0.60       +0.10  +0.05 to +0.15  <0.001",
        "brier      0.50   0.50       +0.00  -0.10 to +0.10   0.250",
        (
            "accuracy: 1 sentence right in the first only, 5 in the other only; "
            "exact McNemar p 0.219, if sentences were independent"
        ),
        "",
        "intervals: paired bootstrap over 12 documents, 40 sentences; p: documents swapped between the runs",
        "brier and calibration error: lower is better",
    ]


def test_scores_of_both_sides_are_compared_where_there_are_several_targets():
    several = comparison_table(differences(MACRO_F1, MEAN_OVER_TARGETS, targets=2))
    assert "\nF1 favor/against, mean over targets   0.40   0.50       +0.10  +0.00 to +0.20   0.040\n" in several
    one = comparison_table(differences(MACRO_F1, MEAN_OVER_TARGETS, targets=1))
    assert one == comparison_table(differences(MACRO_F1))


def test_actors_are_compared_where_there_are_any():
    lines = comparison_table(differences(MACRO_F1, NET_STANCE, targets=1, actors=7)).splitlines()
    assert lines[4].startswith("net stance MAE (actors with 5+ statements)   0.30   0.20       -0.10")
    assert lines[-2:] == [
        "net stance MAE: 7 actors drawn and swapped instead",
        "brier, calibration error and net stance MAE: lower is better",
    ]
