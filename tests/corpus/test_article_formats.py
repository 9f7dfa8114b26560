import io
import json
import sys
import zipfile

import pytest

from stance.corpus.articles import read_articles

PROSE = [
    "The council of Northfield met on Tuesday to weigh a plan for the old bridge, which the last flood closed.",
    "“It will stand for another hundred years if we mend it now,” Mayor Jane Roe told the council on Tuesday evening.",
    "Richard Poe, who owns the mill below the bridge, said that he would rather see it gone before the next flood.",
]


def read(path, **options):
    problems = []
    found = list(read_articles([path], on_problem=problems.append, on_note=problems.append, **options))
    return found, problems


def own(article):
    return [article.text[start:end] for start, end in article.paragraphs]


def page(body, head=""):
    return f"<!DOCTYPE html><html><head><title>Bridge</title>{head}</head><body>{body}</body></html>"


ARTICLE = "<article><h1>Council keeps the bridge</h1>" + "".join(f"<p>{line}</p>" for line in PROSE * 2) + "</article>"


@pytest.fixture(autouse=True)
def inside(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_web_page(inside):
    head = (
        '<meta property="og:title" content="Council keeps the bridge"><meta name="author" content="Jane Loe">'
        '<meta property="og:site_name" content="The Gazette">'
        '<meta property="article:published_time" content="2023-03-04T10:00:00Z">'
    )
    nav = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/s'>Sports</a></li></ul></nav>"
    (inside / "p.html").write_text(page(nav + ARTICLE + "<footer>© 2023 The Gazette</footer>", head))
    [article], problems = read("p.html")
    assert [line for line in PROSE if line in own(article)] == PROSE
    assert not any("Sports" in line or "©" in line for line in own(article))
    assert (article.title, article.date, article.publisher) == ("Council keeps the bridge", "2023-03-04", "The Gazette")
    assert (article.authors, article.genre, problems) == (("Jane Loe",), "news", [])


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:section" content="Opinion">',
        '<link rel="canonical" href="https://example.org/opinion/2023/bridge.html">',
    ],
)
def test_web_page_of_an_opinion(inside, head):
    (inside / "p.htm").write_text(page(ARTICLE, head))
    assert read("p.htm")[0][0].genre == "opinion"


def test_web_page_in_the_encoding_it_declares(inside):
    (inside / "p.html").write_bytes(page(ARTICLE, '<meta charset="cp1252">').encode("cp1252"))
    assert PROSE[1] in read("p.html")[0][0].text


BOMBS = {
    "nothing": "<p>",
    "deep": "<div>" * 40_000 + "x",
    "many": "<b>x</b>" * 60_000,
    "attributes": "<p " + " ".join(f"a{i}=1" for i in range(100_000)) + ">x",
    "angles": "<" * 100_000,
    "entities": "&lol;" * 200_000,
    "laughs": '<!DOCTYPE a [<!ENTITY b "' + "c" * 9999 + '"><!ENTITY d "' + "&b;" * 9999 + '">]><p>&d;&d;',
    "no text": "<script>" + "x" * 100_000,
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_web_pages_that_want_to_break_it(inside, bomb):
    (inside / "b.html").write_text(BOMBS[bomb])
    found, problems = read("b.html")
    assert len(found) + len(problems) == 1
    if bomb in ("nothing", "no text"):
        assert problems == ["b.html: no article text found"]


def test_word_document(inside):
    import docx

    document = docx.Document()
    for line in PROSE:
        document.add_paragraph(line)
    document.core_properties.title = "Bridge"
    document.core_properties.author = "Jane Loe; Ann Doe"
    document.save("d.docx")
    [article], problems = read("d.docx")
    assert own(article) == PROSE
    assert (article.title, article.authors, problems) == ("Bridge", ("Jane Loe", "Ann Doe"), [])


def test_tables_of_a_word_document_are_text(inside):
    import docx

    document = docx.Document()
    document.add_paragraph(PROSE[0])
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = PROSE[1]
    table.cell(1, 0).add_table(1, 1).cell(0, 0).text = "“We shall see,” said Mary Loe."
    document.add_paragraph(PROSE[2])
    document.save("d.docx")
    [article], problems = read("d.docx")
    assert own(article) == [*PROSE[:2], "“We shall see,” said Mary Loe.", PROSE[2]]
    assert problems == []


def test_word_documents_that_are_none(inside):
    (inside / "a.docx").write_bytes(b"PK\3\4 nothing")
    with zipfile.ZipFile(inside / "b.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 120_000_000)
    assert read("a.docx")[1][0].startswith("a.docx: not a readable .docx file: ")
    assert read("b.docx") == ([], ["b.docx: unpacks to over 100 MB"])


def pdf(lines):
    """Write a PDF of one page by hand, with a text layer if there are lines."""
    shown = "".join(f"({line}) Tj T* " for line in lines)
    stream = f"BT /F1 12 Tf 14 TL 72 720 Td {shown}ET".encode() if lines else b""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, 2)
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start)
    return out.getvalue()


