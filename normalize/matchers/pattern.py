"""The ``regex`` matcher: a pattern exactly as written, and a replacement that may name its groups.

No word boundaries are added unseen. A replacement knows ``\\1`` and ``\\g<name>``, and ``\\l\\1`` / ``\\u\\1`` for a group with its first
letter made small / capital; nothing else has a meaning in it.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from normalize.edits import Edit, minimal
from normalize.findings import Hit
from normalize.matchers.hits import Guards
from normalize.patterns import compiled
from normalize.rules import Rule

_TOKEN = compiled(r"\\(?P<case>[lu](?=\\[\dg]))?(?:\\)?(?:(?P<number>\d)|g<(?P<name>\w+)>)|\\(?P<escape>[\\n])")


class Template:
    """A replacement text with group references.

    >>> m = regex.match(r"(?P<a>\\w+) (\\w+)", "with A")
    >>> Template(r"\\g<a> \\l\\2").fill(m)
    'with a'
    """

    __slots__ = ("_parts",)

    def __init__(self, source: str) -> None:
        self._parts: list[str | tuple[str | int, str]] = []
        at = 0
        for m in _TOKEN.finditer(source):
            self._parts.append(source[at : m.start()])
            at = m.end()
            if m["escape"]:
                self._parts.append("\n" if m["escape"] == "n" else "\\")
            else:
                self._parts.append((int(m["number"]) if m["number"] else m["name"], m["case"] or ""))
        self._parts.append(source[at:])

    def groups(self) -> list[str | int]:
        """The groups that the template names."""
        return [p[0] for p in self._parts if isinstance(p, tuple)]

    def fill(self, m: regex.Match[str]) -> str:
        """The replacement for one match; a group that took no part is empty."""
        out: list[str] = []
        for part in self._parts:
            if isinstance(part, str):
                out.append(part)
                continue
            text = m[part[0]] or ""
            if part[1] == "l":
                text = text[:1].lower() + text[1:]
            elif part[1] == "u":
                text = text[:1].upper() + text[1:]
            out.append(text)
        return "".join(out)


class RegexMatcher:
    """Finds a pattern in a paragraph and writes its replacement; without one it only points."""

    def __init__(self, rule: Rule) -> None:
        self.pattern = compiled(rule.body)
        replace = rule.options.get("replace")
        self.template = None if replace is None else Template(replace)
        self.guards = Guards(rule)

    def find(self, line: str) -> Iterator[Hit]:
        """All places in the paragraph, with the smallest edit each."""
        for m in self.pattern.finditer(line):
            s, e = m.span()
            if not self.guards.allow(line, s, e):
                continue
            if self.template is None:
                yield Hit(s, e)
                continue
            after = self.template.fill(m)
            if after != m.group():
                edit: Edit = minimal(s, m.group(), after)
                yield Hit(min(s, edit.start), max(e, edit.end), (edit,))


def literals(rule: Rule) -> tuple[str, ...]:
    """The literals that the rule states under ``needs``; without them every paragraph is tried."""
    return rule.needs
