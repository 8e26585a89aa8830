"""Where a text holds any of many fixed forms: one look at each word, no pattern to compile.

Forms are found as whole words, the longest first. Apostrophes of both kinds and spaces that do not break count as the plain ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from normalize.patterns import compiled
from normalize.text import Span

try:
    import ahocorasick_rs
except ImportError:  # pragma: no cover - platforms without a wheel
    ahocorasick_rs = None  # type: ignore[assignment]

_WORD = compiled(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}]*+")
#: Up to this many forms, each is searched by itself; more are looked up by their first word.
_FEW = 60
_PLAIN = str.maketrans({"’": "'", "\N{NO-BREAK SPACE}": " "})


class Finder:
    """Finds forms in lines.

    >>> [(tuple(span), form) for span, form in Finder(["Sands", "Blue Cross"]).find("Mr. Sands of Blue Cross; Sandstorm")]
    [((4, 9), 'Sands'), ((13, 23), 'Blue Cross')]
    """

    def __init__(self, forms: Iterable[str], ignore_case: bool = False) -> None:
        self._ignore_case = ignore_case
        #: All forms, each with the key under which it is looked for.
        self._forms = [(self._key(form), form) for form in forms]
        self._few = self._forms if len(self._forms) <= _FEW else []
        self._automaton = None
        if ahocorasick_rs and not self._few and self._forms:
            self._forms = list({key: (key, form) for key, form in reversed(self._forms)}.values())
            self._automaton = ahocorasick_rs.AhoCorasick([key for key, _ in self._forms], matchkind=ahocorasick_rs.MatchKind.Standard)

    @cached_property
    def _starts(self) -> dict[str, list[tuple[str, str]]]:
        """The forms by their first word, the longest first."""
        out: dict[str, list[tuple[str, str]]] = {}
        for key, form in self._forms:
            if first := _WORD.match(key):
                out.setdefault(first.group(), []).append((key, form))
        for found in out.values():
            found.sort(key=lambda pair: (-len(pair[0]), pair[0]))
        return out

    def _key(self, text: str) -> str:
        text = text.translate(_PLAIN) if not text.isascii() else text
        if not self._ignore_case:
            return text
        lower = text.lower()
        return lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)

    def find(self, line: str) -> Iterator[tuple[Span, str]]:
        """The forms of a line with their places; they do not overlap."""
        key = self._key(line)
        places = self._each(key) if self._few else self._together(key)
        end = 0
        for start, stop, form in places:
            if start >= end and _is_whole(key, start, stop):
                yield Span(start, stop), form
                end = stop

    def _each(self, key: str) -> list[tuple[int, int, str]]:
        """The places of all forms, leftmost and then longest first."""
        found = []
        for form, original in self._few:
            at = key.find(form)
            while at >= 0:
                found.append((at, -len(form), original))
                at = key.find(form, at + 1)
        return [(at, at - minus, form) for at, minus, form in sorted(found)]

    def _together(self, key: str) -> Iterable[tuple[int, int, str]]:
        """The places of all forms that begin with a whole word, found in one pass."""
        if self._automaton is None:
            return self._by_word(key)
        try:
            found = self._automaton.find_matches_as_indexes(key, overlapping=True)
        except UnicodeEncodeError:  # a lone surrogate in the text
            return self._by_word(key)
        if not found:
            return ()
        starts = {m.start(): m.end() for m in _WORD.finditer(key)}
        places = []
        for which, start, stop in found:
            form, original = self._forms[which]
            first = _WORD.match(form)
            if first and starts.get(start) == start + first.end():
                places.append((start, -stop, form, original))
        return [(start, -minus, original) for start, minus, _, original in sorted(places)]

    def _by_word(self, key: str) -> Iterator[tuple[int, int, str]]:
        for m in _WORD.finditer(key):
            for form, original in self._starts.get(m.group(), ()):
                if key.startswith(form, m.start()):
                    yield m.start(), m.start() + len(form), original


def _is_whole(key: str, start: int, stop: int) -> bool:
    """Whether a form stands as whole words, and not inside an address, a hashtag or a compound."""
    if start and (key[start - 1].isalnum() or key[start - 1] in "@#-_"):
        return False
    return not (stop < len(key) and (key[stop].isalnum() or key[stop] in "-_"))
