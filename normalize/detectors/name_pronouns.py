"""A pronoun right after the name it stands for: ``Giorgia Meloni He waited``.

Spanish and Italian drop the subject. The name stood in bold, the rest of the sentence was translated as one of its own and got a subject. The pronoun is cut when a
full name of two words or more stands before it and a finite verb after it. A name that a preposition governs ("signed by Pedro Sánchez He was late") has lost a
period instead and stays.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from normalize.context import Context
from normalize.edits import Edit
from normalize.findings import Hit
from normalize.oddwords import by_line
from normalize.patterns import compiled
from normalize.text import Line

_NAME = r"\p{Lu}[\p{L}’-]+(?: (?:(?:de|del|van|von|der|bin|al|la|di|da) ){0,2}\p{Lu}[\p{L}’-]+){1,3}"
_FINITE = (
    r"(?:is|was|has|had|will|would|can|could|did|does|gave|went|said|says|told|made|took|came|met|left|won|lost|led|sent|spoke|began|became|wrote|"
    r"got|saw|held|kept|felt|knew|put|set|ran|chose|paid|cut|\p{Ll}{3,}ed|(?!this|less|plus|minus|across|towards|besides)\p{Ll}{3,}s)"
)
_FOUND = compiled(rf"(?<![\p{{L}}\p{{N}}-])(?P<name>{_NAME})(?P<comma>,?) (?P<it>He|She|It)(?:(?P<is>['’]s)(?= (?:a|an|the|another|not|now|one|in|at|\p{{Ll}}+ing)\b)|(?= (?:also |already |never |still |always )?{_FINITE}\b))")
_GOVERNED = compiled(
    r"(?:\b(?:by|to|with|from|in|at|on|for|about|against|of|and|met|called|titled|film|song|book|novel|series|album|show|magazine|says|said|told|asked|saw)|[“\"‘]) $"
)
#: Roles before a name that make it the subject all the same: "with" may govern the role's phrase, but the clause begins at the role.
_OPENER = compiled(r"(?:^|[.!?:;,] |\b(?:[Ww]hile|[Ww]hen|[Tt]hat|[Bb]ecause|[Aa]s|[Jj]ournalist|[Pp]resident|[Cc]oach|[Ss]triker|[Mm]inister|[Cc]aptain|[Aa]ctor|[Aa]ctress|[Ss]inger|[Dd]irector|[Mm]ayor) )$")


def _begins_later(name: str, context: Context) -> bool:
    """Whether the preposition governs the first word only, a place, and a known person follows it ("in Turin Jannik Sinner He returned")."""
    first, _, rest = name.partition(" ")
    named = context.gazetteer.named
    return bool(rest) and any(e.kind == "person" for e in named(rest)) and any(e.kind in ("place", "country") for e in named(first)) and not named(name)


@by_line
def name_pronouns(line: Line, context: Context) -> Iterator[Hit]:
    """Pronouns to be cut after a full name.

    >>> from normalize.gazetteer import open_gazetteer
    >>> from normalize.text import Document
    >>> [h.edits for h in name_pronouns(Document("While Giorgia Meloni He waited, we went."), Context(open_gazetteer))]
    [(Edit(start=20, end=23, after=''),)]
    """
    for m in _FOUND.finditer(line.text):
        left = line.text[max(0, m.start() - 30) : m.start()]
        if _GOVERNED.search(left) and not _OPENER.search(left) and not _begins_later(m["name"], context):
            continue
        if m["comma"] and not regex.search(r"[,] $", left):
            continue  # "Name, He was": only a name between commas, an apposition, goes on with the verb
        cut = Edit(m.start("it"), m.end("is"), "is") if m["is"] else Edit(m.start("it") - 1, m.end("it"), "")
        yield Hit(m.start("name"), m.end(), (cut,))
