"""Makes ``rules/gazetteer/words-english.tsv``: words that edited English writes in lower case, with how often they stood in the texts.

    python tools/common_words.py TEXT.jsonl[.gz] ... > rules/gazetteer/words-english.tsv

Each line of the input is ``{"text": …}``. A word counts when it is mostly written in lower case. The list says which strings are words at all (a
glued word is taken apart only when it is none) and which are common: a name that is a common word proves nothing alone.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter

LEAST = 2


def main() -> None:
    lower: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for path in sys.argv[1:]:
        opened = gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8")
        with opened as file:
            for line in file:
                for word in re.findall(r"(?<![\w’'.@/#-])[A-Za-z]{2,24}(?![\w’'@/-])", json.loads(line)["text"]):
                    (lower if word.islower() else capital)[word.lower()] += 1
    print("word\tcount")
    for word in sorted(w for w, n in lower.items() if n >= LEAST and n > 2 * capital[w] / 3):
        print(f"{word}\t{lower[word]}")


if __name__ == "__main__":
    main()
