"""What LanguageTool adds to our own rules: repairs gained, changes that are wrong, seconds and memory.

    NORMALIZE_LANGUAGETOOL=FOLDER python benchmarks/grammar_gain.py corpora/golden corpora/clean

Every corpus is cleaned twice, without LanguageTool and with a local server of it; `normalize.evaluation` counts both against the gold.
"""

from __future__ import annotations

import argparse
import time

import psutil

from normalize.config import Config
from normalize.corpora import load
from normalize.evaluation import evaluate
from normalize.pipeline import Pipeline


def main() -> None:
    """Run and tell."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("corpus", nargs="+")
    options.add_argument("--unsafe", action="store_true", help="apply suggestions as well, to see what they are worth")
    given = options.parse_args()
    began = time.perf_counter()
    with_it = Pipeline(Config(own=False, grammar="local", unsafe=given.unsafe))
    assert with_it.checker is not None
    print(f"server ready after {time.perf_counter() - began:.1f} s")
    ours = Pipeline(Config(own=False, unsafe=given.unsafe))
    server = psutil.Process(with_it.checker.pid)
    for name in given.corpus:
        cases = load(name)
        told = []
        for pipeline in (ours, with_it):
            spent, cpu, at = time.process_time(), sum(server.cpu_times()[:2]), time.perf_counter()
            e = evaluate(cases, pipeline)
            told.append((e, time.process_time() - spent, sum(server.cpu_times()[:2]) - cpu, time.perf_counter() - at))
        (before, a, _, wall_a), (after, b, s, wall_b) = told
        print(f"{name}: {before.texts} texts, {before.words:,} words")
        print(f"  right {before.total.right} -> {after.total.right}, wrong {before.total.wrong} -> {after.total.wrong}, exact {before.exact} -> {after.exact}, suggestions and flags {before.remarks} -> {after.remarks}")
        print(f"  CPU {a:.1f} s -> {b:.1f} s and {s:.1f} s of the server; clock {wall_a:.1f} s -> {wall_b:.1f} s")
        old = {(n.text, n.rule, n.start) for n in before.noted}
        for n in after.noted:
            if n.rule.startswith("languagetool.") or (n.text, n.rule, n.start) not in old:
                print(f"  {n.verdict or n.action:8} {n.rule} {n.before!r} -> {n.after!r}")
    print(f"memory of the server: {server.memory_info().rss / 1e6:.0f} MB")
    with_it.checker.close()


if __name__ == "__main__":
    main()
