"""Learns the channels' costs from name pairs and writes ``rules/gazetteer/channels.json``.

    python benchmarks/learn_channels.py FOLDER [OUT]

FOLDER holds ``mangled-*.tsv`` (bench, tier, surface, true name, source language) and ``native-SCRIPT.tsv.gz`` (Latin,
native, count). Two Latin spellings that share one native spelling show what the script loses: they are pairs for its
channel. Pairs of mangled names are used from the tuning part only (`part`). Costs are found by aligning, counting and
aligning again.
"""

from __future__ import annotations

import collections
import glob
import gzip
import hashlib
import json
import math
import random
import sys
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from normalize.gazetteer.channel.costs import CHANNELS
from normalize.gazetteer.channel.letters import symbols, words

Pair = tuple[str, str, float]
SCRIPTS = {"arabic": "ar", "hebrew": "he", "russian": "ru", "chinese": "zh", "katakana": "ja", "korean": "ko"}
GROUPS = ("ar", "he", "ru", "zh", "ja", "ko", "hi", "tr", "el", "any")
ROUNDS = 5
OWN = 12.0  # how many pairs of the script one mangled pair outweighs
PRIOR = 400.0  # weight of the common channel in each channel's counts


def part(name: str) -> str:
    """``tune`` or ``held``, by the right name alone, so that one name never stands in both.

    >>> {part("Mark Rutte"), part("MARK RUTTE")} <= {"tune", "held"}
    True
    """
    digest = hashlib.md5(" ".join(words(name)).encode()).digest()
    return "tune" if digest[0] < 179 else "held"


def mangled(folder: str) -> list[list[str]]:
    return [
        line.rstrip("\n").split("\t")
        for file in sorted(glob.glob(f"{folder}/mangled-*.tsv"))
        for line in open(file, encoding="utf-8").readlines()[1:]
    ]


def word_pairs(surface: str, true: str) -> list[tuple[str, str]]:
    """Each word of the wrong name with the word of the right one it most likely was."""
    left, right = [symbols(w) for w in words(surface)], [symbols(w) for w in words(true)]
    out = []
    for a in left:
        b = max(right, key=lambda r: Levenshtein.normalized_similarity(a, r), default="")
        if b and Levenshtein.normalized_similarity(a, b) >= 0.34 and len(a) > 1:
            out.append((b, a))
    return out


def native_pairs(file: str, most: int = 12000) -> list[Pair]:
    groups: dict[str, set[str]] = collections.defaultdict(set)
    for line in gzip.open(file, "rt", encoding="utf-8"):
        latin, native, *_ = line.rstrip("\n").split("\t")
        tokens = words(latin)
        if len(tokens) == 1 and len(tokens[0]) > 2:
            groups[native].add(symbols(tokens[0]))
    out: list[Pair] = []
    rng = random.Random(7)
    for native in sorted(groups):
        members = sorted(groups[native])
        if 1 < len(members) <= 30:
            found = []
            for a in members:
                for b in members:
                    if a != b and Levenshtein.normalized_similarity(a, b) >= 0.5:
                        found.append((a, b))
            rng.shuffle(found)
            out += [(a, b, 1.0) for a, b in found[:6]]
    rng.shuffle(out)
    return out[:most]


class Counts:
    def __init__(self) -> None:
        self.swap: collections.Counter[str] = collections.Counter()
        self.drop: collections.Counter[str] = collections.Counter()
        self.add: collections.Counter[str] = collections.Counter()
        self.right: collections.Counter[str] = collections.Counter()
        self.gaps: collections.Counter[str] = collections.Counter()

    def plus(self, other: Counts, weight: float) -> None:
        for name in ("swap", "drop", "add", "right", "gaps"):
            mine, theirs = getattr(self, name), getattr(other, name)
            for key, value in theirs.items():
                mine[key] += weight * value


def costs_of(counts: Counts, alphabet: str) -> dict[str, dict[str, float]]:
    """Counts -> costs: -log of the smoothed rate, against the rate of an unchanged sound."""
    swap, drop, add = {}, {}, {}
    for a in alphabet:
        total = counts.right[a] + 3.0
        same = (counts.swap[a + a] + 1.0) / total
        for b in alphabet:
            if a != b:
                cost = -math.log((counts.swap[a + b] + 0.02) / total / same)
                swap[a + b] = round(min(max(cost, 0.3), 7.0), 2)
        for mark in ("^" + a, a, a + "$"):
            near = counts.right[mark] + 8.0
            rate = (counts.drop[mark] + 8.0 * (counts.drop["*" + a] + 0.05) / (counts.right[a] + 3.0)) / near
            drop[mark] = round(min(max(-math.log(rate / same), 0.3), 7.0), 2)
            place = "^" if mark[0] == "^" else "$" if mark[-1] == "$" else "-"
            rate = (counts.add[mark] + 8.0 * (counts.add["*" + a] + 0.05) / (counts.gaps["*"] + 10)) / (
                counts.gaps[place] + 8.0
            )
            add[mark] = round(min(max(-math.log(rate), 0.3), 7.0), 2)
    return {"swap": swap, "drop": drop, "add": add}


