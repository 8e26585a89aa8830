"""Polars: an expression that cleans a column of texts."""

from __future__ import annotations

from typing import Any

from normalize.config import Config
from normalize.integrations import columns, missing

try:
    import polars
except ImportError:
    raise missing("polars", "polars") from None

_EDIT = {"rule": polars.String, "start": polars.Int64, "end": polars.Int64, "before": polars.String, "after": polars.String, "confidence": polars.Float64}
#: What the expression gives for each row.
STRUCT = polars.Struct({"text": polars.String, "edits": polars.List(polars.Struct(_EDIT)), "metadata": polars.String})


def clean(column: str = "text", config: Config | None = None) -> Any:
    """An expression of structs: ``frame.with_columns(clean("text").alias("n"))``; its fields are ``text``, ``edits`` and ``metadata``."""
    settings = config or Config()

    def work(texts: Any) -> Any:
        made = zip(*columns(texts, settings), strict=True)
        return polars.Series([dict(zip(("text", "edits", "metadata"), row, strict=True)) for row in made], dtype=STRUCT)

    return polars.col(column).map_batches(work, return_dtype=STRUCT)
