"""Repairs mangled names: which of many known names was meant, and how sure is that?

Begin with `matcher.Matcher.lookup`; then `letters` (what is compared), `build`, `index` and `store` (the flat arrays,
in memory and in a file), `candidates` (who may be meant), `costs` (how sounds get lost on the way), `features` and
`judgement` (the verdict). ``docs/names.md`` tells the whole story.
"""

from __future__ import annotations

from normalize.gazetteer.channel.matcher import Matcher
from normalize.gazetteer.channel.store import build_index, open_index

__all__ = ["Matcher", "build_index", "open_index"]
