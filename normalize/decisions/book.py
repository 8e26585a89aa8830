"""The file of decisions, `decisions.jsonl`: one line a decision, only ever added to.

Each line says what was decided (``accept``, ``reject``, ``edit``, or ``withdrawn``), about which mark, by whom and when, with a note if there was one.
The last line about a mark holds. A line that a killed process left half is passed over, and the next one begins on a line of its own.
"""

from __future__ import annotations

import getpass
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from normalize.decisions.fingerprint import Mark, Question
from normalize.errors import Fault, FaultyFileError, UsageError
from normalize.report import Change
from normalize.stages import NAME_CLASSES
from normalize.visible import safe_json

#: What a decision may be.
VERDICTS = ("accept", "reject", "edit", "withdrawn")


class BookError(FaultyFileError):
    """A file of decisions that cannot be read."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of the book. ``text`` is the wording for ``before`` that was accepted or written; ``right`` and ``wrong`` the full name it makes of which."""

    key: str
    verdict: str
    before: str
    offers: tuple[str, ...]
    left: tuple[str, ...]
    right: tuple[str, ...]
    rule: str
    cls: str
    action: str
    text: str = ""
    source: str = ""
    user: str = ""
    time: str = ""
    note: str = ""
    wrong_name: str = ""
    right_name: str = ""
    name_kind: str = ""

    @property
    def mark(self) -> Mark:
        """The mark that the decision is about."""
        return Mark(self.before, self.offers, self.left, self.right, "" if self.offers else self.rule)

    @property
    def told(self) -> str:
        """Who decided what and when, as a sentence for a reader."""
        word = {"accept": "accepted", "reject": "rejected", "edit": "written"}.get(self.verdict, self.verdict)
        return f"{word}{' by ' + self.user if self.user else ''} on {self.time[:10]}{': ' + self.note if self.note else ''}"

    def line(self) -> bytes:
        """The decision as a line of the file."""
        told = {k: v for k, v in asdict(self).items() if v or k in ("before", "text", "offers", "left", "right")}
        return safe_json(json.dumps(told, ensure_ascii=False)).encode() + b"\n"


def decision(question: Question, verdict: str, text: str = "", user: str = "", note: str = "") -> Decision:
    """A decision about a question, of now."""
    item, mark = question.item, question.mark
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Decision(
        question.key, verdict, mark.before, mark.offers, mark.left, mark.right, item.rule, item.cls, item.action, text, question.result.source, user, now, note
    )


def default_user() -> str:
    """Whose decisions these are when nothing is said: NORMALIZE_USER, or the name of the login."""
    given = os.environ.get("NORMALIZE_USER")
    if given:
        return given
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


