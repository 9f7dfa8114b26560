"""Cards from templates: whatever is put into one is escaped, unless the program wrote it as Markdown."""

import textwrap
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stance.files import whole_or_nothing
from stance.reporting.exports.markup import markdown
from stance.reporting.places import without_paths

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES = Path(__file__).parent / "templates"


class Ready(str):
    """Markdown that the program wrote; every other text that stands in a card is escaped."""

    __slots__ = ()


def rendered(template: str, metadata: Any, **values: Any) -> str:
    """Return a card: the front matter that the hub reads, and a template filled with values."""
    return f"---\n{metadata.to_yaml()}\n---\n\n{_environment().get_template(template).render(**values)}"


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        finalize=_finalized,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # `_finalized` escapes, for Markdown and HTML
    )


def _finalized(value: Any) -> str:
    """Escape all that is not `Ready`, and drop the folders of this machine."""
    return value if isinstance(value, Ready) else markdown(without_paths(str(value)))


def code(language: str, text: str) -> Ready:
    """Return a block of code that the program wrote."""
    return Ready(f"```{language}\n{text.rstrip()}\n```")


def indented(text: str) -> Ready:
    """Return a block of code that nothing in it can end."""
    return Ready(textwrap.indent(text.rstrip(), "    ", lambda line: True))


def write_text(text: str, out: Path) -> None:
    """Write a file whole or not at all; its folder is made."""
    out = Path(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    with whole_or_nothing(out) as part:
        part.write_text(text, encoding="utf-8", newline="\n")
