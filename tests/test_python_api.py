"""What a Python program is promised: the names of the package, the attributes of a result, the matcher of names."""

from __future__ import annotations

import pytest

import normalize
from normalize.gazetteer import matcher


def test_clean_gives_a_result_with_all_its_parts() -> None:
    result = normalize.clean("The move will raise concerns. in China.", date="2024-10-30", source_language="ar")
    assert result.text == "The move will raise concerns in China."
    assert result.undo() == result.raw
    assert result.offsets.to_source((0, 3)) == (0, 3)
    assert dict(result.metadata) == {}
    assert result.findings == ()
    (change,) = result.changes
    for key in ("rule", "stage", "start", "end", "before", "after", "clean_start", "clean_end", "confidence", "evidence"):
        assert getattr(change, key) is not None
    assert getattr(change, "class") == change.cls == "spurious-period"
    assert change.action == "fix"


def test_a_result_cannot_be_changed() -> None:
    result = normalize.clean("He spoke of of it.")
    with pytest.raises(AttributeError):
        result.text = "x"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        result.changes[0].after = "x"  # type: ignore[misc]


def test_a_pipeline_is_called_for_the_text_alone() -> None:
    cleaner = normalize.Pipeline(normalize.Config(source_language="ar"))
    assert cleaner("He spoke of of it.") == "He spoke of it."
    assert [r.text for r in cleaner.pipe(["He spoke of of it.", ""])] == ["He spoke of it.", ""]


def test_metadata_of_the_furniture_is_kept() -> None:
    result = normalize.clean("The minister spoke on Monday.\n#Peace #War #Iran\n2024-10-30 06:39:00\n")
    assert result.metadata["tags"] == ["Peace", "War", "Iran"]
    assert str(result.metadata["published"]).startswith("2024-10-30T06:39:00")
    assert result.text.strip() == "The minister spoke on Monday."


def test_a_matcher_gives_the_likest_first() -> None:
    found = matcher(["Mark Rutte", "Marco Rubio", "Keir Starmer", "Mohammed bin Salman"])
    got = found.lookup("Mark Root", source_language="ar")
    assert got[0][0] == "Mark Rutte"
    assert [score for _, score in got] == sorted((score for _, score in got), reverse=True)
    assert found.lookup("Keir Starmer")[0][0] == "Keir Starmer"


@pytest.mark.parametrize("surface", ["", " ", "\x00", "\ud83d", "“", "a" * 5000, "- -", "١٢", "\u0301", "😀 😀"])
def test_a_matcher_takes_any_text(surface: str) -> None:
    assert isinstance(matcher(["Mark Rutte", "毛泽东", "Jens Stoltenberg"]).lookup(surface), list)


@pytest.mark.parametrize(
    "names",
    [
        [],
        [""],
        ["\ud83d"],
        ["Mark Rutte", "Mark Rutte"],
        ["a" * 5000],
    ],
    ids=["none", "empty", "surrogate", "twice", "long"],
)
def test_a_matcher_of_any_names(names: list[str]) -> None:
    assert isinstance(matcher(names).lookup("Mark Root"), list)


def test_garble_is_a_number() -> None:
    assert 0 <= normalize.garble("The minister spoke on Monday.") < normalize.garble("In from the of was by minister the spoken.") <= 1
