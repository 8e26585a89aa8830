"""What no rule may alter: addresses, code, hashtags, the user's own terms, and names that are right as they stand.

Protected stretches are remembered as spans beside the text; no marks are put into it. They are looked for only in paragraphs
in which some rule wants to write.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import regex

from normalize.context import Context
from normalize.edits import Edit
from normalize.patterns import compiled
from normalize.text import Document, Span

_HARD = compiled(
    r"""
    (?:https?|ftp)://[^\s<>"“”]++            # addresses
  | \bwww\.[^\s<>"“”]++
  | [\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}   # e-mail
  | (?<![\w@])@\w{2,30}                      # handles
  | (?<![\w&\#])\#[\p{L}\p{N}_]{2,100}       # hashtags
  | \b[\w-]{1,63}\.(?:com|org|net|info|gov|edu|mil|io|ru|ua|de|tr|ir|id|es|mx|it|fr|uk|jp|kr|cn|il|pk|in|eu|tv)\b(?![.\p{L}])(?<!\b(?i:and|but|it)\.in)
  | `[^`\n]{1,200}`                          # code
    """,
    regex.VERBOSE,
)
_SIGNS = ("://", "www.", "@", "#", "`", ".")

#: Stages that may write over names, because that is their work; the addresses are protected from them as well.
NAME_STAGES = frozenset({"names"})
#: Stages that may take away whole lines with whatever they hold.
LINE_STAGES = frozenset({"decode", "furniture"})


def addresses(text: str) -> list[Span]:
    """Addresses, handles, hashtags and code.

    >>> [tuple(s) for s in addresses("See www.un.org, ask a@b.org or #now.")]
    [(4, 14), (20, 27), (31, 35)]
    """
    if not any(sign in text for sign in _SIGNS):
        return []
    out = []
    for m in _HARD.finditer(text):
        start, end = m.span()
        while end > start + 1 and text[end - 1] in ".,;:!?)'’":
            end -= 1
        out.append(Span(start, end))
    return out


def own_terms(doc: Document, terms: Sequence[str]) -> list[Span]:
    """The texts that the user listed, wherever they stand."""
    out: list[Span] = []
    for term in terms:
        at = doc.text.find(term) if term else -1
        while at >= 0:
            out.append(Span(at, at + len(term)))
            at = doc.text.find(term, at + len(term))
    return out


def protected(doc: Document, stage: str, context: Context, terms: Sequence[str], edits: Iterable[Edit]) -> list[Span]:
    """The protected spans of the paragraphs that these edits touch, for the rules of a stage; sorted, overlapping ones melted together."""
    spans = own_terms(doc, terms) + doc.left_alone
    if stage not in LINE_STAGES:
        if doc.is_cut:
            spans += _guarded(doc.text, stage, context)
        else:
            touched = {i for e in edits for i in range(max(0, doc.paragraph_index(e.start)), doc.paragraph_index(e.end) + 1)}
            for i in touched:
                start = doc.paragraphs[i].start
                line = doc.known_lines[i]
                key = (protected, stage in NAME_STAGES)
                if key not in line.known:
                    line.known[key] = _guarded(line.text, stage, context)
                spans += [Span(s + start, e + start) for s, e in line.known[key]]
    out: list[Span] = []
    for span in sorted(spans):
        if out and span.start < out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return out


def _guarded(text: str, stage: str, context: Context) -> list[Span]:
    return addresses(text) + (context.gazetteer.known_spans(text) if stage not in NAME_STAGES else [])
