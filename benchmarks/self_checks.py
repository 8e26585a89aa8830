"""What the self-checks cost: the undo of every document, and the last pass, which only looks whether anything would change again.

    python benchmarks/self_checks.py                 the sample, the golden articles and the clean texts of this repository
    python benchmarks/self_checks.py FOLDER          the texts of a folder, as benchmarks/clean_prose.py reads them

Times are processor times inside the same runs, the texts taken three times over; shares are of the whole time of the runs.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.clean_prose import texts  # noqa: E402
from normalize.context import Context  # noqa: E402
from normalize.edits import OffsetMap  # noqa: E402
from normalize.pipeline import Pipeline  # noqa: E402
from normalize.settling import Ledger  # noqa: E402
from normalize.text import Document  # noqa: E402

spent = {"all": 0.0, "undo": 0.0, "last pass": 0.0}


class Watched(Pipeline):
    """A pipeline that notes how long its passes take."""

    last = 0.0

    def _pass(self, doc: Document, ledger: Ledger, context: Context, seconds: dict[str, float], *more: Any) -> tuple[Document, bool]:
        later, began = ledger.settled_once, time.process_time()
        doc, changed = super()._pass(doc, ledger, context, seconds, *more)
        if later and not changed:
            spent["last pass"] += time.process_time() - began
        return doc, changed


def _timed_undo(self: OffsetMap, target: str, undo: Any = OffsetMap.undo) -> str:
    began = time.process_time()
    text: str = undo(self, target)
    spent["undo"] += time.process_time() - began
    return text


def shipped() -> Iterator[tuple[str, list[str]]]:
    """The texts of the repository by kind: the articles with faults, and those without."""
    import json

    for kind in ("golden", "clean"):
        found = [json.loads(line)["text"] for p in sorted((ROOT / "corpora" / kind).rglob("*.jsonl")) for line in p.read_text("utf-8").splitlines() if '"text"' in line]
        found += [p.read_text("utf-8") for p in sorted((ROOT / "corpora" / kind).rglob("*.txt"))]
        yield kind, found


def main() -> None:
    """Print the shares."""
    kinds = [(sys.argv[1], [t for _, t in texts(Path(sys.argv[1]))])] if len(sys.argv) > 1 else list(shipped())
    OffsetMap.undo = _timed_undo  # type: ignore[method-assign]
    cleaner = Watched()
    cleaner.run("NATO Secretary General Mark Root raised concerns. in China.")
    print("| texts | documents | characters | undo check | last pass | both |\n| --- | ---: | ---: | ---: | ---: | ---: |")
    for kind, found in kinds:
        spent.update(dict.fromkeys(spent, 0.0))
        for _ in range(3):
            for text in found:
                began = time.process_time()
                result = cleaner.run(text)
                assert all(p.kind == "long-line" for p in result.problems), result.problems  # a run that failed measures nothing
                spent["all"] += time.process_time() - began
        undo, last = (100 * spent[k] / max(spent["all"], 1e-9) for k in ("undo", "last pass"))
        print(f"| {kind} | {len(found)} | {sum(map(len, found)):,} | {undo:.2f} % | {last:.1f} % | {undo + last:.1f} % |")


if __name__ == "__main__":
    main()
