"""Whether the time of a pattern grows with the text, or faster: tried on strings made from the pattern itself.

A pattern is read for what it can repeat; each such piece is repeated (pumped) behind what must stand before it and before something that
does not fit, with the text that the pattern needs further on, out of reach. Two lengths are timed. A pattern that takes more than
8 to the power of 1.4 times as long for 8 times the text, or does not end, is refused, with the pump as proof. Begin reading at `growth`.

What can repeat nothing often needs no trial: its time is bounded at each place of the text.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, pairwise
from typing import Any, NamedTuple

import regex

from normalize.matchers.hits import LOOK_AT
from normalize.rules import Rule

SHORT, LONG = 1_000, 8_000
#: The steepest growth that passes, and the processor seconds below which nothing is said of it.
STEEPEST = 8**1.4
_UNMEASURED = 0.0015
_TIME_OUT = 0.3
_SLOW_NEARBY = 0.005
#: A repeat of more than this counts as unbounded.
_MANY = 40
_STAND_INS = {"Lu": "A", "Lt": "A", "Nd": "1", "N": "1", "P": ",", "Po": ",", "S": "+", "Z": " ", "Zs": " ", "M": "\u0301", "Mn": "\u0301", "Han": "中", "Arabic": "ا", "Hebrew": "א", "Cyrillic": "д", "Pd": "-", "Sc": "$"}
_PROPERTY = regex.compile(r"\\[pP]\{\^?(\w+)\}|\\[pP](\w)")
_SPECIAL = regex.compile(r"\\[bBAZGXKR]|\(\?[RP&]?[\w>]*\)|[\\()\[\]{}?*+|^$]")
#: The keys of a rule that hold patterns, and how the matcher asks them.
GUARDS = {"unless": "near", "unless-in": "search", "only-if": "search", "preceded-by": "near", "unless-next": "match", "followed-by": "match"}


class Pump(NamedTuple):
    """A text that makes a pattern work: ``head``, ``body`` many times, ``tail``."""

    head: str
    body: str
    tail: str

    def text(self, length: int) -> str:
        """The text with about this many pumped characters."""
        return self.head + self.body * (length // len(self.body)) + self.tail

    def __str__(self) -> str:
        return f"{self.head!r} + {self.body!r} * n + {self.tail!r}"


class Steep(NamedTuple):
    """A pump on which a pattern grew too fast; ``factor`` is None when it did not end in time."""

    pump: Pump
    factor: float | None

    def __str__(self) -> str:
        how = "does not end in time" if self.factor is None else f"takes {self.factor:.0f} times as long for {LONG // SHORT} times the text"
        return f"{how} on {self.pump}: bound the repeats ({{0,40}}), let them begin only where a run begins ((?<!…)), and let no two in a row share a character"


def growth(pattern: str, how: str = "finditer") -> Steep | None:
    """The first pump on which a pattern is too steep, or None.

    >>> growth(r"\\p{Ll}{2}\\.(?= in )") is None
    True
    >>> growth(r"(?:a|aa)+$").pump.body
    'a'
    """
    compiled = regex.compile(pattern)
    tree = _tree(pattern)
    if tree is not None and not _is_endless(tree):
        return None

    if how == "near":
        return _slow_nearby(compiled, pumps(pattern, tree))

    def run(text: str) -> None:
        if how == "finditer":
            for _ in compiled.finditer(text, timeout=_TIME_OUT):
                pass
        else:
            getattr(compiled, how)(text, timeout=_TIME_OUT)

    return _first_steep(run, pumps(pattern, tree))


def _slow_nearby(pattern: regex.Pattern[str], tried: Iterable[Pump]) -> Steep | None:
    """The first pump on which a guard is slow that sees no more than the words just before a match."""
    for pump in tried:
        text = pump.text(LOOK_AT)[-2 * LOOK_AT :]
        try:
            slow = all(_seconds(lambda _, t=text: pattern.search(t, timeout=_TIME_OUT), "") > _SLOW_NEARBY for _ in range(3))  # type: ignore[misc]
        except TimeoutError:
            slow = True
        if slow:
            return Steep(pump, None)
    return None


def faults(rule: Rule) -> Iterator[tuple[str, Steep]]:
    """Every pattern of a rule (by its key) that is too steep; when none is, the rule as a whole on many of its own matches."""
    found = False
    for key, pattern in patterns(rule.kind, rule.body, rule.options):
        steep = growth(pattern, GUARDS.get(key, "finditer"))
        if steep is not None:
            found = True
            yield key, steep
    if not found and rule.kind != "detector" and (steep := _whole(rule)) is not None:
        yield rule.kind, steep


def patterns(kind: str, body: Any, options: Any) -> Iterator[tuple[str, str]]:
    """The patterns of a rule with their keys."""
    if kind == "regex":
        yield "regex", body
    for key in GUARDS:
        value = options.get(key, ())
        for pattern in (value,) if isinstance(value, str) else value:
            yield key, f"(?:{pattern})$" if key == "preceded-by" else pattern


def _whole(rule: Rule) -> Steep | None:
    from normalize.matchers import KINDS

    matcher = KINDS[rule.kind].build(rule)
    bodies = [e.bad for e in rule.examples] + [_instance(tree) for _, p in patterns(rule.kind, rule.body, {}) if (tree := _tree(p))]
    if not isinstance(rule.body, str):
        bodies += [str(next(iter(rule.body))) + " "]

    def run(text: str) -> None:
        for _ in matcher.find(text):
            pass

    return _first_steep(run, (Pump("", b, "") for b in dict.fromkeys(bodies) if 0 < len(b) <= 400))


def _first_steep(run: Callable[[str], None], tried: Iterable[Pump]) -> Steep | None:
    for pump in tried:
        try:
            factor = _factor(run, pump)
            if factor is None:
                continue
            factor = min(factor, *(_factor(run, pump) or 0.0 for _ in range(2)))  # a busy machine is no proof
        except TimeoutError:
            return Steep(pump, None)
        if factor > STEEPEST:
            return Steep(pump, factor)
    return None


def _factor(run: Callable[[str], None], pump: Pump) -> float | None:
    """How many times as long the long text takes; None when that is below what can be said."""
    long = _seconds(run, pump.text(LONG))
    if long < _UNMEASURED:
        return None
    short = min(_seconds(run, pump.text(SHORT)) for _ in range(3))
    factor = long / max(short, 1e-7)
    return factor if factor > STEEPEST else None


def _seconds(run: Callable[[str], None], text: str) -> float:
    began = time.thread_time()
    run(text)
    return time.thread_time() - began


def pumps(pattern: str, tree: Any = None) -> Iterator[Pump]:
    """The pumps of a pattern: what it repeats in its place, then its letters, pairs and words anywhere."""
    plain = _SPECIAL.sub(" ", _stood_in(pattern))
    words = list(dict.fromkeys(regex.findall(r"\w{2,}", plain)))
    whole = _instance(tree) if tree is not None else " ".join(words)
    tails = ("!", f"\n{whole}", f"~{whole}", f"x{whole}") if whole else ("!", "\n", "~")
    if tree is not None:
        for head, body in _repeated(tree, ""):
            for piece in dict.fromkeys((*_pieces(body), _instance(body))):
                if piece:
                    yield from (Pump(head, piece, tail) for tail in tails)
    letters = list(dict.fromkeys(_pieces(tree) if tree is not None else (*regex.findall(r"\\([^\w\s])", pattern), *(c for c in plain if c != " "))))[:10]
    bodies = chain(letters, ("a", " ", "a ", "A ", "1,"), (a + b for a, b in pairwise(letters)), words[:5], (whole, whole[:-1], whole[1:], f"{whole} "))
    for body in dict.fromkeys(bodies):
        if 0 < len(body) <= 200:
            yield from (Pump("", body, tail) for tail in tails)


# The tree of a pattern: what Python's own parser makes of it, properties of characters replaced by a letter that has them.


def _stood_in(pattern: str) -> str:
    return str(_PROPERTY.sub(lambda m: _STAND_INS.get(m[1] or m[2], "a"), pattern))


def _tree(pattern: str) -> Any:
    """The parsed pattern, or None when Python's parser does not know what it says."""
    try:
        from re import _parser  # type: ignore[attr-defined]

        flags = re.VERBOSE if "(?x" in pattern else 0
        return list(_parser.parse(_stood_in(pattern), flags))
    except Exception:
        return None


