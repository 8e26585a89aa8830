"""`normalize undo`, `normalize decisions`, `normalize rules tune` and `--decisions`, as a user has them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from normalize.decisions.book import Book, decision, open_book
from normalize.decisions.fingerprint import questions
from normalize.decisions.undoing import without
from normalize.errors import UsageError
from normalize.pipeline import Pipeline
from tests.running import normalize, one_clear_line
from tests.sittings import article, result, write_articles


def reviewed(folder: Path, answers: str, count: int = 1) -> None:
    """Articles in a folder, and a book with these answers to their first questions."""
    write_articles(folder / "in", count)
    ran = normalize("review", "in", "--line", "--user", "ann", cwd=folder, stdin="\n".join([*answers, "q", ""]).encode())
    assert ran.code == 0, ran.err


@pytest.mark.parametrize("ending", ["json", "jsonl"])
def test_one_change_is_taken_back_without_the_others(ending: str, tmp_path: Path) -> None:
    paths = write_articles(tmp_path / "in", 2)
    normalize("clean", "in", "-o", "out", "--report", f"r.{ending}", cwd=tmp_path)
    found = Pipeline().run(paths[1].read_text("utf-8"))
    for c in found.changes:
        ran = normalize("undo", f"r.{ending}", "--change", c.id, "--source", "in/001.txt", cwd=tmp_path)
        text = found.raw
        for other in sorted(found.changes, key=lambda o: -o.start):
            if other is not c:
                text = text[: other.start] + other.after + text[other.end :]
        assert (ran.code, ran.text, ran.err) == (0, text, f"taken back: {c.id}\n")
    every = [x for c in found.changes for x in ("--change", c.id)]
    assert normalize("undo", f"r.{ending}", *every, "--source", "in/001.txt", "-o", "raw.txt", cwd=tmp_path).code == 0
    assert (tmp_path / "raw.txt").read_bytes() == paths[1].read_bytes()


def test_undo_says_what_is_wrong(tmp_path: Path) -> None:
    write_articles(tmp_path / "in", 2)
    normalize("clean", "in", "-o", "out", "--report", "r.json", cwd=tmp_path)
    one_clear_line(normalize("undo", "r.json", "--change", "c1", cwd=tmp_path), "--source")
    one_clear_line(normalize("undo", "r.json", "--change", "c99", "--source", "in/000.txt", cwd=tmp_path), "no change 'c99'")
    one_clear_line(normalize("undo", "in/000.txt", "--change", "c1", cwd=tmp_path), "no report")
    report = json.loads((tmp_path / "r.json").read_text("utf-8"))[0]
    with pytest.raises(UsageError, match="altered"):
        without({**report, "text": "x" + report["text"]}, ["c2"])


def test_undo_takes_a_group_along() -> None:
    found = result("He said Monday is a day.", [("Monday", "“Monday", "q"), ("day", "day”", "q")]).as_dict()
    for c in found["changes"]:
        c["group"] = "g1"
    assert without(found, ["c2"]) == ("He said Monday is a day.", ["c1", "c2"])


def test_clean_diff_and_check_carry_decisions_out(tmp_path: Path) -> None:
    reviewed(tmp_path, "nyyy")
    raw = article(0)
    wanted = Pipeline()(raw).replace("concerns in", "concerns. in")
    with_decisions = ("in/000.txt", "--decisions", "decisions.jsonl")
    assert normalize("clean", *with_decisions, cwd=tmp_path).text == wanted
    assert "[-.-]" not in normalize("diff", *with_decisions, cwd=tmp_path).text
    lines = normalize("check", *with_decisions, cwd=tmp_path).text
    assert "spurious-period" not in lines
    assert "two-determiners" in lines
    report = json.loads(normalize("check", *with_decisions, "--format", "json", cwd=tmp_path).text)
    assert [(f["rule"], f["status"], f["by"]) for f in report["findings"] if f["status"] == "rejected"] == [("en.periods.spurious-period", "rejected", "ann")]
    assert any(e["kind"] == "decision" for c in report["changes"] for e in c["evidence"])
    one_clear_line(normalize("clean", "in/000.txt", "--decisions", "none.jsonl", cwd=tmp_path), "no such file", "normalize review")


def test_check_is_content_when_all_was_rejected(tmp_path: Path) -> None:
    reviewed(tmp_path, "nnnnnn")
    assert normalize("clean", "in/000.txt", "--decisions", "decisions.jsonl", cwd=tmp_path).text == article(0)
    assert normalize("check", "in/000.txt", "--decisions", "decisions.jsonl", cwd=tmp_path).code == 0


def test_records_of_json_lines_are_decided_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("".join(json.dumps({"id": n, "text": article(n)}) + "\n" for n in range(3)))
    normalize("review", "a.jsonl", "--line", cwd=tmp_path, stdin=b"M\nq\n")
    ran = normalize("clean", "a.jsonl", "--decisions", "decisions.jsonl", cwd=tmp_path)
    assert [json.loads(line)["text"].count("concerns in") for line in ran.text.splitlines()] == [0, 0, 0]


def test_list_and_export(tmp_path: Path) -> None:
    reviewed(tmp_path, "nyun")
    ran = normalize("decisions", "list", cwd=tmp_path)
    assert ran.text.splitlines()[0].startswith("reject  “.”  en.periods.spurious-period  rejected by ann on 2")
    assert "    1 rejected     0 written     0 accepted  en.periods.spurious-period" in ran.text
    assert normalize("decisions", "export", "-o", "d.csv", cwd=tmp_path).code == 0
    rows = list(csv.DictReader(io.StringIO((tmp_path / "d.csv").read_text("utf-8"))))
    assert [(r["verdict"], r["before"], r["user"]) for r in rows] == [("reject", ".", "ann"), ("reject", "Root", "ann")]
    assert normalize("decisions", "export", "-o", "d.jsonl", cwd=tmp_path).code == 0
    assert open_book(tmp_path / "d.jsonl").standing() == open_book(tmp_path / "decisions.jsonl").standing()
    assert len((tmp_path / "d.jsonl").read_bytes().splitlines()) == 2
    one_clear_line(normalize("decisions", "export", "-o", "d.txt", cwd=tmp_path), ".csv")


def test_no_cell_of_the_table_is_a_formula(tmp_path: Path) -> None:
    found = result("We =1+1 here.\n", [("=1+1", "two", "x")])
    Book(tmp_path / "d.jsonl").add([decision(q, "accept", "@two", "+ann", "-note") for q in questions(found)])
    assert normalize("decisions", "export", "d.jsonl", "-o", "d.csv", cwd=tmp_path).code == 0
    row = next(csv.DictReader(io.StringIO((tmp_path / "d.csv").read_text("utf-8"))))
    assert [row[k] for k in ("before", "text", "user", "note")] == ["'=1+1", "'@two", "'+ann", "'-note"]


def test_accepted_names_become_wrong_forms_of_the_own_gazetteer(tmp_path: Path) -> None:
    """The repair needed the office beside the name; once learned, it is offered without it."""
    reviewed(tmp_path, "yy", 2)
    bare = "Nobody knew whether Mark Root would come.\n"
    env = {"NORMALIZE_GAZETTEER_DIR": str(tmp_path / "own")}
    assert normalize("check", "-", stdin=bare.encode(), env=env).text == ""
    assert normalize("decisions", "learn", cwd=tmp_path, env=env).text == "would learn “Mark Root” → Mark Rutte (person, accepted 1 time)\n"
    assert not (tmp_path / "own").exists()
    assert normalize("decisions", "learn", "--least", "2", "--write", cwd=tmp_path, env=env).text == ""
    assert normalize("decisions", "learn", "--write", cwd=tmp_path, env=env).text.startswith("learned “Mark Root”")
    assert "“Mark Root” → “Mark Rutte”" in normalize("check", "-", stdin=bare.encode(), env=env).text


def test_a_form_that_would_do_harm_is_refused(tmp_path: Path) -> None:
    found = result("NATO chief Joe Biden spoke at the office on Monday.\n", [("Joe Biden", "Mark Rutte", "x")])
    from dataclasses import replace

    d = decision(questions(found)[0], "accept", "Mark Rutte")
    Book(tmp_path / "d.jsonl").add([replace(d, wrong_name="Joe Biden", right_name="Mark Rutte", name_kind="person")])
    ran = normalize("decisions", "learn", "d.jsonl", "--write", "--to", str(tmp_path / "own"), cwd=tmp_path)
    assert ran.code == 2
    assert ran.text.startswith("refused “Joe Biden”")
    assert not (tmp_path / "own").exists()


def test_rules_rejected_again_and_again_are_named(tmp_path: Path) -> None:
    reviewed(tmp_path, "N", 4)
    ran = normalize("rules", "tune", cwd=tmp_path)
    assert ran.text.splitlines()[0] == "4 of 4 rejected, 0 rewritten: en.periods.spurious-period"
    assert "proposed: action suggest instead of fix (rules/en/" in ran.text
    assert "--ignore en.periods.spurious-period" in ran.text
    assert ran.text.endswith("1 proposal\n")
