"""Throughput on one core, side by side in one process: our whole clean against ftfy, clean-text and sacremoses.

    pip install clean-text sacremoses                # wanted by this measurement only; what is not there is left out
    python benchmarks/speed.py                       # 300 kB of each kind of text
    python benchmarks/speed.py --characters 20000000 --rounds 1
    python benchmarks/speed.py --gazetteer 1M.gaz    # with a built gazetteer as well; `gazetteer_scale.py` has invented names

``clean`` is the default of the command: all packs, the embedded gazetteer, with the whole report. The texts are those of `articles`: their names are new in each
article. Times are processor times; in each round every tool cleans as many new articles, in turn, and the median of the rounds is shown. Ratios are to
``ftfy.fix_text``.
"""

from __future__ import annotations

import argparse
import contextlib
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.articles import KINDS, articles
from normalize.config import Config
from normalize.pipeline import Pipeline

#: What the others make of a text is of no interest here, only that they read all of it.
Tool = Callable[[str], Any]


def tools(gazetteer: str | None) -> dict[str, Tool]:
    """What is compared, by name."""
    import ftfy

    out: dict[str, Tool] = {"ftfy.fix_text": ftfy.fix_text, "ftfy.fix_and_explain": ftfy.fix_and_explain, "clean": Pipeline().run}
    if gazetteer:
        out[f"clean, {Path(gazetteer).stem} names"] = Pipeline(Config(gazetteer=(gazetteer,))).run
    with contextlib.suppress(ImportError):
        from cleantext import clean

        out["clean-text"] = clean
    with contextlib.suppress(ImportError):
        from sacremoses import MosesPunctNormalizer

        out["sacremoses"] = MosesPunctNormalizer().normalize
    return out


def seconds(tool: Tool, texts: list[str]) -> float:
    """Processor time for all texts."""
    began = time.process_time()
    for text in texts:
        tool(text)
    return time.process_time() - began


def main() -> None:
    """Print a table for each kind of text."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--characters", type=int, default=300_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--gazetteer")
    args = parser.parse_args()
    compared = tools(args.gazetteer)
    print("| text | tool | MB/s | to ftfy.fix_text |\n| --- | --- | ---: | ---: |")
    for kind in KINDS:
        for text in articles(kind, 300_000, seed=99):  # words of English are met before, the names of the texts are not
            for tool in compared.values():
                tool(text)
        spent: dict[str, list[float]] = {name: [] for name in compared}
        for turn in range(args.rounds):
            for n, (name, tool) in enumerate(compared.items()):  # texts of its own for each, else one would warm the memories of the next
                texts = list(articles(kind, args.characters, seed=10 * turn + n))
                spent[name].append(seconds(tool, texts) / sum(len(text.encode()) for text in texts))
        base = statistics.median(spent["ftfy.fix_text"])
        for name, times in spent.items():
            middle = statistics.median(times)
            print(f"| {kind} | {name} | {1e-6 / middle:.3f} | {base / middle:.3f} |", flush=True)


if __name__ == "__main__":
    main()
