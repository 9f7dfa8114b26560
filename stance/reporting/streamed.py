"""What came of scoring a large input, as plain text."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from stance.corpus.schema import TOGETHER
from stance.reporting.actors import estimates_table, how_to_label
from stance.reporting.fitting import wrapped
from stance.reporting.layout import count


def streamed_text(
    manifest: Mapping[str, Any],
    problems: Sequence[str],
    out: str,
    seconds: float,
    resumed: int,
    actors: pd.DataFrame | None = None,
) -> str:
    """Say what was predicted, how fast, what was left out and where it is; and where actors stand, if that was kept.

    Parameters
    ----------
    manifest : mapping
        Of a finished folder.
    problems : sequence of str
        One line each.
    out : str
        The folder, as a person would type it.
    seconds : float
        How long it took.
    resumed : int
        Number of shards that were there before.
    actors : pandas.DataFrame, optional
        As `stance.evaluation.tallies.counted` returns it.
    """
    counts = ", ".join(f"{n:,} {label}" for label, n in manifest["predicted"].items())
    parts = [f"{_sentences(manifest['rows'])}: {counts} (counted, uncalibrated)"]
    if manifest["unpredicted"]:
        parts.append(f"{_sentences(manifest['unpredicted'])} without a prediction")
    if actors is not None:
        title = "where each actor stands (net stance = share pro - share anti)"
        parts.append(f"\n{title}\n{estimates_table(_as_estimates(actors))}\n")
        parts.append(how_to_label("PREDICTIONS") + "\n")
    parts += [wrapped(f"scored by {how}") for how in manifest["scored_by"] if how.startswith("scikit-learn")]
    parts += [wrapped(f"problem: {problem}") for problem in problems]
    shards = count(manifest["shards"], "shard")
    if resumed == manifest["shards"]:
        parts.append(f"finished before: {out} ({shards}); nothing was done")
    else:
        before = f", {resumed} of them there before" if resumed else ""
        rate = f"; {seconds:.1f} s" + (
            "" if resumed else f", {manifest['rows'] / max(seconds, 1e-3):,.0f} rows a second"
        )
        parts.append(f"written: {out} ({shards}{before}{rate})")
    return "\n".join(parts)


def _sentences(n: int) -> str:
    return f"{n:,} sentence{'' if n == 1 else 's'}"


def _as_estimates(actors: pd.DataFrame) -> pd.DataFrame:
    """Return the table as `stance.actor_stance` would; of several targets, all together."""
    if actors["target"].nunique() > 1:
        actors = actors[actors["target"] == TOGETHER]
    return actors.drop(columns=["target", "mean_net"]).assign(n_labelled=0, low=np.nan, high=np.nan)
