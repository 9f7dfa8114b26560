"""The rows of a table of actors that a figure shows."""

import pandas as pd

from stance.corpus.schema import TOGETHER
from stance.errors import StanceError, did_you_mean, some


def of_target(report: pd.DataFrame, target: str | None) -> pd.DataFrame:
    """Return the rows of one target, or all where the table tells no targets apart; without one, the only target's.

    Raises
    ------
    StanceError
        When no row has the target, or none is named and there are several.
    """
    if "target" not in report or report.empty:
        return report
    known = [str(each) for each in report["target"].unique()]
    if target is None:
        target = TOGETHER if TOGETHER in known else known[0]
        if len(known) > 1 and target != TOGETHER:
            raise StanceError(f"several targets: {some(known)}; name one with target=")
    if target not in known:
        if target == TOGETHER and len(known) == 1:
            return report
        raise StanceError(f"target {target!r} is not in the table: {some(known)}{did_you_mean(target, known)}")
    return report[report["target"] == target]
