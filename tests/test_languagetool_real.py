"""The real server of LanguageTool: its start, its words, its end. Skipped where Java or the jars are missing; ``normalize doctor`` says what."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from normalize.config import Config
from normalize.errors import GrammarError
from normalize.languagetool import local
from normalize.pipeline import Pipeline
from tests.running import ROOT, environment, normalize

pytestmark = [pytest.mark.skipif(bool(local.missing()), reason=local.missing()), pytest.mark.xdist_group("languagetool")]


@pytest.fixture(scope="module")
def pipeline() -> Iterator[Pipeline]:
    pipe = Pipeline(Config(grammar="local"))
    yield pipe
    assert pipe.checker is not None
    pipe.checker.close()
    assert not running(pipe.checker.pid)


def running(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits for its parent does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def ended(pid: int, seconds: float = 10) -> bool:
    until = time.monotonic() + seconds
    while running(pid) and time.monotonic() < until:
        time.sleep(0.05)
    return not running(pid)


def listened_to(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_the_real_rules_speak_and_the_way_back_is_exact(pipeline: Pipeline) -> None:
    assert pipeline.checker is not None
    pipeline.checker.speaking |= {"EN_A_VS_AN": ("fix", 0.99)}
    text = "\N{GRINNING FACE} It was a honest answer of a old man.\n"
    result = pipeline.run(text)
    assert result.text == "\N{GRINNING FACE} It was an honest answer of an old man.\n"
    assert result.undo() == text
    assert not result.problems
    assert {c.rule for c in result.changes} == {"languagetool.EN_A_VS_AN"}
    again = pipeline.run(result.text)
    assert again.text == result.text
    assert result.stats["grammar"]["server"] == pipeline.checker.url
    assert result.stats["grammar"]["characters_sent"] > len(text)


def test_good_text_stays(pipeline: Pipeline) -> None:
    for path in sorted((ROOT / "corpora" / "clean").glob("*.txt"))[:12]:
        text = path.read_bytes().decode()
        result = pipeline.run(text)
        assert result.text == text, path.name
        assert not result.problems


def test_a_dead_server_is_started_again(pipeline: Pipeline) -> None:
    assert pipeline.checker is not None
    first = pipeline.checker.pid
    os.kill(first, signal.SIGKILL)
    assert ended(first)
    time.sleep(1)  # the guard looks twice a second
    result = pipeline.run("It was a honest answer to everyone there.\n")
    assert not result.problems
    assert pipeline.checker.pid != first


def test_a_port_in_other_hands_is_no_start(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as stranger:
        stranger.bind(("127.0.0.1", 0))
        stranger.listen()
        monkeypatch.setattr(local, "_free_port", lambda: stranger.getsockname()[1])
        monkeypatch.setattr(local, "_TRIES", 1)
        with pytest.raises(GrammarError, match="did not start"):
            local.LocalServer()
        stranger.settimeout(0.1)
        with pytest.raises(TimeoutError):
            stranger.accept()  # nobody has spoken to it


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT])
def test_no_server_outlives_its_parent(number: signal.Signals) -> None:
    code = (
        "import signal, time; signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a shell's background jobs are born deaf to it
        "from normalize.languagetool.local import LocalServer; s = LocalServer(); print(s.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={**os.environ, **environment()})
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    assert running(pid)
    parent.send_signal(number)
    parent.wait(20)
    parent.stdout.close()
    assert ended(pid)


def test_workers_share_one_server_and_leave_none(tmp_path: Path) -> None:
    for n in range(3):
        (tmp_path / f"{n}.txt").write_text(f"It was the answer number {n} to everyone there. in China.\n")
    ran = normalize("clean", "-q", "--grammar", "local", "-j", "2", "--format", "jsonl", *(f"{n}.txt" for n in range(3)), cwd=tmp_path)
    assert ran.code == 0, ran.err
    rows = [json.loads(line) for line in ran.text.splitlines()]
    assert len({r["stats"]["grammar"]["server"] for r in rows}) == 1
    port = int(rows[0]["stats"]["grammar"]["server"].rpartition(":")[2])
    until = time.monotonic() + 10
    while listened_to(port) and time.monotonic() < until:  # its guard looks twice a second
        time.sleep(0.05)
    assert not listened_to(port)
