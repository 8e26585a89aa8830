"""Bytes in, the same bytes out; files appear whole or not at all."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalize.errors import InputError, UsageError
from normalize.files import AtomicFile, decode, encode, write
from tests.running import environment


@settings(max_examples=1000)
@given(st.binary(max_size=60))
def test_any_bytes_are_a_text_or_an_input_error(data: bytes) -> None:
    try:
        text = decode(data, "a.txt")
    except InputError as error:
        assert str(error).startswith("a.txt: ")
        assert "passed through unchanged" in str(error)
        assert b"\0" in data or data.decode("utf-8", "replace").encode() != data
    else:
        assert encode(text) == data


@given(st.text(st.characters(), max_size=30))
def test_any_text_can_be_written(text: str) -> None:
    assert encode(text).decode("utf-8", "surrogatepass") == text


def test_a_file_is_written_with_the_mode_of_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    old = os.umask(0o027)
    try:
        write(path, b"new")
    finally:
        os.umask(old)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    path.chmod(0o600)
    write(path, b"newer")
    assert path.read_bytes() == b"newer"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_an_exception_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")

    def spoil() -> None:
        with AtomicFile(path) as file:
            file.write(b"half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        spoil()
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize("call", ["fsync", "replace", "chmod"])
def test_a_disk_that_fails_leaves_the_old_file(call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")

    def fail(*args: object, **more: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(UsageError, match="No space left on device; the old file is untouched"):
        write(path, b"new")
    monkeypatch.undo()
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    target, link = tmp_path / "deep" / "a.txt", tmp_path / "link.txt"
    target.write_bytes(b"old")
    link.symlink_to(target)
    write(link, b"new")
    assert target.read_bytes() == b"new"
    assert link.is_symlink()


def test_a_kill_leaves_every_file_whole(tmp_path: Path) -> None:
    """Killed at any moment of an --in-place run, each file is the old one or the new one."""
    old, new = "The move will raise concerns. in China.\n" * 40, "The move will raise concerns in China.\n" * 40
    for round_ in range(6):
        for i in range(40):
            (tmp_path / f"{i:02}.txt").write_text(old)
        process = subprocess.Popen([sys.executable, "-m", "normalize.cli.app", "clean", "--in-place", str(tmp_path)], stderr=subprocess.DEVNULL, env={**os.environ, **environment()})
        time.sleep(0.35 + 0.12 * round_)
        process.send_signal(signal.SIGKILL)
        process.wait()
        texts = [p.read_text() for p in sorted(tmp_path.glob("??.txt"))]
        assert len(texts) == 40
        assert set(texts) <= {old, new}
        for left in tmp_path.glob(".*"):
            left.unlink()
