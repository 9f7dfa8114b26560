"""From findings to one HTML file that needs nothing but itself."""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from stance.corpus.schema import STANCES, TOGETHER
from stance.reporting.findings import Findings, names_actors
from stance.reporting.layout import between, number, signed
from stance.reporting.metrics import metric_name, shown_metrics
from stance.reporting.page import content, standings
from stance.reporting.page.evidence import as_json, evidence_of
from stance.reporting.page.pictures import pictures_of
from stance.reporting.style import SMALL_N
from stance.reporting.supplement import describe_supplement

_HERE = Path(__file__).parent


def render_page(findings: Findings) -> str:
    """Return the page of a run, or of predictions of new text, as one HTML document.

    It loads nothing: style, script, figures and statements are within, and its Content-Security-Policy lets nothing
    else run. Whatever the data hold is shown as text.

    Parameters
    ----------
    findings : Findings
        What is shown.
    """
    evidence = evidence_of(findings.statements)
    style, script = _source("page.css"), _source("page.js")
    page = _environment().get_template("page.html")
    return page.render(
        style=Markup(style),
        script=Markup(script),
        policy=_policy(style, script),
        data=Markup(as_json(evidence)),
        evidence=evidence,
        findings=findings,
        groups=standings.groups_of(findings.actors, evidence),
        named=names_actors(findings.actors),
        pictures=pictures_of(findings),
        metrics=findings.metrics,
        shown_metrics=shown_metrics(findings.metrics),
        say=content,
    )


def _source(name: str) -> str:
    return f"\n{(_HERE / name).read_text(encoding='utf-8')}"


def _policy(style: str, script: str) -> str:
    """Return a Content-Security-Policy that lets through this style, this script and images of data."""
    return (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("stance.reporting.page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printable,
    )
    environment.filters.update(
        between=between, metric_name=metric_name, net=_net, number=number, supplement=describe_supplement
    )
    environment.globals.update(
        STANCES=STANCES,
        TOGETHER=TOGETHER,
        SMALL_N=SMALL_N,
        WIDTH=standings.WIDTH,
        across=standings.across,
        bars=standings.bars,
        partly_labelled=standings.partly_labelled,
        spoken_count=standings.spoken_count,
        spoken_shares=standings.spoken_shares,
    )
    return environment


def _net(value: float | None) -> str:
    """Return a signed number as print sets it."""
    if value is None:
        return "\N{EN DASH}"
    text = signed(value)
    return "0.00" if text == "+0.00" else text.replace("-", "\N{MINUS SIGN}")


def _printable(value: Any) -> Any:
    """Return text with what HTML cannot hold made visible: control characters, halves of surrogate pairs."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    whole = value.encode("utf-8", "backslashreplace").decode()
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", lambda found: chr(0x2400 + ord(found[0])), whole)
