"""A `Result` as the answer of a LanguageTool server to ``/v2/check``, so that its clients and editor plug-ins show our findings.

Changes and open findings become matches. Offsets count UTF-16 units, as theirs do. What LanguageTool calls a category is our class of fault;
``enabledRules``, ``disabledRules`` and the like choose among the matches, they do not change how the text is read.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from normalize.offers import Offer, Utf16, offers
from normalize.report import Change, Result
from normalize.text import Document
from normalize.version import VERSION
from normalize.words import sentences

#: Their word for the kind of fault decides the colour of the line in an editor.
_TYPES = {
    "decode": "characters", "characters": "characters", "furniture": "style", "spacing": "whitespace", "punctuation": "typographical", "names": "misspelling",
    "echoes": "duplication", "words": "grammar", "grammar": "grammar", "sentences": "uncategorized",
}  # fmt: skip
_AROUND = 40


@dataclass(frozen=True, slots=True)
class Annotated:
    """A text of parts with markup between them: what is read, and where each part of it lies in the whole, in UTF-16 units."""

    plain: str
    starts: tuple[int, ...]
    parts: tuple[tuple[int, int, bool], ...]

    def place(self, start: int, end: int) -> tuple[int, int, bool]:
        """Where a stretch of the plain text lies in the whole, and whether it lies within one part of text."""
        i = max(0, bisect_right(self.starts, start) - 1)
        j = max(i, bisect_right(self.starts, max(start, end - 1)) - 1)
        first, last = self.parts[i], self.parts[j]
        begin = first[0] + (start - self.starts[i] if first[2] else 0)
        finish = last[0] + end - self.starts[j] if last[2] else last[1]
        return begin, finish, i == j and first[2]


def annotated(data: Mapping[str, Any]) -> Annotated:
    """The parts of LanguageTool's ``data`` parameter; ValueError when it is something else.

    >>> a = annotated({"annotation": [{"markup": "<b>"}, {"text": "A man"}, {"markup": "</b>"}]})
    >>> a.plain, a.place(2, 5)
    ('A man', (5, 8, True))
    """
    plain: list[str] = []
    starts: list[int] = []
    parts: list[tuple[int, int, bool]] = []
    read = whole = 0
    for part in data["annotation"]:
        text, markup = part.get("text"), part.get("markup")
        if (text is None) == (markup is None):
            raise ValueError("each part of 'annotation' has either 'text' or 'markup'")
        seen, there = (text, text) if markup is None else (part.get("interpretAs") or "", markup)
        length = units(there)
        if seen:
            plain.append(seen)
            starts.append(read)
            parts.append((whole, whole + length, markup is None))
        read += units(seen)
        whole += length
    return Annotated("".join(plain), tuple(starts) or (0,), tuple(parts) or ((0, 0, True),))


def units(text: str) -> int:
    """The length of a text in UTF-16 units."""
    return len(text) + sum(c > "\uffff" for c in text)


def reply(result: Result, asked: Mapping[str, Any], data: Annotated | None = None) -> dict[str, Any]:
    """The whole answer. ``asked`` may hold ``language`` and the four lists of rules and categories, ``data`` the parts of an annotated text."""
    language = asked.get("language") or "en-US"
    language = {"code": "en-US" if language == "auto" else language, "name": "English"}
    wide = Utf16(result.raw)
    bounds = sentences(Document(result.raw))
    starts = [start for start, _ in bounds]
    matches = []
    for offer in offers(result):
        if not _wanted(offer, asked):
            continue
        at = max(0, bisect_right(starts, offer.start) - 1)
        sentence = result.raw[bounds[at][0] : bounds[at][1]] if bounds else result.raw
        matches.append(_match(offer, result.raw, wide, sentence, data))
    return {
        "software": {"name": "mt-normalize", "version": VERSION, "buildDate": "", "apiVersion": 1, "premium": False, "premiumHint": "", "status": ""},
        "warnings": {"incompleteResults": bool(result.problems)},
        "language": {**language, "detectedLanguage": {**language, "confidence": 1.0}},
        "matches": matches,
        "sentenceRanges": [[wide.at(start), wide.at(end)] for start, end in bounds] if data is None else [],
    }


def _wanted(offer: Offer, asked: Mapping[str, Any]) -> bool:
    rule, cls = offer.item.rule, offer.item.cls
    on_rules, on_classes = asked.get("enabled_rules") or (), asked.get("enabled_categories") or ()
    if asked.get("enabled_only"):
        return rule in on_rules or cls in on_classes
    return rule in on_rules or not (rule in (asked.get("disabled_rules") or ()) or cls in (asked.get("disabled_categories") or ()))


def _match(offer: Offer, raw: str, wide: Utf16, sentence: str, data: Annotated | None) -> dict[str, Any]:
    item = offer.item
    start, end = wide.at(offer.start), wide.at(offer.end)
    left, right = max(0, offer.start - _AROUND), min(len(raw), offer.end + _AROUND)
    before, after = "..." * (left > 0), "..." * (right < len(raw))
    context = {
        "text": before + raw[left:right].replace("\n", " ") + after,
        "offset": len(before) + start - wide.at(left),
        "length": end - start,
    }  # fmt: skip
    whole = True
    if data is not None:
        start, end, whole = data.place(start, end)
    return {
        "message": item.message + "".join(f" {e.text}" for e in item.evidence),
        "shortMessage": item.cls.replace("-", " "),
        "offset": start,
        "length": end - start,
        "replacements": [{"value": w} for w in offer.wordings] if whole else [],
        "context": context,
        "sentence": sentence,
        "type": {"typeName": "Other" if isinstance(item, Change) else "Hint"},
        "rule": {
            "id": item.rule,
            "description": item.message,
            "issueType": _TYPES[item.stage],
            "category": {"id": item.cls, "name": item.cls.replace("-", " ")},
            "isPremium": False,
            "confidence": round(item.confidence, 3),
        },
        "ignoreForIncompleteSentence": False,
        "contextForSureMatch": 0,
    }
