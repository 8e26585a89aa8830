"""Builds an index of invented names, opens it, asks it; prints times and memory.

    python benchmarks/name_index.py [COUNT] [FILE]

The names are put together from invented words whose frequencies fall as those of real name words do.
"""

from __future__ import annotations

import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator

from normalize.gazetteer.channel import build_index, open_index

_ONSETS = [
    "b",
    "d",
    "f",
    "g",
    "h",
    "j",
    "k",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "t",
    "v",
    "z",
    "sh",
    "ch",
    "kh",
    "st",
    "br",
    "kr",
    "tr",
    "al",
    "el",
    "an",
]
_NUCLEI = ["a", "e", "i", "o", "u", "a", "i", "ou", "ei", "ay"]
_CODAS = ["", "", "", "n", "r", "s", "k", "ski", "ev", "man", "dze", "l", "h", "tt"]


def invent_words(count: int, rng: random.Random) -> list[str]:
    out: set[str] = set()
    while len(out) < count:
        out.add(
            "".join(rng.choice(_ONSETS) + rng.choice(_NUCLEI) for _ in range(rng.randint(1, 3))) + rng.choice(_CODAS)
        )
    return sorted(out)


def invent_names(count: int, seed: int = 1) -> Iterator[str]:
    rng = random.Random(seed)
    words = invent_words(max(50, min(1_000_000, count // 4)), rng)
    rng.shuffle(words)
    size = len(words)
    for _ in range(count):
        given = words[int(size ** rng.random()) - 1]
        family = words[int(size * rng.random() ** 2)]
        yield f"{given.capitalize()} {family.capitalize()}"


def private_megabytes() -> float:
    """Memory that no other process can share, in megabytes (Linux); pages of the mapped file are not counted."""
    with open("/proc/self/smaps_rollup") as file:
        return sum(int(line.split()[1]) for line in file if line.startswith("Private_Dirty")) / 1024


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000_000
    path = sys.argv[2] if len(sys.argv) > 2 else os.path.join(tempfile.gettempdir(), "names.idx")
    begun = time.perf_counter()
    if os.fork() == 0:  # so that the builder's memory is not counted as the reader's
        size = build_index(invent_names(count), path)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"built {count:,} names in {time.perf_counter() - begun:.0f} s, {size / 1e6:,.0f} MB, "
            f"peak memory {peak:,.0f} MB",
            flush=True,
        )
        os._exit(0)
    if os.wait()[1]:
        sys.exit("the build failed")
    import numpy  # noqa: F401

    open_index(path).lookup("Anna")
    before = private_megabytes()
    begun = time.perf_counter()
    matcher = open_index(path)
    opened = time.perf_counter() - begun
    rng = random.Random(2)
    asked = [n.replace("a", "e", 1) if rng.random() < 0.5 else n[:-1] for n in invent_names(2000, seed=5)]
    begun = time.perf_counter()
    for name in asked:
        matcher.lookup(name, source_language="ru")
    took = time.perf_counter() - begun
    print(
        f"opened in {1000 * opened:.1f} ms, {len(asked) / took:,.0f} look-ups a second, "
        f"{private_megabytes() - before:.1f} MB more private memory"
    )
