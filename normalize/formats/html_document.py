"""One text in a report page: the text with every change in its place, the changed lines side by side, and the reasons."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

from normalize.formats.html_shell import attribute, text
from normalize.formats.unified import lines, pairs
from normalize.report import Change, Remark, Result


def items(result: Result) -> list[Change | Remark]:
    """Changes and findings in the order of the text."""
    both: list[Change | Remark] = [*result.changes, *result.findings]
    return sorted(both, key=lambda i: (i.start, i.end))


def section(n: int, result: Result, folded: bool) -> str:
    """The text of number ``n`` with all there is to say about it; ``folded`` puts it behind its name."""
    key = f"d{n}"
    head = f"{text(result.source or 'text')}"
    count = f"{counted(len(result.changes), 'change')}, {counted(len(result.findings), 'finding')}"
    metadata = "".join(f"<li>{text(k)}: {text(', '.join(v) if isinstance(v, list) else str(v))}</li>" for k, v in sorted(result.metadata.items()))
    problems = "".join(f'<p role="alert"><strong>{text(p.kind)}</strong>: {text(p.message)}</p>' for p in result.problems)
    cards = "".join(_card(f"{key}{i.id}", i) for i in items(result))
    body = (
        f'{problems}{f"<ul>{metadata}</ul>" if metadata else ""}<div class="text view-inline">{"".join(_marked(key, result))}</div>'
        f'<div class="view-side"><table class="side"><thead><tr><th scope="col">before</th><th scope="col">after</th></tr></thead><tbody>{"".join(_rows(result))}</tbody></table></div>'
        f"<h2>Reasons</h2>{cards or '<p>nothing to say</p>'}"
    )
    if folded:
        return f'<details id="{key}"><summary><h2>{head}</h2> <span class="meta">{count}</span></summary>{body}</details>'
    return f'<section id="{key}"><h1>{head}</h1><p>{count}</p>{body}</section>'


def counted(n: int, what: str) -> str:
    """A number with its noun.

    >>> counted(1, "change"), counted(1200, "change")
    ('1 change', '1,200 changes')
    """
    return f"{n:,} {what}{'' if n == 1 else 's'}"


def _marked(key: str, result: Result) -> Iterator[str]:
    """The raw text with the changes in place; findings that overlap nothing are marked."""
    at = 0
    for item in _side_by_side(result):
        yield text(result.raw[at : item.start])
        at = item.end
        if isinstance(item, Change):
            gone = f"<del>{text(item.before)}</del>" if item.before else ""
            new = f"<ins>{text(item.after)}</ins>" if item.after else ""
            yield _tipped(key, item, gone + new)
        else:
            yield _tipped(key, item, f"<mark>{text(item.before)}</mark>")
    yield text(result.raw[at:])


def _side_by_side(result: Result) -> Iterator[Change | Remark]:
    """The changes, and of the findings those that touch no change and no finding before them."""
    at = 0
    ahead = iter([*result.changes, None])
    following = next(ahead)
    for item in items(result):
        if isinstance(item, Change):
            if item.start >= at:
                at = item.end
                yield item
            continue
        while following is not None and following.end <= item.start:
            following = next(ahead)
        if item.end > item.start >= at and (following is None or following.start >= item.end):
            at = item.end
            yield item


def _tipped(key: str, item: Change | Remark, shown: str) -> str:
    """Changed words with their reasons, which appear under the pointer and on keyboard focus."""
    own = f"{key}{item.id}"
    why = "".join(f"<span>· {text(e.text)}</span>" for e in item.evidence)
    offers = "" if isinstance(item, Change) else "".join(f"<span>→ {text(s)}</span>" for s in item.suggestions)
    return (
        f'<span class="ch" id="t{own}" tabindex="0" aria-describedby="n{own}" {_data(item)}>{shown}<a class="ref" href="#{own}" tabindex="-1" aria-label="reasons of {item.id}">{item.id}</a>'
        f'<span class="tip" role="tooltip" id="n{own}"><strong>{text(item.message)}</strong>{offers}{why}<span>{text(item.rule)} · {item.confidence:.0%}</span></span></span>'
    )


def _data(item: Change | Remark) -> str:
    return f'data-cls="{attribute(item.cls)}" data-rule="{attribute(item.rule)}" data-action="{item.action}"'


def _rows(result: Result) -> Iterator[str]:
    """The lines that changed, before on one side and after on the other."""
    old, new = lines(result.raw), lines(result.text)
    old_at, new_at = [0, *accumulate(map(len, old))], [0, *accumulate(map(len, new))]
    changes = iter(result.changes)
    c = next(changes, None)
    for a, b, x, y in pairs(result, old, new):
        inside = []
        while c is not None and c.start < old_at[b] + (b in (a, len(old))):
            inside.append(c)
            c = next(changes, None)
        gone = [(i.start, i.end) for i in inside]
        came = [(i.clean_start, i.clean_end) for i in inside]
        yield f'<tr><td class="at" colspan="2">line {a + 1}</td></tr><tr><td dir="auto">{_painted("del", result.raw, old_at[a], old_at[b], gone)}</td>'
        yield f'<td dir="auto">{_painted("ins", result.text, new_at[x], new_at[y], came)}</td></tr>'


def _painted(tag: str, whole: str, low: int, high: int, spans: list[tuple[int, int]]) -> str:
    out, at = [], low
    for start, end in spans:
        if start < end and start >= at:
            out += [text(whole[at:start]), f"<{tag}>{text(whole[start:end])}</{tag}>"]
            at = end
    return "".join([*out, text(whole[at:high])]).removesuffix("\n")


def _card(key: str, item: Change | Remark) -> str:
    if isinstance(item, Change):
        shown = f"<del>{text(item.before)}</del> <ins>{text(item.after)}</ins>"
        status = ""
    else:
        shown = f"<mark>{text(item.before)}</mark>" + "".join(f" → <ins>{text(s)}</ins>" for s in item.suggestions)
        status = f" · {item.status} by {text(item.by)}" if item.status != "open" else ""
    evidence = "".join(f"<li>{text(e.text)}</li>" for e in item.evidence)
    return (
        f'<div class="card" id="{key}" {_data(item)}><a href="#t{key}">{item.id}</a> {shown}<br>{text(item.message)}{f"<ul>{evidence}</ul>" if evidence else ""}'
        f' <span class="meta">{text(item.rule)} · {text(item.cls)} · {item.action}{status} · {item.confidence:.0%}</span></div>'
    )
