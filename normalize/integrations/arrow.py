"""Arrow tables and record batches: what Spark, Ray and Polars hand to a worker."""

from __future__ import annotations

from typing import Any

from normalize.config import Config
from normalize.integrations import columns, missing

try:
    import pyarrow
except ImportError:
    raise missing("pyarrow", "parquet") from None

#: The type of the column of edits.
EDIT = pyarrow.struct(
    [("rule", pyarrow.string()), ("start", pyarrow.int64()), ("end", pyarrow.int64()), ("before", pyarrow.string()), ("after", pyarrow.string()), ("confidence", pyarrow.float64())]
)


def clean(table: Any, column: str = "text", config: Config | None = None) -> Any:
    """A table or record batch with the column cleaned, and the columns ``edits`` and ``metadata`` at its end.

    >>> clean(pyarrow.table({"text": ["He spoke of of it."]})).column_names
    ['text', 'edits', 'metadata']
    """
    at = table.schema.get_field_index(column)
    texts, edits, told = columns(table.column(at).to_pylist(), config or Config())
    table = table.set_column(at, table.schema.field(at), pyarrow.array(texts, table.schema.field(at).type))
    return table.append_column(pyarrow.field("edits", pyarrow.list_(EDIT)), pyarrow.array(edits, pyarrow.list_(EDIT))).append_column(
        pyarrow.field("metadata", pyarrow.string()), pyarrow.array(told, pyarrow.string())
    )
