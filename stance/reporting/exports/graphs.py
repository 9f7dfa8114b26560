"""GraphML and GEXF that Gephi opens, valid by the published schemas."""

import math
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import networkx as nx

from stance.files import whole_or_nothing
from stance.reporting.exports.attributed import one_line

_GEXF = "http://www.gexf.net/1.2draft"


def write_graphml(graph: nx.Graph, out: str | Path) -> None:
    """Write a network as GraphML.

    Nodes have the numbers n0, n1 and so on; their names stand in ``label``. What XML cannot hold becomes a replacement
    character, and an attribute that is missing or not a finite number is left out.

    Parameters
    ----------
    graph : networkx.Graph
        Any network whose attributes are numbers, texts or truth values.
    out : path
        A ``.graphml`` file, replaced if it is there; its folder must exist.
    """
    with whole_or_nothing(out) as part:
        # not write_graphml: what that writes depends on whether lxml is installed
        nx.write_graphml_xml(_clean(graph), part)


def write_gexf(graph: nx.Graph, out: str | Path) -> None:
    """Write a network as GEXF 1.2; as `write_graphml` otherwise."""
    root = ET.fromstring("\n".join(nx.generate_gexf(_clean(graph))))
    meta, body = root
    # networkx dates the file, and names the graph by an attribute that the schema does not have
    meta.clear()
    body.attrib.pop("name", None)
    for name, text in (("creator", "stance"), ("description", one_line(graph.graph.get("description", "")))):
        ET.SubElement(meta, f"{{{_GEXF}}}{name}").text = text
    ET.register_namespace("", _GEXF)
    ET.indent(root)
    with whole_or_nothing(out) as part:
        ET.ElementTree(root).write(part, encoding="utf-8", xml_declaration=True)


def _clean(graph: nx.Graph) -> nx.Graph:
    """Return a copy with numbered nodes and attributes of plain types only."""
    numbers = {node: f"n{number}" for number, node in enumerate(graph)}
    copy = graph.__class__(**_attributes(graph.graph))
    for node, known in graph.nodes(data=True):
        copy.add_node(numbers[node], **{"label": one_line(node), **_attributes(known)})
    for source, target, known in graph.edges(data=True):
        copy.add_edge(numbers[source], numbers[target], **_attributes(known))
    return copy


def _attributes(known: Mapping[str, Any]) -> dict[str, Any]:
    plain = {one_line(name): _plain(value) for name, value in known.items()}
    return {name: value for name, value in plain.items() if value is not None}


def _plain(value: Any) -> Any:
    """Return a bool, int, finite float or text; None for what is missing."""
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if value is None or isinstance(value, int) else one_line(value)
