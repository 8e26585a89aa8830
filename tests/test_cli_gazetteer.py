"""`normalize gazetteer`: search, check, stats, add."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.running import normalize, one_clear_line


def test_search_finds_whole_and_partial_names() -> None:
    for name in ("Mark Rutte", "mark rutte", "Rutte"):
        ran = normalize("gazetteer", "search", name)
        assert ran.code == 0
        assert "Mark Rutte  (person" in ran.text


def test_search_of_an_unknown_name_says_what_it_sounds_like() -> None:
    ran = normalize("gazetteer", "search", "Yens Stoltenburg")
    assert ran.code == 1
    assert "no entity is called 'Yens Stoltenburg'" in ran.text
    assert "Jens Stoltenberg" in ran.text


def test_check_of_the_shipped_gazetteer_has_no_errors() -> None:
    ran = normalize("gazetteer", "check", "--no-warnings")
    assert (ran.code, ran.text.startswith("0 errors")) == (0, True), ran.text


def test_stats_counts_by_kind() -> None:
    ran = normalize("gazetteer", "stats")
    assert ran.code == 0
    counts = {line.split()[1]: int(line.split()[0].replace(",", "")) for line in ran.text.splitlines()}
    assert counts["person"] > 1000
    assert counts["names"] > counts["person"]
    assert counts["tenures"] > 1000


def test_an_added_name_is_offered_and_its_right_forms_are_kept(tmp_path: Path) -> None:
    own = tmp_path / "own"
    added = normalize("gazetteer", "add", "Zoltan Brumbach", "--wrong", "Zoltan Broombag", "--alias", "Z. Brumbach", "--role", "a painter", "--country", "hu", "--to", own)
    assert added.code == 0, added.err
    assert "Zoltan Brumbach is in" in added.text
    text = "The painter Zoltan Broombag spoke. Z. Brumbach left.\n"
    assert "Zoltan Brumbach" in normalize("check", "--gazetteer", own, stdin=text.encode()).text
    assert normalize("clean", "-q", "--unsafe", "--gazetteer", own, stdin=text.encode()).text == text.replace("Broombag", "Brumbach")
    assert "Brumbach" not in normalize("check", stdin=text.encode()).text
    found = normalize("gazetteer", "search", "Zoltan Broombag", "--gazetteer", own).text
    assert "a painter" in found
    assert "wrong: Zoltan Broombag" in found


def test_adding_again_adds_to_the_row(tmp_path: Path) -> None:
    for wrong in ("Zoltan Broombag", "Zoltan Brumbag"):
        assert normalize("gazetteer", "add", "Zoltan Brumbach", "--wrong", wrong, "--to", tmp_path).code == 0
    assert normalize("gazetteer", "add", "Anna Abel", "--to", tmp_path).code == 0
    rows = (tmp_path / "people-own.tsv").read_text().splitlines()
    assert [r.split("\t")[0] for r in rows[1:]] == ["anna-abel", "zoltan-brumbach"]
    assert rows[2].split("\t")[rows[0].split("\t").index("wrong")] == "Zoltan Broombag | Zoltan Brumbag"


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("Zoltan\tBrumbach",), "cannot be a name"),
        (("Zoltan | Brumbach",), "cannot be a name"),
        (("Zoltan\x1bBrumbach",), "cannot be a name"),
        (("Zoltan", "--wrong", "\u202e"), "cannot be a name"),
        (("Zoltan", "--kind", "persn"), "did you mean 'person'"),
        (("Zoltan Brumbach", "--wrong", "the"), "common word"),
        (("Zoltan Brumbach", "--wrong", "Zоltan Broombag"), "two scripts"),
    ],
)
def test_a_name_that_would_do_harm_is_refused(args: tuple[str, ...], says: str, tmp_path: Path) -> None:
    ran = normalize("gazetteer", "add", *args, "--to", tmp_path)
    assert ran.code == 2
    one_clear_line(ran, says)
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_form_that_is_a_right_name_is_refused(tmp_path: Path) -> None:
    ran = normalize("gazetteer", "add", "Zoltan Brumbach", "--wrong", "Emmanuel Macron", "--to", tmp_path)
    assert (ran.code, ran.out) == (2, b"")
    assert "the wrong form 'Emmanuel Macron' of zoltan-brumbach is a right name of emmanuel-macron" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "own").write_text("a file")
    ran = normalize("gazetteer", "add", "Zoltan Brumbach", "--to", tmp_path / "own")
    assert ran.code == 2
    one_clear_line(ran, "own")


def test_a_name_is_added_in_one_line_and_every_command_reads_it(tmp_path: Path) -> None:
    env = {"NORMALIZE_GAZETTEER_DIR": str(tmp_path / "deep" / "own")}
    added = normalize("gazetteer", "add", "Zoltan Brumbach", "--wrong", "Zoltan Broombag", "--role", "a painter", "--country", "hu", env=env)
    assert (added.code, "every command reads it" in added.text) == (0, True), added.err
    text = "The painter Zoltan Broombag of Hungary spoke.\n"
    assert normalize("clean", "-q", stdin=text.encode(), env=env).text == text.replace("Broombag", "Brumbach")
    assert normalize("clean", "-q", "--no-own-gazetteer", stdin=text.encode(), env=env).text == text
    assert normalize("clean", "-q", stdin=text.encode()).text == text
    assert "a painter" in normalize("gazetteer", "search", "Zoltan Broombag", env=env).text
    (tmp_path / "deep" / "own" / "people-bad.tsv").write_text("x\n")
    ran = normalize("clean", stdin=text.encode(), env=env)
    assert (ran.code, ran.out) == (2, b"")
    one_clear_line(ran, "people-bad.tsv:1: the header must be")


def test_the_own_folder_follows_xdg(tmp_path: Path) -> None:
    env = {"NORMALIZE_GAZETTEER_DIR": "", "XDG_CONFIG_HOME": str(tmp_path)}
    assert normalize("gazetteer", "add", "Zoltan Brumbach", env=env).code == 0
    assert (tmp_path / "mt-normalize" / "gazetteer" / "people-own.tsv").is_file()


HEAD = "id\tname\tsex\tcountry\taliases\tweak\twrong\tnative\taffiliations\ttopics\trole\n"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("people-x.tsv", b"id\tname\n", ":1: the header must be"),
        ("people-x.tsv", HEAD.encode() + b"a\tb\n", ":2: 2 cells where the header has 11"),
        ("people-x.tsv", HEAD.encode() + b"a" + b"\t" * 10 + b"\n", ":2: an entry needs an id and a name"),
        ("people-x.tsv", HEAD.encode() + b"a\tb\xff" + b"\t" * 9 + b"\n", ":2: not UTF-8"),
        ("persons.tsv", HEAD.encode(), ":1: the file name must begin with one of"),
        ("none.tsv", None, "no such gazetteer file or folder"),
    ],
    ids=["header", "cells", "no name", "not UTF-8", "file name", "missing"],
)
def test_a_faulty_gazetteer_file_is_named(name: str, content: bytes | None, says: str, tmp_path: Path) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    for command in (("check",), ("stats",), ("search", "x")):
        ran = normalize("gazetteer", *command, "--gazetteer", path)
        assert (ran.code, ran.out) == (2, b""), (command, ran)
        one_clear_line(ran, name, says)


@pytest.mark.parametrize("command", ["clean", "diff", "check"])
def test_a_faulty_gazetteer_stops_before_any_text(command: str, tmp_path: Path) -> None:
    path = tmp_path / "people-x.tsv"
    path.write_text("id\tname\n")
    ran = normalize(command, "--gazetteer", path, stdin=b"Mark Root spoke.\n")
    assert (ran.code, ran.out) == (2, b"")
    one_clear_line(ran, "people-x.tsv:1: the header must be")


def test_check_finds_a_careless_entry(tmp_path: Path) -> None:
    (tmp_path / "people-x.tsv").write_text(HEAD + "zoltan-b\tZoltan B\t\t\t\t\tEmmanuel Macron\t\t\t\t\n")
    ran = normalize("gazetteer", "check", "--no-warnings", "--gazetteer", tmp_path)
    assert ran.code == 2
    assert "the wrong form 'Emmanuel Macron' of zoltan-b is a right name of" in ran.text
