"""What is known about the text beside its words: date, source language, the gazetteer, what the user protects.

One `Context` serves one pass over one text; rules read it and never change it, but for ``kept``. Names are looked up through it, so that
all detectors of a pass share one search.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from normalize.text import Document

if TYPE_CHECKING:
    from normalize.findings import Hit
    from normalize.gazetteer import Gazetteer


@dataclass(slots=True)
class Context:
    """What rules may ask about the text at hand.

    ``seen`` remembers what a detector found in a text; all passes share it, since a text that is the same has the same faults.
    ``kept`` is for what detectors keep from pass to pass; what stands under ``stats`` there goes into the report's stats, and ``torn`` is
    the number of repaired places where a sentence was torn (`normalize.stages.TORN`).
    """

    open_gazetteer: Callable[[], Gazetteer]
    date: str | None = None
    source_language: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    seen: dict[tuple[int, str, str | None], tuple[Hit, ...]] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)
    #: Seconds by rule, where the user asked for them.
    spent: dict[str, float] | None = None
    _shared: dict[tuple[int, str], Any] = field(default_factory=dict)

    @property
    def gazetteer(self) -> Gazetteer:
        """The gazetteer, opened when first asked for."""
        return self.open_gazetteer()

    def shared(self, doc: Document, key: str, make: Callable[[], Any]) -> Any:
        """A value worked out once for a document and shared by the detectors of the pass."""
        at = (id(doc), key)
        if at not in self._shared:
            self._shared[at] = (doc, make())  # the document is held so that its id stays its own
        return self._shared[at][1]
