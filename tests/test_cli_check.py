"""`normalize check`: findings as lines, JSON, SARIF and annotations."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.running import CLEAN, FAULTY, normalize

TEXT = f"{CLEAN}{FAULTY}The goalkeeper was praised for his. The coach was not.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one faulty text."""
    (tmp_path / "a.txt").write_text(TEXT)
    return tmp_path


def test_text_is_path_line_column_rule_message(folder: Path) -> None:
    ran = normalize("check", "a.txt", cwd=folder)
    assert (ran.code, ran.err) == (1, "")
    first, second = ran.text.splitlines()
    assert first.startswith("a.txt:2:29: en.periods.spurious-period “.” → “”: ")
    assert re.match(r"a\.txt:3:\d+: en\.\S+ “", second)


def test_nothing_found_is_zero_and_silence() -> None:
    ran = normalize("check", stdin=CLEAN.encode())
    assert (ran.code, ran.out, ran.err) == (0, b"", "")


def test_json_is_the_report(folder: Path) -> None:
    ran = normalize("check", "a.txt", "--format", "json", cwd=folder)
    assert ran.code == 1
    report = json.loads(ran.text)
    assert report["schema"] == 1
    assert [c["rule"] for c in report["changes"]] == ["en.periods.spurious-period"]
    assert report["findings"][0]["action"] == "flag"


def test_sarif_is_well_formed(folder: Path) -> None:
    log = json.loads(normalize("check", "a.txt", "--format", "sarif", cwd=folder).text)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert run["tool"]["driver"]["name"] == "mt-normalize"
    assert {r["id"] for r in run["tool"]["driver"]["rules"]} == {r["ruleId"] for r in run["results"]}
    first = run["results"][0]
    region = first["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"], region["endColumn"]) == (2, 29, 30)
    assert TEXT[region["charOffset"] : region["charOffset"] + region["charLength"]] == "."
    assert first["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"] == ""


def test_sarif_of_nothing_is_still_a_log() -> None:
    ran = normalize("check", "--format", "sarif", stdin=CLEAN.encode())
    assert ran.code == 0
    assert json.loads(ran.text)["runs"][0]["results"] == []


def test_json_of_nothing_is_still_json(tmp_path: Path) -> None:
    (tmp_path / "latin.txt").write_bytes(b"caf\xe9\n")
    ran = normalize("check", tmp_path / "latin.txt", "--format", "json")
    assert ran.code == 3
    json.loads(ran.text)


def test_github_annotations_cannot_be_forged(tmp_path: Path) -> None:
    (tmp_path / "a,b:c.txt").write_text("He said “\n::error file=x::owned\n” said, of of 100% it.\n")
    ran = normalize("check", "a,b:c.txt", "--format", "github", cwd=tmp_path)
    assert ran.code == 1
    for line in ran.text.splitlines():
        assert re.match(r"::(?:warning|notice) file=a%2Cb%3Ac\.txt,line=\d+,col=\d+,endLine=\d+(?:,endColumn=\d+)?,title=[\w.-]+::", line), line


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_a_fault_is_exit_code_three_and_the_others_are_checked(form: str, folder: Path) -> None:
    (folder / "b.txt").write_bytes(b"caf\xe9\n")
    ran = normalize("check", "a.txt", "b.txt", "--format", form, cwd=folder)
    assert ran.code == 3
    assert "spurious-period" in ran.text
    assert ran.err.startswith("normalize: b.txt: not UTF-8 (byte 3)")


def test_a_folder_is_walked(folder: Path) -> None:
    ran = normalize("check", folder)
    assert ran.code == 1
    assert f"{folder}/a.txt:2:29: " in ran.text


def test_columns_count_code_points(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("😀é\u0301 raise concerns. in China.\n")
    assert normalize("check", "a.txt", cwd=tmp_path).text.startswith("a.txt:1:19: ")


def test_lines_are_counted_as_editors_do(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"One.\r\nTwo.\rThree.\n" + FAULTY.encode())
    assert normalize("check", "a.txt", cwd=tmp_path).text.startswith("a.txt:4:29: ")


def test_line_and_column_count_the_raw_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"He spoke of of it.\n{CLEAN}\n{FAULTY}")
    lines = normalize("check", "a.txt", cwd=tmp_path).text.splitlines()
    assert [line.split(" ")[0] for line in lines] == ["a.txt:1:12:", "a.txt:4:29:"]
