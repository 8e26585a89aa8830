"""A poisoned gazetteer is refused when it is built, with file and line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from normalize.errors import GazetteerError
from normalize.gazetteer import open_gazetteer, poison
from normalize.gazetteer.building import Built, build
from normalize.gazetteer.mapped_layer import MappedLayer

TERMS = "term\twrong\tneeds\ttopics\n"


def person(key: str, name: str, *names: tuple[str, str]) -> dict[str, Any]:
    """A record of a person."""
    return {"table": "entity", "id": key, "kind": "person", "name": name, "names": [[form, how, ""] for form, how in names]}


def make(folder: Path, records: list[dict[str, Any]], force: bool = False) -> Built:
    """Build these records, which begin in line 1."""
    (folder / "p.jsonl").write_text("".join(json.dumps(r) + "\n" for r in records))
    return build(str(folder / "p.gaz"), [str(folder / "p.jsonl")], open_gazetteer(), force)


POISON: dict[str, tuple[list[dict[str, Any]], str]] = {
    "a common wrong form": ([person("a", "Anna Abel"), person("b", "Bela Bar", ("table", "wrong"))], "p.jsonl:2: 'table' of b is a common English word and cannot be a wrong form"),
    "a common alias": ([{**person("a", "Quux Works", ("Table", "alias")), "kind": "organisation"}], "p.jsonl:1: 'Table' of a is a common English word and cannot be an alias"),
    "two targets": ([person("a", "Anna Abel", ("Xyz Abba", "wrong")), person("b", "Bela Bar", ("Xyz Abba", "wrong"))], "'Xyz Abba' has two targets"),
    "right for another": ([person("a", "Anna Abel"), person("b", "Bela Bar", ("Anna Abel", "wrong"))], "p.jsonl:2: the wrong form 'Anna Abel' of b is a right name of a"),
    "right for another, folded": ([person("a", "Anna Abél"), person("b", "Bela Bar", ("ANNA ABEL", "wrong"))], "p.jsonl:2: the wrong form 'ANNA ABEL' of b is a right name of a"),
    "right for a shipped one": ([person("b", "Bela Bar", ("Emmanuel Macron", "wrong"))], "p.jsonl:1: the wrong form 'Emmanuel Macron' of b is a right name of emmanuel-macron of the shipped gazetteer"),
    "a circle of two": ([person("a", "Anna Abel", ("Bela Bar", "wrong")), person("b", "Bela Bar", ("Anna Abel", "wrong"))], "repairs run in a circle"),
    "a circle of three": ([person("a", "Anna Abel", ("Bela Bar", "wrong")), person("b", "Bela Bar", ("Celi Car", "wrong")), person("c", "Celi Car", ("Anna Abel", "wrong"))], "repairs run in a circle"),
    "wrong and right": ([person("a", "Anna Abel", ("Anna Abel", "wrong"), ("A B", "alias"), ("A B", "wrong"))], "'A B' is both a wrong and a right form of a"),
    "two scripts": ([person("a", "Anna Аbel")], "p.jsonl:1: letters of two scripts in one word (CYRILLIC and LATIN)"),
    "greek": ([person("a", "Anna Abel", ("Αnna Abel", "wrong"))], "letters of two scripts in one word (GREEK and LATIN)"),
    "bidi": ([person("a", "Anna Abel", ("Anna\u202eAbel", "alias"))], "RIGHT-TO-LEFT OVERRIDE"),
    "invisible": ([person("a", "An\u200bna Abel")], "ZERO WIDTH SPACE"),
    "control": ([person("a", "Anna\x1bAbel")], "cannot be seen"),
    "soft hyphen": ([person("a", "Anna A\u00adbel")], "SOFT HYPHEN"),
    "tag": ([person("a", "Anna Abel\U000e0041")], "cannot be seen"),
}


@pytest.mark.parametrize("case", POISON)
def test_poison_is_refused(case: str, tmp_path: Path) -> None:
    records, says = POISON[case]
    with pytest.raises(GazetteerError) as caught:
        make(tmp_path, records)
    assert says in str(caught.value)
    assert not (tmp_path / "p.gaz").exists()


@pytest.mark.parametrize("case", [c for c in POISON if "common" not in c])
def test_force_excuses_nothing_but_common_words(case: str, tmp_path: Path) -> None:
    with pytest.raises(GazetteerError):
        make(tmp_path, POISON[case][0], force=True)


@pytest.mark.parametrize("case", [c for c in POISON if "common" in c])
def test_force_leaves_common_words_out(case: str, tmp_path: Path) -> None:
    made = make(tmp_path, POISON[case][0], force=True)
    assert made.left_out == 1
    layer = MappedLayer(str(tmp_path / "p.gaz"))
    assert not layer.forms.get("table")
    assert not layer.wrong.get("table")


GOOD = [
    person("a", "Anna Abel", ("Abel", "weak"), ("Anna Aabel", "wrong")),
    person("b", "Bela Table", ("Table", "weak")),
    {**person("w", "World Hobby Office", ("WHO", "short")), "kind": "organisation"},
    person("q", "Mark Rutte", ("Marc Ruttet", "wrong")),
    {"table": "entity", "id": "n", "kind": "person", "name": "Nadia O'Neill-Świątek", "names": [["نا\u200cدیا", "official", "fa"], ["ナディア・オニール", "official", "ja"], ["Надя", "official", "ru"]]},
    person("m", "Μαρία Παπά"),
]


def test_what_is_no_poison_stays(tmp_path: Path) -> None:
    made = make(tmp_path, GOOD)
    assert (made.entities, made.left_out, made.skipped.count) == (len(GOOD), 0, 0)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("quux mine\ttable\t\t\n", "'table' of the term 'quux mine' is a common English word"),
        ("quux mine\tquux my\t\t\nquux mines\tquux my\t\t\n", "has two targets: 'quux mine' and 'quux mines'"),
        ("quux mine\tquux pit\t\t\nquux pit\tquux mine\t\t\n", "is itself a right term"),
    ],
)
def test_terms_are_judged_too(rows: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "terms-x.tsv").write_text(TERMS + rows)
    with pytest.raises(GazetteerError, match=r"terms-x\.tsv:\d: ") as caught:
        build(str(tmp_path / "p.gaz"), [str(tmp_path)], open_gazetteer())
    assert says in str(caught.value)


def test_a_term_with_a_context_may_be_a_common_word(tmp_path: Path) -> None:
    (tmp_path / "terms-x.tsv").write_text(TERMS + "quux mine\ttable\tore\t\n")
    build(str(tmp_path / "p.gaz"), [str(tmp_path)], open_gazetteer())


def test_many_faults_are_counted(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError) as caught:
        make(tmp_path, [person(f"p{i}", f"Anna \u202eAbel{i}") for i in range(100)])
    assert "60 faults of these kinds" in str(caught.value)
    assert len(str(caught.value).splitlines()) == 41


def test_an_odd_space_is_told_by_its_code() -> None:
    assert poison.fault("Anna\u2003Abel") == "an odd space or unknown character (U+2003)"
    assert poison.fault("") == "an empty name"
