"""A real browser, and pages of invented findings opened in it from disk.

The browser is the Chromium that STANCE_CHROMIUM names, or else the one on the path.
"""

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.browser import invented

FLAGS = """--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
--disable-component-update --disable-sync"""
MAKERS = {
    "labelled": invented.labelled,
    "unlabelled": invented.unlabelled,
    "bare": invented.bare,
    "crowd": invented.crowd,
    "large": lambda: invented.crowd(n_sentences=10_000, documents=400),
}


@dataclass
class Visit:
    """A page in the browser, and what it did: messages on the console, exceptions, addresses asked for."""

    page: Any
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on(
            "console", lambda message: message.type in ("error", "warning") and self.errors.append(message.text)
        )
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.context.on("request", lambda request: self.requests.append(request.url))


@pytest.fixture(scope="package")
def browser():
    why = "playwright is not installed: pip install 'stance[browser]'"
    sync_playwright = pytest.importorskip("playwright.sync_api", reason=why).sync_playwright
    path = os.environ.get("STANCE_CHROMIUM") or shutil.which("chromium")
    if path is None:
        pytest.skip("no browser: STANCE_CHROMIUM names none, and there is no chromium on the path")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS.split())
        yield chromium
        chromium.close()


@pytest.fixture(scope="package")
def written(tmp_path_factory):
    """Return a function: the findings of a name, and the file of their page; each made once."""
    from stance.reporting.page.rendering import render_page

    folder, made = tmp_path_factory.mktemp("pages"), {}

    def get(name: str) -> tuple[Any, Path]:
        if name not in made:
            findings, path = MAKERS[name](), folder / f"{name}.html"
            path.write_text(render_page(findings), encoding="utf-8")
            made[name] = findings, path
        return made[name]

    return get


@pytest.fixture
def visit(browser, written):
    """Return a function that opens the page of a name; whatever a test does, no page may report an error."""
    opened = []

    def go(name: str = "labelled", *, width: int = 1280, height: int = 900, **options: Any) -> Visit:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        seen = Visit(context.new_page())
        opened.append(seen)
        seen.page.goto(written(name)[1].as_uri())
        return seen

    yield go
    for each in opened:
        each.page.context.close()
    assert [each.errors for each in opened if each.errors] == []
