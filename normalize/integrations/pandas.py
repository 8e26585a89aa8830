"""pandas: after ``import normalize.integrations.pandas``, a column of texts has ``frame["text"].normalize``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from normalize.config import Config
from normalize.formats.edit_lines import edits
from normalize.integrations import cleaner, metadata, missing
from normalize.pool import pipe
from normalize.report import Result

try:
    import pandas
except ImportError:
    raise missing("pandas", "pandas") from None


@pandas.api.extensions.register_series_accessor("normalize")
class Accessor:
    """The methods of a column of texts; what is no text comes back as it is."""

    def __init__(self, series: Any) -> None:
        self._series = series

    def clean(self, config: Config | None = None, workers: int = 1) -> Any:
        """The cleaned texts, with the same index."""
        return self.frame(config, workers)["text"].rename(self._series.name)

    def frame(self, config: Config | None = None, workers: int = 1) -> Any:
        """The columns ``text``, ``edits`` and ``metadata``, with the same index."""
        is_text = [isinstance(value, str) for value in self._series]
        results: Iterator[Result] = pipe(cleaner(config or Config()), (value for value in self._series if isinstance(value, str)), workers)
        rows = []
        for value, known in zip(self._series, is_text, strict=True):
            result = next(results) if known else None
            rows.append((result.text, edits(result), metadata(result)) if result else (value, [], "{}"))
        return pandas.DataFrame(rows, columns=["text", "edits", "metadata"], index=self._series.index)
