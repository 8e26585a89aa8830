"""Which rules of LanguageTool may speak: a table of how often each was right, measured by `normalize grammar calibrate` and shipped as data.

A category says little: of two rules about commas one is always right and the other seldom. So each rule has its own figures, as our own rules have.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from normalize import data
from normalize.errors import Fault, FaultyFileError
from normalize.findings import Action
from normalize.precision import WANTED, lower_bound

#: The precision that a suggestion asks for.
WANTED_TO_SUGGEST = 0.80
#: A rule that fixes may be wrong so often in 100,000 words of good prose: how many faults were seeded must not decide that.
MOST_FALSE = 1.0
#: Spelling would rewrite names, and matters of style are no faults.
SILENT = frozenset("TYPOS STYLE PLAIN_ENGLISH GENDER_NEUTRALITY REDUNDANCY COLLOQUIALISMS REGIONALISMS REPETITIONS_STYLE CREATIVE_WRITING".split())
#: Precise by their figures, but on our corpora they made one repair and dozens of wrong changes, most of them in corpora/clean (docs/grammar.md): they only suggest.
WITHHELD = frozenset("COMMA_PARENTHESIS_WHITESPACE CONSECUTIVE_SPACES ENGLISH_WORD_REPEAT_RULE".split())
_COLUMNS = ("rule", "category", "firings", "right", "wrong", "clean", "lower-bound")


class TableError(FaultyFileError):
    """A table of LanguageTool's rules that cannot be read."""


class Row(NamedTuple):
    """One rule: how often it was right and wrong, and how many of the wrong ones were in good prose."""

    rule: str
    category: str
    right: int
    wrong: int
    clean: int

    @property
    def lower(self) -> float:
        """The precision that the rule has at least (95 %)."""
        return lower_bound(self.right, self.right + self.wrong)


@dataclass(frozen=True)
class Table:
    """The measured rules, the version of LanguageTool, and the number of words of good prose they were measured on."""

    version: str
    words: int
    rows: tuple[Row, ...] = ()
    notes: tuple[str, ...] = field(default=(), compare=False)

    def action(self, row: Row) -> Action | None:
        """What a rule may do; None when it has to be silent.

        >>> t = Table("6.6", 100_000)
        >>> t.action(Row("A", "MISC", 200, 0, 0)), t.action(Row("B", "MISC", 40, 2, 0)), t.action(Row("C", "MISC", 9, 9, 9)), t.action(Row("D", "TYPOS", 500, 0, 0))
        ('fix', 'suggest', None, None)
        >>> t.action(Row("E", "MISC", 2000, 3, 3))
        'suggest'
        """
        if row.category in SILENT:
            return None
        if row.rule not in WITHHELD and row.lower >= WANTED and 1e5 * row.clean <= MOST_FALSE * self.words:
            return "fix"
        return "suggest" if row.lower >= WANTED_TO_SUGGEST else None

    def speaking(self) -> dict[str, tuple[Action, float]]:
        """The rules that may fix or suggest, each with its action and the precision that it has at least."""
        return {row.rule: (action, row.lower) for row in self.rows if (action := self.action(row)) is not None}


def written(table: Table) -> str:
    """The table as the text of its file: remarks, a line of column names, a line for each rule, sorted."""
    out = [f"# languagetool {table.version}", f"# clean-words {table.words}", *(f"# {note}" for note in table.notes), "\t".join(_COLUMNS)]
    for row in sorted(table.rows):
        out.append("\t".join(map(str, (row.rule, row.category, row.right + row.wrong, row.right, row.wrong, row.clean, f"{row.lower:.4f}"))))
    return "\n".join(out) + "\n"


def parse(text: str, name: str) -> Table:
    """The table in the text of its file; TableError with all its faults."""
    told: dict[str, str] = {}
    rows: list[Row] = []
    faults: list[Fault] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("# "):
            key, _, value = line[2:].partition(" ")
            told.setdefault(key, value)
            continue
        cells = line.split("\t")
        if cells == list(_COLUMNS):
            continue
        try:
            rule, category, firings, right, wrong, clean, _ = cells
            row = Row(rule, category, int(right), int(wrong), int(clean))
            if row.right + row.wrong != int(firings) or min(row[2:]) < 0 or row.clean > row.wrong:
                raise ValueError(line)
            rows.append(row)
        except ValueError:
            faults.append(Fault(name, number, f"a row is {', '.join(_COLUMNS)}, divided by tabs, and its counts add up"))
    if not told.get("languagetool") or not told.get("clean-words", "").isdigit():
        faults.append(Fault(name, 1, "the file begins with the lines '# languagetool VERSION' and '# clean-words NUMBER'"))
    if faults:
        raise TableError(faults)
    return Table(told["languagetool"], int(told["clean-words"]), tuple(rows))


def shipped() -> Table:
    """The table that ships with the rules."""
    return parse((data.folder("rules") / "grammar" / "languagetool.tsv").read_text("utf-8"), "rules/grammar/languagetool.tsv")


def rows(counts: Iterable[tuple[str, str, Any]]) -> tuple[Row, ...]:
    """Rows from (rule, category, counter with right, wrong and clean)."""
    return tuple(sorted(Row(rule, category, c["right"], c["wrong"], c["clean"]) for rule, category, c in counts))
