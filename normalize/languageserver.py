"""The language server: an editor sends its text, our findings come back as diagnostics, and their wordings as quick fixes.

Texts are read in a worker of `normalize.server.pool`, so one that takes too long costs a message and not the editor. Changes that stand or fall together are
one quick fix; ``source.fixAll`` makes all changes at once, as `normalize clean` does. Suggestions are offered one by one and never in ``fixAll``.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer

from normalize.config import Config
from normalize.server.pool import NoAnswer, Pool, Rooms
from normalize.version import VERSION
from normalize.visible import visible

#: How long a text must be still before it is read, in seconds.
_STILL = 0.25
_LINE_END = re.compile(r"\r\n|\n|\r")
_SOURCE = "mt-normalize"
_FIX_ALL = lsp.CodeActionKind.SourceFixAll + ".mt-normalize"


class Lines:
    r"""The lines of a text as editors count them: only ``\n``, ``\r\n`` and ``\r`` end one.

    >>> Lines("One.\r\nTwo 😀 x", len).place(11)
    (1, 5)
    >>> Lines("One.\r\nTwo 😀 x", lambda s: len(s.encode("utf-16-le")) // 2).place(11)
    (1, 6)
    """

    def __init__(self, text: str, units: Callable[[str], int]) -> None:
        self._text = text
        self._units = units
        self._starts = [0, *(m.end() for m in _LINE_END.finditer(text))]

    def place(self, offset: int) -> tuple[int, int]:
        """The line and the place in it, both from 0, the latter in the units that editor and server have agreed on."""
        line = bisect_right(self._starts, offset) - 1
        return line, self._units(self._text[self._starts[line] : offset])

    def range(self, start: int, end: int) -> lsp.Range:
        """A stretch of the text as the protocol has it."""
        return lsp.Range(lsp.Position(*self.place(start)), lsp.Position(*self.place(end)))


@dataclass(slots=True)
class Open:
    """A document in the editor: its version and text, what was found in it, and the reading under way."""

    version: int | None
    text: str
    reading: asyncio.Task[None] | None = None
    offers: list[dict[str, Any]] = field(default_factory=list)
    lines: Lines | None = None
    read: int | None = None


class Server(LanguageServer):
    """The documents that are open, and the pool that reads them."""

    def __init__(self, config: Config) -> None:
        super().__init__(_SOURCE, VERSION, text_document_sync_kind=lsp.TextDocumentSyncKind.Full)
        self.pool = Pool(config, rooms=Rooms(seats=1, slow=1))
        self.ready: asyncio.Task[Pool] | None = None
        self.documents: dict[str, Open] = {}

    def changed(self, uri: str, version: int | None, text: str) -> None:
        """A document was opened or changed: read it when it has been still for a moment."""
        before = self.documents.get(uri)
        if before is not None and before.reading is not None:
            before.reading.cancel()
        document = self.documents[uri] = Open(version, text)
        if before is None and self.ready is None:
            self.ready = asyncio.ensure_future(self.pool.__aenter__())
        document.reading = asyncio.ensure_future(self._read(uri, document, still=_STILL if before else 0.0))

    def closed(self, uri: str) -> None:
        """A document was closed: take back what was said about it."""
        document = self.documents.pop(uri, None)
        if document is not None and document.reading is not None:
            document.reading.cancel()
        self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, []))

    async def _read(self, uri: str, document: Open, still: float) -> None:
        await asyncio.sleep(still)
        lines = Lines(document.text, self.workspace.position_codec.client_num_units)
        try:
            if self.ready is not None:
                await asyncio.shield(self.ready)
            found = json.loads(await self.pool.do({"kind": "offers", "text": document.text}))
        except NoAnswer as error:
            said = [_about_all(str(error))]
        else:
            document.offers, document.lines, document.read = found["offers"], lines, document.version
            said = [_diagnostic(offer, lines) for offer in found["offers"]] + [_about_all(f"{p['kind']}: {p['message']}") for p in found["problems"]]
        self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, said, document.version))

    def actions(self, params: lsp.CodeActionParams) -> Iterator[lsp.CodeAction]:
        """The quick fixes for a stretch of a document, and the one for all of it."""
        uri = params.text_document.uri
        document = self.documents.get(uri)
        if document is None or document.lines is None or document.read != document.version:
            return
        only = params.context.only
        if _wants(only, lsp.CodeActionKind.QuickFix):
            for offer in document.offers:
                place = document.lines.range(offer["start"], offer["end"])
                if not (place.end < params.range.start or params.range.end < place.start):
                    yield from self._quick_fixes(uri, document, offer)
        changes = [o for o in document.offers if o["change"]]
        if changes and _wants(only, _FIX_ALL):
            yield lsp.CodeAction(f"Make all {len(changes)} changes of mt-normalize", _FIX_ALL, edit=self._edit(uri, document, [(o, o["wordings"][0]) for o in changes]))

    def _quick_fixes(self, uri: str, document: Open, offer: dict[str, Any]) -> Iterator[lsp.CodeAction]:
        assert document.lines is not None
        together = [o for o in document.offers if o is not offer and offer["group"] and o["group"] == offer["group"]]
        for n, wording in enumerate(offer["wordings"]):
            edits = [(offer, wording), *((o, o["wordings"][0]) for o in together)]
            more = f" (and {len(together)} that go with it)" if together else ""
            title = f"Change to “{visible(wording, breaks=False)}”{more}" if wording else f"Delete{more}"
            yield lsp.CodeAction(title, lsp.CodeActionKind.QuickFix, [_diagnostic(offer, document.lines)], n == 0 and offer["action"] == "fix", edit=self._edit(uri, document, edits))

    @staticmethod
    def _edit(uri: str, document: Open, made: list[tuple[dict[str, Any], str]]) -> lsp.WorkspaceEdit:
        assert document.lines is not None
        edits: list[lsp.TextEdit | lsp.AnnotatedTextEdit | lsp.SnippetTextEdit] = [lsp.TextEdit(document.lines.range(o["start"], o["end"]), wording) for o, wording in made]
        return lsp.WorkspaceEdit(document_changes=[lsp.TextDocumentEdit(lsp.OptionalVersionedTextDocumentIdentifier(uri, document.version), edits)])


def _wants(only: Any, kind: str) -> bool:
    return not only or any(kind == o or kind.startswith(f"{o}.") for o in only)


def _diagnostic(offer: dict[str, Any], lines: Lines) -> lsp.Diagnostic:
    severity = lsp.DiagnosticSeverity.Warning if offer["action"] == "fix" else lsp.DiagnosticSeverity.Information
    message = " ".join(visible(said) for said in (offer["message"], *offer["evidence"]))
    return lsp.Diagnostic(lines.range(offer["start"], offer["end"]), message, severity, offer["rule"], source=_SOURCE)


def _about_all(message: str) -> lsp.Diagnostic:
    nowhere = lsp.Position(0, 0)
    return lsp.Diagnostic(lsp.Range(nowhere, nowhere), visible(message), lsp.DiagnosticSeverity.Information, source=_SOURCE)


def server(config: Config) -> Server:
    """The server with all it answers to."""
    made = Server(config)

    @made.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def opened(ls: Server, params: lsp.DidOpenTextDocumentParams) -> None:
        ls.changed(params.text_document.uri, params.text_document.version, params.text_document.text)

    @made.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def changed(ls: Server, params: lsp.DidChangeTextDocumentParams) -> None:
        ls.changed(params.text_document.uri, params.text_document.version, ls.workspace.get_text_document(params.text_document.uri).source)

    @made.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def closed(ls: Server, params: lsp.DidCloseTextDocumentParams) -> None:
        ls.closed(params.text_document.uri)

    @made.feature(lsp.TEXT_DOCUMENT_CODE_ACTION, lsp.CodeActionOptions([lsp.CodeActionKind.QuickFix, _FIX_ALL]))
    def actions(ls: Server, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        return list(ls.actions(params))

    @made.feature(lsp.SHUTDOWN)
    async def stopped(ls: Server, *_: Any) -> None:
        if ls.ready is not None:
            await (await ls.ready).__aexit__()

    return made


def speak(config: Config) -> None:
    """Speak on standard input and output until the editor says so."""
    server(config).start_io(os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb"))  # copies, since it closes them
