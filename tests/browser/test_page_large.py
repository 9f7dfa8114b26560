"""Ten thousand statements: the page holds them all and draws few."""

import pytest

LIST = "#all-statements .statement"


@pytest.fixture
def large(visit, written):
    return visit("large").page, written("large")[0].statements


def status(page):
    return page.locator("#all-statements [role=status]").inner_text()


def test_statements_are_drawn_a_few_at_a_time(large):
    page, statements = large
    assert len(statements) == 10_000
    assert status(page) == "10,000 statements"
    assert 0 < page.locator(LIST).count() < 500
    assert page.evaluate("document.getElementsByTagName('*').length") < 50_000


def test_more_are_shown_on_demand_and_focus_goes_on_with_them(large):
    page, statements = large
    drawn = page.locator(LIST).count()
    page.locator("#all-statements button.more").press("Enter")
    assert drawn < page.locator(LIST).count() < 500
    texts = page.locator(f"{LIST} .sentence").all_inner_texts()
    assert len(set(texts)) == len(texts)
    assert set(texts) <= set(statements["text"])
    assert (
        page.evaluate("[...document.querySelectorAll('#all-statements .statement')].indexOf(document.activeElement)")
        == drawn
    )


def test_filters_reach_every_statement(large):
    page, statements = large
    wrong = statements[statements["stance"] != statements["predicted"]]
    page.locator("#all-statements [name=wrong]").check()
    assert status(page) == f"{len(wrong):,} of 10,000 statements"
    page.locator("#all-statements [name=text]").fill("9876")
    assert status(page) == f"{wrong['text'].str.contains('9876').sum()} of 10,000 statements"


def test_the_last_statement_can_be_read(large):
    page, statements = large
    last = statements["text"].iloc[-1]
    page.locator("#all-statements [name=text]").fill(last)
    assert page.locator(f"{LIST} .sentence").all_inner_texts() == [last]


def test_an_actor_of_many_statements_opens_all_of_them(large):
    page, statements = large
    actor = statements["actor"].value_counts()
    page.locator("#actor-table tbody:not([hidden]) button.open", has_text=actor.index[0]).first.click()
    assert page.locator(".evidence [role=status]").inner_text() == f"{actor.iloc[0]:,} statements"
    page.locator(".evidence button.more").evaluate("more => { while (!more.hidden) more.click() }")
    found = page.locator(".evidence .sentence").all_inner_texts()
    assert sorted(found) == sorted(statements.loc[statements["actor"] == actor.index[0], "text"])
