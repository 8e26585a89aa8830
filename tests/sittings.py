"""What tests of reviews share: articles with faults, results made by hand, a session over them, and a review in a terminal of its own."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Sequence
from pathlib import Path

from normalize.decisions.book import Book
from normalize.edits import Edit, apply
from normalize.findings import Evidence
from normalize.report import Change, Remark, Result
from normalize.review.session import Session
from tests.running import environment

_PLACES = "Tallinn Porto Izmir Ghent Malmo Bergen Lublin Turin Cork Graz Leeds Bath Oulu Vigo Linz".split()
_TOPICS = "grain fuel rail water steel timber paper salt copper glass".split()


def article(n: int) -> str:
    """An article with a period in mid-sentence, a doubled word, two determiners and a wrong name; no two have a paragraph in common."""
    town, topic = _PLACES[n % len(_PLACES)], _TOPICS[n % len(_TOPICS)]
    return (
        f"Talks about {topic} number {n} opened near {town} this week.\n\n"
        f"The members fear that the price of {topic} number {n} will raise concerns. in {town} before the winter.\n\n"
        f"NATO Secretary General Mark Root told reporters of session {n} in {town} that all went well.\n\n"
        f"A clerk spoke of of {topic} and of {n} of the These papers that nobody in {town} had read.\n"
    )


def write_articles(folder: Path, count: int) -> list[Path]:
    """So many articles in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{n:03}.txt" for n in range(count)]
    for n, path in enumerate(paths):
        path.write_text(article(n), "utf-8")
    return paths


def result(raw: str, edits: Sequence[tuple[str, str, str]], source: str = "a.txt", offers: Sequence[tuple[str, tuple[str, ...], str]] = ()) -> Result:
    """A result whose changes are ``(before, after, rule)``, each at the first place of its words after the last; offers are ``(before, wordings, rule)``."""
    at, placed = 0, []
    for before, after, rule in edits:
        start = raw.index(before, at)
        placed.append((Edit(start, start + len(before), after), rule))
        at = start + len(before)
    text, offsets = apply(raw, [e for e, _ in placed])
    said = (Evidence("test", f"the evidence for {source}"),)
    changes = tuple(
        Change(f"c{n}", rule, "names", "wrong-name", h.start, h.end, h.before, h.after, h.target_start, h.target_end, 0.9, "A reason.", said)
        for n, (h, (_, rule)) in enumerate(zip(offsets.hunks, placed, strict=True), 1)
    )
    findings = []
    for n, (before, wordings, rule) in enumerate(offers, 1):
        start = raw.index(before)
        clean = offsets.to_target((start, start + len(before)))
        action = "suggest" if wordings else "flag"
        findings.append(Remark(f"f{n}", rule, "words", "garbled-term", action, start, start + len(before), before, "An offer.", 0.6, clean.start, clean.end, said, wordings))
    return Result(raw, text, changes, tuple(findings), {}, offsets, source=source)


def session(results: Sequence[Result], book: Book | None = None, user: str = "ann") -> Session:
    """A sitting over results, each a file of its own."""
    by_name = {r.source: [r] for r in results}
    return Session(list(by_name), lambda path: by_name[path], book if book is not None else Book(), user=user)


_PAINT = re.compile(r"\x1b\[[\d;?]*[a-zA-Z]")
_PROMPT = re.compile(rb"\((\d+)/(\d+), \d+ left\) (.*?) \[y,n,e,Y,N,m,M,s,f,u,t,/,q,\?\] $", re.DOTALL)


def sit(args: Sequence[str | Path], answer: Callable[[str], str | None], cwd: Path) -> tuple[str, int]:
    """A review on a pseudo-terminal; ``answer`` is given what was shown since the last answer, None kills the process there. All that was shown, and the exit code."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "normalize.cli.app", "review", *args],
        stdin=slave, stdout=slave, stderr=slave, cwd=cwd, start_new_session=True,
        env={**os.environ, **environment(), "NO_COLOR": "1", "TERM": "xterm", "NORMALIZE_USER": "ann"},
    )  # fmt: skip
    os.close(slave)
    shown, fresh = b"", b""
    while True:
        try:
            chunk = os.read(master, 65536)
        except OSError:
            break
        if not chunk:
            break
        shown, fresh = shown + chunk, fresh + chunk
        if _PROMPT.search(fresh):
            reply = answer(fresh.decode("utf-8", "replace"))
            if reply is None:
                process.send_signal(signal.SIGKILL)
                break
            os.write(master, reply.encode() + b"\n")
            fresh = b""
    code = process.wait(60)
    os.close(master)
    text = shown.decode("utf-8", "replace")
    assert "Traceback" not in text, text
    return text, code


def keyed(args: Sequence[str | Path], steps: Sequence[tuple[str, str]], cwd: Path) -> tuple[str, int]:
    """A review on the full screen of a pseudo-terminal: each key is pressed when its words have appeared. All that was sent to the screen, and the exit code."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 90, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "normalize.cli.app", "review", *args],
        stdin=slave, stdout=slave, stderr=slave, cwd=cwd, start_new_session=True,
        env={**os.environ, **environment(), "TERM": "xterm-256color", "COLUMNS": "90", "LINES": "30"},
    )  # fmt: skip
    os.close(slave)
    shown, seen, waiting = "", 0, list(steps)
    while True:
        try:
            chunk = os.read(master, 65536)
        except OSError:
            break
        if not chunk:
            break
        shown += chunk.decode("utf-8", "replace")
        if waiting and waiting[0][0] in _PAINT.sub("", shown[seen:]):
            seen = len(shown)
            os.write(master, waiting.pop(0)[1].encode())
    code = process.wait(60)
    os.close(master)
    assert "Traceback" not in shown, shown
    assert not waiting, (waiting, shown)
    return shown, code
