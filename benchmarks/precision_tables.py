"""The tables of docs/precision.md, written from the figures in rules/precision.json.

    normalize eval corpora/golden corpora/names corpora/known --table rules/precision.json     measure the shipped corpora
    normalize eval PROSE --judged corpora/judged.jsonl --table rules/precision.json            and prose that is at hand
    python benchmarks/precision_tables.py                                                      then write the tables

Each table stands between ``<!-- table: NAME -->`` and ``<!-- end -->``; what is around them is written by hand. `tests/test_precision.py` holds that the page is in step.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from normalize import precision  # noqa: E402
from normalize.packs import load_rules  # noqa: E402

PAGE = ROOT / "docs" / "precision.md"
TABLE = ROOT / "rules" / "precision.json"
_TABLE = re.compile(r"(<!-- table: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def _share(part: int, of: int) -> str:
    return f"{part / of:.3f}" if of else "-"


def _scored(table: precision.Table, corpus: str) -> Iterator[str]:
    yield "| part | texts, words | repairs right | missed | wrong | precision (at least) | recall | F0.5 | flags given |"
    yield "| --- | --- | ---: | ---: | ---: | --- | --- | --- | --- |"
    for part in ("tuning", "judging"):
        c: dict[str, Any] = table.corpora[f"{corpus} ({part})"]
        right, done, wanted = c["right"], c["right"] + c["wrong"], c["right"] + c["missed"]
        p, r = right / done, right / wanted
        flags = f"{c['flagged']} of {c['flagged'] + c['unflagged']}" if c["flagged"] + c["unflagged"] else "-"
        least = precision.lower_bound(right, done)
        yield (
            f"| {part} | {c['texts']}, {c['words']:,} | {right} | {c['missed']} | {c['wrong']} | {p:.3f} ({least:.3f}) | {r:.3f} | {1.25 * p * r / (0.25 * p + r):.3f} | {flags} |"
        )


def _untouched(table: precision.Table) -> Iterator[str]:
    yield "| texts | number | words | edits | judged right | wrong | not judged | wrong per 100,000 words | suggestions and flags per 100,000 |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    for corpus, told in (("clean", "clean texts of this repository"), ("clean-prose", "edited public prose, not shipped")):
        c = table.corpora[corpus]
        right, wrong, unjudged = (sum(found[corpus][i] for found in table.rules.values() if corpus in found) for i in range(3))
        per = 1e5 / c["words"]
        yield (
            f"| {told} | {c['texts']:,} | {c['words']:,} | {right + wrong + unjudged} | {right} | {wrong} | {unjudged} | {(wrong + unjudged) * per:.2f} | {c['remarks'] * per:.1f} |"
        )


def _by_rule(table: precision.Table) -> Iterator[str]:
    yield "| rule | action | firings | right | wrong | not judged | at least | seen in |"
    yield "| --- | --- | ---: | ---: | ---: | ---: | ---: | --- |"
    actions = {r.id: r.action for r in load_rules()}
    for rule, f in sorted(table.firings().items(), key=lambda p: (-p[1].total, p[0])):
        seen = ", ".join(f"{corpus} {sum(counts)}" for corpus, counts in sorted(table.rules[rule].items()))
        yield f"| {rule} | {actions[rule]} | {f.total} | {f.right} | {f.wrong} | {f.unjudged} | {precision.lower_bound(f.right, f.total):.3f} | {seen} |"


def _wrong(table: precision.Table) -> Iterator[str]:
    yield "| rule | corpus, text | edit | what is wrong in it |"
    yield "| --- | --- | --- | --- |"
    for w in sorted(table.wrong, key=lambda w: (w["rule"], w["corpus"], w["text"])):
        yield f"| {w['rule']} | {w['corpus']}, {w['text']} | `{w['before']}` → `{w['after']}` | {w['kind']}: {w['why']} |"


TABLES: dict[str, Callable[[precision.Table], Iterator[str]]] = {
    "golden": lambda table: _scored(table, "golden"),
    "names": lambda table: _scored(table, "names"),
    "untouched": _untouched,
    "rules": _by_rule,
    "wrong": _wrong,
}


def page(text: str, table: precision.Table) -> str:
    """The page with its tables made anew."""
    return _TABLE.sub(lambda m: m[1] + "\n".join(TABLES[m[2]](table)) + "\n" + m[3], text)


def main() -> None:
    """Write the tables into the page."""
    PAGE.write_text(page(PAGE.read_text("utf-8"), precision.read(str(TABLE))), "utf-8")


if __name__ == "__main__":
    main()
