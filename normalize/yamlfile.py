"""Reading YAML that somebody else wrote: no objects, no bombs, no surprises, and every value knows its line.

Two passes. The first walks the parser's events, which does not recurse, and refuses anchors, aliases, tags, deep nesting and
files too large before anything is built. The second loads with a single resolver, so ``NO``, ``12:30`` and ``2024-10-30`` stay
strings, and refuses a key given twice.
"""

from __future__ import annotations

from typing import Any

import yaml

from normalize.errors import Fault

try:
    from yaml import CSafeLoader as _Base
except ImportError:  # pragma: no cover - PyYAML built without libyaml
    from yaml import SafeLoader as _Base  # type: ignore[assignment]

DEPTH = 32
EVENTS = 400_000
SIZE = 4_000_000


class _Refused(Exception):
    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


class Mapping(dict[str, Any]):
    """A mapping of a YAML file with the line it begins on and the line of each key."""

    line: int = 0
    lines: dict[str, int]


class _Loader(_Base):
    """Only strings, lists and mappings."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 - the library's own name for it


def _mapping(loader: Any, node: yaml.MappingNode) -> Mapping:
    out = Mapping()
    out.line = node.start_mark.line + 1
    out.lines = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise _Refused(line, "a key must be plain text")
        key = key_node.value
        if key in out:
            raise _Refused(line, f"the key '{key}' is given twice")
        out.lines[key] = line
        out[key] = loader.construct_object(value_node, deep=True)
    return out


def _text(loader: Any, node: yaml.ScalarNode) -> str:
    return str(loader.construct_scalar(node))


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.add_constructor("tag:yaml.org,2002:str", _text)


def read(name: str, data: bytes) -> tuple[Any, list[Fault]]:
    """The content of a YAML file, or the reason why it is refused, with its line.

    >>> read("x.yml", b"a: NO\\nb: [12:30, 017]")[0] == {"a": "NO", "b": ["12:30", "017"]}
    True
    >>> print(read("x.yml", b"a: &x 1\\nb: *x")[1][0])
    x.yml:1: anchors (&x) are not allowed in rule files: write the value out
    """
    if len(data) > SIZE:
        return None, [Fault(name, 1, f"the file is larger than {SIZE:,} bytes: split it")]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return None, [Fault(name, line, f"not UTF-8 (byte {error.start}): save the file as UTF-8")]
    try:
        _refuse(text)
        return yaml.load(text, Loader=_Loader), []
    except _Refused as error:
        return None, [Fault(name, error.line, str(error))]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        return None, [Fault(name, line, f"not valid YAML: {error.problem or error.context or error}")]
    except yaml.YAMLError as error:
        return None, [Fault(name, 1, f"not valid YAML: {str(error).splitlines()[0]}")]


def _refuse(text: str) -> None:
    depth = count = 0
    for event in yaml.parse(text, Loader=_Base):
        line = event.start_mark.line + 1 if event.start_mark else 1
        count += 1
        if count > EVENTS:
            raise _Refused(line, "too many entries: split the file")
        anchor = getattr(event, "anchor", None)
        if isinstance(event, yaml.AliasEvent):
            raise _Refused(line, f"aliases (*{anchor}) are not allowed in rule files: write the value out")
        if anchor:
            raise _Refused(line, f"anchors (&{anchor}) are not allowed in rule files: write the value out")
        if tag := getattr(event, "tag", None):
            raise _Refused(line, f"tags ({tag}) are not allowed in rule files: write plain text")
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            depth += 1
            if depth > DEPTH:
                raise _Refused(line, f"nested deeper than {DEPTH}: flatten it")
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            depth -= 1
