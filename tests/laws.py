"""The promises of the tool, one function each: they say what is broken, or nothing.

``test_laws.py`` tries them on texts that Hypothesis makes and shrinks, ``benchmarks/laws.py`` on a hundred thousand.
"""

from __future__ import annotations

from collections.abc import Iterator

from normalize.edits import OffsetMap
from normalize.pipeline import Pipeline
from normalize.protection import addresses
from normalize.report import Result


def undo_is_exact(result: Result) -> Iterator[str]:
    """The raw text comes back, and already from the changes alone."""
    if result.undo() != result.raw:
        yield f"undo gave {result.undo()!r}"
    back, at = [], 0
    for change in result.changes:
        back.append(result.text[at : change.clean_start] + change.before)
        at = change.clean_end
    if "".join([*back, result.text[at:]]) != result.raw:
        yield f"the changes alone gave {''.join([*back, result.text[at:]])!r}"


def only_listed_spans_change(result: Result) -> Iterator[str]:
    """The cleaned text is the raw text with the listed changes made, and nothing else."""
    built, at = [], 0
    for change in result.changes:
        if change.start < at:
            yield f"changes overlap or are out of order at {change.start}"
        built.append(result.raw[at : change.start] + change.after)
        at = change.end
    if "".join([*built, result.raw[at:]]) != result.text:
        yield f"the raw text with the changes made is {''.join([*built, result.raw[at:]])!r}, the cleaned text {result.text!r}"


def spans_are_valid(result: Result) -> Iterator[str]:
    """Every change and finding says truly what stands at its place."""
    for c in result.changes:
        if result.raw[c.start : c.end] != c.before or not 0 <= c.start <= c.end <= len(result.raw):
            yield f"{c.rule}: raw[{c.start}:{c.end}] is {result.raw[c.start : c.end]!r}, not {c.before!r}"
        if result.text[c.clean_start : c.clean_end] != c.after or not 0 <= c.clean_start <= c.clean_end <= len(result.text):
            yield f"{c.rule}: clean[{c.clean_start}:{c.clean_end}] is {result.text[c.clean_start : c.clean_end]!r}, not {c.after!r}"
        if c.before == c.after:
            yield f"{c.rule}: a change of {c.before!r} into itself"
        if not 0 <= c.confidence <= 1:
            yield f"{c.rule}: confidence {c.confidence}"
    for f in result.findings:
        if result.raw[f.start : f.end] != f.before or not 0 <= f.start <= f.end <= len(result.raw):
            yield f"{f.rule}: raw[{f.start}:{f.end}] is {result.raw[f.start : f.end]!r}, not {f.before!r}"
        if not 0 <= f.clean_start <= f.clean_end <= len(result.text):
            yield f"{f.rule}: the finding's place in the cleaned text is {f.clean_start}..{f.clean_end}"


def offsets_agree(raw: str, text: str, offsets: OffsetMap) -> Iterator[str]:
    """Untouched characters map to themselves both ways; changed stretches to each other; the order of places stays."""
    touched_raw: set[int] = set()
    touched_text: set[int] = set()
    for h in offsets.hunks:
        touched_raw.update(range(h.start, h.end))
        touched_text.update(range(h.target_start, h.target_end))
        if h.before and tuple(offsets.to_target((h.start, h.end))) != (h.target_start, h.target_end) and h.after:
            yield f"{h} went to {offsets.to_target((h.start, h.end))}"
        if h.after and tuple(offsets.to_source((h.target_start, h.target_end))) != (h.start, h.end) and h.before:
            yield f"{h} came from {offsets.to_source((h.target_start, h.target_end))}"
    kept_raw = [i for i in range(len(raw)) if i not in touched_raw]
    kept_text = [i for i in range(len(text)) if i not in touched_text]
    if [raw[i] for i in kept_raw] != [text[i] for i in kept_text]:
        yield "the untouched characters of the two texts differ"
        return
    for i, j in zip(kept_raw, kept_text, strict=True):
        if tuple(offsets.to_target((i, i + 1))) != (j, j + 1):
            yield f"raw character {i} went to {tuple(offsets.to_target((i, i + 1)))}, not to {(j, j + 1)}"
        if tuple(offsets.to_source((j, j + 1))) != (i, i + 1):
            yield f"clean character {j} came from {tuple(offsets.to_source((j, j + 1)))}, not from {(i, i + 1)}"
    last = 0
    for i in range(len(text)):
        start, end = offsets.to_source((i, i + 1))
        if not last <= start <= end <= len(raw):
            yield f"clean place {i} came from {(start, end)}, before {last} or outside"
        last = start
    last = 0
    for i in range(len(raw)):
        start, end = offsets.to_target((i, i + 1))
        if not last <= start <= end <= len(text):
            yield f"raw place {i} went to {(start, end)}, before {last} or outside"
        last = start


def only_fixes_write(result: Result) -> Iterator[str]:
    """Without ``unsafe`` a suggestion or a flag never writes."""
    for c in result.changes:
        if c.action != "fix":
            yield f"{c.rule} wrote although it is a {c.action}"


def nothing_went_wrong(result: Result) -> Iterator[str]:
    """No rule raised, the text settled, the self-check held."""
    for p in result.problems:
        yield f"{p.kind}: {p.message}"


def second_pass_is_still(pipeline: Pipeline, result: Result) -> Iterator[str]:
    """Cleaning the cleaned text changes nothing."""
    again = pipeline.run(result.text)
    if again.text != result.text:
        rules = ", ".join(f"{c.rule} {c.before!r} -> {c.after!r}" for c in again.changes)
        yield f"a second clean made {again.text!r} of {result.text!r} ({rules})"


def addresses_stay(result: Result) -> Iterator[str]:
    """No change lies inside an address, unless the whole of it goes with its line.

    Where mojibake, an entity or a character without width is repaired in the same run of characters, the address is another one
    afterwards, so it is left out here.
    """
    early = [c for c in result.changes if c.stage in ("decode", "characters", "furniture")]
    for s in addresses(result.raw):
        if not result.raw.startswith(("http://", "https://", "www."), s.start):
            continue
        left, right = s
        while left and not result.raw[left - 1].isspace():
            left -= 1
        while right < len(result.raw) and not result.raw[right].isspace():
            right += 1
        if any(c.start <= right and left <= c.end for c in early):
            continue
        for c in result.changes:
            inside = (c.start < s.end and s.start < c.end) or (c.start == c.end and s.start < c.start < s.end)
            if inside and not (c.start <= s.start and s.end <= c.end):
                yield f"{c.rule} wrote {c.before!r} -> {c.after!r} into {result.raw[slice(*s)]!r}"


def broken(pipeline: Pipeline, text: str) -> list[str]:
    """Every law that a text breaks, in words."""
    try:
        result = pipeline.run(text)
        out = [
            *(f"undo: {b}" for b in undo_is_exact(result)),
            *(f"only listed: {b}" for b in only_listed_spans_change(result)),
            *(f"spans: {b}" for b in spans_are_valid(result)),
            *(f"offsets: {b}" for b in offsets_agree(result.raw, result.text, result.offsets)),
            *(f"only fixes: {b}" for b in only_fixes_write(result)),
            *(f"problems: {b}" for b in nothing_went_wrong(result)),
            *(f"still: {b}" for b in second_pass_is_still(pipeline, result)),
            *(f"addresses: {b}" for b in addresses_stay(result)),
        ]
    except Exception as error:
        return [f"raised: {type(error).__name__}: {error}"]
    return out
