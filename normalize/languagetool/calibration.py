"""How often each rule of LanguageTool is right: on good prose every match is a false alarm, on text with known faults a match is right when it leads to the wanted text.

Only matches that write something count; the first suggestion is the one that would be written. A fault is put into every sampled paragraph's sentence
(`normalize.languagetool.faults`), and texts whose right form is known are taken as they are.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2b
from typing import TYPE_CHECKING

import regex
from rapidfuzz.distance import Levenshtein

from normalize.corpora import Case
from normalize.edits import minimal
from normalize.languagetool.faults import spoiled
from normalize.languagetool.matches import Match
from normalize.languagetool.table import Table, rows
from normalize.text import Document

if TYPE_CHECKING:
    from normalize.languagetool.client import Client

#: Paragraphs of these lengths are prose; shorter ones are headings, longer ones several paragraphs in one line.
_LENGTHS = range(60, 1500)
#: Requests under way.
_AT_ONCE = 2
_PIECE = regex.compile(r"[\p{L}\p{M}\p{N}]+|.", regex.DOTALL)


def sample(cases: Iterable[Case], size: int) -> tuple[list[str], list[tuple[str, str]]]:
    """So many paragraphs of the good texts, each as likely as the others and the same in every run; all pairs of faulty and wanted texts."""
    chance = random.Random(0)
    kept: list[str] = []
    pairs: list[tuple[str, str]] = []
    seen = 0
    for case in cases:
        if case.text != case.wanted:
            pairs += _pairs(case)
            continue
        if case.rows:
            continue  # its fault is reported and not repaired, so it is neither good prose nor a pair
        for paragraph in Document(case.text).lines:
            if len(paragraph) not in _LENGTHS:
                continue
            seen += 1
            if len(kept) < size:
                kept.append(paragraph)
            elif (at := chance.randrange(seen)) < size:
                kept[at] = paragraph
    return kept, pairs


def _pairs(case: Case) -> Iterator[tuple[str, str]]:
    """The paragraphs that differ, where both texts have the same number of them; else the whole texts, if they are short."""
    bad, good = Document(case.text).lines, Document(case.wanted).lines
    if len(bad) == len(good):
        yield from ((b, g) for b, g in zip(bad, good, strict=True) if b != g and len(b) < _LENGTHS.stop)
    elif len(case.text) < _LENGTHS.stop:
        yield case.text, case.wanted


def calibrate(
    client: Client,
    paragraphs: list[str],
    pairs: list[tuple[str, str]],
    slips: frozenset[str] = frozenset(),
    shown: Callable[[str, str], None] = lambda mark, around: None,
    told: Callable[[int], None] = lambda n: None,
) -> Table:
    """Measure every rule that the server has.

    ``slips`` holds marks of matches in the good prose that a person judged to be true slips of its writers; ``shown`` is called with the mark and the words
    of every other one, ``told`` with the number of texts done.
    """
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    chance = random.Random(1)
    seeded = [pair for n, paragraph in enumerate(paragraphs) for _, *pair in spoiled(paragraph, chance, n)]
    done = 0
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for paragraph, matches in zip(paragraphs, pool.map(client.matches, paragraphs), strict=True):
            for m in matches:
                if not m.suggestions:
                    continue
                if (mark := slip(m, paragraph)) in slips:
                    counts[m.rule, m.category]["right"] += 1
                    continue
                counts[m.rule, m.category].update(("wrong", "clean"))
                shown(mark, f"{paragraph[max(0, m.start - 30) : m.start]}[{paragraph[m.start : m.end]}]{paragraph[m.end : m.end + 30]} -> {m.suggestions[0]}")
            done += 1
            told(done)
        for source in ([(b, g) for b, g in seeded], pairs):
            for (bad, good), in_bad, in_good in zip(
                source, pool.map(client.matches, [b for b, _ in source]), pool.map(client.matches, [g for _, g in source]), strict=True
            ):
                known = Counter((m.rule, good[m.start : m.end]) for m in in_good)
                for m in in_bad:
                    if not m.suggestions:
                        continue
                    same = m.rule, bad[m.start : m.end]
                    if known[same] and source is not pairs:
                        known[same] -= 1  # it speaks of the good sentence as well: counted there
                        continue
                    counts[m.rule, m.category]["right" if leads_to(m, bad, good) else "wrong"] += 1
                done += 1
                told(done)
    words = sum(len(p.split()) for p in paragraphs)
    notes = (f"{len(paragraphs):,} paragraphs of good prose, {len(seeded):,} sentences with a fault put in, {len(pairs):,} texts whose right form is known",)
    return Table(client.version, words, rows((rule, category, c) for (rule, category), c in counts.items()), notes)


def slip(match: Match, paragraph: str) -> str:
    """The mark of a match in good prose: the rule and a digest of the words around, so that a judgement can be kept where the text cannot."""
    around = paragraph[max(0, match.start - 40) : match.end + 40]
    return f"{match.rule} {blake2b(f'{match.start} {around}'.encode(), digest_size=8).hexdigest()}"


def leads_to(match: Match, bad: str, good: str) -> bool:
    """Whether the first suggestion of a match brings the text nearer to the wanted one by all that it writes, counted in whole words and single marks.

    Letters would not do: *of of* made *off* is nearer to *of* by all its letters, and as wrong as before.

    >>> m = Match(9, 14, "R", "MISC", "", ("of",))
    >>> leads_to(m, "He spoke of of it.", "He spoke of it."), leads_to(m._replace(suggestions=("off",)), "He spoke of of it.", "He spoke of it.")
    (True, False)
    """
    edit = minimal(match.start, bad[match.start : match.end], match.suggestions[0])
    new = bad[: edit.start] + edit.after + bad[edit.end :]
    before, after, wanted = (_PIECE.findall(text) for text in (bad, new, good))
    return new != bad and Levenshtein.distance(before, wanted) - Levenshtein.distance(after, wanted) == Levenshtein.distance(before, after)
