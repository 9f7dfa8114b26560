"""Execute every notebook in its folder and stop at the first that fails; with --save FOLDER keep the results."""

import argparse
import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parents[1] / "notebooks"
READ_BENCHMARKS = ("7-beside-published-figures.ipynb",)
"""They take public data from the folder that STANCE_SHARED names, or else from the hub, which tests never ask."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--save", type=Path, help="write the executed notebooks there")
    args = parser.parse_args()
    for path in sorted(FOLDER.glob("*.ipynb")):
        if path.name in READ_BENCHMARKS and not os.environ.get("STANCE_SHARED"):
            print(f"{path.name}: skipped: STANCE_SHARED names no folder with benchmark data", flush=True)
            continue
        print(path.name, flush=True)
        notebook = nbformat.read(path, as_version=4)
        NotebookClient(notebook, timeout=900, kernel_name="python3", resources={"metadata": {"path": FOLDER}}).execute()
        if args.save:
            args.save.mkdir(parents=True, exist_ok=True)
            nbformat.write(notebook, args.save / path.name)


if __name__ == "__main__":
    sys.exit(main())
