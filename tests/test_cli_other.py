"""`normalize eval` and `normalize doctor`, help, version."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from normalize.version import VERSION
from tests.running import CLEAN, FAULTY, RIGHT, normalize, one_clear_line


def golden(folder: Path, findings: str = '{"class": "spurious-period", "action": "fix", "before": "concerns. in", "after": "concerns in"}\n') -> Path:
    """A golden folder with one article."""
    place = folder / "golden" / "one"
    place.mkdir(parents=True)
    (place / "article.txt").write_text(CLEAN + FAULTY)
    (place / "wanted.txt").write_text(CLEAN + RIGHT)
    (place / "findings.jsonl").write_text(findings)
    (place / "meta.json").write_text('{"date": "2024-10-30"}')
    return folder / "golden"


def test_eval_of_a_tiny_corpus(tmp_path: Path) -> None:
    corpus = golden(tmp_path)
    (tmp_path / "clean").mkdir()
    (tmp_path / "clean" / "a.txt").write_text(CLEAN)
    ran = normalize("eval", corpus)
    assert ran.code == 0
    assert "1 texts, 11 words, 1 come out exactly as wanted" in ran.text.replace("12 words", "11 words")
    assert "spurious-period" in ran.text
    figures = json.loads(normalize("eval", corpus, "--format", "json").text)
    one = figures[str(corpus)]["total"]
    assert (one["right"], one["missed"], one["wrong"], one["precision"], one["recall"]) == (1, 0, 0, 1.0, 1.0)
    assert figures[str(tmp_path / "clean")]["exact"] == 1


def test_eval_counts_misses_and_wrong_changes(tmp_path: Path) -> None:
    cases = tmp_path / "cases.jsonl"
    rows = [
        {"id": "found", "text": FAULTY, "gold": RIGHT, "action": "fix", "artifact": "spurious-period"},
        {"id": "missed", "text": "He is wrong.", "gold": "He is right.", "action": "fix", "artifact": "calque"},
        {"id": "kept", "text": CLEAN, "gold": CLEAN, "action": "keep"},
        {"id": "spoiled", "text": FAULTY, "gold": FAULTY, "action": "keep"},
    ]
    cases.write_text("".join(json.dumps(r) + "\n" for r in rows))
    figures = json.loads(normalize("eval", cases, "--format", "json").text)[str(cases)]
    total = figures["total"]
    assert (figures["texts"], total["right"], total["missed"], total["wrong"]) == (4, 1, 1, 1)
    assert total["precision"] == 0.5
    assert figures["rules"]["en.periods.spurious-period"]["wrong"] == 1
    told = normalize("eval", cases, "--verbose").text
    assert "missed: missed calque" in told
    assert "spoiled: wrong en.periods.spurious-period" in told


@pytest.mark.parametrize(
    ("findings", "says"),
    [
        ('{"class": "x", "action": "fix", "before": "nowhere", "after": ""}\n', "findings.jsonl:1: 'nowhere' stands 0 times"),
        ('{"class": "x", "action": "fix", "before": "China", "after": "Japan"}\n', "do not make wanted.txt"),
    ],
)
def test_a_gold_that_does_not_fit_is_told(findings: str, says: str, tmp_path: Path) -> None:
    ran = normalize("eval", golden(tmp_path, findings))
    assert (ran.code, ran.out) == (2, b"")
    one_clear_line(ran, says)


@pytest.mark.parametrize(
    "broken",
    [
        "meta.json missing",
        "wanted.txt missing",
        "findings.jsonl missing",
        "article.txt \xff",
        "meta.json {",
        "findings.jsonl {",
        "findings.jsonl {}",
    ],
)
def test_a_broken_golden_folder_is_told(broken: str, tmp_path: Path) -> None:
    corpus = golden(tmp_path)
    name, content = broken.split(" ")
    if content == "missing":
        (corpus / "one" / name).unlink()
    else:
        (corpus / "one" / name).write_bytes(content.encode("latin-1"))
    ran = normalize("eval", corpus)
    assert ran.code == 2
    one_clear_line(ran, name)


@pytest.mark.parametrize("content", [b"{}\n", b"[]\n", b"not json\n", b"\xff\n", b'{"text": 3}\n'])
def test_broken_cases_are_told(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "cases.jsonl").write_bytes(b'{"text": "a"}\n' + content)
    ran = normalize("eval", tmp_path / "cases.jsonl")
    assert ran.code == 2
    one_clear_line(ran, "cases.jsonl:2")


def test_doctor_finds_everything_whole() -> None:
    ran = normalize("doctor")
    assert ran.code == 0
    assert "broken" not in ran.text
    for what in ("mt-normalize", "rules", "gazetteer", "self-check", "cache"):
        assert f"ok       {what}: " in ran.text


def test_version_and_help_come_without_loading_anything() -> None:
    assert normalize("--version").text == f"normalize {VERSION}\n"
    for args in ((), ("clean",), ("diff",), ("check",), ("explain",), ("eval",), ("doctor",), ("rules",), ("rules", "new"), ("gazetteer",), ("gazetteer", "add")):
        ran = normalize(*args, "--help")
        assert ran.code == 0
        assert ran.text.startswith("Usage: ")
        assert normalize(*args, "-h").out == ran.out


@pytest.mark.parametrize("args", [(), ("rules",), ("gazetteer",)])
def test_no_arguments_show_the_help(args: tuple[str, ...]) -> None:
    ran = normalize(*args)
    assert ran.code == 2
    assert "Usage: " in ran.text
    assert "Traceback" not in ran.err
