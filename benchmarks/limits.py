"""What `--limit-seconds` costs a document: the same small documents without and with a worker process.

    python benchmarks/limits.py [COUNT]
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from normalize.limits import Limits, pipe
from normalize.pipeline import Pipeline
from normalize.report import Result


class Idle(Pipeline):
    """A pipeline that does nothing, so that only the way there and back is timed."""

    def run(self, text: str, date: str | None = None, source_language: str | None = None, source: str = "") -> Result:
        """The text as it came."""
        from normalize.edits import OffsetMap

        return Result(text, text, (), (), {}, OffsetMap())


def main() -> None:
    """Print the overhead of the worker for a document of 4.5 kB."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    texts = ["The minister spoke on Monday. " * 150] * count
    cleaner = Idle()
    results = pipe(cleaner, texts, Limits(10.0, 500))
    next(results)
    began = time.perf_counter()
    for _ in results:
        pass
    print(f"{(time.perf_counter() - began) / count * 1e6:.0f} microseconds a document of {len(texts[0]):,} characters, there and back")


if __name__ == "__main__":
    main()
