"""A file is written whole or not at all: full disk, read-only folder, a kill in the middle; links are followed, leftovers cleared."""

from __future__ import annotations

import os
import random
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from normalize import files
from normalize.errors import UsageError
from tests.running import FAULTY, RIGHT, environment, normalize

posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals and limits")
OLD, NEW = FAULTY * 3000, RIGHT * 3000
KILLS = 50
#: Writes the two contents over the same file, turn by turn, until it is killed.
_WRITER = """
import sys
from normalize.files import write
old, new = (open(p, "rb").read() for p in sys.argv[2:4])
print("ready", flush=True)
while True:
    write(sys.argv[1], new)
    write(sys.argv[1], old)
"""


def temporaries(folder: Path) -> list[str]:
    """What was left of files being written."""
    return [p.name for p in folder.iterdir() if p.name.startswith(".normalize-")]


@posix
def test_a_kill_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    target, old, new = folder / "a.txt", tmp_path / "old", tmp_path / "new"
    for path, text in ((target, OLD), (old, OLD), (new, NEW)):
        path.write_text(text)
    rng = random.Random(0)
    seen = set()
    for _ in range(KILLS):
        child = subprocess.Popen([sys.executable, "-c", _WRITER, str(target), str(old), str(new)], stdout=subprocess.PIPE, env={**os.environ, **environment()})
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(rng.random() * 0.02)
        child.kill()
        child.wait()
        child.stdout.close()
        content = target.read_text()
        assert content in (OLD, NEW)
        seen.add(content)
        assert len(temporaries(folder)) <= 1, "a run clears away what the one before it left"
    assert seen == {OLD, NEW}
    assert normalize("clean", "--in-place", "-q", target).code == 0
    assert target.read_text() == NEW
    assert os.listdir(folder) == ["a.txt"]


@posix
def test_a_kill_of_the_command_leaves_every_file_whole(tmp_path: Path) -> None:
    rng = random.Random(1)
    for n in range(200):
        (tmp_path / f"{n:03}.txt").write_text(FAULTY * 20)
    for _ in range(4):
        child = subprocess.Popen([sys.executable, "-m", "normalize.cli.app", "clean", "--in-place", "-q", str(tmp_path)], env={**os.environ, **environment()}, stderr=subprocess.DEVNULL)
        time.sleep(0.4 + rng.random())
        child.kill()
        child.wait()
        assert {p.read_text() for p in tmp_path.glob("*.txt")} <= {FAULTY * 20, RIGHT * 20}
    assert normalize("clean", "--in-place", "-q", tmp_path).code == 0
    assert {p.read_text() for p in tmp_path.glob("*.txt")} == {RIGHT * 20}
    assert temporaries(tmp_path) == []


@posix
@pytest.mark.parametrize("size", [0, 1, 4096, 65536])
def test_a_full_disk_leaves_the_old_file(size: int, tmp_path: Path) -> None:
    """A bound on the size of files stands for the disk: a write beyond it fails in the same way."""
    import resource

    target = tmp_path / "a.txt"
    target.write_text(OLD)
    # what a process writes elsewhere (its cache) must not meet the bound
    normalize("clean", "-q", stdin=b"warm")
    done = subprocess.run(
        [sys.executable, "-m", "normalize.cli.app", "clean", "--in-place", "-q", str(target)],
        env={**os.environ, **environment(), "PYTHONDONTWRITEBYTECODE": "1"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith(f"normalize: error: cannot write '{target}': File too large; the old file is untouched"), done.stderr
    assert target.read_text() == OLD
    assert os.listdir(tmp_path) == ["a.txt"]


@posix
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_named(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_text(OLD)
    tmp_path.chmod(0o555)
    try:
        ran = normalize("clean", "--in-place", target)
    finally:
        tmp_path.chmod(0o755)
    assert ran.code == 2
    assert "cannot write" in ran.err
    assert target.read_text() == OLD


def test_a_folder_that_refuses_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same where the tests run as root."""
    target = tmp_path / "a.txt"
    target.write_text(OLD)

    def refuse(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files.tempfile, "mkstemp", refuse)
    with pytest.raises(UsageError, match=r"cannot write .*Permission denied"):
        files.write(target, b"new")
    assert target.read_text() == OLD


@posix
def test_links_are_followed_and_stay_links(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    target = tmp_path / "there" / "real.txt"
    target.write_text(FAULTY)
    target.chmod(0o640)
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    first.symlink_to("there/real.txt")
    second.symlink_to(first)
    assert normalize("clean", "--in-place", "-q", second).code == 0
    assert first.is_symlink()
    assert second.is_symlink()
    assert target.read_text() == RIGHT
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert sorted(os.listdir(tmp_path)) == ["a.txt", "b.txt", "there"]
    assert os.listdir(tmp_path / "there") == ["real.txt"]


@posix
def test_only_what_killed_runs_left_is_cleared(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    machine = files._machine()
    left = tmp_path / f".normalize-{machine}-{dead.pid}-abcd1234.tmp"
    kept = [
        tmp_path / f".normalize-{machine}-{os.getppid()}-abcd1234.tmp",  # another run is writing it
        tmp_path / f".normalize-{'0' * 8}-{dead.pid}-abcd1234.tmp",  # another machine's, on a shared disk
        tmp_path / ".normalize-notes.tmp",  # somebody's own
    ]
    for path in (left, *kept):
        path.write_text("x")
    assert normalize("clean", "-q", "-o", tmp_path / "out.txt", stdin=FAULTY.encode()).code == 0
    assert not left.exists()
    assert all(p.exists() for p in kept)


@posix
def test_a_name_of_the_greatest_length_can_be_written(tmp_path: Path) -> None:
    target = tmp_path / ("é" * 125 + ".txt")
    target.write_text(FAULTY)
    assert normalize("clean", "--in-place", "-q", target).code == 0
    assert target.read_text() == RIGHT


@posix
def test_a_terminated_run_is_cleared_up_after(tmp_path: Path) -> None:
    child = subprocess.Popen([sys.executable, "-c", f"import os, signal; from normalize.files import AtomicFile\nwith AtomicFile({str(tmp_path / 'a.txt')!r}) as f:\n    f.write(b'x'); os.kill(os.getpid(), signal.SIGTERM)"], env={**os.environ, **environment()})
    assert child.wait() == -signal.SIGTERM
    assert len(temporaries(tmp_path)) == 1
    files._cleared.discard(tmp_path)
    files.write(tmp_path / "b.txt", b"new")
    assert os.listdir(tmp_path) == ["b.txt"]
