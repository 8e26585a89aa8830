"""Decisions: what a place is known by, what the book keeps, and what is made of a result."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalize.config import Config
from normalize.decisions.book import Book, BookError, accepted_text, decision, open_book, withdrawn
from normalize.decisions.fingerprint import Question, questions
from normalize.decisions.names import Learned, learned, wrong_forms
from normalize.decisions.replay import decided
from normalize.errors import UsageError
from normalize.gazetteer import open_gazetteer
from normalize.pipeline import Pipeline
from normalize.report import Change, Result
from tests.sittings import article, result

cleaner = Pipeline()
RAW = "On Monday the chief of the union Mark Root met eleven ministers in the old town hall of Ghent. They spoke of blorp and left early.\n"


def one(raw: str = RAW) -> Question:
    """The question about Root in a text."""
    return questions(result(raw, [("Root", "Rutte", "x.names")]))[0]


def judged(found: Result, verdicts: str) -> Book:
    """A book with one verdict for each question of a result: y, n, or - for none."""
    asked = questions(found)
    return Book(None, [decision(q, "accept" if v == "y" else "reject", accepted_text(q) if v == "y" else "", "ann") for q, v in zip(asked, verdicts, strict=True) if v != "-"])


def test_a_mark_outlives_edits_elsewhere_and_near() -> None:
    book = Book(None, [decision(one(), "reject")])
    for raw in (
        RAW,
        "A paragraph that was put before it.\n\n" + RAW,
        RAW + "And one after it.",
        RAW.replace("the union", "this union"),
        RAW.replace("eleven ministers", "eleven  old ministers"),
    ):
        assert book.about([one(raw)]), raw
    for raw in (
        RAW.replace("Mark Root", "Joe Root"),
        RAW.replace("Root met", "Root saw"),
        "Mark Root met nobody.",
        RAW.replace("chief of the union", "son of a famous father").replace("eleven ministers in", "twelve cousins at"),
    ):
        assert not book.about([one(raw)]), raw
    renamed = replace(result(RAW.replace("the union", "this union"), [("Root", "Rutte", "x.names")]), source="b.txt")
    assert not book.about(questions(renamed)), "in another text only the very same words are the same question"
    assert book.about(questions(result(RAW, [("Root", "Rutte", "x.names")], source="b.txt")))


def test_one_decision_never_answers_two_different_questions_of_a_text() -> None:
    raw = "We saw the sea and the These hills and the These hills and the old These mills near home again today.\n"
    found = result(raw, [("the These", "these", "x.a"), ("the These", "these", "x.a")])
    first, second = questions(found)
    assert first.key != second.key
    assert list(Book(None, [decision(first, "reject")]).about([first, second])) == [first.key]


def test_a_suggestion_over_a_whole_name_is_the_same_question_as_the_change() -> None:
    offered = result(RAW, [], offers=[("Mark Root", ("Mark Rutte",), "x.other")])
    assert questions(offered)[0].key == one().key


def test_rejected_changes_are_not_made_and_accepted_suggestions_are() -> None:
    found = result(RAW, [("Root", "Rutte", "x.names"), ("eleven", "11", "x.numbers")], offers=[("blorp", ("bread", "broth"), "x.words")])
    asked = questions(found)
    book = Book(None, [decision(asked[0], "reject", "", "ann", "another man"), decision(asked[2], "accept", accepted_text(asked[2], 1), "ann")])
    done = decided(found, book)
    assert done.text == RAW.replace("eleven", "11").replace("blorp", "broth")
    assert done.undo() == RAW
    assert [(c.id, c.before, c.after) for c in done.changes] == [("c1", "eleven", "11"), ("c2", "blorp", "broth")]
    assert "accepted by ann" in done.changes[1].evidence[-1].text
    assert [(f.status, f.by, f.before, f.suggestions) for f in done.findings] == [("rejected", "ann", "Root", ("Rutte",))]


def test_words_written_by_hand_are_taken() -> None:
    found = result(RAW, [("Root", "Rutte", "x.names")], offers=[("left early", (), "x.flag")])
    book = Book(None, [decision(q, "edit", text) for q, text in zip(questions(found), ("Roth", "went home"), strict=True)])
    assert decided(found, book).text == RAW.replace("Root", "Roth").replace("left early", "went home")


def test_changes_of_a_group_fall_together() -> None:
    found = result(RAW, [("Monday", "“Monday", "x.quotes"), ("hall", "hall”", "x.quotes")])
    found = replace(found, changes=tuple(replace(c, group="g1") for c in found.changes))
    assert decided(found, judged(found, "n-")).text == RAW


def test_an_accepted_suggestion_gives_way_to_a_change_in_its_place() -> None:
    found = result(RAW, [("blorp", "bread", "x.words")], offers=[("spoke of blorp", ("spoke about soup",), "x.more")])
    asked = questions(found)
    done = decided(found, Book(None, [decision(asked[0], "accept", accepted_text(asked[0]))]))
    assert done.text == RAW.replace("blorp", "bread")
    assert [f.status for f in done.findings] == ["overruled"]


def test_a_form_whose_repair_was_rejected_stays_everywhere_until_one_is_accepted() -> None:
    elsewhere = result("In Leeds the batsman Root scored on Friday.\n", [("Root", "Rutte", "x.names")], source="b.txt")
    book = Book(None, [decision(one(), "reject")])
    done = decided(elsewhere, book)
    assert done.text == elsewhere.raw
    assert [(f.status, f.by) for f in done.findings] == [("protected", "decisions")]
    third = result("Then the chief called Root spoke at length.\n", [("Root", "Rutte", "x.names")], source="c.txt")
    book.add([decision(questions(third)[0], "accept", "Rutte")])
    assert decided(elsewhere, book).text == elsewhere.text


@settings(max_examples=80)
@given(st.integers(0, 400), st.lists(st.sampled_from("yn-"), min_size=12, max_size=12))
def test_decided_results_keep_the_promises(n: int, verdicts: list[str]) -> None:
    found = cleaner.run(article(n))
    asked = questions(found)
    done = decided(found, judged(found, "".join(verdicts[: len(asked)])))
    assert done.undo() == done.raw == found.raw
    assert all(done.raw[c.start : c.end] == c.before and done.text[c.clean_start : c.clean_end] == c.after for c in done.changes)
    assert all(done.raw[f.start : f.end] == f.before for f in done.findings)
    rejected = {q.item.start for q, v in zip(asked, verdicts, strict=False) if isinstance(q.item, Change) and v == "n"}
    assert rejected <= {f.start for f in done.findings if f.status == "rejected"}
    assert not rejected & {c.start for c in done.changes}
    if "n" not in verdicts[: len(asked)] and all(isinstance(q.item, Change) for q in asked):
        assert done.text == found.text


def test_the_pipeline_carries_decisions_out_on_any_number_of_workers(tmp_path: Path) -> None:
    texts = [article(n) for n in range(40)]
    book = Book(tmp_path / "d.jsonl")
    wanted = []
    for n, text in enumerate(texts):
        found = cleaner.run(text)
        asked = questions(found)
        gone = asked[n % len(asked)]
        book.add([decision(q, "reject" if q is gone else "accept", "" if q is gone else accepted_text(q)) for q in asked])
        wanted.append(done_text(text, found, gone))
    pipeline = Pipeline(Config(decisions=str(tmp_path / "d.jsonl")))
    assert [r.text for r in pipeline.pipe(texts)] == wanted
    assert [r.text for r in pipeline.pipe(texts, workers=2)] == wanted


def done_text(raw: str, found: Result, gone: Question) -> str:
    """The raw text with all changes but one, built by hand from the end."""
    for c in sorted(found.changes, key=lambda c: -c.start):
        if c is not gone.item:
            raw = raw[: c.start] + c.after + raw[c.end :]
    return raw


def test_cleaning_a_cleaned_text_with_its_decisions_changes_nothing(tmp_path: Path) -> None:
    for n in range(8):
        found = cleaner.run(article(n))
        book = Book(tmp_path / f"{n}.jsonl")
        asked = questions(found)
        book.add([decision(q, "reject" if i == n % len(asked) else "accept", "" if i == n % len(asked) else accepted_text(q)) for i, q in enumerate(asked)])
        pipeline = Pipeline(Config(decisions=str(tmp_path / f"{n}.jsonl")))
        once = pipeline(article(n))
        assert pipeline(once) == once


def test_the_book_is_only_added_to_and_survives_a_torn_line(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "d.jsonl"
    book = open_book(path)
    first = decision(one(), "reject", "", "ann", "no: another\nman \x1b[31m")
    book.add([first])
    kept = path.read_bytes()
    assert b"\x1b" not in kept
    book.add([withdrawn(first)])
    assert path.read_bytes().startswith(kept)
    assert open_book(path).standing() == []
    with path.open("ab") as file:
        file.write(decision(one(), "accept", "Rutte").line()[:40])
    again = open_book(path)
    again.add([first])
    assert open_book(path).standing() == [first]


@pytest.mark.parametrize("line", ["[]", "{}", "not json", '{"key": 1}', '{"verdict": "perhaps", "key": "a", "before": "", "offers": [], "left": [], "right": [], "rule": "r"}'])
def test_lines_that_are_no_decisions_are_named(line: str, tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    path.write_bytes(decision(one(), "reject").line() + line.encode() + b"\n")
    with pytest.raises(BookError, match=r"d.jsonl:2: not a decision"):
        open_book(path)


def test_a_book_that_must_be_there_is_missed(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        Pipeline(Config(decisions=str(tmp_path / "none.jsonl")))


def test_a_line_of_the_book_is_plain_json() -> None:
    tree = json.loads(decision(one(), "accept", "Rutte", "ann", "sure").line())
    assert (tree["verdict"], tree["before"], tree["text"], tree["user"], tree["note"]) == ("accept", "Root", "Rutte", "ann", "sure")


def test_an_accepted_repair_teaches_the_full_name_only() -> None:
    gazetteer = open_gazetteer(own=False)
    assert learned(one(), "Rutte", gazetteer) == Learned("Mark Root", "Mark Rutte", "person")
    assert learned(one(RAW.replace("Mark Root", "the aged Root")), "Rutte", gazetteer) is None
    assert learned(one(), "Nobody", gazetteer) is None


def test_forms_that_were_also_rejected_are_not_learned() -> None:
    yes = replace(decision(one(), "accept", "Rutte"), wrong_name="Mark Root", right_name="Mark Rutte", name_kind="person")
    assert list(wrong_forms([yes, yes])) == [(Learned("Mark Root", "Mark Rutte", "person"), 2)]
    assert list(wrong_forms([yes, decision(one(), "reject")])) == []
