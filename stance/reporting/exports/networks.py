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
from scipy.sparse import coo_array, csr_array, hstack, triu, vstack
from tqdm import tqdm

from stance.errors import StanceError, did_you_mean
from stance.files import DECIMALS
from stance.reporting.exports.attributed import attributed
from stance.reporting.exports.folders import export_folder
from stance.reporting.exports.graphs import write_gexf, write_graphml
from stance.reporting.findings import Findings

WRITERS: dict[str, Callable[[nx.Graph, Path], None]] = {"graphml": write_graphml, "gexf": write_gexf}

MOST_EDGES = 1_000_000
"""What a network may have: actors that speak of one target are all tied to each other, and no tool lays that out."""

_PAIRS = 5_000_000
"""How many pairs of actors are looked at together."""

_MEASURES = {"congruence": "agree", "conflict": "disagree"}


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
        Nodes ``("actor", name)`` and ``("target", name)`` with ``kind``, ``label``, ``n`` (statements), ``n_gold`` (how
        many of them have a gold stance, the others' is predicted) and ``net`` (share of pro less share of anti). Edges
        with ``weight`` and ``n`` (statements), ``n_gold``, ``pro``, ``neutral``, ``anti`` (how many of them),
        ``balance`` (pro less anti), ``net`` and ``sign`` (of net: pro, neutral or anti). Its attribute ``description``
        says whether the stances are gold.

    Raises
    ------
    StanceError
        When no statement has an actor, no actor has so many, or there are more than `MOST_EDGES` edges.
    """
    return _of_targets(_of_active(statements, min_statements))


def actor_congruence_network(statements: pd.DataFrame, *, min_statements: int = 1) -> nx.Graph:
    """Return the network of actors that agree: on how many targets two have the same stance.

    Parameters
    ----------
    statements, min_statements
        As for `actor_target_network`.

    Returns
    -------
    networkx.Graph
        Nodes named as the actors, those without an edge too, with ``kind``, ``label``, ``n``, ``n_gold`` and ``net``.
        Edges with ``weight``, the number of targets. Its attribute ``description`` says whether the stances are gold.

    Raises
    ------
    StanceError
        As for `actor_target_network`.
    """
    active = _of_active(statements, min_statements)
    return _of_actors(active, "congruence", _ties(active, "congruence"))


def actor_conflict_network(statements: pd.DataFrame, *, min_statements: int = 1) -> nx.Graph:
    """Return the network of actors that disagree: on how many targets one is for what the other is against.

    Parameters, edges and errors are those of `actor_congruence_network`.
    """
    active = _of_active(statements, min_statements)
    return _of_actors(active, "conflict", _ties(active, "conflict"))


def write_networks(
    findings: Findings,
    out: str | Path,
    format: Literal["graphml", "gexf"] = "graphml",
    *,
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
    min_statements : int, default 1
        Actors with fewer statements are left out.

    Returns
    -------
    list of pathlib.Path
        The files.

    Raises
    ------
    StanceError
        When no statement has an actor, no actor has so many, a network has more than `MOST_EDGES` edges, the format is
        unknown, or the folder holds anything else.
    """
    if format not in WRITERS:
        raise StanceError(f"format {format!r} is not one of {', '.join(WRITERS)}{did_you_mean(format, WRITERS)}")
    active = _of_active(findings.statements, min_statements)
    # what is too large is refused before the first network, and networks are built one by one: each may be large
    ties = {measure: _ties(active, measure) for measure in _MEASURES}
    names = {kind: f"actor-{kind}.{format}" for kind in ("target", *ties)}
    with export_folder(out) as folder:
        for kind, name in tqdm(names.items(), "networks", unit="file", delay=2, leave=False):
            graph = _of_actors(active, kind, ties[kind]) if kind in ties else _of_targets(active)
            WRITERS[format](graph, folder / name)
    return [Path(out) / name for name in names.values()]


def _of_active(statements: pd.DataFrame, least: int) -> pd.DataFrame:
    if least < 1:
        raise StanceError(f"--min-statements {least}: must be 1 or more")
    statements = attributed(statements)
    counts = statements["actor"].map(statements["actor"].value_counts())
    if counts.max() < least:
        raise StanceError(f"no actor has {least} statements, the most is {counts.max()}: nothing to export")
    return statements[counts >= least].assign(gold=statements["basis"] == "gold")


def _of_targets(statements: pd.DataFrame) -> nx.Graph:
    counts = statements.groupby(["actor", "target"])["value"].value_counts().unstack(fill_value=0)
    counts = counts.reindex(columns=[1, 0, -1], fill_value=0)
    counts["gold"] = statements.groupby(["actor", "target"])["gold"].sum()
    _refuse_beyond("target", len(counts))
    graph = _described(statements, "statements of actors on targets; sign: that of the net stance")
    for kind in ("actor", "target"):
        graph.add_nodes_from(((kind, name), known) for name, known in _nodes(statements, kind))
    for (actor, target), *numbers in counts.itertuples(name=None):
        graph.add_edge(("actor", actor), ("target", target), **_edge(*numbers))
    return graph


def _of_actors(statements: pd.DataFrame, measure: str, ties: coo_array) -> nx.Graph:
    graph = _described(statements, f"{measure}: on how many targets two actors {_MEASURES[measure]}")
    graph.add_nodes_from(_nodes(statements, "actor"))
    actors = list(graph)
    for row, column, count in zip(*ties.coords, ties.data, strict=True):
        graph.add_edge(actors[row], actors[column], weight=float(count))
    return graph


def _described(statements: pd.DataFrame, what: str) -> nx.Graph:
    n, n_gold = len(statements), int(statements["gold"].sum())
    mixed = f"gold where labelled ({n_gold} of {n}), else predicted"
    return nx.Graph(description=f"{what}; stances: {'gold' if n_gold == n else mixed if n_gold else 'predicted'}")


def _nodes(statements: pd.DataFrame, kind: str) -> list[tuple[str, dict[str, Any]]]:
    known = statements.groupby(kind).agg(n=("value", "size"), n_gold=("gold", "sum"), net=("value", "mean"))
    return [
        (name, {"kind": kind, "label": str(name), "n": int(n), "n_gold": int(n_gold), "net": _rounded(net)})
        for name, n, n_gold, net in known.itertuples(name=None)
    ]


def _edge(pro: int, neutral: int, anti: int, gold: int) -> dict[str, Any]:
    n, balance = pro + neutral + anti, pro - anti
    sign = "pro" if balance > 0 else "anti" if balance < 0 else "neutral"
    counts = {"n_gold": gold, "pro": pro, "neutral": neutral, "anti": anti, "balance": balance}
    return {"weight": float(n), "n": n, **counts, "net": _rounded(balance / n), "sign": sign}


def _rounded(value: float) -> float:
    return round(float(value), DECIMALS) + 0.0


def _ties(statements: pd.DataFrame, measure: str) -> coo_array:
    """Return on how many targets actors, in the order of their names, agree or disagree: each pair once."""
    pro, anti = (_affiliations(statements, value) for value in (1, -1))
    one = hstack([pro, anti], format="csr")
    other = (one if measure == "congruence" else hstack([anti, pro])).T.tocsr()
    n_actors, n_edges, blocks = one.shape[0], 0, []
    rows = max(1, _PAIRS // n_actors)
    for start in tqdm(range(0, n_actors, rows), measure, delay=2, leave=False):
        # pairs grow with the square of the actors: those of some actors at a time, kept only while they are few
        block = triu(one[start : start + rows] @ other, k=start + 1, format="csr")
        n_edges += block.nnz
        if n_edges <= MOST_EDGES:
            block.sort_indices()
            blocks.append(block)
    _refuse_beyond(measure, n_edges)
    return vstack(blocks, format="coo")


def _refuse_beyond(kind: str, n_edges: int) -> None:
    if n_edges > MOST_EDGES:
        raise StanceError(
            f"the network actor-{kind} would have {n_edges:,} edges, more than {MOST_EDGES:,}: "
            "leave out actors that speak little with --min-statements"
        )


def _affiliations(statements: pd.DataFrame, value: int) -> csr_array:
    """Return actors by targets: 1 where an actor has a statement of that stance."""
    some = (statements["value"] == value).to_numpy()
    codes, names = zip(*(pd.factorize(statements[kind], sort=True) for kind in ("actor", "target")), strict=True)
    pairs = np.unique(np.stack(codes)[:, some], axis=1)
    return csr_array((np.ones(pairs.shape[1], dtype=np.int64), tuple(pairs)), shape=tuple(map(len, names)))
