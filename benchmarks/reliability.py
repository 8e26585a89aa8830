"""How often a repair of a name is right, by the confidence it was given: a reliability table.

    python benchmarks/reliability.py                   corpora/names and corpora/golden
    python benchmarks/reliability.py CORPUS [...]      others of that kind

Repairs and offers of the rules for names are counted; an offer is right when its first suggestion is. The bounds are Wilson's, 95 %.
"""

from __future__ import annotations

import math
import sys
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import normalize
from normalize.corpora import load
from normalize.gazetteer.sound import fold

ROOT = Path(__file__).resolve().parents[1]
RULES = ("en.names.wrong-person", "en.names.wrong-body")


def bounds(right: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """Wilson's interval for a share."""
    p = right / of
    middle, spread = p + z * z / (2 * of), z * math.sqrt(p * (1 - p) / of + z * z / (4 * of * of))
    return (middle - spread) / (1 + z * z / of), (middle + spread) / (1 + z * z / of)


def main(corpora: list[str]) -> None:
    """Count and print."""
    found: dict[tuple[str, float], list[bool]] = defaultdict(list)
    for corpus in corpora:
        for case in load(corpus):
            result = normalize.clean(case.text, date=case.date, source_language=case.source_language)
            told = [(c.start, c.end, "fix", c.confidence, c.after) for c in result.changes if c.rule in RULES]
            told += [(f.start, f.end, "suggest", f.confidence, f.suggestions[0]) for f in result.findings if f.rule in RULES and f.suggestions]
            for start, end, action, confidence, after in told:
                wanted = next((row.after for row in case.rows if row.after and row.span.start < end and start < row.span.end), "")
                a, b = fold(after), fold(wanted or "")
                found[action, round(confidence, 2)].append(bool(b) and (a in b or b in a))
    print("| action | confidence given | names | right | share right (95 %) |\n| --- | ---: | ---: | ---: | ---: |")
    for (action, confidence), rights in sorted(found.items(), reverse=True):
        low, high = bounds(sum(rights), len(rights))
        print(f"| {action} | {confidence:.2f} | {len(rights)} | {sum(rights)} | {sum(rights) / len(rights):.3f} ({low:.3f}-{high:.3f}) |")


if __name__ == "__main__":
    main(sys.argv[1:] or [str(ROOT / "corpora/names"), str(ROOT / "corpora/golden")])
