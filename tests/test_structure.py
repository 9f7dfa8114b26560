"""The shape of the house: imports go down, doors are thin, importing costs little."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import stance

PACKAGE = Path(stance.__file__).parent
DOORS = {
    "train",
    "evaluate",
    "predict",
    "attribute",
    "annotate",
    "actors",
    "compare",
    "benchmark",
    "sweep",
    "audit",
    "report",
}
FLOORS = [
    DOORS,
    {"chain", "benchmarking", "predicting"},
    {"experiment", "scoring", "annotating", "actor_estimates", "streaming"},
    {"supplementing", "auditing", "attributing", "piecework"},
    {"judging"},
    {"selecting"},
    {"fitting", "trials"},
    {"provenance", "reports"},
    {"runs", "suites"},
    {"config"},
    {"reporting"},
    {"evaluation"},
    {"estimation"},
    {"attribution"},
    {"naming"},
    {"language"},
    {"models"},
    {"corpus"},
    {"dotted"},
    {"section", "yamlfile", "cli"},
    {"engines"},
    {"files"},
    {"errors"},
]
"""From the roof down: a module imports from lower floors only, or from its own room."""

HEAVY = [
    "numpy",
    "pandas",
    "sklearn",
    "pydantic",
    "yaml",
    "matplotlib",
    "datasets",
    "pyarrow",
    "scipy",
    "tqdm",
    "jinja2",
    "networkx",
]


def room(module: str) -> str:
    return module.split(".")[1] if "." in module else "stance"


def floor(name: str) -> int:
    return next(i for i, rooms in enumerate(FLOORS) if name in rooms)


def imports(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            found.append(node.module)
        elif isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
    return [name for name in found if name.startswith("stance.")]


MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_down(path):
    here = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    for module in imports(path):
        there = room(module)
        assert there == here or floor(there) > floor(here), f"{here} imports {module}, which is not below it"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_modules_stay_small(path):
    assert len(path.read_text().splitlines()) <= 250


@pytest.mark.parametrize("door", sorted(DOORS))
def test_doors_are_thin_and_import_nothing_heavy(door):
    code = f"import sys, stance.{door} as d; d.parser(); print([m for m in {HEAVY} if m in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
    assert len((PACKAGE / f"{door}.py").read_text().splitlines()) <= 65


def test_importing_stance_loads_nothing_heavy():
    code = f"import sys, stance; print([m for m in {HEAVY} if m in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


@pytest.mark.parametrize("name", [name for name in stance.__all__ if name != "__version__"])
def test_every_public_name_exists_and_is_documented(name):
    value = getattr(stance, name)
    assert value.__doc__
    assert name in dir(stance)


def test_type_checkers_see_every_public_name():
    tree = ast.parse((PACKAGE / "__init__.py").read_text())
    guarded = next(node for node in tree.body if isinstance(node, ast.If))
    seen = {alias.name for node in guarded.body for alias in node.names}
    assert seen | {"__version__"} == set(stance.__all__)


def test_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="module 'stance' has no attribute 'nope'"):
        stance.nope  # noqa: B018


def test_top_level_is_fixed():
    project = PACKAGE.parent
    if not (project / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(["git", "ls-files"], cwd=project, capture_output=True, text=True, check=True).stdout
    top = {line.split("/")[0] for line in listed.splitlines()}
    assert {name for name in top if not name.startswith(".")} == {
        "pyproject.toml",
        "README.md",
        "seeds",
        "notebooks",
        "stance",
        "configs",
        "tests",
    }
