"""Learns how candidates are ranked and judged, and writes ``rules/gazetteer/judgement.json``.

    python benchmarks/learn_judgement.py FOLDER [OUT]

FOLDER holds ``mangled-*.tsv``, ``not-in-gazetteer-*.tsv`` and ``gazetteer-*-full.txt.gz`` and ``-single.txt.gz``.
Only the tuning part is used (`learn_channels.part`); the figures printed are from five-fold cross-validation on it.
Strangers are asked about with a source language drawn as the mangled names have theirs, so that its presence says
nothing. More strangers are made by asking about names of the gazetteer as if they were not in it.
Needs lightgbm, for learning only.
"""

from __future__ import annotations

import bisect
import glob
import gzip
import hashlib
import json
import random
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from learn_channels import mangled, part

from normalize.gazetteer.channel import Matcher
from normalize.gazetteer.channel.features import RANKING, Query
from normalize.gazetteer.channel.judgement import JUDGING, Model, models, planted
from normalize.gazetteer.channel.letters import words
from normalize.gazetteer.channel.matcher import judging

WEIGHT = {"MT": 1.0, "TR": 0.4, "OFAC": 0.3, "stranger": 1.0, "left-out": 0.3, "mangled-stranger": 0.2, "wrong": 2.0}
LEFT_OUT = 12000
TREES, RATE = 400, 0.03
#: More of these makes a repair likelier (1) or less likely (-1), whatever else holds, so that no tree learns an accident.
ONE_WAY = {
    "known": -1, "known_least": -1, "all_exist": -1, "none_exist": 1, "chinese": -1, "chinese_right": -1,
    "chinese_all": -1, "chinese_both": -1, "numeral": -1, "gender": -1, "gap": 1, "gap_third": 1, "share": 1,
    "left_written": -1, "initials": -1, "moved": -1,
}  # fmt: skip
#: Found by a softmax over the pools of the tuning part.
SIEVE = {
    "more": {"found": 7.94, "held": 6.14, "worst": 3.06, "same": 1.1, "first": 4.43, "last": 3.54, "length_gap": -3.6},
    "one": {"found": 8.0, "held": 1.0, "worst": 3.0, "same": -1.0, "first": 3.0, "last": 1.0, "length_gap": -0.65},
}


@dataclass
class Case:
    kind: str
    surface: str
    true: str | None
    language: str | None
    part: str
    fold: int
    query: Query
    rated: list[Any]
    right: list[bool] = field(default_factory=list)
    score: float = -1.0

    @property
    def matrix(self) -> Any:
        return np.array([r[1] for r in self.rated], float)


def fold_of(name: str) -> int:
    return hashlib.md5(" ".join(words(name)).encode()).digest()[1] % 5


def ask(matcher: Matcher, kind: str, surface: str, true: str | None, language: str | None, skip: Any = ()) -> Case:
    query = Query(matcher.index, words(surface), language)
    key = true or surface
    case = Case(kind, surface, true, language, part(key), fold_of(key), query, matcher.rate(query, skip))
    wanted = "".join(words(true)) if true else None
    case.right = ["".join(words(matcher.index.name(r[2].name))) == wanted for r in case.rated]
    return case


def gather(folder: str, bench: str) -> list[Case]:
    gazetteer = [
        n
        for f in glob.glob(f"{folder}/gazetteer-*-{bench}.txt.gz")
        for n in gzip.open(f, "rt", encoding="utf-8").read().split("\n")
        if n
    ]
    matcher = Matcher.of(gazetteer)
    rows = [r for r in mangled(folder) if r[0] == bench]
    cases = [ask(matcher, r[1], r[2], r[3], r[4], matcher.index.same(words(r[2]))) for r in rows]
    rng = random.Random(3)
    languages: list[str | None] = [r[4] for r in rows if r[1] == "MT"]
    for file in glob.glob(f"{folder}/not-in-gazetteer-*.tsv"):
        for line in open(file, encoding="utf-8").readlines()[1:]:
            of, kind, surface = line.rstrip("\n").split("\t")
            if of == bench:
                kind = "stranger" if kind == "right" else "mangled-stranger"
                for language in (None, rng.choice(languages)):
                    cases.append(ask(matcher, kind, surface, None, language))
    held = {"".join(words(r[3])) for r in rows}
    bearers = matcher.index.arrays["bearers"]
    for n in rng.sample(range(len(gazetteer)), LEFT_OUT):
        if "".join(words(gazetteer[n])) in held:
            continue
        ids = list(set(matcher.index.part_ids(n)))
        bearers[ids] -= 1
        matcher.index.words.clear()
        case = ask(
            matcher,
            "left-out",
            gazetteer[n],
            None,
            rng.choice([None, *languages]),
            matcher.index.same(words(gazetteer[n])),
        )
        bearers[ids] += 1
        matcher.index.words.clear()
        case.part = "tune"
        cases.append(case)
    return cases


