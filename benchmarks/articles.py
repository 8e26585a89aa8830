"""Articles to measure speed with: 2-6 kB each, recombined from the texts in ``corpora/`` with a seed.

    python benchmarks/articles.py mixed 20000000 OUT.jsonl

Paragraphs of texts in which nothing may change are drawn by chance. In each article the names of people are other invented ones, and the numbers others, so that hardly a sentence
is met twice and no memory of names stays warm. Four kinds: ``ascii`` (no other character), ``curly`` (curly quotes and apostrophes), ``mojibake`` (curly
ones read in Windows-1252, in a third of the paragraphs) and ``mixed`` (a third curly, every twelfth with mojibake, faults
sprinkled into half of them and every tenth paragraph from a text full of them).
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

CORPORA = Path(__file__).resolve().parents[1] / "corpora"
KINDS = ("ascii", "curly", "mojibake", "mixed")
_SYLLABLES = "ba be bo da de di dor fa fi ga gu ha he hol ja ka ke ki kra la le li lo ma me mi mo mar na ne ni no o pa pe ra re ri ro sa se sha so ta te ti tor u va ve vi wen ya yo za".split()
_NAME = re.compile(r"\b[A-Z][a-z]{2,} [A-Z][a-z]{3,}\b(?! [A-Z])")
_NUMBER = re.compile(r"(?<![\w.,-])\d{2,3}(?![\w.,-]|,\d)")
#: How many paragraphs of mixed articles come from texts with all of a translator's faults.
_FAULTY_PARAGRAPHS = 0.1
_FAULTS: tuple[tuple[str, str], ...] = (
    (" of the ", " of of the "), (" that the ", " that that the "), (" in the ", ". in the "), (", and", " , and"), (". The ", ".The "),
    (" to the ", " to the The "), (" and the ", " andthe "), (".", " ."), (" a ", " a an "), (" with ", " With "),
)  # fmt: skip


@cache
def paragraphs(pattern: str = "*") -> tuple[str, ...]:
    """The paragraphs of running prose of the shipped texts: those in which nothing may change, or (``article``) those with faults."""
    files = sorted(CORPORA.glob("golden/*/article.txt")) if pattern == "article" else [*sorted(CORPORA.glob("clean/*.txt")), *sorted(CORPORA.glob("golden/*/wanted.txt"))]
    wanted = ("news-", "sports-", "interview-", "letter-", "tech-", "fiction-", "article", "wanted")
    lines = (line for f in files if f.name.startswith(wanted) for line in f.read_text("utf-8").splitlines())
    return tuple(dict.fromkeys(line for line in lines if len(line) > 120))


def _word(rng: random.Random) -> str:
    return "".join(rng.choices(_SYLLABLES, k=rng.randint(2, 4))).capitalize()


def _renamed(text: str, rng: random.Random) -> str:
    """Two names of three become invented ones, the same one where the name is the same."""
    names: dict[str, str] = {}

    def other(m: re.Match[str]) -> str:
        if m.group() not in names:
            names[m.group()] = m.group() if rng.random() < 0.33 else f"{_word(rng)} {_word(rng)}"
        return names[m.group()]

    return _NUMBER.sub(lambda m: str(rng.randint(10, 899)), _NAME.sub(other, text))


def curled(text: str) -> str:
    """Straight quotes and apostrophes as curly ones."""
    text = re.sub(r'(?<![^\s(—-])"', "“", text).replace('"', "”")
    return text.replace("'", "’")


def plain(text: str) -> str:
    """The text in ASCII only."""
    table = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "\N{NO-BREAK SPACE}": " "})
    return text.translate(table).encode("ascii", "ignore").decode()


def misread(text: str, rng: random.Random) -> str:
    """A third of the paragraphs read in Windows-1252 instead of UTF-8."""
    lines = curled(text).splitlines()
    return "\n".join(line.encode().decode("cp1252", "ignore") if rng.random() < 0.33 else line for line in lines)


def faulty(text: str, rng: random.Random) -> str:
    """A few of a translator's faults, each at a place drawn by chance."""
    for _ in range(rng.randint(2, 8)):
        right, wrong = rng.choice(_FAULTS)
        places = [m.start() for m in re.finditer(re.escape(right), text)]
        if places:
            at = rng.choice(places)
            text = text[:at] + wrong + text[at + len(right) :]
    return text


def _mixed(text: str, rng: random.Random) -> str:
    draw = rng.random()
    text = curled(text) if draw < 1 / 3 else misread(text, rng) if draw < 5 / 12 else text
    return faulty(text, rng) if rng.random() < 0.5 else text


MAKERS: dict[str, Callable[[str, random.Random], str]] = {
    "ascii": lambda text, _: plain(text), "curly": lambda text, _: curled(text), "mojibake": misread, "mixed": _mixed,
}  # fmt: skip


def articles(kind: str, characters: int, seed: int = 1) -> Iterator[str]:
    """Articles of a kind until there are so many characters; the same seed gives the same articles.

    >>> all(a.isascii() for a in articles("ascii", 20_000)), list(articles("mixed", 9_000)) == list(articles("mixed", 9_000))
    (True, True)
    """
    rng = random.Random(f"{kind} {seed}")
    while characters > 0:
        size = rng.randint(2_000, 6_000)
        drawn: list[str] = []
        while sum(map(len, drawn)) < size - 300:
            drawn.append(rng.choice(paragraphs("article" if kind == "mixed" and rng.random() < _FAULTY_PARAGRAPHS else "*")))
        text = MAKERS[kind](_renamed("\n".join(drawn), rng), rng)
        characters -= len(text)
        yield text


def main(kind: str, characters: str, out: str) -> None:
    """Write articles as JSON lines."""
    with open(out, "w", encoding="utf-8") as file:
        for text in articles(kind, int(characters)):
            file.write(json.dumps({"text": text}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:4])
