"""How names are decided: which circumstances prove a mangled name, and which rightly spelled stranger is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

import normalize
from normalize.config import Config
from normalize.gazetteer import open_gazetteer
from normalize.gazetteer.additions import add
from normalize.gazetteer.alignment import align
from normalize.pipeline import Pipeline

FIXED = [
    ("the same wrong full name again", "2024-10-30", "NATO Secretary General Mark Root met the press. Later Mark Root flew home.", "Later Mark Rutte flew home."),
    ("a body and a role", None, "Liverpool defender Virgel van Dyke limped off.", "Liverpool defender Virgil van Dijk limped off."),
    ("syllables written apart", None, "The Fudan University professor Wu Xin Bo hopes for calm.", "professor Wu Xinbo hopes"),
    ("an office that just changed hands", "2024-07-05", "The Dutch Prime Minister, Dik Shoof, spoke in The Hague.", "Dick Schoof, spoke"),
    ("a title that names its owner", "2023-02-02", "The Pentagon chief, Loyd Ostin, said so.", "Lloyd Austin, said"),
    ("the country between title and owner", "2023-02-02", "The Director of the American CIA, William Bernz, left.", "William Burns, left"),
    ("a name in brackets", None, "Dzhozef Robinett Bayden-mladshy (Joe Biden) spoke.", "Joseph Robinette Biden Jr. (Joe Biden) spoke."),
    ("a tenure that held at least until a date", "2023-05-02", "Hungarian Prime Minister Victor Urban flew home.", "Viktor Orbán flew"),
]


@pytest.mark.parametrize(("date", "text", "wanted"), [row[1:] for row in FIXED], ids=[row[0] for row in FIXED])
def test_a_circumstance_proves_a_mangled_name(date: str | None, text: str, wanted: str) -> None:
    assert wanted in normalize.clean(text, date=date).text


def test_the_sentence_that_docs_evidence_follows() -> None:
    text = "The Pentagon chief, Loyd Ostin, said so. Ostin flew home."
    assert text in (Path(__file__).parents[1] / "docs/evidence.md").read_text(encoding="utf-8")
    result = normalize.clean(text, date="2023-02-02")
    assert result.text == "The Pentagon chief, Lloyd Austin, said so. Austin flew home."
    full = next(c for c in result.changes if c.start < 30)
    assert full.confidence == 0.99
    assert "office-at-date" in {e.kind for e in full.evidence}


KEPT = [
    ("another given name", "2023-02-02", "The director of the CIA, John Burnes, of Leeds."),
    ("another sex", "2024-10-30", "Mrs. Mark Root of NATO spoke."),
    ("another trade", "2023-02-02", "The former Arsenal plumber Gabriel Jesso repaired the pipes."),
    ("an earlier holder of the office", "2023-05-02", "North Korean leader Kim Jong-il said so."),
    ("the words turned round", None, "Xinbo Wu of Fudan University hopes for calm."),
    ("a middle name left out", None, "Joseph Biden spoke."),
    ("the given name of a name from another script", None, "Attorney General Avihay Mandelblit of Israel decided."),
]


@pytest.mark.parametrize(("date", "text"), [row[1:] for row in KEPT], ids=[row[0] for row in KEPT])
def test_what_contradicts_keeps_a_name(date: str | None, text: str) -> None:
    assert normalize.clean(text, date=date).text == text


def own(tmp_path: Path, *rows: str) -> str:
    path = tmp_path / "people-own.tsv"
    head = "id name sex country aliases weak wrong native affiliations topics role".split()
    path.write_text("\n".join(["\t".join(head), *rows]) + "\n", encoding="utf-8")
    return str(path)


def test_a_known_name_yields_to_the_holder_of_the_office_only_as_an_offer(tmp_path: Path) -> None:
    table = own(tmp_path, "mark-root\tMark Root\tm\tus\t\t\t\t\t\t\tAmerican painter")
    pipeline = Pipeline(Config(gazetteer=(table,), date="2024-10-30"))
    result = pipeline.run("NATO Secretary General Mark Root said so. The American painter Mark Root paints.")
    assert "General Mark Root said" in result.text
    assert [f.suggestions for f in result.findings] == [("Mark Rutte",)]


def test_a_name_of_a_built_file_yields_to_the_holder_of_the_office(tmp_path: Path) -> None:
    from normalize.gazetteer.building import build

    table = own(tmp_path, "mark-root\tMark Root\tm\tus\t\t\t\t\t\t\tAmerican painter")
    build(str(tmp_path / "big.gaz"), [table], open_gazetteer(own=False))
    pipeline = Pipeline(Config(gazetteer=(str(tmp_path / "big.gaz"),), date="2024-10-30"))
    text = pipeline.run("NATO Secretary General Mark Root said so. The American painter Mark Root paints.").text
    assert text == "NATO Secretary General Mark Rutte said so. The American painter Mark Root paints."


def test_a_wrong_form_that_the_user_listed_is_repaired_alone(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    add(str(folder), "person", "Roy Kamphausen", ["Camphusen"], [], [], "", "")
    pipeline = Pipeline(Config(gazetteer=(str(folder),)))
    assert pipeline("Then Camphusen explained it.") == "Then Kamphausen explained it."


def test_peers_support_a_further_member() -> None:
    lonely = "In the hall Alexander Gauland left early. Then Markus Fronmayer came back."
    assert normalize.clean(lonely).text == lonely
    among = "In the hall Alice Weidel, Tino Chrupalla and Alexander Gauland spoke. Then Markus Fronmayer came back."
    assert "Then Markus Frohnmaier came back." in normalize.clean(among).text


def test_an_initial_in_the_middle_is_no_given_name() -> None:
    assert align("John Burnes", "William J. Burns").strength == 0
    assert align("W. Burnes", "William J. Burns").strength > 0
