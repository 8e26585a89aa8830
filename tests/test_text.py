"""The nouns at the bottom: spans, paragraphs, positions, words and sentences lose nothing."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given

from normalize.text import Document, Span
from normalize.words import ends_in_abbreviation, sentence_around, sentences, words
from tests.alphabet import documents

BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"


@given(documents())
def test_paragraphs_are_the_lines_of_the_text(text: str) -> None:
    doc = Document(text)
    last = 0
    for (start, end), line in zip(doc.paragraphs, doc.lines, strict=True):
        assert last <= start < end
        assert text[start:end] == line
        assert not set(line) & set(BREAKS)
        assert set(text[last:start]) <= set(BREAKS) | {"\ufeff"}
        assert doc.paragraph_at(start) == (start, end)
        assert doc.line(start, end) == line
        last = end
    assert set(text[last:]) <= set(BREAKS) | {"\ufeff"}


@given(documents())
def test_a_position_leads_back_to_its_offset(text: str) -> None:
    doc = Document(text)
    starts = [0]
    for i, char in enumerate(text):
        if char == "\n" or (char == "\r" and text[i : i + 2] != "\r\n"):
            starts.append(i + 1)
    for offset in range(len(text) + 1):
        line, column = doc.position(offset)
        assert starts[line - 1] + column - 1 == offset
        assert column >= 1


@given(documents())
def test_sentences_cover_every_paragraph_in_order(text: str) -> None:
    doc = Document(text)
    found = sentences(doc)
    last = 0
    for start, end in found:
        assert last <= start < end
        assert text[last:start].strip("\ufeff").strip() == ""
        assert any(p.start <= start and end <= p.end for p in doc.paragraphs)
        last = end
    assert text[last:].strip("\ufeff").strip() == ""


@given(documents())
def test_the_sentence_around_a_place_holds_it(text: str) -> None:
    doc = Document(text)
    for start, end in sentences(doc):
        assert sentence_around(doc, start, end) == (start, end)
        around = sentence_around(doc, start, start + 1)
        assert around.start <= start < around.end


@given(documents())
def test_words_are_words(text: str) -> None:
    last = 0
    for start, end in words(text):
        assert last <= start < end
        assert regex.match(r"[\p{L}\p{N}]", text[start])  # the tables of this library are newer than Python's
        last = end


@given(documents())
def test_a_paragraph_that_goes_takes_one_break_along(text: str) -> None:
    doc = Document(text)
    for start, end in doc.paragraphs:
        low, high = doc.without(start, end)
        assert low <= start
        assert high >= end
        assert text[low:start].strip(BREAKS) == ""
        assert text[end:high].strip(BREAKS) == ""
        left = Document(text[:low] + text[high:])
        assert len(left.paragraphs) == len(doc.paragraphs) - 1


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("He left. She stayed.", ["He left.", "She stayed."]),
        ("Gen. Smith met Mr. Jones at 5 p.m. on Monday. He left.", ["Gen. Smith met Mr. Jones at 5 p.m. on Monday.", "He left."]),
        ("“Yes.” He left.", ["“Yes.”", "He left."]),
        ("U.S. President J. Carter spoke! Why? “Oil.”", ["U.S. President J. Carter spoke!", "Why?", "“Oil.”"]),
        ("It cost 3.50 dollars. 4 were left.", ["It cost 3.50 dollars.", "4 were left."]),
        ("no capital. so one sentence", ["no capital. so one sentence"]),
    ],
)
def test_sentences_of_news(text: str, wanted: list[str]) -> None:
    assert [text[s:e] for s, e in sentences(Document(text))] == wanted


@pytest.mark.parametrize(("text", "wanted"), [("govt.", True), ("J.", True), ("U.S.", True), ("him.", False), ("Etc.", True), (".", False), ("5.", False)])
def test_abbreviations(text: str, wanted: bool) -> None:
    assert ends_in_abbreviation(text, len(text) - 1) is wanted


@pytest.mark.parametrize(("a", "b", "wanted"), [((0, 2), (1, 3), True), ((0, 2), (2, 3), False), ((1, 1), (0, 2), True), ((0, 0), (0, 2), False), ((2, 2), (0, 2), False), ((1, 1), (1, 1), False)])
def test_overlap(a: tuple[int, int], b: tuple[int, int], wanted: bool) -> None:
    assert Span(*a).overlaps(Span(*b)) is wanted
    assert Span(*b).overlaps(Span(*a)) is wanted
