"""A rule whose values have any wrong shape is refused with a list of faults, or it runs: it never ends in a stray exception."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from normalize.config import Config
from normalize.errors import PackError
from normalize.packs import load_rules
from normalize.proofs import check_rules

COMMON: dict[str, Any] = {
    "rule": "odd",
    "class": "doubled-word",
    "stage": "echoes",
    "why": "a",
    "examples": [{"bad": "He spoke of of it.", "good": "He spoke of it."}],
    "keep": ["He spoke of it."],
}
KINDS: dict[str, dict[str, Any]] = {
    "repeat": {"repeat": ["of"], "between": ","},
    "regex": {"regex": "of (of)", "replace": "\\1", "unless": ["x"], "unless-next": "a", "only-if": "a", "followed-by": "a", "preceded-by": "a", "unless-in": "a"},
    "phrase": {"phrase": "of of", "replace": "of", "case": "exact"},
    "swap": {"swap": {"of of": "of"}, "case": "exact"},
    "pairs": {"pairs": {"«": "»"}, "replace": ["“", "”"], "alone": "yes"},
    "detector": {"detector": "mojibake", "options": {}},
}
MORE = ("confidence", "action", "needs", "source", "message")
ODD: tuple[Any, ...] = ("", [], {}, [[]], [["a"]], [{"a": "b"}], {"a": ["b"]}, "a", ["a", "b"], {"a": "b"}, "(", "\\9", {"": ""}, ["", ""], [""])


def rules(kind: str) -> Iterator[tuple[str, Any, dict[str, Any]]]:
    """Rules of a kind with one value gone odd: the key, the value, the rule."""
    whole = COMMON | KINDS[kind]
    for key in (*whole, *MORE):
        for value in ODD:
            yield key, value, whole | {key: value}
    for key in ("bad", "good", "found", "given"):
        for value in ODD:
            example = {"bad": "a"} | ({} if key == "found" else {"good": "b"}) | {key: value}
            yield f"examples.{key}", value, whole | {"examples": [example]}


@pytest.mark.parametrize("kind", KINDS)
def test_an_odd_value_is_a_fault_or_works(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NORMALIZE_CACHE_DIR", str(tmp_path / "cache"))
    file = tmp_path / "odd.yml"
    escaped = []
    for key, value, rule in rules(kind):
        file.write_text(json.dumps([rule]))
        try:
            list(check_rules(load_rules(Config(rules=(str(file),), only_packs=True))))
        except PackError:
            continue
        except Exception as error:
            escaped.append(f"{key}: {value!r}: {type(error).__name__}: {error}")
    assert not escaped, "\n".join(escaped)
