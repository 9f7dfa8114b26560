"""How soon does the page of many statements show something, and how soon does it answer a filter?

Usage: python tests/benchmarks/page.py [N] [--repeats R]
  N            invented statements of 200 actors; 10,000 unless given
  --repeats R  how often each is measured; 5 unless given

Needs playwright and Chromium: the one that STANCE_CHROMIUM names, or else the one on the path.

Measured. First paint is the browser's own first contentful paint, from asking for the file; loaded is the end of the
load event, when the script has run. A filter is timed in the page, from before the event is sent until the browser has
laid out and painted what came of it, two frames; what "nothing" takes is the part that is waited for anyhow. Filters of
statements are words, "only where they differ" and a stance; those of actors a name and a least number; a sort and an
opened row stand beside them.

Prints one JSON object: N, megabytes of the page, milliseconds as medians and as the slowest, and by what factor they
lie below what is wished for (first paint under 2 s, filtering under 100 ms): more than 1 is good.
"""

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

WISHED = {"first paint": 2000.0}
WISHED_OF_FILTERS = 100.0

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]

TIMED = """async ([selector, value]) => {
  const control = document.querySelector(selector);
  const drawn = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  await drawn();
  const before = performance.now();
  if (control.type === "checkbox" || control.tagName === "BUTTON") control.click();
  else { control.value = value; control.dispatchEvent(new Event("input", { bubbles: true })); }
  await drawn();
  return performance.now() - before;
}"""

LOADED = """() => {
  const paint = performance.getEntriesByName("first-contentful-paint")[0].startTime;
  return [paint, performance.getEntriesByType("navigation")[0].loadEventEnd];
}"""

STATEMENTS, ROWS = "#all-statements", "#actor-table tbody:not([hidden])"
ACTIONS = {
    "nothing": ("h1", ""),
    "filter statements: first word": (f"{STATEMENTS} [name=text]", "harvest"),
    "filter statements: two words": (f"{STATEMENTS} [name=text]", "harvest barge"),
    "filter statements: only where they differ": (f"{STATEMENTS} [name=wrong]", ""),
    "filter statements: all again": (f"{STATEMENTS} [name=text]", ""),
    "filter statements: a stance": (f"{STATEMENTS} [name=predicted]", "2"),
    "filter actors: name": ("#actor-name", "falk"),
    "filter actors: all again": ("#actor-name", ""),
    "filter actors: least number": ("#actor-least", "20"),
    "sort actors: net stance": ("button.sort[data-key=net]", ""),
    "open an actor": (f"{ROWS} tr.standing:not([hidden]) button.open", ""),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("n", type=int, nargs="?", default=10_000)
    parser.add_argument("--repeats", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        write_page(path, arguments.n)
        times = measure(path, arguments.repeats)
        print(
            json.dumps({"n": arguments.n, "megabytes": round(path.stat().st_size / 1e6, 2), **summary(times)}, indent=1)
        )


def write_page(path: Path, n: int) -> None:
    from stance.reporting.page.rendering import render_page
    from tests.browser.invented import crowd

    path.write_text(render_page(crowd(n_sentences=n, documents=max(1, n // 25))), encoding="utf-8")


def measure(path: Path, repeats: int) -> dict[str, list[float]]:
    from playwright.sync_api import sync_playwright

    times = defaultdict(list)
    chromium = os.environ.get("STANCE_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for _ in range(repeats + 1):
            for name, milliseconds in visit(browser, path).items():
                times[name].append(milliseconds)
        browser.close()
    # the first visit warms the browser up
    return {name: values[1:] for name, values in times.items()}


def visit(browser: Any, path: Path) -> dict[str, float]:
    page = browser.new_page()
    page.goto(path.as_uri())
    page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length > 0")
    paint, loaded = page.evaluate(LOADED)
    times = {"first paint": paint, "loaded": loaded}
    times |= {name: page.evaluate(TIMED, [*action]) for name, action in ACTIONS.items()}
    page.close()
    return times


def summary(times: dict[str, list[float]]) -> dict[str, Any]:
    medians = {name: statistics.median(values) for name, values in times.items()}
    wished = {name: WISHED.get(name, WISHED_OF_FILTERS if name.startswith("filter") else None) for name in medians}
    return {
        "median_ms": {name: round(value) for name, value in medians.items()},
        "slowest_ms": {name: round(max(values)) for name, values in times.items()},
        "times_below_wish": {name: round(wish / medians[name], 1) for name, wish in wished.items() if wish},
    }


if __name__ == "__main__":
    main()
