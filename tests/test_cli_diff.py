"""`normalize diff`: every change shown with its reason, and patches that `patch` accepts."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from normalize.formats.unified import patch
from normalize.pipeline import Pipeline
from tests.alphabet import documents
from tests.cases import cases
from tests.running import CLEAN, FAULTY, normalize, on_terminal

needs_patch = pytest.mark.skipif(shutil.which("patch") is None, reason="the program `patch` is not installed")


def test_a_change_is_shown_in_place_with_rule_confidence_and_reason(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(FAULTY)
    ran = normalize("diff", "a.txt", cwd=tmp_path)
    assert ran.code == 0
    head, line, reason, *_ = ran.text.splitlines()
    assert head == "a.txt:1:29  en.periods.spurious-period  spurious-period, 97%"
    assert line == "  The move will raise concerns[-.-] in China."
    assert reason.startswith("  The translator ended a sentence")
    assert path.read_text() == FAULTY


def test_evidence_is_shown() -> None:
    shown = normalize("diff", "--date", "2024-10-30", stdin=b"NATO Secretary General Mark Root spoke to reporters.\n").text
    assert "[-Root-]{+Rutte+}" in shown
    assert shown.count("  · ") >= 2


@pytest.mark.parametrize(("text", "args", "code"), [(FAULTY, (), 0), (FAULTY, ("--exit-code",), 1), (CLEAN, ("--exit-code",), 0), ("", ("--exit-code",), 0), (FAULTY, ("--exit-code", "-u"), 1)])
def test_the_exit_code(text: str, args: tuple[str, ...], code: int) -> None:
    ran = normalize("diff", *args, stdin=text.encode())
    assert ran.code == code
    assert (ran.out == b"") == (text != FAULTY)


@pytest.mark.parametrize(("args", "coloured"), [(("--color", "always"), True), (("--color", "never"), False), ((), False)])
def test_colour_only_when_asked_or_on_a_terminal(args: tuple[str, ...], coloured: bool) -> None:
    assert (b"\x1b[" in normalize("diff", *args, stdin=FAULTY.encode()).out) is coloured


def patched(folder: Path, name: str, patch_text: bytes) -> bytes:
    """What `patch -p1` makes of the file."""
    done = subprocess.run(["patch", "-p1", "--batch", "--no-backup-if-mismatch"], input=patch_text, capture_output=True, cwd=folder, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr).decode("utf-8", "replace")
    assert b"fuzz" not in done.stdout
    assert sorted(p.name for p in folder.iterdir()) == [name]
    return (folder / name).read_bytes()


@needs_patch
@pytest.mark.parametrize("case", cases("patches.jsonl"))
def test_patch_makes_the_cleaned_text(case: dict[str, Any], tmp_path: Path) -> None:
    name = case.get("name", "a.txt")
    (tmp_path / name).write_bytes(case["text"].encode())
    shown = normalize("diff", "--unified", name, cwd=tmp_path)
    clean = normalize("clean", name, "-q", cwd=tmp_path)
    assert (shown.code, clean.code) == (0, 0)
    assert clean.out != case["text"].encode(), "the case has nothing to repair"
    assert patched(tmp_path, name, shown.out) == clean.out


@needs_patch
def test_patches_of_several_files_stand_in_one_stream(tmp_path: Path) -> None:
    for i in range(3):
        (tmp_path / f"{i}.txt").write_text(f"Text {i}. {FAULTY}" if i != 1 else CLEAN)
    shown = normalize("diff", "-u", "0.txt", "1.txt", "2.txt", cwd=tmp_path)
    subprocess.run(["patch", "-p1", "--batch"], input=shown.out, cwd=tmp_path, check=True, capture_output=True)
    assert [(tmp_path / f"{i}.txt").read_text() for i in range(3)] == ["Text 0. The move will raise concerns in China.\n", CLEAN, "Text 2. The move will raise concerns in China.\n"]


def applied(raw: str, patch_text: str) -> str:
    """A patch applied by the book: context and removed lines must be there, added lines come in their place."""
    old = _cut(raw)
    out: list[str] = []
    at, last = 0, ""
    for line in _cut(patch_text)[2:]:
        if line.startswith("@@"):
            start = int(line.split()[1][1:].partition(",")[0])
            count = int((line.split()[1].partition(",")[2]) or "1")
            out += old[at : max(0, start - 1 if count else start)]
            at = max(at, start - 1 if count else start)
        elif line.startswith("\\"):
            if last in " +":
                out[-1] = out[-1].removesuffix("\n")
        elif line[0] in " -":
            assert old[at].removesuffix("\n") == line[1:].removesuffix("\n")
            if line[0] == " ":
                out.append(line[1:])
            at += 1
        else:
            out.append(line[1:])
        last = line[0]
    return "".join(out + old[at:])


def _cut(text: str) -> list[str]:
    return [part + "\n" for part in text.split("\n")[:-1]] + ([text.split("\n")[-1]] if not text.endswith("\n") and text else [])


_cleaner = Pipeline()


@settings(max_examples=200)
@given(documents())
def test_the_patch_of_any_text_gives_the_cleaned_text(text: str) -> None:
    result = _cleaner.run(text)
    shown = patch(result)
    assert (shown == "") == (result.text == text)
    if shown:
        assert applied(text, shown) == result.text


def test_a_patch_shown_on_a_terminal_has_no_escape_of_the_document(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\x1b]0;owned\x07 " + FAULTY)
    shown = on_terminal("diff", "-u", "a.txt", cwd=tmp_path)
    assert b"concerns" in shown
    assert b"\x1b" not in shown
