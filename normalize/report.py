"""What comes out: the cleaned text, every change, every finding, and the way back.

All reports (terminal, JSON, HTML, patch) are views of a `Result`. Offsets are code points of the raw text unless their name
says ``clean_``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from normalize.edits import OffsetMap
from normalize.findings import Action, Evidence

#: The version of the JSON shape; it grows when a key changes its meaning.
SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Change:
    """One stretch of the raw text that came out different.

    Changes do not overlap: ``raw[start:end] == before`` and ``clean[clean_start:clean_end] == after`` always hold. Where
    two rules met in one stretch, the change carries the rule that decided its wording, and ``also`` names the others.
    """

    id: str
    rule: str
    stage: str
    cls: str
    start: int
    end: int
    before: str
    after: str
    clean_start: int
    clean_end: int
    confidence: float
    message: str
    evidence: tuple[Evidence, ...] = ()
    also: tuple[str, ...] = ()
    group: str = ""
    action: Action = "fix"

    def as_dict(self) -> dict[str, Any]:
        """The change as the JSON report shows it."""
        out: dict[str, Any] = {
            "id": self.id,
            "rule": self.rule,
            "stage": self.stage,
            "class": self.cls,
            "action": self.action,
            "start": self.start,
            "end": self.end,
            "before": self.before,
            "after": self.after,
            "clean_start": self.clean_start,
            "clean_end": self.clean_end,
            "confidence": round(self.confidence, 3),
            "message": self.message,
            "evidence": [{"kind": e.kind, "text": e.text} for e in self.evidence],
        }
        if self.also:
            out["also"] = list(self.also)
        if self.group:
            out["group"] = self.group
        return out


@dataclass(frozen=True, slots=True)
class Remark:
    """Something found and not applied: a suggestion, a flag, or a fix that had to give way (``status`` says why)."""

    id: str
    rule: str
    stage: str
    cls: str
    action: Action
    start: int
    end: int
    before: str
    message: str
    confidence: float
    clean_start: int
    clean_end: int
    evidence: tuple[Evidence, ...] = ()
    suggestions: tuple[str, ...] = ()
    status: str = "open"
    by: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The finding as the JSON report shows it."""
        out: dict[str, Any] = {
            "id": self.id,
            "rule": self.rule,
            "stage": self.stage,
            "class": self.cls,
            "action": self.action,
            "status": self.status,
            "start": self.start,
            "end": self.end,
            "before": self.before,
            "clean_start": self.clean_start,
            "clean_end": self.clean_end,
            "confidence": round(self.confidence, 3),
            "message": self.message,
            "suggestions": list(self.suggestions),
            "evidence": [{"kind": e.kind, "text": e.text} for e in self.evidence],
        }
        if self.by:
            out["by"] = self.by
        return out


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that went wrong while cleaning: a rule that raised, a failed self-check. The text is never lost."""

    kind: str
    message: str

    def as_dict(self) -> dict[str, str]:
        """The problem as the JSON report shows it."""
        return {"kind": self.kind, "message": self.message}


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of one clean: ``text``, ``changes``, ``findings``, ``metadata``, ``offsets`` and ``undo()``."""

    raw: str
    text: str
    changes: tuple[Change, ...]
    findings: tuple[Remark, ...]
    metadata: Mapping[str, Any]
    offsets: OffsetMap
    problems: tuple[Problem, ...] = ()
    seconds: float = 0.0
    source: str = ""
    passes: int = 1
    stats: Mapping[str, Any] = field(default_factory=dict)

    def undo(self) -> str:
        """The raw text, rebuilt from the cleaned text and the list of edits alone."""
        return self.offsets.undo(self.text)

    def named(self, source: str) -> Result:
        """The same result under another name."""
        return replace(self, source=source)

    def as_dict(self) -> dict[str, Any]:
        """The report as JSON; DESIGN of the project names the keys, and they are stable."""
        return {
            "schema": SCHEMA,
            "source": self.source,
            "offsets": "codepoint",
            "text": self.text,
            "metadata": dict(self.metadata),
            "changes": [c.as_dict() for c in self.changes],
            "findings": [f.as_dict() for f in self.findings],
            "problems": [p.as_dict() for p in self.problems],
            "stats": {
                "changes": len(self.changes),
                "findings": len(self.findings),
                "seconds": round(self.seconds, 4),
                **self.stats,
            },
        }


# `class` is the key of the JSON report; as a word of the language it cannot be written after a dot, but getattr finds it.
setattr(Change, "class", property(lambda self: self.cls))
setattr(Remark, "class", property(lambda self: self.cls))


def unread(source: str, faults: tuple[str, ...]) -> Result:
    """The result of a text that could not be read: nothing but its problems."""
    return Result("", "", (), (), {}, OffsetMap(), tuple(Problem("unreadable", fault) for fault in faults), source=source)
