"""Nothing lost and nothing doubled: a run in shards is killed again and again, and its output compared with that of an undisturbed one.

    python benchmarks/kills.py [--documents 1000000] [--kills 20] [--shard-size 1000] [-j 2]

The documents are short (a line of prose each, some with a fault), made from a seed. The parent is killed with SIGKILL after a share of the shards; its workers
must end by themselves. Printed are the figures of both runs; exit code 1 when the outputs differ.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
_LINES = ("The talks went on until {}.", "Case {} was closed. in May.", "He spoke of of case {}.", "It was case {} , they said.", "Nothing was said about case {}.")


def corpus(path: Path, documents: int) -> None:
    """Write the documents as JSON lines."""
    rng = random.Random(9)
    with path.open("w", encoding="utf-8") as file:
        for n in range(documents):
            file.write(json.dumps({"id": n, "text": rng.choice(_LINES).format(n)}) + "\n")


def shards(folder: Path) -> int:
    """Shards noted in the journal."""
    try:
        return max(0, (folder / ".journal.jsonl").read_bytes().count(b"\n") - 1)
    except OSError:
        return 0


def records(folder: Path) -> Iterator[bytes]:
    """The records of all shards, in order."""
    for path in sorted(folder.glob("*.jsonl")):
        if not path.name.startswith("."):
            with path.open("rb") as file:
                yield from file


def digest(folder: Path) -> tuple[str, int, bool]:
    """The digest of all records, how many there are, and whether their numbers are 0, 1, 2 ..."""
    h = blake2b(digest_size=16)
    count, right = 0, True
    for record in records(folder):
        h.update(record)
        right &= json.loads(record)["id"] == count
        count += 1
    return h.hexdigest(), count, right


def main() -> int:
    """Run both, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=1_000_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--shard-size", type=int, default=1000)
    parser.add_argument("-j", "--jobs", type=int, default=2)
    given = parser.parse_args()
    with TemporaryDirectory() as place:
        source = Path(place, "in.jsonl")
        corpus(source, given.documents)
        command = [sys.executable, "-m", "normalize.cli.app", "clean", str(source), "--resume", "--shard-size", str(given.shard_size), "-j", str(given.jobs), "-q", "--no-own-gazetteer"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        began = time.monotonic()
        subprocess.run([*command, "-o", f"{place}/quiet"], check=True, env=environment)
        print(f"undisturbed: {time.monotonic() - began:.0f} s", flush=True)
        out = Path(place, "out")
        began, kills = time.monotonic(), 0
        total = -(-given.documents // given.shard_size)
        while shards(out) < total:
            run = subprocess.Popen([*command, "-o", str(out)], env=environment)
            goal = min(total, (kills + 1) * total // (given.kills + 1)) if kills < given.kills else total + 1
            while run.poll() is None and shards(out) < goal:
                time.sleep(0.005)
            if run.poll() is None:
                run.send_signal(signal.SIGKILL)
                kills += 1
            if (code := run.wait()) not in (0, -signal.SIGKILL):
                print(f"ended with {code}")
                return 1
        print(f"killed {kills} times: {time.monotonic() - began:.0f} s")
        subprocess.run([*command, "-o", str(out)], check=True, env=environment)
        one, other = digest(Path(place, "quiet")), digest(out)
        print(f"{given.documents:,} documents in {total:,} shards; out: {one[1]:,} and {other[1]:,}, in order: {one[2] and other[2]}, digests equal: {one[0] == other[0]}")
        return 0 if one == other and one[1] == given.documents and one[2] else 1


if __name__ == "__main__":
    sys.exit(main())
