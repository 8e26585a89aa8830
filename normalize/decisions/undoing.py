"""Taking single changes back from a report: the JSON holds the cleaned text, and where each change stands in it.

A change that belongs to a group (a pair of quotes) takes its group with it. The report is not trusted: words that are not where it says are an error.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from normalize.errors import UsageError


def chosen(data: bytes, name: str, source: str | None = None) -> dict[str, Any]:
    """The report of one text out of a file of `clean --report` (JSON, a list, or JSON lines); UsageError when it is none or not clear which."""
    try:
        text = data.decode("utf-8")
        try:
            tree = json.loads(text)
        except ValueError:
            tree = [json.loads(line) for line in text.split("\n") if line.strip()]
        reports = tree if isinstance(tree, list) else [tree]
        named = [r for r in reports if source is None or r["source"] == source]
        if not all(isinstance(r["text"], str) and isinstance(r["changes"], list) for r in named):
            raise TypeError
    except (ValueError, KeyError, TypeError, RecursionError):
        raise UsageError(f"'{name}' is no report of `clean`: make one with --report FILE.json") from None
    if len(named) != 1:
        known = ", ".join(str(r.get("source")) for r in reports[:5])
        raise UsageError(f"'{name}' has {len(named)} texts of that name: choose one with --source, as {known}" if reports else f"'{name}' is empty")
    return dict(named[0])


def without(report: Mapping[str, Any], ids: Sequence[str]) -> tuple[str, list[str]]:
    """The cleaned text with these changes taken back, and the ids of all that went, in the order of the text.

    >>> report = {"text": "He spoke in China.", "changes": [{"id": "c1", "before": "of of", "after": "of", "clean_start": 0, "clean_end": 0}]}
    >>> without(report, ["c2"])
    Traceback (most recent call last):
    normalize.errors.UsageError: no change 'c2' in this report; there are c1
    """
    text = str(report["text"])
    by_id = {str(c["id"]): c for c in report["changes"]}
    for i in ids:
        if i not in by_id:
            raise UsageError(f"no change '{i}' in this report; there are {', '.join([*by_id][:20]) or 'none'}")
    groups = {by_id[i].get("group") for i in ids} - {None, ""}
    gone = [c for c in report["changes"] if str(c["id"]) in ids or c.get("group") in groups]
    out: list[str] = []
    at = 0
    try:
        for c in sorted(gone, key=lambda c: (c["clean_start"], c["start"])):
            low, high = int(c["clean_start"]), int(c["clean_end"])
            if low < at or text[low:high] != c["after"]:
                raise UsageError(f"the words of change '{c['id']}' are not where the report says: it was altered")
            out += [text[at:low], str(c["before"])]
            at = high
    except (KeyError, TypeError, ValueError):
        raise UsageError("the report lacks what undoing needs: clean_start, clean_end, before, after of each change") from None
    return "".join([*out, text[at:]]), [str(c["id"]) for c in gone]
