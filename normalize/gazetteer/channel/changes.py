"""What kind of change lies between a written name and a known one: one that translation makes, or one between people.

Some changes part two people more often than they spoil one name: *Stanisława* is not *Stanisław*, *Ludwig II* not
*Ludwig III*, and of two Chinese names that differ by a syllable both are good names. Begin with `kinds`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

from normalize.gazetteer.channel.known import chinese

#: The figures of `kinds`: all words of both are Pinyin, a number differs, a woman's ending differs in every changed
#: word, letters changed, just one letter changed, every changed word keeps its first letter, length of the shortest.
KINDS = ("chinese_both", "numeral", "gender", "letters_changed", "one_letter", "first_letters", "shortest")
#: A Chinese name has no more words.
CHINESE_MOST = 3
_NUMERAL = re.compile(r"[ivx]+|\d+(?:st|nd|rd|th)?")


def pinyin(parts: Sequence[str]) -> bool:
    """Whether all the words may be Chinese, so that each is a good name though no list has it.

    A Chinese given name is any two syllables; a name all of whose words are Pinyin is no more likely to be mangled
    than one that is listed.

    >>> pinyin(["feng", "yaoxiang"]), pinyin(["feng", "jingko"]), pinyin(["mao", "mao", "mao", "mao"])
    (True, False, False)
    """
    return len(parts) <= CHINESE_MOST and all(map(chinese, parts))


def twins(one: str, other: str) -> bool:
    """Whether two words differ as a man's and a woman's name do.

    >>> twins("stanislawa", "stanislaw"), twins("przybyszewska", "przybyszewski"), twins("marin", "maria")
    (True, True, False)
    """
    for man, woman in ((one, other), (other, one)):
        if len(man) > 2 and (
            woman == man + "a" or woman == man + "na" or (man[-1] in "iyoe" and woman == man[:-1] + "a")
        ):
            return True
    return False


def kinds(
    parts: Sequence[str], plain: Sequence[str], pairs: Sequence[tuple[int, int, float]], rest_written: Sequence[int]
) -> list[float]:
    """The figures `KINDS` for written words, a name's words, the changed pairs of both and written words left over.

    >>> dict(zip(KINDS, kinds(["rusa", "ii"], ["rusa", "iii"], [(1, 1, 0.0)], []), strict=True))["numeral"]
    1.0
    """
    changed = [(parts[i], plain[j]) for i, j, _ in pairs]
    number = any(_NUMERAL.fullmatch(w) for pair in changed for w in pair) or any(
        _NUMERAL.fullmatch(parts[i]) for i in rest_written
    )
    edits = sum([Levenshtein.distance(a, b) for a, b in changed])
    return [
        float(pinyin(parts) and all(map(chinese, plain))),
        float(number),
        float(bool(changed) and all(twins(a, b) for a, b in changed)),
        float(edits),
        float(edits == 1),
        float(bool(changed) and all(a[0] == b[0] for a, b in changed)),
        float(min([len(a) for a, _ in changed], default=9)),
    ]
