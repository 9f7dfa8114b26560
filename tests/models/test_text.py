"""Masked names and split hashtags."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.pipeline import Pipeline
from sklearn.utils import get_tags
from sklearn.utils.estimator_checks import check_estimator

from stance.models.text import ActorMasker, HashtagSplitter, TextTransformer

TRANSFORMERS = [TextTransformer(), ActorMasker(["Brandt"]), HashtagSplitter()]
each_transformer = pytest.mark.parametrize("transformer", TRANSFORMERS, ids=lambda each: type(each).__name__)


@pytest.mark.filterwarnings("ignore:Can't test estimator")
@each_transformer
def test_transformers_pass_the_checks_of_scikit_learn(transformer):
    check_estimator(transformer, on_skip=None)


@each_transformer
def test_transformers_say_that_they_take_texts_and_need_no_fitting(transformer):
    tags = get_tags(transformer)
    assert (tags.input_tags.string, tags.input_tags.two_d_array, tags.requires_fit) == (True, False, False)


@each_transformer
def test_fitting_changes_nothing(transformer):
    before = dict(vars(transformer))
    assert transformer.fit(["Brandt"]) is transformer
    assert transformer.fit(["Brandt"], ["pro"]) is transformer
    assert vars(transformer) == before


@each_transformer
@pytest.mark.parametrize("method", ["fit", "transform"])
def test_a_single_text_is_refused(transformer, method):
    with pytest.raises(ValueError) as caught:
        getattr(transformer, method)("Brandt spoke")
    assert str(caught.value) == "Iterable over raw text documents expected, string object received."


@each_transformer
def test_every_text_has_its_place_and_input_is_left_alone(transformer):
    texts = ["Okoro", "", "Brandt spoke of #StopTheBan", "Okoro"]
    out = transformer.transform(iter(texts))
    assert type(out) is list
    assert [len(out), out[0], out[1], out[3]] == [4, "Okoro", "", "Okoro"]
    assert texts[2] == "Brandt spoke of #StopTheBan"


def test_the_base_changes_nothing():
    assert TextTransformer().transform(["#StopTheBan", "Brandt"]) == ["#StopTheBan", "Brandt"]


# masks


@pytest.mark.parametrize(
    ("names", "text", "masked"),
    [
        (["Brandt"], "Brandt met Brandt.", "ACTOR met ACTOR."),
        (["Ilse", "Ilse Brandt"], "Ilse Brandt and Ilse", "ACTOR and ACTOR"),
        (["Ilse Brandt", "Ilse"], "Ilse Brandt and Ilse", "ACTOR and ACTOR"),
        (["Brand"], "Brandt and Brand", "Brandt and ACTOR"),
        (["randt"], "Brandt", "Brandt"),
        (["US"], "US told us, USA did not", "ACTOR told us, USA did not"),
        (["Brandt"], "brandt BRANDT", "brandt BRANDT"),
        (["Brandt"], "Brandt's „Brandt“ (Brandt)", "ACTOR's „ACTOR“ (ACTOR)"),
        (["Brandt"], "Brandt_2 2Brandt", "Brandt_2 2Brandt"),
        (["A.C. (Arvania)"], "A.C. (Arvania) and AxC. (Arvania)", "ACTOR and AxC. (Arvania)"),
        (["N+"], "N+ and NN", "ACTOR and NN"),
        (["Ökonomie"], "Ökonomie, Makroökonomie", "ACTOR, Makroökonomie"),
        (["", "Okoro"], "Okoro", "ACTOR"),
        (["Okoro", "Okoro"], "Okoro", "ACTOR"),
        ([], "Okoro spoke", "Okoro spoke"),
        ([""], "Okoro spoke", "Okoro spoke"),
    ],
)
def test_names_are_masked_longest_first_as_whole_words_in_their_case(names, text, masked):
    assert ActorMasker(names).transform([text]) == [masked]


def test_the_longer_name_wins_whatever_the_order():
    text = ["Ada Okoro Novak"]
    names = ["Ada", "Ada Okoro", "Okoro Novak", "Ada Okoro Novak"]
    assert ActorMasker(names).transform(text) == ActorMasker(names[::-1]).transform(text) == ["ACTOR"]


@pytest.mark.parametrize("token", ["X", "", r"\1 \g<0>"])
def test_the_token_is_put_in_as_it_stands(token):
    assert ActorMasker(["Okoro"], token=token).transform(["so Okoro said"]) == [f"so {token} said"]


def test_by_default_there_are_no_names_and_the_token_is_actor():
    assert ActorMasker().get_params() == {"names": (), "token": "ACTOR"}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(categories=["Lu", "Ll"]), min_size=1, max_size=6), min_size=1, max_size=5))
def test_no_masked_name_is_left(names):
    text = " ".join([*names, "said"])
    expected = " ".join(["#"] * len(names) + ["#" if "said" in names else "said"])
    assert ActorMasker(names, token="#").transform([text]) == [expected]


# hashtags


@pytest.mark.parametrize(
    ("hashtag", "words"),
    [
        ("#StopTheBan", "Stop The Ban"),
        ("#stopTheBan", "stop The Ban"),
        ("#UNVote", "UN Vote"),
        ("#VoteUN", "Vote UN"),
        ("#SendATACMSNow", "Send ATACMS Now"),
        ("#Vote2024", "Vote 2024"),
        ("#2024vote", "2024 vote"),
        ("#Article36Review", "Article 36 Review"),
        ("#stop_the_ban", "stop the ban"),
        ("#FriedenFürÄrmere", "Frieden Für Ärmere"),
        ("#ÖlFürAlle", "Öl Für Alle"),
        ("#EUÜbung", "EU Übung"),
        ("#СтопВойне", "Стоп Войне"),
        ("#ΌχιΌπλα", "Όχι Όπλα"),
        ("#停战2024", "停战 2024"),
        ("#AStep", "A Step"),
    ],
)
def test_a_hashtag_is_followed_by_its_words(hashtag, words):
    assert HashtagSplitter().transform([f"so: {hashtag}, he wrote"]) == [f"so: {hashtag} {words}, he wrote"]


@pytest.mark.parametrize(
    "text", ["#peace", "#Peace", "#NATO", "#GRÜNE", "#ÖVP", "#2024", "#停战", "#_", "# StopTheBan", "StopTheBan", "#"]
)
def test_a_hashtag_of_one_word_is_left_alone(text):
    assert HashtagSplitter().transform([text]) == [text]


def test_every_hashtag_of_a_text_is_split():
    assert HashtagSplitter().transform(["#NoBan #YesVote!"]) == ["#NoBan No Ban #YesVote Yes Vote!"]


@settings(max_examples=80, deadline=None)
@given(st.text(st.characters(categories=["Lu", "Ll", "Lo", "Nd"], include_characters="_"), min_size=1, max_size=12))
def test_the_words_of_a_hashtag_are_its_letters_and_digits_in_order(tag):
    hashtag, *words = HashtagSplitter().transform([f"#{tag}"])[0].split(" ")
    assert hashtag == f"#{tag}"
    assert len(words) != 1
    assert not words or "".join(words) == tag.replace("_", "")


# as steps of a pipeline


@each_transformer
def test_a_clone_has_the_same_parameters(transformer):
    assert clone(transformer).get_params() == transformer.get_params()


def test_parameters_can_be_set():
    masker = ActorMasker().set_params(names=["Okoro"], token="X")
    assert masker.transform(["Okoro"]) == ["X"]


def test_steps_follow_each_other():
    steps = Pipeline([("mask", ActorMasker(["Brandt"])), ("hashtags", HashtagSplitter())])
    assert steps.fit_transform(["Brandt #StopNow"]) == ["ACTOR #StopNow Stop Now"]
