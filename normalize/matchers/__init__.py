"""The few ways a rule file can look at a text; the list is closed.

``phrase`` and ``swap`` look for whole words, ``regex`` for a pattern, ``repeat`` for words said twice, ``pairs`` for marks that
come in pairs. What they cannot find needs a detector (`normalize.detectors`). A matcher is built from a rule when the
text first holds one of the rule's literals, so rules that do not matter to a text cost nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple, Protocol

from normalize.findings import Hit
from normalize.matchers import pairs, pattern, phrase, repeat
from normalize.rules import Rule


class Matcher(Protocol):
    """What every matcher does: find hits in one paragraph, with offsets counted from its start."""

    def find(self, line: str) -> Iterator[Hit]:
        """The places of the paragraph that the rule speaks of."""


class Kind(NamedTuple):
    """One way of looking: how to build it, and which literals a text must hold for it to find anything."""

    build: Callable[[Rule], Matcher]
    literals: Callable[[Rule], tuple[str, ...]]


KINDS: dict[str, Kind] = {
    "phrase": Kind(phrase.PhraseMatcher, phrase.literals),
    "swap": Kind(phrase.PhraseMatcher, phrase.literals),
    "regex": Kind(pattern.RegexMatcher, pattern.literals),
    "repeat": Kind(repeat.RepeatMatcher, repeat.literals),
    "pairs": Kind(pairs.PairMatcher, pairs.literals),
}

__all__ = ["KINDS", "Hit", "Kind", "Matcher"]
