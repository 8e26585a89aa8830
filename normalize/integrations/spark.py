"""Spark: a function for data frames, and a user-defined function for a column of texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from normalize.config import Config
from normalize.integrations import columns, missing

try:
    import pyspark  # noqa: F401
except ImportError:
    raise missing("pyspark", "spark") from None

#: The type of the column of edits, and of what the user-defined function gives.
EDITS = "array<struct<rule:string,start:bigint,end:bigint,before:string,after:string,confidence:double>>"
STRUCT = f"text string, edits {EDITS}, metadata string"


def clean(frame: Any, column: str = "text", config: Config | None = None) -> Any:
    """A data frame with the column cleaned, and the columns ``edits`` and ``metadata`` at its end; batches travel as Arrow."""
    from pyspark.sql.types import StringType, StructType, _parse_datatype_string

    settings = config or Config()

    def work(batches: Iterator[Any]) -> Iterator[Any]:
        from normalize.integrations import arrow

        return (arrow.clean(batch, column, settings) for batch in batches)

    schema = StructType([*frame.schema.fields]).add("edits", _parse_datatype_string(EDITS)).add("metadata", StringType())
    return frame.mapInArrow(work, schema)


def cleaned(config: Config | None = None) -> Callable[..., Any]:
    """A user-defined function: ``frame.select(cleaned()("text").alias("n"))`` gives ``n.text``, ``n.edits`` and ``n.metadata``."""
    import pandas
    from pyspark.sql.functions import pandas_udf

    settings = config or Config()

    def work(texts: pandas.Series) -> pandas.DataFrame:
        return pandas.DataFrame(dict(zip(("text", "edits", "metadata"), columns((None if pandas.isna(t) else t for t in texts), settings), strict=True)))

    work.__annotations__ = {"texts": pandas.Series, "return": pandas.DataFrame}
    function: Callable[..., Any] = pandas_udf(work, STRUCT)
    return function