def test_pdf(inside):
    lines = [
        "The council of Northfield met on Tuesday evening to weigh a plan for",
        "the old bridge, which has been closed since the flood of last spring and",
        "which many would rather see gone. The council heard from the en-",
        "gineer, who said that it would stand.",
    ]
    (inside / "p.pdf").write_bytes(pdf(lines))
    [article], problems = read("p.pdf")
    assert problems == []
    assert " ".join(own(article)[0].split()) == " ".join(lines).replace("en- gineer", "engineer")


def test_pdfs_without_text_or_sense(inside):
    import pypdf

    (inside / "scan.pdf").write_bytes(pdf([]))
    (inside / "broken.pdf").write_bytes(b"%PDF-1.4 and then nothing")
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(["secret"])))
    writer.encrypt("password", algorithm="RC4-128")
    writer.write(inside / "locked.pdf")
    assert read("scan.pdf") == ([], ["scan.pdf: no text layer; run OCR first"])
    assert read("locked.pdf") == ([], ["locked.pdf: encrypted; save a copy without a password"])
    [message] = read("broken.pdf")[1]
    assert message.startswith("broken.pdf: not a readable .pdf file: ")


def test_json_lines(inside):
    rows = [
        {
            "text": PROSE[0],
            "id": "one",
            "title": "T",
            "authors": ["Jane Loe"],
            "date": "2023-03-04",
            "genre": "opinion",
        },
        {"text": PROSE[1], "document_id": "two", "author": "A Roe; B Poe"},
        {"text": PROSE[2]},
    ]
    bad = ["{", "[1]", "{}", '{"text": 3}', '{"text": "x", "genre": "poem"}', '{"text": " "}', '{"text": "\\ud800"}']
    (inside / "a.jsonl").write_text("\n".join([*map(json.dumps, rows), *bad]) + "\n\n")
    found, problems = read("a.jsonl")
    assert [article.document_id for article in found] == ["one", "two", "a-3"]
    assert (found[0].title, found[0].authors, found[0].date, found[0].genre) == (
        "T",
        ("Jane Loe",),
        "2023-03-04",
        "opinion",
    )
    assert found[1].authors == ("A Roe", "B Poe")
    assert [message.split(" ")[0] for message in problems] == [f"a.jsonl:{number}:" for number in range(4, 11)]
    assert problems[2] == "a.jsonl:6: no 'text'"


def test_markdown_and_front_matter(inside):
    (inside / "a.md").write_text(
        "---\ntitle: The bridge\ndate: 2023-03-04\nauthor: Jane Loe\ngenre: opinion\n---\n# Keep it\n\n"
        f"> {PROSE[0]}\n\n- {PROSE[1]}\n"
    )
    [article], problems = read("a.md")
    assert own(article) == ["Keep it", PROSE[0], PROSE[1]]
    assert (article.title, article.date, article.authors, article.genre) == (
        "The bridge",
        "2023-03-04",
        ("Jane Loe",),
        "opinion",
    )
    assert article.text.startswith("---\n")
    assert problems == []


def test_front_matter_that_would_fill_the_memory(inside):
    lines = [
        f"{after}: &{after} [{','.join(['*' + name] * 9)}]" for name, after in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    (inside / "a.md").write_text("\n".join(["---", "a: &a [x]", *lines, "title: *i", "---", PROSE[0]]))
    assert read("a.md") == ([], ["a.md: front matter: an alias (*) is not read"])


def test_rules_are_no_front_matter(inside):
    (inside / "a.txt").write_text(f"---\n{PROSE[0]}\n---\n{PROSE[1]}\n")
    assert own(read("a.txt")[0][0]) == PROSE[:2]


def test_front_matter_that_cannot_be(inside):
    (inside / "a.md").write_text(f"---\ngenre: opinon\n---\n{PROSE[0]}\n")
    [message] = read("a.md")[1]
    assert message == "a.md: front matter: genre 'opinon' is not one of news, opinion; did you mean 'opinion'?"


@pytest.mark.parametrize(("module", "name"), [("trafilatura", "a.html"), ("docx", "a.docx"), ("pypdf", "a.pdf")])
def test_what_is_missing_is_said(inside, monkeypatch, module, name):
    monkeypatch.setitem(sys.modules, module, None)
    (inside / name).write_bytes(b"PK\5\6" + b"\0" * 18 if name == "a.docx" else b"<p>x</p>")
    [message] = read(name)[1]
    assert message == f"{name}: reading .{name[2:]} files needs more: pip install 'stance[articles]'"
