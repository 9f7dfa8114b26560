"""Cards say what the run found, and nothing that nobody knows."""

import re
from dataclasses import replace

import pytest
import yaml
from huggingface_hub import DatasetCard, ModelCard

from stance import open_run
from stance.errors import StanceError
from stance.reporting.exports import rendering
from stance.reporting.exports.cards import data_card, model_card, write_data_card, write_model_card
from tests.reporting.export_cases import findings_of, findings_of_run, predictions_of

MITCHELL = (
    *("Model details", "Intended use", "Factors", "Metrics", "Evaluation data", "Training data"),
    *("Quantitative analyses", "Ethical considerations", "Caveats and recommendations"),
)
GEBRU = (
    *("Motivation", "Composition", "Collection process", "Preprocessing, cleaning, labelling"),
    *("Uses", "Distribution", "Maintenance"),
)


@pytest.fixture
def findings(finished):
    return findings_of_run(open_run(finished))


def sections(card):
    """Return the text of each section by its heading."""
    parts = re.split(r"^## (.*)$", card, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def of_data(findings, **settings):
    return replace(findings, config={**findings.config, "data": settings})


def test_sections_are_those_of_the_papers(findings):
    assert list(sections(model_card(findings)))[: len(MITCHELL)] == list(MITCHELL)
    assert list(sections(data_card(findings)))[: len(GEBRU)] == list(GEBRU)


def test_the_hub_reads_the_scores(findings):
    results = ModelCard(model_card(findings)).data.eval_results
    unseen = findings.metrics["leave_one_document_out"]["metrics"]
    found = {(each.dataset_config, each.metric_name): each.metric_value for each in results}
    for name in ("macro_f1", "accuracy", "brier", "calibration_error"):
        assert found[None, f"{name} (votes of 2 repeats averaged)"] == findings.metrics["metrics"][name]["value"]
        assert found["unseen documents", name] == unseen[name]["value"]


def test_the_numbers_stand_with_interval_and_baselines(findings):
    text = sections(model_card(findings))["Quantitative analyses"]
    metric = findings.metrics["metrics"]["macro_f1"]
    majority = findings.metrics["baselines"]["majority"]["macro_f1"]["value"]
    row = f"| macro-F1 | {metric['value']:.2f} ({metric['low']:.2f} to {metric['high']:.2f}) | {majority:.2f} |"
    assert row in text
    assert "- model: votes of 2 repeats averaged; one repeat alone: macro-F1 " in text
    assert "### Unseen documents" in text
    assert "### Calibration" in text
    error = findings.metrics["metrics"]["calibration_error"]
    assert f"off by {error['value']:.2f} ({error['low']:.2f} to {error['high']:.2f}) on average" in text


def test_scores_by_target_stand_where_there_are_several(findings):
    numbers = {"value": 0.5, "low": 0.25, "high": 0.75}
    each = {"sentences": 9, "labels": {"anti": 2, "neutral": 3, "pro": 4}, "macro_f1": numbers, "accuracy": numbers}
    targets = {f"target | {i}": each for i in range(40)}
    text = model_card(replace(findings, metrics={**findings.metrics, "by_target": targets}))
    assert r"| target \| 0 | 9 | 2 | 3 | 4 | 0.50 (0.25 to 0.75) | - | 0.50 (0.25 to 0.75) |" in text
    assert "10 more" in text


def test_a_model_that_is_worse_than_a_guess_is_called_so(findings):
    def with_value(value):
        unseen = findings.metrics["leave_one_document_out"]
        bounds = {"low": value - 0.005, "high": value + 0.005}
        score = {**unseen["metrics"], "macro_f1": {"value": value, **bounds}}
        score["f1_anti"] = {"value": 0.0 if value < 0.1 else 0.5, "low": 0, "high": 1}
        metrics = {**findings.metrics, "leave_one_document_out": {**unseen, "metrics": score}}
        return sections(model_card(replace(findings, metrics=metrics)))["Caveats and recommendations"]

    assert "On documents that it saw nothing of, macro-F1 of one training alone, 0.01" in with_value(0.01)
    assert "is worse than" in with_value(0.01)
    assert "On documents that it saw nothing of it never finds anti." in with_value(0.01)
    assert "saw nothing of" not in with_value(0.99)


def test_why_unseen_documents_were_not_tested_is_said(findings):
    metrics = {**findings.metrics, "leave_one_document_out": {"refused": "the data bring their own split"}}
    assert "Not tested: the data bring their own split" in model_card(replace(findings, metrics=metrics))


def test_nobody_invents_coders_licence_or_language(findings):
    for card in (model_card(findings), data_card(findings)):
        front = yaml.safe_load(card.split("---\n")[1])
        assert front["license"] == "unknown"
        assert not {"language", "annotations_creators"} & set(front)
        assert "Who labelled it: unknown" in card


def test_of_the_seeds_it_is_said_that_language_models_labelled_them(findings):
    seeds = of_data(findings, name="seeds", text="restated", supplement=None, originals=None)
    for card in (model_card(seeds), data_card(seeds)):
        assert "Who labelled it: language models, not people." in card
        assert yaml.safe_load(card.split("---\n")[1])["language"] == "en"
    assert "are a demonstration" in sections(model_card(seeds))["Caveats and recommendations"]
    front = DatasetCard(data_card(seeds)).data.to_dict()
    assert (front["license"], front["annotations_creators"]) == ("other", "machine-generated")
    assert "ask before anything else" in sections(data_card(seeds))["Distribution"]


def test_original_sentences_are_not_called_restated_or_free(findings):
    card = data_card(of_data(findings, name="seeds", text="original", supplement=None, originals="/x/y"))
    assert "do not pass them on" in sections(card)["Distribution"]
    assert "restate" not in card


def test_a_supplement_is_named(findings):
    data = {**findings.config["data"], "supplement": "/home/jane/written.csv"}
    with_it = of_data(replace(findings, metrics={**findings.metrics, "supplement": {"sentences": 15}}), **data)
    assert (
        "15 sentences of a supplement, written.csv, trained beside them"
        in sections(model_card(with_it))["Training data"]
    )


def test_counts_are_those_of_the_data(findings):
    text = sections(data_card(findings))["Composition"]
    assert "| train | 36 | 12 | 12 | 12 |" in text
    assert "4 documents; 0 sentences without one" in text
    assert "3 actors in 36 statements; 0 sentences without any" in text


def test_hostile_names_and_warnings_stay_text(findings):
    bad = "<script>alert(1)</script> [x](javascript:y) | *b*"
    hostile = replace(findings, name=f"run {bad}", warnings=[bad, "line\n# heading"])
    hostile = replace(
        hostile, predictions=findings.predictions.assign(target=bad), config={**findings.config, "seed": bad}
    )
    for card in (model_card(hostile), data_card(hostile)):
        body = re.sub(r"^(?:    .*|```python\n(?:.*\n)*?```)$", "", card.split("---\n", 2)[2], flags=re.MULTILINE)
        assert "<script" not in body
        assert "[x](" not in body
        assert "\n# heading" not in body
    assert ModelCard(model_card(hostile)).data.to_dict()["model-index"][0]["name"] == f"run {bad}"


def test_the_configuration_cannot_end_its_block(findings):
    config = {**findings.config, "name": "x\n```\n<script>"}
    text = sections(model_card(replace(findings, config=config)))["How to repeat it"]
    assert not [line for line in text.splitlines() if "<script>" in line and not line.startswith("    ")]


def test_versions_and_digests_are_there(findings):
    text = sections(model_card(findings))["How to repeat it"]
    for package, version in findings.provenance["versions"].items():
        assert f"{package} {version}" in text
    assert findings.provenance["data"] in text


def test_a_run_without_metrics_says_so(findings):
    text = model_card(replace(findings, metrics={}, provenance=None))
    assert "Not evaluated: there were no labelled sentences." in text
    assert "model-index" not in text
    assert "Quantitative analyses" not in text


def test_what_is_missing_is_said():
    with pytest.raises(StanceError, match=r"^small: no model: "):
        model_card(findings_of())
    with pytest.raises(StanceError, match=r"^small: no labelled sentences"):
        data_card(findings_of(predictions_of(labelled=False)))


def test_a_card_is_written_whole_or_not_at_all(findings, tmp_path, monkeypatch):
    for write in (write_model_card, write_data_card):
        out = tmp_path / "cards" / f"{write.__name__}.md"
        write(findings, out)
        assert out.read_text().startswith("---\n")
        before = out.read_bytes()
        write(findings, out)
        assert out.read_bytes() == before
    names = sorted(path.name for path in (tmp_path / "cards").iterdir())

    def fail(*args, **kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(rendering.Path, "write_text", fail)
    with pytest.raises(OSError, match="disk full"):
        write_model_card(replace(findings, name="other"), tmp_path / "cards" / "write_model_card.md")
    assert sorted(path.name for path in (tmp_path / "cards").iterdir()) == names
    assert b"other" not in (tmp_path / "cards" / "write_model_card.md").read_bytes()[:2000]
