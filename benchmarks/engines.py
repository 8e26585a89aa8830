"""The same documents through every engine: the same outcome, and what the engine costs beside a plain loop.

    python benchmarks/engines.py [--documents 2000] [ENGINE ...]

Each engine runs in a process of its own on a local session, with one worker where it can be told so. It first cleans 64 documents, so that rules and names are
open; then the documents are timed, on the clock and in processor time of the process and all below it, the engine's own servers too. A plain loop runs first and
last in processes of their own; the overhead is the engine's processor time over the mean of both.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.articles import articles
from normalize.config import Config
from normalize.formats.edit_lines import edits
from normalize.integrations import cleaner

ROOT = Path(__file__).resolve().parents[1]
Outcome = list[tuple[str, list[dict[str, Any]]]]
Clean = Callable[[list[str]], Outcome]
#: The user's own names may change while a benchmark runs.
CONFIG = Config(own=False)


def documents(count: int) -> list[str]:
    """Single paragraphs of made articles."""
    out: list[str] = []
    for article in articles("mixed", 10**9, 11):
        out += article.splitlines()
        if len(out) >= count:
            return out[:count]
    return out


def digest(outcome: Outcome) -> str:
    """A digest of all texts and edits."""
    return blake2b(json.dumps(outcome, ensure_ascii=True, sort_keys=True).encode(), digest_size=12).hexdigest()


def plain(texts: list[str]) -> Outcome:
    """A loop."""
    pipeline = cleaner(CONFIG)
    return [(r.text, edits(r)) for r in map(pipeline.run, texts)]


@contextlib.contextmanager
def loop() -> Iterator[Clean]:
    """No engine at all."""
    yield plain


@contextlib.contextmanager
def pool() -> Iterator[Clean]:
    """The tool's own workers, one of them beside the parent; it is started for each call."""
    from normalize.pool import batches, ordered

    def clean(texts: list[str]) -> Outcome:
        return [pair for answer in ordered(cleaner(CONFIG), _batch, batches(texts), 2) for pair in answer]

    yield clean


def _batch(pipeline: Any, texts: list[str]) -> Outcome:
    return [(r.text, edits(r)) for r in map(pipeline.run, texts)]


@contextlib.contextmanager
def spark() -> Iterator[Clean]:
    """A data frame, cleaned in Arrow batches by one Python worker."""
    from pyspark.sql import SparkSession

    from normalize.integrations import spark as adapter

    os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1")
    session = builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", "512").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")

    def clean(texts: list[str]) -> Outcome:
        frame = session.createDataFrame(list(enumerate(texts)), "n int, text string").coalesce(1)
        rows = adapter.clean(frame, config=CONFIG).orderBy("n").collect()
        return [(r.text, [e.asDict() for e in r.edits]) for r in rows]

    def by_function(texts: list[str]) -> Outcome:
        frame = session.createDataFrame(list(enumerate(texts)), "n int, text string").coalesce(1)
        rows = frame.select("n", adapter.cleaned(CONFIG)("text").alias("n2")).orderBy("n").collect()
        return [(r.n2.text, [e.asDict() for e in r.n2.edits]) for r in rows]

    clean.other = by_function  # type: ignore[attr-defined]
    try:
        yield clean
    finally:
        session.stop()


