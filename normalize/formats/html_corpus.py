"""What a report page says about many texts at once: which classes and rules, with samples, which names, which texts need most, and plots of it.

Plots are inline SVG made here; each has its figures as words too, for those who do not see it.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

from normalize.findings import Action
from normalize.formats.html_shell import attribute, text
from normalize.report import Change, Remark, Result
from normalize.stages import NAME_CLASSES

ACTIONS: tuple[Action, ...] = ("fix", "suggest", "flag")
#: How many rows of a table and samples of a rule are shown.
_MOST, _SAMPLES, _AROUND = 40, 3, 40
Item = Change | Remark


def every(results: Sequence[Result]) -> list[tuple[int, Result, Item]]:
    """Each change and finding with the number of its text."""
    out: list[tuple[int, Result, Item]] = []
    for n, r in enumerate(results, 1):
        out += [(n, r, c) for c in r.changes]
        out += [(n, r, f) for f in r.findings]
    return out


def classes(found: Sequence[tuple[int, Result, Item]]) -> str:
    """A chart of the classes, each bar in three parts for what was applied, offered and only said."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for _, _, item in found:
        counts[item.cls][item.action] += 1
    order = sorted(counts, key=lambda c: (-counts[c].total(), c))[:_MOST]
    if not order:
        return ""
    most = max(counts[c].total() for c in order)
    rows = []
    for y, cls in enumerate(order):
        x = 190.0
        for action in ACTIONS:
            width = 300 * counts[cls][action] / most
            if width:
                rows.append(f'<rect class="f-{action}" x="{x:.1f}" y="{y * 20 + 4}" width="{max(width, 1):.1f}" height="13"><title>{counts[cls][action]:,} {action}</title></rect>')
            x += width
        rows.append(f'<text x="184" y="{y * 20 + 15}" text-anchor="end">{text(_short(cls, 28))}</text><text x="{x + 5:.1f}" y="{y * 20 + 15}">{counts[cls].total():,}</text>')
    told = "; ".join(f"{cls} {counts[cls].total()}" for cls in order)
    keys = "".join(f'<span class="key k-{a}"></span>{a}' for a in ACTIONS)
    return (
        f'<section><h2>Classes of faults</h2><p class="meta">{keys}</p><svg viewBox="0 0 560 {len(order) * 20 + 6}" width="560" role="img" aria-label="{attribute(told)}">{"".join(rows)}</svg></section>'
    )


def overview(results: Sequence[Result]) -> str:
    """All that is said about the texts together."""
    found = every(results)
    actions = Counter("changes" if isinstance(i, Change) else f"{i.action}s" if i.status == "open" else "findings that gave way or were rejected" for _, _, i in found)
    changed = sum(bool(r.changes) for r in results)
    faults = sum(bool(r.problems) for r in results)
    told = ", ".join(f"{n:,} {what}" for what, n in actions.most_common())
    head = f"<p>{len(results):,} texts, {changed:,} of them changed{': ' + told if told else ''}{f'; {faults:,} texts with problems' if faults else ''}.</p>"
    return f"<h1>{len(results):,} texts</h1>{head}{classes(found)}{_spread(results)}{_rules(found)}{_names(found)}{_worst(results)}"


def _spread(results: Sequence[Result]) -> str:
    """A plot of how many texts have how many changes, in classes that double."""
    bins = Counter(len(r.changes).bit_length() for r in results)
    last = max(bins, default=0)
    most = max(bins.values(), default=1)
    labels = ["0", *(f"{2 ** (k - 1)}" if k == 1 else f"{2 ** (k - 1)}–{2**k - 1}" for k in range(1, last + 1))]
    bars = []
    for k, label in enumerate(labels):
        height = 100 * bins[k] / most
        bars.append(
            f'<rect class="f-fix" x="{k * 64 + 8}" y="{120 - height:.1f}" width="48" height="{height:.1f}"><title>{bins[k]:,} texts</title></rect>'
            f'<text x="{k * 64 + 32}" y="{115 - height:.1f}" text-anchor="middle">{bins[k]:,}</text><text x="{k * 64 + 32}" y="136" text-anchor="middle">{label}</text>'
        )
    told = "; ".join(f"{bins[k]} texts with {label}" for k, label in enumerate(labels))
    width = len(labels) * 64
    return f'<section><h2>Changes a text</h2><svg viewBox="0 0 {width} 142" width="{width}" role="img" aria-label="{attribute(told)}">{"".join(bars)}</svg></section>'