def _is_endless(nodes: Any, times: int = 1) -> bool:
    """Whether anything can repeat often, alone or as a repeat of repeats."""
    for name, value in ((str(n), v) for n, v in nodes):
        if name.endswith("REPEAT"):
            most = times * min(int(value[1]), 10**6)
            if most > _MANY or _is_endless(value[2], most):
                return True
        elif any(_is_endless(inner, times) for inner in _inside(name, value)):
            return True
    return False


def _inside(name: str, value: Any) -> list[Any]:
    """The sequences that a node holds."""
    if name == "BRANCH":
        return list(value[1])
    if name in ("SUBPATTERN", "ASSERT", "ASSERT_NOT"):
        return [value[-1]]
    if name == "ATOMIC_GROUP":
        return [value]
    if name == "GROUPREF_EXISTS":
        return [v for v in value[1:] if v]
    return []


def _members(value: Any) -> list[str]:
    """Stand-ins for what a character class holds."""
    categories = {"DIGIT": "1", "SPACE": " ", "WORD": "a"}
    out: list[str] = []
    negated = False
    for name, member in ((str(n), v) for n, v in value):
        if name == "NEGATE":
            negated = True
        elif name == "LITERAL":
            out.append(chr(member))
        elif name == "RANGE":
            out.append(chr(member[0]))
        elif name == "CATEGORY":
            kind = str(member).removeprefix("CATEGORY_")
            out.append(categories.get(kind, "-" if kind == "NOT_WORD" else "a"))
    return [c for c in "a 1,(“" if c not in out][:3] if negated else out[:8]


