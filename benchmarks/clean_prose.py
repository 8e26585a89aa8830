"""False edits on good prose: the edits that `clean` makes per 100,000 words of texts in which nothing should change.

    python benchmarks/clean_prose.py FOLDER            every .jsonl, .jsonl.gz and .txt below it
    python benchmarks/clean_prose.py FOLDER --show 20  and some edits of each rule, to be judged by a person

Each edit counts as false here; where the prose itself has a slip, a person must say so. The upper bound is that of Poisson, 95 %.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from normalize.pipeline import Pipeline

#: Edits shown for one rule at most, and the words around each.
_AROUND = 40
Row = tuple[str, str]


@cache
def _pipeline() -> Pipeline:
    return Pipeline()


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """(Name of the file, text) of every document."""
    for path in sorted(p for p in folder.rglob("*") if p.name.endswith((".jsonl", ".jsonl.gz", ".txt"))):
        if path.suffix == ".txt":
            yield path.name, path.read_text("utf-8")
            continue
        opened = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8")
        with opened as file:
            for line in file:
                yield path.name, json.loads(line)["text"]


def count(given: tuple[str, str]) -> tuple[str, int, list[Row], int, list[str]]:
    """The file, its words, its edits, the findings that were not applied, and what went wrong."""
    name, text = given
    result = _pipeline().run(text)
    edits = [(c.rule, f"{text[max(0, c.start - _AROUND) : c.start]}[{c.before}->{c.after}]{text[c.end : c.end + _AROUND]}") for c in result.changes]
    return name, len(text.split()), edits, len(result.findings), [f"{p.kind}: {p.message}" for p in result.problems]


def most(found: int) -> float:
    """The 95 % upper bound of a Poisson mean of which this many were seen."""
    z = 1.6449
    n = found + 1
    return 2.9957 if not found else float(n * (1 - 1 / (9 * n) + z / (3 * n**0.5)) ** 3)


def main() -> int:
    """Print the edits by file and by rule."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("-j", "--jobs", type=int, default=2)
    parser.add_argument("--show", type=int, default=0)
    args = parser.parse_args()
    if not args.folder.is_dir():
        print(f"no folder {args.folder}: nothing to count")
        return 0
    began = time.monotonic()
    words: Counter[str] = Counter()
    edits: Counter[str] = Counter()
    findings: Counter[str] = Counter()
    by_rule: dict[str, list[str]] = defaultdict(list)
    problems: Counter[str] = Counter()
    with ProcessPoolExecutor(args.jobs) as pool:
        for name, length, made, found, wrong in pool.map(count, texts(args.folder), chunksize=4):
            words[name] += length
            edits[name] += len(made)
            findings[name] += found
            problems.update(wrong)
            for rule, shown in made:
                by_rule[rule].append(shown)
    print("| file | words | edits | per 100,000 words | at most (95 %) | suggestions and flags per 100,000 |\n| --- | ---: | ---: | ---: | ---: | ---: |")
    for name in [*sorted(words), "all"]:
        w, e, f = (c.total() if name == "all" else c[name] for c in (words, edits, findings))
        print(f"| {name} | {w:,} | {e} | {e / w * 1e5:.2f} | {most(e) / w * 1e5:.2f} | {f / w * 1e5:.1f} |")
    print("\n| rule | edits |\n| --- | ---: |")
    for rule, shown in sorted(by_rule.items(), key=lambda p: (-len(p[1]), p[0])):
        print(f"| {rule} | {len(shown)} |")
    for rule, shown in sorted(by_rule.items()) if args.show else ():
        for line in shown[: args.show]:
            print(f"{rule}: {line!a}")
    for problem, times in problems.most_common(5):
        print(f"problem, {times} times: {problem}")
    print(f"\n{time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
