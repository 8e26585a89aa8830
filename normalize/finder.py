"""Where a text holds any of many fixed forms: one look at each word, no pattern to compile.

Forms are found as whole words, the longest first. Apostrophes of both kinds and spaces that do not break count as the plain ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import regex

from normalize.text import Span

_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}]*+")
_PLAIN = str.maketrans({"’": "'", "\N{NO-BREAK SPACE}": " "})


class Finder:
    """Finds forms in lines.

    >>> [(tuple(span), form) for span, form in Finder(["Sands", "Blue Cross"]).find("Mr. Sands of Blue Cross; Sandstorm")]
    [((4, 9), 'Sands'), ((13, 23), 'Blue Cross')]
    """

    def __init__(self, forms: Iterable[str], ignore_case: bool = False) -> None:
        self._ignore_case = ignore_case
        self._starts: dict[str, list[tuple[str, str]]] = {}
        for form in forms:
            key = self._key(form)
            first = _WORD.match(key)
            if first:
                self._starts.setdefault(first.group(), []).append((key, form))
        for found in self._starts.values():
            found.sort(key=lambda pair: (-len(pair[0]), pair[0]))

    def _key(self, text: str) -> str:
        text = text.translate(_PLAIN) if not text.isascii() else text
        if not self._ignore_case:
            return text
        lower = text.lower()
        return lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)

    def find(self, line: str) -> Iterator[tuple[Span, str]]:
        """The forms of a line with their places; they do not overlap."""
        key = self._key(line)
        end = 0
        for m in _WORD.finditer(key):
            candidates = self._starts.get(m.group())
            if candidates is None or m.start() < end or (m.start() and key[m.start() - 1] in "@#-"):
                continue
            for form, original in candidates:
                stop = m.start() + len(form)
                if key.startswith(form, m.start()) and not (stop < len(key) and (key[stop].isalnum() or key[stop] == "-")):
                    yield Span(m.start(), stop), original
                    end = stop
                    break