class Book:
    """The decisions of a file, the last one about each mark; `add` appends to the file and to the book."""

    def __init__(self, path: str | Path | None = None, decisions: Iterable[Decision] = ()) -> None:
        self.path = Path(path) if path is not None else None
        self._latest: dict[str, Decision] = {}
        self._alike: dict[tuple[str, ...], list[str]] = {}
        self._forms: dict[str, list[int]] | None = None
        for d in decisions:
            self._take(d)

    def __len__(self) -> int:
        return len(self.standing())

    def standing(self) -> list[Decision]:
        """The decisions that hold, in the order in which their marks were first decided."""
        return [d for d in self._latest.values() if d.verdict != "withdrawn"]

    def of(self, key: str) -> Decision | None:
        """The decision that holds about a mark."""
        found = self._latest.get(key)
        return found if found is not None and found.verdict != "withdrawn" else None

    def about(self, asked: Sequence[Question]) -> dict[str, Decision]:
        """The decisions about the questions of one text, by the questions' keys.

        A question with the very words of a decision gets that one, in whatever text it stands. What is left gets one that was made in a text of
        the same name, that no other question here has taken and that resembles it; of several the last.
        """
        out = {q.key: d for q in asked if (d := self.of(q.key)) is not None}
        taken = set(out)
        for q in asked:
            if q.key in out:
                continue
            near = [
                d
                for k in self._alike.get(_alike(q.mark), ())
                if k not in taken and (d := self.of(k)) is not None and _same_text(d.source, q.result.source) and d.mark.resembles(q.mark)
            ]
            if near:
                out[q.key] = near[-1]
                taken.add(near[-1].key)
        return out

    def protects(self, form: str) -> bool:
        """Whether repairs of a name's form were rejected and none of it was ever accepted, so that it stays until somebody accepts one."""
        if self._forms is None:
            self._forms = {}
            for d in self.standing():
                if d.cls in NAME_CLASSES and any(c.isalpha() for c in d.before):
                    self._forms.setdefault(d.before, [0, 0])[d.verdict != "reject"] += 1
        rejected, other = self._forms.get(form, (0, 0))
        return bool(rejected) and not other

    def add(self, decisions: Sequence[Decision]) -> None:
        """Append decisions to the file, on the disk before this returns, and hold them; UsageError when they cannot be written."""
        if self.path is not None and decisions:
            try:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                with self.path.open("a+b") as file:
                    file.write(_fresh_line(file) + b"".join(d.line() for d in decisions))
                    file.flush()
                    os.fsync(file.fileno())
            except OSError as error:
                raise UsageError(f"cannot write '{self.path}': {error.strerror}; the decision was not kept") from None
        for d in decisions:
            self._take(d)

    def _take(self, d: Decision) -> None:
        if d.key not in self._latest:
            self._alike.setdefault(_alike(d.mark), []).append(d.key)
        self._latest[d.key] = d
        self._forms = None


def _alike(mark: Mark) -> tuple[str, ...]:
    return (mark.rule, mark.before, *mark.offers)


def _same_text(one: str, other: str) -> bool:
    """Whether two names of texts are of one file, in whatever folder; standard input is no name, and texts without any are taken for one."""
    return one == other == "" or (one not in ("", "<stdin>") and os.path.basename(one) == os.path.basename(other))


def _fresh_line(file: Any) -> bytes:
    """What must be written first, when a killed process left half a line."""
    size = file.seek(0, os.SEEK_END)
    if not size:
        return b""
    file.seek(size - 1)
    return b"" if file.read(1) == b"\n" else b"\n"


def withdrawn(d: Decision, user: str = "") -> Decision:
    """The line that takes a decision back."""
    return replace(d, verdict="withdrawn", user=user, note="", time=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))


def open_book(path: str | Path, must_exist: bool = False) -> Book:
    """The book of a file; an empty one where there is no file yet, unless it must exist. BookError names lines that are no decisions."""
    place = Path(path)
    try:
        data = place.read_bytes()
    except FileNotFoundError:
        if must_exist:
            raise UsageError(f"no such file: '{path}'; `normalize review` makes one") from None
        return Book(place)
    except OSError as error:
        raise UsageError(f"cannot read '{path}': {error.strerror}") from None
    faults: list[Fault] = []
    found: list[Decision] = []
    lines = data.split(b"\n")
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found.append(_parsed(json.loads(line)))
        except (ValueError, TypeError, KeyError, RecursionError):
            half = line.startswith(b'{"key": ') and not line.endswith(b"}")
            if not half:
                faults.append(Fault(str(path), number, "not a decision: a line of `decisions.jsonl` has key, verdict, before, offers, left, right, rule"))
    if faults:
        raise BookError(faults)
    return Book(place, found)


def _parsed(tree: Any) -> Decision:
    lists = {k: tuple(tree[k]) for k in ("offers", "left", "right")}
    words = {k: v for k, v in tree.items() if k in Decision.__slots__ and k not in lists}
    d = Decision(**{"cls": "", "action": "", **words, **lists})
    if d.verdict not in VERDICTS or not all(isinstance(x, str) for x in (*words.values(), *d.offers, *d.left, *d.right)):
        raise ValueError(d.verdict)
    return d


def accepted_text(question: Question, choice: int = 0) -> str:
    """The wording that accepting means: the change's own, or the offer of this number; of a flag, the words as they are."""
    offers = question.place.offers
    if isinstance(question.item, Change) or not offers:
        return offers[0] if offers else question.place.before
    return offers[choice]
