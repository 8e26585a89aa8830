"""A `Result` in the forms that people and programs read. One file a form; each has ``render`` and changes nothing.

All diffs are built from the list of changes, never by comparing two texts, and every character of a document goes through
`normalize.visible` on its way to a screen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module

from normalize.errors import UsageError
from normalize.report import Result

#: Report files by ending, and the module that writes them.
BY_ENDING = {
    ".json": "as_json",
    ".jsonl": "as_jsonl",
    ".csv": "csv",
    ".html": "html",
    ".md": "markdown",
    ".sarif": "sarif",
    ".diff": "unified",
    ".patch": "unified",
}
Render = Callable[[Sequence[Result]], str]


def renderer(ending: str) -> Render:
    """The function that writes a report for a file with this ending."""
    if ending not in BY_ENDING:
        raise UsageError(f"no report format for '{ending or 'a name without an ending'}': use one of {' '.join(BY_ENDING)}")
    render: Render = import_module(f"normalize.formats.{BY_ENDING[ending]}").render
    return render
