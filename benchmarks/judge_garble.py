"""Judges `normalize.garble` on documents that nothing was learnt from.

    python benchmarks/judge_garble.py FOLDER [--worst N]

FOLDER holds clean prose (``*.jsonl.gz``). Its *judge* part (`learn_garble.part`) is taken as it is, and spoiled: all words shuffled, one swap of neighbours, a
phrase looped, 30-70 % cut out of the middle, and the faults of `garble_faults`. Printed: how much of each is flagged at the score that 1 % of the clean
sentences reach; in how many pairs the spoiled sentence scores higher; the AUC over all, and within bands of like length; how far the score leans on
length; the same threshold on other clean texts of the repository; the speed.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from garble_faults import SHARES, Spoiler
from learn_garble import classes, documents, prose

from normalize.context import Context
from normalize.detectors.garbled_sentences import garbled_sentences
from normalize.fluency.judging import judged
from normalize.fluency.model import model, tokens
from normalize.gazetteer import open_gazetteer
from normalize.text import Document
from normalize.words import sentences

SEED = 3
MOST = 3000


def scores(found: list[str]) -> Any:
    """The score of each sentence, as `normalize.garble` gives it."""
    cut = [tokens(s)[:400] for s in found]
    out: list[float] = []
    for i in range(0, len(cut), 500):
        out += list(judged([c or ["."] for c in cut[i : i + 500]])[1])
    return np.array(out)


def shuffled(words: list[str], rng: random.Random) -> list[str]:
    """All words in another order."""
    return rng.sample(words, len(words))


def swapped(words: list[str], rng: random.Random) -> list[str]:
    """One word before the one it followed."""
    i = rng.randrange(len(words) - 1)
    return [*words[:i], words[i + 1], words[i], *words[i + 2 :]]


def looped(words: list[str], rng: random.Random) -> list[str]:
    """A phrase of two to six words said three to five times."""
    size = rng.randint(2, min(6, len(words)))
    i = rng.randrange(len(words) - size + 1)
    return words[: i + size] + words[i : i + size] * rng.randint(2, 4) + words[i + size :]


def cut(words: list[str], rng: random.Random) -> list[str]:
    """30-70 % of the words gone, out of the middle."""
    size = round(len(words) * rng.uniform(0.3, 0.7))
    i = (len(words) - size) // 2
    return words[:i] + words[i + size :]


def cut_letters(words: list[str], rng: random.Random) -> list[str]:
    """30-70 % of the letters gone, out of the middle, wherever that falls."""
    text = " ".join(words)
    size = round(len(text) * rng.uniform(0.3, 0.7))
    i = (len(text) - size) // 2
    return (text[:i] + text[i + size :]).split()


NAMED: dict[str, Callable[[list[str], random.Random], list[str]]] = {
    "all words shuffled": shuffled, "one swap of neighbours": swapped, "a phrase looped": looped,
    "30-70 % of the words cut out": cut, "30-70 % of the letters cut out": cut_letters,
}  # fmt: skip


def auc(good: Any, bad: Any) -> float:
    """The chance that a bad one scores higher than a good one; ties count half."""
    both = np.concatenate([good, bad])
    _, inverse, times = np.unique(both, return_inverse=True, return_counts=True)
    rank = (np.cumsum(times) - (times - 1) / 2)[inverse]
    return float((rank[len(good) :].sum() - len(bad) * (len(bad) + 1) / 2) / (len(good) * len(bad)))


def within(good: Any, good_length: Any, bad: Any, bad_length: Any) -> list[float]:
    """The AUC in bands of 5-9, 10-14, 15-19, 20-29, 30 and more words."""
    edges = [5, 10, 15, 20, 30, 1000]
    out = []
    for low, high in pairwise(edges):
        a, b = (good_length >= low) & (good_length < high), (bad_length >= low) & (bad_length < high)
        out.append(auc(good[a], bad[b]) if a.sum() > 20 and b.sum() > 20 else float("nan"))
    return out


def pairs_alone(found: list[str]) -> Any:
    """The baseline: the share of neighbours that the model's prose never had beside each other, where both words are frequent."""
    reader = model()
    out = []
    for sentence in found:
        near = reader.near(tokens(sentence))
        out.append(float(np.isin(near, [2, 3]).sum() + 0.5 * (near == 1).sum()) / max(1, len(near)))
    return np.array(out)


