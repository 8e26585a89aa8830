"""Every kind of fault in a rule file is refused at once, with file, line and what to do: ``data/bad_rules.jsonl``.

A case has the ``text`` of the file (``times`` over, or its bytes in ``hex``), the ``line`` of its fault and what the message ``says``.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from normalize import yamlfile
from normalize.config import Config
from normalize.errors import PackError
from normalize.packs import load_rules
from tests.cases import cases

#: No rule file, however hostile, may take longer than this to refuse.
MOST_SECONDS = 3.0


def content(case: dict[str, Any]) -> bytes:
    """The bytes of a case's file."""
    if "hex" in case:
        return bytes.fromhex(case["hex"])
    return (case["text"] * case.get("times", 1)).encode()


@pytest.mark.parametrize("case", cases("bad_rules.jsonl"))
def test_a_fault_is_named_with_file_and_line(case: dict[str, Any], tmp_path: Path) -> None:
    file = tmp_path / "mine.yml"
    file.write_bytes(content(case))
    began = time.process_time()
    with pytest.raises(PackError) as caught:
        load_rules(Config(rules=(str(file),), only_packs=True))
    assert time.process_time() - began < MOST_SECONDS
    told = [(f.line, f.message) for f in caught.value.faults]
    assert {f.file for f in caught.value.faults} == {str(file)}
    assert any(line == case["line"] and all(word in message for word in case["says"]) for line, message in told), told


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    file = tmp_path / "mine.yml"
    file.write_text(
        "- rule: one\n  class: doubled-word\n  stage: echos\n  why: a\n  repeat: [of]\n  actoin: fix\n  examples: []\n"
        "- rule: two\n  class: doubled-word\n  stage: words\n  regex: '('\n  keep: []\n"
    )
    with pytest.raises(PackError) as caught:
        load_rules(Config(rules=(str(file),), only_packs=True))
    messages = str(caught.value)
    for word in ("mine.yml:3: unknown stage", "mine.yml:6: unknown key 'actoin'", "mine.yml:7: 'examples'", "mine.yml:11: 'regex'", "mine.yml:12: 'keep'"):
        assert word in messages
    assert "rule 'one' has no 'keep'" in messages
    assert "rule 'two' has no 'why'" in messages


def test_all_faulty_files_of_a_pack_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "pack.yml").write_text("name: mine\nverson: 1\n")
    (tmp_path / "a.yml").write_text("- rule: &x a\n")
    (tmp_path / "b.yml").write_bytes(b"- \xff\n")
    with pytest.raises(PackError) as caught:
        load_rules(Config(rules=(str(tmp_path),), only_packs=True))
    assert [Path(f.file).name for f in caught.value.faults] == ["a.yml", "b.yml", "pack.yml"]
    assert "did you mean 'version'?" in str(caught.value)


@pytest.mark.parametrize("text", ["NO", "no", "on", "yes", "true", "null", "~", "12:30:45", "2024-10-30", "017", "1e3", "0x1f", ".inf", "1_000", "<<", "="])
def test_plain_words_stay_text(text: str) -> None:
    tree, faults = yamlfile.read("a.yml", f"key: {text}\nlist: [{text}]\n".encode())
    assert not faults
    assert tree == {"key": text, "list": [text]}


def test_every_key_knows_its_line() -> None:
    tree, _ = yamlfile.read("a.yml", b"# one\n- a: 1\n  b:\n    c: 2\n- d: 3\n")
    assert tree[0].line == 2
    assert tree[0].lines == {"a": 2, "b": 3}
    assert tree[0]["b"].lines == {"c": 4}
    assert tree[1].lines == {"d": 5}


def test_a_byte_order_mark_and_crlf_are_no_fault() -> None:
    tree, faults = yamlfile.read("a.yml", "\ufeffa: b\r\nc: d\r\n".encode())
    assert (tree, faults) == ({"a": "b", "c": "d"}, [])