@contextlib.contextmanager
def ray() -> Iterator[Clean]:
    """A dataset, cleaned by one actor."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_DEDUP_LOGS", "0")
    import ray as engine

    from normalize.integrations import ray as adapter

    engine.init(num_cpus=2, include_dashboard=False, log_to_driver=False, object_store_memory=200_000_000, runtime_env={"env_vars": {"PYTHONPATH": str(ROOT)}})
    engine.data.DataContext.get_current().enable_progress_bars = False

    def clean(texts: list[str]) -> Outcome:
        made = adapter.clean(engine.data.from_items([{"n": n, "text": text} for n, text in enumerate(texts)]), config=CONFIG)
        return [(r["text"], [dict(e) for e in r["edits"]]) for r in sorted(made.take_all(), key=lambda r: r["n"])]

    try:
        yield clean
    finally:
        engine.shutdown()


@contextlib.contextmanager
def datatrove() -> Iterator[Clean]:
    """A pipeline over JSON lines with the local executor."""
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter

    from normalize.integrations.datatrove import Cleaner

    def clean(texts: list[str]) -> Outcome:
        with TemporaryDirectory() as folder:
            source = Path(folder, "in")
            source.mkdir()
            (source / "a.jsonl").write_text("".join(json.dumps({"id": str(n), "text": text}) + "\n" for n, text in enumerate(texts)))
            steps = [JsonlReader(str(source)), Cleaner(CONFIG), JsonlWriter(f"{folder}/out", compression=None)]
            clean.stats = LocalPipelineExecutor(steps, tasks=1, workers=1, logging_dir=f"{folder}/log").run()  # type: ignore[attr-defined]
            rows = [json.loads(line) for path in sorted(Path(folder, "out").iterdir()) for line in path.read_text().splitlines()]
        return [(r["text"], r["metadata"]["edits"]) for r in rows]

    yield clean


@contextlib.contextmanager
def datasets() -> Iterator[Clean]:
    """A dataset in memory, mapped in this process."""
    import datasets as engine

    from normalize.integrations import datasets as adapter

    engine.disable_progress_bars()

    def clean(texts: list[str]) -> Outcome:
        made = adapter.clean(engine.Dataset.from_dict({"text": texts}), config=CONFIG)
        return [(r["text"], r["edits"]) for r in made]

    yield clean


@contextlib.contextmanager
def polars() -> Iterator[Clean]:
    """An expression on a data frame."""
    import polars as engine

    from normalize.integrations.polars import clean as expression

    def clean(texts: list[str]) -> Outcome:
        made = engine.DataFrame({"text": texts}).select(expression(config=CONFIG))["text"].to_list()
        return [(r["text"], r["edits"]) for r in made]

    yield clean


@contextlib.contextmanager
def pandas() -> Iterator[Clean]:
    """The accessor of a series."""
    import pandas as engine

    import normalize.integrations.pandas  # noqa: F401 - registers the accessor

    def clean(texts: list[str]) -> Outcome:
        made = engine.Series(texts).normalize.frame(CONFIG)
        return list(zip(made["text"], made["edits"], strict=True))

    yield clean


@contextlib.contextmanager
def spacy() -> Iterator[Clean]:
    """A blank English pipeline: the tokenizer alone."""
    import spacy as engine

    from normalize.integrations.spacy import clean_before

    nlp = clean_before(engine.blank("en"), CONFIG)

    def clean(texts: list[str]) -> Outcome:
        return [(doc.text, doc._.edits) for doc in nlp.pipe(texts)]

    yield clean


ENGINES: dict[str, Callable[[], contextlib.AbstractContextManager[Clean]]] = {
    e.__name__: e for e in (loop, pool, pandas, polars, datasets, datatrove, spacy, ray, spark)
}


def processor_seconds() -> float:
    """Processor time of this process and all below it, those that ended too."""
    tick = os.sysconf("SC_CLK_TCK")
    parents: dict[int, int] = {}
    spent: dict[int, float] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                parents[int(entry.name)] = int(fields[1])
                spent[int(entry.name)] = sum(map(int, fields[11:15])) / tick

    def is_ours(pid: int) -> bool:
        while pid > 1:
            if pid == os.getpid():
                return True
            pid = parents.get(pid, 0)
        return False

    return sum(seconds for pid, seconds in spent.items() if is_ours(pid))


def measured(name: str, count: int) -> dict[str, Any]:
    """The figures of one engine, which has not met the documents before."""
    texts = documents(count + 64)
    with ENGINES[name]() as clean:
        ready = processor_seconds()
        clean(texts[:64])
        clock, cpu = time.perf_counter(), processor_seconds()
        outcome = clean(texts[64:])
        told = {"seconds": time.perf_counter() - clock, "cpu": processor_seconds() - cpu, "start": cpu - ready, "digest": digest(outcome)}
        if other := getattr(clean, "other", None):
            told["other"] = digest(other(texts[64:]))
    return told


def run(name: str, count: int) -> dict[str, Any] | str:
    """The figures of one engine in a process of its own, or why there are none."""
    command = [sys.executable, __file__, "--one", name, "--documents", str(count)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)}, cwd=ROOT)
    if ran.returncode:
        return ran.stderr.strip().splitlines()[-1] if ran.stderr.strip() else f"ended with {ran.returncode}"
    told: dict[str, Any] = json.loads(ran.stdout.strip().splitlines()[-1])
    return told


def main() -> int:
    """A line of figures for each engine."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("engines", nargs="*", default=[name for name in ENGINES if name != "loop"])
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(measured(given.engines[0], given.documents)))
        return 0
    count = given.documents
    found = {name: run(name, count) for name in ("loop", *given.engines)}
    again = run("loop", count)
    loops = [f for f in (found["loop"], again) if isinstance(f, dict)]
    spent = sum(f["cpu"] for f in loops) / len(loops)
    took = " and ".join(f"{f['cpu']:.1f}" for f in loops)
    print(f"{count:,} documents, {sum(map(len, documents(count + 64)[64:])):,} characters; the loop took {took} s of processor time")
    print("engine      docs/s  docs/cpu-s  overhead  start cpu-s  same")
    failed = 0
    for name, told in found.items():
        if isinstance(told, str):
            print(f"{name:<10}  {told}")
            failed += 1
            continue
        same = {told["digest"], told.get("other", told["digest"])} == {loops[0]["digest"]}
        failed += not same
        row = f"{count / told['seconds']:>8.0f}{count / told['cpu']:>12.0f}{told['cpu'] / spent:>10.2f}{told['start']:>13.1f}"
        print(f"{name:<10}{row}  {'yes' if same else 'NO'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
