"""Which rules can match a text, and in which paragraphs: one pass for all literals of all rules.

With ``ahocorasick_rs`` the pass runs at well over 100 MB/s whatever the number of rules; without it (no wheel for the platform) a
plain search per literal gives the same answer, slower.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from normalize.text import Document

try:
    import ahocorasick_rs
except ImportError:  # pragma: no cover - platforms without a wheel
    ahocorasick_rs = None  # type: ignore[assignment]


class LiteralIndex:
    """The literals of a list of rules, and who needs them.

    >>> index = LiteralIndex([("of of",), (), ("“", "”")])
    >>> index.hits(Document("He spoke of of it.\\n“Yes.”"))
    {0: [0], 1: [0, 1], 2: [1]}
    """

    def __init__(self, needs: Sequence[tuple[str, ...]]) -> None:
        owners: dict[str, list[int]] = {}
        self._always = [i for i, literals in enumerate(needs) if not literals]
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

    def hits(self, doc: Document) -> dict[int, list[int]]:
        """For each rule that can match, the indexes of the paragraphs where it can, in order."""
        everywhere = list(range(len(doc.paragraphs)))
        found: dict[int, list[int]] = dict.fromkeys(self._always, everywhere)
        if not everywhere:
            return {}
        starts = doc.paragraphs
        at = 0
        end = starts[0].end
        for which, start in self._places(doc.text):
            while start >= end and at + 1 < len(starts):
                at += 1
                end = starts[at].end
            for owner in self._owners[which]:
                paragraphs = found.setdefault(owner, [])
                if not paragraphs or paragraphs[-1] < at:
                    paragraphs.append(at)
        return dict(sorted(found.items()))

    def _places(self, text: str) -> Iterator[tuple[int, int]]:
        """All (literal, start), by rising start."""
        if self._automaton is not None:
            try:
                places = self._automaton.find_matches_as_indexes(text, overlapping=True)
            except UnicodeEncodeError:  # a lone surrogate in the text
                places = self._automaton.find_matches_as_indexes(_without_surrogates(text), overlapping=True)
            yield from sorted(((which, start) for which, start, _ in places), key=lambda p: p[1])
            return
        slow: list[tuple[int, int]] = []
        for which, literal in enumerate(self._literals):
            at = text.find(literal)
            while at >= 0:
                slow.append((which, at))
                at = text.find(literal, at + 1)
        yield from sorted(slow, key=lambda p: p[1])


def _without_surrogates(text: str) -> str:
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
