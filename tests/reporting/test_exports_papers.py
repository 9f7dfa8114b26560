"""LaTeX and Markdown tables: set by TeX itself, every name in its own cell."""

import shutil
import subprocess
from dataclasses import replace

import pypdf
import pytest
from hypothesis import given

from stance.reporting.exports import tables
from stance.reporting.exports.markup import Table, as_latex, as_markdown, latex
from stance.runs import Run
from tests.reporting.export_cases import ANY_NAME, HOSTILE, findings_of, findings_of_run, predictions_of


def interval_table():
    actors = findings_of(predictions_of(["Ilse Brandt", "Belmark"])).actors
    actors = actors.assign(
        low=[-0.2, 0.1, -1.0], high=[0.9, 0.5, -0.4], net=[0.5, 0.3, -0.75], warning=["n < 5", "", ""]
    )
    return replace(findings_of(), actors=actors)


def cells_of(markdown):
    lines = [line for line in markdown.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_net_stance_and_interval_stand_in_one_cell_and_warnings_below(tmp_path):
    tables.write_markdown(interval_table(), tmp_path / "out")
    text = (tmp_path / "out" / "actors.md").read_text()
    header, _, *rows = cells_of(text)
    by_actor = {row[0]: dict(zip(header, row, strict=True)) for row in rows}
    nets = sorted(row["net (95% interval)"] for row in by_actor.values())
    assert nets == ["+0.30 (+0.10 to +0.50)", "+0.50 (-0.20 to +0.90)", "-0.75 (-1.00 to -0.40)"]
    assert [row["note"] for row in by_actor.values()].count("a") == 1
    assert "- a: n &lt; 5" in text
    assert rows[-1][0] == "unattributed"


def test_counts_have_no_interval_and_stand_beside_gold():
    text = as_markdown(tables.actors_layout(findings_of(predictions_of(["Belmark"]))))
    header, _, first, *_ = cells_of(text)
    assert header == ["actor", "n", "anti", "neutral", "pro", "net", "gold net", "note"]
    assert first[:7] == ["Belmark", "3", "0", "0", "100", "+1.00", "+0.00"]
    assert "- predicted labels counted: no interval" in text


def test_of_several_targets_each_has_its_rows_and_unattributed_comes_last():
    predictions = predictions_of([None, "zoe Brandt"]).assign(target=["ban", "transfer", "ban"] * 3)
    header, _, *rows = cells_of(as_markdown(tables.actors_layout(findings_of(predictions))))
    assert header[:2] == ["actor", "target"]
    actors = ["zoe Brandt", "unattributed"]
    assert [row[:2] for row in rows] == [[a, t] for t in ("together", "ban", "transfer") for a in actors]


def test_every_row_of_hostile_names_has_the_same_cells():
    rows = cells_of(as_markdown(tables.actors_layout(findings_of())).replace(r"\|", "/"))
    assert len({len(row) for row in rows}) == 1
    assert len(rows) == len(HOSTILE) + 1 + 2


@given(ANY_NAME)
def test_a_cell_of_markdown_is_one_cell_without_html(name):
    text = as_markdown(Table(["actor", "n"], [[name, "1"]]))
    assert len(text.splitlines()) == 3
    assert text.splitlines()[2].replace(r"\\", "").replace(r"\|", "").count("|") == 3
    assert "<" not in text


def test_metrics_stand_with_intervals_beside_baselines(finished, tmp_path):
    run = Run(finished)
    tables.write_markdown(findings_of_run(run), tmp_path / "out")
    header, _, first, *_ = cells_of((tmp_path / "out" / "metrics.md").read_text())
    metric = run.metrics["metrics"]["macro_f1"]
    assert header == ["metric", "model (95% interval)", "majority", "stratified"]
    assert first[:2] == ["macro-F1", f"{metric['value']:.2f} ({metric['low']:.2f} to {metric['high']:.2f})"]
    assert first[2] == f"{run.metrics['baselines']['majority']['macro_f1']['value']:.2f}"


def test_the_table_says_that_the_model_is_votes_averaged(finished):
    numbers = Run(finished).metrics
    mean = numbers["repeats"]["macro_f1"]["mean"]
    (note,) = [each for each in tables.metrics_layout(numbers).notes if each.startswith("model: ")]
    assert note.startswith(f"model: votes of 2 repeats averaged; one repeat alone: macro-F1 {mean:.2f} ")
    once = {**numbers, "test": {**numbers["test"], "repeats": 1}}
    assert not [each for each in tables.metrics_layout(once).notes if "votes" in each]


def test_a_class_that_does_not_occur_has_no_row(finished):
    numbers = Run(finished).metrics
    labels = {**numbers["test"]["labels"], "neutral": 0}
    confusion = {**numbers["confusion"], "gold_by_predicted": [[9, 0, 3], [0, 0, 0], [2, 0, 10]]}
    layout = tables.metrics_layout({**numbers, "test": {**numbers["test"], "labels": labels}, "confusion": confusion})
    assert [row[0] for row in layout.rows if row[0].startswith("F1")] == ["F1 pro", "F1 anti"]


def test_without_labels_there_is_no_table_of_metrics(tmp_path):
    written = tables.write_latex(findings_of(predictions_of(labelled=False)), tmp_path / "out")
    assert [path.name for path in written] == ["actors.tex"]
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["actors.tex"]


def set_by(engine, body, folder, preamble=""):
    """Return the text of the pages that an engine makes, or fail with its complaint."""
    program = shutil.which(engine)
    if program is None:
        pytest.skip(f"{engine} is not installed (Debian: texlive-latex-base, texlive-luatex)")
    document = f"\\documentclass{{article}}\n{preamble}\\begin{{document}}\n{body}\n\\end{{document}}\n"
    (folder / "paper.tex").write_text(document, encoding="utf-8")
    command = [program, "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "paper.tex"]
    answer = subprocess.run(command, cwd=folder, capture_output=True, text=True, errors="replace", timeout=120)
    assert answer.returncode == 0, answer.stdout[-2000:]
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(folder / "paper.pdf").pages)


@pytest.mark.parametrize("engine", ["pdflatex", "lualatex"])
def test_every_hostile_name_compiles(engine, tmp_path):
    tables.write_latex(findings_of(), tmp_path / "out")
    text = set_by(engine, r"\input{out/actors.tex}", tmp_path)
    assert "Roe, Jane" in text
    assert "José" in text.replace("´e", "é")
    assert "[U+1F600]" in text
    assert "[U+202E]" in text
    assert "alert(1)" in text


def test_many_actors_run_over_pages(tmp_path):
    tables.write_latex(findings_of(predictions_of([f"Actor {i}" for i in range(120)])), tmp_path / "out")
    text = set_by("pdflatex", r"\input{out/actors.tex}", tmp_path, "\\usepackage{longtable}\n")
    assert "Actor 119" in text


def test_all_tables_of_a_run_compile(finished, tmp_path):
    written = tables.write_latex(findings_of_run(Run(finished)), tmp_path / "out")
    assert [path.stem for path in written] == ["actors", "metrics", "metrics-unseen-documents"]
    text = set_by("pdflatex", "\n".join(rf"\input{{out/{path.name}}}" for path in written), tmp_path)
    assert "macro-F1" in text
    assert "Ilse Brandt" in text


def test_all_of_ascii_and_latin_compiles(tmp_path):
    cells = [chr(code) + chr(code) for code in (*range(0x20, 0x250), *range(0x2010, 0x2040)) if chr(code).strip()]
    rows = [[cell, "1"] for cell in cells]
    set_by("pdflatex", as_latex(Table(["a", "n"], rows), "all"), tmp_path, "\\usepackage{longtable}\n")


@given(ANY_NAME)
def test_latex_has_no_bare_special_character(name):
    bare = latex(name).replace("\\~{", "{").replace("\\^{", "{")
    for escape in ("\\&", "\\%", "\\$", "\\#", "\\_", "\\{", "\\}", "$-$"):
        bare = bare.replace(escape, "")
    assert not set(bare) & set("&%$#_~^\n\r")
    assert bare.count("{") == bare.count("}")


@pytest.mark.parametrize("character", ["\u202e", "\u2066", "\x07", "\x7f", "\u200b"])
def test_what_cannot_be_seen_is_shown_by_its_code(character):
    name = f"Roe{character}Doe"
    code = f"U+{ord(character):04X}"
    assert as_markdown(Table(["a", "n"], [[name, "1"]])).splitlines()[2] == f"| Roe{code}Doe | 1 |"
    text = as_latex(Table(["a", "n"], [[name, "1"]]), name)
    assert character not in text
    assert rf"Roe\stancecode{{{code[2:]}}}Doe & 1" in text


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("Jose\u0301", r"Jos\'{e}"),
        ("ï", r"\"{\i}"),
        ("Nguyễn", r"Nguy\stancechar{1EC5}{ễ}n"),  # two accents on one letter
        ("--", r"-{\kern0pt}-"),
        ("Roe\n\nDoe", "Roe Doe"),
    ],
)
def test_letters_are_composed_and_none_loses_an_accent(name, source):
    assert latex(name) == source
