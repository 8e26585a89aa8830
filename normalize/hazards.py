"""What a rule of another's could do to every text, refused when its pack is loaded: match nothing, match everything, grow, go in circles.

The shipped rules are held by their examples and by the clean corpora; a foreign pack has neither when it is first opened. That time grows
with the text only is tried by `normalize.pumps`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

import regex

from normalize.errors import Fault
from normalize.matchers.pattern import Template

#: The longest pattern, in characters: a longer one takes long to compile.
LONGEST_PATTERN = 20_000
#: An ordinary sentence, of which no rule may take more than half.
_ORDINARY = "The minister met 12 reporters in Paris on Monday, and said that talks would go on."
_GUARDS = ("unless", "unless-next", "unless-in", "only-if", "followed-by", "preceded-by")


def harms(file: str, rule: Any, kind: str) -> list[Fault]:
    """Every way in which a rule, right in form, would harm ordinary texts."""
    lines: dict[str, int] = rule.lines
    out: list[Fault] = []
    if kind == "regex":
        out += [Fault(file, lines["regex"], m) for m in _of_pattern(rule)]
    elif kind in ("swap", "phrase"):
        table: Mapping[str, Any] = rule[kind] if kind == "swap" else dict.fromkeys([rule[kind]] if isinstance(rule[kind], str) else rule[kind], rule.get("replace"))
        out += [Fault(file, getattr(table, "lines", {}).get(key, lines[kind]), m) for key, m in _of_table(table, any(g in rule for g in _GUARDS))]
    return out


def _of_pattern(rule: Any) -> Iterator[str]:
    pattern = rule["regex"]
    compiled = regex.compile(pattern)
    if compiled.search("", timeout=0.05):
        yield "'regex' matches the empty text, so it matches everywhere: ask for at least one character"
        return
    if "replace" not in rule:
        return
    taken = sum(m.end() - m.start() for m in compiled.finditer(_ORDINARY, timeout=0.05))
    if taken * 2 > len(_ORDINARY):
        yield "'regex' takes more than half of an ordinary sentence, and 'replace' would write over it: ask for less"
        return
    template = Template(rule["replace"])
    for example in rule["examples"]:
        text = example["bad"]
        lengths = [len(text)]
        for _ in range(4):
            text = compiled.sub(template.fill, text, timeout=0.05)
            lengths.append(len(text))
        if all(a < b for a, b in pairwise(lengths)):
            yield "'replace' makes the text longer each time and never comes to rest: it must not match what it has written"
            return


def _of_table(table: Mapping[str, Any], has_guards: bool) -> Iterator[tuple[str, str]]:
    folded = {_folded(k): _folded(v) for k, v in table.items() if isinstance(v, str)}
    for key, wanted in table.items():
        if not key.strip():
            yield key, "an empty phrase is everywhere: leave it out"
        if not isinstance(wanted, str):
            continue
        start = at = _folded(key)
        for _ in range(len(folded)):
            at = folded.get(at, "")
            if at == start and _folded(wanted) != start:
                yield key, f"'{key}' becomes '{wanted}', which becomes '{key}' again: leave one of them out"
                break
        if not has_guards and _folded(wanted) != start and f" {start} " in f" {_folded(wanted)} ":
            yield key, f"'{key}' becomes '{wanted}', which holds it again, so the text would grow each time: give a guard (preceded-by, unless)"


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").split())
