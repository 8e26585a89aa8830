"""Which questions are asked: a few words such as ``rule:en.names action:suggest confidence<0.9``.

All conditions must hold; several values of one key are joined by commas, and one of them must fit.
"""

from __future__ import annotations

from dataclasses import dataclass

import regex

from normalize.decisions.fingerprint import Question
from normalize.errors import UsageError
from normalize.stages import CLASSES

_CONDITION = regex.compile(r"(?P<key>rule|class|action)[:=](?P<values>[^\s:=<>]+)|confidence(?P<side>[<>])(?P<number>0?\.\d+|[01](?:\.0*)?)")
_ACTIONS = ("fix", "suggest", "flag")


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked. Without a word about actions, flags are left out: there is nothing to apply in them."""

    rules: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    actions: tuple[str, ...] = ("fix", "suggest")
    below: float = 1.01
    above: float = -0.01

    def fits(self, q: Question) -> bool:
        """Whether a question is one of these."""
        item = q.item
        return (
            item.action in self.actions
            and (not self.classes or item.cls in self.classes)
            and (not self.rules or any(item.rule == r or item.rule.startswith(r + ".") or item.rule.endswith("." + r) for r in self.rules))
            and self.above < item.confidence < self.below
        )


def parsed(text: str) -> Filter:
    """The filter that a line of words stands for; UsageError for a word that is none, an unknown class or action.

    >>> parsed("class:wrong-name,epithet confidence<0.9").classes
    ('wrong-name', 'epithet')
    >>> parsed("colour:red")
    Traceback (most recent call last):
    normalize.errors.UsageError: 'colour:red' is no filter: use rule:ID class:NAME action:fix,suggest,flag confidence<0.9 confidence>0.5
    """
    found: dict[str, tuple[str, ...]] = {}
    bounds = {"<": 1.01, ">": -0.01}
    for word in text.split():
        m = _CONDITION.fullmatch(word)
        if m is None:
            raise UsageError(f"'{word}' is no filter: use rule:ID class:NAME action:fix,suggest,flag confidence<0.9 confidence>0.5")
        if m["side"]:
            bounds[m["side"]] = float(m["number"])
        else:
            values = tuple(v for v in m["values"].split(",") if v)
            known: frozenset[str] | tuple[str, ...] = CLASSES if m["key"] == "class" else _ACTIONS if m["key"] == "action" else ()
            if known and (odd := [v for v in values if v not in known]):
                raise UsageError(f"no {m['key']} '{odd[0]}'; there are {', '.join(sorted(known))}")
            found[m["key"]] = values
    return Filter(found.get("rule", ()), found.get("class", ()), found.get("action", ("fix", "suggest")), bounds["<"], bounds[">"])
