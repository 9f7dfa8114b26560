"""The page: what it says are the run's numbers, and nothing it holds runs or loads but its own script and style."""

import base64
import hashlib
import json
import re
from itertools import pairwise

import pandas as pd
import pytest
from lxml import html

from stance import actor_report
from stance.reporting.findings import Findings
from stance.reporting.page.rendering import render_page
from stance.reports import read_findings


@pytest.fixture(scope="module")
def found(finished) -> Findings:
    return read_findings(finished)


@pytest.fixture(scope="module")
def page(found) -> str:
    return render_page(found)


@pytest.fixture(scope="module")
def tree(page):
    return html.document_fromstring(page)


def predictions(texts: list[str], **columns) -> pd.DataFrame:
    chances = {"p_anti": 0.2, "p_neutral": 0.1, "p_pro": 0.7}
    actors = columns.pop("actors", ["Ilse Brandt"] * len(texts))
    return pd.DataFrame(
        {
            "text": texts,
            "document_id": None,
            "target": "ban",
            "predicted": "pro",
            "statements": [[{"actor": actor, "stance": None}] if actor else [] for actor in actors],
            **chances,
            **columns,
        }
    )


def unlabelled(frame: pd.DataFrame, **more) -> Findings:
    return Findings(name="new", predictions=frame, actors=actor_report(frame), **more)


def classed(tree, tag: str, name: str) -> list:
    return tree.xpath(f".//{tag}[contains(concat(' ', @class, ' '), ' {name} ')]")


def text(elements) -> str:
    return " ".join(" ".join(each.text_content() for each in elements).split())


def data_of(tree) -> dict:
    return json.loads(tree.get_element_by_id("data").text)


def test_every_actor_has_a_row_with_its_numbers(tree, found):
    together = found.actors[found.actors["target"] == "together"].set_index("actor")
    rows = {row.xpath(".//bdi")[0].text: row for row in tree.xpath("//*[@id='actor-table']/tbody[1]/tr")}
    assert set(rows) == set(together.index)
    for name, row in rows.items():
        shown = {key: float(classed(row, "td", key)[0].get("data-value")) for key in ("n", "gold", "net")}
        record = together.loc[name]
        assert shown == pytest.approx({"n": record["n"], "gold": record["gold_net"], "net": record["net"]}, abs=1e-6)


def test_the_statements_behind_an_actor_are_its_own(tree, found):
    data = data_of(tree)
    kept, statements = data["statements"], found.statements
    assert [data["actors"][i] for i in kept["actor"]] == statements["actor"].tolist()
    assert [data["sentences"]["text"][i] for i in kept["sentence"]] == statements["text"].tolist()
    for key, column in (("gold", "stance"), ("predicted", "predicted")):
        assert [data["stances"][i] for i in kept[key]] == statements[column].tolist()
    assert kept["chance"] == [round(100 * row[f"p_{row['predicted']}"]) for row in statements.to_dict("records")]


def test_the_policy_names_the_style_and_the_script_that_stand_there(page, tree):
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']")[0].get("content")
    for tag, rule in (("style", "style-src"), ("script", "script-src")):
        (source,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, flags=re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
        assert f"{rule} 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_nothing_is_loaded_and_nothing_stands_in_attributes_that_the_policy_forbids(tree):
    for each in tree.iter():
        for name, value in each.attrib.items():
            assert name != "style"
            assert not name.startswith("on")
            if name in ("src", "srcset", "href", "action", "poster"):
                assert value.startswith(("data:", "#")), (each.tag, name)


def test_a_screen_reader_finds_its_way(tree):
    assert tree.get("lang") == "en"
    levels = [int(each.tag[1]) for each in tree.xpath("//h1 | //h2 | //h3")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all(image.get("alt") for image in tree.xpath("//img"))
    assert all(table.xpath("caption") for table in tree.xpath("//table"))
    for control in tree.xpath("//input | //select"):
        assert control.getparent().tag == "label"
    ids = [each.get("id") for each in tree.xpath("//*[@id]")]
    assert len(ids) == len(set(ids))
    links = {each.get("href")[1:] for each in tree.xpath("//a")}
    assert links <= set(ids)


def test_predictions_alone_make_a_page():
    tree = html.document_fromstring(render_page(unlabelled(predictions(["Brandt welcomed it.", "She said so."]))))
    assert "Nothing here is labelled" in text(tree.xpath("//*[@id='headline']"))
    assert "uncalibrated" in text(tree.xpath("//*[@id='warnings']"))
    assert not classed(tree, "td", "gold")
    assert not tree.xpath("//*[@id='model' or @id='making']")
    assert data_of(tree)["statements"]["gold"] == [-1, -1]


def test_where_nobody_is_named_rows_are_targets():
    frame = predictions(["One.", "Two.", "Three."], actors=[None] * 3, target=["ban", "ban", "transfer"])
    tree = html.document_fromstring(render_page(unlabelled(frame)))
    assert [each.text for each in tree.xpath("//*[@id='actor-table']//bdi")] == ["ban", "transfer"]
    assert [each.text for each in classed(tree, "td", "n")] == ["2", "1"]


def test_without_rows_of_actors_the_page_shows_statements():
    frame = predictions(["One."])
    bare = Findings(name="x", predictions=frame, actors=actor_report(frame).iloc[:0])
    tree = html.document_fromstring(render_page(bare))
    assert not tree.xpath("//*[@id='actor-table']")
    assert data_of(tree)["sentences"]["text"] == ["One."]


def test_intervals_are_drawn_and_told():
    frame = predictions(["One."] * 3)
    actors = actor_report(frame).assign(net=0.25, low=-0.5, high=0.75, method="stacked", warning="")
    tree = html.document_fromstring(render_page(Findings(name="x", predictions=frame, actors=actors)))
    assert text(classed(tree, "td", "net")) == "+0.25 −0.50 to +0.75"
    (interval,) = tree.xpath("//*[@id='actor-table']//path[@class='interval']")
    left, right = map(float, re.findall(r"M([\d.]+) 14H([\d.]+)", interval.get("d"))[0])
    circle = float(tree.xpath("//*[@id='actor-table']//circle")[0].get("cx"))
    assert (circle - left) / (right - left) == pytest.approx(0.6, abs=0.01)
    assert "uncalibrated" not in text(tree.xpath("//*[@id='warnings']"))


def test_warnings_of_the_findings_come_first():
    tree = html.document_fromstring(render_page(unlabelled(predictions(["One."]), warnings=["Mind the gap."])))
    assert tree.xpath("//*[@id='warnings']//li")[0].text == "Mind the gap."


def test_ten_thousand_statements_fit_in_one_file():
    frame = predictions([f"Brandt said {i} shells were welcome." for i in range(10_000)], document_id="d")
    page = render_page(unlabelled(frame.assign(index=range(10_000))))
    assert len(data_of(html.document_fromstring(page))["statements"]["sentence"]) == 10_000
    assert len(page) < 5_000_000
