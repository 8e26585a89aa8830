"""The engine inside others' engines: a few lines each, imported only when asked for, with the rules and names opened once a worker process.

Every adapter gives three things for a text: the cleaned ``text``, its ``edits`` (as `normalize.formats.edit_lines` writes them), and ``metadata`` as JSON, with
``problems`` in it when a text was passed through. What is no text (None, a number) comes back as it is, with no edits.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from normalize.config import Config
from normalize.errors import NormalizeError
from normalize.formats.edit_lines import edits
from normalize.pipeline import Pipeline
from normalize.report import Result


class MissingLibraryError(NormalizeError, ImportError):
    """A library that an adapter needs is not installed."""


def missing(library: str, extra: str) -> MissingLibraryError:
    """The error to raise, which says what to install.

    >>> str(missing("pyspark", "spark"))
    "pyspark is not installed: pip install 'mt-normalize[spark]'"
    """
    return MissingLibraryError(f"{library} is not installed: pip install 'mt-normalize[{extra}]'")


@lru_cache(maxsize=8)
def cleaner(config: Config) -> Pipeline:
    """The pipeline of these settings, made once in each process."""
    return Pipeline(config)


def metadata(result: Result) -> str:
    """What was found out about a text, as JSON; problems are told there."""
    told = dict(result.metadata)
    if result.problems:
        told["problems"] = [p.as_dict() for p in result.problems]
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def columns(texts: Iterable[Any], config: Config) -> tuple[list[Any], list[list[dict[str, Any]]], list[str]]:
    """The three columns for a column of texts: cleaned texts, edits, metadata.

    >>> columns(["He spoke of of it.", None], Config())[0]
    ['He spoke of it.', None]
    """
    pipeline = cleaner(config)
    cleaned: list[Any] = []
    told: list[list[dict[str, Any]]] = []
    found: list[str] = []
    for text in texts:
        if not isinstance(text, str):
            cleaned.append(text)
            told.append([])
            found.append("{}")
        else:
            result = pipeline.run(text)
            cleaned.append(result.text)
            told.append(edits(result))
            found.append(metadata(result))
    return cleaned, told, found
