"""Folders of marked articles: what is read, and what is refused in one line."""

import pytest

from stance.attribution.polnear import Attribution, read_polnear
from stance.errors import StanceError
from tests.attribution.reading import brat, write_marked

TEXT = "Jane Roe said that the dam of Northfield was safe.\n"
LINES = "T1\tSource 0 8\tJane Roe\nT2\tCue 9 13\tsaid\nT3\tContent 14 49\tthat the dam of Northfield was safe\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "marked" / "text").mkdir(parents=True)
    (tmp_path / "marked" / "attributions").mkdir()
    (tmp_path / "marked" / "text" / "a.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path / "marked"


def mark(folder, lines, name="a_x.ann"):
    (folder / "attributions" / name).write_text(lines, encoding="utf-8")


def read(folder):
    return list(read_polnear(folder))


def test_spans_are_those_of_the_text(folder):
    mark(folder, LINES + "T4\tAttribution 9 13\tsaid\nE1\tAttribution:T4 Content:T3 Cue:T2 Source:T1\n")
    ((article, (found,)),) = read(folder)
    assert found == Attribution(source=((0, 8),), cue=((9, 13),), content=((14, 49),))
    assert [article.text[start:end] for start, end in found.source + found.cue + found.content] == [
        "Jane Roe",
        "said",
        "that the dam of Northfield was safe",
    ]


def test_what_the_builder_of_these_tests_writes_is_read(tmp_path):
    for article, marks in read_polnear(write_marked(tmp_path / "m", 3)):
        assert len(marks) == 3
        for each in marks:
            assert article.text[slice(*each.cue[0])] in ("said", "told", "according to")


def test_pieces_and_numbered_roles_belong_together(folder):
    lines = "T1\tSource 0 4;5 8\tJane Roe\nT2\tContent 14 21\tthat the\nT3\tContent 22 49\tdam\n"
    mark(folder, lines + "E1\tAttribution:T1 Source:T1 Content2:T3 Content:T2\n")
    ((_, (found,)),) = read(folder)
    assert found == Attribution(source=((0, 4), (5, 8)), cue=(), content=((14, 21), (22, 49)))


def test_an_attribution_without_content_and_other_lines_do_not_count(folder):
    mark(folder, LINES + "A1\tNegated E1\n#1\tNote T1\tsure?\nE1\tAttribution:T2 Cue:T2 Source:T1\n\n")
    assert [marks for _, marks in read(folder)] == [[]]


def test_the_first_annotator_counts_and_articles_nobody_marked_do_not(folder):
    (folder / "text" / "b.txt").write_text(TEXT, encoding="utf-8")
    mark(folder, LINES + "E1\tContent:T3 Cue:T2 Source:T1\n", "a_anna.ann")
    mark(folder, "", "a_bert.ann")
    ((article, marks),) = read(folder)
    assert (article.document_id, len(marks)) == ("a", 1)


def test_a_stem_may_hold_the_mark_before_the_annotator(folder):
    (folder / "text" / "a_b_c.txt").write_text(TEXT, encoding="utf-8")
    mark(folder, LINES, "a_b_c_anna.ann")
    assert [article.document_id for article, _ in read(folder)] == ["a_b_c"]


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("T9\tSource", "'T9\\tSource'"),
        ("T9\tSource x y\tJane", "'T9\\tSource x y\\tJane'"),
        ("T9\tSource 1\tJane", "'T9\\tSource 1\\tJane'"),
        ("T9", None),
        ("E9\tAttribution T1", "'E9\\tAttribution T1'"),
        ("E9\tA:B:C", "'E9\\tA:B:C'"),
    ],
)
def test_bad_lines_are_named(folder, line, shown):
    mark(folder, LINES + line + "\n")
    if shown is None:
        assert read(folder)
        return
    with pytest.raises(StanceError) as error:
        read(folder)
    assert str(error.value).endswith(f"attributions/a_x.ann:4: not brat's stand-off format: {shown}")


@pytest.mark.parametrize("missing", ["text", "attributions"])
def test_another_layout_is_refused(tmp_path, missing):
    (tmp_path / {"text": "attributions", "attributions": "text"}[missing]).mkdir()
    with pytest.raises(StanceError, match=rf"no folder '{missing}'; the PolNeAR layout is text/STEM.txt and "):
        read(tmp_path)


def test_a_folder_without_marks_is_refused(folder):
    with pytest.raises(StanceError, match=r"attributions: no \.ann files$"):
        read(folder)


def test_a_missing_folder_is_one_line(tmp_path):
    with pytest.raises(StanceError, match="nowhere: no folder 'text'"):
        read(tmp_path / "nowhere")


def test_an_unreadable_text_is_an_error(folder):
    (folder / "text" / "b.txt").write_text("", encoding="utf-8")
    mark(folder, LINES)
    with pytest.raises(StanceError, match=r"text/b\.txt: empty"):
        read(folder)


def test_marks_in_another_encoding_are_one_line(folder):
    (folder / "attributions" / "a_x.ann").write_bytes("T1\tSource 0 8\tJané\n".encode("latin-1"))
    with pytest.raises(StanceError, match=r"a_x\.ann"):
        read(folder)


def test_line_breaks_inside_words_do_not_end_a_line(folder):
    mark(folder, brat([[("Source", 0, "Jane Roe"), ("Cue", 9, "said"), ("Content", 14, "that\u2028the dam")]]))
    ((_, (found,)),) = read(folder)
    assert found.content == ((14, 26),)
