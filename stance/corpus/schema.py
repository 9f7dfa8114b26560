"""The one schema of labelled sentences, checked wherever data enters.

A frame has one row a sentence and target, and these columns:

============  =======================================================================================
column        meaning
============  =======================================================================================
sentence_id   identifies the sentence; unique for each target
document_id   the document it stands in; missing when unknown
index         position in the document, from 0
paragraph     number of the paragraph in the document, from 0
start, end    character offsets into the document, end exclusive
text          the sentence
target        what the stance is towards (``all`` when the data name no target)
label         gold stance: anti, neutral or pro
actor         whose view the sentence's main clause reports; missing when nobody's
kind          how it is reported: direct, indirect, mixed, continued, act or authorial
statements    list of ``{"actor": ..., "stance": ...}``, one for each holder; those found in articles
              have ``kind`` and ``actor_type`` too, and say by offsets into the document where ``source``,
              ``cue`` and ``content`` stand
split         train, validation or test, where the data say so
origin        the collection the sentence comes from; sentences of origin ``supplement`` train, never test
============  =======================================================================================

Further columns pass through untouched.
"""

from stance.section import Section

STANCES = ("anti", "neutral", "pro")
KINDS = ("direct", "indirect", "mixed", "continued", "act", "authorial")
SPLITS = ("train", "validation", "test")
NO_TARGET = "all"
LARGEST_INTEGER = 2**53
"""Beyond it pandas, which reads columns with gaps as floats, would no longer count exactly."""
UNATTRIBUTED = "unattributed"
TOGETHER = "together"
"""The pseudo-target of all targets taken together."""
SUPPLEMENT = "supplement"
"""The origin of sentences written for training, which are never tested."""

TEXT_COLUMNS = ("sentence_id", "document_id", "text", "target", "label", "actor", "kind", "split", "origin")
INTEGER_COLUMNS = ("index", "paragraph", "start", "end")
COLUMNS = (
    "sentence_id",
    "document_id",
    "index",
    "paragraph",
    "start",
    "end",
    "text",
    "target",
    "label",
    "actor",
    "kind",
    "statements",
    "split",
    "origin",
)


class DataSection(Section):
    """What every kind of data can be given.

    Attributes
    ----------
    supplement : str or None
        A table of labelled sentences, with the columns ``text`` and ``label``, that train and are never tested.
    """

    supplement: str | None = None
