"""Makes ``rules/gazetteer/words-common.tsv``: words that edited English writes in lower case, most of the time, and often.

    python tools/common_words.py TEXT.jsonl[.gz] ... > rules/gazetteer/words-common.tsv

Each line of the input is ``{"text": …}``. A word counts when it stands at least COUNT times in lower case and mostly so; the list says which
names are words first and prove nothing alone.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter

COUNT = 12


def main() -> None:
    lower: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for path in sys.argv[1:]:
        opened = gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8")
        with opened as file:
            for line in file:
                for word in re.findall(r"(?<![\w’'-])[A-Za-z]{2,}(?![\w’'-])", json.loads(line)["text"]):
                    (lower if word.islower() else capital)[word.lower()] += 1
    print("word")
    for word in sorted(w for w, n in lower.items() if n >= COUNT and n > 2 * capital[w] / 3):
        print(word)


if __name__ == "__main__":
    main()
