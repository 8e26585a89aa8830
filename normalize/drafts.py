"""A rule drafted from a sentence before and after: the smallest edit, with one word of context on each side.

The draft is a starting point. It passes its own example, and `normalize rules test` says whether it spoils anything; a person widens it and
writes the traps as ``keep``.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from normalize.edits import minimal
from normalize.errors import UsageError
from normalize.patterns import compiled

_NAME = compiled(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


def draft(name: str, bad: str, good: str, keep: Sequence[str] = ()) -> str:
    """The YAML of a rule that turns ``bad`` into ``good``; it begins as a suggestion.

    UsageError when the name is no rule name or the two sentences are equal.

    >>> print(draft("wrong-way", "It is in limited way.", "It is in a limited way."))
    - rule: wrong-way
      class: garbled-term
      stage: words
      why: 'TODO: what the translator did, and why'
      regex: 'in (?=limited)'
      replace: 'in a '
      action: suggest
      examples:
        - bad: 'It is in limited way.'
          good: 'It is in a limited way.'
      keep:
        - 'It is in a limited way.'
    <BLANKLINE>
    """
    if not _NAME.fullmatch(name):
        raise UsageError(f"'{name}' is no rule name: use small letters, digits and hyphens, as in spurious-period")
    if bad == good:
        raise UsageError("the two sentences are the same: give one with the fault and one without")
    edit = minimal(0, bad, good)
    before = regex.search(r"(?:\w+\W+|\w+)?$", bad[: edit.start]).group()
    after = regex.match(r"\W*\w*", bad[edit.end :]).group()
    body = _literal(before + bad[edit.start : edit.end]) + (f"(?={_literal(after)})" if after else "$")
    lines = [
        f"- rule: {name}",
        "  class: garbled-term",
        "  stage: words",
        "  why: 'TODO: what the translator did, and why'",
        f"  regex: {_quoted(body)}",
        f"  replace: {_quoted((before + edit.after).replace(chr(92), chr(92) * 2))}",
        "  action: suggest",
        "  examples:",
        f"    - bad: {_quoted(bad)}",
        f"      good: {_quoted(good)}",
        "  keep:",
        *(f"    - {_quoted(k)}" for k in (keep or [good])),
    ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _literal(text: str) -> str:
    return str(regex.escape(text, special_only=True, literal_spaces=True))