def _rules(found: Sequence[tuple[int, Result, Item]]) -> str:
    by_rule: dict[str, list[tuple[int, Result, Item]]] = defaultdict(list)
    for one in found:
        by_rule[one[2].rule].append(one)
    rows = []
    for rule in sorted(by_rule, key=lambda r: (-len(by_rule[r]), r)):
        mine = by_rule[rule]
        actions = Counter(i.action for _, _, i in mine)
        figures = "".join(f'<td class="n">{actions[a]:,}</td>' for a in ACTIONS)
        samples = "<br>".join(_sample(*mine[k]) for k in _spaced(len(mine)))
        rows.append(f'<tr><td>{text(rule)}</td>{figures}<td class="n">{len({n for n, _, _ in mine}):,}</td><td class="w">{samples}</td></tr>')
    if not rows:
        return ""
    head = '<tr><th scope="col">rule</th><th scope="col" class="n">fix</th><th scope="col" class="n">suggest</th><th scope="col" class="n">flag</th><th scope="col" class="n">texts</th><th scope="col">samples</th></tr>'
    return f'<section><h2>Rules</h2><div class="scroll"><table class="list"><thead>{head}</thead><tbody>{"".join(rows)}</tbody></table></div></section>'


def _spaced(count: int) -> list[int]:
    """Some places among so many, spread evenly, the first among them."""
    return sorted({count * k // _SAMPLES for k in range(_SAMPLES)} if count > _SAMPLES else set(range(count)))


def _sample(n: int, result: Result, item: Item) -> str:
    left = result.raw[max(0, item.start - _AROUND) : item.start].rpartition("\n")[2]
    right = result.raw[item.end : item.end + _AROUND].partition("\n")[0]
    if isinstance(item, Change):
        shown = f"<del>{text(_short(item.before, 80))}</del><ins>{text(_short(item.after, 80))}</ins>"
    else:
        shown = f"<mark>{text(_short(item.before, 80))}</mark>"
    return f'<bdi>{text(left)}{shown}{text(right)}</bdi> <a href="#d{n}{item.id}" aria-label="in the text">↓</a>'


def _names(found: Sequence[tuple[int, Result, Item]]) -> str:
    counts: Counter[tuple[str, str]] = Counter()
    texts: dict[tuple[str, str], set[int]] = defaultdict(set)
    for n, _, item in found:
        if isinstance(item, Change) and item.cls in NAME_CLASSES:
            counts[item.before, item.after] += 1
            texts[item.before, item.after].add(n)
    if not counts:
        return ""
    rows = "".join(
        f'<tr><td><del>{text(_short(b, 60))}</del></td><td><ins>{text(_short(a, 60))}</ins></td><td class="n">{k:,}</td><td class="n">{len(texts[b, a]):,}</td></tr>'
        for (b, a), k in sorted(counts.items(), key=lambda p: (-p[1], p[0]))[:_MOST]
    )
    head = '<tr><th scope="col">before</th><th scope="col">after</th><th scope="col" class="n">times</th><th scope="col" class="n">texts</th></tr>'
    return f'<section><h2>Most repaired names</h2><div class="scroll"><table class="list"><thead>{head}</thead><tbody>{rows}</tbody></table></div></section>'


def _worst(results: Sequence[Result]) -> str:
    """The texts with most changes and findings for their length; a short text needs more than one to be among them."""
    ranked = []
    for n, r in enumerate(results, 1):
        if r.changes or r.findings or r.problems:
            words = max(1, len(r.raw.split()))
            count = len(r.changes) + len(r.findings)
            ranked.append((not r.problems, -count / math.sqrt(words), n, words, r))
    rows = "".join(
        f'<tr><td><a href="#d{n}">{text(r.source or "text")}</a></td><td class="n">{len(r.changes):,}</td><td class="n">{len(r.findings):,}</td><td class="n">{words:,}</td>'
        f'<td class="n">{1000 * (len(r.changes) + len(r.findings)) / words:.1f}</td><td>{text("; ".join(dict.fromkeys(p.kind for p in r.problems)))}</td></tr>'
        for _, _, n, words, r in sorted(ranked)[:_MOST]
    )
    if not rows:
        return ""
    names = ("text", "changes", "findings", "words", "in 1,000 words", "problems")
    head = "".join(f'<th scope="col"{"" if h in ("text", "problems") else " class=n"}>{h}</th>' for h in names)
    return f'<section><h2>Texts that need most</h2><div class="scroll"><table class="list"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div></section>'


def _short(given: str, most: int) -> str:
    return given if len(given) <= most else given[: most - 1] + "…"
