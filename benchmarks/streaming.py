"""Memory of streaming: the most memory of `normalize clean` on 10 MB and on 100 MB of each form.

    python benchmarks/streaming.py [MEGABYTES ...]

Each record has a short text and three kilobytes beside it that are not cleaned, so that a hundred megabytes are read, held and written in minutes: this measures
the streams, not the rules. Printed are the peak resident memory of the parent (and of the largest of its workers) and its processor time.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
FORMS = ("a.jsonl", "a.jsonl.gz", "a.jsonl.zst", "a.csv", "a.parquet")


def rows(size: int) -> Iterator[tuple[int, str, str]]:
    """Records of about three kilobytes until there are so many bytes."""
    rng = random.Random(4)
    for n in range(size // 3000):
        yield n, rng.choice(("Case {} was closed. in May.", "Fine, said number {}.", "He spoke of of case {}.")).format(n), rng.randbytes(1450).hex()


def write(path: Path, size: int) -> None:
    """Make a file of this form."""
    if path.suffix == ".parquet":
        import pyarrow
        from pyarrow import parquet

        schema = pyarrow.schema([("id", pyarrow.int64()), ("text", pyarrow.string()), ("more", pyarrow.string())])
        with parquet.ParquetWriter(path, schema, compression="none", use_dictionary=False) as writer:
            batch: list[dict[str, object]] = []
            for n, text, more in rows(size):
                batch.append({"id": n, "text": text, "more": more})
                if len(batch) == 2000:
                    writer.write_table(pyarrow.Table.from_pylist(batch, schema))
                    batch = []
            writer.write_table(pyarrow.Table.from_pylist(batch, schema))
        return
    if path.suffix == ".csv":
        with path.open("w", newline="", encoding="utf-8") as table:
            out = csv.writer(table)
            out.writerow(("id", "text", "more"))
            out.writerows(rows(size))
        return
    lines = (json.dumps({"id": n, "text": text, "more": more}).encode() + b"\n" for n, text, more in rows(size))
    if path.suffix == ".gz":
        with gzip.open(path, "wb", 1) as file:
            file.writelines(lines)
    elif path.suffix == ".zst":
        import zstandard

        with path.open("wb") as raw, zstandard.ZstdCompressor(1).stream_writer(raw) as packed:
            for line in lines:
                packed.write(line)
    else:
        with path.open("wb") as plain:
            plain.writelines(lines)


def measured(path: Path, *more: str) -> tuple[float, float]:
    """Peak memory in megabytes of the largest process, and processor seconds of all."""
    command = [sys.executable, "-m", "normalize.cli.app", "clean", str(path), "-q", "--no-own-gazetteer", *more]
    code = (
        "import subprocess, sys, resource; done = subprocess.run(sys.argv[1:]); u = resource.getrusage(resource.RUSAGE_CHILDREN);"
        "print(done.returncode, u.ru_maxrss, u.ru_utime + u.ru_stime)"
    )
    out = subprocess.run([sys.executable, "-c", code, *command], capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)}).stdout.split()
    assert out[0] == "0", out
    return int(out[1]) / 1024, float(out[2])


def main(sizes: list[int]) -> None:
    """A line for each form, a pair of columns for each size."""
    print(f"{'':<24}" + "".join(f"{size:>6} MB: peak MB, cpu s" for size in sizes))
    for name, more in [(form, ["-o", "{}/out"]) for form in FORMS] + [("a.jsonl", ["-o", "{}/out", "-j", "2"]), ("a.jsonl", ["-o", "{}/shards", "--resume", "-j", "2"])]:
        shown = []
        for size in sizes:
            with TemporaryDirectory() as place:
                write(Path(place, name), size * 1_000_000)
                shown.append(measured(Path(place, name), *(m.format(place) for m in more)))
        print(f"{name + ' ' + ' '.join(m for m in more if not m.startswith(('-o', '{}'))):<24}" + "".join(f"{peak:>20.0f} {cpu:>7.1f}" for peak, cpu in shown), flush=True)


if __name__ == "__main__":
    main([int(a) for a in sys.argv[1:]] or [10, 100])
