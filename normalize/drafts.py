"""A rule drafted from a sentence before and after: the smallest edit, with as many words of context on each side as it needs.

The draft is a starting point. It passes its own example, and `normalize rules test` says whether it spoils anything; a person widens it and
writes the traps as ``keep``.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from normalize.edits import minimal
from normalize.errors import UsageError
from normalize.rulecheck import NAME

#: Words of context on each side that a draft takes at most.
_MOST_CONTEXT = 12


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
    if not NAME.fullmatch(name):
        raise UsageError(f"'{name}' is no rule name: use small letters, digits and hyphens, as in spurious-period")
    if bad == good:
        raise UsageError("the two sentences are the same: give one with the fault and one without")
    edit = minimal(0, bad, good)
    for size in range(1, _MOST_CONTEXT + 1):
        before = regex.search(rf"(?:(?:\w+\W+){{0,{size - 1}}}(?:\w+\W+|\w+))?$", bad[: edit.start]).group()
        after = regex.match(rf"(?:\W*\w*){{{size}}}", bad[edit.end :]).group()
        body = _literal(before + bad[edit.start : edit.end]) + (f"(?={_literal(after)})" if after else "$")
        if len(regex.findall(body, bad)) == 1 and not regex.search(body, good):
            break  # it turns the one into the other, and leaves the other alone
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
