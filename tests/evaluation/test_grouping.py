"""Which sentences belong together."""

import pandas as pd
import pytest

from stance.corpus.validation import validate
from stance.evaluation.grouping import actor_groups, finest_unit, groups_of


def sentences(labels, **columns):
    return validate(pd.DataFrame({"label": labels, **columns}).assign(text="Okoro spoke"))


def spoken_by(*actors):
    """One sentence for each string of initials."""
    return pd.DataFrame({"statements": [[{"actor": actor} for actor in each] for each in actors]})


@pytest.mark.parametrize(
    ("documents", "paragraphs", "unit"),
    [
        (["a", "b"], [0, 0], "paragraph"),
        (["a", "b"], [0, None], "document"),
        (["a", "b"], None, "document"),
        (["a", None], [0, 0], "sentence"),
        (None, [0, 0], "sentence"),
    ],
)
def test_the_finest_unit_is_the_smallest_known_of_every_row(documents, paragraphs, unit):
    assert finest_unit(sentences(["pro", "anti"], document_id=documents, paragraph=paragraphs)) == unit


@pytest.mark.parametrize(
    ("unit", "groups"),
    [("sentence", [0, 1, 2, 3, 0]), ("document", [0, 1, 0, 1, 0]), ("paragraph", [0, 1, 2, 1, 0])],
)
def test_groups_are_numbered_as_they_appear(unit, groups):
    frame = sentences(
        ["pro"] * 5,
        sentence_id=["s", "t", "u", "v", "s"],
        target=["shells"] * 4 + ["treaty"],
        document_id=["b", "a", "b", "a", "b"],
        paragraph=[1, 1, 2, 1, 1],
    )
    assert groups_of(frame, unit).tolist() == groups


def test_names_that_end_in_digits_do_not_mix_paragraphs_of_documents():
    frame = sentences(["pro"] * 2, document_id=["d1", "d"], paragraph=[1, 11])
    assert groups_of(frame, "paragraph").tolist() == [0, 1]


@pytest.mark.parametrize(
    ("actors", "groups"),
    [
        (["A", "B", "A"], [0, 1, 0]),
        (["A", "B", "AB", "C"], [0, 0, 0, 1]),
        (["A", "AB", "BC", "C", "D"], [0, 0, 0, 0, 1]),
        (["A", "", "", "A"], [0, 1, 2, 0]),
        (["", ""], [0, 1]),
        (["AA", "B"], [0, 1]),
    ],
    ids=["apart", "one sentence joins two", "a chain joins three", "nobody", "only nobody", "said twice"],
)
def test_actors_that_share_a_sentence_are_one_group_and_nobody_is_alone(actors, groups):
    assert actor_groups(spoken_by(*actors)).tolist() == groups
