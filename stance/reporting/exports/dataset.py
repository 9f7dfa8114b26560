"""The labelled sentences as a data set for the Hugging Face hub."""

from pathlib import Path

from stance.corpus.exchange import save_dataset_dict, to_dataset_dict
from stance.reporting.exports.cards import data_card
from stance.reporting.exports.folders import export_folder
from stance.reporting.exports.labelled import labelled_sentences
from stance.reporting.exports.rendering import write_text
from stance.reporting.findings import Findings

_DATA, _CARD = "data", "README.md"


def write_dataset(findings: Findings, out: Path) -> list[Path]:
    """Write a folder that ``datasets.load_dataset`` reads and that can be uploaded as it is.

    It holds one Parquet file a split below ``data``, of ``train`` alone where the data bring no split, and the data
    card ``README.md``. What was predicted is not in it.

    Raises
    ------
    StanceError
        When no sentence is labelled, or `out` is somebody's own.
    """
    import datasets

    datasets.disable_progress_bars()
    splits = to_dataset_dict(labelled_sentences(findings))
    files = {name: f"{_DATA}/{name}.parquet" for name in splits}
    card = data_card(findings, files)
    with export_folder(out) as part:
        save_dataset_dict(splits, part / _DATA)
        write_text(card, part / _CARD)
    return [Path(out) / name for name in [*files.values(), _CARD]]
