"""Reading the texts that a command only looks at, with the faults of the unreadable ones on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from normalize.config import Config
    from normalize.report import Result
    from normalize.rewriting import Rewriter


def results(paths: list[str] | None, config: Config, field: str | None = None, rewriter: Rewriter | None = None) -> Iterator[tuple[Result | None, int]]:
    """The result of each text with the number of its faults; None for a text that could not be read."""
    from normalize import batch
    from normalize.pipeline import Pipeline
    from normalize.visible import visible

    files = batch.files(paths or ["-"])
    pipeline = Pipeline(config)
    done = batch.run((item for path, _ in files for item in batch.items(path, field)), pipeline)
    for one in rewriter.offered(done, pipeline) if rewriter else done:
        for fault in one.faults:
            sys.stderr.write(f"normalize: {visible(fault)}\n")
        yield one.result, len(one.faults)
