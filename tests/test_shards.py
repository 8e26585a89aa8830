"""Shards that outlive a kill: nothing lost, nothing doubled, the same bytes; and a run is not continued with other rules or settings."""

from __future__ import annotations

import gzip
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.running import FAULTY, RIGHT, environment, normalize, one_clear_line

BAD, GOOD = FAULTY.strip(), RIGHT.strip()


def tree(folder: Path) -> dict[str, bytes]:
    """The files of an output but for the journal."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file() and p.name != ".journal.jsonl"}


def corpus(folder: Path, records: int) -> Path:
    """Every kind of input that needs no library: JSON lines, plain and packed, a table, texts and a page; two bad records among them."""
    folder.mkdir()
    rng = random.Random(5)
    texts = [rng.choice([BAD, "Fine.", f"Case {i} was closed. in May.", "He spoke of of it."]) + f" {i}" for i in range(records)]
    lines = [json.dumps({"id": i, "text": text}).encode() + b"\n" for i, text in enumerate(texts)]
    (folder / "a.jsonl").write_bytes(b"".join(lines) + b"no record\n")
    (folder / "b.jsonl.gz").write_bytes(gzip.compress(b"".join(lines[: records // 4])))
    (folder / "c.csv").write_bytes(b"id,text\n" + b"".join(f'{i},"{text}"\n'.encode() for i, text in enumerate(texts[: records // 4])) + b"1,2,3\n")
    for i in range(records // 40):
        (folder / f"d{i:03}.txt").write_text(texts[i])
    (folder / "e.html").write_text(f"<p>{BAD}</p>")
    return folder


def start(*args: str | Path) -> subprocess.Popen[bytes]:
    """A run that can be killed, with its own group of processes."""
    return subprocess.Popen([sys.executable, "-m", "normalize.cli.app", *args], env={**os.environ, **environment()}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_kills_lose_nothing_and_double_nothing(jobs: str, tmp_path: Path) -> None:
    source = corpus(tmp_path / "in", 2400)
    command = ("clean", source, "--resume", "--shard-size", "100", "--summary", tmp_path / "s.json", "--edits", tmp_path / "e.jsonl", "-q", "--no-own-gazetteer")
    assert normalize(*command, "-o", tmp_path / "quiet").code == 3
    wanted, edits, summary = tree(tmp_path / "quiet"), (tmp_path / "e.jsonl").read_bytes(), json.loads((tmp_path / "s.json").read_text())
    rng = random.Random(jobs)
    out = tmp_path / "out"
    kills = 0
    code = None
    while code is None:
        run = start(*command, "-o", out, "-j", jobs)
        began = len(_lines(out))
        patience = time.monotonic() + 60
        while run.poll() is None and len(_lines(out)) < began + 3 and time.monotonic() < patience:
            time.sleep(0.01)
        time.sleep(rng.random() * 0.2)
        if kills < 5 and run.poll() is None:
            run.send_signal(signal.SIGKILL)  # the parent alone: its workers must end by themselves
            kills += 1
            run.communicate()
        else:
            said = run.communicate(timeout=100)[1]
            code = run.returncode
    assert b"error" not in said, said
    assert kills >= 4
    assert code == 3
    assert tree(out) == wanted
    assert (tmp_path / "e.jsonl").read_bytes() == edits
    again = json.loads((tmp_path / "s.json").read_text())
    assert {k: v for k, v in again.items() if k != "seconds"} == {k: v for k, v in summary.items() if k != "seconds"}
    assert summary["faults"] == 2
    assert summary["documents"] == len(edits.splitlines()) - 2 == 2400 + 600 + 600 + 60 + 1
    ids = [json.loads(line)["id"] for name, data in wanted.items() if name.startswith("a-") for line in data.splitlines() if line != b"no record"]
    assert ids == list(range(2400))


def _lines(folder: Path) -> list[bytes]:
    try:
        return (folder / ".journal.jsonl").read_bytes().splitlines()
    except OSError:
        return []


def test_workers_end_when_the_parent_is_killed(tmp_path: Path) -> None:
    source = corpus(tmp_path / "in", 2400)
    run = start("clean", source, "--resume", "--shard-size", "50", "-o", tmp_path / "out", "-q", "-j", "2")
    for _ in range(3000):
        if len(_lines(tmp_path / "out")) > 2:
            break
        time.sleep(0.01)
    run.send_signal(signal.SIGKILL)
    run.wait()
    for _ in range(200):
        try:
            os.killpg(run.pid, 0)
        except ProcessLookupError:
            break
        time.sleep(0.1)
    else:
        pytest.fail("workers live on without their parent")


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    """A finished run in ``out``."""
    (tmp_path / "a.jsonl").write_bytes(json.dumps({"text": BAD}).encode() + b"\n")
    (tmp_path / "names.tsv").write_text("id\tkind\tname\n")
    assert normalize("clean", "a.jsonl", "--resume", "-o", "out", cwd=tmp_path).code == 0
    return tmp_path


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--unsafe",), "other settings"),
        (("--protect", "China"), "other settings"),
        (("--ignore", "en.names"), "other rules"),
        (("--shard-size", "10"), "another --shard-size"),
        (("--field", "body"), "another --field"),
    ],
)
def test_a_run_is_not_continued_as_another(more: tuple[str, ...], said: str, begun: Path) -> None:
    ran = normalize("clean", "a.jsonl", "--resume", "-o", "out", *more, cwd=begun)
    assert ran.code == 2
    one_clear_line(ran, "was begun with", said)


def test_other_packs_names_and_inputs_are_refused(begun: Path) -> None:
    rules = begun / "own.yml"
    rules.write_text("- rule: paris\n  stage: words\n  class: calque\n  why: A test of our own.\n  swap:\n    Pariss: Paris\n  examples:\n  - bad: In Pariss it rained.\n    good: In Paris it rained.\n  keep:\n  - In Paris it rained.\n")
    ran = normalize("clean", "a.jsonl", "--resume", "-o", "out", "--rules", rules, cwd=begun)
    assert "other rules" in ran.err, ran.err
    assert normalize("gazetteer", "add", "Roy Invented", "--wrong", "Roi Inventid", env={"NORMALIZE_GAZETTEER_DIR": str(begun / "own")}).code == 0
    ran = normalize("clean", "a.jsonl", "--resume", "-o", "out", cwd=begun, env={"NORMALIZE_GAZETTEER_DIR": str(begun / "own")})
    assert "another gazetteer" in ran.err, ran.err
    (begun / "a.jsonl").write_bytes(b'{"text": "Other."}\n')
    ran = normalize("clean", "a.jsonl", "--resume", "-o", "out", cwd=begun)
    assert ran.code == 2
    one_clear_line(ran, "another input")


def test_a_lost_shard_is_made_again(begun: Path) -> None:
    shard = begun / "out" / "a-00000.jsonl"
    before = shard.read_bytes()
    assert json.loads(before) == {"text": GOOD}
    shard.unlink()
    assert normalize("clean", "a.jsonl", "--resume", "-o", "out", cwd=begun).code == 0
    assert shard.read_bytes() == before


def test_a_line_cut_in_two_does_not_count(begun: Path) -> None:
    journal = begun / "out" / ".journal.jsonl"
    whole = journal.read_bytes()
    journal.write_bytes(whole[:-7])
    assert normalize("clean", "a.jsonl", "--resume", "-o", "out", cwd=begun).code == 0
    assert len(journal.read_bytes().splitlines()) == 2
    journal.write_bytes(b"nonsense\n")
    ran = normalize("clean", "a.jsonl", "--resume", "-o", "out", cwd=begun)
    assert ran.code == 2
    one_clear_line(ran, "no journal")


def test_what_does_not_go_with_resume(begun: Path) -> None:
    for more in ((), ("-o", "out", "--format", "json"), ("-o", "out", "--report", "r.json"), ("--in-place",)):
        ran = normalize("clean", "a.jsonl", "--resume", *more, cwd=begun)
        assert ran.code == 2
        one_clear_line(ran, "--resume")
    ran = normalize("clean", "-", "--resume", "-o", "new", cwd=begun)
    one_clear_line(ran, "--resume", "standard input")
    (begun / "full").mkdir()
    (begun / "full" / "x.txt").write_text("mine")
    one_clear_line(normalize("clean", "a.jsonl", "--resume", "-o", "full", cwd=begun), "no journal")


def test_two_runs_do_not_share_a_folder(tmp_path: Path) -> None:
    pytest.importorskip("fcntl", reason="no locks on this system")
    source = corpus(tmp_path / "in", 2000)
    run = start("clean", source, "--resume", "--shard-size", "50", "-o", tmp_path / "out", "-q")
    for _ in range(3000):
        if len(_lines(tmp_path / "out")) > 2:
            break
        time.sleep(0.01)
    second = normalize("clean", source, "--resume", "--shard-size", "50", "-o", tmp_path / "out")
    run.kill()
    run.communicate()
    assert second.code == 2
    one_clear_line(second, "another run is at work")


def test_parquet_in_shards(tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow", reason="needs pip install pyarrow")
    from pyarrow import parquet

    texts = [BAD, None, "Fine."] * 1000
    parquet.write_table(arrow.table({"text": texts, "n": list(range(3000))}), tmp_path / "a.parquet")
    assert normalize("clean", tmp_path / "a.parquet", "--resume", "-o", tmp_path / "out", "-j", "2").code == 0
    parts = [parquet.read_table(p) for p in sorted((tmp_path / "out").glob("a-*.parquet"))]
    assert len(parts) > 1
    whole = arrow.concat_tables(parts)
    assert whole["text"].to_pylist() == [t and t.replace(BAD, GOOD) for t in texts]
    assert whole["n"].to_pylist() == list(range(3000))
