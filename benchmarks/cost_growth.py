"""How the cost of a clean grows: with rules, with names, with the text. Ratios within one run, in processor time, medians of rounds taken in turn.

    python benchmarks/cost_growth.py rules                      # the shipped rules against five times as many
    python benchmarks/cost_growth.py names 10K.gaz 1M.gaz       # built gazetteers, as `gazetteer_scale.py` makes them
    python benchmarks/cost_growth.py text                       # one text of 1 kB, 10 kB ... 10 MB

The added rules are phrases of invented words and patterns behind a literal, the two kinds that most rules of packs are.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.articles import articles
from benchmarks.gazetteer_scale import word
from normalize.config import Config
from normalize.pipeline import Pipeline

ROUNDS = 3


def pack(folder: Path, count: int) -> str:
    """A rule file with so many invented rules."""
    rng = random.Random(5)
    rules = []
    for n in range(count):
        wrong, right = word(rng, 3, 4).lower(), word(rng, 3, 4).lower()
        how = f"phrase: {wrong} {right}\n  replace: {right}" if n % 2 else f"regex: '(?<=\\p{{Ll}} ){wrong}(?= \\p{{L}})'\n  needs: [' {wrong} ']\n  replace: {right}"
        bad, good = (f"{wrong} {right}", right) if n % 2 else (wrong, right)
        rules.append(
            f"- rule: invented-{n}\n  stage: words\n  class: calque\n  why: An invented word.\n  {how}\n"
            f"  examples:\n    - bad: They saw {bad} here.\n      good: They saw {good} here.\n  keep: [They saw it here.]\n"
        )
    path = folder / "invented.yml"
    path.write_text("\n".join(rules), "utf-8")
    return str(path)


def compare(pipelines: dict[str, Pipeline]) -> None:
    """Print the cost of each on as many articles, as a ratio to the first."""
    spent: dict[str, list[float]] = {name: [] for name in pipelines}
    for turn in range(-1, ROUNDS):  # the first round only warms
        for n, (name, pipeline) in enumerate(pipelines.items()):
            texts = list(articles("mixed", 100_000, seed=10 * turn + n))  # its own, else one would warm the memory of names for the next
            began = time.process_time()
            for text in texts:
                pipeline.run(text)
            spent[name].append((time.process_time() - began) / sum(map(len, texts)))
    first = statistics.median(next(iter(spent.values()))[1:])
    for name, times in spent.items():
        print(f"{name}: {statistics.median(times[1:]) / first:.2f}")


def by_text() -> None:
    """Print the time a character of one text, by its length."""
    pipeline = Pipeline(Config(most_characters=100_000_000))
    whole = "\n".join(articles("mixed", 10_000_000))
    pipeline.run(whole[:300_000])
    base = 0.0
    for size in (1_000, 10_000, 100_000, 1_000_000, 10_000_000):
        times = []
        for turn in range(5 if size < 1_000_000 else 1):
            text = whole[turn * size : (turn + 1) * size]
            began = time.process_time()
            result = pipeline.run(text)
            times.append((time.process_time() - began) / len(text))
            assert not result.problems, result.problems
        base = base or statistics.median(times)
        print(f"{size:>10,} characters: {1e6 * statistics.median(times):.2f} s a million, {statistics.median(times) / base:.2f}", flush=True)


def main(what: str, *files: str) -> None:
    """Measure one kind of growth."""
    if what == "text":
        by_text()
    elif what == "names":
        compare({"embedded names": Pipeline(), **{Path(f).stem: Pipeline(Config(gazetteer=(f,))) for f in files}})
    else:
        with tempfile.TemporaryDirectory() as scratch:
            few = Pipeline()
            count = len(few.rules)
            compare({f"{count} rules": few, f"{5 * count} rules": Pipeline(Config(rules=(pack(Path(scratch), 4 * count),)))})


if __name__ == "__main__":
    main(*sys.argv[1:])
