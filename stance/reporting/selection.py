"""What was chosen within the training parts, in a sentence."""

from collections.abc import Mapping
from typing import Any

from stance.reporting.layout import count
from stance.reporting.metrics import metric_name


def describe_selection(selection: Mapping[str, Any]) -> str:
    """Say among how many configurations a run chose, by what, and how often its folds chose the same.

    Parameters
    ----------
    selection : mapping
        ``selection`` of a run's metrics, or of its unseen documents, which have no final model; not an empty one.
    """
    n_points = count(selection["configurations"], "configuration")
    among = f"chosen within each training part among {n_points} by {metric_name(selection['metric'])}"
    in_folds = selection["chosen_in_folds"]
    n = sum(each["times"] for each in in_folds)
    chosen = selection.get("chosen", in_folds[0]["settings"])
    times = sum(each["times"] for each in in_folds if each["settings"] == chosen)
    agreed = f" (in {times} of {n} folds)" if n > 1 else ""
    failed = sum(each["times"] for each in selection["failed"])
    could_not = f"; {count(failed, 'fit')} failed: {selection['failed'][0]['reason']}" if failed else ""
    return f"{among}: {_settings(chosen)}{agreed}{could_not}"


def _settings(settings: Mapping[str, Any]) -> str:
    return ", ".join(f"{key}={value}" for key, value in settings.items())
