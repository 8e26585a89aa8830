"""Plain tables -> the look-ups that the resolver asks for. Compiled once, cached, opened in milliseconds."""

from __future__ import annotations

import marshal
from itertools import pairwise
from typing import Any

from normalize.gazetteer.crowds import surroundings
from normalize.gazetteer.files import split
from normalize.gazetteer.shards import pack
from normalize.gazetteer.sound import fold, keys, skeleton

#: Forms of bodies up to this length are initials, found by their letters only.
_ACRONYM = 4


def compile_tables(tables: dict[str, Any]) -> dict[str, Any]:
    """Everything the gazetteer looks up, as dicts of plain values that `marshal` can keep.

    ``forms``: folded form -> [(entity, kind)] of all right forms; ``wrong``: exact wrong form -> [entity];
    ``person_keys`` and ``body_keys``: word or sound key -> [person] or [organisation or place]; ``words``: every word of a right name with how many names have it. Large tables are packed
    into pieces that are opened when needed (`shards`), so opening the gazetteer costs milliseconds.
    """
    entities: list[tuple[Any, ...]] = tables["entities"]
    forms: dict[str, list[tuple[int, str]]] = {}
    wrong: dict[str, list[int]] = {}
    person_keys: dict[str, list[int]] = {}
    words: dict[str, int] = {}
    body_keys: dict[str, list[int]] = {}
    belonging: dict[str, list[int]] = {}
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
            if kind == "person" and how in ("official", "alias", "weak"):
                seen_keys |= _sounds(parts)
            elif kind in ("organisation", "place") and how in ("official", "alias") and len(folded) > _ACRONYM:
                for sound in _sounds(parts):
                    bodies = body_keys.setdefault(sound, [])
                    if bodies[-1:] != [i]:
                        bodies.append(i)
        if kind == "person":
            for organisation in _rest[3]:
                belonging.setdefault(organisation, []).append(i)
        for key in seen_keys:
            person_keys.setdefault(key, []).append(i)
    offices = _offices(tables["offices"])
    office_titles: dict[str, list[str]] = {}
    for office in offices.values():
        for title in office[1]:
            held = office_titles.setdefault(fold(title), [])
            if office[0] not in held:
                held.append(office[0])
    plain = {
        "offices": offices,
        "tenures": tables["tenures"],
        "memberships": tables["memberships"],
        "terms": [(t[0], tuple(split(t[1])), tuple(split(t[2]))) for t in tables["terms"]],
        "epithets": tables["epithets"],
        "translated": [(t[0], t[1], tuple(split(t[2])), tuple(split(t[3])), t[4]) for t in tables["translated"]],
        "titles": {fold(t[0]): t[1] for t in tables["titles"]},
    }
    spoken = surroundings(entities, offices, tables["tenures"])
    return {
        "entities": [marshal.dumps(e) for e in entities],
        "kinds": [e[1] for e in entities],
        "ids": pack({e[0]: i for i, e in enumerate(entities)}),
        "forms": pack(forms),
        "wrong": wrong,
        "person_keys": pack(person_keys),
        "body_keys": pack(body_keys),
        "belonging": pack(belonging),
        "words": pack(words),
        "lexicon": pack({w[0]: int(w[1]) for w in reversed(tables["words"])}),
        "office_titles": pack(office_titles),
        "phrases": pack(spoken["phrases"]),
        "starts": marshal.dumps(spoken["starts"]),
        "heads": marshal.dumps(_heads(entities, [*office_titles, *plain["titles"]])),
        "tails": marshal.dumps(sorted({title.split()[-1] for title in [*office_titles, *plain["titles"]] if " " in title})),
        **{key: marshal.dumps(value) for key, value in plain.items()},
    }


def _offices(rows: list[tuple[str, ...]]) -> dict[str, tuple[str, tuple[str, ...], str, str, int]]:
    """The offices by id; rows of one id are one office with the titles of all of them."""
    out: dict[str, tuple[str, tuple[str, ...], str, str, int]] = {}
    for key, titles, organisation, country, seats in rows:
        before = out.get(key, (key, (), "", "", 0))
        named = tuple(dict.fromkeys((*before[1], *split(titles))))
        out[key] = (key, named, organisation or before[2], country or before[3], int(seats) if seats.isdigit() else before[4])
    return out


def _heads(entities: list[tuple[Any, ...]], titles: list[str]) -> list[str]:
    """The first words of titles and of the names of countries, organisations and places: what may stand before a person's name in one run of capitals."""
    names = (fold(form) for e in entities if e[1] != "person" for form, how, language in e[3] if not language and how != "wrong")
    return sorted({phrase.split()[0] for phrase in [*names, *titles] if phrase})


def _sounds(words: list[str]) -> set[str]:
    """The keys under which a person's form is found, in three tables in one.

    The words themselves (``=putin``), their skeletons (``~PTN``), and the skeletons with a consonant lost (``PN``); the last two words count as one as well.
    """
    whole = {*words, *("".join(pair) for pair in pairwise(words))}
    out = {f"={word}" for word in whole}
    for word in whole:
        if len(word) > 1:
            out.add(f"~{skeleton(word)}")
            out |= keys(word)
    return out
