"""A self-contained page: the text with every change in its place, the reasons beside it, filters that work without a network.

The page reads well without script and on paper. Nothing of the document is ever markup: all of it goes through `visible` and
`html.escape`, and a content-security policy forbids everything but the page's own style and script by their digests.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape

from normalize.report import Change, Remark, Result
from normalize.visible import visible

_STYLE = """
:root { color-scheme: light dark; --gone: #b3261e; --gone-bg: #fde7e5; --new: #14652f; --new-bg: #def3e3; --note: #8a5a00; --note-bg: #fff1d0; --line: #ccc; }
@media (prefers-color-scheme: dark) { :root { --gone: #ffb4ab; --gone-bg: #4a1512; --new: #9fdcae; --new-bg: #10391c; --note: #ffd58a; --note-bg: #40300a; --line: #555; } }
body { font: 16px/1.6 system-ui, sans-serif; max-width: 62rem; margin: 1.5rem auto; padding: 0 1rem; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; unicode-bidi: plaintext; }
del { color: var(--gone); background: var(--gone-bg); } ins { color: var(--new); background: var(--new-bg); text-decoration: none; border-bottom: 2px solid; }
mark { color: inherit; background: var(--note-bg); border-bottom: 2px dotted var(--note); }
a.ref { font-size: .7em; vertical-align: super; text-decoration: none; } .hide { display: none; }
.card { border-top: 1px solid var(--line); padding: .5rem 0; } .card:target, .text :target { outline: 3px solid var(--note); }
.meta { opacity: .75; font-size: .85em; } ul { margin: .2rem 0; padding-left: 1.2rem; }
table { border-collapse: collapse; } td { padding: 0 .6rem 0 0; } label { margin-right: 1rem; } @media print { form { display: none; } }
"""
_SCRIPT = """
const form = document.querySelector('form');
form.hidden = false;
form.addEventListener('input', () => {
  const show = kind => [...form.elements[kind].options].filter(o => o.selected).map(o => o.value)[0];
  const cls = show('cls'), action = show('action');
  document.querySelectorAll('.card').forEach(c => c.classList.toggle('hide', (cls && c.dataset.cls !== cls) || (action && c.dataset.action !== action)));
});
"""


def render(results: Sequence[Result]) -> str:
    """One page for all texts."""
    policy = f"default-src 'none'; style-src '{_digest(_STYLE)}'; script-src '{_digest(_SCRIPT)}'; base-uri 'none'; form-action 'none'"
    body = "".join(_document(n, r) for n, r in enumerate(results, 1))
    title = visible(results[0].source or "text", breaks=False) if len(results) == 1 else f"{len(results)} texts"
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{policy}">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>mt-normalize: {escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body><main>{_filters(results)}{body}</main><script>{_SCRIPT}</script></body></html>\n"
    )


def _digest(part: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()


def _text(text: str) -> str:
    return escape(visible(text))


def _filters(results: Sequence[Result]) -> str:
    counts = Counter([c.cls for r in results for c in r.changes] + [f.cls for r in results for f in r.findings])
    options = "".join(f'<option value="{escape(c)}">{escape(c)} ({n})</option>' for c, n in sorted(counts.items()))
    most = max(counts.values(), default=1)
    bars = "".join(
        f'<tr><td>{escape(c)}</td><td><svg width="120" height="10" role="img" aria-label="{n}"><rect width="{120 * n // most}" height="10" fill="currentColor" opacity=".6"/></svg> {n}</td></tr>'
        for c, n in counts.most_common()
    )
    return (
        '<form hidden><label>class <select name="cls"><option value="">all</option>' + options + "</select></label>"
        '<label>action <select name="action"><option value="">all</option><option>fix</option><option>suggest</option><option>flag</option></select></label></form>'
        f"<details><summary>Classes</summary><table>{bars}</table></details>"
    )


def _document(n: int, result: Result) -> str:
    name = _text(result.source or "text")
    metadata = "".join(
        f"<li>{_text(k)}: {_text(', '.join(v) if isinstance(v, list) else str(v))}</li>" for k, v in sorted(result.metadata.items())
    )
    problems = "".join(f'<p role="alert"><strong>{_text(p.kind)}</strong>: {_text(p.message)}</p>' for p in result.problems)
    items: list[Change | Remark] = [*result.changes, *result.findings]
    cards = "".join(_card(f"d{n}{i.id}", i) for i in sorted(items, key=lambda i: (i.start, i.end)))
    return (
        f"<section><h1>{name}</h1><p>{len(result.changes)} changes, {len(result.findings)} findings</p>{problems}<ul>{metadata}</ul>"
        f'<div class="text">{"".join(_marked(n, result))}</div><h2>Reasons</h2>{cards}</section>'
    )


def _marked(n: int, result: Result) -> Iterator[str]:
    """The raw text with the changes in place; findings that overlap nothing are marked."""
    at = 0
    taken = [(c.start, c.end) for c in result.changes]
    notes = [f for f in result.findings if f.end > f.start and not any(s < f.end and f.start < e for s, e in taken)]
    items: list[Change | Remark] = sorted([*result.changes, *notes], key=lambda i: (i.start, i.end))
    for item in items:
        if item.start < at:
            continue
        yield _text(result.raw[at : item.start])
        key = f"d{n}{item.id}"
        if isinstance(item, Change):
            gone = f"<del>{_text(item.before)}</del>" if item.before else ""
            new = f"<ins>{_text(item.after)}</ins>" if item.after else ""
            yield f'<span id="t{key}">{gone}{new}<a class="ref" href="#{key}" title="{escape(visible(item.message))}">{item.id[1:]}</a></span>'
        else:
            yield f'<mark id="t{key}">{_text(item.before)}<a class="ref" href="#{key}" title="{escape(visible(item.message))}">{item.id}</a></mark>'
        at = item.end
    yield _text(result.raw[at:])


def _card(key: str, item: Change | Remark) -> str:
    if isinstance(item, Change):
        shown = f"<del>{_text(item.before)}</del> <ins>{_text(item.after)}</ins>"
    else:
        offers = "".join(f" → <ins>{_text(s)}</ins>" for s in item.suggestions)
        shown = f"<mark>{_text(item.before)}</mark>{offers}"
    evidence = "".join(f"<li>{_text(e.text)}</li>" for e in item.evidence)
    return (
        f'<div class="card" id="{key}" data-cls="{escape(item.cls)}" data-action="{item.action}"><a href="#t{key}">{item.id}</a> {shown}'
        f"<br>{_text(item.message)}<ul>{evidence}</ul><span class=\"meta\">{escape(item.rule)} · {escape(item.cls)} · {item.action} · {item.confidence:.0%}</span></div>"
    )
