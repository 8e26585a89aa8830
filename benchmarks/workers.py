"""What more workers bring: `normalize clean` on the same articles with -j 1 and -j 2, plain and in shards.

    python benchmarks/workers.py [CHARACTERS] [ROUNDS]

Processor time tells what the sharing costs whatever else the machine does; the clock tells the rest, where the cores are idle (the load is printed). On idle
cores the speed-up for each core is at most -j 1's processor time over that of -j 2.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import articles

ROOT = Path(__file__).resolve().parents[1]


def timed(command: list[str]) -> tuple[float, float]:
    """Processor seconds of a command and its workers, and seconds on the clock."""
    before, clock = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(command, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, time.monotonic() - clock


def main(characters: str = "1000000", rounds: str = "3") -> None:
    """Both ways in turn, medians of the rounds."""
    with TemporaryDirectory() as place:
        source = f"{place}/a.jsonl"
        articles.main("mixed", characters, source)
        documents = Path(source).read_bytes().count(b"\n")
        command = [sys.executable, "-m", "normalize.cli.app", "clean", source, "-q", "--no-own-gazetteer"]
        for name, more in (("plain", ["-o", f"{place}/out.jsonl"]), ("shards of 25", ["--resume", "--shard-size", "25", "-o", f"{place}/shards-"])):
            found: dict[str, list[tuple[float, float]]] = {"1": [], "2": []}
            for number in range(int(rounds)):
                for jobs in found:
                    found[jobs].append(timed([*command, *more[:-1], more[-1] + (f"{jobs}-{number}" if name != "plain" else ""), "-j", jobs]))
            cpu = {jobs: median(c for c, _ in told) for jobs, told in found.items()}
            clock = {jobs: median(s for _, s in told) for jobs, told in found.items()}
            print(
                f"{name}: {documents} documents; processor seconds -j 1 {cpu['1']:.1f}, -j 2 {cpu['2']:.1f}, ratio {cpu['1'] / cpu['2']:.2f}; "
                f"clock {clock['1']:.1f} and {clock['2']:.1f} s, speed-up for each core {clock['1'] / clock['2'] / 2:.2f} at a load of {os.getloadavg()[0]:.1f}",
                flush=True,
            )


if __name__ == "__main__":
    main(*sys.argv[1:])
