"""What editors are shown: places that are never empty and never overlap, and that together make the cleaned text."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from normalize.edits import Edit, apply
from normalize.offers import Utf16, offers
from normalize.packs import load_rules
from normalize.pipeline import Pipeline
from normalize.report import Change, Result
from tests.alphabet import documents
from tests.running import ROOT

cleaner = Pipeline()
EXAMPLES = sorted({e.bad for r in load_rules() for e in r.examples})


def hold(result: Result) -> None:
    """All that is promised about the offers of a result."""
    found = offers(result)
    changes = [o for o in found if isinstance(o.item, Change)]
    assert len(changes) == len(result.changes)
    assert apply(result.raw, [Edit(o.start, o.end, o.wordings[0]) for o in changes])[0] == result.text
    for o in found:
        assert 0 <= o.start <= o.item.start <= o.item.end <= o.end <= len(result.raw)
        assert o.start < o.end or result.raw == "" or o.item.start == o.item.end
    for one, two in pairwise(changes):
        assert one.end <= two.start


def test_offers_of_articles() -> None:
    count = 0
    for path in sorted((ROOT / "corpora" / "golden").rglob("*.txt")):
        result = cleaner.run(path.read_text("utf-8"))
        hold(result)
        count += len(result.changes)
        assert all(o.start < o.end for o in offers(result))
    assert count > 300


def test_offers_of_all_examples() -> None:
    for n in range(0, len(EXAMPLES), 40):
        result = cleaner.run("\n".join(EXAMPLES[n : n + 40]))
        hold(result)
        assert all(o.start < o.end for o in offers(result))


@given(documents())
def test_offers_of_any_text(text: str) -> None:
    hold(cleaner.run(text))


@given(st.text(alphabet="ab😀\n𝄞é", max_size=30))
def test_units(text: str) -> None:
    wide = Utf16(text)
    for place in range(len(text) + 1):
        units = len(text[:place].encode("utf-16-le", "surrogatepass")) // 2
        assert wide.at(place) == units
