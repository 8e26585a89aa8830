"""`normalize.garble` and the flags of garbled sentences: ranking on sentences that nothing was learnt from, what is left alone, what the report says."""

from __future__ import annotations

import gzip
import json
import random
import subprocess
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import normalize
from normalize.fluency.density import share
from normalize.fluency.judging import judged, judgement
from normalize.fluency.model import model, tokens
from normalize.fluency.signs import SIGNS
from normalize.stages import CLASSES
from normalize.text import Document
from normalize.words import sentences
from tests.running import environment

DATA = Path(__file__).parent / "data"
PROSE = Path(__file__).resolve().parents[2] / "shared" / "clean-prose"
#: What the sentences written for judging showed; raise these when the figures rise.
LEAST_AUC, MOST_ODD, MOST_MISSED = 0.85, 4, 18
RULE = "en.sentences.does-not-read-on"


def written(name: str) -> list[str]:
    """The sentences of a data file, without the remarks."""
    return [line for line in (DATA / name).read_text("utf-8").splitlines() if not line.startswith("#")]


@cache
def own() -> tuple[list[float], list[float]]:
    """The scores of the garbled and of the odd sentences that were written for judging."""
    garbled = [normalize.garble(line.split("\t")[1]) for line in written("garbled.txt")]
    return garbled, [normalize.garble(line) for line in written("odd-but-right.txt")]


def flags(text: str) -> list[normalize.Remark]:
    """What the rule says of a text."""
    return [f for f in normalize.clean(text).findings if f.rule == RULE]


def test_there_is_something_to_judge() -> None:
    assert len(written("garbled.txt")) >= 30
    assert len(written("odd-but-right.txt")) >= 60
    assert {line.split("\t")[0] for line in written("garbled.txt")} <= CLASSES


def test_garbled_sentences_rank_above_odd_ones() -> None:
    garbled, odd = own()
    assert (np.array(garbled)[:, None] > np.array(odd)).mean() > LEAST_AUC


def test_few_odd_sentences_are_flagged() -> None:
    spoken = [line for line in written("odd-but-right.txt") if flags(line)]
    assert len(spoken) <= MOST_ODD, spoken


def test_many_garbled_sentences_are_flagged() -> None:
    missed = [line for line in written("garbled.txt") if not (result := normalize.clean(line.split("\t")[1])).findings and not result.changes]
    assert len(missed) <= MOST_MISSED, missed


@pytest.mark.skipif(not PROSE.is_dir(), reason="the clean prose is not beside the project")
def test_spoiled_sentences_are_flagged_where_one_clean_of_a_hundred_is() -> None:
    rng = random.Random(1)
    texts = [json.loads(line)["text"] for path in sorted(PROSE.glob("*.jsonl.gz")) for line in gzip.open(path, "rt", encoding="utf-8")]
    docs = [Document(text) for text in rng.sample(texts, 150)]
    clean = [words for d in docs for a, b in sentences(d) if 8 <= len(words := d.text[a:b].split()) <= 60][:3000]

    def scores(found: list[list[str]]) -> np.ndarray:
        return np.concatenate([judged([tokens(" ".join(words)) for words in found[i : i + 500]])[1] for i in range(0, len(found), 500)])

    base = scores(clean)
    bar = np.quantile(base, 0.99)
    shuffled = scores([rng.sample(words, len(words)) for words in clean])
    at = [rng.randrange(len(words) - 1) for words in clean]
    swapped = scores([[*w[:i], w[i + 1], w[i], *w[i + 2 :]] for w, i in zip(clean, at, strict=True)])
    looped = scores([w[: i % 5 + 4] + w[i % 5 : i % 5 + 4] * 3 + w[i % 5 + 4 :] for w, i in zip(clean, at, strict=True)])
    assert (shuffled > bar).mean() > 0.95
    assert (swapped > bar).mean() > 0.27
    assert (looped > bar).mean() > 0.95
    assert (shuffled > base).mean() > 0.99
    length = np.log([len(words) for words in clean])
    assert abs(np.corrcoef(base, length)[0, 1]) < 0.08


def test_a_flag_names_the_class_and_changes_nothing() -> None:
    text = "The harbour was closed on Friday.\nThe of it mayor said because storm the is comes not tomorrow.\n"
    result = normalize.clean(text)
    assert result.text == text
    (found,) = (f for f in result.findings if f.rule == RULE)
    assert found.action == "flag"
    assert found.cls in {"garbled-sentence", "word-order", "truncated-sentence", "missing-word"}
    assert 0.8 <= found.confidence <= 1
    assert text.index("The of it") <= found.start < found.end <= len(text)
    assert found.before in text
    assert "“" in found.message


@pytest.mark.parametrize(
    "sentence",
    [
        "“We will, we will, we will, we will,” chanted the crowd outside the ministry.",
        "Rule 1. Open the door. Rule 2. Shut it. Rule 3. Do not open it again.",
        "def read(path): return [line.split() for line in open(path)]",
        "1,024 2,048 4,096 8,192",
        "ملخص الخبر بالعربية في سطر واحد فقط",
    ],
)
def test_what_is_odd_on_purpose_is_left_alone(sentence: str) -> None:
    assert flags(sentence) == []


def test_the_report_says_how_much_of_a_text_is_garbled() -> None:
    good = "The minister said on Monday that the talks would go on until the end of the month. The unions agreed to wait for the result, and nobody left the room."
    bad = " ".join(line.split("\t")[1] for line in written("garbled.txt")[:12])
    clean, spoiled = normalize.clean(good), normalize.clean(f"{good}\n{bad}")
    assert clean.stats["garble"]["density"] < 0.05
    assert clean.stats["garble"]["paragraphs"] == []
    assert spoiled.stats["garble"]["density"] > 0.2
    assert [p["paragraph"] for p in spoiled.stats["garble"]["paragraphs"]] == [2]
    assert spoiled.as_dict()["stats"]["garble"] == spoiled.stats["garble"]


def test_the_share_of_a_text_needs_more_than_one_sentence() -> None:
    assert share([50.0]) < 0.1 < share([50.0] * 20)


@given(st.text(max_size=300))
@settings(deadline=None)
def test_any_text_has_a_score(text: str) -> None:
    assert 0 <= normalize.garble(text) <= 1


@pytest.mark.parametrize("text", ["", " ", "\n", "a", "…", "\ud800 x \udfff", "\0 a b c d e", "x" * 100_000, "the " * 20_000, "“" * 5_000], ids=lambda t: repr(t[:8]))
def test_hostile_texts_have_a_score(text: str) -> None:
    assert 0 <= normalize.garble(text) <= 1


def test_the_same_sentence_has_the_same_score_in_any_company() -> None:
    one = tokens("The said minister on that talks Monday the would on go.")
    other = tokens("The unions agreed to wait for the result.")
    alone, among = judged([one])[1][0], judged([other] * 300 + [one] + [other] * 300)[1][300]
    assert abs(alone - among) < 1e-3


def test_the_weights_are_there_to_read() -> None:
    stored = json.loads((Path(__file__).resolve().parents[1] / "rules" / "fluency" / "judgement.json").read_text("utf-8"))
    assert set(stored["weights"]) == set(SIGNS)
    assert judgement().weights.shape == (len(SIGNS),)
    assert len(model().words.often) > 5000


def test_nothing_is_loaded_before_it_is_needed() -> None:
    code = "import sys, normalize; print('numpy' in sys.modules, 'normalize.fluency' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PATH": "/usr/bin:/bin", **environment()})
    assert done.stdout.split() == ["False", "False"]
