"""datatrove: a step of a pipeline. The edits go into the metadata of a document, the counts into the stats of the step."""

from __future__ import annotations

from typing import Any

from normalize.config import Config
from normalize.formats.edit_lines import edits
from normalize.integrations import cleaner, missing

try:
    from datatrove.pipeline.base import PipelineStep
except ImportError:
    raise missing("datatrove", "datatrove") from None


class Cleaner(PipelineStep):  # type: ignore[misc]
    """Cleans the text of every document; its metadata gain ``edits`` and what was found out, as ``published``; no document is dropped."""

    name = "mt-normalize"
    type = "FORMAT"

    def __init__(self, config: Config | None = None) -> None:
        super().__init__()
        self.config = config or Config()

    def run(self, data: Any, rank: int = 0, world_size: int = 1) -> Any:
        """The documents of the step before, cleaned."""
        pipeline = cleaner(self.config)
        for document in data:
            with self.track_time():
                result = pipeline.run(document.text)
                document.text = result.text
                document.metadata = {**result.metadata, **document.metadata, "edits": edits(result)}
                if result.problems:
                    document.metadata["problems"] = [p.as_dict() for p in result.problems]
                self._count(result)
            yield document

    def _count(self, result: Any) -> None:
        self.stat_update("changed" if result.changes else "unchanged")
        if result.problems:
            self.stat_update("problems")
        for change in result.changes:
            self.stat_update(f"rule {change.rule}", unit="edit")
