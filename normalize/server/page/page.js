// The page of the service: it asks /clean, shows each change in its place, and writes the text from what was accepted.
// Nothing of a document is ever markup: all of it is put in as text. Places are code points, so the text is kept as a list of them.
'use strict';
const $ = id => document.getElementById(id);
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]/g;
const seen = text => text.replace(UNSEEN, c => '<U+' + c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0') + '>');
const make = (tag, text, cls) => { const e = document.createElement(tag); if (text !== undefined) e.textContent = seen(text); if (cls) e.className = cls; return e; };

let raw = [];      // the article, one code point each
let items = [];    // changes and findings: {item, change, choice} where choice is null (as it was) or the wording that takes the place
let report = null;

function say(text, wrong = false) { $('said').textContent = text; $('said').classList.toggle('wrong', wrong); }

async function ask(event) {
  event.preventDefault();
  const body = { text: $('text').value };
  if ($('date').value) body.date = $('date').value;
  if ($('language').value.trim()) body.source_language = $('language').value.trim();
  const headers = { 'Content-Type': 'application/json' };
  if ($('token').value) headers.Authorization = 'Bearer ' + $('token').value;
  $('clean').disabled = true;
  say('Reading …');
  try {
    const answer = await fetch('clean', { method: 'POST', headers, body: JSON.stringify(body) });
    const told = await answer.json();
    if (answer.status === 401) { $('token-label').hidden = false; $('token').focus(); }
    if (!answer.ok) { say(told.error || 'The service answered with ' + answer.status + '.', true); return; }
    report = told;
    raw = Array.from(body.text);
    open();
  } catch (error) {
    say('The service does not answer: ' + error.message, true);
  } finally {
    $('clean').disabled = false;
  }
}

function open() {
  const changes = report.changes.map(item => ({ item, change: true, choice: item.after }));
  const taken = (a, b) => report.changes.some(c => c.start < b && a < c.end);
  const findings = report.findings.filter(f => f.status === 'open').map(item => ({ item, change: false, choice: null, marked: item.end > item.start && !taken(item.start, item.end) }));
  items = [...changes, ...findings].sort((a, b) => a.item.start - b.item.start || a.item.end - b.item.end);
  $('work').hidden = false;
  $('text').rows = 4;
  const problems = report.problems.map(p => p.kind + ': ' + p.message).join(' ');
  say(problems ? seen(problems) : (items.length ? '' : 'Nothing was found.'), Boolean(problems));
  draw();
}

// What stands in the text: no two places that overlap; a finding that meets one drawn already has its card only.
function drawn() {
  let at = 0;
  return items.filter(i => { if (!(i.change || i.marked) || i.item.start < at) return false; at = i.item.end; return true; });
}

// A choice of one change is the choice of its group; of two wordings for overlapping places the later choice stands.
function choose(i, wording) {
  i.choice = wording;
  if (i.change && i.item.group) for (const o of items) if (o.change && o.item.group === i.item.group) o.choice = wording === null ? null : o.item.after;
  if (wording !== null) for (const o of items) if (o !== i && o.choice !== null && !(i.item.group && o.item.group === i.item.group) && o.item.start < i.item.end && i.item.start < o.item.end) o.choice = null;
  draw();
}

function result() {
  const out = [];
  let at = 0;
  for (const i of items.filter(i => i.choice !== null)) {
    if (i.item.start < at) continue;
    out.push(raw.slice(at, i.item.start).join(''), i.choice);
    at = i.item.end;
  }
  return out.join('') + raw.slice(at).join('');
}

function draw() {
  const diff = $('diff'), cards = $('cards'), scroll = cards.scrollTop;
  diff.replaceChildren();
  cards.replaceChildren();
  let at = 0;
  for (const i of drawn()) {
    diff.append(seen(raw.slice(at, i.item.start).join('')));
    const place = make('span', undefined, 'place ' + state(i));
    place.id = 't-' + i.item.id;
    place.title = i.item.message;
    const before = raw.slice(i.item.start, i.item.end).join('');
    if (i.change || i.choice !== null) {
      if (before) place.append(make('del', before));
      if (i.change ? i.item.after : i.choice) place.append(make('ins', i.change ? i.item.after : i.choice));
    } else place.append(make('mark', before));
    place.addEventListener('click', () => point(i));
    diff.append(place);
    at = i.item.end;
  }
  diff.append(seen(raw.slice(at).join('')));
  for (const i of items) cards.append(card(i));
  cards.scrollTop = scroll;
  const accepted = items.filter(i => i.choice !== null).length;
  $('count').textContent = accepted + ' of ' + items.filter(i => i.change || i.item.suggestions.length).length + ' taken';
}

const state = i => i.choice !== null ? 'taken' : i.change ? 'refused' : 'open';

function card(i) {
  const li = make('li', undefined, state(i));
  li.id = 'k-' + i.item.id;
  const shown = make('p');
  const around = (from, to) => make('span', raw.slice(Math.max(0, from), to).join('').replace(/\s+/g, ' '), 'around');
  shown.append(around(i.item.start - 24, i.item.start));
  if (i.change) { if (i.item.before) shown.append(make('del', i.item.before)); if (i.item.after) shown.append(make('ins', i.item.after)); }
  else shown.append(make('mark', i.item.before.length > 160 ? i.item.before.slice(0, 160) + ' …' : i.item.before));
  shown.append(around(i.item.end, i.item.end + 24));
  li.append(shown, make('p', i.item.message));
  if (i.item.evidence.length) { const ul = make('ul'); for (const e of i.item.evidence) ul.append(make('li', e.text)); li.append(ul); }
  const buttons = make('p');
  const button = (label, wording) => {
    const b = make('button', label);
    b.type = 'button';
    b.setAttribute('aria-pressed', String(i.choice === wording));
    b.addEventListener('click', () => { choose(i, wording); point(i, false); });
    buttons.append(b);
  };
  if (i.change) { button('Accept', i.item.after); button('Reject', null); }
  else if (i.item.suggestions.length) { for (const s of i.item.suggestions) button(s === '' ? 'Delete' : s, s); button('Leave', null); }
  li.append(buttons, make('p', i.item.rule + ' · ' + i.item.class + ' · ' + i.item.action + ' · ' + Math.round(100 * i.item.confidence) + ' %', 'meta'));
  li.addEventListener('click', event => { if (event.target.tagName !== 'BUTTON') point(i); });
  return li;
}

function point(i, move = true) {
  for (const e of document.querySelectorAll('.here')) e.classList.remove('here');
  for (const id of ['t-' + i.item.id, 'k-' + i.item.id]) {
    const e = $(id);
    if (e) { e.classList.add('here'); if (move) e.scrollIntoView({ block: 'nearest' }); }
  }
}

function all(accepted) { for (const i of items) { if (i.change) i.choice = accepted ? i.item.after : null; else if (!accepted) i.choice = null; } draw(); }

function save(name, type, text) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function judged() {
  return { ...report, judgements: items.map(i => ({ id: i.item.id, accepted: i.choice !== null, wording: i.choice })) };
}

$('ask').addEventListener('submit', ask);
$('accept-all').addEventListener('click', () => all(true));
$('reject-all').addEventListener('click', () => all(false));
$('download').addEventListener('click', () => save('article.txt', 'text/plain;charset=utf-8', result()));
$('download-report').addEventListener('click', () => save('report.json', 'application/json', JSON.stringify(judged(), null, 1)));