def start_costs(alphabet: str) -> dict[str, dict[str, float]]:
    vowels = set("aeiouyh")
    swap = {
        a + b: 1.5 if a in vowels and b in vowels else 4.0 if a in vowels or b in vowels else 3.0
        for a in alphabet
        for b in alphabet
        if a != b
    }
    gap = {m: 1.5 if a in vowels else 3.0 for a in alphabet for m in ("^" + a, a, a + "$")}
    return {"swap": swap, "drop": dict(gap), "add": dict(gap)}


def mark(word: str, i: int) -> str:
    return "^" + word[i] if i == 0 else word[i] + "$" if i == len(word) - 1 else word[i]


def align(right: str, wrong: str, table: dict[str, dict[str, float]], counts: Counts, weight: float) -> None:
    """One cheapest alignment, counted."""
    swap, drop, add = table["swap"], table["drop"], table["add"]
    n, m = len(right), len(wrong)
    cost = [[0.0] * (m + 1) for _ in range(n + 1)]
    for i in range(n + 1):
        for j in range(m + 1):
            if i or j:
                cost[i][j] = min(
                    cost[i - 1][j] + drop[mark(right, i - 1)] if i else 1e9,
                    cost[i][j - 1] + add[mark(wrong, j - 1)] if j else 1e9,
                    cost[i - 1][j - 1] + (0.0 if right[i - 1] == wrong[j - 1] else swap[right[i - 1] + wrong[j - 1]])
                    if i and j
                    else 1e9,
                )
    i, j = n, m
    while i or j:
        here = cost[i][j]
        if (
            i
            and j
            and abs(
                here - cost[i - 1][j - 1] - (0.0 if right[i - 1] == wrong[j - 1] else swap[right[i - 1] + wrong[j - 1]])
            )
            < 1e-9
        ):
            counts.swap[right[i - 1] + wrong[j - 1]] += weight
            i, j = i - 1, j - 1
        elif i and abs(here - cost[i - 1][j] - drop[mark(right, i - 1)]) < 1e-9:
            counts.drop[mark(right, i - 1)] += weight
            counts.drop["*" + right[i - 1]] += weight
            i -= 1
        else:
            counts.add[mark(wrong, j - 1)] += weight
            counts.add["*" + wrong[j - 1]] += weight
            j -= 1
    for i, char in enumerate(right):
        counts.right[char] += weight
        if mark(right, i) != char:
            counts.right[mark(right, i)] += weight
    counts.gaps["*"] += weight * (n + 1)
    counts.gaps["^"] += weight
    counts.gaps["$"] += weight
    counts.gaps["-"] += weight * (n - 1)


def learn(folder: str, only: str = "tune") -> dict[str, dict[str, dict[str, float]]]:
    pairs: dict[str, list[Pair]] = {group: [] for group in GROUPS}
    for script, group in SCRIPTS.items():
        pairs[group] += native_pairs(f"{folder}/native-{script}.tsv.gz")
    for _, tier, surface, true, language in mangled(folder):
        if part(true) == only:
            group = CHANNELS.get(language, "any")
            weight = OWN if tier == "MT" else OWN / 6
            pairs[group] += [(right, wrong, weight) for right, wrong in word_pairs(surface, true)]
    alphabet = "".join(
        sorted({c for group in pairs.values() for a, b, _ in group for c in a + b if c.isascii() and c.isalpha()})
    )
    keep = set(alphabet)
    tables = {group: start_costs(alphabet) for group in GROUPS}
    for _ in range(ROUNDS):
        counted = {}
        for group in GROUPS:
            counted[group] = Counts()
            for right, wrong, weight in pairs[group]:
                if set(right) <= keep and set(wrong) <= keep:
                    align(right, wrong, tables[group], counted[group], weight)
        common = Counts()
        for group in GROUPS:
            size = sum(w for *_, w in pairs[group])
            if size:
                common.plus(counted[group], (3.0 if group in ("hi", "any") else 1.0) * min(1.0, 5000.0 / size))
        total = common.gaps["^"]
        for group in GROUPS:
            mixed = Counts()
            mixed.plus(common, PRIOR / total)
            if group != "any":
                mixed.plus(counted[group], 1.0)
            else:
                mixed.plus(common, 1.0)
            tables[group] = costs_of(mixed, alphabet)
    return tables


if __name__ == "__main__":
    out = Path(sys.argv[2] if len(sys.argv) > 2 else Path(__file__).parent.parent / "rules/gazetteer/channels.json")
    tables = learn(sys.argv[1])
    text = json.dumps(tables, indent=0, sort_keys=True, ensure_ascii=False)
    out.write_text(text + "\n", encoding="utf-8")
    print(
        out, len(text), "bytes;", {g: sorted(t["swap"].items(), key=lambda kv: kv[1])[:12] for g, t in tables.items()}
    )
