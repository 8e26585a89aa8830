"""What a batch counts while its documents go by: per rule, how often it changed a text and how often it only spoke."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from normalize.items import Done

#: The version of the shape of the summary file.
SCHEMA = 1


@dataclass(slots=True)
class Tally:
    """Counts that can be added up: documents, those changed, those passed through unread, changes and findings per rule, faults, characters, seconds.

    ``digest`` is that of all output, where it was made in shards.
    """

    documents: int = 0
    changed: int = 0
    unread: int = 0
    faults: int = 0
    characters: int = 0
    seconds: float = 0.0
    changes: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)
    digest: str = ""

    def take(self, one: Done) -> None:
        """Count one document."""
        self.faults += len(one.faults)
        if one.result is None:
            self.unread += bool(one.faults)
            return
        self.documents += 1
        self.changed += bool(one.result.changes)
        self.characters += len(one.result.raw)
        self.seconds += one.result.seconds
        self.changes.update(c.rule for c in one.result.changes)
        self.findings.update(f.rule for f in one.result.findings)

    def add(self, other: Mapping[str, Any]) -> None:
        """Count what another tally, as it was written by `as_dict`, has counted."""
        for name in ("documents", "changed", "unread", "faults", "characters", "seconds"):
            setattr(self, name, getattr(self, name) + other[name])
        for rule, counts in other["rules"].items():
            for column in (name for name in ("changes", "findings") if counts[name]):
                getattr(self, column)[rule] += counts[column]

    def as_dict(self) -> dict[str, Any]:
        """The counts as the summary file shows them; the rules by how much they changed.

        >>> Tally(documents=2, changes=Counter({"any.spacing.before-comma": 3})).as_dict()["rules"]
        {'any.spacing.before-comma': {'changes': 3, 'findings': 0}}
        """
        order = sorted({*self.changes, *self.findings}, key=lambda r: (-self.changes[r], -self.findings[r], r))
        told = {"digest": self.digest} if self.digest else {}
        return {
            "schema": SCHEMA,
            **told,
            "documents": self.documents,
            "changed": self.changed,
            "unread": self.unread,
            "faults": self.faults,
            "characters": self.characters,
            "seconds": round(self.seconds, 4),
            "changes": self.changes.total(),
            "findings": self.findings.total(),
            "rules": {rule: {"changes": self.changes[rule], "findings": self.findings[rule]} for rule in order},
        }

    def line(self) -> str:
        """The counts in one line."""

        def count(n: int, what: str) -> str:
            return f"{n:,} {what}{'' if n == 1 else 's'}"

        out = f"{count(self.changes.total(), 'change')} and {count(self.findings.total(), 'finding')} in {count(self.documents, 'text')} ({self.seconds:.2f} s)"
        return out + (f"; {count(self.faults, 'fault')}, see above" if self.faults else "")

    def table(self, most: int = 20) -> str:
        """The rules that changed or found most, a line each."""
        rules = self.as_dict()["rules"]
        lines = [f"{counts['changes']:>9,} {counts['findings']:>9,}  {rule}" for rule, counts in list(rules.items())[:most]]
        more = [f"{'':>19}  and {len(rules) - most:,} more rules: see --summary FILE.json"] if len(rules) > most else []
        return "\n".join([f"{'changes':>9} {'findings':>9}  rule", *lines, *more]) if rules else ""
