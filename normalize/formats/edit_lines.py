"""What was changed in each text, as one short line of JSON beside the cleaned text: enough to undo it, to count it, to train on it."""

from __future__ import annotations

import json
from typing import Any

from normalize.report import Result
from normalize.visible import safe_json


def edits(result: Result) -> list[dict[str, Any]]:
    """The changes of a text: rule, place in the raw text (code points), words before and after, confidence.

    >>> import normalize
    >>> edits(normalize.clean("He spoke of of it."))
    [{'rule': 'en.echoes.doubled-function-word', 'start': 11, 'end': 14, 'before': ' of', 'after': '', 'confidence': 0.97}]
    """
    return [
        {"rule": c.rule, "start": c.start, "end": c.end, "before": c.before, "after": c.after, "confidence": round(c.confidence, 3)} for c in result.changes
    ]


def line(name: str, result: Result | None) -> bytes:
    """The line of a text under its name; one that was not read has no edits."""
    told = {"name": name, "edits": edits(result) if result else []}
    return safe_json(json.dumps(told, ensure_ascii=False)).encode() + b"\n"
