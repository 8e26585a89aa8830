"""Teaches the language model behind `normalize.garble`, and writes ``rules/fluency/words.txt.gz`` and ``network.npz``.

    python benchmarks/learn_garble.py FOLDER WORDLIST ... [--epochs N] [--out DIR]

FOLDER holds clean prose as ``*.jsonl.gz`` (``{"text": ...}``); WORDLISTs are plain lists of words (SCOWL's, as Debian packs them: ``wamerican-large``,
``wbritish-large``). Word classes come from ``lemminflect`` (MIT), which only this script needs. Documents are parted by a hash of their text (`part`):
the network learns on most of them, `learn_judgement_of_garble.py` weighs the signs on some, and the rest only judges. No text is stored: tables of
numbers, counts of pairs of words that occur twice or more, and a list of words.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from garble_faults import Spoiler

from normalize.fluency import network
from normalize.fluency.model import Model, Words
from normalize.fluency.tokens import SHAPES, TOKEN, Kind
from normalize.text import Document
from normalize.words import sentences

WIDTH, FIRST, SECOND = 40, 80, 56
OFTEN = 6
#: Short words that are right and that a million words may not have six times.
UNITS = "km cm mm kg mg ml ft lb lbs oz hr hrs pm am kw mw gb mb tb hz db kph mph sq pp vs ok ah oh eh hm ha ho ye yo da de la le el al bin ibn von van der den di du".split()
PAD = Kind(0, 0, 0)
BATCH = 256
SEED = 7
#: The part of the clean sentences that are shown clipped.
CLIPPED = 0.05


def part(text: str) -> str:
    """Which part a document belongs to: learn (76 of 100), weigh (12), judge (12)."""
    number = int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) % 100
    return "judge" if number < 12 else "weigh" if number < 24 else "learn"


def documents(folder: Path, wanted: str) -> list[Document]:
    """The documents of a part."""
    texts = (json.loads(line)["text"] for path in sorted(folder.glob("*.jsonl.gz")) for line in gzip.open(path, "rt", encoding="utf-8"))
    return [Document(text) for text in texts if part(text) == wanted]


def prose(folder: Path, wanted: str) -> list[str]:
    """The sentences of a part, of 3 to 80 words."""
    return [s for d in documents(folder, wanted) for a, b in sentences(d) if 3 <= len((s := d.text[a:b]).split()) <= 80]


def classes() -> tuple[dict[str, set[str]], dict[str, list[str]]]:
    """Word -> its classes (one letter each), and word -> all forms of its verb or noun, from the lists of lemminflect."""
    import lemminflect

    tags: dict[str, set[str]] = defaultdict(set)
    forms: dict[str, list[str]] = {}
    letters = {"noun": "s", "propn": "s", "adj": "rt", "adv": "rt"}
    for row in csv.reader(gzip.open(Path(lemminflect.__file__).parent / "resources" / "infl_lu.csv.gz", "rt")):
        lemma, kind, others = row[0], row[1], [[f for f in cell.split("/") if f] for cell in row[2:]]
        if lemma[0].isupper():
            tags[lemma.lower()].add("P")
            continue
        tags[lemma].add({"noun": "n", "propn": "n", "verb": "v", "adj": "a", "adv": "b"}.get(kind, "x"))
        for letter, cell in zip(letters.get(kind, "dgz" if len(others) == 3 else "dNgz"), others, strict=False):
            for form in cell:
                tags[form].add(letter)
        if kind in {"noun", "verb"}:
            family = [lemma, *(f for cell in others for f in cell)]
            for form in family:
                forms.setdefault(form, family)
    return tags, forms


def vocabulary(learn: Sequence[str], lists: Sequence[Path]) -> tuple[Words, Counter[str], dict[str, list[str]], set[str]]:
    """The words with a number, the classes of all words known, and what endings say."""
    tags, forms = classes()
    count: Counter[str] = Counter()
    for sentence in learn:
        for i, token in enumerate(TOKEN.findall(sentence)):
            token = token.replace("’", "'")
            if token[0].isdigit():
                token = "0" * min(5, len(token))
            elif i == 0 and token.lower() in tags:
                token = token.lower()
            count[token] += 1
    often = [w for w, n in sorted(count.items(), key=lambda p: (-p[1], p[0])) if n >= OFTEN]
    sets = Counter("".join(sorted(t)) for t in tags.values())
    names = ["-", "?", *(s for s, n in sorted(sets.items(), key=lambda p: (-p[1], p[0])) if n >= 20)]

    def reduced(letters: set[str]) -> int:
        name = "".join(sorted(letters))
        while name and name not in names:
            name = name[1:] if name[0] in "PNrx" else name[:-1]
        return names.index(name) if name else 1

    known = {w: reduced(t) for w, t in tags.items() if len(w) > 1 and w.isascii() and w.isalpha()}
    ends: dict[str, Counter[int]] = defaultdict(Counter)
    for word, tag in known.items():
        for size in (2, 3, 4):
            if len(word) > size + 1:
                ends[word[-size:]][tag] += 1
    endings = {e: tags.most_common(1)[0][0] for e, tags in sorted(ends.items()) if sum(tags.values()) >= 12}
    words = Words(often, names, known, endings)
    listed = {w for path in lists for w in path.read_text("utf-8").split() if w.isalpha()} | {w for w, n in count.items() if n >= 3 and w.isalpha() and w.islower()}
    lexicon = words.lexicon()
    for word in sorted(w for w in listed if w.islower() and len(w) > 2):
        if word not in known or known[word] == names.index("P"):
            known[word] = lexicon.kind(word).tag
    for word in sorted({w.lower() for w in listed if not w.islower() and len(w) > 2} - set(known)):
        known[word] = names.index("P")
    for word in [w for w in known if len(w) < 3 and count[w] < OFTEN]:
        del known[word]
    known |= {w: known.get(w, 1) for w in UNITS}
    verbs = {w for w, letters in tags.items() if letters <= set("dNz")}
    return words, count, forms, verbs


class Net:
    """The tables while they learn (Adam); word rows are changed only where a batch has the word."""

    def __init__(self, words: int, tags: int) -> None:
        rng = np.random.default_rng(SEED)
        sizes = {
            "words": (words, WIDTH), "tags": (tags, WIDTH), "shapes": (len(SHAPES), WIDTH), "near": (network.LINKS, WIDTH), "far": (network.LINKS, WIDTH),
            "first": (5 * WIDTH, FIRST), "second": (5 * FIRST, SECOND), "last": (SECOND, len(network.FAULTS)),
        }  # fmt: skip
        scale = {"words": 0.1, "tags": 0.3, "shapes": 0.3, "near": 0.2, "far": 0.2, "first": (2 / (5 * WIDTH)) ** 0.5, "second": (2 / (5 * FIRST)) ** 0.5, "last": 0.1}
        self.tables = {name: (rng.standard_normal(size) * scale[name]).astype(np.float32) for name, size in sizes.items()}
        self.tables |= {f"{name}_bias": np.zeros(sizes[name][1], np.float32) for name in ("first", "second", "last")}
        self.mean = {k: np.zeros_like(v) for k, v in self.tables.items()}
        self.square = {k: np.zeros_like(v) for k, v in self.tables.items()}
        self.steps = 0

    def learn(self, kinds: Any, labels: Any, weight: Any, rate: float) -> float:
        """One step; the loss before it."""
        t = self.tables
        one_in = network.windows(network.embedded(t, kinds.T))
        one = np.maximum(one_in @ t["first"] + t["first_bias"], 0)
        two_in = network.windows(one)
        two = np.maximum(two_in @ t["second"] + t["second_bias"], 0)
        out = two @ t["last"] + t["last_bias"]
        out = np.exp(out - out.max(axis=1, keepdims=True))
        out /= out.sum(axis=1, keepdims=True)
        n, here = weight.sum(), np.arange(len(labels))
        loss = float(-(weight * np.log(out[here, labels] + 1e-9)).sum() / n)
        out[here, labels] -= 1
        out *= (weight / n)[:, None]
        grads = {"last": two.T @ out, "last_bias": out.sum(0)}
        back = (out @ t["last"].T) * (two > 0)
        grads |= {"second": two_in.T @ back, "second_bias": back.sum(0)}
        back = _folded(back @ t["second"].T, FIRST) * (one > 0)
        grads |= {"first": one_in.T @ back, "first_bias": back.sum(0)}
        back = _folded(back @ t["first"].T, WIDTH)
        self.steps += 1
        for name, grad in grads.items():
            self._step(name, slice(None), grad, rate)
        for column, name in enumerate(network.TABLES):
            rows, inverse = np.unique(kinds[:, column], return_inverse=True)
            order = np.argsort(inverse, kind="stable")
            self._step(name, rows, np.add.reduceat(back[order], np.searchsorted(inverse[order], np.arange(len(rows)))), rate)
        return loss

    def _step(self, name: str, rows: Any, grad: Any, rate: float) -> None:
        mean, square = self.mean[name], self.square[name]
        mean[rows] = 0.9 * mean[rows] + 0.1 * grad
        square[rows] = 0.99 * square[rows] + 0.01 * grad * grad
        self.tables[name][rows] -= rate * mean[rows] / (np.sqrt(square[rows]) + 1e-8)


def _folded(grad: Any, width: int) -> Any:
    """The gradient of `network.windows`."""
    n = len(grad)
    out = np.zeros((n + 4, width), np.float32)
    for k in range(5):
        out[k : k + n] += grad[:, k * width : (k + 1) * width]
    return out[2:-2]


def main() -> None:
    ask = argparse.ArgumentParser()
    ask.add_argument("folder", type=Path)
    ask.add_argument("lists", type=Path, nargs="*")
    ask.add_argument("--epochs", type=int, default=8)
    ask.add_argument("--out", type=Path, default=Path("rules/fluency"))
    given = ask.parse_args()
    learn = prose(given.folder, "learn")
    words, count, forms, verbs = vocabulary(learn, given.lists)
    rng, chance = random.Random(SEED), np.random.default_rng(SEED)
    lexicon = words.lexicon()
    encoded = [lexicon.kinds(TOKEN.findall(s)) for s in learn]
    flat = np.concatenate([np.array([*[PAD] * network.GAP, *e]) for e in encoded])[:, 0]
    table = np.zeros(network.PLACES, np.int64)
    for apart in (1, 2):
        np.add.at(table, network.places(flat[:-apart], flat[apart:], apart), 1)
    total = np.bincount(flat, minlength=len(words.often) + 2)
    often = (total / np.sqrt(total.sum())).astype(np.float32)
    print(f"{len(learn):,} sentences, {len(words.often):,} words with a number, {len(words.known):,} known; {(table > 1).sum():,} pairs", flush=True)
    net = Net(len(words.often) + 2, len(words.names))
    dropped = np.concatenate([[0.0, 0.0], 3.2 / (4 + np.array([count[w] for w in words.often]))])
    pool = rng.choices([w for w in words.often if w.isalpha()], [count[w] ** 0.6 for w in words.often if w.isalpha()], k=200_000)
    spoiler = Spoiler(rng, pool, forms, verbs)
    steps, done, began = given.epochs * (2 * len(learn) // BATCH), 0, time.time()
    for epoch in range(given.epochs):
        items = []
        for i, sentence in enumerate(learn):
            kinds = lexicon.kinds(TOKEN.findall(clipped(sentence, rng))) if rng.random() < CLIPPED else encoded[i]
            items.append((i, kinds, [0] * len(kinds)))
            spoiled = next((s for _ in range(3) if (s := spoiler.spoil(sentence))), None)
            if spoiled:
                tokens = [(t, label) for word, label in zip(spoiled.words, spoiled.labels, strict=True) for t in TOKEN.findall(word)]
                items.append((i, lexicon.kinds([t for t, _ in tokens]), [label for _, label in tokens]))
        rng.shuffle(items)
        losses = []
        for start in range(0, len(items) - BATCH + 1, BATCH):
            rows, labels, own = [], [], []
            for i, kinds, marks in items[start : start + BATCH]:
                rows += [PAD] * network.GAP + kinds
                labels += [-1] * network.GAP + marks
                own += [i] * (network.GAP + len(kinds))
            kinds, marks, whose = np.array(rows), np.array(labels), np.array(own)
            full = linked(kinds, table, often, whose, encoded)
            drop = chance.random(len(kinds)) < dropped[kinds[:, 0]]
            full[drop, 0] = 1
            full[chance.random(len(kinds)) < 0.05, 3:] = 0
            weight = np.where(marks > 0, 2.0, 1.0) * (marks >= 0)
            done += 1
            rate = 0.003 * min(1.0, done / 100) * max(0.02, 1 - done / steps)
            losses.append(net.learn(full, np.maximum(marks, 0), weight.astype(np.float32), rate))
        print(f"epoch {epoch + 1}: loss {np.mean(losses):.4f}, {time.time() - began:.0f} s", flush=True)
    given.out.mkdir(parents=True, exist_ok=True)
    Model.of(words, net.tables, table, often).write(given.out)


def clipped(sentence: str, rng: random.Random) -> str:
    """A clean sentence without its first words, as excerpts begin, or without its last mark, as headlines and items of lists end."""
    words = sentence.split()
    if len(words) > 8 and rng.random() < 0.6:
        return " ".join(words[rng.randint(1, len(words) // 2) :])
    return sentence.rstrip(".!?")


def linked(kinds: Any, table: Any, often: Any, whose: Any, encoded: Sequence[Any]) -> Any:
    """The kinds with their links, each counted as if the sentence itself had not been read (``whose`` names it)."""
    word = kinds[:, 0]
    columns = [kinds]
    for apart in (1, 2):
        left = np.concatenate([np.zeros(apart, word.dtype), word[:-apart]])
        place = network.places(left, word, apart)
        key = whose * network.PLACES + place
        originals = []
        for i in np.unique(whose):
            own = np.array([*[PAD[0]] * network.GAP, *(k[0] for k in encoded[i])])
            originals.append(i * network.PLACES + network.places(own[:-apart], own[apart:], apart))
        found, times = np.unique(np.concatenate(originals), return_counts=True)
        at = np.minimum(np.searchsorted(found, key), len(found) - 1)
        counts = table[place] - np.where(found[at] == key, times[at], 0)
        columns.append(network.links(left, word, counts, often)[:, None])
    return np.concatenate(columns, axis=1)


if __name__ == "__main__":
    main()
