"""Gathers the words that names are made of into two small filters: ``rules/gazetteer/name-words.bin``.

    python benchmarks/gather_name_words.py FOLDER [OUT]

FOLDER holds ``native-SCRIPT.tsv.gz``: Latin spelling, native spelling, count. Read
`normalize.gazetteer.channel.known` first.
"""

from __future__ import annotations

import collections
import glob
import gzip
import sys
from pathlib import Path

from normalize.gazetteer.channel.known import MAGIC, probes
from normalize.gazetteer.channel.letters import words

BITS_A_WORD = 9


def make_filter(entries: list[str]) -> bytes:
    """A Bloom filter of these words.

    >>> made = make_filter(["mark", "anna"])
    >>> in_filter(made, "anna"), in_filter(made, "shkvarnt")
    (True, False)
    """
    size = max(8, (len(entries) * BITS_A_WORD + 7) // 8)
    out = bytearray(size)
    for word in entries:
        for place in probes(word, size * 8):
            out[place >> 3] |= 1 << (place & 7)
    return bytes(out)


if __name__ == "__main__":
    scripts: dict[str, set[str]] = collections.defaultdict(set)
    for file in sorted(glob.glob(f"{sys.argv[1]}/native-*.tsv.gz")):
        for line in gzip.open(file, "rt", encoding="utf-8"):
            for word in words(line.split("\t")[0]):
                if len(word) > 1 and word.isascii():
                    scripts[word].add(file)
    every = sorted(scripts)
    common = sorted(w for w in every if len(scripts[w]) >= 4)
    first, second = make_filter(every), make_filter(common)
    out = Path(sys.argv[2] if len(sys.argv) > 2 else Path(__file__).parent.parent / "rules/gazetteer/name-words.bin")
    out.write_bytes(MAGIC + len(first).to_bytes(8, "little") + first + second)
    print(out, len(every), len(common), out.stat().st_size)
