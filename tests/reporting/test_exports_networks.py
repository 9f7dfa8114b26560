"""Networks by a hand-worked table, by the published formulas and as files that other programs read."""

from xml.etree import ElementTree

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance import report
from stance.errors import StanceError
from stance.reporting.exports import networks
from stance.reporting.exports.networks import (
    actor_conflict_network,
    actor_congruence_network,
    actor_target_network,
    write_networks,
)
from stance.reporting.findings import Findings
from tests.reporting.test_exports_graphs import HOSTILE, READERS, published_schema

BETWEEN_ACTORS = (actor_congruence_network, actor_conflict_network)

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
    assert graph.nodes["Ann"] == {"kind": "actor", "label": "Ann", "n": 4, "n_gold": 4, "net": 0.5}
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


def test_actor_target_edges_say_how_many_and_which_way():
    graph = actor_target_network(statements_from(TABLE))
    assert graph.edges[("actor", "Ann"), ("target", "tax")] == {
        "weight": 2.0,
        "n": 2,
        "n_gold": 2,
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
    assert graph.nodes["target", "dam"] == {"kind": "target", "label": "dam", "n": 4, "n_gold": 4, "net": 0.0}
    assert nx.is_bipartite(graph)
    assert len(graph.edges) == 11


def test_an_actor_may_be_a_target():
    graph = actor_target_network(statements_from([("Ann", "Ann", "pro")]))
    assert set(graph) == {("actor", "Ann"), ("target", "Ann")}


def test_the_gold_stance_goes_before_the_predicted_one():
    statements = statements_from([("Ann", "tax", "pro"), ("Bob", "tax", None), ("Cem", "tax", None)])
    statements["predicted"] = ["anti", "pro", "anti"]
    assert weights(actor_congruence_network(statements)) == {("Ann", "Bob"): 1}
    graph = actor_target_network(statements)
    assert {node: known["n_gold"] for node, known in graph.nodes(data=True)} == {
        ("actor", "Ann"): 1,
        ("actor", "Bob"): 0,
        ("actor", "Cem"): 0,
        ("target", "tax"): 1,
    }
    assert [n_gold for *_, n_gold in graph.edges(data="n_gold")] == [1, 0, 0]


@pytest.mark.parametrize("format", READERS)
@pytest.mark.parametrize(
    ("labelled", "said"),
    [(3, "stances: gold"), (1, "stances: gold where labelled (1 of 3), else predicted"), (0, "stances: predicted")],
)
def test_files_say_whether_stances_are_gold(tmp_path, format, labelled, said):
    rows = [(actor, "tax", "pro" if at < labelled else None) for at, actor in enumerate(("Ann", "Bob", "Cem"))]
    for path in write_networks(findings_from(rows), tmp_path / "networks", format):
        root = ElementTree.parse(path).getroot()
        texts = [each.text for each in root.iter() if each.text and "stances:" in each.text]
        assert [text.partition("; ")[2].removeprefix("sign: that of the net stance; ") for text in texts] == [said]
        nodes = READERS[format](path).nodes(data=True)
        assert sum(known["n_gold"] for _, known in nodes if known["kind"] == "actor") == labelled


def test_actors_with_few_statements_can_be_left_out():
    graph = actor_congruence_network(statements_from(TABLE), min_statements=3)
    assert set(graph) == {"Ann", "Bob", "Cem"}
    with pytest.raises(StanceError, match="no actor has 5 statements, the most is 4"):
        actor_target_network(statements_from(TABLE), min_statements=5)
    with pytest.raises(StanceError, match="--min-statements 0: must be 1 or more"):
        actor_conflict_network(statements_from(TABLE), min_statements=0)


def test_a_network_that_no_tool_opens_is_refused_before_anything_is_written(tmp_path):
    # 1,415 actors agree pairwise: 1,415 * 1,414 / 2; only Ann and Bob speak twice
    rows = [(actor, "tax", "pro") for actor in ("Ann", "Bob", *(f"Roe {number}" for number in range(1415)))]
    rows += [("Ann", "dam", "pro"), ("Bob", "dam", "pro")]
    with pytest.raises(StanceError, match=r"actor-congruence would have 1,003,236 edges, .*--min-statements$"):
        write_networks(findings_from(rows), tmp_path / "networks")
    assert not list(tmp_path.iterdir())
    paths = write_networks(findings_from(rows), tmp_path / "networks", min_statements=2)
    assert [edge for *_, edge in nx.read_graphml(paths[1]).edges(data="weight")] == [2]


def test_the_count_is_exact_in_whatever_parts_it_is_made(monkeypatch):
    whole = [weights(network(statements_from(TABLE))) for network in BETWEEN_ACTORS]
    # Ann, Bob, Cem, Dot and Eve by two: the last part has one actor, who has no tie
    monkeypatch.setattr(networks, "_PAIRS", 10)
    assert [weights(network(statements_from(TABLE))) for network in BETWEEN_ACTORS] == whole
    monkeypatch.setattr(networks, "MOST_EDGES", 5)
    with pytest.raises(StanceError, match="actor-conflict would have 6 edges, more than 5"):
        actor_conflict_network(statements_from(TABLE))
    assert len(actor_congruence_network(statements_from(TABLE)).edges) == 4


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


@pytest.mark.parametrize("format", READERS)
def test_files_are_valid_by_the_published_schema(tmp_path, format):
    schema, etree = published_schema(format)
    rows = [*TABLE, *((name, "tax", "pro") for name in HOSTILE)]
    for path in write_networks(findings_from(rows), tmp_path / "networks", format):
        assert schema.validate(etree.parse(path)), schema.error_log


@pytest.mark.parametrize("format", READERS)
def test_equal_findings_make_equal_bytes_without_a_date(tmp_path, format):
    first, second = (write_networks(findings_from(TABLE), tmp_path / name, format) for name in "ab")
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    assert not any(b"lastmodifieddate" in path.read_bytes() for path in first)


def test_a_failure_leaves_nothing(tmp_path, monkeypatch):
    paths = write_networks(findings_from(TABLE), tmp_path / "networks")
    before = [path.read_bytes() for path in paths]

    def fail(graph, out):
        out.write_text("<half")
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


def test_the_door_leaves_out_actors_with_few_statements(tmp_path, capsys):
    table, out = tmp_path / "new.csv", tmp_path / "networks"
    rows = [f"{actor} spoke on {target}.,{target},{actor},0.1,0.2,0.7" for actor, target, _ in TABLE]
    table.write_text("\n".join(["text,target,actor,p_anti,p_neutral,p_pro", *rows]))
    assert report.main([str(table), "--export", "gexf", "--out", str(out), "--min-statements", "3"]) == 0
    kept = nx.read_gexf(out / "actor-conflict.gexf").nodes(data="label")
    assert sorted(name for _, name in kept) == ["Ann", "Bob", "Cem"]
    capsys.readouterr()
    for others in ([], ["--export", "csv"]):
        assert report.main([str(table), *others, "--min-statements", "2"]) == 2
        said = "--min-statements needs --export graphml or --export gexf: it leaves actors out of networks\n"
        assert capsys.readouterr().err == said
