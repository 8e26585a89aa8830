"""A rule: what it looks for, why, what it does about it, and the sentences that prove it.

Rules come from YAML files (`normalize.packs` reads them); this module says what they are. The id of a rule is its
address: ``en.punctuation.spurious-period`` is the rule ``spurious-period`` in ``rules/en/punctuation.yml``.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from normalize.errors import UsageError
from normalize.findings import Action
from normalize.stages import STAGES


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence with the fault and what the rule makes of it.

    ``good`` is the wanted text (for a suggestion: the text when it is accepted); a flag has ``found`` instead, the words the
    finding must cover. ``given`` sets what is known about the text, as a date.
    """

    bad: str
    good: str | None = None
    found: str | None = None
    given: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as its file states it. ``kind`` is the way it looks, ``body`` what it looks for."""

    id: str
    pack: str
    file: str
    line: int
    stage: str
    cls: str
    why: str
    kind: str
    body: Any
    action: Action
    confidence: float
    message: str
    options: Mapping[str, Any] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    keep: tuple[str, ...] = ()
    source: str = ""

    @property
    def name(self) -> str:
        """The last part of the id."""
        return self.id.rpartition(".")[2]


class RuleSet:
    """The rules in force, in the order of the stages and then of their ids."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        order = {stage: i for i, stage in enumerate(STAGES)}
        self._rules = tuple(sorted(rules, key=lambda r: (order[r.stage], r.id)))
        self._by_id = {r.id: r for r in self._rules}

    def __iter__(self) -> Iterator[Rule]:
        return iter(self._rules)

    def __len__(self) -> int:
        return len(self._rules)

    def __contains__(self, rule_id: object) -> bool:
        return rule_id in self._by_id

    def get(self, rule_id: str) -> Rule | None:
        """The rule of this id, or of this last part when only one rule bears it."""
        if rule_id in self._by_id:
            return self._by_id[rule_id]
        same = [r for r in self._rules if r.name == rule_id]
        return same[0] if len(same) == 1 else None

    def matching(self, prefix: str) -> list[Rule]:
        """The rules whose id starts with the prefix (at a dot), whose class it is, or whose last part it is."""
        return [
            r for r in self._rules if r.id == prefix or r.id.startswith(prefix + ".") or prefix in (r.cls, r.name)
        ]

    def narrow(self, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> RuleSet:
        """Only the selected rules without the ignored ones; a prefix that fits nothing is an error with a hint."""
        select, ignore = tuple(select), tuple(ignore)
        for prefix in (*select, *ignore):
            if not self.matching(prefix):
                raise UsageError(f"no rule fits '{prefix}'{self.hint(prefix)}; `normalize rules list` shows them all")
        chosen = {r.id for p in select for r in self.matching(p)} if select else set(self._by_id)
        chosen -= {r.id for p in ignore for r in self.matching(p)}
        return RuleSet(r for r in self._rules if r.id in chosen)

    def hint(self, wrong: str) -> str:
        """`: did you mean …?` for a name that fits no rule, or nothing."""
        names = {r.id for r in self._rules} | {r.cls for r in self._rules} | {r.name for r in self._rules}
        near = difflib.get_close_matches(wrong, sorted(names), n=1, cutoff=0.6)
        return f": did you mean '{near[0]}'?" if near else ""
