"""Built gazetteer files: what is built is found again, layers are one, a spoiled file is refused in one line."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from normalize.config import Config
from normalize.errors import GazetteerError
from normalize.gazetteer import open_gazetteer
from normalize.gazetteer.building import build
from normalize.gazetteer.mapped import FORMAT, HEADER, is_built
from normalize.gazetteer.mapped_layer import MappedLayer
from normalize.gazetteer.partitions import Index
from normalize.pipeline import Pipeline
from tests.running import normalize, one_clear_line

HEAD = "id\tname\tsex\tcountry\taliases\tweak\twrong\tnative\taffiliations\ttopics\trole\n"


def person(key: str, name: str, *names: tuple[str, str], **more: Any) -> dict[str, Any]:
    """A record of a person."""
    return {"table": "entity", "id": key, "kind": "person", "name": name, "names": [[form, how, ""] for form, how in names], **more}


def built(folder: Path, *records: dict[str, Any], name: str = "names") -> str:
    """A gazetteer file of these records."""
    (folder / f"{name}.jsonl").write_text("".join(json.dumps(r) + "\n" for r in records))
    build(str(folder / f"{name}.gaz"), [str(folder / f"{name}.jsonl")], open_gazetteer())
    return str(folder / f"{name}.gaz")


def test_what_was_built_is_found_again(tmp_path: Path) -> None:
    path = built(
        tmp_path,
        person("z", "Zoltan Brumbach", ("Z. Brumbach", "alias"), ("Zoltan Broombag", "wrong"), country="hu", sex="m", role="a painter", affiliations=["w"], source="Invented", licence="CC0"),
        {"table": "entity", "id": "w", "kind": "organisation", "name": "Brumbach Works", "names": [["BW", "short", ""], ["Брумбах", "official", "ru"]]},
        {"table": "office", "id": "chief", "titles": ["Chief Painter"], "organisation": "w", "country": "", "seats": 1},
        {"table": "tenure", "person": "z", "office": "chief", "start": "2020", "end": ""},
        {"table": "membership", "member": "w", "organisation": "nato", "start": "2001-02-03", "end": ""},
    )
    opened = open_gazetteer((path,))
    (found,) = opened.named("zoltan brumbach")
    assert (found.id, found.country, found.sex, found.role, found.affiliations) == ("z", "hu", "m", "a painter", ("w",))
    assert found.source == "names.jsonl:1 (Invented, CC0)"
    assert found.forms("official", "alias", "wrong") == ["Zoltan Brumbach", "Z. Brumbach", "Zoltan Broombag"]
    assert [opened.entity(i).id for i in opened.wrong["Zoltan Broombag"]] == ["z"]
    assert "zoltan broombag" not in opened.forms
    assert [e.kind for e in opened.named("BW")] == ["organisation"]
    assert opened.words["brumbach"] == 3
    assert [t.office for t in opened.held_by("z")] == ["chief"]
    assert [t.person for t in opened.holders("chief")] == ["z"]
    assert opened.office_titles["chief painter"] == ["chief"]
    assert opened.office_name(opened.offices["chief"]) == "Chief Painter of BW"
    assert opened.is_member("w", "nato", "2010-01-01")
    assert opened.is_member("fr", "nato", "2010-01-01")
    assert "z" in [opened.entity(i).id for i in opened.likely(["soltan", "brumbakh"], 5)]
    assert opened.search("Brumbach")[0].id in ("z", "w")
    assert opened.get("nobody") is None
    assert opened.stats()["person"] == open_gazetteer().stats()["person"] + 1
    assert opened.licences() == [("Invented", "CC0", "", 1), ("", "", "", 1)]


def test_it_is_used_in_cleaning(tmp_path: Path) -> None:
    path = built(tmp_path, person("z", "Zoltan Brumbach", ("Zoltan Broombag", "wrong"), country="hu", role="a painter"))
    text = "The painter Zoltan Broombag of Hungary spoke. NATO Secretary General Mark Root left.\n"
    assert Pipeline(Config(gazetteer=(path,), date="2025-01-01"))(text) == text.replace("Broombag", "Brumbach").replace("Root", "Rutte")
    ran = normalize("clean", "-q", "--date", "2025-01-01", "--gazetteer", path, stdin=text.encode())
    assert ran.text == text.replace("Broombag", "Brumbach").replace("Root", "Rutte")
    several = normalize("clean", "-q", "-j", "2", "--field", "text", "--date", "2025-01-01", "--gazetteer", path, "-", stdin=b"".join(json.dumps({"text": text}).encode() + b"\n" for _ in range(3)))
    assert several.text.count("Zoltan Brumbach") == 3


def test_a_person_under_another_id_does_not_stop_a_repair(tmp_path: Path) -> None:
    path = built(tmp_path, person("Q57792", "Mark Rutte", ("M. Rutte", "alias")), person("Q1", "Mark Rutter"))
    opened = open_gazetteer((path,))
    assert [e.id for e in opened.named("Mark Rutte")] == ["mark-rutte"]
    text = "NATO Secretary General Mark Root spoke on Monday. Root left.\n"
    assert Pipeline(Config(gazetteer=(path,), date="2025-01-01"))(text) == text.replace("Root", "Rutte")


def test_what_has_one_id_is_one_and_later_ones_win(tmp_path: Path) -> None:
    one = built(tmp_path, person("mark-rutte", "Mark Rutte", ("Marcus Rutte", "alias"), role="first"), person("a", "Anna Abel", ("Anna Aabel", "wrong")), name="one")
    two = built(tmp_path, person("mark-rutte", "Mark Rutte", role="second"), person("a", "Anna Abel", ("Anna Aabel", "alias")), person("b", "Bela Bar", ("Bela Boor", "wrong")), name="two")
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "people-own.tsv").write_text(HEAD + "b\tBela Bar\t\thu\t\t\tBela Baar\t\t\t\tmine\n" + "c\tCeli Car\t\t\t\t\tBela Boor\t\t\t\t\n")
    opened = open_gazetteer((one, two, str(tmp_path / "own")))
    (rutte,) = opened.named("Marcus Rutte")
    assert (rutte.id, rutte.role, rutte.country) == ("mark-rutte", "second", "nl")
    assert opened.held_by("mark-rutte")
    assert "Anna Aabel" not in opened.wrong
    assert [e.id for e in opened.named("Anna Aabel")] == ["a"]
    bar = opened.get("b")
    assert bar is not None
    assert (bar.role, bar.forms("wrong")) == ("mine", ["Bela Boor", "Bela Baar"])
    assert [opened.entity(i).id for i in opened.wrong["Bela Boor"]] == ["c"]
    assert len({e.id for e in opened.entities}) == len(list(opened.entities))


def test_records_of_one_id_are_united_when_built(tmp_path: Path) -> None:
    path = built(
        tmp_path,
        {"table": "entity", "id": "a", "kind": "person", "name": "", "names": [["Anya Abel", "alias", ""]], "affiliations": ["x"]},
        person("a", "Anna Abel", role="old"),
        person("a", "Anna Abel", role="new", country="Q55"),
        {"table": "entity", "id": "nl", "kind": "country", "name": "Netherlands", "names": [], "same": ["Q55"]},
        {"table": "entity", "id": "nobody", "kind": "person", "name": "", "names": [["Nemo Niemand", "alias", ""]]},
    )
    layer = MappedLayer(path)
    assert len(layer) == 2
    found = layer.entity(layer.index_of("a") or 0)
    assert (found.role, found.country, found.affiliations, found.forms("alias")) == ("new", "nl", ("x",), ["Anya Abel"])


def test_tables_are_built_like_records(tmp_path: Path) -> None:
    (tmp_path / "people-x.tsv").write_text(HEAD + "a\tAnna Abel\tf\tnl\tA. Abel\tAbel\tAnna Abbel\tru:Анна\tnato\tart\tpainter\n")
    (tmp_path / "terms-x.tsv").write_text("term\twrong\tneeds\ttopics\nquuxite mine\tquuxite my\tore\t\n")
    (tmp_path / "titles-x.tsv").write_text("title\tkind\nArchquux\trank\n")
    build(str(tmp_path / "x.gaz"), [str(tmp_path)], open_gazetteer())
    opened = open_gazetteer((str(tmp_path / "x.gaz"),))
    (found,) = opened.named("A. Abel")
    assert (found.sex, found.country, found.affiliations, found.topics, found.role) == ("f", "nl", ("nato",), ("art",), "painter")
    assert [n.language for n in found.names if n.language] == ["ru"]
    assert ("quuxite mine", ("quuxite my",), ("ore",)) in opened.terms
    assert opened.titles["archquux"] == "rank"
    assert found.source == f"{tmp_path}/people-x.tsv:2"


def test_a_built_file_is_the_same_every_time(tmp_path: Path) -> None:
    records = [person(f"p{i}", f"Name{chr(97 + i % 26)} Sur{i}") for i in range(500)]
    first = Path(built(tmp_path, *records)).read_bytes()
    assert Path(built(tmp_path, *records)).read_bytes() == first


def test_an_index_larger_than_memory_is_sorted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("normalize.gazetteer.partitions._FLUSH", 64)
    rng = random.Random(1)
    pairs = [(rng.getrandbits(64) >> rng.choice((0, 0, 60)), rng.randrange(50)) for _ in range(3000)]
    index = Index(tmp_path, "x")
    for key, number in pairs:
        index.add(key, number)
    found = [(int(h), int(n)) for s in index.read() for h, n in zip([h for h, c in zip(s.hashes, s.counts, strict=True) for _ in range(c)], s.numbers, strict=True)]
    assert found == sorted(set(pairs))
    assert list(tmp_path.iterdir()) == []


def spoiled(whole: bytes) -> Iterator[tuple[str, bytes, str]]:
    """The ways in which a file is not what it should be, and what is said."""
    yield "empty", b"", "an empty file"
    yield "foreign", b"PK\x03\x04" + whole[4:], "not a gazetteer file"
    yield "text", b"name,kind\nA B,person\n", "not a gazetteer file"
    yield "header only", whole[:20], "cut short"
    yield "cut", whole[:-10], "cut short"
    yield "half", whole[: len(whole) // 2], "cut short"
    yield "longer", whole + b"x", "damaged"
    magic, _, order, *rest = HEADER.unpack(whole[: HEADER.size])
    yield "newer", HEADER.pack(magic, FORMAT + 1, order, *rest) + whole[HEADER.size :], "newer than this program reads"
    yield "older", HEADER.pack(magic, 0, order, *rest) + whole[HEADER.size :], "old format"
    yield "order", HEADER.pack(magic, FORMAT, 0x04030201, *rest) + whole[HEADER.size :], "byte order"
    yield "directory", whole[:-5] + bytes([whole[-5] ^ 1]) + whole[-4:], "damaged"


KINDS_OF_SPOILING = ["empty", "foreign", "text", "header only", "cut", "half", "longer", "newer", "older", "order", "directory"]


@pytest.mark.parametrize("how", KINDS_OF_SPOILING)
def test_a_spoiled_file_is_refused_in_one_line(how: str, tmp_path: Path) -> None:
    path = built(tmp_path, person("z", "Zoltan Brumbach"))
    content, says = next((c, s) for n, c, s in spoiled(Path(path).read_bytes()) if n == how)
    bad = tmp_path / "bad.gaz"
    bad.write_bytes(content)
    with pytest.raises(GazetteerError, match=says):
        open_gazetteer((str(bad),))
    if how in ("cut", "newer"):
        for command in (("clean",), ("check",), ("diff",), ("gazetteer", "stats"), ("gazetteer", "search", "x")):
            ran = normalize(*command, "--gazetteer", bad, stdin=b"A text.\n")
            assert (ran.code, ran.out) == (2, b"")
            one_clear_line(ran, "bad.gaz", says)


def test_a_damaged_inside_is_an_error_of_ours_and_never_a_crash(tmp_path: Path) -> None:
    records = [person(f"p{i}", f"Anton Brumbach{i}", (f"Anton Broombag{i}", "wrong")) for i in range(40)]
    whole = Path(built(tmp_path, *records)).read_bytes()
    rng = random.Random(2)
    for i in range(60):
        content = bytearray(whole)
        for _ in range(20):
            content[rng.randrange(HEADER.size, len(whole) - 3000)] = rng.randrange(256)
        bad = tmp_path / f"bad{i}.gaz"
        bad.write_bytes(content)
        try:
            opened = open_gazetteer((str(bad),))
            for name in ("Anton Brumbach3", "Anton Broombag4"):
                opened.named(name)
                [opened.entity(k) for k in opened.wrong.get(name, ())]
            opened.likely(["anton", "brumbakh"], 10)
            list(opened.entities)
        except GazetteerError as error:
            assert "damaged" in str(error)


def test_a_failed_build_leaves_the_old_file(tmp_path: Path) -> None:
    path = Path(built(tmp_path, person("z", "Zoltan Brumbach")))
    before = path.read_bytes()
    with pytest.raises(GazetteerError):
        built(tmp_path, person("z", "Zoltan Brumbach", ("Emmanuel Macron", "wrong")))
    assert path.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["names.gaz", "names.jsonl"]


@pytest.mark.parametrize(
    ("out", "source", "says"),
    [("x.gaz", "none.jsonl", "no such gazetteer file"), ("x.gaz", "a.txt", "run `normalize gazetteer import` first"), ("none/x.gaz", "a.jsonl", "cannot write"), ("x.gaz", "empty", "no .tsv or .jsonl file"), ("x.gaz", "people-x.tsv", "people-x.tsv:1: the header must be")],
)
def test_a_build_that_cannot_be_is_one_line(out: str, source: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps(person("a", "Anna Abel")) + "\n")
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "empty").mkdir()
    (tmp_path / "people-x.tsv").write_text("id\tname\n")
    ran = normalize("gazetteer", "build", out, source, cwd=tmp_path)
    assert ran.code == 2
    one_clear_line(ran, says)
    assert not (tmp_path / "x.gaz").exists()


def test_a_bad_record_is_skipped_and_named(tmp_path: Path) -> None:
    good = json.dumps(person("a", "Anna Abel"))
    bad = ["no", "[]", "{}", '{"table": "entity", "id": "x"}', '{"table": "entity", "id": "x", "kind": "person", "name": 3}', '{"table": "entity", "id": "x", "kind": "person", "name": "X", "names": [["X"]]}', '{"table": "tenure", "person": "a"}', "\udcff"]
    (tmp_path / "a.jsonl").write_bytes("\n".join([good, *bad]).encode("utf-8", "surrogateescape"))
    ran = normalize("gazetteer", "build", tmp_path / "a.gaz", tmp_path / "a.jsonl")
    assert ran.code == 0
    assert "1 entities with 1 names" in ran.text
    assert f"{len(bad)} lines skipped" in ran.err
    assert "a.jsonl:2: skipped: not a JSON object" in ran.err


def test_import_build_and_search_in_a_row(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("name,wrong,country,note\nZoltan Brumbach,Zoltan Broombag,hu,painter\n")
    assert normalize("gazetteer", "import", "csv", "a.csv", "-o", "a.jsonl.gz", "--licence", "ours", cwd=tmp_path).code == 0
    assert normalize("gazetteer", "build", "a.gaz", "a.jsonl.gz", cwd=tmp_path).code == 0
    found = normalize("gazetteer", "search", "Broombag", "--gazetteer", "a.gaz", cwd=tmp_path)
    assert found.code == 1  # a part of a wrong form is not looked for in a large file
    found = normalize("gazetteer", "search", "Zoltan Broombag", "--gazetteer", "a.gaz", cwd=tmp_path)
    assert "source: a.jsonl:1 (own table, ours)" in found.text
    assert "1  from own table (ours)" in normalize("gazetteer", "stats", "--gazetteer", "a.gaz", cwd=tmp_path).text


def test_a_file_is_known_by_its_ending_or_its_beginning(tmp_path: Path) -> None:
    path = Path(built(tmp_path, person("z", "Zoltan Brumbach")))
    path.rename(tmp_path / "names.data")
    assert is_built(tmp_path / "names.data")
    assert open_gazetteer((str(tmp_path / "names.data"),)).named("Zoltan Brumbach")
    assert not is_built(tmp_path / "names.jsonl")
