"""The coreference scorer counts what its docstring says, on a document of invented people."""

import json
import subprocess
import sys
from pathlib import Path

SCORER = Path(__file__).parents[1] / "benchmarks" / "coreference.py"

WORDS = """Senator PROPN 2 nmod:desc (1-person-new
Jane PROPN 5 nsubj _
Roe PROPN 2 flat 1)
, PUNCT 2 punct _
spoke VERB 0 root _
. PUNCT 5 punct _

She PRON 2 nsubj (1-person-giv)
met VERB 0 root _
two NUM 4 nummod (2-person-new
voters NOUN 2 obj 2)
and CCONJ 6 cc _
Richard PROPN 4 conj (3-person-new
Doe PROPN 6 flat 3)
. PUNCT 2 punct _

The DET 2 det (1-person-giv
senator NOUN 3 nsubj 1)
thanked VERB 0 root _
Doe PROPN 3 obj (3-person-giv)
. PUNCT 3 punct _
"""


def conllu() -> str:
    lines = ["# newdoc id = invented", "# newpar"]
    number = 0
    for line in WORDS.splitlines():
        if not line:
            lines.append("")
            number = 0
            continue
        number += 1
        word, tag, head, relation, entity = line.split()
        entity = entity.replace("-new", "-new-x-x-1-coref").replace("-giv", "-giv-x-x-1-coref")
        plural = "Number=Plur" if word == "voters" else "_"
        misc = "_" if entity == "_" else f"Entity={entity}"
        lines.append("\t".join([str(number), word, "_", tag, "_", plural, head, relation, "_", misc]))
    return "\n".join(lines) + "\n\n"


def test_mentions_of_named_persons_are_counted_by_class(tmp_path):
    (tmp_path / "invented.conllu").write_text(conllu(), encoding="utf-8")
    run = subprocess.run([sys.executable, SCORER, tmp_path], capture_output=True, text=True, check=True)
    summary = json.loads(run.stdout)
    assert summary["documents"] == 1
    # Jane Roe, Richard Doe, Doe; She; the senator; the two voters have no name and are not asked for
    assert {kind: summary[kind]["n"] for kind in ("name", "pronoun", "nominal", "all")} == {
        "name": 3,
        "pronoun": 1,
        "nominal": 1,
        "all": 5,
    }
    assert summary["all"] == {"accuracy": 100.0, "n": 5, "right": 5, "unresolved": 0}


def test_a_wrong_answer_is_counted_as_wrong(tmp_path):
    gold = conllu().replace("(1-person-giv-x-x-1-coref)", "(3-person-giv-x-x-1-coref)")  # She is said to be Doe
    (tmp_path / "invented.conllu").write_text(gold, encoding="utf-8")
    run = subprocess.run([sys.executable, SCORER, tmp_path, "--errors"], capture_output=True, text=True, check=True)
    summary = json.loads(run.stdout)
    assert summary["pronoun"] == {"accuracy": 0.0, "n": 1, "right": 0, "unresolved": 0}
    assert "'She' of richard doe -> Jane Roe" in run.stderr
