"""Whether a supplement is sound."""

import pandas as pd
import pytest

from stance import StanceError, load_config
from stance.auditing import audit
from stance.reporting.supplement import audit_report
from tests.conftest import QUICK, small_frame

PLACES = ["river", "hill", "bridge", "orchard", "harbour", "mill", "chapel", "quarry", "school", "ferry"]


def written(say, n: int = 30) -> pd.DataFrame:
    """Return sentences of five writers, each from its label and its number."""
    rows = []
    for i in range(n):
        label = ["pro", "anti", "neutral"][i % 3]
        rows.append(
            {"text": say(label, i), "label": label, "genre": "letter" if i < 15 else "sermon", "writer": f"w{i // 6}"}
        )
    return pd.DataFrame(rows)


def audited(tmp_path, frame: pd.DataFrame, *settings: str):
    small_frame().to_csv(tmp_path / "small.csv", index=False)
    frame.to_csv(tmp_path / "written.csv", index=False)
    paths = [f"data.path={tmp_path}/small.csv", f"data.supplement={tmp_path}/written.csv"]
    return audit(load_config(None, ["data.name=table", *paths, *QUICK, *settings]))


def test_a_word_that_gives_the_label_away_is_found(tmp_path):
    found = audited(tmp_path, written(lambda label, i: f"{label}ish words by the {PLACES[i // 3]} at noon"))
    assert found["keywords"]["macro_f1"] == 1
    assert {"proish", "antiish", "neutralish"} <= set(found["keywords"]["words"])
    assert len(found["keywords"]["words"]) <= 30
    assert found["length"]["macro_f1"] < 0.7


def test_a_length_that_gives_the_label_away_is_found(tmp_path):
    words = {"pro": 4, "anti": 12, "neutral": 30}
    found = audited(tmp_path, written(lambda label, i: " ".join([PLACES[i // 3]] * words[label])))
    assert found["length"]["macro_f1"] > 0.8
    assert found["words"] == {"fewest": 4, "most": 30}


def test_labels_are_counted_by_genre(tmp_path):
    found = audited(tmp_path, written(lambda label, i: f"by the {PLACES[i // 3]} number {i}"))
    assert found["genres"] == {
        "letter": {"anti": 5, "neutral": 5, "pro": 5},
        "sermon": {"anti": 5, "neutral": 5, "pro": 5},
    }


def test_near_duplicates_within_and_of_tested_sentences_are_named(tmp_path):
    frame = written(lambda label, i: f"by the {PLACES[i // 3]} stood {PLACES[(7 * i) % 10]} and {'abcdefghij'[i % 10]}")
    frame["sentence_id"] = [f"s{i}" for i in range(len(frame))]
    frame.loc[3, "text"] = "Brandt welcomed the delivery in week 1 and place 0!"
    frame.loc[4, "text"] = "Lamps burned late in the ministry while the cabinet argued about the harvest."
    frame.loc[5, "text"] = "Lamps burned late in the ministry while the cabinet argued about the harvests."
    duplicates = audited(tmp_path, frame)["near_duplicates"]
    assert ["s4", "s5"] in [pair[:2] for pair in duplicates["within"]]
    assert {pair[0] for pair in duplicates["text"]} == {"s3"}
    assert duplicates["threshold"] == 0.6


def test_too_few_of_a_label(tmp_path):
    frame = written(lambda label, i: f"{label} {i}", n=9).drop(columns="writer")
    with pytest.raises(StanceError, match="3 sentences of the supplement are 'anti'; an audit needs 5 of each label"):
        audited(tmp_path, frame)


def test_the_report_shows_what_was_found(tmp_path):
    report = audit_report(audited(tmp_path, written(lambda label, i: f"{label}ish by the {PLACES[i // 3]}")))
    for words in (
        "30 sentences of 4 to 4 words",
        "sermon",
        "near duplicates within the supplement, cosine 0.6 or more: ",
        "near duplicates of a tested sentence (text), cosine 0.6 or more: 0",
        "length alone",
        "0.5 or more by words or length alone: labels leak",
        "most telling words: ",
    ):
        assert words in report
