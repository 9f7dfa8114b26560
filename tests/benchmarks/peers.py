"""What others would score sentences with: scikit-learn, hashing, fastText and Vowpal Wabbit, each in its fast way."""

import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from news import STANCES

WORDS = {"ngram_range": (1, 2)}
CHARACTERS = {"analyzer": "char_wb", "ngram_range": (2, 5)}


def unchanged(given: Any) -> Any:
    return given


@dataclass(frozen=True)
class Peer:
    """A trained model that is loaded and waits for sentences.

    Attributes
    ----------
    how : str
        What is timed.
    threads : int
        How many threads it computes with.
    answer : callable
        Probabilities of all classes for what `given` made of the sentences. This is timed.
    given : callable
        Sentences in the form that it reads. Not timed.
    table : callable
        Its answer as an array of shape (n, 3) in the order anti, neutral, pro. Not timed.
    """

    how: str
    threads: int
    answer: Callable[[Any], Any]
    given: Callable[[Sequence[str]], Any] = unchanged
    table: Callable[[Any], Any] = unchanged


def scikit_learn(texts: Sequence[str], fitted: Any, **options: Any) -> Peer:
    """Return the pipeline that its user guide begins with, with the weights of a fitted logistic regression.

    How weights are found is not compared here but in training.py: solvers stop at slightly different ones.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    weighing = LogisticRegression()
    weighing.classes_, weighing.coef_, weighing.intercept_ = fitted.classes_, fitted.coef_, fitted.intercept_
    model = make_pipeline(TfidfVectorizer(**options).fit(texts), weighing)
    return Peer("TfidfVectorizer and LogisticRegression, predict_proba of a list", 1, model.predict_proba)


def hashing(texts: Sequence[str], labels: Sequence[str]) -> Peer:
    """Return the pipeline that its user guide recommends for large corpora."""
    from sklearn.feature_extraction.text import HashingVectorizer
    from sklearn.linear_model import SGDClassifier
    from sklearn.pipeline import make_pipeline

    model = make_pipeline(HashingVectorizer(**WORDS), SGDClassifier(loss="log_loss", random_state=0))
    return Peer(
        "HashingVectorizer and SGDClassifier, predict_proba of a list", 1, model.fit(texts, labels).predict_proba
    )


def fast_text(folder: Path, texts: Sequence[str], labels: Sequence[str]) -> Peer:
    """Return a supervised model of words and pairs with 10 dimensions, as in its own example of classification.

    It has 100 unless told otherwise, and is slower with them.
    """
    import fasttext

    path = folder / "fasttext.txt"
    pairs = zip(labels, texts, strict=True)
    path.write_text("".join(f"__label__{label} {text}\n" for label, text in pairs), encoding="utf-8")
    model = fasttext.train_supervised(
        str(path), dim=10, wordNgrams=2, lr=0.5, epoch=10, thread=1, seed=0, bucket=1_000_000, verbose=0
    )
    return Peer("predict(list, k=-1), 10 dimensions", 1, partial(model.predict, k=-1), list, by_name)


def by_name(answer: tuple[Any, Any]) -> Any:
    """Return what fastText answers, the likeliest class first, in the order of our classes."""
    names, chances = (np.array(each) for each in answer)
    return np.take_along_axis(chances, np.argsort(names, axis=1), axis=1)


def vowpal_wabbit(folder: Path, texts: Sequence[str], labels: Sequence[str]) -> Peer:
    """Return one against all with probabilities; its driver reads a file, three times as fast as calls from Python."""
    from vowpalwabbit import Workspace

    codes = {name: number for number, name in enumerate(STANCES, 1)}
    lines = as_lines(folder / "train.vw", texts, [str(codes[label]) for label in labels])
    learning = "--oaa 3 --probabilities --loss_function logistic --ngram 2 -b 22 --random_seed 1 --passes 5 -c -k"
    Workspace(f"{learning} -d {lines} -f {folder}/model.vw --quiet").finish()

    def answer(path: Path) -> Any:
        Workspace(f"-t -i {folder}/model.vw --probabilities -d {path} -p {path}.out --quiet").finish()
        return read_probabilities(Path(f"{path}.out"))

    how = "its driver on a file that is ready in its format; what it writes is read"
    return Peer(how, 2, answer, lambda sentences: as_lines(folder / "test.vw", sentences, [""] * len(sentences)))


def as_lines(path: Path, texts: Sequence[str], codes: Sequence[str]) -> Path:
    """Write sentences in the format of Vowpal Wabbit, in which a colon and a bar mean something."""
    plain = str.maketrans(":|\n", "   ")
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"{code} |w {text.translate(plain)}\n" for code, text in zip(codes, texts, strict=True))
    return path


def read_probabilities(path: Path) -> Any:
    """Return the probabilities of lines such as ``1:0.2 2:0.3 3:0.5``."""
    import pyarrow as pa
    from pyarrow import csv

    columns = [each for name in STANCES for each in (f"code of {name}", name)]
    table = csv.read_csv(
        pa.BufferReader(path.read_bytes().replace(b":", b" ")),
        read_options=csv.ReadOptions(column_names=columns),
        parse_options=csv.ParseOptions(delimiter=" "),
    )
    return np.column_stack([table[name].to_numpy() for name in STANCES])


def train_peers(
    names: Sequence[str], texts: Sequence[str], labels: Sequence[str], stack: ExitStack
) -> dict[str, Peer | None]:
    """Train the peers that are named; None stands for one that is not installed.

    Parameters
    ----------
    stack : contextlib.ExitStack
        Their files are removed when it is closed.
    """
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    makers: dict[str, tuple[str, Callable[..., Peer]]] = {
        "hashing": ("sklearn", hashing),
        "fasttext": ("fasttext", partial(fast_text, folder)),
        "vowpalwabbit": ("vowpalwabbit", partial(vowpal_wabbit, folder)),
    }
    return {name: makers[name][1](texts, labels) if find_spec(makers[name][0]) else None for name in names}
