"""A verb left between a given name and a surname: ``Selim said Haddad, the union's deputy chairman, that …``.

Arabic sets the verb first. The pattern is one of form: given name, verb, surname, an apposition between commas with a title in it,
and a clause that begins with "that", for which the verb is missing.
"""

from __future__ import annotations

from collections.abc import Iterator

from normalize.context import Context
from normalize.edits import Edit
from normalize.findings import Hit
from normalize.patterns import compiled
from normalize.text import Document

_SPLIT = compiled(
    r"(?<![\p{L}] )(?<=^|[.:;!?] |\b[Dd]r\. |\b(?:and|while|as) )(?P<given>\p{Lu}\p{Ll}{2,}) (?P<verb>said|added|stressed|confirmed|explained|stated) (?P<name>\p{Lu}[\p{L}-]{2,}(?: \p{Lu}[\p{L}-]+)?)"
    r", (?P<what>(?:the|a|an) [^,.;:]{4,70}|[^,.;:]{0,30}\b(?:head|member|minister|chairman|president|spokesman|secretary|director|coach)\b[^,.;:]{0,50}),(?= that )"
)


def split_names(doc: Document, context: Context) -> Iterator[Hit]:
    """Names with a verb in them; the verb goes before "that".

    >>> doc = Document("Selim said Haddadi, the party's head, that it is so.")
    >>> [h.edits for h in split_names(doc, None)]
    [(Edit(start=5, end=10, after=''), Edit(start=37, end=37, after=' said'))]
    """
    for m in _SPLIT.finditer(doc.text):
        drop = Edit(m.end("given"), m.end("verb"), "")
        put = Edit(m.end(), m.end(), f" {m['verb']}")
        yield Hit(m.start("given"), m.end(), (drop, put))
