"""The table of actors: filtered, sorted, and opened to the statements behind a row."""

import pytest

from tests.browser import invented

ROWS = "#actor-table tbody:not([hidden]) tr.standing:not([hidden])"
COLUMNS = {"n": "n", "shares": "gold_pro", "mark": "gold_net", "gold": "gold_net", "net": "net"}


def together(findings, target="together"):
    """The report's rows of one target, of named actors."""
    actors = findings.actors
    return actors[(actors["target"] == target) & (actors["actor"] != "unattributed")].set_index("actor")


def shown(page):
    """Names of the visible actors, the row of nobody left out."""
    return page.locator(f"{ROWS}:not(.apart) .name").all_inner_texts()


def announced(page):
    return page.locator("#actor-count").inner_text()


def test_a_name_filters_and_the_count_is_announced(visit):
    page = visit("crowd").page
    assert announced(page) == "200 actors"
    assert page.locator("#actor-count").get_attribute("role") == "status"
    page.get_by_label("Name").fill("alma")
    assert shown(page)
    assert all("Alma" in name for name in shown(page))
    assert announced(page) == "10 of 200 actors"
    page.get_by_label("Name").fill("")
    assert len(shown(page)) == 200


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("ZOE", invented.QUOTES),
        ("<script>", invented.SCRIPT),
        (invented.HEBREW, invented.HEBREW),
        (" foxes ", invented.FOX),
    ],
)
def test_a_name_is_found_whatever_its_script_case_and_accents(visit, typed, name):
    page = visit().page
    page.get_by_label("Name").fill(typed)
    assert shown(page) == [name]


def test_a_filter_that_nobody_fits_says_so(visit):
    page = visit("crowd").page
    page.get_by_label("Name").fill(".*")
    assert page.locator(ROWS).count() == 0
    assert announced(page) == "0 of 200 actors"
    assert page.get_by_text("No actor fits these filters.").is_visible()


def test_a_target_has_its_own_rows(visit, written):
    page, (findings, _) = visit("crowd").page, written("crowd")
    page.locator("#actor-target").select_option(label=invented.DAM)
    expected = together(findings, invented.DAM)
    assert sorted(shown(page)) == sorted(expected.index)
    assert announced(page) == f"{len(expected)} actors"
    counts = dict(zip(shown(page), page.locator(f"{ROWS}:not(.apart) .n").all_inner_texts(), strict=True))
    assert {name: int(n) for name, n in counts.items()} == expected["n"].to_dict()


def test_the_least_number_of_statements_filters(visit, written):
    page, rows = visit("crowd").page, together(written("crowd")[0])
    for least in (2, 10, 20):
        page.get_by_label("At least").fill(str(least))
        expected = rows.index[rows["n"] >= least]
        assert 0 < len(expected) < 200
        assert sorted(shown(page)) == sorted(expected)
        assert announced(page) == f"{len(expected)} of 200 actors"


def test_an_odd_least_number_breaks_nothing(visit):
    page = visit().page
    for typed, left in {"1e9": 0, "": 6, "3": 2, "0": 6, "4": 1, "-3": 6}.items():
        page.get_by_label("At least").fill(typed)
        assert len(shown(page)) == left


def test_filters_add_up_and_last_when_the_target_changes(visit, written):
    page, (findings, _) = visit("crowd").page, written("crowd")
    page.get_by_label("Name").fill("falk")
    page.get_by_label("At least").fill("4")
    page.locator("#actor-target").select_option(label=invented.LEVY)
    rows = together(findings, invented.LEVY)
    assert sorted(shown(page)) == sorted(name for name in rows.index[rows["n"] >= 4] if "Falk" in name)


def test_columns_sort_by_number_and_say_which_way(visit, written):
    page, (findings, _) = visit("crowd").page, written("crowd")
    said = []
    for key, column in [(key, column) for key, column in COLUMNS.items() for _ in range(2)]:
        page.locator(f"button.sort[data-key={key}]").click()
        assert page.locator("#actor-table th[aria-sort]").count() == 1
        way = page.locator(f"th:has(button[data-key={key}])").get_attribute("aria-sort")
        values = together(findings)[column].round(6)
        assert values[shown(page)].tolist() == sorted(values, reverse=way == "descending")
        said.append((key, way))
    assert set(said) == {(key, way) for key in COLUMNS for way in ("ascending", "descending")}


def test_names_sort_as_words(visit, written):
    page, (findings, _) = visit("crowd").page, written("crowd")
    page.locator("button.sort[data-key=name]").click()
    assert page.locator("th:has(button[data-key=name])").get_attribute("aria-sort") == "ascending"
    assert shown(page) == sorted(together(findings).index)


def test_nobody_stays_last_however_the_table_is_sorted(visit):
    page = visit().page
    for button in page.locator("button.sort").all():
        for _ in range(2):
            button.click()
            assert page.locator(ROWS).last.inner_text().startswith("unattributed")


def test_an_open_row_takes_its_statements_along_when_sorted_or_filtered(visit):
    page = visit().page
    page.locator("tbody:visible button.open", has_text=invented.BRANDT).click()
    page.locator("button.sort[data-key=name]").click()
    row = page.locator(f"{ROWS}:has-text('{invented.BRANDT}')")
    assert "insisted" in row.locator("xpath=following-sibling::tr[1]").inner_text()
    page.get_by_label("Name").fill("foxes")
    assert page.locator(".evidence:visible").count() == 0
    page.get_by_label("Name").fill("")
    assert page.locator(".evidence:visible").count() == 1


@pytest.mark.parametrize("how", ["mouse", "Enter", "Space"])
def test_a_row_opens_and_closes_by_mouse_and_by_keyboard(visit, how):
    page = visit().page
    button = page.locator("tbody:visible button.open", has_text=invented.FOX).first

    def press():
        button.click() if how == "mouse" else button.press(how)

    assert button.get_attribute("aria-expanded") == "false"
    press()
    assert button.get_attribute("aria-expanded") == "true"
    assert page.locator(".evidence .statement:visible").count() == 3
    assert button.evaluate("button => document.activeElement === button")
    press()
    assert button.get_attribute("aria-expanded") == "false"
    assert page.locator(".evidence").count() == 0


def test_a_row_of_a_target_opens_statements_on_that_target_only(visit):
    page = visit().page
    page.locator("#actor-target").select_option(label=invented.LEVY)
    page.locator(f"{ROWS} button.open", has_text=invented.BRANDT).click()
    assert page.locator(".evidence .statement").count() == 3
    assert all(invented.LEVY in text for text in page.locator(".evidence .facts").all_inner_texts())


def test_the_row_of_nobody_opens_what_nobody_said(visit):
    page = visit().page
    page.locator(f"{ROWS}.apart button.open").click()
    sentences = page.locator(".evidence .sentence").all_inner_texts()
    assert [text.split()[0] for text in sentences] == ["The", "Carts", "Rain"]
