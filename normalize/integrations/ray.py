"""Ray Data: a class for ``map_batches``, one of it in each actor."""

from __future__ import annotations

from typing import Any

from normalize.config import Config
from normalize.integrations import arrow, missing

try:
    import ray.data  # noqa: F401
except ImportError:
    raise missing("ray", "ray") from None


class Cleaner:
    """Cleans the column of Arrow batches; adds ``edits`` and ``metadata``."""

    def __init__(self, column: str = "text", config: Config | None = None) -> None:
        self._column, self._config = column, config or Config()

    def __call__(self, batch: Any) -> Any:
        """The batch with its text column cleaned."""
        return arrow.clean(batch, self._column, self._config)


def clean(dataset: Any, column: str = "text", config: Config | None = None, actors: int = 1, batch: int = 256) -> Any:
    """A dataset with the column cleaned, by so many actors, in batches of so many documents."""
    return dataset.map_batches(Cleaner, fn_constructor_args=(column, config), batch_format="pyarrow", batch_size=batch, concurrency=actors)
