"""Edits that a person has judged, so that nobody judges the same edit twice.

A store is a file of JSON lines: ``rule``, ``before``, ``after``, ``context`` (a hash of the words around the edit, so that a store holds no text)
and ``verdict`` (right, wrong, or empty: not judged yet). `normalize eval --unjudged FILE` writes the lines that wait for a verdict, each with the words
around it; filled in, the file is read by ``--judged FILE``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

from normalize.errors import Fault, FaultyFileError, UsageError
from normalize.report import Change

Verdict = Literal["right", "wrong"]
Key = tuple[str, str, str, str]
VERDICTS = ("right", "wrong", "")
#: Characters of the text on each side that belong to an edit's context.
AROUND = 40


class JudgementError(FaultyFileError):
    """A store of judgements that cannot be read; lists all its faults."""


def key(change: Change, text: str) -> Key:
    """What makes two edits the same: rule, wording, and the hash of the characters around, with all white space alike."""
    around = text[max(0, change.start - AROUND) : change.start], text[change.end : change.end + AROUND]
    digest = hashlib.sha256("\0".join(" ".join(side.split()) for side in around).encode("utf-8", "surrogatepass")).hexdigest()
    return change.rule, change.before, change.after, digest[:16]


def row(change: Change, text: str, shown: bool) -> dict[str, Any]:
    """The line of a store for an edit that waits for its verdict; ``shown`` adds the words around."""
    rule, before, after, context = key(change, text)
    out = {"rule": rule, "before": before, "after": after, "context": context, "verdict": ""}
    if shown:
        out["around"] = f"{text[max(0, change.start - AROUND) : change.start]}[{before}->{after}]{text[change.end : change.end + AROUND]}"
    return out


def read(paths: Iterable[str]) -> dict[Key, Verdict]:
    """The verdicts of some stores; lines without one are passed over.

    JudgementError with file and line for a line that does not fit, and for an edit with two verdicts.
    """
    out: dict[Key, Verdict] = {}
    faults: list[Fault] = []
    for path in paths:
        try:
            lines = Path(path).read_bytes().decode("utf-8").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"cannot read the judgements '{path}': {getattr(error, 'strerror', '') or 'not UTF-8'}") from None
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                entry = json.loads(line)
                edit = (entry["rule"], entry["before"], entry["after"], entry["context"])
                verdict = entry["verdict"]
                if verdict not in VERDICTS or not all(isinstance(part, str) for part in edit):
                    raise ValueError
            except (ValueError, KeyError, TypeError):
                faults.append(Fault(path, number, "every line is a JSON object with rule, before, after, context and a verdict: right, wrong or empty"))
                continue
            if verdict and out.setdefault(edit, verdict) != verdict:
                faults.append(Fault(path, number, f"this edit of {edit[0]} was judged {out[edit]} before"))
    if faults:
        raise JudgementError(faults)
    return out
