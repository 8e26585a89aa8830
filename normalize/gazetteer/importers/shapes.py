"""What importers share: their options, licences, records of an entity, and the languages whose native names are kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from normalize.gazetteer.poison import script

#: The source languages whose own spellings are kept beside the English names.
NATIVE = ("ar", "fa", "ru", "zh", "he", "ja", "ko", "uk", "el", "hi", "ur")
#: The language taken for granted for a name in a script, where the source does not tell.
_BY_SCRIPT = {"ARABIC": "ar", "CYRILLIC": "ru", "CJK": "zh", "HEBREW": "he", "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko", "GREEK": "el", "DEVANAGARI": "hi"}


class Licence(NamedTuple):
    """Where data comes from, under what terms, and what has to be said when it is used."""

    source: str
    licence: str
    attribution: str = ""


@dataclass(frozen=True)
class Options:
    """What an import can be told."""

    min_population: int = 0
    columns: dict[str, str] = field(default_factory=dict)
    licence: str | None = None


def entity(key: str, kind: str, name: str, **more: Any) -> dict[str, Any]:
    """A record of an entity; its name is its first official form. Without a name the record adds to the entity of its id."""
    names = more.pop("names", [])
    return {
        "table": "entity",
        "id": key,
        "kind": kind,
        "name": name,
        "names": [[name, "official", ""], *names] if name else names,
        **{k: v for k, v in more.items() if v},
    }


def language_of(form: str) -> str | None:
    """Empty for a form in Latin letters, else the language its script is taken for; None for scripts that are not kept.

    >>> language_of("Rutte"), language_of("Рютте"), language_of("รูทเทอ")
    ('', 'ru', None)
    """
    for char in form:
        found = script(char)
        if found:
            return "" if found == "LATIN" else _BY_SCRIPT.get(found)
    return ""


def alias(form: str, kind: str) -> str:
    """The kind of name that another form is: a person's single word proves nothing and is weak.

    >>> alias("Macron", "person"), alias("NATO", "organisation"), alias("Emmanuel Macron", "person")
    ('weak', 'alias', 'alias')
    """
    return "weak" if kind == "person" and " " not in form.strip() else "alias"
