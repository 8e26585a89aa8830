"""Hugging Face datasets: a function for ``Dataset.map`` whose hash is that of its settings, so that a second run comes from the cache."""

from __future__ import annotations

from typing import Any

from normalize.config import Config
from normalize.integrations import columns, missing

try:
    import datasets
except ImportError:
    raise missing("datasets", "datasets") from None


class Cleaner:
    """A picklable function for ``map(..., batched=True)``: the column cleaned, and the columns ``edits`` and ``metadata``."""

    def __init__(self, column: str = "text", config: Config | None = None) -> None:
        self.column, self.config = column, config or Config()

    def __call__(self, batch: dict[str, list[Any]]) -> dict[str, list[Any]]:
        """The new columns of a batch."""
        texts, edits, told = columns(batch[self.column], self.config)
        return {self.column: texts, "edits": edits, "metadata": told}


def features(old: Any) -> Any:
    """The features of a cleaned dataset: a first batch without edits does not show what they are."""
    value = datasets.Value
    edit = {"rule": value("string"), "start": value("int64"), "end": value("int64"), "before": value("string"), "after": value("string"), "confidence": value("float64")}
    return datasets.Features({**old, "edits": [edit], "metadata": value("string")})


def clean(dataset: Any, column: str = "text", config: Config | None = None, **options: Any) -> Any:
    """The dataset with the column cleaned; ``options`` go to ``map``, as ``num_proc``."""
    return dataset.map(Cleaner(column, config), batched=True, features=features(dataset.features), **options)
