"""The promises of section "laws", on texts that Hypothesis invents from a hostile alphabet."""

from __future__ import annotations

import random
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.config import Config
from normalize.packs import load_rules
from normalize.pipeline import Pipeline
from normalize.rules import RuleSet
from normalize.text import Span
from tests import laws
from tests.alphabet import documents, invented


@cache
def pipeline(**settings: object) -> Pipeline:
    """One cleaner for all tests of a kind of settings."""
    return Pipeline(Config(**settings))  # type: ignore[arg-type]


def none(faults: object) -> None:
    """No law is broken."""
    assert list(faults) == []  # type: ignore[call-overload]


@given(documents())
def test_undo_gives_the_raw_text_back(text: str) -> None:
    none(laws.undo_is_exact(pipeline().run(text)))


@given(documents())
def test_only_listed_spans_change(text: str) -> None:
    none(laws.only_listed_spans_change(pipeline().run(text)))


@given(documents())
def test_spans_say_what_stands_there(text: str) -> None:
    none(laws.spans_are_valid(pipeline().run(text)))


@given(documents())
def test_offsets_lead_there_and_back(text: str) -> None:
    result = pipeline().run(text)
    none(laws.offsets_agree(result.raw, result.text, result.offsets))


@given(documents())
def test_a_second_clean_changes_nothing(text: str) -> None:
    none(laws.second_pass_is_still(pipeline(), pipeline().run(text)))


@given(documents(), st.sampled_from([None, "ar", "ru", "zh"]), st.sampled_from([None, "2024-10-30", "1900-01-01", "9999-12-31"]))
def test_nothing_raises_whatever_is_known_of_the_text(text: str, language: str | None, date: str | None) -> None:
    none(laws.nothing_went_wrong(pipeline().run(text, date=date, source_language=language)))


@given(documents())
def test_only_fixes_write_by_default(text: str) -> None:
    result = pipeline().run(text)
    none(laws.only_fixes_write(result))
    for finding in result.findings:
        assert finding.action != "fix" or finding.status != "open", finding


@given(documents())
def test_addresses_stay(text: str) -> None:
    none(laws.addresses_stay(pipeline().run(f"{text} https://example.org/a.in?b=the The&c=of of {text}")))


@given(documents())
def test_unsafe_keeps_the_laws_too(text: str) -> None:
    result = pipeline(unsafe=True).run(text)
    none(laws.undo_is_exact(result))
    none(laws.only_listed_spans_change(result))
    none(laws.spans_are_valid(result))
    none(laws.offsets_agree(result.raw, result.text, result.offsets))
    none(laws.nothing_went_wrong(result))
    none(laws.second_pass_is_still(pipeline(unsafe=True), result))


PROTECTED = ("of of ", "the The ", ". in ", "Mark Root", "Kia Starmer", "#Iran #War #Oil", "2024-10-30 06:39:00", "itâ€™s", "said,“", "“")


@given(documents(12), st.sampled_from(PROTECTED), documents(12))
def test_protected_text_stays(before: str, term: str, after: str) -> None:
    result = pipeline(protect=(term,)).run(before + term + after)
    none(laws.undo_is_exact(result))
    kept = [i for i in range(len(result.raw)) if result.raw.startswith(term, i)]
    last = -1
    for at in kept:
        if at < last:
            continue  # overlaps the one before, as “of of of ” does
        last = at + len(term)
        for change in result.changes:
            inside = (change.start < at + len(term) and at < change.end) or (change.start == change.end and at < change.start < at + len(term))
            assert not inside, f"{change.rule} wrote {change.before!r} -> {change.after!r} over {term!r}"
    assert result.text.count(term) >= min(1, len(kept))


@cache
def shuffled(seed: int) -> Pipeline:
    """A cleaner whose rules were given in another order."""
    rules = list(load_rules())
    random.Random(seed).shuffle(rules)
    return Pipeline(rules=RuleSet(rules))


@given(documents(), st.integers(0, 3))
def test_the_order_of_the_rules_is_no_matter(text: str, seed: int) -> None:
    one, other = pipeline().run(text), shuffled(seed).run(text)
    assert one.text == other.text
    assert one.changes == other.changes
    assert one.findings == other.findings
    assert one.metadata == other.metadata


@given(documents())
def test_any_span_of_the_clean_text_has_a_source(text: str) -> None:
    result = pipeline().run(text)
    for start in range(0, len(result.text) + 1, max(1, len(result.text) // 12)):
        for end in range(start, len(result.text) + 1, max(1, len(result.text) // 12)):
            low, high = result.offsets.to_source(Span(start, end))
            assert 0 <= low <= high <= len(text)
    assert tuple(result.offsets.to_source(Span(0, len(result.text))))[1] <= len(text)


def test_the_documents_wake_the_rules() -> None:
    """The laws mean something only if the documents make rules write and speak: most of them must."""
    results = [pipeline().run(invented(i)) for i in range(400)]
    active = {c.rule for r in results for c in r.changes} | {f.rule for r in results for f in r.findings}
    assert len(active) >= len(pipeline().rules) // 2, sorted(active)


@pytest.mark.parametrize("text", [b"bytes", None, 3, ["a"]])
def test_what_is_no_text_is_a_type_error(text: object) -> None:
    with pytest.raises(TypeError, match="str"):
        pipeline().run(text)  # type: ignore[arg-type]


class Shouting(str):
    """A str of somebody's own."""


def test_a_subclass_of_str_is_a_text() -> None:
    assert pipeline().run(Shouting("He spoke of of it.")).text == "He spoke of it."
