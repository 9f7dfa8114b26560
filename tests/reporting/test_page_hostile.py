"""Whatever the data hold is shown as text: nothing of it becomes markup, and nothing breaks the page."""

import json

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from stance import actor_report
from stance.reporting.findings import Findings
from stance.reporting.page.evidence import as_json
from stance.reporting.page.rendering import render_page

HOSTILE = [
    "<script>window.pwned=1</script>",
    "</script><script>alert(1)</script>",
    "<!-- <script> -->",
    "]]> <![CDATA[",
    "\" onmouseover='x' `y`",
    "</style></title></template></pre>",
    "<img src=x onerror=alert(1)>",
    "{{ 7 * 7 }} {% raw %} ${x}",
    "&lt;b&gt; & &amp; &#60;",
    "\u202eevil\u202c \u2066x\u2069",
    "=cmd()|' /C calc'!A0",
    "line\u2028and\u2029paragraph",
]


def hostile_findings(name: str) -> Findings:
    frame = pd.DataFrame(
        {
            "sentence_id": [f"{name}-1", f"{name}-2"],
            "document_id": name,
            "index": [0, 1],
            "text": [name, "plain"],
            "target": [name, "other"],
            "kind": name,
            "label": "pro",
            "predicted": "anti",
            "statements": [[{"actor": name, "stance": "pro"}], []],
            "p_anti": 1.0,
            "p_neutral": 0.0,
            "p_pro": 0.0,
        }
    )
    return Findings(
        name=name,
        predictions=frame,
        actors=actor_report(frame),
        config={"data": {name: name}, "list": [name]},
        provenance={"argv": ["/x/stance/train.py", name], "data": name, "versions": {name: name}},
        warnings=[name],
    )


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_shown_as_it_is(name):
    tree = html.document_fromstring(render_page(hostile_findings(name)))
    assert sorted(each.get("type", "") for each in tree.xpath("//script")) == ["", "application/json"]
    assert len(tree.xpath("//style")) == 1
    assert all(each.get("onerror") is None and each.get("src").startswith("data:") for each in tree.xpath("//img"))
    assert tree.xpath("//*[@id='actor-table']//bdi")[0].text == name
    assert tree.xpath("//*[@id='warnings']//li")[0].text == name
    assert name in [each.text for each in tree.xpath("//*[@id='actor-target']/option")]
    data = json.loads(tree.get_element_by_id("data").text)
    assert data["documents"] == data["kinds"] == [name]
    assert name in data["actors"]
    assert name in data["targets"]
    assert data["sentences"]["text"][0] == name


@pytest.mark.parametrize("name", ["a\x00b", "a\x01\x08b", "\x1b[31mred", "a\x85b"])
def test_control_characters_are_made_visible(name):
    page = render_page(hostile_findings(name))
    assert not ({chr(code) for code in range(32)} - {"\n", "\t"}) & set(page)
    tree = html.document_fromstring(page)
    shown = name.replace("\x00", "␀").replace("\x01", "␁").replace("\x08", "␈").replace("\x1b", "␛")
    assert tree.xpath("//*[@id='actor-table']//bdi")[0].text == shown
    assert json.loads(tree.get_element_by_id("data").text)["sentences"]["text"][0] == name


@pytest.mark.parametrize("name", ["half \ud83d pair", "caf\udce9.csv"])
def test_a_name_that_is_not_unicode_leaves_a_page_that_can_be_written(name, tmp_path):
    plain = hostile_findings("plain")
    provenance = {"argv": ["/x/stance/train.py", name]}
    odd = Findings(name, plain.predictions, plain.actors, config={name: name}, provenance=provenance, warnings=[name])
    (tmp_path / "report.html").write_text(render_page(odd), encoding="utf-8")
    tree = html.parse(tmp_path / "report.html")
    assert tree.xpath("//*[@id='warnings']//li")[0].text == name.encode("utf-8", "backslashreplace").decode()


@settings(max_examples=300, deadline=None)
@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=5))
def test_data_come_back_from_a_script_element_as_they_went_in(data):
    written = as_json(data)
    assert not set(written) & set("<>&\u2028\u2029")
    assert json.loads(written.encode("utf-8").decode()) == data
