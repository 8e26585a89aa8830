"""mt-normalize: repairs what machine translation did to a news text, and says what it changed and why.

A ten-line tour::

    import normalize
    result = normalize.clean("The move will raise concerns. in China.")
    result.text                      # the cleaned text
    result.changes                   # every change: rule, place, before, after, confidence, evidence
    result.findings                  # suggestions and flags: found, not changed
    result.undo()                    # the raw text again, from the changes alone
    normalize.garble("The said it minister.")   # 0 to 1: how badly a sentence is garbled
    cleaner = normalize.Pipeline(normalize.Config(source_language="ar"))
    cleaner.run(text, date="2024-10-30")

Begin reading at `normalize.pipeline`. Everything not named here may change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from normalize.version import __version__

if TYPE_CHECKING:
    from normalize.config import Config
    from normalize.errors import NormalizeError
    from normalize.pipeline import Pipeline
    from normalize.report import Change, Remark, Result

_PUBLIC = {
    "Change": "normalize.report",
    "Config": "normalize.config",
    "NormalizeError": "normalize.errors",
    "Pipeline": "normalize.pipeline",
    "Remark": "normalize.report",
    "Result": "normalize.report",
}
_default: Any = None


def clean(text: str, date: str | None = None, source_language: str | None = None) -> Result:
    """Clean one text with the default settings.

    ``date`` is the article's date (``YYYY-MM-DD``), if known; ``source_language`` a code such as ``ar``.

    >>> clean("He had had enough of of it.").text
    'He had had enough of it.'
    """
    global _default
    if _default is None:
        from normalize.pipeline import Pipeline

        _default = Pipeline()
    result: Result = _default.run(text, date=date, source_language=source_language)
    return result


def garble(sentence: str) -> float:
    """How badly one sentence is garbled, from 0 (reads like edited prose) to 1; see `normalize.fluency.judging.garble`.

    >>> garble("He said that the talks would go on.") < 0.5 < garble("The said minister on that talks Monday the would on go.")
    True
    """
    from normalize.fluency.judging import garble as judged

    return judged(sentence)


def __getattr__(name: str) -> Any:
    if name in _PUBLIC:
        from importlib import import_module

        return getattr(import_module(_PUBLIC[name]), name)
    raise AttributeError(f"module 'normalize' has no attribute {name!r}")


__all__ = ["Change", "Config", "NormalizeError", "Pipeline", "Remark", "Result", "__version__", "clean", "garble"]
