"""Everything can be reached by keyboard and is told to a screen reader."""

from itertools import pairwise

import pytest

from tests.browser import invented

SERIOUS = {"serious", "critical"}


def findings_of_axe(page):
    """What axe-core finds wrong, as rule and element."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    found = axe.Axe().run(page).response["violations"]
    return [
        (rule["id"], node["target"], node["failureSummary"])
        for rule in found
        if rule["impact"] in SERIOUS
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize(
    ("name", "scheme", "width", "opened"),
    [
        ("labelled", "light", 1280, False),
        ("labelled", "light", 1280, True),
        ("labelled", "light", 360, True),
        ("labelled", "dark", 1280, True),
        ("labelled", "dark", 360, False),
        ("labelled", "dark", 360, True),
        ("unlabelled", "dark", 360, True),
        ("bare", "light", 360, True),
    ],
)
def test_axe_finds_nothing_serious(visit, name, scheme, width, opened):
    page = visit(name, width=width, color_scheme=scheme).page
    if opened:
        page.locator("tbody:not([hidden]) button.open").first.click()
        page.locator("details").evaluate_all("all => all.forEach(each => { each.open = true })")
    assert findings_of_axe(page) == []


def test_axe_finds_what_is_wrong(visit):
    page = visit().page
    page.evaluate(
        "document.querySelector('#actor-name').closest('label').replaceWith(document.querySelector('#actor-name'))"
    )
    assert "label" in {rule for rule, *_ in findings_of_axe(page)}


def test_tab_reaches_every_control_in_the_order_of_the_page_and_shows_where_it_is(visit):
    page = visit().page
    page.locator("tbody:visible button.open", has_text=invented.BRANDT).click()
    page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    controls = "a[href], button, input, select, summary, [tabindex='0']"
    expected = page.evaluate(
        "q => [...document.querySelectorAll(q)].filter(e => e.checkVisibility()).map((e, i) => (e.dataset.stop = i))",
        controls,
    )
    page.locator("body").evaluate("body => { body.tabIndex = -1; body.focus(); body.removeAttribute('tabindex') }")
    stops = []
    for _ in expected:
        page.keyboard.press("Tab")
        stop, outlined = page.evaluate(
            """() => {
                const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
                return [document.activeElement.dataset.stop, outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1];
            }"""
        )
        assert outlined, f"no focus is seen on control {stop}"
        stops.append(int(stop))
    assert stops == expected


def test_the_skip_link_leads_past_the_header(visit):
    page = visit().page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#standings') !== null")


def test_a_screen_reader_is_told_a_table_with_headings(visit):
    page = visit().page
    table = page.get_by_role("table").first
    for name in ("Actor", "n", "Gold", "Predicted"):
        assert table.get_by_role("columnheader", name=name, exact=True).count() == 1
    assert table.get_by_role("rowheader", name=invented.BRANDT).count() == 1
    levels = page.locator("h1, h2, h3, h4").evaluate_all("all => all.map(each => Number(each.tagName[1]))")
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


@pytest.mark.parametrize("width", [360, 1280])
def test_the_table_stays_a_table_at_every_width(visit, width):
    page = visit(width=width).page
    assert page.get_by_role("rowheader", name=invented.BRANDT).count() == 1
    assert page.get_by_role("columnheader", name="Gold", exact=True).count() == 1
