"""Whether an entry of a rule file has the form of a rule: known keys, values of the right shape, patterns that compile, an example that says what becomes of it.

All faults are told at once, each with file and line; a wrong name with the likely right one. `normalize.packs` reads the files.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import Any

from normalize.errors import Fault
from normalize.stages import CLASSES, STAGES

#: The name of a rule, which is a part of its address.
NAME = re.compile(r"(?=.{1,80}$)[a-z0-9]+(?:-[a-z0-9]+)*")
KINDS = ("phrase", "swap", "regex", "repeat", "pairs", "detector")
#: The keys of a rule beside its kind, with the shape of each: text, texts (one or a list), list, map.
KEYS = {
    "rule": "text",
    "class": "text",
    "stage": "text",
    "why": "text",
    "message": "text",
    "source": "text",
    "action": "text",
    "confidence": "text",
    "needs": "texts",
    "examples": "list",
    "keep": "list",
    "options": "map",
}
#: What only some kinds of rule can say.
MORE = {
    "regex": {"replace": "text"},
    "phrase": {"replace": "text", "case": "text"},
    "swap": {"case": "text"},
    "repeat": {"between": "text"},
    "pairs": {"replace": "list", "alone": "text"},
    "detector": {},
}
GUARDS = {"unless", "unless-next", "unless-in", "only-if", "followed-by", "preceded-by"}
SHAPES: dict[str, Any] = {"text": str, "texts": (str, list), "list": list, "map": dict}
EXAMPLE_KEYS = {"bad", "good", "found", "given"}
GIVEN_KEYS = {"published", "source-language"}
ACTIONS = ("fix", "suggest", "flag")


def unknown_keys(file: str, tree: Any, known: Iterable[str], what: str) -> list[Fault]:
    """A fault for every key that is not known, with the likely right one."""
    out: list[Fault] = []
    for key in tree:
        if key not in known:
            near = difflib.get_close_matches(key, sorted(known), n=1)
            hint = f"did you mean '{near[0]}'?" if near else f"known are {', '.join(sorted(known))}"
            out.append(Fault(file, tree.lines[key], f"unknown key '{key}' in this {what}: {hint}"))
    return out


def check_rule(file: str, rule: Any) -> list[Fault]:
    """All faults in the form of one rule."""
    if not isinstance(rule, dict) or "rule" not in rule:
        return [Fault(file, getattr(rule, "line", 1), "every entry of a rule file begins with '- rule: name'")]
    lines: dict[str, int] = rule.lines  # type: ignore[attr-defined]
    top: int = rule.line  # type: ignore[attr-defined]
    name = rule["rule"]
    faults: list[Fault] = []

    def say(key: str, message: str) -> None:
        faults.append(Fault(file, lines.get(key, top), message))

    if isinstance(name, str) and name.strip() and not NAME.fullmatch(name):
        say("rule", f"'{name}' is no name of a rule: use small letters, digits and hyphens, as in spurious-period")
    kinds = [k for k in KINDS if k in rule]
    if len(kinds) != 1:
        say("rule", f"rule '{name}' needs exactly one of {', '.join(KINDS)}; it has {', '.join(kinds) or 'none'}")
        return faults + unknown_keys(file, rule, {*KEYS, *GUARDS, *KINDS, *(k for m in MORE.values() for k in m)}, "rule")
    kind = kinds[0]
    known = {**KEYS, **MORE[kind], kind: ""} | dict.fromkeys(GUARDS if kind != "detector" else (), "texts")
    faults += unknown_keys(file, rule, known, f"{kind} rule")
    so_far = len(faults)
    for key, shape in known.items():
        if key in rule and shape and not isinstance(rule[key], SHAPES[shape]):
            say(key, f"'{key}' must be {'a list' if shape == 'list' else 'text' if shape == 'text' else 'text or a list'}")
    for key, value in rule.items():
        if odd := _odd(key, value):
            faults.append(Fault(file, _line_of(odd, key, value, lines.get(key, top)), odd))
    if len(faults) > so_far:
        return faults  # what follows counts on the shapes
    for key in ("stage", "why", "examples", "keep"):
        if key not in rule:
            say("rule", f"rule '{name}' has no '{key}'")
    if rule.get("stage", "decode") not in STAGES:
        say("stage", f"unknown stage '{rule['stage']}'{_near(rule['stage'], STAGES)}")
    if rule.get("class", name) not in CLASSES:
        say("class", f"unknown class '{rule.get('class', name)}'{_near(rule.get('class', name), CLASSES)}")
    if rule.get("action", "fix") not in ACTIONS:
        say("action", f"unknown action '{rule['action']}': one of {', '.join(ACTIONS)}")
    if "confidence" in rule and not _between(rule["confidence"]):
        say("confidence", "'confidence' must be a number from 0 to 1")
    faults += _check_body(file, rule, kind, say_line=lines.get(kind, top))
    for example in rule.get("examples") or []:
        faults += _check_example(file, example, rule)
    for key in ("examples", "keep"):
        if key in rule and not rule[key]:
            say(key, f"'{key}' of rule '{name}' is empty: give at least one sentence")
    for sentence in rule.get("keep") or []:
        if not isinstance(sentence, str):
            say("keep", "every 'keep' is one text; quote it when it holds a colon")
    return faults


def _odd(key: str, value: Any) -> str:
    """What is wrong inside a list, a map or an example: everything in them is text that is not empty, numbers and true or false where they belong."""
    if key in ("rule", "stage", "class", "action", "message") and isinstance(value, str) and not value.strip():
        return f"'{key}' is empty"
    if key == "examples":
        texts = [e.get(k) for e in value if isinstance(e, dict) for k in ("bad", "good", "found") if k in e] if isinstance(value, list) else []
        wrong = next((t for t in texts if not isinstance(t, str)), None)
        given = [e["given"] for e in value if isinstance(e, dict) and "given" in e] if isinstance(value, list) else []
        if wrong is not None or any(t is None for t in texts):
            return f"'bad', 'good' and 'found' of an example are texts, not {wrong!r}"
        if any(not isinstance(g, dict) or not all(isinstance(v, str) for v in g.values()) for g in given):
            return "'given' of an example maps names to texts, as published: '2024-10-30'"
        return ""
    if key in ("options", "keep"):
        return ""  # the one belongs to the detector, the other is looked at by itself
    inside = value if isinstance(value, list) else [*value, *value.values()] if isinstance(value, dict) else []
    if key in ("needs", "pairs", *GUARDS) and (value == "" or "" in inside):
        return f"'{key}' holds an empty text"
    wrong = next((v for v in inside if not isinstance(v, str)), None)
    return f"everything in '{key}' must be text, not {wrong!r}: quote it" if wrong is not None or None in inside else ""


def _line_of(odd: str, key: str, value: Any, line: int) -> int:
    """The line of what is odd: inside an example that of its part."""
    parts = ("given",) if odd.startswith("'given'") else ("bad", "good", "found")
    for example in value if key == "examples" else ():
        for part in parts:
            wanted: Any = dict if part == "given" else str
            if isinstance(example, dict) and part in example and (not isinstance(example[part], wanted) or (part == "given" and _odd(key, [example]))):
                return int(example.lines[part])  # type: ignore[attr-defined]
    return line


def _near(wrong: Any, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(str(wrong), sorted(known), n=1)
    return f": did you mean '{near[0]}'?" if near else f": one of {', '.join(sorted(known))}"


def _between(text: Any) -> bool:
    try:
        return 0.0 <= float(text) <= 1.0
    except (TypeError, ValueError):
        return False


def _check_body(file: str, rule: Any, kind: str, say_line: int) -> list[Fault]:
    body = rule[kind]
    wanted: Any = {"phrase": (str, list), "swap": dict, "regex": str, "repeat": list, "pairs": dict, "detector": str}[kind]
    if not isinstance(body, wanted) or not body:
        return [Fault(file, say_line, f"'{kind}' is empty or of the wrong shape")]
    out: list[Fault] = []
    if kind == "pairs" and (len(body) != 1 or len(rule.get("replace", ())) != 2):
        out.append(Fault(file, say_line, "'pairs' maps one opening mark to its closing one, and 'replace' lists the two new marks"))
    if kind == "detector":
        from normalize import detectors

        try:
            detectors.load(body)
        except LookupError:
            out.append(Fault(file, say_line, f"unknown detector '{body}'{_near(body, detectors.shipped())}"))
        return out
    return out + _check_patterns(file, rule, kind)


def _check_patterns(file: str, rule: Any, kind: str) -> list[Fault]:
    import regex

    from normalize import hazards
    from normalize.matchers.pattern import Template

    out: list[Fault] = []
    sources = [(k, p) for k in GUARDS if k in rule for p in ([rule[k]] if isinstance(rule[k], str) else rule[k])]
    if kind == "regex":
        sources.append(("regex", rule["regex"]))
    for key, source in sources:
        if len(source) > hazards.LONGEST_PATTERN:
            out.append(Fault(file, rule.lines[key], f"'{key}' is longer than {hazards.LONGEST_PATTERN:,} characters: use 'phrase' or 'swap' for lists"))
            continue
        try:
            compiled = regex.compile(source)
        except (regex.error, OverflowError, RecursionError) as error:
            out.append(Fault(file, rule.lines[key], f"'{key}' is not a pattern the regex library takes: {error}"))
            continue
        if key != "regex":
            continue
        groups = set(compiled.groupindex) | set(range(compiled.groups + 1))
        for group in Template(rule.get("replace", "")).groups():
            if group not in groups:
                out.append(Fault(file, rule.lines["replace"], f"'replace' names the group {group}, which the pattern does not have"))
    return out


def pumped(file: str, rule: Any) -> list[Fault]:
    """The patterns of a rule of another's whose time grows faster than the text."""
    from normalize import pumps

    found: list[Fault] = []
    kind = next(k for k in KINDS if k in rule)
    for key, pattern in pumps.patterns(kind, rule[kind], rule):
        steep = pumps.growth(pattern, pumps.GUARDS.get(key, "finditer"))
        if steep is not None:
            found.append(Fault(file, rule.lines[key], f"'{key}' {steep}"))
    return found


def _check_example(file: str, example: Any, rule: Any) -> list[Fault]:
    if not isinstance(example, dict) or "bad" not in example:
        return [Fault(file, rule.lines["examples"], "every example has 'bad' and 'good' (a flag: 'bad' and 'found')")]
    out = unknown_keys(file, example, EXAMPLE_KEYS, "example")
    if ("good" in example) == ("found" in example):
        out.append(Fault(file, example.line, "an example has either 'good' (what it becomes) or 'found' (what a flag covers)"))  # type: ignore[attr-defined]
    if isinstance(example.get("given"), dict):
        out += unknown_keys(file, example["given"], GIVEN_KEYS, "given")
    return out
