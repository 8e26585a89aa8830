"""A review on any terminal, as `git add -p` has it: one question, one line for the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import cast

from normalize.decisions.fingerprint import Question
from normalize.errors import UsageError
from normalize.formats.terminal import Paint
from normalize.review.filters import parsed
from normalize.review.keys import KEYS, wide
from normalize.review.session import Scope, Session
from normalize.review.shown import asked, offers, paragraph, reasons

_PROMPT = "[y,n,e,Y,N,m,M,s,f,u,t,/,q,?] "


def run(session: Session, ask: Callable[[str], str | None], tell: Callable[[str], None], paint: Paint) -> None:
    """Ask until nothing is left, a ``q``, or the end of the input. ``ask`` gives the answer to a prompt, None when there is no more.

    Words after a ``y`` or ``n`` are the note of the decision.
    """
    note = ""
    first = session.only
    while True:
        q = session.current
        if q is None and session.only != first:
            tell("nothing is left that fits the filter; going on without it")
            session.only = first
            continue
        if q is None:
            return
        p = session.progress
        tell("\n".join(_shown(session, q, paint)))
        answer = ask(f"{paint.bold}({p.file}/{p.files}, {p.left} left) {asked(q)}{paint.off} {_PROMPT}")
        if answer is None:
            return
        key, _, words = answer.strip().partition(" ")
        if key == "q":
            return
        if key == "t":
            note = words.strip() or (ask("note: ") or "").strip()
            continue
        told = _done(session, q, key, words.strip(), words.strip() or note, ask)
        if told is None:
            note = ""
        elif told:
            tell(told)


def _done(session: Session, q: Question, key: str, words: str, note: str, ask: Callable[[str], str | None]) -> str | None:
    """Carry out a key; None when a question was decided, else what is to be told."""
    if (both := wide(key)) is not None:
        verdict, scope = both
        n = session.decide(verdict, note=note, scope=cast(Scope, scope))
        return f"{n} decided" if scope != "one" else None
    if key.isdecimal() and 1 <= int(key) <= len(q.place.offers):
        session.decide("accept", note=note, choice=int(key) - 1)
        return None
    if key == "e":
        text = words or ask("words instead (nothing: leave it; \"\": delete): ") or ""
        if not text.strip():
            return "nothing changed"
        session.decide("edit", "" if text.strip() == '""' else text.strip("\r\n"), note="" if words else note)
        return None
    if key == "s":
        session.skip()
    elif key == "f":
        session.next_file()
    elif key == "u":
        n = session.undo()
        return f"{n} taken back" if n else "nothing to undo"
    elif key == "/":
        try:
            session.only = parsed(words or ask("filter: ") or "")
        except UsageError as error:
            return str(error)
    else:
        return "\n".join(f"{k:>4}  {what}" for k, what in KEYS.items())
    return ""


def _shown(session: Session, q: Question, paint: Paint) -> Iterator[str]:
    marks = {"gone": (paint.gone + "[-", "-]"), "new": (paint.new + "{+", "+}"), "found": (paint.warn + "«", "»"), "other": (paint.dim, "")}
    pieces = paragraph(q, session.changes_of(q))
    text = "".join(f"{marks[r][0]}{t}{marks[r][1]}{paint.off}" if r in marks else t for r, t in pieces)
    where, rule, *why = reasons(q)
    yield f"\n{paint.bold}{where}{paint.off}  {paint.dim}{rule}{paint.off}"
    yield f"  {text}"
    for n, offer in enumerate(offers(q), 1):
        yield f"  {paint.new}{n}  {offer}{paint.off}"
    for line in why:
        yield f"  {paint.dim}{line}{paint.off}"
