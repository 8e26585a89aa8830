"""No escape sequence, mark of direction or hidden character of a document reaches the screen: ``data/payloads.jsonl``.

Looked at on a terminal of its own, since programs may filter what goes into a pipe.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from normalize.formats import BY_ENDING, renderer
from normalize.formats.columns import render as columns
from normalize.formats.lines import render as lines
from normalize.formats.lines import render_github
from normalize.formats.terminal import COLOUR, PLAIN
from normalize.formats.terminal import render as terminal
from normalize.pipeline import Pipeline
from normalize.visible import safe_json, visible
from tests.cases import DATA, cases
from tests.running import normalize, on_terminal

#: What may not stand raw on a screen: controls but line feed and tab, marks of direction and of no width, surrogates, non-characters.
HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff\U000e0001-\U000e007f]")
#: What may not stand raw inside JSON that a terminal could show; characters without width may, since JSON is for programs.
HARMFUL_IN_JSON = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
#: The colours that the tool itself writes.
OURS = re.compile("|".join(re.escape(part) for part in COLOUR if part))
PAYLOADS = [json.loads(line)["text"] for line in (DATA / "payloads.jsonl").read_text("utf-8").splitlines()]

cleaner = Pipeline()


def around(payload: str) -> str:
    """A text in which the payload stands in, before and after places that are shown."""
    return f"The {payload}move will raise concerns. in China{payload}.\n{payload}He spoke of of {payload} it .\nThe goalkeeper was praised for his{payload}. The coach was not.\n“He {payload}left.\n"


def harmless(shown: bytes, harmful: re.Pattern[str] = HARMFUL) -> None:
    """Nothing harmful is in what a terminal received; it makes CRLF of every line feed."""
    text = shown.decode("utf-8", "surrogatepass").replace("\r\n", "\n")
    assert text
    assert not harmful.search(text), ascii(harmful.search(text))


def test_there_are_forty_payloads() -> None:
    assert len(set(PAYLOADS)) >= 40
    assert all(HARMFUL.search(p) for p in PAYLOADS)


@pytest.mark.parametrize("case", cases("payloads.jsonl"))
def test_no_rendering_lets_a_payload_through(case: dict[str, Any]) -> None:
    result = cleaner.run(around(case["text"])).named(f"a{case['text']}.txt")
    assert result.changes
    shown = [terminal(result, PLAIN), OURS.sub("", terminal(result, COLOUR)), lines([result]), render_github([result]), columns(result, PLAIN, 60), OURS.sub("", columns(result, COLOUR, 60))]
    shown += [renderer(ending)([result]) for ending in (".html", ".md", ".csv")]
    for text in shown:
        assert text.strip()
        assert not HARMFUL.search(text), ascii(text)
    for ending in (".json", ".jsonl", ".sarif"):
        text = renderer(ending)([result])
        json.loads(text)
        assert not HARMFUL_IN_JSON.search(text), ascii(text)
    assert set(BY_ENDING) == {".json", ".jsonl", ".csv", ".html", ".md", ".sarif", ".diff", ".patch"}, "a new format needs a line here"


@pytest.mark.parametrize("args", [("diff",), ("diff", "-y"), ("check",), ("check", "--format", "json"), ("check", "--format", "sarif"), ("check", "--format", "github"), ("clean", "-q"), ("clean", "-q", "--format", "json")], ids=" ".join)
def test_no_command_lets_a_payload_through(args: tuple[str, ...], tmp_path: Path) -> None:
    text = "".join(around(p) for p in PAYLOADS if p.isprintable() or "\x00" not in p).encode("utf-8", "replace")
    (tmp_path / "a.txt").write_bytes(text)
    harmless(on_terminal(*args, "a.txt", cwd=tmp_path, code=None), HARMFUL_IN_JSON if {"json", "sarif"} & set(args) else HARMFUL)


@pytest.mark.parametrize("args", [("diff",), ("check",)], ids=" ".join)
def test_records_with_any_character_are_shown_safely(args: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("".join(json.dumps({"text": around(p)}) + "\n" for p in PAYLOADS))
    shown = on_terminal(*args, "a.jsonl", cwd=tmp_path, code=None)
    assert shown.count(b"spurious-period") >= 40
    harmless(shown)


@pytest.mark.parametrize("payload", ["\x1b[31m", "\x1b]0;owned\x07", "\u202e\x9b2J"], ids=ascii)
def test_explain_and_search_show_no_payload(payload: str) -> None:
    for command in (("explain", f"Mark {payload}Rutte"), ("explain", payload), ("gazetteer", "search", f"x{payload}"), ("rules", "show", payload)):
        harmless(on_terminal(*command, code=None))


def test_error_messages_show_no_payload(tmp_path: Path) -> None:
    name = "a\x1b[31m\u202e.txt"
    for args in (("clean", name), ("check", name), ("clean", "--rules", name), ("gazetteer", "stats", "--gazetteer", name), ("clean", "--report", name), ("clean", "--format", name), ("clean", "--select", name), ("clean", name + "/x", "-o", name), ("clean", "--date", name), ("eval", name), (name,), ("clean", f"--{name}")):
        ran = normalize(*args, cwd=tmp_path)
        assert ran.code == 2, args
        assert not HARMFUL.search(ran.err), (args, ascii(ran.err))


@pytest.mark.parametrize("code", [*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0), 0xAD, 0x61C, 0x200B, 0x200E, 0x202E, 0x2066, 0xFEFF, 0xFFFE, 0xD83D, 0xE0041])
def test_every_control_is_shown_by_its_code_point(code: int) -> None:
    assert visible(f"a{chr(code)}b") == f"a<U+{code:04X}>b"


def test_safe_json_means_the_same() -> None:
    for code in (0x1B, 0x7F, 0x9B, 0x200F, 0x202E, 0x2028, 0xD83D, 0x1F600, 0xE9):
        text = f"a{chr(code)}b\\u1234"
        dumped = safe_json(json.dumps(text, ensure_ascii=False))
        assert json.loads(dumped) == text
        dumped.encode()
