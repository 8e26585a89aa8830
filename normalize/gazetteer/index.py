"""Plain tables -> the look-ups that the resolver asks for. Compiled once, cached, opened in milliseconds."""

from __future__ import annotations

from typing import Any

from normalize.gazetteer.files import split
from normalize.gazetteer.sound import fold, keys, skeleton

#: Words that say little about which organisation is meant.
_PLAIN = frozenset("the of for and in on al el de la le du des fc cf sc ac club university institute national international".split())


def compile_tables(tables: dict[str, Any]) -> dict[str, Any]:
    """Everything the gazetteer looks up, as dicts of plain values that `marshal` can keep.

    ``forms``: folded form -> [(entity, kind)] of all right forms; ``wrong``: exact wrong form -> [entity];
    ``person_keys`` / ``other_keys``: skeleton -> [entity]; ``words``: every word of a right name.
    """
    entities: list[tuple[Any, ...]] = tables["entities"]
    forms: dict[str, list[tuple[int, str]]] = {}
    wrong: dict[str, list[int]] = {}
    person_keys: dict[str, list[int]] = {}
    other_keys: dict[str, list[int]] = {}
    words: dict[str, int] = {}
    for i, (_, kind, _name, names, *_rest) in enumerate(entities):
        seen_keys: set[str] = set()
        for form, how, language in names:
            if language:
                continue
            if how == "wrong":
                wrong.setdefault(form, []).append(i)
                continue
            folded = fold(form)
            entry = forms.setdefault(folded, [])
            if (i, how) not in entry:
                entry.append((i, how))
            if how == "demonym":
                continue
            parts = folded.split()
            for part in parts:
                words[part] = words.get(part, 0) + 1
            if how in ("official", "alias", "weak", "capital"):
                seen_keys |= _sounds(kind, parts)
        target = person_keys if kind == "person" else other_keys
        for key in seen_keys:
            target.setdefault(key, []).append(i)
    return {
        "entities": entities,
        "forms": forms,
        "wrong": wrong,
        "person_keys": person_keys,
        "other_keys": other_keys,
        "words": words,
        "offices": {
            o[0]: (o[0], tuple(split(o[1])), o[2], o[3], int(o[4]) if o[4].isdigit() else 0) for o in tables["offices"]
        },
        "tenures": tables["tenures"],
        "memberships": tables["memberships"],
        "terms": [(t[0], tuple(split(t[1])), tuple(split(t[2]))) for t in tables["terms"]],
        "epithets": tables["epithets"],
        "translated": [(t[0], t[1], tuple(split(t[2])), tuple(split(t[3])), t[4]) for t in tables["translated"]],
        "lexicon": {w[0]: int(w[1]) for w in reversed(tables["words"])},
        "titles": {fold(t[0]): t[1] for t in tables["titles"]},
    }


def _sounds(kind: str, parts: list[str]) -> set[str]:
    """The keys under which a form is found: those of all words for a person, of each telling word for the rest."""
    if kind == "person":
        out = {key for part in parts if len(part) > 2 for key in keys(part)}
        if len(parts) > 1:
            out |= {skeleton("".join(parts[-2:]))}
        return out
    telling = [p for p in parts if p not in _PLAIN and len(p) > 3]
    return {skeleton(p) for p in telling} if len(parts) <= 5 else set()
