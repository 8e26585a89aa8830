"""The family of errors. Everything a person can meet is one of these.

    NormalizeError              exit code 2 unless said otherwise
    ├── UsageError              an option or argument that does not fit
    ├── PackError               a rule file that cannot be used; lists all its faults
    ├── GazetteerError          a gazetteer file that cannot be used; lists all its faults
    ├── GrammarError            LanguageTool cannot be used now; texts are cleaned without it (exit code 3)
    └── InputError              a text that cannot be read; it is passed through (exit code 3)

A message says what is wrong, where (file, line), and what to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Fault(NamedTuple):
    """One thing that is wrong in a file: where, and what to do.

    >>> print(Fault("rules/en/quotes.yml", 12, "unknown key 'replce': did you mean 'replace'?"))
    rules/en/quotes.yml:12: unknown key 'replce': did you mean 'replace'?
    """

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}" if self.line else f"{self.file}: {self.message}"


class NormalizeError(Exception):
    """Anything that stops the work and that a person can mend."""


class UsageError(NormalizeError):
    """An option, a path or a value that does not fit."""


class InputError(NormalizeError):
    """A text that cannot be read as text; the caller passes it through unchanged."""


class GrammarError(NormalizeError):
    """A server of LanguageTool that does not start or answer; the text is cleaned without it."""


class FaultyFileError(NormalizeError):
    """A data file with faults; all of them are listed at once."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


class PackError(FaultyFileError):
    """A rule pack that cannot be used."""


class GazetteerError(FaultyFileError):
    """A gazetteer file that cannot be used."""
