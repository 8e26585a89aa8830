"""The language server, spoken to over standard input and output as an editor does: diagnostics, quick fixes, all at once, and an end without leftovers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from queue import Queue
from typing import Any

import pytest

from tests.running import environment

pytest.importorskip("pygls", reason="the extra 'lsp' is not installed")
URI = "file:///article.txt"
TEXT = "😀 NATO Secretary General Mark Root spoke of of it.\nThe move will raise concerns. in China.\n"


class Editor:
    """The few words of the protocol that an editor needs."""

    def __init__(self) -> None:
        self.process = subprocess.Popen([sys.executable, "-m", "normalize.cli.app", "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, **environment()})
        self.heard: Queue[dict[str, Any]] = Queue()
        self.number = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        while line := stream.readline():
            length = int(line.partition(b":")[2])
            while stream.readline().strip():
                pass
            self.heard.put(json.loads(stream.read(length)))

    def say(self, method: str, params: Any, **more: Any) -> None:
        body = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
        self.process.stdin.flush()

    def ask(self, method: str, params: Any) -> Any:
        self.number += 1
        self.say(method, params, id=self.number)
        while True:
            heard = self.heard.get(timeout=60)
            if heard.get("id") == self.number:
                assert "error" not in heard, heard
                return heard["result"]

    def told(self, version: int) -> list[dict[str, Any]]:
        """The diagnostics of a version."""
        while True:
            heard = self.heard.get(timeout=60)
            if heard.get("method") == "textDocument/publishDiagnostics" and heard["params"].get("version") == version:
                return list(heard["params"]["diagnostics"])


@pytest.fixture
def editor() -> Iterator[Editor]:
    """An editor that has greeted the server."""
    made = Editor()
    made.ask("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
    made.say("initialized", {})
    yield made
    made.process.kill()
    made.process.wait()


def put(text: str, edits: list[dict[str, Any]]) -> str:
    """The text with edits made, places in UTF-16 as the protocol has them."""
    lines = text.split("\n")
    starts = [sum(len(line.encode("utf-16-le")) + 2 for line in lines[:n]) for n in range(len(lines))]
    raw = text.encode("utf-16-le")
    for edit in sorted(edits, key=lambda e: (e["range"]["start"]["line"], e["range"]["start"]["character"]), reverse=True):
        start, end = (starts[p["line"]] + 2 * p["character"] for p in (edit["range"]["start"], edit["range"]["end"]))
        raw = raw[:start] + edit["newText"].encode("utf-16-le") + raw[end:]
    return raw.decode("utf-16-le")


def test_findings_come_and_can_be_fixed(editor: Editor) -> None:
    editor.say("textDocument/didOpen", {"textDocument": {"uri": URI, "languageId": "plaintext", "version": 1, "text": TEXT}})
    told = editor.told(1)
    by_rule = {d["code"]: d for d in told}
    period = by_rule["en.periods.spurious-period"]
    assert period["range"] == {"start": {"line": 1, "character": 20}, "end": {"line": 1, "character": 29}}
    doubled = by_rule["en.echoes.doubled-function-word"]
    assert TEXT.split("\n")[0].encode("utf-16-le")[2 * doubled["range"]["start"]["character"] : 2 * doubled["range"]["end"]["character"]].decode("utf-16-le") == "of of"
    assert all(d["source"] == "mt-normalize" and d["range"]["start"] != d["range"]["end"] for d in told)

    asked = {"textDocument": {"uri": URI}, "range": period["range"], "context": {"diagnostics": [period], "only": ["quickfix"]}}
    (fix,) = editor.ask("textDocument/codeAction", asked)
    assert fix["title"] == "Change to “concerns”"
    (edited,) = fix["edit"]["documentChanges"]
    assert edited["textDocument"] == {"uri": URI, "version": 1}
    assert put(TEXT, edited["edits"]) == TEXT.replace("concerns.", "concerns")

    (all_of_it,) = editor.ask("textDocument/codeAction", {**asked, "context": {"diagnostics": [], "only": ["source.fixAll"]}})
    right = put(TEXT, all_of_it["edit"]["documentChanges"][0]["edits"])
    assert right == "😀 NATO Secretary General Mark Rutte spoke of it.\nThe move will raise concerns in China.\n"

    editor.say("textDocument/didChange", {"textDocument": {"uri": URI, "version": 2}, "contentChanges": [{"text": right}]})
    assert editor.told(2) == []
    assert editor.ask("textDocument/codeAction", asked) == []


def test_the_last_of_many_changes_is_read(editor: Editor) -> None:
    editor.say("textDocument/didOpen", {"textDocument": {"uri": URI, "languageId": "plaintext", "version": 1, "text": "A"}})
    for version in range(2, 12):
        editor.say("textDocument/didChange", {"textDocument": {"uri": URI, "version": version}, "contentChanges": [{"text": "He spoke of of it." if version == 11 else "A"}]})
    assert [d["code"] for d in editor.told(11)] == ["en.echoes.doubled-function-word"]


def test_it_ends_when_told(editor: Editor) -> None:
    editor.say("textDocument/didOpen", {"textDocument": {"uri": URI, "languageId": "plaintext", "version": 1, "text": TEXT}})
    editor.told(1)
    editor.ask("shutdown", None)
    editor.say("exit", None)
    assert editor.process.wait(20) == 0
