"""What a server of LanguageTool says of a text, with places in code points; the server counts in units of UTF-16."""

from __future__ import annotations

from bisect import bisect_left
from typing import Any, NamedTuple

from normalize.errors import GrammarError

#: Suggestions of a match that are kept.
_MOST_SUGGESTIONS = 5


class Match(NamedTuple):
    """One place that a rule of LanguageTool speaks of: code points of the text that was sent, the rule, its words, what it would write."""

    start: int
    end: int
    rule: str
    category: str
    message: str
    suggestions: tuple[str, ...]


def units(text: str) -> list[int] | None:
    """Where each code point of a text begins in UTF-16, with the end; None where both counts are the same.

    >>> units("plain") is None, units("a\\N{GRINNING FACE}b")
    (True, [0, 1, 3, 4])
    """
    if not text or max(text) <= "\uffff":
        return None
    out, at = [], 0
    for char in text:
        out.append(at)
        at += 2 if char > "\uffff" else 1
    return [*out, at]


def read(answer: dict[str, Any], text: str) -> list[Match]:
    """The matches of an answer, in order. One that lies outside the text, or in the middle of a character, is a fault of the whole answer.

    >>> said = {"offset": 3, "length": 2, "rule": {"id": "X", "category": {"id": "C"}}, "message": "m", "replacements": [{"value": "do"}]}
    >>> read({"matches": [said]}, "\\N{GRINNING FACE} od")[0][:3]
    (2, 4, 'X')
    """
    table = units(text)
    length = len(text) if table is None else table[-1]
    out = []
    try:
        for said in answer["matches"]:
            start, size = said["offset"], said["length"]
            if type(start) is not int or type(size) is not int or not 0 <= start <= start + size <= length:
                raise GrammarError("a match lies outside the text")
            span = start, start + size
            if table is not None:
                span = bisect_left(table, span[0]), bisect_left(table, span[1])
                if (table[span[0]], table[span[1]]) != (start, start + size):
                    raise GrammarError("a match ends in the middle of a character")
            suggestions = tuple(str(r["value"]) for r in said["replacements"][:_MOST_SUGGESTIONS])
            out.append(Match(*span, str(said["rule"]["id"]), str(said["rule"]["category"]["id"]), str(said["message"]), suggestions))
    except (KeyError, TypeError, AttributeError, IndexError):
        raise GrammarError("the answer has not the form of LanguageTool's") from None
    return sorted(out)