def _pieces(nodes: Any) -> Iterator[str]:
    """The single characters that the pattern can match, as stand-ins."""
    for name, value in ((str(n), v) for n, v in nodes):
        if name == "LITERAL":
            yield chr(value)
        elif name in ("ANY", "NOT_LITERAL"):
            yield from ("a", " ")
        elif name == "IN":
            yield from _members(value)
        elif name.endswith("REPEAT"):
            yield from _pieces(value[2])
        else:
            for inner in _inside(name, value):
                yield from _pieces(inner)


def _instance(nodes: Any) -> str:
    """A text that the pattern may match: the first way everywhere, every repeat once or as often as it must be."""
    out: list[str] = []
    for name, value in ((str(n), v) for n, v in nodes):
        if name == "LITERAL":
            out.append(chr(value))
        elif name in ("ANY", "NOT_LITERAL"):
            out.append("a")
        elif name == "IN":
            out.append((_members(value) or ["a"])[0])
        elif name.endswith("REPEAT"):
            out.append(_instance(value[2]) * min(max(int(value[0]), 1 if int(value[1]) else 0), 50))
        elif name == "ASSERT_NOT":
            continue
        elif inside := _inside(name, value):
            out.append(_instance(inside[0]))
    return "".join(out)


def _repeated(nodes: Any, head: str) -> Iterator[tuple[str, Any]]:
    """Everything that repeats often, with a text that must stand before it."""
    for node in nodes:
        name, value = str(node[0]), node[1]
        if name.endswith("REPEAT"):
            if int(value[1]) > _MANY or _is_endless(value[2], max(int(value[1]), 1)):
                yield head, value[2]
            yield from _repeated(value[2], head)
        for inner in _inside(name, value):
            yield from _repeated(inner, head)
        head += _instance([node])
