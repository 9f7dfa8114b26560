"""Style and files of figures: light, dark, one's own, and the same bytes every time."""

from xml.etree import ElementTree

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib import image

from stance import StanceError
from stance.reporting import figures
from stance.reporting.figures.names import fitting, short_count, signed, width_of
from stance.reporting.findings import Findings
from stance.reporting.style import COLOURS, ink_on, svg_text, theme
from tests.reporting.drawn import report
from tests.reporting.test_figures import CONFUSION, NGRAMS, predictions


def drawn():
    return figures.plot_actors(report(3))[0]


def found(**given) -> Findings:
    known = {"predictions": predictions(), "actors": report(3), "metrics": {"confusion": CONFUSION}, "ngrams": NGRAMS}
    return Findings("run", **(known | given))


def luminance(colour) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in mpl.colors.to_rgb(colour)
    ]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize(("name", "background"), [("light", "white"), ("dark", "#1b1b1f")])
def test_all_words_and_lines_are_legible_on_the_page(name, background):
    with theme(name):
        ax = drawn()
    words = [ax.xaxis.label, *ax.get_xticklabels(), *ax.get_yticklabels(), *ax.get_legend().get_texts()]
    colours = {each.get_color() for each in words} | {ax.spines["left"].get_edgecolor()}
    for colour in colours:
        light, dark = sorted((luminance(colour), luminance(background)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) > 7


def test_dark_figures_let_the_page_shine_through(tmp_path):
    for name, opaque in (("light", 1), ("dark", 0)):
        with theme(name):
            drawn().figure.savefig(tmp_path / "f.png", dpi=20)
        assert image.imread(tmp_path / "f.png")[0, 0, 3] == opaque


def test_there_are_two_themes():
    with pytest.raises(StanceError, match="theme 'grey' is not one of light, dark"):
        theme("grey")


def test_settings_of_ones_own_win_and_nothing_is_left_behind():
    before = dict(mpl.rcParams)
    with mpl.rc_context({"font.size": 14, "text.color": "red", "xtick.labelsize": 20}):
        ax = drawn()
        label = ax.get_xticklabels()[0]
    assert label.get_fontsize() == 20
    assert {text.get_color() for text in ax.get_legend().get_texts()} == {"red"}
    assert dict(mpl.rcParams) == before


def test_words_are_of_a_size_that_journals_print():
    for ax in (drawn(), figures.plot_confusion(CONFUSION), figures.plot_calibration(predictions())):
        sizes = {each.get_fontsize() for each in (ax.xaxis.label, *ax.get_xticklabels(), ax._left_title)}
        assert all(7 <= size <= 9 for size in sizes)
        assert round(25.4 * ax.figure.get_figwidth()) in (89, 183)


@pytest.mark.parametrize("colour", [*COLOURS.values(), "white", "black", "#777777"])
def test_ink_contrasts_with_what_it_stands_on(colour):
    light, dark = sorted((luminance(colour), luminance(ink_on(colour))), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_svg_is_well_formed_the_same_every_time_and_needs_no_fonts():
    text = svg_text(drawn(), title="Who <stands> & where")
    assert text == svg_text(drawn(), title="Who <stands> & where")
    root = ElementTree.fromstring(text)
    assert root.find("{*}title").text == "Who <stands> & where"
    assert not list(root.iter("{http://www.w3.org/2000/svg}text"))


def test_a_run_has_every_figure_that_its_numbers_allow(tmp_path):
    several = pd.concat([report(2).assign(target=name) for name in ("together", "a", "b")])
    point = {"sentences": 10.0, "value": 0.5, "low": 0.4, "high": 0.6}
    metrics = {"confusion": CONFUSION, "learning_curve": [point], "test": {"sentences": 3}}
    metrics["baselines"] = {"majority": {"macro_f1": {"value": 0.2}}}
    everything = found(actors=several, metrics=metrics)
    for folder in ("once", "again"):
        figures.save_figures(tmp_path / folder, everything)
    names = {"actors", "actor-targets", "confusion", "calibration", "learning-curve", "ngrams"}
    files = sorted((tmp_path / "once").iterdir())
    assert {path.name for path in files} == {f"{name}.{ending}" for name in names for ending in ("svg", "png")}
    assert all(path.read_bytes() == (tmp_path / "again" / path.name).read_bytes() for path in files)
    assert image.imread(tmp_path / "once" / "actors.png").shape[1] == pytest.approx(183 / 25.4 * 300, abs=2)


def test_predictions_of_new_text_have_fewer(tmp_path):
    bare = found(predictions=predictions().drop(columns="label"), metrics={}, ngrams=None)
    assert list(figures.figures_of(bare)) == ["actors"]
    assert (
        list(figures.figures_of(found(predictions=bare.predictions, metrics={}, ngrams=None, actors=report(1)[:0])))
        == []
    )


def test_saving_leaves_no_figure_open_in_a_notebook(tmp_path):
    from matplotlib import pyplot

    before = pyplot.get_fignums()
    figures.save_figures(tmp_path / "f", found())
    assert pyplot.get_fignums() == before


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("A $ and a $", r"A \$ and a \$"),
        ("two\n lines\x00 more", "two lines more"),
        ("\u202eturned", "turned"),
        ("\udcff\U0010ffff", "\u25a1\u25a1"),
        (7, "7"),
    ],
)
def test_names_as_they_are_shown(name, shown):
    assert fitting(name) == shown


def test_long_names_are_cut_with_a_mark_where_they_no_longer_fit():
    for letter in "iW\u05d4":
        shown = fitting(letter * 1000, points=100)
        assert shown.endswith("\u2026")
        assert 90 < width_of(shown) <= 100
    assert fitting("x" * 10**6) == fitting("x" * 10**3)


def test_numbers_are_short():
    assert [signed(each) for each in (-0.5, 0.25, 0, -0.001)] == ["\u22120.50", "+0.25", "0.00", "0.00"]
    assert [short_count(each) for each in (0, 9999, 10_400, 2_000_000)] == ["0", "9999", "10k", "2M"]
