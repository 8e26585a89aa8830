"""A sitting: which question is next, what was decided, what can be undone. It knows nothing of screens.

The texts are cleaned when their turn comes. Every decision is in the book, on the disk, before the next question is asked; so a sitting can be stopped
at any moment, by a key or by a power cut, and the next one goes on with the first question that nobody has decided.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from normalize.decisions.book import Book, Decision, accepted_text, decision, withdrawn
from normalize.decisions.fingerprint import Question, questions
from normalize.decisions.names import learned
from normalize.gazetteer import Gazetteer
from normalize.report import Change, Result
from normalize.review.filters import Filter

#: One question, all of its rule, or all with its wordings.
Scope = Literal["one", "rule", "name"]
#: Gives the results of the texts in a file, made without any decisions.
Load = Callable[[str], Sequence[Result]]


class Progress(NamedTuple):
    """How far a sitting is: the number of the file, of all files, the questions left in it, and the decisions of this sitting."""

    file: int
    files: int
    left: int
    accepted: int
    rejected: int
    edited: int


@dataclass(slots=True)
class _Text:
    path: str
    questions: list[Question]


class Session:
    """The questions about some files, asked in order; each is decided once, whatever happens to the files in between."""

    def __init__(self, paths: Sequence[str], load: Load, book: Book, gazetteer: Gazetteer | None = None, user: str = "", only: Filter | None = None) -> None:
        self.book = book
        self.only = only or Filter()
        self._paths, self._load, self._gazetteer, self._user = list(paths), load, gazetteer, user
        self._texts: list[_Text] = []
        self._verdicts: dict[str, Decision] = {}
        self._skipped: set[str] = set()
        self._passed: set[int] = set()
        self._undoable: list[list[tuple[str, Decision | None]]] = []
        self._at = 0
        self._counts = {"accept": 0, "reject": 0, "edit": 0}

    @property
    def current(self) -> Question | None:
        """The first question that is undecided, fits the filter and was not skipped; None at the end of the last file."""
        for number in range(len(self._paths)):
            if number in self._passed:
                continue
            for q in self._text(number).questions:
                if self._is_asked(q):
                    self._at = number
                    return q
        return None

    @property
    def progress(self) -> Progress:
        """How far the sitting is."""
        left = {q.key for q in self._text(self._at).questions if self._is_asked(q)} if self._paths else ()
        return Progress(self._at + 1, len(self._paths), len(left), self._counts["accept"], self._counts["reject"], self._counts["edit"])

    def verdict(self, q: Question) -> Decision | None:
        """What was decided about a question, now or in an earlier sitting."""
        return self._verdicts.get(q.key)

    def changes_of(self, q: Question) -> list[Change]:
        """The other changes of the question's text that nobody rejected."""
        return [c for c in q.result.changes if c is not q.item and not ((d := self._verdicts.get(Question(q.result, c).key)) and d.verdict == "reject")]

    def decide(self, verdict: str, text: str | None = None, note: str = "", scope: Scope = "one", choice: int = 0) -> int:
        """Decide the current question, or all undecided ones of its rule or with its wordings in all files; the number of questions decided.

        ``text`` is the wording of an ``edit``; ``choice`` the number of the offer that is accepted. A wording that is that of the raw text rejects.
        """
        q = self.current
        if q is None:
            return 0
        if verdict == "edit" and text == q.place.before:
            verdict = "reject"
        batch = self._company(q) if scope == "one" else self._all(q, scope)
        made: dict[str, Decision] = {}
        for other in batch:
            wording = "" if verdict == "reject" else text if verdict == "edit" and other is q and text is not None else accepted_text(other, choice if other is q else 0)
            word = verdict if other is q or verdict != "edit" else "accept"
            made.setdefault(other.key, self._named(decision(other, word, wording, self._user, note), other))
        before = [(key, self._verdicts.get(key)) for key in made]
        self.book.add(list(made.values()))
        self._verdicts.update(made)
        self._undoable.append(before)
        for d in made.values():
            self._counts[d.verdict] += 1
        return len(made)

    def skip(self) -> None:
        """Leave the current question for the next sitting."""
        if (q := self.current) is not None:
            self._skipped.add(q.key)

    def next_file(self) -> None:
        """Leave the rest of the current file for the next sitting."""
        if self.current is not None:
            self._passed.add(self._at)

    def undo(self) -> int:
        """Take back the last decision of this sitting, with all that it decided at once; how many questions are open again."""
        if not self._undoable:
            return 0
        lines = []
        for key, earlier in self._undoable.pop():
            now = self._verdicts.pop(key)
            self._counts[now.verdict] -= 1
            lines.append(earlier if earlier is not None else withdrawn(now, self._user))
            if earlier is not None:
                self._verdicts[key] = earlier
        self.book.add(lines)
        return len(lines)

    def asked_in_all(self, q: Question, scope: Scope) -> int:
        """How many open questions of all files a decision about all of a rule, or all of a name, would decide."""
        return len({o.key for o in self._all(q, scope)})

    def _is_asked(self, q: Question) -> bool:
        return q.key not in self._verdicts and q.key not in self._skipped and self.only.fits(q)

    def _text(self, number: int) -> _Text:
        """A file with its questions; files are cleaned in their order, when first asked for."""
        while len(self._texts) <= number:
            path = self._paths[len(self._texts)]
            asked = []
            for result in self._load(path):
                here = questions(result)
                self._verdicts |= {k: d for k, d in self.book.about(here).items() if k not in self._verdicts}
                asked += here
            self._texts.append(_Text(path, asked))
        return self._texts[number]

    def _company(self, q: Question) -> list[Question]:
        """A question with those of its text that stand or fall with it."""
        if not isinstance(q.item, Change) or not q.item.group:
            return [q]
        return [q, *(o for o in self._text(self._at).questions if o.item is not q.item and o.result is q.result and isinstance(o.item, Change) and o.item.group == q.item.group)]

    def _all(self, q: Question, scope: Scope) -> list[Question]:
        def same(o: Question) -> bool:
            if scope == "rule":
                return o.item.rule == q.item.rule
            worded = any(c.isalpha() for c in q.place.before)  # a period alone is no name
            return (o.place.before, o.place.offers) == (q.place.before, q.place.offers) and (worded or o.item.rule == q.item.rule)

        every = [o for number in range(len(self._paths)) for o in self._text(number).questions]
        return [q, *(o for o in every if o.key != q.key and o.key not in self._verdicts and self.only.fits(o) and same(o))]

    def _named(self, d: Decision, q: Question) -> Decision:
        """The decision with the full name that it teaches, if any."""
        pair = learned(q, d.text, self._gazetteer) if self._gazetteer is not None and d.verdict in ("accept", "edit") else None
        return replace(d, wrong_name=pair.wrong, right_name=pair.right, name_kind=pair.kind) if pair else d
