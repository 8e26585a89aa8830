"""The stage `grammar`: paragraphs go to a server of LanguageTool, what its measured rules say comes back as findings.

Only rules that the table lets speak are asked for (`normalize.languagetool.table`). A match that touches protected text is dropped. A fix is tried first:
the paragraph with it goes to the server again, with all of the server's rules, and where the match is still there or a new one has come it is only suggested.
When the server fails, GrammarError says so and the caller cleans the text without it; after failures in a row nobody waits for the server for a while.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import regex

from normalize.edits import Edit, apply, clashes, minimal
from normalize.errors import GrammarError
from normalize.findings import Evidence, Finding
from normalize.languagetool.client import Client
from normalize.languagetool.local import LocalServer, listens
from normalize.languagetool.matches import Match
from normalize.languagetool.table import shipped
from normalize.text import Document, Line, Span

#: Requests under way for one text.
_AT_ONCE = 2
#: After so many failures in a row the server is left alone for so many seconds.
MOST_FAILURES = 3
PAUSE = 30.0
#: A server of our own that has ended is started again so often.
_RESTARTS = 3
_WORDS = regex.compile(r"\p{L}{2,}\P{L}+\p{L}")
_SURROGATE = regex.compile(r"[\ud800-\udfff]")
_NAME_LIKE = regex.compile(r"(?<=[\p{L}\p{N},;:] )\p{Lu}|\p{L}\p{Lu}")


class Checker:
    """Asks one server; ``setting`` is ``local`` or a URL. Usable from several threads, and in processes that it is sent to or that inherit it.

    A server of our own is proved anew for each text: without our own child on its port nothing is sent.
    """

    def __init__(self, setting: str) -> None:
        self.setting = setting
        self.speaking = shipped().speaking()
        self.pid = 0
        self.url = "" if setting == "local" else setting
        self.fault = ""
        self._prepare()
        if setting == "local":
            self._start()

    def _prepare(self) -> None:
        self._lock = threading.Lock()
        self._server: LocalServer | None = None
        self._client: Client | None = None
        self._failures = 0
        self._rest_until = 0.0
        self._starts = 0

    def __getstate__(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("setting", "speaking", "pid", "url", "fault")}

    def __setstate__(self, state: dict[str, Any]) -> None:
        for name, value in state.items():
            setattr(self, name, value)
        self._prepare()

    def _start(self) -> None:
        """Start our server; that it does not come up is told with every text, since the texts are cleaned all the same."""
        self._starts += 1
        self._client = None
        try:
            self._server = LocalServer()
            self.url, self.pid, self.fault = self._server.url, self._server.pid, ""
            Client(self.url).warm()
        except GrammarError as error:
            self.fault = str(error)

    def close(self) -> None:
        """End the server that this object started."""
        if self._server is not None:
            self._server.close()

    def findings(self, doc: Document, guarded: Callable[[list[Edit]], list[Span]], stats: dict[str, Any] | None = None) -> list[Finding]:
        """What LanguageTool says of a document. ``guarded`` tells the protected spans near some edits; ``stats`` takes how much was sent where.

        GrammarError when there is no whole answer, with everything that was found so far dropped.
        """
        lines = list(dict.fromkeys(line for line in doc.known_lines if _is_prose(line.text)))
        if not lines or not self.speaking:
            return []
        client = self._ready()
        try:
            new = [line for line in lines if (self.url, "matches") not in line.known]
            sent = sum(len(line.text) for line in new)
            for line, matches in zip(new, self._asked(client, [line.text for line in new], tuple(self.speaking)), strict=True):
                line.known[self.url, "matches"] = matches
            found = [(i, m) for i, line in enumerate(doc.known_lines) if _is_prose(line.text) for m in line.known[self.url, "matches"]]
            out = self._unguarded(doc, found, guarded)
            sent += self._tried(client, doc, out)
        except GrammarError:
            self._failed()
            raise
        self._failures = 0
        if stats is not None:
            told = stats.setdefault("grammar", {"server": self.url, "version": client.version, "characters_sent": 0})
            told["characters_sent"] += sent
            told["version"] = client.version or told["version"]
        return [f for found in out.values() for f in found]

    def _ready(self) -> Client:
        """The client, when the server may be asked."""
        if time.monotonic() < self._rest_until:
            raise GrammarError("the server failed before and is left alone for a while")
        with self._lock:
            if self.setting == "local":
                if self._server is not None and not self._server.alive and self._starts <= _RESTARTS:
                    self._server.close()
                    self._start()
                if self.fault:
                    raise GrammarError(self.fault)
                if not listens(self.pid, int(self.url.rpartition(":")[2])):
                    self._failed()
                    raise GrammarError("our server has ended")
            if self._client is None:
                try:
                    self._client = Client(self.url)
                except GrammarError:
                    self._failed()
                    raise
            return self._client

    def _failed(self) -> None:
        self._failures += 1
        if self._failures >= MOST_FAILURES:
            self._failures, self._rest_until = 0, time.monotonic() + PAUSE

    @staticmethod
    def _asked(client: Client, texts: Sequence[str], only: tuple[str, ...] | None) -> list[list[Match]]:
        if len(texts) < 2:
            return [client.matches(text, only) for text in texts]
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            return list(pool.map(lambda text: client.matches(text, only), texts))

    def _unguarded(self, doc: Document, found: list[tuple[int, Match]], guarded: Callable[[list[Edit]], list[Span]]) -> dict[int, list[Finding]]:
        """The matches as findings by paragraph, without those that write nothing or touch protected text."""
        made = [(i, finding) for i, m in found if (finding := self._finding(doc, i, m)) is not None]
        spans = guarded([e for _, f in made for e in f.edits]) if made else []
        out: dict[int, list[Finding]] = {}
        for i, f in made:
            if not any(f.start < s.end and s.start < f.end for s in spans):
                out.setdefault(i, []).append(f)
        return out

    def _finding(self, doc: Document, i: int, m: Match) -> Finding | None:
        text, start = doc.known_lines[i].text, doc.paragraphs[i].start
        if m.rule not in self.speaking or not m.suggestions or m.suggestions[0] == text[m.start : m.end] or _SURROGATE.search(m.suggestions[0]):
            return None
        action, lower = self.speaking[m.rule]
        edit = minimal(m.start + start, text[m.start : m.end], m.suggestions[0])
        if len(m.suggestions) > 1 or "\n" in m.suggestions[0] or _NAME_LIKE.search(text, max(0, m.start - 2), m.end):
            action = "suggest"  # it does not know which, or a name may stand there
        return Finding(
            start=m.start + start,
            end=m.end + start,
            rule=f"languagetool.{m.rule}",
            cls="grammar",
            stage="grammar",
            action=action,
            message=m.message,
            confidence=lower,
            evidence=(Evidence("measured-precision", f"this rule of LanguageTool was measured to be right in at least {lower:.1%}"),),
            edits=(edit,),
            suggestions=m.suggestions,
        )

    def _tried(self, client: Client, doc: Document, out: dict[int, list[Finding]]) -> int:
        """Lower to suggestions the fixes of paragraphs that do not read clean with them; the number of characters sent for it."""
        sent = 0
        for i, found in out.items():
            fixes: list[Finding] = []
            for f in found:
                if f.action == "fix" and not any(clashes(f.edits[0], kept.edits[0]) for kept in fixes):
                    fixes.append(f)
            if not fixes:
                continue
            line, start = doc.known_lines[i], doc.paragraphs[i].start
            edits = tuple(Edit(e.start - start, e.end - start, e.after) for f in fixes for e in f.edits)
            key = (self.url, "tried", edits)
            if key not in line.known:
                new = apply(line.text, edits)[0]
                sent += len(line.text) + len(new)
                line.known[key] = self._reads_clean(client, line, new, [(f.rule.partition(".")[2], f.start - start, f.end - start) for f in fixes])
            kept = fixes if line.known[key] else []
            out[i] = [f if f in kept or f.action != "fix" else _lowered(f) for f in found]
        return sent

    def _reads_clean(self, client: Client, line: Line, new: str, fixed: list[tuple[str, int, int]]) -> bool:
        """Whether the matches that were fixed are gone from the new text and no other has come, among all rules of the server."""
        before, after = self._asked(client, [line.text, new], None)
        allowed = Counter((m.rule, line.text[m.start : m.end]) for m in before)
        allowed.subtract((rule, line.text[start:end]) for rule, start, end in fixed)
        return all(count <= allowed[mark] for mark, count in Counter((m.rule, new[m.start : m.end]) for m in after).items())


def _lowered(f: Finding) -> Finding:
    return replace(f, action="suggest")


def _is_prose(text: str) -> bool:
    """Whether a paragraph is worth a request: it has words, and characters that can be sent."""
    return _WORDS.search(text) is not None and _SURROGATE.search(text) is None
