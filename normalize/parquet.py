"""Parquet files: one column of texts is cleaned, the other columns, the schema and its metadata stay.

Row groups are read one after the other and written a batch at a time, so memory grows with the largest row group and not with the file. Needs the library ``pyarrow``, which is imported when a Parquet file is met.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import IO, Any

from normalize.errors import UsageError
from normalize.files import encode
from normalize.items import Done, Item

#: Rows of a batch.
ROWS = 1024


class Source:
    """An open Parquet file: its schema, its way of packing, its rows in batches.

    UsageError when the library is missing or there is no such file, ValueError when it is damaged.
    """

    def __init__(self, path: str) -> None:
        arrow = _library()
        from pyarrow import parquet

        try:
            self._file = parquet.ParquetFile(path)
        except FileNotFoundError:
            raise UsageError(f"no such file: '{path}'") from None
        except (arrow.ArrowException, OSError) as error:
            raise ValueError(_line(error)) from None
        self.schema: Any = self._file.schema_arrow
        told = self._file.metadata
        codec = told.row_group(0).column(0).compression.lower() if told.num_row_groups and told.num_columns else "snappy"
        self.rows: int = told.num_rows
        self.codec = codec if codec in ("snappy", "gzip", "brotli", "lz4", "zstd") else "none"

    def batches(self) -> Iterator[Any]:
        """The record batches; ValueError where the file is damaged."""
        try:
            for group in range(self._file.metadata.num_row_groups):  # one at a time: asked for all, the library keeps all in memory
                yield from self._file.iter_batches(batch_size=ROWS, row_groups=[group], use_threads=False)
        except (_library().ArrowException, OSError) as error:
            raise ValueError(_line(error)) from None

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def items(path: str, field: str, tick: Callable[[int], None] | None = None) -> Iterator[Item]:
    """The texts of a column, one item a row; a row without a text, and a file without the column, are passed through."""
    number = 0
    try:
        source = Source(path)
        for batch in source.batches():
            yield from batch_items(batch, path, field, number + 1)
            number += batch.num_rows
            if tick:
                tick(os.path.getsize(path) * number // max(1, source.rows))
    except ValueError as error:
        yield Item(path, path, b"", fault=f"{path}: damaged, or no Parquet file ({error}): nothing is written for it", damaged=True)


def batch_items(batch: Any, path: str, field: str, first: int) -> Iterator[Item]:
    """The items of one record batch, whose first row has the number ``first``; what is wrong with the whole column is told at the first row of a file."""
    fault = ""
    if field not in batch.schema.names:
        fault = f"{path}: no column '{field}' in the file ({', '.join(batch.schema.names[:8])}): passed through unchanged; name another with --field"
    elif not _is_text(batch.schema.field(field).type):
        fault = f"{path}: the column '{field}' holds {batch.schema.field(field).type} and no texts: passed through unchanged"
    column = batch.column(field) if not fault else [None] * batch.num_rows
    for number, cell in enumerate(column, first):
        where = f"{path}:{number}"
        try:
            text = cell.as_py() if cell is not None else None
        except UnicodeDecodeError as error:
            yield Item(where, path, b"", fault=f"{where}: not UTF-8 (byte {error.start}): passed through unchanged")
            continue
        if text is None:
            yield Item(where, path, b"", fault=fault if number == 1 else "")
        else:
            yield Item(where, path, b"", text, lambda result: encode(result.text))


class Sink:
    """Writes batches of rows with the cleaned texts in place of their own, packed as the source was."""

    def __init__(self, batches: Iterator[Any], schema: Any, codec: str, file: IO[bytes], field: str) -> None:
        _library()
        from pyarrow import parquet

        self._batches, self._field = batches, field
        self._writer = parquet.ParquetWriter(file, schema, compression=codec)
        self._batch: Any = None
        self._texts: list[str | None] = []

    def take(self, one: Done) -> None:
        """The next row, in order."""
        if self._batch is None:
            self._batch = next(self._batches)
        self._texts.append(one.result.text if one.result and one.result.changes else None)
        if len(self._texts) == self._batch.num_rows:
            self._write()

    def _write(self) -> None:
        batch, arrow = self._batch, _library()
        changed = [text is not None for text in self._texts]
        if any(changed):
            from pyarrow import compute

            at = batch.schema.get_field_index(self._field)
            field, old = batch.schema.field(at), batch.column(at)
            listed = arrow.types.is_dictionary(field.type)
            plain = field.type.value_type if listed else field.type
            new = compute.if_else(arrow.array(changed), arrow.array(self._texts, plain), old.cast(plain) if listed else old)
            batch = batch.set_column(at, field, new.dictionary_encode().cast(field.type) if listed else new)
        self._writer.write_batch(batch)
        self._batch, self._texts = None, []

    def finish(self) -> None:
        """End the file."""
        self._writer.close()


def _is_text(kind: Any) -> bool:
    types = _library().types
    if types.is_dictionary(kind):
        return bool(_is_text(kind.value_type))
    return bool(types.is_string(kind) or types.is_large_string(kind))


def _line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def _library() -> Any:
    try:
        import pyarrow
    except ImportError:
        raise UsageError("a .parquet file needs the library pyarrow: pip install 'mt-normalize[parquet]'") from None
    return pyarrow
