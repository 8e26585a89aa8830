"""What decides the outcome of a run: the program, the rules, the gazetteer and the settings, each as a digest.

Half of a corpus cleaned with one set of rules and half with another cannot be told apart afterwards. So a run that is continued must have the fingerprint it
began with, and what differs is said in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from hashlib import blake2b
from pathlib import Path

from normalize import data
from normalize.config import Config
from normalize.gazetteer.own import own_places
from normalize.rules import RuleSet
from normalize.version import VERSION

#: What each part is called in a message.
_WORDS = {
    "program": "another version of the program",
    "rules": "other rules",
    "gazetteer": "another gazetteer",
    "settings": "other settings",
}
_PIECE = 1 << 20


def fingerprint(config: Config, rules: RuleSet) -> dict[str, str]:
    """The digests of a run's parts; equal ones give equal bytes.

    >>> from normalize.packs import load_rules
    >>> rules = load_rules()
    >>> differences(fingerprint(Config(), rules), fingerprint(Config(unsafe=True), rules))
    ['other settings']
    """
    settings = ((f.name, getattr(config, f.name)) for f in fields(config) if f.name not in ("profile", "gazetteer", "rules"))
    return {
        "program": f"{VERSION} {_digest(_program())}",
        "rules": _digest(repr(rule_parts).encode() for rule_parts in ((r.id, r.stage, r.kind, r.body, r.action, r.confidence, r.options, r.needs) for r in rules)),
        "gazetteer": _digest(_names(config)),
        "settings": _digest(repr(setting).encode() for setting in settings),
    }


def differences(one: Mapping[str, object], other: Mapping[str, object]) -> list[str]:
    """What differs between two fingerprints, in words."""
    return [_WORDS.get(part, f"another {part}") for part in sorted({*one, *other}) if one.get(part) != other.get(part)]


def _digest(parts: Iterable[bytes]) -> str:
    h = blake2b(digest_size=12)
    for part in parts:
        h.update(len(part).to_bytes(8, "little"))
        h.update(part)
    return h.hexdigest()


def _program() -> Iterator[bytes]:
    """The modules of the package, where they lie as files; else the version must do."""
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        yield path.read_bytes()


def _names(config: Config) -> Iterator[bytes]:
    """The tables of the gazetteer in their order, a piece at a time."""
    for _, file in data.walk(data.folder("rules") / "gazetteer", (".tsv",)):
        yield file.read_bytes()
    for place in (*config.gazetteer, *(own_places() if config.own else ())):
        path = Path(place)
        for table in sorted(p for p in path.rglob("*") if p.suffix in (".tsv", ".gaz")) if path.is_dir() else [path]:
            yield table.name.encode("utf-8", "surrogateescape")
            with table.open("rb") as opened:
                while piece := opened.read(_PIECE):
                    yield piece
