"""The statements behind a row: in context, cue marked, with what was labelled and what was predicted."""

import pytest

from tests.browser import invented


@pytest.fixture
def opened(visit):
    """Return the statements of an actor, by words of the sentence."""
    page = visit().page

    def find(actor, words):
        button = page.locator("#actor-table tbody:not([hidden]) button.open", has_text=actor)
        if button.get_attribute("aria-expanded") == "false":
            button.click()
        return page.locator(".evidence .statement").filter(has=page.locator(".sentence", has_text=words))

    return find


def facts(statement):
    """What stands below a sentence, as one line."""
    return " ".join(statement.locator(".facts").inner_text().split())


def test_a_statement_stands_between_its_neighbours(opened):
    statement = opened(invented.BRANDT, "keeps the silos full")
    assert statement.locator(".sentence").inner_text() == "Ilse Brandt said the levy keeps the silos full."
    assert statement.locator(".aside").all_inner_texts() == [
        "The market of Belmark opened late on Monday.",
        "Carts queued as far as the bridge.",
    ]


def test_neighbours_are_those_of_the_same_document(opened):
    first = opened(invented.BRANDT, "drowns three villages")
    assert first.locator(".aside").count() == 1
    last = opened(invented.BRANDT, "she had read the plans")
    assert last.locator(".aside").count() == 1
    assert "O'Neil" not in last.inner_text()


@pytest.mark.parametrize(
    ("actor", "words", "cue"),
    [
        (invented.BRANDT, "No miller will starve", "insisted"),
        (invented.BRANDT, "Foxes cheered the dam", "deplored"),
        (invented.FOX, "Foxes cheered the dam", "cheered"),
        (invented.FOX, "Build it", "said"),
        (invented.SCRIPT, "on the wall", "wrote"),
        (invented.HEBREW, invented.HEBREW, "\u05d0\u05de\u05e8\u05d4"),
    ],
)
def test_the_cue_is_marked(opened, actor, words, cue):
    assert opened(actor, words).locator("mark").all_inner_texts() == [cue]


def test_a_statement_without_a_cue_has_no_mark(opened):
    assert opened(invented.QUOTES, "names no side").locator("mark").count() == 0


@pytest.mark.parametrize(
    ("actor", "words", "said"),
    [
        (
            invented.BRANDT,
            "keeps the silos full",
            ["gold pro", "predicted pro 0.91", "grain levy", "harvest-1, sentence 2"],
        ),
        (invented.BRANDT, "No miller", ["gold pro", "predicted anti 0.70", "differs", "harvest-1, sentence 4"]),
        (
            invented.BRANDT,
            "Foxes cheered",
            ["gold anti", "predicted pro 0.55", "differs", "dam <2> & more, sentence 2"],
        ),
        (invented.FOX, "Foxes cheered", ["gold pro", "predicted pro 0.55", "river dam"]),
        (invented.QUOTES, "names no side", ["gold neutral", "predicted pro 0.70", "differs", "letters-3, sentence 1"]),
    ],
)
def test_gold_prediction_probability_and_document_are_told(opened, actor, words, said):
    line = facts(opened(actor, words))
    for part in said:
        assert part in line
    assert ("differs" in line) == ("differs" in said)


def test_a_sentence_is_laid_out_in_its_own_direction(opened):
    after_hebrew = opened(invented.FOX, "Build it").locator(".sentence")
    assert after_hebrew.evaluate("each => getComputedStyle(each.closest('p')).direction") == "ltr"
    hebrew = opened(invented.HEBREW, invented.HEBREW).locator(".sentence")
    assert hebrew.evaluate("each => getComputedStyle(each.closest('p')).direction") == "rtl"


def all_statements(page):
    return page.locator("#all-statements")


def test_only_what_differs(visit, written):
    page, (findings, _) = visit().page, written("labelled")
    everything = findings.statements
    wrong = everything[everything["stance"] != everything["predicted"]]
    view = all_statements(page)
    view.get_by_label("only where they differ").check()
    assert view.locator(".sentence").all_inner_texts() == wrong["text"].tolist()
    assert view.get_by_role("status").inner_text() == f"{len(wrong)} of {len(everything)} statements"
    view.get_by_label("only where they differ").uncheck()
    assert view.locator(".statement").count() == len(everything)


@pytest.mark.parametrize("column", ["gold", "predicted"])
@pytest.mark.parametrize("stance", ["anti", "neutral", "pro"])
def test_a_stance_filters_by_gold_or_by_prediction(visit, written, column, stance):
    page, (findings, _) = visit().page, written("labelled")
    everything = findings.statements
    view = all_statements(page)
    view.locator(f"select[name={column}]").select_option(label=stance)
    expected = everything[everything["stance" if column == "gold" else column] == stance]
    assert view.locator(".sentence").all_inner_texts() == expected["text"].tolist()


def test_filters_of_statements_add_up(visit):
    view = all_statements(visit().page)
    view.locator("select[name=target]").select_option(label=invented.DAM)
    view.locator("select[name=gold]").select_option(label="pro")
    view.get_by_label("Search").fill("guild")
    assert view.locator("mark").all_inner_texts() == ["cheered", "said"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("VILLAGES", 1),
        ("villages dam", 1),
        ("letters-3", 4),
        ("<script>window", 2),
        ("committee theft", 1),
        ("(", 0),
        ("  ", 16),
    ],
)
def test_words_are_searched_in_sentence_actor_and_document(visit, typed, found):
    view = all_statements(visit().page)
    view.get_by_label("Search").fill(typed)
    assert view.locator(".statement").count() == found


def test_a_filter_within_a_row_leaves_the_other_list_alone(visit):
    page = visit().page
    page.locator("tbody:visible button.open", has_text=invented.BRANDT).click()
    page.locator(".evidence [name=wrong]").check()
    assert page.locator(".evidence .statement").count() == 3
    assert all_statements(page).locator(".statement").count() == 16
