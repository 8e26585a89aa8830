"""HTML entities that stand in plain text, beyond those with rules of their own: ``&pound;6``, ``caf&eacute;``, ``&#233;``.

A paragraph that speaks of code, or holds tags, is left alone; so is what only looks like an entity (``AT&T;``).
"""

from __future__ import annotations

from collections.abc import Iterator
from html.entities import html5

import regex

from normalize.context import Context
from normalize.edits import Edit
from normalize.findings import Hit
from normalize.patterns import compiled
from normalize.text import Document

_ENTITY = compiled(r"&(?:amp;)?(?:(?P<name>[A-Za-z]{2,8});|\#(?P<number>\d{2,5});|\#x(?P<hex>[0-9A-Fa-f]{2,4});)")
#: These have rules of their own, or are a matter of the site's style.
_ELSEWHERE = frozenset("amp apos quot nbsp lt gt ndash mdash hellip ldquo rdquo laquo raquo lsquo rsquo".split())
_CODE = compiled(r"<[a-zA-Z/][^>]{0,200}>|`|(?i:\b(?:html|xml|markup|entit(?:y|ies)|escaped?|ampersand|source code|parser)\b)|[{}]")


def other_entities(doc: Document, context: Context) -> Iterator[Hit]:
    """Entities with the character that they stand for.

    >>> [h.edits[0].after for h in other_entities(Document("The fare is &pound;6 and R&D;"), None)]
    ['£']
    """
    for start, line in zip((p.start for p in doc.paragraphs), doc.lines, strict=True):
        if "&" not in line or _CODE.search(line):
            continue
        for m in _ENTITY.finditer(line):
            meant = _meant(m)
            if meant:
                place = (start + m.start(), start + m.end())
                yield Hit(*place, (Edit(*place, meant),))


def _meant(m: regex.Match[str]) -> str:
    """The printable character of an entity, or nothing."""
    if m["name"]:
        meant = "" if m["name"] in _ELSEWHERE else html5.get(m["name"] + ";", "")
    else:
        code = int(m["number"]) if m["number"] else int(m["hex"], 16)
        meant = chr(code) if 0xA1 <= code < 0xD800 and not 0x2010 <= code <= 0x202F else ""
    return meant if meant.isprintable() and not meant.isspace() else ""
