"""Real renderings of names in a sentence with a true circumstance: how many are put right, left, made wrong.

    python benchmarks/names_in_sentences.py mangled-names.tsv

The table has the columns bench, tier, surface, true name, source language. Each surface whose true name the gazetteer has is set into one sentence of
our own: beside an office the person held, or with a body they belong to, or with what they do. Strangers in such sentences are in ``corpora/names``.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import normalize
from normalize.gazetteer import Entity, Gazetteer, open_gazetteer
from normalize.gazetteer.sound import fold


def sentence(person: Entity, surface: str, gazetteer: Gazetteer) -> tuple[str, str] | None:
    """A sentence about the person under this surface, and the circumstance in it."""
    for tenure in reversed(gazetteer.held_by(person.id)):
        office = gazetteer.offices[tenure.office]
        owner = gazetteer.get(office.organisation or office.country)
        if owner:
            return f"The {office.titles[0]} of {owner.name}, {surface}, spoke on Monday.", "office"
    for body in map(gazetteer.get, person.affiliations):
        if body:
            return f"{surface} of {body.name} spoke on Monday.", "body"
    return (f"The {person.role} {surface} spoke on Monday.", "role") if person.role and person.country else None


def main(table: str) -> None:
    """Count and print."""
    gazetteer = open_gazetteer(own=False)
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for line in Path(table).read_text(encoding="utf-8").split("\n")[1:]:
        bench, tier, surface, true, language = (*line.split("\t"), "", "", "", "", "")[:5]
        persons = [e for e in gazetteer.named(true, "official", "alias") if e.kind == "person"]
        if bench != "full" or len(persons) != 1 or (made := sentence(persons[0], surface, gazetteer)) is None:
            continue
        text, circumstance = made
        got = normalize.clean(text, source_language=language if len(language) == 2 else None).text
        right = any(fold(form) in fold(got) for form in persons[0].forms("official", "alias"))
        counts[tier, circumstance]["put right" if right else "left" if got == text else "made wrong"] += 1
    print("| renderings | circumstance | names | put right | left | made wrong |\n| --- | --- | ---: | ---: | ---: | ---: |")
    for (tier, circumstance), count in sorted(counts.items()):
        print(f"| {tier} | {circumstance} | {count.total()} | {count['put right']} | {count['left']} | {count['made wrong']} |")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
