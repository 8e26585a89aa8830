"""The table that says which rules of LanguageTool may speak, and the measuring that makes it."""

from __future__ import annotations

import random

import pytest

from normalize.corpora import Case, Row
from normalize.languagetool.calibration import calibrate, sample, slip
from normalize.languagetool.faults import KINDS, spoiled
from normalize.languagetool.matches import Match
from normalize.languagetool.table import SILENT, TableError, parse, shipped, written
from normalize.text import Span
from tests.running import ROOT

FILE = ROOT / "rules" / "grammar" / "languagetool.tsv"
PROSE = "The minister has said that a new office was opened on Monday, and their work (which is not new) doesn't end there. It had been planned, they told us."


def test_the_shipped_table_reads_back_as_written() -> None:
    text = FILE.read_text("utf-8")
    table = shipped()
    notes = tuple(line[2:] for line in text.splitlines() if line.startswith("# "))[2:]
    assert written(table.__class__(table.version, table.words, table.rows, notes)) == text
    assert list(table.rows) == sorted(table.rows)
    assert len({r.rule for r in table.rows}) == len(table.rows)


def test_the_version_is_the_one_that_is_fetched() -> None:
    assert f"<languagetool>{shipped().version}</languagetool>" in (ROOT / "tools" / "languagetool" / "pom.xml").read_text("utf-8")


def test_rules_that_speak_have_their_figures() -> None:
    table = shipped()
    rows = {r.rule: r for r in table.rows}
    assert table.speaking()
    for rule, (action, lower) in table.speaking().items():
        assert rows[rule].category not in SILENT
        assert lower >= (0.98 if action == "fix" else 0.80)
        if action == "fix":
            assert rows[rule].clean * 1e5 <= table.words


@pytest.mark.parametrize("spoilt", ["A\tB\t3\t1\t1\t0\t0.1", "A\tB\t2\t1\t1\t2\t0.1", "A\tB\tx\t1\t1\t0\t0.1", "A\tB", "A\tB\t0\t-1\t1\t0\t0.1"])
def test_a_damaged_row_is_named_with_its_line(spoilt: str) -> None:
    with pytest.raises(TableError, match=r"t\.tsv:3: "):
        parse(f"# languagetool 6.6\n# clean-words 9\n{spoilt}\n", "t.tsv")


def test_a_table_without_its_version_is_refused() -> None:
    with pytest.raises(TableError, match="languagetool VERSION"):
        parse("rule\n", "t.tsv")


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_fault_changes_one_place(kind: str) -> None:
    bad = KINDS[kind](PROSE if kind != "space-before-period" else PROSE.partition(". ")[0] + ".", random.Random(2))
    assert bad is not None
    assert bad != PROSE
    assert abs(len(bad) - len(PROSE)) < 12 or kind == "space-before-period"


def test_all_kinds_get_their_turn() -> None:
    tried = {kind for n in range(64) for kind, _, _ in spoiled(PROSE, random.Random(n), n, 1)}
    assert len(tried) >= 12


class _Says:
    """A client that knows two rules: one that finds doubled commas and one that dislikes the word "office"."""

    version = "0"

    def matches(self, text: str) -> list[Match]:
        out = [Match(at, at + 2, "COMMAS", "MISC", "", (",",)) for at in range(len(text)) if text.startswith(",,", at)]
        return out + [Match(at, at + 6, "OFFICE", "MISC", "", ("bureau",)) for at in range(len(text)) if text.startswith("office", at)]


def test_counts_of_right_and_wrong() -> None:
    good = ["The head of the office spoke of peace, of war and of bread to all who came there."]
    pairs = [("They came,, at last.", "They came, at last."), ("An office,, of note.", "An office of note.")]
    table = calibrate(_Says(), good, pairs)  # type: ignore[arg-type]
    rows = {r.rule: (r.right, r.wrong, r.clean) for r in table.rows}
    assert rows["OFFICE"] == (0, 2, 1)  # once in good prose, once in a text whose right form has it
    assert rows["COMMAS"][0] >= 2  # a comma less is nearer, though in the second text both had to go
    assert rows["COMMAS"][1:] == (0, 0)
    judged = frozenset([slip(_Says().matches(good[0])[0], good[0])])
    assert {r.rule: r.clean for r in calibrate(_Says(), good, pairs, judged).rows}["OFFICE"] == 0  # type: ignore[arg-type]


def test_the_sample_is_the_same_each_time_and_leaves_reported_faults_out() -> None:
    texts = [f"This is the paragraph with the number {n}, long enough to be taken for prose." for n in range(50)]
    cases = [Case(str(n), t, t, ()) for n, t in enumerate(texts)]
    flagged = Case("f", texts[0] + "!", texts[0] + "!", (Row("any", "flag", Span(0, 4), None),))
    first, pairs = sample([*cases, flagged], 9)
    assert (first, pairs) == sample([*cases, flagged], 9)
    assert len(first) == 9
    assert set(first) <= set(texts)
    assert pairs == []
