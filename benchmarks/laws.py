"""The main laws on many invented documents: undo, second pass, listed spans, offsets, actions, addresses, nothing raised.

    python benchmarks/laws.py                 100,000 documents
    python benchmarks/laws.py 5000 -j 2       fewer, on two processes
    python benchmarks/laws.py 1 --start 4711  one document again

The documents are those of ``tests/alphabet.py`` by number, so a failure is repeated by its number alone. Exit with 1 when a law is broken.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from normalize.pipeline import Pipeline
from tests.alphabet import invented
from tests.laws import broken

#: Documents that travel to a process together.
_BATCH = 500


@cache
def _pipeline() -> Pipeline:
    return Pipeline()


def _try(numbers: range) -> list[tuple[int, str]]:
    return [(n, fault) for n in numbers for fault in broken(_pipeline(), invented(n))]


def _batches(start: int, count: int) -> Iterator[range]:
    for at in range(start, start + count, _BATCH):
        yield range(at, min(at + _BATCH, start + count))


def main() -> int:
    """Run the laws and say how often each was broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", nargs="?", type=int, default=100_000)
    parser.add_argument("-j", "--jobs", type=int, default=1)
    parser.add_argument("--start", type=int, default=0, help="number of the first document")
    parser.add_argument("--show", type=int, default=20, help="how many failures are shown")
    args = parser.parse_args()
    began = time.monotonic()
    counts: Counter[str] = Counter()
    documents: set[int] = set()
    done = 0
    batches = list(_batches(args.start, args.documents))
    with ProcessPoolExecutor(max(1, args.jobs)) as pool:
        for numbers, faults in zip(batches, pool.map(_try, batches), strict=True):
            done += len(numbers)
            for number, fault in faults:
                if sum(counts.values()) < args.show:
                    print(f"\r{number}: {invented(number)!a}\n    {fault.encode('ascii', 'backslashreplace').decode()}")
                counts[fault.partition(":")[0]] += 1
                documents.add(number)
            sys.stderr.write(f"\r{done:,} of {args.documents:,} documents, {len(documents):,} break a law, {time.monotonic() - began:.0f} s ")
            sys.stderr.flush()
    sys.stderr.write("\n")
    for law, count in counts.most_common():
        print(f"{count:7,}  {law}")
    print(f"{args.documents:,} documents, {len(documents):,} failures, {time.monotonic() - began:.0f} s")
    return 1 if documents else 0


if __name__ == "__main__":
    sys.exit(main())
