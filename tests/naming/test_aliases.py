"""The user's alias table stands above all rules; the review table can be fed back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.corpus.tables import write_table
from stance.errors import StanceError
from stance.naming.aliases import AliasTable, fold, read_aliases
from stance.naming.review import Review
from tests.naming.resolving import Cast


@pytest.fixture
def write(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def write(content, name="a.csv"):
        (tmp_path / name).write_text(content, encoding="utf-8")
        return name

    return write


def refusal(path):
    with pytest.raises(StanceError) as error:
        read_aliases(path)
    return str(error.value)


TWO_MINISTERS = """alias,canonical,type,part_of,valid_from,valid_to
defence minister,Jane Roe,person,Arvania,2020-01-01,2022-06-30
defence minister,Richard Doe,person,Arvania,2022-07-01,
"""
TEXT = "It rained on Monday, and the defence minister said that the bridge was closed."


@pytest.mark.parametrize(("date", "name"), [("2022-06-30", "Jane Roe"), ("2022-07-01", "Richard Doe")])
def test_an_alias_holds_on_its_dates(write, date, name):
    found = Cast(TEXT, read_aliases(write(TWO_MINISTERS)), date=date).ask("the defence minister")
    assert (found.actor.name, found.actor.part_of, found.rule) == (name, "Arvania", "alias")


def test_an_alias_without_the_articles_date_fits_both(write):
    found = Cast(TEXT, read_aliases(write(TWO_MINISTERS))).ask("the defence minister")
    assert found.actor is None
    assert found.candidates == ("Jane Roe", "Richard Doe")


def test_before_every_date_the_rules_decide(write):
    found = Cast(TEXT, read_aliases(write(TWO_MINISTERS)), date="2019-01-01").ask("the defence minister")
    assert found.actor.name == "defence minister"


def test_an_alias_overrules_the_rules_also_for_what_they_lead_to(write):
    table = read_aliases(write("alias,canonical\nJane Roe,Roe of Arvania\n"))
    cast = Cast("Jane Roe spoke. She said yes. Roe said no.", table)
    assert cast.name("She") == cast.name("Roe", within="Roe said") == cast.name("Jane Roe") == "Roe of Arvania"
    assert cast.ask("She").actor.type == "person"


@pytest.mark.parametrize("mention", ["Kyiv", "KYIV", "the Kyiv", "Kyiv’s", "Kyiv's", "  kyiv "])
def test_case_article_and_possessive_do_not_matter(write, mention):
    table = read_aliases(write("alias,canonical\nKyiv,City of Kyiv\n"))
    assert [row.canonical for row in table.find(mention, None)] == ["City of Kyiv"]


@given(st.text(alphabet=st.characters(codec="ascii")))
def test_case_and_spaces_never_matter(text):
    assert fold(f" {text.upper()}\n") == fold(text)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("alias,cannonical\na,b\n", "a.csv: unknown column 'cannonical'; did you mean 'canonical'?"),
        ("alias,type\na,person\n", "a.csv: no column 'canonical'"),
        ("alias,canonical\n,b\n", "a.csv:2: no alias for 'b'"),
        ("alias,canonical,type\na,b,persn\n", "a.csv:2: type 'persn' is not one of"),
        ("alias,canonical,valid_from\na,b,May 2020\n", "a.csv:2: valid_from 'May 2020' is not a date such as"),
        ("alias,canonical,valid_from\na,b,20200501\n", "a.csv:2: valid_from '20200501' is not a date such as"),
        (
            "alias,canonical,valid_from,valid_to\na,b,,\na,b,2020-05-02,2020-05-01\n",
            "a.csv:3: valid_to 2020-05-01 is before valid_from 2020-05-02",
        ),
    ],
)
def test_errors_name_file_and_line(write, content, message):
    assert message in refusal(write(content))


def test_a_row_without_canonical_is_not_decided_yet(write):
    table = read_aliases(write("alias,canonical,n\nRoe,,7\nDoe,Richard Doe,3\n"))
    assert len(table) == 1
    assert table.find("Roe", None) == []


@pytest.mark.parametrize(("content", "name"), [("alias,canonical\n", "a.csv"), ("", "a.jsonl")])
def test_a_table_without_rows_has_no_aliases(write, content, name):
    assert len(read_aliases(write(content, name))) == 0


def test_the_review_of_articles_of_nobody_is_fed_back(tmp_path):
    write_table(Review().frame(), tmp_path / "actors.parquet")
    assert len(read_aliases(tmp_path / "actors.parquet")) == 0


def test_json_lines_serve_as_well(write):
    path = write('{"alias": "the WHB", "canonical": "World Health Body", "type": "organisation"}\n', "a.jsonl")
    assert read_aliases(path).find("WHB", None)[0].type == "organisation"


def test_the_review_table_is_counted_edited_and_fed_back(tmp_path):
    text = "Jane Roe and Richard Roe met. She left. Roe said no. Kyiv said yes. Kyiv agreed."
    cast, review = Cast(text), Review()
    for mention in ("Jane Roe", "She", "Roe", "Kyiv", "Kyiv"):
        span = cast.span(mention, within="Roe said" if mention == "Roe" else None)
        review.add(mention, cast.actors.resolve(span), "d1", text)
    review.add("Kyiv", cast.ask("Kyiv"), "d2", text)
    table = review.frame().set_index("alias")
    assert "She" not in table.index
    assert table.loc["Kyiv", ["canonical", "type", "n", "documents", "rule"]].tolist() == [
        "Ukraine",
        "state",
        3,
        2,
        "capital",
    ]
    assert table.loc["Roe", "canonical"] is None
    assert "Jane Roe, Richard Roe" in table.loc["Roe", "example"]

    edited = review.frame()
    edited.loc[edited["alias"] == "Kyiv", "canonical"] = "Government of Ukraine"
    write_table(edited, tmp_path / "actors.csv")
    again = Cast(text, read_aliases(tmp_path / "actors.csv"))
    assert again.name("Kyiv") == "Government of Ukraine"
    assert again.ask("Roe", within="Roe said").actor is None


def test_pronouns_are_never_aliases():
    review = Review()
    cast = Cast("Jane Roe spoke. They said she was right.")
    for mention in ("She", "they", "who", "I", "  ", "it’s"):
        review.add(mention, cast.ask("she", within="she was"), "d")
    assert review.frame().empty


def test_an_empty_table_finds_nothing():
    assert AliasTable().find("Roe", None) == []
