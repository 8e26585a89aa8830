"""Repairs mangled names: which of many known names was meant, and how sure is that?

Begin with `matcher.Matcher.lookup`; then `letters` (what is compared), `build` and `index` (the flat arrays), `candidates` (who may be
meant), `costs` (how sounds get lost on the way), `features` and `judgement` (the verdict). ``docs/names.md`` tells the whole story.
"""

from __future__ import annotations

from normalize.gazetteer.channel.matcher import Matcher


def matcher(names: list[str]) -> Matcher:
    """An index of these names in memory; its ``lookup(surface, source_language=None, context=None)`` gives (name, score).

    >>> matcher(["Mark Rutte", "Joe Root"]).lookup("Marc Root", source_language="ar")[0][0]
    'Mark Rutte'
    """
    return Matcher.of(names)


__all__ = ["Matcher", "matcher"]
