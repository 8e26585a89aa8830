"""How the time of a whole clean grows with the text, on texts that are one piece over and over: the exponent between two lengths.

    python benchmarks/growth.py                     all pumps, 2,000 against 128,000 characters
    python benchmarks/growth.py --long 32000   shorter

Every piece is laid out in three ways: one line without an end, lines, and one line of sentences. Exit with 1 when an exponent
is 1.2 or more. Times are processor times, the best of three for the short text.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from normalize.pipeline import Pipeline

PIECES = (
    "a", " ", "“", "(", "\t", "1,", "\u0301\u0323", "\U0001f469\u200d\U0001f467", "Abc ", "A", "\u202e", '"', "’", "- ", ".", ", ", "of ", "#a ", "a@", "â€™", "中", "ا", "[",
    "&amp;", "<a ", "a/", "1 ", "«", "Mark Root ", "NATO Secretary General Mark Root ", "He he ", "the These ", "Al -Jazeera ", "said: «", "www.a ", "a.b ", "U.S. ", "co- op ",
    "“No,” he said ", "wordNext ", "‘a", "President Putin’s ", "e.g. ", "?!", " |", "The move will raise concerns. in China. ", "He said that that the The man’s ",
)  # fmt: skip
STEEPEST = 1.2
SHORT = 2_000


def layouts(piece: str) -> Iterator[tuple[str, str]]:
    """The ways a piece is laid out, with the unit that is repeated."""
    yield "line", piece
    yield "lines", piece * (60 // len(piece) + 1) + "\n"
    yield "sentences", piece * (60 // len(piece) + 1) + ". The "


def seconds(pipeline: Pipeline, text: str, times: int = 1) -> float:
    """The processor time of a clean, the best of some."""
    out = []
    for _ in range(times):
        began = time.process_time()
        pipeline.run(text)
        out.append(time.process_time() - began)
    return min(out)


def exponent(pipeline: Pipeline, unit: str, long: int, short: int = SHORT) -> tuple[float, float]:
    """The exponent of growth between the two lengths, and the time of the long one; what is below 20 ms counts as flat."""
    slow = seconds(pipeline, unit * (long // len(unit)))
    if slow < 0.02:
        return 0.0, slow
    fast = seconds(pipeline, unit * (short // len(unit)), 3)
    if math.log(slow / fast) / math.log(long / short) >= STEEPEST:  # a busy machine is no proof
        slow = min(slow, seconds(pipeline, unit * (long // len(unit))))
    return math.log(slow / fast) / math.log(long / short), slow


def main() -> int:
    """Print the pumps by exponent, the steepest first."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--long", type=int, default=128_000)
    parser.add_argument("--show", type=int, default=12)
    args = parser.parse_args()
    pipeline = Pipeline()
    pipeline.run("NATO Secretary General Mark Root raised concerns. in China.")
    rows = []
    for piece in PIECES:
        for layout, unit in layouts(piece):
            grown, slow = exponent(pipeline, unit, args.long)
            rows.append((grown, slow, layout, piece))
    rows.sort(reverse=True)
    print("| piece | layout | exponent | seconds for the long text |\n| --- | --- | --- | --- |")
    for grown, slow, layout, piece in rows[: args.show]:
        print(f"| {piece!a} | {layout} | {grown:.2f} | {slow:.2f} |")
    steep = sum(row[0] >= STEEPEST for row in rows)
    print(f"\n{len(rows)} texts, {steep} at {STEEPEST} or more; the slowest took {max(row[1] for row in rows):.2f} s for {args.long:,} characters")
    return 1 if steep else 0


if __name__ == "__main__":
    sys.exit(main())
