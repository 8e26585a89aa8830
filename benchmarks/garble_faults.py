"""Faults put into clean sentences, for `learn_garble.py` and `judge_garble.py`: what each does, and which words of the outcome stand wrong.

A sentence is the list of its words as white space parts them, so that a mark travels with its word. The label of a word is a number of
`normalize.fluency.network.FAULTS`.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence, Set
from typing import NamedTuple

from normalize.fluency.network import FAULTS

_, ORDER, GAP, MISSING, WRONG = range(len(FAULTS))

LITTLE = """the a an of to in on at by for with from as and or but that which who is are was were be been has have had will would can could not it he
    she they his her its their this these than if when""".split()
_LITTLE = frozenset(LITTLE)
_FINITE = frozenset("is are was were has have had will would can could may might must should did does do".split())

#: How often each fault is drawn.
SHARES = {
    "swap": 26, "cut": 26, "cut-anywhere": 10, "shuffle": 6, "local": 10, "delete": 12, "insert": 6, "double": 2, "loop": 2,
    "replace": 8, "move": 8, "verb-last": 2, "verb-first": 2, "resumed": 1, "end": 5, "form": 6, "capital": 4, "period": 3,
}  # fmt: skip


class Spoiled(NamedTuple):
    words: list[str]
    labels: list[int]
    fault: str


class Spoiler:
    """Draws faults; ``pool`` holds words to put in, ``forms`` the other forms of a word, ``verbs`` the words that are verbs and nothing else."""

    def __init__(self, rng: random.Random, pool: Sequence[str], forms: Mapping[str, Sequence[str]], verbs: Set[str] = frozenset()) -> None:
        self.rng, self.pool, self.forms, self.verbs = rng, pool, forms, verbs | _FINITE

    def spoil(self, sentence: str, fault: str | None = None) -> Spoiled | None:
        """The sentence with one fault; None when the fault drawn does not fit it."""
        words = sentence.split()
        if len(words) < 4:
            return None
        fault = fault or self.rng.choices(list(SHARES), list(SHARES.values()))[0]
        tail = None
        if fault in {"swap", "shuffle", "local", "cut", "move"} and self.rng.random() < 0.5:
            words, tail = self._freed(words)
        found = getattr(self, "_" + fault.replace("-", "_"))(words)
        if found is None:
            return None
        words, labels = found
        if tail is not None:
            words = list(words)
            words[0] = words[0][0].upper() + words[0][1:]
            words[-1] += tail
        return Spoiled(words, labels, fault)

    def _freed(self, words: list[str]) -> tuple[list[str], str]:
        """The words without the capital of the first and the mark of the last: these stay in place and do not give the fault away."""
        words = list(words)
        core = words[-1].rstrip('.!?"”’)')
        tail = words[-1][len(core) :] if core else ""
        words[-1] = core or words[-1]
        first = words[0]
        if (first[0].isupper() and first[1:].islower() and first.lower() in self.forms) or first.lower() in _LITTLE:
            words[0] = first.lower()
        return words, tail

    def _swap(self, words: list[str]) -> tuple[list[str], list[int]] | None:
        i = self.rng.randrange(len(words) - 1)
        if words[i].lower() == words[i + 1].lower():
            return None
        out = [*words[:i], words[i + 1], words[i], *words[i + 2 :]]
        return out, [ORDER if k in (i, i + 1) else 0 for k in range(len(out))]

    def _shuffle(self, words: list[str]) -> tuple[list[str], list[int]] | None:
        n = len(words)
        p = self.rng.sample(range(n), n)
        wrong = [(i == 0 or p[i - 1] + 1 != p[i]) or (i + 1 < n and p[i] + 1 != p[i + 1]) for i in range(n)]
        return [words[i] for i in p], [ORDER if w else 0 for w in wrong]

    def _local(self, words: list[str]) -> tuple[list[str], list[int]] | None:
        size = self.rng.randint(3, min(6, len(words)))
        i = self.rng.randrange(len(words) - size + 1)
        part = self.rng.sample(words[i : i + size], size)
        if part == words[i : i + size]:
            return None
        return [*words[:i], *part, *words[i + size :]], [ORDER if i <= k < i + size else 0 for k in range(len(words))]

    def _move(self, words: list[str]) -> tuple[list[str], list[int]] | None:
        size, n = self.rng.randint(1, 3), len(words)
        if n < size + 3:
            return None
        i = self.rng.randrange(n - size)
        part, rest = words[i : i + size], words[:i] + words[i + size :]
        j = self.rng.randrange(len(rest) + 1)
        if abs(j - i) < 2:
            return None
        return rest[:j] + part + rest[j:], [ORDER if j <= k <= j + size else 0 for k in range(n)]

    def _verb_last(self, words: list[str]) -> tuple[list[str], list[int]] | None:
        """A verb behind the rest of its clause, as in Turkish, Persian, Japanese."""
        where = [i for i in range(1, len(words) - 2) if words[i] in self.verbs]
        if not where:
            return None
        i = self.rng.choice(where)
        size = 2 if words[i + 1] in self.verbs else 1
        ends = [k for k in range(i + size, len(words)) if words[k][-1] in ",;:."] or [len(words) - 1]
        j = ends[0]
        if j < i + size:
            return None
        core = words[j].rstrip(",;:.")
        verb = [*words[i : i + size - 1], words[i + size - 1] + words[j][len(core) :]]
        out = [*words[:i], *words[i + size : j], core or words[j], *verb, *words[j + 1 :]]
        return out, [ORDER if k in (i - 1, i) or j - size <= k <= j else 0 for k in range(len(out))]

    def _verb_first(self, words: list[str]) -> tuple[list[str], list[int]] | None:
        """A verb before its subject, as in Arabic."""
        where = [i for i in range(2, len(words) - 1) if words[i] in self.verbs]
        if not where:
            return None
        i = self.rng.choice(where[:2])
        j = self.rng.randrange(max(0, i - 4), i - 1)
        out = [*words[:j], words[i], *words[j:i], *words[i + 1 :]]
        return out, [ORDER if k in (j, j + 1) or k in (i, i + 1) else 0 for k in range(len(out))]

    def _resumed(self, words: list[str]) -> tuple[list[str], list[int]] | None:
        """The subject again as a pronoun, before the verb or behind a preposition."""
        where = [i for i in range(1, len(words)) if words[i] in self.verbs and words[i - 1][-1].isalpha() and words[i - 1].lower() not in _LITTLE]
        if not where:
            return None
        i = self.rng.choice(where)
        out = [*words[:i], self.rng.choice(("it", "It", "he", "He", "she", "they", "of it", "in it")), *words[i:]]
        return out, [WRONG if k in (i, i + 1) else 0 for k in range(len(out))]

    def _cut(self, words: list[str]) -> tuple[list[str], list[int]] | None:
        n = len(words)
        size = min(max(1, round(n * self.rng.uniform(0.15, 0.75))), n - 2)
        i = self.rng.randrange(1, n - size)
        out = words[:i] + words[i + size :]
        return out, [GAP if k in (i - 1, i) else 0 for k in range(len(out))]

    def _cut_anywhere(self, words: list[str]) -> tuple[list[str], list[int]] | None:
        text = " ".join(words)
        size = int(len(text) * self.rng.uniform(0.3, 0.7))
        i = self.rng.randrange(1, len(text) - size)
        out = (text[:i] + text[i + size :]).split()
        at = len(text[:i].split())
        return out, [GAP if k in (at - 1, at) else 0 for k in range(len(out))]

    def _delete(self, words: list[str]) -> tuple[list[str], list[int]] | None:
        inner = range(1, len(words) - 1)
        where = [i for i in inner if words[i].lower() in _LITTLE] if self.rng.random() < 0.7 else list(inner)
        if not where:
            return None
        i = self.rng.choice(where)
        out = words[:i] + words[i + 1 :]
        return out, [MISSING if k in (i - 1, i) else 0 for k in range(len(out))]

    def _insert(self, words: list[str]) -> tuple[list[str], list[int]] | None:
        i = self.rng.randrange(1, len(words))
        new = self.rng.choice(LITTLE if self.rng.random() < 0.6 else self.pool)
        out = [*words[:i], new, *words[i:]]
        return out, [WRONG if k in (i, i + 1) else 0 for k in range(len(out))]

    def _double(self, words: list[str]) -> tuple[list[str], list[int]] | None:
        return self._again(words, self.rng.randint(1, 3), 1)

    def _loop(self, words: list[str]) -> tuple[list[str], list[int]] | None:
        return self._again(words, self.rng.randint(2, 6), self.rng.randint(2, 4))

    def _again(self, words: list[str], size: int, times: int) -> tuple[list[str], list[int]] | None:
        size = min(size, len(words))
        i = self.rng.randrange(len(words) - size + 1)
        out = words[: i + size] + words[i : i + size] * times + words[i + size :]
        return out, [WRONG if i + size <= k < i + size * (times + 1) else 0 for k in range(len(out))]

    def _replace(self, words: list[str]) -> tuple[list[str], list[int]] | None:
        little = [i for i, w in enumerate(words) if w.lower() in _LITTLE]
        if little and self.rng.random() < 0.5:
            i, new = self.rng.choice(little), self.rng.choice(LITTLE)
        else:
            i, new = self.rng.randrange(len(words)), self.rng.choice(self.pool)
        if new.lower() == words[i].lower():
            return None
        return [*words[:i], new, *words[i + 1 :]], [WRONG if k == i else 0 for k in range(len(words))]

    def _form(self, words: list[str]) -> tuple[list[str], list[int]] | None:
        where = [i for i, w in enumerate(words) if len(self.forms.get(w, ())) > 1]
        if not where:
            return None
        i = self.rng.choice(where)
        new = self.rng.choice([f for f in self.forms[words[i]] if f != words[i]] or [""])
        return ([*words[:i], new, *words[i + 1 :]], [WRONG if k == i else 0 for k in range(len(words))]) if new else None

    def _end(self, words: list[str]) -> tuple[list[str], list[int]] | None:
        size = self.rng.randint(2, len(words) - 1)
        out, labels = words[:size], [0] * (size - 1) + [GAP]
        if out[-1][-1].isalpha():
            out[-1] += "."
        if self.rng.random() < 0.3:
            out, labels = [*out, self.rng.choice(self.pool).capitalize(), self.rng.choice(LITTLE)], [*labels, GAP, 0]
        return out, labels

    def _capital(self, words: list[str]) -> tuple[list[str], list[int]] | None:
        where = [i for i in range(1, len(words)) if words[i].islower() and words[i - 1][-1] not in '.:“"?!—-–']
        if not where:
            return None
        i = self.rng.choice(where)
        return [*words[:i], words[i].capitalize(), *words[i + 1 :]], [WRONG if k == i else 0 for k in range(len(words))]

    def _period(self, words: list[str]) -> tuple[list[str], list[int]] | None:
        where = [i for i in range(1, len(words) - 1) if words[i].islower() and words[i][-1].isalpha() and words[i + 1].islower()]
        if not where:
            return None
        i = self.rng.choice(where)
        following = words[i + 1].capitalize() if self.rng.random() < 0.6 else words[i + 1]
        return [*words[:i], words[i] + ".", following, *words[i + 2 :]], [WRONG if k in (i, i + 1) else 0 for k in range(len(words))]
