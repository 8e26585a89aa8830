"""A self-contained page: each text with every change in its place or side by side, the reasons, filters; of several texts an overview first.

The page reads well without script and on paper, by keyboard and by ear, in light and dark, on a small screen. Nothing of a document is ever
markup: all of it goes through `html_shell.text`, and a content-security policy forbids everything but the page's own style and script by their digests.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from normalize.formats.html_corpus import ACTIONS, classes, every, overview
from normalize.formats.html_document import section
from normalize.formats.html_shell import attribute, page, text
from normalize.report import Result
from normalize.visible import visible


def render(results: Sequence[Result]) -> str:
    """One page for all texts."""
    found = every(results)
    if len(results) == 1:
        title = visible(results[0].source or "text", breaks=False)
        main = section(1, results[0], folded=False) + classes(found)
    else:
        title = f"{len(results)} texts"
        told = [(n, r) for n, r in enumerate(results, 1) if r.changes or r.findings or r.problems]
        quiet = len(results) - len(told)
        rest = f"<p>{quiet:,} texts in which nothing was found are not shown.</p>" if quiet else ""
        main = overview(results) + "<h2>Texts</h2>" + "".join(section(n, r, folded=True) for n, r in told) + rest
    chosen = [i for _, _, i in found]
    controls = (
        '<label for="inline">inline</label><label for="side">side by side</label><form hidden>'
        + _select("cls", "class", Counter(i.cls for i in chosen))
        + _select("rule", "rule", Counter(i.rule for i in chosen))
        + _select("action", "action", {a: n for a in ACTIONS if (n := sum(i.action == a for i in chosen))})
        + '<output id="told" aria-live="polite"></output></form>'
    )
    return page(title, controls, main)


def _select(name: str, label: str, counts: Counter[str] | dict[str, int]) -> str:
    options = "".join(f'<option value="{attribute(c)}">{text(c)} ({n:,})</option>' for c, n in sorted(counts.items()))
    return f'<label>{label} <select name="{name}"><option value="">all</option>{options}</select></label>'
