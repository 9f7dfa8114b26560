r"""Networks of who stands where: actors and targets, actors that agree, actors that disagree.

Congruence and conflict are those of Leifeld: with :math:`X^{+}` and :math:`X^{-}`, the actors by targets of which some
statement is pro or anti (1) or none is (0),

.. math:: Y^{congruence} = X^{+} X^{+\top} + X^{-} X^{-\top}, \qquad
          Y^{conflict} = X^{+} X^{-\top} + X^{-} X^{+\top},

so an actor with both stances towards a target can agree and disagree with another on it. Each target counts once
however often it is spoken of (Discourse Network Analyzer's duplicates ignored across the whole range). A neutral
statement is neither agreement nor disagreement.

References
----------
Leifeld, P. (2017). Discourse network analysis: policy debates as dynamic networks. In J. N. Victor, A. H. Montgomery
and M. Lubell (Eds.), The Oxford Handbook of Political Networks.

Leifeld, P. (2020). Policy debates and discourse network analysis: a research agenda. Politics and Governance, 8(2).
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import networkx as nx
import numpy as np
import pandas as pd
from scipy.sparse import csr_array, triu
from tqdm import tqdm

from stance.errors import StanceError, did_you_mean
from stance.files import DECIMALS
from stance.reporting.exports.attributed import attributed
from stance.reporting.exports.folders import export_folder
from stance.reporting.exports.graphs import write_gexf, write_graphml
from stance.reporting.findings import Findings

WRITERS: dict[str, Callable[[nx.Graph, Path], None]] = {"graphml": write_graphml, "gexf": write_gexf}


def actor_target_network(statements: pd.DataFrame, *, min_statements: int = 1) -> nx.Graph:
    """Return the bipartite network of actors and the targets they speak of.

    Parameters
    ----------
    statements : pandas.DataFrame
        One row a statement, with ``actor``, ``target``, ``stance`` (gold; may be missing) and ``predicted``. Rows of
        nobody are left out.
    min_statements : int, default 1
        Actors with fewer statements are left out.

    Returns
    -------
    networkx.Graph
        Nodes ``("actor", name)`` and ``("target", name)`` with ``kind``, ``label``, ``n`` (statements) and ``net``
        (share of pro less share of anti). Edges with ``weight`` and ``n`` (statements), ``pro``, ``neutral``, ``anti``
        (how many of them), ``balance`` (pro less anti), ``net`` and ``sign`` (of net: pro, neutral or anti).

    Raises
    ------
    StanceError
        When no statement has an actor, or no actor has so many.
    """
    statements = _of_active(statements, min_statements)
    graph = nx.Graph(description="statements of actors on targets; sign: that of the net stance")
    for kind in ("actor", "target"):
        graph.add_nodes_from(((kind, name), known) for name, known in _nodes(statements, kind))
    counts = statements.groupby(["actor", "target"])["value"].value_counts().unstack(fill_value=0)
    counts = counts.reindex(columns=[1, 0, -1], fill_value=0)
    for (actor, target), *of_stances in counts.itertuples(name=None):
        graph.add_edge(("actor", actor), ("target", target), **_edge(*of_stances))
    return graph


def actor_congruence_network(statements: pd.DataFrame, *, normalise: bool = False, min_statements: int = 1) -> nx.Graph:
    """Return the network of actors that agree: on how many targets two have the same stance.

    Parameters
    ----------
    statements : pandas.DataFrame
        As for `actor_target_network`.
    normalise : bool, default False
        Divide by the average activity of the two: the mean of how many targets each is for and against. Actors who
        speak of much then do not agree with everybody.
    min_statements : int, default 1
        Actors with fewer statements are left out.

    Returns
    -------
    networkx.Graph
        Nodes named as the actors, those without an edge too, with ``kind``, ``label``, ``n`` and ``net``. Edges with
        ``n``, the number of agreements, and ``weight``, the same, normalised where asked for.

    Raises
    ------
    StanceError
        When no statement has an actor, or no actor has so many.
    """
    return _of_actors(statements, "congruence", normalise, min_statements)


def actor_conflict_network(statements: pd.DataFrame, *, normalise: bool = False, min_statements: int = 1) -> nx.Graph:
    """Return the network of actors that disagree: on how many targets one is for what the other is against.

    Parameters, edges and errors are those of `actor_congruence_network`.
    """
    return _of_actors(statements, "conflict", normalise, min_statements)


def write_networks(
    findings: Findings,
    out: str | Path,
    format: Literal["graphml", "gexf"] = "graphml",
    *,
    normalise: bool = False,
    min_statements: int = 1,
) -> list[Path]:
    """Write the three networks into a folder: actor-target, actor-congruence and actor-conflict.

    Parameters
    ----------
    findings : Findings
        Of a run, or of predictions of new text.
    out : path
        The folder; one that an earlier export of the same format wrote is replaced.
    format : {'graphml', 'gexf'}
        Both open in Gephi; GraphML in igraph and visone too.
    normalise, min_statements
        As for `actor_congruence_network`.

    Returns
    -------
    list of pathlib.Path
        The files.

    Raises
    ------
    StanceError
        When no statement has an actor, the format is unknown, or the folder holds anything else.
    """
    if format not in WRITERS:
        raise StanceError(f"format {format!r} is not one of {', '.join(WRITERS)}{did_you_mean(format, WRITERS)}")
    statements = findings.statements
    how: dict[str, Any] = {"min_statements": min_statements}
    graphs = {
        f"actor-target.{format}": actor_target_network(statements, **how),
        f"actor-congruence.{format}": actor_congruence_network(statements, normalise=normalise, **how),
        f"actor-conflict.{format}": actor_conflict_network(statements, normalise=normalise, **how),
    }
    with export_folder(out) as folder:
        for name, graph in tqdm(graphs.items(), desc="networks", unit="file", delay=2, leave=False):
            WRITERS[format](graph, folder / name)
    return [Path(out) / name for name in graphs]


def _of_active(statements: pd.DataFrame, least: int) -> pd.DataFrame:
    statements = attributed(statements)
    counts = statements["actor"].map(statements["actor"].value_counts())
    if counts.max() < least:
        raise StanceError(f"no actor has {least} statements, the most is {counts.max()}: nothing to export")
    return statements[counts >= least]


def _nodes(statements: pd.DataFrame, kind: str) -> list[tuple[str, dict[str, Any]]]:
    known = statements.groupby(kind)["value"].agg(["size", "mean"])
    return [
        (name, {"kind": kind, "label": str(name), "n": int(n), "net": _rounded(net)})
        for name, n, net in known.itertuples(name=None)
    ]


def _edge(pro: int, neutral: int, anti: int) -> dict[str, Any]:
    n, balance = pro + neutral + anti, pro - anti
    sign = "pro" if balance > 0 else "anti" if balance < 0 else "neutral"
    counts = {"pro": pro, "neutral": neutral, "anti": anti, "balance": balance}
    return {"weight": float(n), "n": n, **counts, "net": _rounded(balance / n), "sign": sign}


def _rounded(value: float) -> float:
    return round(float(value), DECIMALS) + 0.0


def _of_actors(statements: pd.DataFrame, measure: str, normalise: bool, least: int) -> nx.Graph:
    statements = _of_active(statements, least)
    graph = nx.Graph(description=f"{measure}: {'normalised by average activity' if normalise else 'targets'}")
    graph.add_nodes_from(_nodes(statements, "actor"))
    actors = list(graph)
    pro, anti = (_affiliations(statements, actors, value) for value in (1, -1))
    activity = np.asarray(pro.sum(axis=1) + anti.sum(axis=1))
    ties = pro @ pro.T + anti @ anti.T if measure == "congruence" else pro @ anti.T + anti @ pro.T
    above = triu(ties, k=1).tocoo()
    for row, column, count in sorted(zip(*above.coords, above.data, strict=True)):
        weight = float(count) / ((activity[row] + activity[column]) / 2 if normalise else 1)
        graph.add_edge(actors[row], actors[column], weight=_rounded(weight), n=int(count))
    return graph


def _affiliations(statements: pd.DataFrame, actors: list[str], value: int) -> Any:
    """Return actors by targets: 1 where an actor has a statement of that stance."""
    some = statements.loc[statements["value"] == value, ["actor", "target"]].drop_duplicates()
    targets = sorted(statements["target"].unique())
    rows, columns = pd.Index(actors).get_indexer(some["actor"]), pd.Index(targets).get_indexer(some["target"])
    return csr_array((np.ones(len(some), dtype=np.int64), (rows, columns)), shape=(len(actors), len(targets)))
