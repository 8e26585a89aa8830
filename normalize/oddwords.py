"""Which lines a detector need not look at: those all of whose words are known to be harmless to it.

A text repeats the words of the texts before it. Each word is judged once in a process; then a line costs one difference of sets, and only a line that
holds an odd word is searched. Beside it stands `by_line`, for detectors that look at each line by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from normalize.edits import Edit
from normalize.findings import Hit
from normalize.text import Document, Line
from normalize.words import line_words

if TYPE_CHECKING:
    from normalize.context import Context
    from normalize.gazetteer import Gazetteer

T = TypeVar("T")

#: Words remembered as harmless; more are forgotten, so that a worker's memory stays small.
_REMEMBERED = 100_000


class OddWords:
    """The words that a detector has to look at, told by a test that may say yes too often but never no too often.

    >>> shouted = OddWords(lambda word, _: word.isupper())
    >>> shouted.stand_in(Document("He came.\\nThey left."), None), shouted.stand_in(Document("He CAME."), None)
    (False, True)
    """

    def __init__(self, is_odd: Callable[[str, Any], bool]) -> None:
        self._is_odd = is_odd
        self._plain: set[str] = set()
        self._gazetteer: Gazetteer | None = None

    def stand_in(self, doc: Document, gazetteer: Gazetteer | None) -> bool:
        """Whether one of them stands in a document; in one whose over-long lines are no paragraphs, one always may."""
        return doc.is_cut or any(self.stand_in_line(line, gazetteer) for line in doc.known_lines)

    def stand_in_line(self, line: Line, gazetteer: Gazetteer | None) -> bool:
        """Whether one of them stands in a line."""
        odd: bool | None = line.known.get(self)
        if odd is None:
            if self._gazetteer is not gazetteer or len(self._plain) > _REMEMBERED:
                self._plain, self._gazetteer = set(), gazetteer
            plain = self._plain
            odd = False
            for word in set(line_words(line)).difference(plain):
                if self._is_odd(word, gazetteer):
                    odd = True
                else:
                    plain.add(word)
            line.known[self] = odd
        return odd


class Judged(Generic[T]):
    """What a function says of a word, asked once in a process.

    >>> long = Judged(lambda word, _: len(word) > 4)
    >>> long("came", None), long("lingered", None)
    (False, True)
    """

    def __init__(self, judge: Callable[[str, Any], T]) -> None:
        self._judge = judge
        self._said: dict[str, T] = {}
        self._gazetteer: Gazetteer | None = None

    def __call__(self, word: str, gazetteer: Gazetteer | None) -> T:
        if self._gazetteer is not gazetteer or len(self._said) > _REMEMBERED:
            self._said, self._gazetteer = {}, gazetteer
        if word not in self._said:
            self._said[word] = self._judge(word, gazetteer)
        return self._said[word]


def by_line(look: Callable[[Line, Context], Iterable[Hit]]) -> Callable[[Document, Context], Iterator[Hit]]:
    """The detector that shows each line of a document to ``look``, once in a run, and moves what it finds to its place."""

    @wraps(look)
    def detector(doc: Document, context: Context) -> Iterator[Hit]:
        for line, (start, _) in zip(doc.known_lines, doc.paragraphs, strict=True):
            hits = line.known.get(look)
            if hits is None:
                hits = line.known[look] = tuple(look(line, context))
            for hit in hits:
                edits = tuple(Edit(e.start + start, e.end + start, e.after) for e in hit.edits)
                yield hit._replace(start=hit.start + start, end=hit.end + start, edits=edits)

    return detector
