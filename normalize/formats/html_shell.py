"""The frame of a report page: its style, its script, the policy that lets nothing else run, and the two ways in which text gets into it.

The style works by itself: the choice between the two views is two radio buttons and a selector. The script only adds the filters.
"""

from __future__ import annotations

import base64
import hashlib
from html import escape

from normalize.visible import visible

_STYLE = """
:root { color-scheme: light dark; --gone: #a3161a; --gone-bg: #fde7e5; --new: #0b5a28; --new-bg: #dcf3e2; --note: #7a4f00; --note-bg: #fff1d0; --line: #c4c4c4; --soft: #f5f5f5;
  --fix: #2e7d4f; --suggest: #b07a10; --flag: #6b6f9a; --ground: #fff; --ink: #1b1b1b; --link: #0b57b0; }
@media (prefers-color-scheme: dark) { :root { --gone: #ffb4ab; --gone-bg: #4a1512; --new: #9fdcae; --new-bg: #10391c; --note: #ffd58a; --note-bg: #40300a; --line: #555; --soft: #262626;
  --fix: #62b983; --suggest: #e0b050; --flag: #a2a6d8; --ground: #161616; --ink: #ececec; --link: #8fc1ff; } }
body { font: 16px/1.6 system-ui, sans-serif; margin: 0; background: var(--ground); color: var(--ink); } a { color: var(--link); }
.page { max-width: 76rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.4rem; overflow-wrap: anywhere; } h2 { font-size: 1.15rem; } summary { cursor: pointer; overflow-wrap: anywhere; } summary h2 { display: inline; }
.bar { position: sticky; top: 0; z-index: 2; background: var(--ground); border-bottom: 1px solid var(--line); padding: .4rem 1rem; display: flex; flex-wrap: wrap; gap: .3rem 1rem; align-items: center; }
.bar form { display: contents; } .bar form[hidden] { display: none; } select { max-width: min(16rem, 60vw); font: inherit; }
.text, .side td { white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; }
.text { border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; }
del, ins, mark { position: relative; unicode-bidi: isolate; text-decoration-thickness: from-font; } del { color: var(--gone); background: var(--gone-bg); }
ins { color: var(--new); background: var(--new-bg); text-decoration: none; border-bottom: 2px solid; } mark { color: inherit; background: var(--note-bg); border-bottom: 2px dotted var(--note); }
del::before, del::after, ins::before, ins::after { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
del::before { content: " [deleted: "; } ins::before { content: " [inserted: "; } del::after, ins::after { content: "] "; }
.ch { position: relative; } .ch:focus { outline: 2px solid var(--link); outline-offset: 1px; }
.tip { display: none; position: absolute; left: 0; top: 1.5em; z-index: 1; width: max-content; max-width: min(26rem, 70vw); white-space: normal; font-size: .85rem; line-height: 1.4; background: var(--ground);
  color: var(--ink); border: 1px solid var(--line); border-radius: .4rem; padding: .4rem .6rem; box-shadow: 0 2px 8px #0004; } .ch:hover > .tip, .ch:focus > .tip, .ch:focus-within > .tip { display: block; }
.tip strong { display: block; overflow-wrap: anywhere; } .tip span { display: block; }
a.ref { font-size: .7em; vertical-align: super; text-decoration: none; } .hide { display: none; } .faint { opacity: .35; }
.card { border-top: 1px solid var(--line); padding: .5rem 0; content-visibility: auto; contain-intrinsic-size: auto 6rem; overflow-wrap: anywhere; } .card:target, :target > .ch, .ch:target { outline: 3px solid var(--note); }
.meta { opacity: .85; font-size: .85em; } ul { margin: .2rem 0; padding-left: 1.2rem; }
.scroll { overflow-x: auto; position: relative; } table { border-collapse: collapse; } th { text-align: left; font-weight: 600; } .list th, .list td { padding: .15rem .8rem .15rem 0; vertical-align: top; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
.list td.n, .list th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; } .list td.w { min-width: 8rem; }
.side { width: 100%; table-layout: fixed; } .side td { width: 50%; vertical-align: top; border: 1px solid var(--line); padding: .3rem .6rem; } .side td.at { width: auto; white-space: normal; background: var(--soft); font-size: .8em; }
.key { display: inline-block; width: .8em; height: .8em; margin: 0 .3em 0 .8em; } .k-fix { background: var(--fix); } .k-suggest { background: var(--suggest); } .k-flag { background: var(--flag); }
svg { color: var(--ink); max-width: 100%; height: auto; } .f-fix { fill: var(--fix); } .f-suggest { fill: var(--suggest); } .f-flag { fill: var(--flag); } svg text { fill: currentColor; font: 12px system-ui, sans-serif; }
#inline:checked ~ main .view-side, #side:checked ~ main .view-inline { display: none; } .views { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
#inline:checked ~ .bar label[for=inline], #side:checked ~ .bar label[for=side] { font-weight: 700; text-decoration: underline; } #inline:focus-visible ~ .bar label[for=inline], #side:focus-visible ~ .bar label[for=side] { outline: 2px solid var(--link); }
@media (max-width: 40rem) { .side, .side tbody, .side tr, .side td { display: block; width: auto; } .side thead { display: none; } .page { padding: .5rem; } .bar { position: static; } }
@media print { .bar, .tip, a.ref { display: none !important; } body { font-size: 10pt; background: #fff; color: #000; } .card { break-inside: avoid; content-visibility: visible; } .page { max-width: none; } del { color: #000; background: none; text-decoration: line-through; } ins { color: #000; background: none; } }
"""
_SCRIPT = """
const form = document.querySelector('form'), told = document.querySelector('#told');
form.hidden = false;
const cards = [...document.querySelectorAll('.card')], marks = [...document.querySelectorAll('.ch')];
form.addEventListener('input', () => {
  const want = ['cls', 'rule', 'action'].map(k => [k, form.elements[k].value]).filter(([, v]) => v);
  const out = e => want.some(([k, v]) => e.dataset[k] !== v);
  let shown = 0;
  for (const c of cards) { const gone = out(c); c.classList.toggle('hide', gone); shown += !gone; }
  for (const m of marks) m.classList.toggle('faint', out(m));
  told.textContent = want.length ? `${shown} of ${cards.length} shown` : '';
});
form.addEventListener('submit', e => e.preventDefault());
addEventListener('keydown', e => { if (e.key === 'Escape' && document.activeElement) document.activeElement.blur(); });
const inView = e => {
  const m = e.target.closest('.ch'), tip = m && m.querySelector('.tip');
  if (!tip) return;
  tip.style.left = '0';
  const over = tip.getBoundingClientRect().right - document.documentElement.clientWidth + 8;
  if (over > 0) tip.style.left = `${-over}px`;
};
addEventListener('mouseover', inView);
addEventListener('focusin', inView);
addEventListener('beforeprint', () => document.querySelectorAll('details').forEach(d => { d.open = true; }));
"""


def text(given: str) -> str:
    """Text of a document as it may stand in the page: nothing in it is markup, everything unseen is shown by its code point."""
    return escape(visible(given))


def attribute(given: str) -> str:
    """The same for the value of an attribute, on one line."""
    return escape(visible(given, breaks=False))


def page(title: str, controls: str, main: str) -> str:
    """A whole page that needs nothing from anywhere."""
    policy = f"default-src 'none'; style-src '{_digest(_STYLE)}'; script-src '{_digest(_SCRIPT)}'; base-uri 'none'; form-action 'none'"
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{policy}">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>mt-normalize: {attribute(title)}</title><style>{_STYLE}</style></head><body>'
        '<input class="views" type="radio" name="view" id="inline" checked><input class="views" type="radio" name="view" id="side">'
        f'<div class="bar">{controls}</div><main class="page">{main}</main><script>{_SCRIPT}</script></body></html>\n'
    )


def _digest(part: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()
