"""What every door shares: arguments, one-line errors, one JSON object."""

import argparse
import contextlib
import json
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NoReturn

from stance.errors import StanceError, shown

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from stance.engines import Engine


@dataclass
class Answer:
    """What a door has to say.

    Attributes
    ----------
    text : str
        What a person reads on standard output.
    data : dict
        The same as data, printed instead under ``--json``.
    code : int
        The exit code.
    """

    text: str
    data: dict[str, Any] = field(default_factory=dict)
    code: int = 0


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one line.

    Attributes
    ----------
    commands : object or None
        What holds the parsers of its commands, where it has any.
    """

    commands: Any = None

    def error(self, message: str) -> NoReturn:
        """Print one line and exit with code 2."""
        self.exit(2, f"{self.prog}: {message}; see {self.prog} --help\n")


def new_parser(door: str, description: str, examples: Sequence[str]) -> Parser:
    """Return the parser of ``python -m stance.<door>`` with the options that all doors have."""
    prog = f"python -m stance.{door}"
    parser = Parser(prog=prog, **_explained(prog, description, examples))
    _add_common_options(parser, default=False)
    return parser


def add_command(parser: Parser, name: str, description: str, examples: Sequence[str]) -> Parser:
    """Return the parser of ``python -m stance.<door> <name>``; ``args.command`` will tell which was given."""
    if parser.commands is None:
        parser.commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    explained = _explained(f"{parser.prog} {name}", description, examples)
    command: Parser = parser.commands.add_parser(name, help=description.split(".")[0].split(":")[0], **explained)
    # without a default, an option before the command is not forgotten
    _add_common_options(command, default=argparse.SUPPRESS)
    return command


def _explained(prog: str, description: str, examples: Sequence[str]) -> dict[str, Any]:
    return {
        "description": description,
        "epilog": "examples:\n" + "\n".join(f"  {prog} {example}".rstrip() for example in examples),
        "formatter_class": argparse.RawDescriptionHelpFormatter,
        "allow_abbrev": False,
    }


def _add_common_options(parser: Parser, default: Any) -> None:
    for option, explanation in (
        ("--json", "print one JSON object on standard output"),
        ("--traceback", "show where in the code an error arose"),
    ):
        parser.add_argument(option, action="store_true", default=default, help=explanation)


def add_runs_option(parser: Parser) -> None:
    """Add ``--runs DIR``."""
    parser.add_argument("--runs", metavar="DIR", help="folder of the runs (default: runs/)")


def add_engine_options(parser: Parser) -> None:
    """Add ``--engine``, ``--scheduler`` and ``--workers``; `chosen_engine` reads them."""
    parser.add_argument(
        "--engine",
        choices=["serial", "dask"],
        default="serial",
        help="this process, or a Dask cluster (default: serial)",
    )
    parser.add_argument("--scheduler", metavar="ADDRESS", help="of --engine dask: a scheduler that runs already")
    parser.add_argument(
        "--workers", metavar="N", type=int, help="of --engine dask: processes to start here (default: one a processor)"
    )


def chosen_engine(args: argparse.Namespace) -> "AbstractContextManager[Engine] | None":
    """Return the engine that the options name, not yet open; None for this process."""
    from stance.engines import open_engine

    if args.workers is not None and args.scheduler is not None:
        raise StanceError(f"--workers {args.workers}: the cluster of --scheduler has its own workers")
    for option, value in (("--scheduler", args.scheduler), ("--workers", args.workers)):
        if args.engine == "serial" and value is not None:
            raise StanceError(f"{option} {value}: needs --engine dask")
    return None if args.engine == "serial" else open_engine(args.engine, workers=args.workers, scheduler=args.scheduler)


def run_door(parser: Parser, act: Callable[[argparse.Namespace], Answer], argv: Sequence[str] | None) -> int:
    """Parse the arguments, act and print the answer; return the exit code.

    While `act` works, standard output is turned to standard error, so that under ``--json`` nothing but the
    object reaches standard output.
    """
    # intermixed: overrides such as model.C=10 may stand before, between or after the options; commands cannot have it
    args = parser.parse_args(argv) if parser.commands else parser.parse_intermixed_args(argv)
    try:
        with contextlib.redirect_stdout(sys.stderr):
            answer = act(args)
        print(json.dumps(answer.data, ensure_ascii=False) if args.json else answer.text)  # noqa: T201
        sys.stdout.flush()
        return answer.code
    except BrokenPipeError:
        # the reader went away (`| head`); point stdout elsewhere so that the interpreter's own flush is silent
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except KeyboardInterrupt:
        return _fail(args, "interrupted", 130)
    except StanceError as error:
        return _fail(args, str(error), 2)
    except OSError as error:
        where = f"{shown(error.filename)}: " if error.filename else ""
        return _fail(args, f"{where}{error.strerror or error}", 2)


def _fail(args: argparse.Namespace, message: str, code: int) -> int:
    if args.traceback:
        traceback.print_exc()
    print(message, file=sys.stderr)  # noqa: T201
    return code
