"""Patterns that are kept between runs: from a sound file, and without harm where the file is spoiled, foreign or cannot be written."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import normalize

_SENTENCE = "The move will raise concerns. in China.\n"
_WANTED = "The move will raise concerns in China.\n"


def clean(folder: Path, text: Path) -> str:
    """The cleaned text, with the cache in a folder."""
    return normalize("clean", "-q", text, env={"NORMALIZE_CACHE_DIR": str(folder)}).out.decode()


@pytest.fixture
def text(tmp_path: Path) -> Path:
    """A file with one fault."""
    path = tmp_path / "a.txt"
    path.write_text(_SENTENCE)
    return path


def test_they_are_kept(tmp_path: Path, text: Path) -> None:
    assert clean(tmp_path / "cache", text) == _WANTED
    [file] = (tmp_path / "cache").glob("patterns-*.bin")
    before = file.read_bytes()
    assert clean(tmp_path / "cache", text) == _WANTED
    assert file.read_bytes() == before


@pytest.mark.parametrize("spoil", [lambda b: b"", lambda b: b[:-7], lambda b: b[:40] + bytes([b[40] ^ 1]) + b[41:], lambda b: b"x" * len(b)])
def test_a_spoiled_file_is_as_good_as_none(spoil: object, tmp_path: Path, text: Path) -> None:
    clean(tmp_path / "cache", text)
    [file] = (tmp_path / "cache").glob("patterns-*.bin")
    sound = file.read_bytes()
    file.write_bytes(spoil(sound))  # type: ignore[operator]
    assert clean(tmp_path / "cache", text) == _WANTED
    assert len(file.read_bytes()) > len(sound) // 2


def test_a_cache_that_cannot_be_written(tmp_path: Path, text: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    assert clean(tmp_path / "cache", text) == _WANTED


def test_a_pattern_from_the_memory_is_the_pattern(tmp_path: Path) -> None:
    code = (
        "import regex\nfrom normalize.patterns import compiled\n"
        r"for p, f in ((r'(?P<a>\p{Lu}\w+) (?:b|c)*+$', 0), (r'x  y # z', regex.VERBOSE), (r'(?i:straße)|[^\x00-\x7f]', 0)):"
        "\n    m, r = compiled(p, f), regex.compile(p, f)\n"
        "    print(m.pattern == r.pattern, m.flags == r.flags, dict(m.groupindex) == dict(r.groupindex),"
        " all((m.search(t) and m.search(t).span()) == (r.search(t) and r.search(t).span()) for t in ('Ab bcb', 'xy', 'STRASSE', 'é')))"
    )
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env={"NORMALIZE_CACHE_DIR": str(tmp_path), "PYTHONUTF8": "1"}, check=True)
        assert done.stdout.split() == ["True"] * 12
    assert list(tmp_path.glob("patterns-*.bin"))
