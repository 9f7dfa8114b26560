"""The page as a whole: it loads nothing, runs nothing of the data, is read without script, on paper and on a phone."""

import re

import pytest

from tests.browser import invented

ALL = ["labelled", "unlabelled", "bare", "crowd"]


@pytest.mark.parametrize("name", ["labelled", "bare"])
def test_a_page_asks_for_nothing_but_itself(visit, written, name):
    seen = visit(name)
    seen.page.locator("#all-statements .statement").last.wait_for()
    for button in seen.page.locator("tbody:visible button.open").all():
        button.click()
    asked = [address for address in seen.requests if not address.startswith("data:")]
    assert asked == [written(name)[1].as_uri()]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_figures_are_shown_in_every_scheme(visit, scheme):
    figures = visit(color_scheme=scheme).page.locator("img.picture")
    assert figures.count() > 0
    for figure in figures.all():
        assert figure.evaluate("image => image.complete && image.naturalWidth > 100")
        assert figure.get_attribute("alt").strip()
        turned = figure.evaluate("image => getComputedStyle(image).filter !== 'none'")
        assert turned == (scheme == "dark")


def test_hostile_text_is_shown_and_not_run(visit):
    page = visit().page
    page.locator("#all-statements .statement").last.wait_for()
    shown = page.locator("body").inner_text()
    for text in (invented.SCRIPT, invented.IMAGE, invented.CLOSING, invented.QUOTES, invented.HEBREW, invented.FOX):
        assert text in shown
    assert page.evaluate("window.pwned") is None
    assert page.locator("img[src='x'], b, i").count() == 0


@pytest.mark.parametrize(
    "smuggle",
    [
        "const s = document.createElement('script'); s.textContent = 'window.pwned = 1'; document.body.append(s)",
        "document.body.insertAdjacentHTML('beforeend', '<img src=data:, onerror=\"window.pwned = 1\">')",
        "const s = document.createElement('script'); s.src = 'data:,window.pwned=1'; document.body.append(s)",
    ],
)
def test_a_script_that_gets_into_the_page_is_not_run(visit, smuggle):
    seen = visit()
    directive = seen.page.evaluate(
        f"""() => {{
            const said = new Promise(done =>
                document.addEventListener("securitypolicyviolation", event => done(event.effectiveDirective)));
            const silence = new Promise(done => setTimeout(done, 5000, "nothing was blocked"));
            {smuggle};
            return Promise.race([said, silence]);
        }}"""
    )
    assert directive.startswith("script-src")
    assert seen.page.evaluate("window.pwned") is None
    assert all("Content Security Policy" in error for error in seen.errors)
    seen.errors.clear()


def test_nothing_can_be_sent_away(visit):
    seen = visit()
    sent = "fetch('https://stance.invalid/').then(() => 'sent', () => 'refused')"
    assert seen.page.evaluate(sent) == "refused"
    assert not any(address.startswith("https") for address in seen.requests)
    assert all("Content Security Policy" in error or "Fetch API" in error for error in seen.errors)
    seen.errors.clear()


@pytest.mark.parametrize("name", ALL)
def test_without_script_headline_and_table_are_there(visit, written, name):
    page = visit(name, java_script_enabled=False).page
    findings, _ = written(name)
    assert page.locator("h1").is_visible()
    assert page.locator("#headline").inner_text().strip()
    together = findings.actors[findings.actors["target"] == "together"]
    if set(together["actor"]) != {"unattributed"}:
        assert sorted(row.strip() for row in page.locator("tbody:visible .standing .name").all_inner_texts()) == sorted(
            together["actor"]
        )
        assert [int(n) for n in page.locator("tbody:visible .standing .n").all_inner_texts()] == sorted(
            together.loc[together["actor"] != "unattributed", "n"], reverse=True
        ) + together.loc[together["actor"] == "unattributed", "n"].tolist()
    assert page.locator("input:visible, select:visible, .status:visible, button.more:visible").count() == 0
    assert page.locator("noscript").is_visible()


def test_what_is_not_labelled_is_not_judged(visit):
    page = visit("unlabelled").page
    shown = page.locator("body").inner_text()
    assert "not known" in page.locator("#headline").inner_text()
    assert not re.search(r"macro-F1|\bgold\b", shown, re.IGNORECASE)
    page.locator("tbody:visible button.open", has_text=invented.BRANDT).click()
    assert page.locator(".evidence .statement").count() == 6
    assert page.locator(".evidence .differs, .evidence [name=wrong]").count() == 0


def test_predictions_without_actors_or_documents_are_shown(visit):
    page = visit("bare").page
    assert page.locator("#all-statements .statement").count() == 15
    assert page.locator("#all-statements .aside").count() == 0
    assert "nan" not in page.locator("body").inner_text().lower().split()


@pytest.mark.parametrize("name", ["labelled", "bare", "crowd"])
def test_a_phone_never_scrolls_sideways(visit, name):
    page = visit(name, width=360, height=740).page
    for button in page.locator("tbody:visible button.open").all()[:2]:
        button.click()
    page.locator("details").evaluate_all("all => all.forEach(each => { each.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_paper_shows_the_numbers_and_no_controls(visit):
    page = visit(color_scheme="dark").page
    page.locator("tbody:visible button.open", has_text=invented.BRANDT).click()
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator("input:visible, select:visible, nav:visible, button.more:visible").count() == 0
    assert page.locator("#headline").is_visible()
    assert page.locator("tbody:visible tr.standing:visible").count() == 7
    assert page.locator(".evidence .statement:visible").count() == 6
    ink, paper = page.evaluate(
        "[document.body, document.documentElement].map((e, i) => getComputedStyle(e)[['color', 'backgroundColor'][i]])"
    )
    assert sum(map(int, re.findall(r"\d+", ink)[:3])) < 150
    assert sum(map(int, re.findall(r"\d+", paper)[:3])) == 3 * 255
