"""Draw the README's figure from the baseline run: ``python notebooks/readme_figure.py``."""

from pathlib import Path

import stance

run = stance.run_experiment(stance.load_config("configs/baseline.yaml"))
bars, _ = stance.plot_actors(run.actors, limit=12)
bars.figure.savefig(Path(__file__).with_name("who-stands-where.png"), dpi=130)