def fit_rank(cases: list[Case], l2: float = 3e-3, steps: int = 400) -> Any:
    """Weights under which the right candidate stands out: a softmax over the candidates of each surface."""
    cases = [c for c in cases if any(c.right)]
    stacked = np.concatenate([c.matrix for c in cases])
    mean, spread = stacked.mean(0), stacked.std(0) + 1e-6
    most = max(len(c.rated) for c in cases)
    x = np.zeros((len(cases), most, len(RANKING)))
    mask, y = np.zeros((len(cases), most), bool), np.zeros((len(cases), most))
    weight = np.array([WEIGHT[c.kind] for c in cases])
    for i, case in enumerate(cases):
        k = len(case.rated)
        x[i, :k], mask[i, :k] = (case.matrix - mean) / spread, True
        y[i, :k] = np.array(case.right) / sum(case.right)
    w = np.zeros(len(RANKING))
    m, v = w * 0, w * 0
    for step in range(1, steps + 1):
        s = np.where(mask, x @ w, -1e9)
        p = np.exp(s - s.max(1, keepdims=True))
        p /= p.sum(1, keepdims=True)
        g = np.einsum("ij,ijk->k", (p - y) * (weight / weight.sum())[:, None], x) + l2 * w
        m, v = 0.9 * m + 0.1 * g, 0.99 * v + 0.01 * g * g
        w -= 0.03 * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.99**step)) + 1e-8)
    return w / spread


def rerank(cases: list[Case], weights: Any) -> None:
    model = Model((), tuple(weights), ())
    for case in cases:
        order = sorted(range(len(case.rated)), key=lambda i: -model.rate(case.rated[i][1]))
        case.right = [case.right[i] for i in order]
        case.rated = [(model.rate(case.rated[i][1]), *case.rated[i][1:]) for i in order]


def table(cases: list[Case]) -> tuple[Any, Any, Any]:
    x, y, w = [], [], []
    for case in cases:
        if case.rated:
            right = case.right[0]
            x.append(judging(case.query, case.rated))
            y.append(right)
            w.append(WEIGHT[case.kind] * (1.0 if right or case.true is None else WEIGHT["wrong"]))
    return np.array(x, float), np.array(y), np.array(w)


def fit_judge(cases: list[Case]) -> list[Any]:
    """Trees of two questions each, added up: the logarithm of the odds that the best candidate is right."""
    import lightgbm

    x, y, w = table(cases)
    settings = {
        "objective": "binary", "num_leaves": 4, "max_depth": 2, "learning_rate": RATE, "min_data_in_leaf": 10,
        "min_sum_hessian_in_leaf": 0.8, "lambda_l2": 5.0, "bagging_fraction": 0.7, "bagging_freq": 1,
        "feature_fraction": 0.3, "max_bin": 63, "num_threads": 1, "seed": 0, "verbose": -1,
        "monotone_constraints": [ONE_WAY.get(figure, 0) for figure in JUDGING],
    }  # fmt: skip
    fitted = lightgbm.train(settings, lightgbm.Dataset(x, y, weight=w), TREES)
    trees = [written(t["tree_structure"]) for t in fitted.dump_model()["tree_info"]]
    assert np.allclose([Model((), (), tuple(map(planted, trees))).total(row) for row in x[:50]], fitted.predict(x[:50], raw_score=True), atol=0.05)
    return trees


def fit_line(cases: list[Case], c: float = 0.03) -> dict[str, Any]:
    """A weighted sum of the figures: for names of one word, on which trees did worse with names they had not seen."""
    from sklearn.linear_model import LogisticRegression

    x, y, w = table(cases)
    mean, spread = x.mean(0), x.std(0) + 1e-6
    fitted = LogisticRegression(C=c, max_iter=2000).fit((x - mean) / spread, y, sample_weight=w)
    weights = fitted.coef_[0] / spread
    return {"line": {n: round(float(v), 5) for n, v in zip(JUDGING, weights, strict=True)}, "bias": round(float(fitted.intercept_[0] - weights @ mean), 5)}


