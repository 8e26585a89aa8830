"""What would make a gazetteer do harm, found while it is built and refused with file and line.

A wrong form is rewritten wherever it stands, so it may be no common word, nobody's right name, and have one target only; and repairs may not run
in a circle. `poison` judges single forms; here stands what only the whole can show.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from normalize.errors import Fault, GazetteerError
from normalize.gazetteer import poison
from normalize.gazetteer.gazetteer import Gazetteer
from normalize.gazetteer.sound import fold

#: Kinds of names that count as forms of their own when they are one common word.
_RECOGNISED = ("alias", "short", "wrong")


class Harm:
    """The faults found so far, the first of them with their places."""

    MOST = 40

    def __init__(self, force: bool) -> None:
        self._force = force
        self._faults: list[Fault] = []
        self._count = 0
        self.left_out = 0

    def add(self, file: str, line: int, why: str) -> None:
        """A fault that no option excuses."""
        self._count += 1
        if len(self._faults) < self.MOST:
            self._faults.append(Fault(file, line, why))

    def common(self, file: str, line: int, form: str, how: str, owner: str) -> None:
        """A form that is a common word: left out when forced, else a fault."""
        if self._force:
            self.left_out += 1
            return
        what = "a wrong form" if how == "wrong" else "an alias"
        self.add(file, line, f"'{form}' of {owner} is a common English word and cannot be {what}: give it a context in a translated-*.tsv, or leave such forms out with --force")

    def refuse(self) -> None:
        """GazetteerError with all faults, if there are any."""
        if self._count:
            rest = self._count - len(self._faults)
            raise GazetteerError([*self._faults, *([Fault("and more", 0, f"{rest:,} faults of these kinds")] if rest else [])])


class Forms:
    """Judges the names of a record: gives back those that may stand."""

    def __init__(self, harm: Harm, shipped: Gazetteer) -> None:
        self._harm = harm
        self._shipped = shipped
        self._is_common: dict[str, bool] = {}

    def judge(self, key: str, names: Iterable[tuple[str, str, str]], file: str, line: int) -> Iterator[tuple[str, str, str]]:
        """The names without what was left out; faults are told."""
        names = list(names)
        wrong = {form for form, how, _ in names if how == "wrong"}
        right = {form for form, how, _ in names if how in ("official", "alias")} if wrong else ()
        for form, how, language in names:
            why = poison.fault(form, language)
            if why:
                self._harm.add(file, line, f"{why} in the name {form!a} of {key}")
            elif not language and how in _RECOGNISED and " " not in form and self._common(form, how):
                self._harm.common(file, line, form, how, key)
            elif how == "wrong" and form in right:
                self._harm.add(file, line, f"'{form}' is both a wrong and a right form of {key}")
            else:
                if how == "wrong":
                    self._against_shipped(key, names, form, file, line)
                yield form, how, language

    def _common(self, form: str, how: str) -> bool:
        """Whether a one-word form is a common word; capitals alone ("WHO") make a short form another thing."""
        if form.isupper() and len(form) > 1 and how != "wrong":
            return False
        return self._shipped.is_common(form.lower())

    def _against_shipped(self, key: str, names: list[tuple[str, str, str]], form: str, file: str, line: int) -> None:
        others = [self._shipped.entity(i) for i, how in self._shipped.forms.get(fold(form), ()) if how != "weak"]
        mine = {fold(f) for f, how, language in names if how in ("official", "alias") and not language}
        for other in others:
            if other.id != key and not mine & {fold(f) for f in other.forms("official", "alias")}:
                self._harm.add(file, line, f"the wrong form '{form}' of {key} is a right name of {other.id} of the shipped gazetteer")
                return


def circles(targets: Mapping[int, set[int]]) -> Iterator[list[int]]:
    """The circles of a graph in which each arrow says: a wrong form of this one is a right name of that one.

    >>> list(circles({1: {2}, 2: {3}, 3: {1}, 4: {1}}))
    [[1, 2, 3]]
    """
    done: set[int] = set()
    for start in targets:
        trail: list[int] = []
        at: int | None = start
        while at is not None and at not in done and at not in trail:
            trail.append(at)
            at = min(targets.get(at, ()), default=None)
        if at is not None and at in trail:
            yield trail[trail.index(at) :]
        done.update(trail)


def terms(rows: list[tuple[dict[str, Any], str, int]], harm: Harm, shipped: Gazetteer) -> None:
    """The same for fixed terms: no common word without a context, no two targets, no term that is another's wrong form."""
    right = {row["term"] for row, _, _ in rows}
    targets: dict[str, str] = {}
    for row, file, line in rows:
        for form in (w.strip() for w in row["wrong"].split("|") if w.strip()):
            if form in right:
                harm.add(file, line, f"the wrong form '{form}' of the term '{row['term']}' is itself a right term")
            if targets.setdefault(form, row["term"]) != row["term"]:
                harm.add(file, line, f"the wrong form '{form}' has two targets: '{targets[form]}' and '{row['term']}'")
            if " " not in form and not row["needs"] and shipped.is_common(form.lower()):
                harm.common(file, line, form, "wrong", f"the term '{row['term']}'")
