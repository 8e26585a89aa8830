"""Weighs the signs of a garbled sentence and writes ``rules/fluency/judgement.json``.

    python benchmarks/weigh_garble.py FOLDER

The network of `learn_garble.py` must be there. Learns a logistic regression on the part of the documents that is neither the network's nor the judge's
(`learn_garble.part`): its clean sentences against the same with one fault each. What clean sentences reach is then told for each length.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from typing import Any

import numpy as np
from garble_faults import Spoiler
from learn_garble import classes, prose

from normalize.fluency.model import model, tokens
from normalize.fluency.signs import SIGNS, measured

SEED = 11
#: The faults that are told from clean sentences, and how often each is drawn. Those that no reader would notice in most cases weigh little.
SHARES = {
    "swap": 30, "cut": 20, "cut-anywhere": 15, "shuffle": 8, "local": 8, "delete": 6, "insert": 6, "double": 3, "loop": 14, "replace": 6, "move": 6,
    "verb-last": 5, "verb-first": 4, "resumed": 3, "end": 6, "capital": 3, "period": 3,
}  # fmt: skip
PULL = 1e-3


def sample(sentences: list[str], rng: random.Random, times: int) -> list[str]:
    """The sentences with one fault each, some rounds over."""
    tags, forms = classes()
    pool = [w for w in model().words.often if w.isalpha()]
    spoiler = Spoiler(rng, pool, forms, {w for w, letters in tags.items() if letters <= set("dNz")})
    faults = rng.choices(list(SHARES), list(SHARES.values()), k=times * len(sentences))
    found = (spoiler.spoil(s, f) for s, f in zip(sentences * times, faults, strict=True))
    return [" ".join(s.words) for s in found if s is not None]


def signs(sentences: list[str]) -> Any:
    """The signs of sentences that have some tokens."""
    cut = [t for s in sentences if len(t := tokens(s)) > 2]
    return np.concatenate([measured(model(), model().read(cut[i : i + 500])) for i in range(0, len(cut), 500)])


def fitted(x: Any, y: Any, weight: Any) -> tuple[Any, float]:
    """A logistic regression by Newton's steps, pulled slightly to nought on standardised columns."""
    middle, width = x.mean(0), x.std(0) + 1e-9
    z = np.concatenate([(x - middle) / width, np.ones((len(x), 1))], axis=1)
    w = np.zeros(z.shape[1])
    pull = np.full(len(w), PULL * weight.sum())
    pull[-1] = 0
    for _ in range(30):
        p = 1 / (1 + np.exp(-(z @ w)))
        step = np.linalg.solve((z * (weight * p * (1 - p))[:, None]).T @ z + np.diag(pull), z.T @ (weight * (y - p)) - pull * w)
        w += step
        if np.abs(step).max() < 1e-8:
            break
    weights = w[:-1] / width
    return weights, float(w[-1] - weights @ middle)


def curve(length: Any, raw: Any) -> list[dict[str, float]]:
    """What clean sentences reach, by length: bands of like size, smoothed."""
    order = np.argsort(length, kind="stable")
    bands = np.array_split(order, 8)
    middle = [float(np.median(raw[b])) for b in bands]
    top = [float(np.quantile(raw[b], 0.99)) for b in bands]
    smooth = np.polynomial.Polynomial.fit([length[b].mean() for b in bands], top, 2)
    points = [float(length[b].mean()) for b in bands]
    return [{"length": round(p, 4), "middle": round(m, 4), "hundredth": round(float(smooth(p)), 4)} for p, m in zip(points, middle, strict=True)]


def main(folder: Path) -> None:
    rng = random.Random(SEED)
    clean = [s for s in prose(folder, "weigh") if len(s.split()) >= 4]
    good, bad = signs(clean), signs(sample(clean, rng, 2))
    x = np.concatenate([good, bad])
    y = np.concatenate([np.zeros(len(good)), np.ones(len(bad))])
    weight = np.where(y == 1, len(good) / len(bad), 1.0)
    weights, bias = fitted(x, y, weight)
    raw = good @ weights + bias
    length = good[:, SIGNS.index("length")]
    stored = {
        "from": f"{len(good)} clean sentences and {len(bad)} spoiled ones; benchmarks/weigh_garble.py",
        "weights": {name: round(float(w), 5) for name, w in zip(SIGNS, weights, strict=True)},
        "bias": round(bias, 5),
        "clean": curve(length, raw),
    }
    from normalize.fluency.judging import Judgement

    judge = Judgement(stored | {"odds": {}})
    reached = 1 + np.log(np.clip(s := judge.scores(x), 1e-4, 1 - 1e-4) / np.clip(1 - s, 1e-4, 1)) / 4
    slope, start = fitted(reached[:, None], y, weight)
    stored["odds"] = {"bias": round(start, 4), "weight": round(float(slope[0]), 4)}
    Path("rules/fluency/judgement.json").write_text(json.dumps(stored, indent=1) + "\n", "utf-8")
    print(json.dumps(stored, indent=1))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
