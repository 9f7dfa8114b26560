"""A run's model as a folder for the Hugging Face hub."""

import shutil
from pathlib import Path

import yaml

from stance.errors import StanceError, shown
from stance.reporting.exports.cards import model_card
from stance.reporting.exports.folders import export_folder
from stance.reporting.exports.rendering import write_text
from stance.reporting.findings import Findings
from stance.reporting.places import without_places

_MODEL, _CONFIG, _CARD = "model.skops", "config.yaml", "README.md"


def write_model(findings: Findings, out: Path) -> list[Path]:
    """Write a folder with the model, its configuration and its card, which can be uploaded as it is.

    Of paths in the configuration the last name remains. The texts that the model was trained on are not in the folder,
    but the words and names that it knows are.

    Raises
    ------
    StanceError
        When the findings are of no run, its folder holds no model, or `out` is somebody's own.
    """
    card = model_card(findings)
    model = Path(findings.folder or "") / _MODEL
    if findings.folder is None or not model.is_file():
        raise StanceError(f"{shown(model)}: no such file: repeat the run that {findings.name} is of")
    with export_folder(out) as part:
        shutil.copyfile(model, part / _MODEL)
        settings = yaml.safe_dump(without_places(findings.config), sort_keys=False, allow_unicode=True)
        write_text(settings, part / _CONFIG)
        write_text(card, part / _CARD)
    return [Path(out) / name for name in (_MODEL, _CONFIG, _CARD)]
