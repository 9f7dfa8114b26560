"""What the page says in words: honest beside guesses, silent on what is not there, without anybody's folders."""

import re
from dataclasses import replace

import pytest
from lxml import html

from stance import open_run
from stance.evaluation.actors import actor_report
from stance.reporting.page.rendering import render_page
from tests.reporting.export_cases import findings_of, findings_of_run, predictions_of


@pytest.fixture(scope="module")
def found(finished):
    return findings_of_run(open_run(finished))


def tree_of(findings):
    return html.document_fromstring(render_page(findings))


def text(tree, name):
    return " ".join(" ".join(each.text_content() for each in tree.xpath(f"//*[@id='{name}']")).split())


def headline(findings):
    return [each.text_content() for each in tree_of(findings).xpath("//*[@id='headline']/p")]


def numbers(sentence):
    return [float(each) for each in re.findall(r"\d\.\d\d", sentence)]


def rounded(*values):
    return [float(f"{value:.2f}") for value in values]


def with_metrics(findings, **parts):
    return replace(findings, metrics={**findings.metrics, **parts})


def once(findings):
    """Return findings as of a run of one repeat."""
    return with_metrics(findings, test={**findings.metrics["test"], "repeats": 1})


def test_the_headline_holds_one_training_alone_its_guesses_and_the_votes(found):
    seen, unseen = headline(found)
    spread, left_out = found.metrics["repeats"]["macro_f1"], found.metrics["leave_one_document_out"]
    guesses = [found.metrics["baselines"][name]["macro_f1"]["value"] for name in ("majority", "stratified")]
    assert numbers(seen)[:5] == rounded(spread["mean"], spread["low"], spread["high"], *guesses)
    assert "by one training alone, the mean of 2 repeats" in seen
    assert f"votes of the 2 repeats averaged, which reach {found.metrics['metrics']['macro_f1']['value']:.2f}" in seen
    metric = left_out["metrics"]["macro_f1"]
    assert numbers(unseen)[:3] == rounded(metric["value"], metric["low"], metric["high"])
    assert "repeats" not in unseen


def test_the_headline_of_one_repeat_is_the_metric_itself(found):
    metric = found.metrics["metrics"]["macro_f1"]
    seen = headline(once(found))[0]
    assert numbers(seen)[:3] == rounded(metric["value"], metric["low"], metric["high"])
    assert "alone" not in seen


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (0.2, 0.3, "That is worse than guessing by class shares: the interval lies below its 0.35."),
        (0.3, 0.6, "That is not surely different from guessing by class shares: the interval holds its 0.35."),
        (0.4, 0.6, "That is better than guessing by class shares: the interval lies above its 0.35."),
    ],
)
def test_the_headline_gives_the_verdict(found, low, high, verdict):
    guesses = {
        name: {**found.metrics["baselines"][name], "macro_f1": {"value": value, "low": value, "high": value}}
        for name, value in {"majority": 0.25, "stratified": 0.35}.items()
    }
    spread = {"macro_f1": {"mean": (low + high) / 2, "low": low, "high": high, "lowest": low, "highest": high}}
    assert verdict in headline(with_metrics(found, baselines=guesses, repeats=spread))[0]


def test_the_table_says_that_votes_were_averaged(found):
    caption = "//*[@id='metrics-table']/caption"
    said = tree_of(found).xpath(caption)[0].text_content()
    assert "Model: votes of 2 repeats averaged; one repeat alone: macro-F1 " in said
    assert "votes" not in tree_of(once(found)).xpath(caption)[0].text_content()


def test_a_class_that_does_not_occur_has_no_row_of_its_own(found):
    def rows(labels, confusion):
        metrics = {"test": {**found.metrics["test"], "labels": labels}}
        metrics["confusion"] = {"labels": ["anti", "neutral", "pro"], "gold_by_predicted": confusion}
        table = tree_of(with_metrics(found, **metrics)).xpath("//*[@id='metrics-table']//th[@scope='row']")
        return {each.text for each in table}

    labels = {"anti": 6, "neutral": 0, "pro": 6}
    assert {"F1 anti", "F1 neutral", "F1 pro"} - rows(labels, [[5, 0, 1], [0, 0, 0], [2, 0, 4]]) == {"F1 neutral"}
    assert "F1 neutral" in rows(labels, [[5, 1, 0], [0, 0, 0], [2, 0, 4]])  # macro-F1 counts its 0 then


def test_nothing_is_said_of_actors_and_documents_that_are_not_there(found):
    frame = predictions_of([]).assign(document_id=None, statements=[[]] * 3)
    test = {**found.metrics["test"], "documents": 0, "resampled": "sentence", "conditional_on_documents": True}
    refused = {"refused": "36 of 36 sentences name no document"}
    bare = with_metrics(found, test=test, leave_one_document_out=refused, by_target={}, actors={})
    tree = tree_of(replace(bare, predictions=frame, actors=actor_report(frame)))
    assert not re.search(r"\bactors?\b|these documents", text(tree, "limits"), flags=re.IGNORECASE)
    method = tree.xpath("//*[@id='model']/p")[0].text_content()
    assert method.startswith("36 sentences: ")
    assert "0 documents" not in method
    assert "document" not in text(tree, "headline")
    assert "Do not rank actors" in text(tree_of(found), "limits")


def test_why_unseen_documents_were_not_tested_is_said(found):
    refused = with_metrics(found, leave_one_document_out={"refused": "the data bring their own split"})
    assert headline(refused)[1].endswith("seen nothing of, it was not tested: the data bring their own split.")


def test_no_folder_of_anybodys_machine_is_on_the_page(found):
    home = "/home/jane doe/secret"
    config = {**found.config, "data": {**found.config["data"], "path": f"{home}/my.csv"}}
    argv = ["/opt/secret/stance/train.py", "--runs", f"{home}/runs", f"data.path={home}/my.csv", "model.C=10"]
    provenance = {**found.provenance, "argv": argv, "platform": "/opt/secret/python"}
    warnings = ["read /opt/secret/labels.csv first"]
    page = render_page(replace(found, config=config, provenance=provenance, warnings=warnings))
    assert "secret" not in page
    assert "jane" not in page
    tree = html.document_fromstring(page)
    assert "path: my.csv" in text(tree, "making")
    commands = [each.text for each in tree.xpath("//*[@id='making']/pre")]
    assert commands == [
        f"python -m stance.train --rerun {found.name}",
        "python -m stance.train --runs runs data.path=my.csv model.C=10",
    ]


@pytest.mark.parametrize("argv", [[], ["/x/stance/sweep.py", "a.yaml"], ["/x/stance/benchmark.py"], ["/x/train.py"]])
def test_only_the_command_of_this_run_is_given(found, argv):
    tree = tree_of(replace(found, provenance={**found.provenance, "argv": argv}))
    commands = tree.xpath("//*[@id='making']//pre[starts-with(@aria-label, 'Command')]")
    assert [each.text for each in commands] == [f"python -m stance.train --rerun {found.name}"]


def test_where_nothing_is_known_of_the_making_nothing_is_empty():
    tree = tree_of(findings_of(provenance={"argv": []}))
    assert not tree.xpath("//*[@id='making']//pre | //*[@id='provenance-table']")