def fit(kind: str, cases: list[Case]) -> dict[str, Any]:
    """What judges names of one word, or of more."""
    return fit_line(cases) if kind == "one" else {"trees": fit_judge(cases)}


def written(node: dict[str, Any]) -> Any:
    """A tree as it is stored: [figure, threshold, tree up to it, tree beyond], or what a leaf adds."""
    if "leaf_value" in node:
        return round(node["leaf_value"], 4)
    return [JUDGING[node["split_feature"]], node["threshold"], written(node["left_child"]), written(node["right_child"])]


def score(cases: list[Case], judge: dict[str, Any]) -> None:
    line = tuple(judge["line"][n] for n in JUDGING) if "line" in judge else ()
    model = Model((), (), tuple(map(planted, judge.get("trees", ()))), line, judge.get("bias", 0.0))
    for case in cases:
        case.score = model.probability(judging(case.query, case.rated)) if case.rated else -1.0


def yields(cases: list[Case], strangers: list[float], share: float) -> tuple[float, float]:
    """How many MT renderings are put right, and how many rewritten wrongly, at this share of accepted strangers."""
    strangers = sorted(strangers)
    found = [(c.score, bool(c.rated) and c.right[0]) for c in cases if c.kind == "MT"]
    for threshold in sorted({s for s, _ in found if s >= 0}):
        if (len(strangers) - bisect.bisect_left(strangers, threshold)) / len(strangers) <= share:
            return (
                sum(h for s, h in found if s >= threshold) / len(found),
                sum(not h for s, h in found if s >= threshold) / len(found),
            )
    return 0.0, 0.0


def report(cases: list[Case], title: str) -> None:
    mt = [c for c in cases if c.kind == "MT"]
    first = sum(bool(c.rated) and c.right[0] for c in mt) / len(mt)
    line = f"{title}: {len(mt)} MT, first-right {100 * first:.1f} %"
    for kind, test in (
        ("strangers", lambda c: c.kind == "stranger" and c.language is None),
        ("with language", lambda c: c.kind == "stranger" and c.language),
        ("left out", lambda c: c.kind == "left-out"),
    ):
        scores = [c.score for c in cases if test(c)]
        if scores:
            got = [yields(cases, scores, share) for share in (0.005, 0.01, 0.02, 0.03, 0.05)]
            line += (
                f" | {kind} {len(scores)}: "
                + " ".join(f"{100 * a:.1f}" for a, _ in got)
                + f" (wrong at 1 %: {100 * got[1][1]:.1f})"
            )
    print(line, flush=True)


def cross_validate(kind: str, cases: list[Case], title: str) -> None:
    for fold in range(5):
        train, test = [c for c in cases if c.fold != fold], [c for c in cases if c.fold == fold]
        rerank(cases, fit_rank([c for c in train if c.true]))
        score(test, fit(kind, train))
        for case in test:
            case.kept = (bool(case.rated) and case.right[0], case.score)  # type: ignore[attr-defined]
    for case in cases:
        hit, case.score = case.kept  # type: ignore[attr-defined]
        case.right = [hit, *case.right[1:]] if case.right else []
    report(cases, title)


if __name__ == "__main__":
    models()["more"], models()["one"] = (
        Model(tuple(SIEVE[k].values()), (0.0,) * len(RANKING), ()) for k in ("more", "one")
    )
    out = Path(sys.argv[2] if len(sys.argv) > 2 else Path(__file__).parent.parent / "rules/gazetteer/judgement.json")
    result = {}
    for kind, bench in (("more", "full"), ("one", "single")):
        cases = gather(sys.argv[1], bench)
        tune, held = [c for c in cases if c.part == "tune"], [c for c in cases if c.part == "held"]
        rank = fit_rank([c for c in tune if c.true])
        for fold in range(5):  # the judge must learn from rates as they are for names the ranking has not seen
            rerank([c for c in tune if c.fold == fold], fit_rank([c for c in tune if c.true and c.fold != fold]))
        judge = fit(kind, tune)
        rerank(held, rank)
        score(held, judge)
        report(held, f"{bench}, held out")
        result[kind] = {
            "sieve": SIEVE[kind],
            "rank": {n: round(float(v), 5) for n, v in zip(RANKING, rank, strict=True)},
            **judge,
        }
        cross_validate(kind, tune, f"{bench}, tuning part, cross-validated")
    out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