def flagger(folder: Path) -> None:
    """How often the rule speaks in the clean documents, and how fast it is on each and on all as one."""
    docs = documents(folder, "judge")
    one = Document("\n".join(d.text for d in docs))
    size = len(one.text.encode()) / 1e6
    contexts = [Context(open_gazetteer) for _ in docs]
    began = time.process_time()
    flags = sum(len(list(garbled_sentences(d, c))) for d, c in zip(docs, contexts, strict=True))
    each = time.process_time() - began
    began = time.process_time()
    list(garbled_sentences(one, Context(open_gazetteer)))
    whole = time.process_time() - began
    told = [c.kept.get("stats", {}).get("garble", {"density": 0.0, "sentences": 0}) for c in contexts]
    count, words = sum(t["sentences"] for t in told), sum(len(d.text.split()) for d in docs)
    print(f"flags in {len(docs)} clean documents: {flags} in {count:,} sentences ({flags / count:.2%}), {1e5 * flags / words:.1f} per 100,000 words")
    print(f"density of a clean document: middle {np.median([t['density'] for t in told]):.3f}, 99 of 100 below {np.quantile([t['density'] for t in told], 0.99):.3f}")
    print(f"speed of the flagger, CPU time: {size / each:.2f} MB/s on documents of {size / len(docs) * 1000:.1f} kB, {size / whole:.2f} MB/s on one of {size:.1f} MB")


def main() -> None:
    ask = argparse.ArgumentParser()
    ask.add_argument("folder", type=Path)
    ask.add_argument("--worst", type=int, default=0)
    given = ask.parse_args()
    rng = random.Random(SEED)
    clean = [s for s in prose(given.folder, "judge") if len(s.split()) >= 5]
    own = scores(clean)
    length = np.array([len(s.split()) for s in clean])
    bar = float(np.quantile(own, 0.99))
    print(f"{len(clean):,} clean sentences of 5 words and more; 1 % score above {bar:.3f}; above 0.5: {(own > 0.5).mean():.2%}, above 0.9: {(own > 0.9).mean():.2%}")
    print(f"score and length: correlation {np.corrcoef(own, np.log(length))[0, 1]:+.3f}; of the ranks {np.corrcoef(own.argsort().argsort(), length.argsort(kind='stable').argsort())[0, 1]:+.3f}")
    tags, forms = classes()
    spoiler = Spoiler(rng, [w for w in model().words.often if w.isalpha()], forms, {w for w, letters in tags.items() if letters <= set("dNz")})
    longer = [(s, k) for s, k in zip(clean, own, strict=True) if len(s.split()) >= 8]
    cases = {name: [(s, k, " ".join(make(s.split(), rng))) for s, k in rng.sample(longer, min(MOST, len(longer)))] for name, make in NAMED.items()}
    for fault in SHARES:
        some = rng.sample(longer, min(MOST, len(longer)))
        cases[fault] = [(s, k, " ".join(x.words)) for s, k in some if (x := spoiler.spoil(s, fault))]
    print(f"{'':32} sentences  flagged  pairs right  AUC   AUC by length (5-9, 10-14, 15-19, 20-29, 30+ words)")
    for name, found in cases.items():
        bad, before = scores([x for _, _, x in found]), np.array([k for _, k, _ in found])
        bands = within(own, length, bad, np.array([len(x.split()) for _, _, x in found]))
        pairs = float((bad > before).mean() + (bad == before).mean() / 2)
        print(f"{name:32} {len(found):9}  {(bad > bar).mean():7.1%}  {pairs:11.1%}  {auc(own, bad):.3f}  {' '.join(f'{b:.3f}' for b in bands)}")
    plain = pairs_alone(clean)
    for name in NAMED:
        bad = pairs_alone([x for _, _, x in cases[name]])
        print(f"baseline, pairs alone: {name}: {(bad > np.quantile(plain, 0.99)).mean():.1%} flagged, AUC {auc(plain, bad):.3f}")
    for folder, name in (("corpora/golden", "wanted.txt"), ("corpora/clean", "*.txt")):
        texts = [p.read_text("utf-8") for p in sorted(Path(folder).rglob(name))]
        docs = [Document(t) for t in texts]
        other = [s for d in docs for a, b in sentences(d) if len((s := d.text[a:b]).split()) >= 5]
        if other:
            k = scores(other)
            print(f"{folder}: {len(other)} sentences, {(k > bar).mean():.2%} above the bar, {(k > 0.9).mean():.2%} above 0.9")
    flagger(given.folder)
    for i in np.argsort(-own)[: given.worst]:
        print(json.dumps([round(float(own[i]), 3), clean[i]], ensure_ascii=False))


if __name__ == "__main__":
    main()
