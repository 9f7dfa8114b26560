"""What all doors share."""

import json
import os
import subprocess
import sys

import pytest

from stance.cli import Answer, new_parser, run_door
from stance.errors import StanceError
from tests.test_structure import DOORS


@pytest.mark.parametrize("name", sorted(DOORS))
def test_help_has_examples(door, name):
    said = door(name, "--help")
    assert said.code == 0
    assert said.out.startswith(f"usage: python -m stance.{name} ")
    examples = said.out.split("examples:\n")[1].splitlines()
    assert examples
    assert all(line.startswith(f"  python -m stance.{name}") for line in examples)


@pytest.mark.parametrize("name", sorted(DOORS))
def test_doors_run_as_modules(name):
    answer = subprocess.run(
        [sys.executable, "-m", f"stance.{name}", "--help"], capture_output=True, text=True, check=True
    )
    assert f"python -m stance.{name}" in answer.stdout


@pytest.mark.parametrize("name", sorted(DOORS))
def test_unknown_option_is_one_line(door, name):
    needed = {"predict": ["x", "y", "--out", "z"], "attribute": ["x", "--out", "z"], "annotate": ["sample", "x"]}
    said = door(name, *needed.get(name, ["x"]), "--nope")
    assert (said.code, said.out) == (2, "")
    assert said.err == f"python -m stance.{name}: unrecognized arguments: --nope; see python -m stance.{name} --help\n"


@pytest.mark.parametrize("name", ["evaluate", "predict", "compare"])
def test_a_folder_that_is_no_run(door, tmp_path, name):
    (tmp_path / "empty").mkdir()
    more = {"evaluate": [], "predict": ["a.csv", "--out", "b.csv"], "compare": ["empty"]}[name]
    said = door(name, "empty", *more)
    assert (said.code, said.err) == (2, "empty: no run: config.yaml is missing\n")
    said = door(name, "nowhere", *more)
    assert (said.code, said.err) == (2, "nowhere: no such run\n")


def act_with(answer):
    def act(args):
        if isinstance(answer, BaseException):
            raise answer
        print("noise from a library")
        return answer

    return act


def test_noise_of_libraries_never_reaches_standard_output(capsys):
    code = run_door(new_parser("x", "", [""]), act_with(Answer("said", {"a": 1})), ["--json"])
    printed = capsys.readouterr()
    assert (code, json.loads(printed.out), printed.err) == (0, {"a": 1}, "noise from a library\n")


def test_text_without_json(capsys):
    assert run_door(new_parser("x", "", [""]), act_with(Answer("said", {"a": 1}, 3)), []) == 3
    assert capsys.readouterr().out == "said\n"


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (StanceError("two\nlines"), 2, "two lines"),
        (PermissionError(13, "Permission denied", "runs/x"), 2, "runs/x: Permission denied"),
        (OSError("disk on fire"), 2, "disk on fire"),
        (KeyboardInterrupt(), 130, "interrupted"),
    ],
)
def test_errors_are_one_line(capsys, error, code, line):
    assert run_door(new_parser("x", "", [""]), act_with(error), []) == code
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", line + "\n")


def test_a_bug_is_not_hidden():
    with pytest.raises(ZeroDivisionError):
        run_door(new_parser("x", "", [""]), act_with(ZeroDivisionError()), [])


def test_a_reader_who_goes_away_is_no_error(tmp_path):
    code = (
        "import sys; from stance.cli import *; "
        "sys.exit(run_door(new_parser('x', '', ['']), lambda args: Answer('line\\n' * 100000), []))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=dict(os.environ)
    )
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait() == 141


def test_abbreviated_options_are_refused(door):
    assert door("train", "--forc").code == 2
