"""Rule files -> rules. Every fault of a pack is reported at once, with file, line and, for a wrong name, the likely right one.

A pack is a folder with a ``pack.yml`` (name, version, description, licence) and theme files, each a list of rules.
``rules/README.md`` says how to write one. `normalize.rulecheck` checks the form; whether the examples hold is checked by `normalize.proofs`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from normalize import cache, data
from normalize.config import Config
from normalize.errors import Fault, PackError
from normalize.rulecheck import GUARDS, KINDS, MORE, check_rule, pumped, unknown_keys
from normalize.rules import Example, Rule, RuleSet

CONFIDENCE = {"fix": 0.97, "suggest": 0.75, "flag": 0.6}
#: The modules that decide what the compiled form of a pack holds: when one changes, what is cached is stale.
_MAKERS = ("packs.py", "rulecheck.py", "hazards.py", "pumps.py", "yamlfile.py", "precision.py")
#: The table of a pack's figures, in its folder or, for the shipped ones, beside it.
_TABLE = "precision.json"


def load_rules(config: Config | None = None, as_asked: bool = False) -> RuleSet:
    """The rules in force for these settings: shipped packs, installed packs, the user's folders, narrowed as asked.

    A rule whose measured figures rule out the precision that ``fix`` asks for is a suggestion (`normalize.precision`); with ``as_asked`` it does what its
    file says, so that it can be measured again. Raises PackError with all faults of all packs, UsageError for a selection that fits nothing.
    """
    config = config or Config()
    packs: list[list[tuple[Any, ...]]] = []
    if not config.only_packs:
        packs += [_cached(files, as_asked) for files in _shipped()]
        packs += [_cached(_files(Path(p), p), as_asked, foreign=True) for p in _installed()]
    packs += [_cached(_files(Path(p), p), as_asked, foreign=True) for p in config.rules]
    rules: dict[str, Rule] = {}
    faults: list[Fault] = []
    for rule in (_rule(row) for pack in packs for row in pack):
        if rule.id in rules:
            faults.append(Fault(rule.file, rule.line, f"the rule '{rule.id}' is also in {rules[rule.id].file}: rename one"))
        rules[rule.id] = rule
    if faults:
        raise PackError(faults)
    found = RuleSet(rules.values())
    return found.narrow(config.select, config.ignore) if config.select or config.ignore else found


def _shipped() -> Iterator[list[tuple[str, bytes]]]:
    root = data.folder("rules")
    table = root / _TABLE
    figures = [(f"rules/{_TABLE}", table.read_bytes())] if table.is_file() else []
    for pack in sorted(root.iterdir(), key=lambda e: e.name):
        if pack.is_dir() and (pack / "pack.yml").is_file():
            yield [(f"rules/{pack.name}/{name}", file.read_bytes()) for name, file in data.walk(pack, (".yml", ".yaml"))] + figures


def _installed() -> list[str]:
    """Folders of packs that other distributions offer under the entry point group ``normalize.packs``.

    The metadata of installed packages is only read when one of them mentions the group: reading it costs more than a short clean.
    """
    import sys

    for place in sys.path:
        folder = Path(place or ".")
        for entry in folder.glob("*-info/entry_points.txt"):
            if b"[normalize.packs]" in entry.read_bytes():
                break
        else:
            continue
        break
    else:
        return []
    from importlib.metadata import entry_points
    from importlib.util import find_spec

    out: list[str] = []
    for point in sorted(entry_points(group="normalize.packs"), key=lambda e: (e.name, e.value)):
        spec = find_spec(point.value.partition(":")[0])
        for place in (spec.submodule_search_locations or []) if spec else []:
            out.append(str(place))
    return out


def _files(path: Path, shown: str) -> list[tuple[str, bytes]]:
    if path.is_file():
        if path.suffix not in (".yml", ".yaml"):
            raise PackError([Fault(shown, 0, "not a rule file: give a .yml file or a folder with a pack.yml")])
        return [(shown, path.read_bytes())]
    if not path.is_dir():
        raise PackError([Fault(shown, 0, "no such rule file or folder")])
    files = [(f"{shown.rstrip('/')}/{name}", file.read_bytes()) for name, file in data.walk(path, (".yml", ".yaml", _TABLE))]
    if not any(name.endswith((".yml", ".yaml")) for name, _ in files):
        raise PackError([Fault(shown, 0, "no rule files (.yml) in this folder")])
    return files


def _cached(files: Sequence[tuple[str, bytes]], as_asked: bool, foreign: bool = False) -> list[tuple[Any, ...]]:
    if as_asked:
        files = [(name, content) for name, content in files if not name.endswith(_TABLE)]
    parts = (part for name, content in files for part in (name.encode("utf-8", "surrogateescape"), content))
    key = cache.digest(parts, [str(Path(__file__).with_name(module)) for module in _MAKERS])
    rows: list[tuple[Any, ...]] = cache.compiled("foreign-pack" if foreign else "pack", key, lambda: read_pack(files, foreign))
    return rows


def read_pack(files: Sequence[tuple[str, bytes]], foreign: bool = False) -> list[tuple[Any, ...]]:
    """The rules of one pack as plain rows, or PackError with all its faults; the patterns of a foreign one are pumped (`normalize.pumps`).

    Where a rule does not say what it does, a shipped one fixes and a foreign one, which nobody has measured, suggests.
    """
    from normalize import hazards, yamlfile

    faults: list[Fault] = []
    rows: list[tuple[Any, ...]] = []
    lost = _lost(files)
    files = [(name, content) for name, content in files if not name.endswith(_TABLE)]
    pack = Path(files[0][0]).stem if len(files) == 1 else Path(files[0][0]).parent.name
    for name, content in files:
        tree, bad = yamlfile.read(name, content)
        faults += bad
        if bad:
            continue
        if Path(name).name in ("pack.yml", "pack.yaml"):
            if isinstance(tree, dict):
                pack = str(tree.get("name", pack))
                faults += unknown_keys(name, tree, {"name", "version", "description", "licence", "renamed"}, "pack")
            continue
        if not isinstance(tree, list):
            faults.append(Fault(name, 1, "a rule file is a list of rules, each beginning with '- rule: name'"))
            continue
        address = f"{pack}.{Path(name).stem}" if len(files) > 1 else pack
        for entry in tree:
            found = check_rule(name, entry)
            if foreign and not found:
                found = hazards.harms(name, entry, next(k for k in KINDS if k in entry)) or pumped(name, entry)
            faults += found
            if not found:
                rows.append(_row(pack, address, name, entry, "suggest" if foreign else "fix", lost))
    if faults:
        raise PackError(faults)
    return rows


def _lost(files: Sequence[tuple[str, bytes]]) -> frozenset[str]:
    """The rules that have lost the right to fix by the table among these files."""
    from normalize import precision

    tables = [precision.parse(content.decode("utf-8", "replace"), name) for name, content in files if name.endswith(_TABLE)]
    return frozenset(rule for table in tables for rule, firings in table.firings().items() if not firings.keeps_fix)


def _row(pack: str, address: str, file: str, rule: Any, unsaid: str, lost: frozenset[str]) -> tuple[Any, ...]:
    kind = next(k for k in KINDS if k in rule)
    action = rule.get("action", unsaid)
    if action == "fix" and f"{address}.{rule['rule']}" in lost:
        action = "suggest"
    options = {k: _plain(rule[k]) for k in (*MORE[kind], *GUARDS) if k in rule}
    if kind == "detector":
        options = _plain(rule.get("options", {}))
    needs = rule.get("needs", [])
    return (
        f"{address}.{rule['rule']}",
        pack,
        file,
        rule.line,
        rule["stage"],
        rule.get("class", rule["rule"]),
        " ".join(rule["why"].split()),
        kind,
        _plain(rule[kind]),
        action,
        float(rule.get("confidence", CONFIDENCE[action])),
        rule.get("message", ""),
        options,
        [needs] if isinstance(needs, str) else list(needs),
        [(e["bad"], e.get("good"), e.get("found"), _plain(e.get("given", {}))) for e in rule["examples"]],
        list(rule["keep"]),
        rule.get("source", ""),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return [_plain(v) for v in value] if isinstance(value, list) else value


def _rule(row: tuple[Any, ...]) -> Rule:
    *head, needs, examples, keep, source = row
    fields: Any = (*head, tuple(needs), tuple(Example(*e) for e in examples), tuple(keep), source)
    return Rule(*fields)
