"""spaCy: texts are cleaned before they are cut into tokens, and every token and span knows its place in the text as it came.

``clean_before(nlp)`` wraps the tokenizer. ``doc._.raw`` is the text as it came, ``doc._.edits`` what was changed, ``token._.raw_span`` and ``span._.raw_span``
the place in the raw text.
"""

from __future__ import annotations

import json
from typing import Any

from normalize.config import Config
from normalize.edits import Hunk, OffsetMap
from normalize.formats.edit_lines import edits
from normalize.integrations import cleaner, metadata, missing
from normalize.text import Span as Place

try:
    from spacy.tokens import Doc, Span, Token
except ImportError:
    raise missing("spacy", "spacy") from None


class CleaningTokenizer:
    """A tokenizer that cleans first; everything else is that of the tokenizer inside."""

    def __init__(self, inside: Any, config: Config) -> None:
        self.inside, self.config = inside, config

    def __call__(self, text: str) -> Any:
        """The document of the cleaned text."""
        result = cleaner(self.config).run(text)
        doc = self.inside(result.text)
        doc._.raw, doc._.edits, doc._.metadata = text, edits(result), json.loads(metadata(result))
        return doc

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name in ("inside", "config"):
            raise AttributeError(name)
        return getattr(self.inside, name)


def clean_before(nlp: Any, config: Config | None = None) -> Any:
    """Make a language object clean its texts before anything else; the same object."""
    nlp.tokenizer = CleaningTokenizer(nlp.tokenizer, config or Config())
    return nlp


def offsets(doc: Any) -> OffsetMap:
    """The way between the raw text and the text of a document."""
    hunks, shift = [], 0
    for edit in doc._.edits:
        start = edit["start"] + shift
        hunks.append(Hunk(edit["start"], edit["end"], start, start + len(edit["after"]), edit["before"], edit["after"]))
        shift += len(edit["after"]) - len(edit["before"])
    return OffsetMap(hunks)


def _raw_span(piece: Any) -> Place:
    start, end = (piece.idx, piece.idx + len(piece)) if isinstance(piece, Token) else (piece.start_char, piece.end_char)
    return offsets(piece.doc).to_source((start, end))


for _name, _default in (("raw", None), ("edits", []), ("metadata", {})):
    Doc.set_extension(_name, default=_default, force=True)
for _kind in (Token, Span):
    _kind.set_extension("raw_span", getter=_raw_span, force=True)
