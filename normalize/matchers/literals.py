"""Which rules can match a paragraph: one pass for all literals of all rules.

With ``ahocorasick_rs`` the pass runs at well over 100 MB/s whatever the number of rules; without it (no wheel for the platform) a
plain search per literal gives the same answer, slower.
"""

from __future__ import annotations

from collections.abc import Sequence

try:
    import ahocorasick_rs
except ImportError:  # pragma: no cover - platforms without a wheel
    ahocorasick_rs = None  # type: ignore[assignment]


class LiteralIndex:
    """The literals of a list of rules, and who needs them.

    >>> index = LiteralIndex([("of of",), (), ("“", "”")])
    >>> index.always, sorted(index.found("He spoke of of it. “Yes.”")), sorted(index.found("No."))
    ((1,), [0, 2], [])
    """

    def __init__(self, needs: Sequence[tuple[str, ...]]) -> None:
        owners: dict[str, list[int]] = {}
        #: The rules that name no literal: they may match anywhere.
        self.always = tuple(i for i, literals in enumerate(needs) if not literals)
        for i, literals in enumerate(needs):
            for literal in literals:
                owners.setdefault(literal, []).append(i)
        self._literals = list(owners)
        self._owners = list(owners.values())
        self._automaton = (
            ahocorasick_rs.AhoCorasick(self._literals, matchkind=ahocorasick_rs.MatchKind.Standard)
            if ahocorasick_rs and self._literals
            else None
        )

    def found(self, text: str) -> set[int]:
        """The rules one of whose literals stands in a text."""
        out: set[int] = set()
        for which in self._places(text):
            out.update(self._owners[which])
        return out

    def _places(self, text: str) -> set[int]:
        """The literals that a text holds."""
        if self._automaton is None:
            return {which for which, literal in enumerate(self._literals) if literal in text}
        try:
            places = self._automaton.find_matches_as_indexes(text, overlapping=True)
        except UnicodeEncodeError:  # a lone surrogate in the text
            places = self._automaton.find_matches_as_indexes(_without_surrogates(text), overlapping=True)
        return {place[0] for place in places}


def _without_surrogates(text: str) -> str:
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
