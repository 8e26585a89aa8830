"""A result as people decided it: what they rejected is not applied, what they accepted or wrote is.

The cleaner works as always; then its changes are judged by the book, and the text is made anew from the raw one with the edits that are left. So undo,
offsets and reports stay true, and nothing that a rule did in a later stage is guessed anew.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Mapping
from dataclasses import replace

from normalize.decisions.book import Book, Decision
from normalize.decisions.fingerprint import Question, questions
from normalize.edits import Edit, apply, clashes
from normalize.findings import Evidence
from normalize.report import Change, Problem, Remark, Result
from normalize.stages import NAME_CLASSES


def decided(result: Result, book: Book) -> Result:
    """The result with all decisions of the book about it carried out.

    A rejected change comes back as a finding with the status ``rejected``; a name's form of which repairs were only ever rejected stays,
    with the status ``protected``; an accepted suggestion becomes a change, with the decision among its evidence. Changes that stand or fall
    together do so here: one rejected, all are.
    """
    asked = questions(result)
    verdicts = book.about(asked)
    kept: dict[Edit, Change] = {}
    remarks = [f for f in result.findings if f.status != "open"]
    fallen = {q.item.group for q in asked if isinstance(q.item, Change) and q.item.group and (d := verdicts.get(q.key)) and d.verdict == "reject"}
    held = False
    for q in asked:
        if not isinstance(q.item, Change):
            continue
        refusal = _refusal(q, verdicts, fallen, book)
        if refusal is not None:
            remarks.append(_held_back(q.item, *refusal))
            held = True
            continue
        edit, change = _kept(q, q.item, verdicts.get(q.key))
        held |= change is not q.item
        kept[edit] = change
    order = sorted(kept)
    for q in asked:
        if isinstance(q.item, Remark):
            d = verdicts.get(q.key)
            wanted = _wanted(q, d)
            if wanted is None or d is None:
                remarks.append(replace(q.item, status="rejected", by=d.user or "a person") if d and d.verdict == "reject" else q.item)
                held |= bool(d and d.verdict == "reject")
            elif (by := _clash(order, wanted)) is not None:
                remarks.append(replace(q.item, status="overruled", by=kept[by].rule))
                held = True
            else:
                insort(order, wanted)
                kept[wanted] = _made(q.item, wanted, d)
                held = True
    return _written(result, order, kept, remarks) if held else result


def without_rejected(result: Result) -> Result:
    """The result without the findings that people rejected, for those who list what is still to be looked at."""
    return replace(result, findings=tuple(f for f in result.findings if f.status != "rejected"))


def _refusal(q: Question, verdicts: Mapping[str, Decision], fallen: set[str], book: Book) -> tuple[str, str] | None:
    """The status of a change that is not made, and by whom it is held back; None when it is made."""
    assert isinstance(q.item, Change)
    d = verdicts.get(q.key)
    if (d and d.verdict == "reject") or q.item.group in fallen - {""}:
        return "rejected", (d.user if d else "") or "a person"
    if d is None and q.item.cls in NAME_CLASSES and book.protects(q.place.before):
        return "protected", "decisions"
    return None


def _held_back(c: Change, status: str, by: str) -> Remark:
    return Remark(
        c.id, c.rule, c.stage, c.cls, c.action, c.start, c.end, c.before, c.message, c.confidence, c.clean_start, c.clean_end, c.evidence, (c.after,), status, by
    )


def _kept(q: Question, change: Change, d: Decision | None) -> tuple[Edit, Change]:
    if d is None:
        return Edit(change.start, change.end, change.after), change
    evidence = (*change.evidence, Evidence("decision", d.told))
    if d.verdict == "edit":
        return Edit(q.place.start, q.place.end, d.text), replace(change, evidence=evidence, confidence=1.0)
    return Edit(change.start, change.end, change.after), replace(change, evidence=evidence)


def _wanted(q: Question, d: Decision | None) -> Edit | None:
    """The edit that a decision about a finding asks for; None when it asks for none."""
    if d is None or d.verdict == "reject" or (d.verdict == "accept" and not q.place.offers):
        return None
    return Edit(q.place.start, q.place.end, d.text) if d.text != q.place.before else None


def _made(f: Remark, edit: Edit, d: Decision) -> Change:
    evidence = (*f.evidence, Evidence("decision", d.told))
    return Change("", f.rule, f.stage, f.cls, edit.start, edit.end, "", edit.after, 0, 0, f.confidence, f.message, evidence, action=f.action)


def _clash(order: list[Edit], edit: Edit) -> Edit | None:
    """One of the edits, sorted and apart from each other, that does not go with this one."""
    i = bisect_left(order, edit)
    for other in order[max(0, i - 2) :]:
        if other.start > edit.end:
            return None
        if clashes(other, edit):
            return other
    return None


def _written(result: Result, order: list[Edit], kept: dict[Edit, Change], remarks: list[Remark]) -> Result:
    """The text with these edits, and everything in its new place."""
    text, offsets = apply(result.raw, order)
    if offsets.undo(text) != result.raw:
        return replace(result, problems=(*result.problems, Problem("decisions", "undoing them did not give the raw text back: they were left aside")))
    changes = tuple(
        replace(kept[e], id=f"c{n}", start=h.start, end=h.end, before=h.before, after=h.after, clean_start=h.target_start, clean_end=h.target_end)
        for n, (e, h) in enumerate(zip(order, offsets.hunks, strict=True), 1)
    )
    findings = []
    for n, f in enumerate(sorted(remarks, key=lambda f: (f.start, f.end, f.rule)), 1):
        clean = offsets.to_target((f.start, f.end))
        findings.append(replace(f, id=f"f{n}", clean_start=clean.start, clean_end=clean.end))
    return replace(result, text=text, offsets=offsets, changes=changes, findings=tuple(findings))
