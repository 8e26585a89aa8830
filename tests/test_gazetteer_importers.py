"""Each importer on a small file in the published format, with facts that are well known or invented."""

from __future__ import annotations

import bz2
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from normalize.errors import UsageError
from normalize.gazetteer import importers
from normalize.gazetteer.importers import Imported, Options
from tests.running import normalize, on_terminal, one_clear_line


def imported(format: str, tmp_path: Path, *files: Path, options: Options | None = None) -> tuple[list[dict[str, Any]], Imported]:
    """The records that the files give, and what the import says of itself."""
    out = tmp_path / "out.jsonl"
    done = importers.run(format, [str(f) for f in files], str(out), options or Options())
    return [json.loads(line) for line in out.read_text("utf-8").splitlines()], done


def entities(records: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The entities with a name, by id."""
    return {r["id"]: r for r in records if r["table"] == "entity" and r["name"]}


def item(key: str, label: str, claims: dict[str, list[Any]], **more: Any) -> dict[str, Any]:
    """An item as the dump has it."""
    labels = {"en": {"language": "en", "value": label}, **more.pop("labels", {})}
    return {"type": "item", "id": key, "labels": labels, "descriptions": {}, "aliases": {}, "claims": claims, "sitelinks": {}, **more}


def to(target: str, rank: str = "normal", **qualifiers: Any) -> dict[str, Any]:
    """A statement that points to another item."""
    snak = {"snaktype": "value", "property": "P0", "datavalue": {"value": {"entity-type": "item", "numeric-id": int(target[1:]), "id": target}, "type": "wikibase-entityid"}}
    return {"mainsnak": snak, "type": "statement", "rank": rank, "qualifiers": {p: [q] for p, q in qualifiers.items()}}


def on(time: str, precision: int = 11) -> dict[str, Any]:
    """A qualifier with a date."""
    return {"snaktype": "value", "datavalue": {"value": {"time": f"+{time}T00:00:00Z", "timezone": 0, "before": 0, "after": 0, "precision": precision, "calendarmodel": "http://www.wikidata.org/entity/Q1985727"}, "type": "time"}}


def text(value: str) -> dict[str, Any]:
    """A statement with a text."""
    return {"mainsnak": {"snaktype": "value", "datavalue": {"value": value, "type": "string"}}, "type": "statement", "rank": "normal"}


COORDINATES = [{"mainsnak": {"snaktype": "value", "datavalue": {"value": {"latitude": 52.0, "longitude": 4.0}, "type": "globecoordinate"}}, "type": "statement", "rank": "normal"}]
RUTTE = item(
    "Q57792",
    "Mark Rutte",
    {
        "P31": [to("Q5")],
        "P21": [to("Q6581097")],
        "P27": [to("Q55")],
        "P39": [
            to("Q1", P580=on("2010-10-14"), P582=on("2024-07-02")),
            to("Q2", P580=on("2024-10-01")),
            to("Q3", P580=on("2002-00-00", 9), P582=on("2004-06-00", 10)),
            to("Q4", rank="deprecated", P580=on("2000-01-01")),
            to("Q6"),
            to("Q7", P580=on("1999-01-01"), P582={"snaktype": "somevalue"}),
        ],
        "P102": [to("Q100")],
        "P108": [to("Q101", P582=on("2002-01-01"))],
        "P463": [to("Q102", rank="deprecated"), to("Q103")],
        "P54": [to("Q104", P580=on("1990-01-01"))],
    },
    labels={"ru": {"language": "ru", "value": "Марк Рютте"}, "fr": {"language": "fr", "value": "Marc R."}},
    aliases={"en": [{"language": "en", "value": "M. Rutte"}, {"language": "en", "value": "Rutte"}], "ar": [{"language": "ar", "value": "روته"}]},
    descriptions={"en": {"language": "en", "value": "Dutch politician"}},
)
DUMP = [
    RUTTE,
    item("Q55", "Netherlands", {"P31": [to("Q6256"), to("Q3624078")], "P297": [text("NL")], "P463": [to("Q7184", P580=on("1949-04-04"))]}),
    item("Q2", "Secretary General of NATO", {"P31": [to("Q4164871")], "P361": [to("Q7184")]}, aliases={"en": [{"language": "en", "value": "NATO chief"}]}),
    item("Q7184", "NATO", {"P159": [to("Q239")], "P571": []}),
    item("Q9001", "Brumbach Works", {"P31": [to("Q4830453")], "P17": [to("Q55")]}),
    item("Q9002", "A Song", {"P571": [to("Q1")]}),
    item("Q36600", "The Hague", {"P31": [to("Q515")], "P17": [to("Q55")], "P625": COORDINATES}),
    item("Q9003", "", {"P31": [to("Q5")]}, labels={"en": {"language": "en", "value": ""}}),
    {**item("Q9004", "Dead Man", {"P31": [to("Q5")], "P39": [to("Q1", P580=on("1950-01-01"))]}), "claims": {"P31": [to("Q5")], "P39": [to("Q1", P580=on("1950-01-01"))], "P570": [{**text(""), "mainsnak": on("1960-05-01")}]}},
    {"type": "property", "id": "P31", "labels": {"en": {"language": "en", "value": "instance of"}}, "claims": {"P31": [to("Q5")]}},
]


def dump(path: Path) -> Path:
    """The dump as it is published: brackets on lines of their own, a comma after each entity but the last."""
    content = "[\n" + ",\n".join(json.dumps(i, ensure_ascii=False) for i in DUMP) + "\n]\n"
    path.write_bytes({".gz": gzip.compress, ".bz2": bz2.compress}.get(path.suffix, bytes)(content.encode()))
    return path


@pytest.mark.parametrize("name", ["all.json", "all.json.gz", "all.json.bz2"])
def test_wikidata(name: str, tmp_path: Path) -> None:
    records, done = imported("wikidata", tmp_path, dump(tmp_path / name))
    found = entities(records)
    assert set(found) == {"Q57792", "nl", "Q7184", "Q9001", "Q36600", "Q9004"}
    rutte = found["Q57792"]
    assert (rutte["kind"], rutte["sex"], rutte["country"], rutte["role"]) == ("person", "m", "Q55", "Dutch politician")
    assert rutte["names"] == [["Mark Rutte", "official", ""], ["M. Rutte", "alias", ""], ["Rutte", "weak", ""], ["روته", "alias", "ar"], ["Марк Рютте", "official", "ru"]]
    assert rutte["affiliations"] == ["Q103", "Q100", "Q104"]
    assert (rutte["source"], rutte["licence"]) == ("Wikidata", "CC0 1.0")
    assert (found["nl"]["kind"], found["nl"]["same"]) == ("country", ["Q55"])
    assert (found["Q9001"]["type"], found["Q7184"]["kind"], found["Q36600"]["kind"]) == ("company", "organisation", "place")
    assert done.skipped.count == 0


def test_wikidata_offices_with_dates(tmp_path: Path) -> None:
    records, _ = imported("wikidata", tmp_path, dump(tmp_path / "all.json"))
    held = {(r["person"], r["office"]): (r["start"], r["end"]) for r in records if r["table"] == "tenure"}
    assert held == {
        ("Q57792", "Q1"): ("2010-10-14", "2024-07-02"),
        ("Q57792", "Q2"): ("2024-10-01", ""),
        ("Q57792", "Q3"): ("2002", "2004-06"),
        ("Q57792", "Q6"): ("", "?"),
        ("Q57792", "Q7"): ("1999-01-01", "?"),
        ("Q9004", "Q1"): ("1950-01-01", "1960-05-01"),
    }
    assert [r for r in records if r["table"] == "office"] == [
        {"table": "office", "id": "Q2", "titles": ["Secretary General of NATO", "NATO chief"], "organisation": "Q7184", "country": "", "seats": 0}
    ]
    assert [r for r in records if r["table"] == "membership"] == [{"table": "membership", "member": "nl", "organisation": "Q7184", "start": "1949-04-04", "end": ""}]


def test_bad_lines_are_named_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "all.json"
    path.write_bytes(b"[\n" + b"{broken\n" * 30 + json.dumps(RUTTE).encode() + b',\n{"id": "Q5", "claims": 3}\n\xff\xfe\n]\n')
    records, done = imported("wikidata", tmp_path, path)
    assert set(entities(records)) == {"Q57792"}
    assert done.skipped.count == 32
    assert len(done.skipped.named) == 20
    assert str(done.skipped.named[0]) == f"{path}:2: skipped: not a JSON object"
    ran = normalize("gazetteer", "import", "wikidata", path, "-o", tmp_path / "x.jsonl")
    assert ran.code == 0
    assert "32 lines skipped (the first 20 are named above)" in ran.err


def geonames_row(key: int, name: str, feature: str, code: str, country: str, people: int, ascii_name: str = "") -> str:
    """A row of the main table."""
    return "\t".join([str(key), name, ascii_name or name, "", "52.0", "4.3", feature, code, country, "", "11", "0518", "", "", str(people), "", "1", "Europe/Amsterdam", "2024-01-01"]) + "\n"


def test_geonames(tmp_path: Path) -> None:
    main, others = tmp_path / "NL.txt", tmp_path / "alternateNamesV2.txt"
    main.write_text(
        geonames_row(2747373, "The Hague", "P", "PPLG", "NL", 474292)
        + geonames_row(2750405, "Netherlands", "A", "PCLI", "NL", 17231017)
        + geonames_row(2747372, "Gemeente Den Haag", "A", "ADM2", "NL", 5)
        + geonames_row(1, "Zürnbach", "P", "PPL", "NL", 900, "Zurnbach")
        + geonames_row(2, "Tiny", "P", "PPL", "NL", 3)
        + geonames_row(3, "Old Town", "P", "PPLH", "NL", 5000)
        + geonames_row(4, "A Lake", "H", "LK", "NL", 0)
        + "5\tshort\n"
        + geonames_row(6, "Bad", "P", "PPL", "NL", 0).replace("\t0\t", "\tmany\t", 1)
    )
    others.write_text(
        "1\t2747373\ten\tDen Haag\t\t1\t\t\t\t\n"
        "2\t2747373\tar\tلاهاي\t1\t\t\t\t\t\n"
        "3\t2747373\ten\tHagueville\t\t\t1\t\t\t\n"
        "4\t2747373\ten\tGravenhage\t\t\t\t1\t1500\t1900\n"
        "5\t2747373\tlink\thttps://en.wikipedia.org/wiki/The_Hague\t\t\t\t\t\t\n"
        "6\t2\ten\tTinytown\t\t\t\t\t\t\n"
        "7\t2750405\ten\tHolland\t\t\t1\t\t\t\n"
        "8\tx\ten\tNowhere\t\t\t\t\t\t\n"
    )
    records, done = imported("geonames", tmp_path, others, main, options=Options(min_population=500))
    found = entities(records)
    assert set(found) == {"geonames-2747373", "nl", "geonames-2747372", "geonames-1"}
    assert (found["nl"]["kind"], found["geonames-2747373"]["type"], found["geonames-2747372"]["type"], found["geonames-1"]["type"]) == ("country", "city", "region", "town")
    assert ["Zurnbach", "alias", ""] in found["geonames-1"]["names"]
    added = [(r["id"], *r["names"][0]) for r in records if r["table"] == "entity" and not r["name"]]
    assert added == [
        ("geonames-2747373", "Den Haag", "short", ""),
        ("geonames-2747373", "لاهاي", "official", "ar"),
        ("geonames-2747373", "Hagueville", "weak", ""),
        ("geonames-2747373", "Gravenhage", "alias", ""),
        ("nl", "Holland", "weak", ""),
    ]
    assert done.skipped.count == 3
    assert done.licence == "CC BY 4.0"
    assert "geonames.org" in done.attribution
    assert all(r["attribution"] == done.attribution for r in records)


def test_a_file_that_is_no_table_of_geonames(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("a\tb\n")
    with pytest.raises(UsageError, match="no table of GeoNames: 2 columns"):
        imported("geonames", tmp_path, tmp_path / "x.txt")


def test_follow_the_money(tmp_path: Path) -> None:
    path = tmp_path / "entities.ftm.json"
    things = [
        {"id": "Q7747", "caption": "Anna Example", "schema": "Person", "properties": {"name": ["Анна Пример", "Anna Example", "Anna B. Example"], "weakAlias": ["Annie"], "alias": ["Example"], "gender": ["female"], "nationality": ["nl"], "position": ["Minister"], "topics": ["role.pep"]}},
        {"id": "org", "caption": "Example Bank", "schema": "Company", "properties": {"name": ["Example Bank"], "abbreviation": ["EXB"], "jurisdiction": ["nl"]}},
        {"id": "pub", "schema": "PublicBody", "properties": {"name": ["Example Ministry"]}},
        {"id": "pos", "schema": "Position", "properties": {"name": ["Minister of Examples"], "country": ["nl"], "organization": ["pub"]}},
        {"id": "o1", "schema": "Occupancy", "properties": {"holder": ["Q7747"], "post": ["pos"], "startDate": ["2020-01"], "endDate": ["2021-05-06"]}},
        {"id": "o2", "schema": "Occupancy", "properties": {"holder": ["Q7747"], "post": ["pos"], "startDate": ["2022"], "status": ["current"]}},
        {"id": "o3", "schema": "Occupancy", "properties": {"holder": ["Q7747"], "post": ["pos"], "status": ["ended"]}},
        {"id": "m", "schema": "Membership", "properties": {"member": ["Q7747"], "organization": ["org"]}},
        {"id": "m2", "schema": "Membership", "properties": {"member": ["Q7747"], "organization": ["org"], "startDate": ["2019"], "role": ["chair"]}},
        {"id": "v", "schema": "Vessel", "properties": {"name": ["Example"]}},
    ]
    path.write_text("\n".join(json.dumps(t, ensure_ascii=False) for t in things) + '\n{"id": 3}\nno\n')
    records, done = imported("ftm", tmp_path, path)
    found = entities(records)
    assert found["Q7747"]["names"] == [
        ["Anna Example", "official", ""],
        ["Анна Пример", "official", "ru"],
        ["Anna B. Example", "alias", ""],
        ["Example", "weak", ""],
        ["Annie", "weak", ""],
    ]
    assert (found["Q7747"]["sex"], found["Q7747"]["country"], found["Q7747"]["role"], found["Q7747"]["topics"]) == ("f", "nl", "Minister", ["role.pep"])
    assert (found["org"]["type"], found["pub"]["type"], set(found)) == ("company", "body", {"Q7747", "org", "pub"})
    assert [(r["start"], r["end"]) for r in records if r["table"] == "tenure"] == [("2020-01", "2021-05-06"), ("2022", ""), ("", "?")]
    assert [r["affiliations"] for r in records if r["table"] == "entity" and not r["name"]] == [["org"]]
    assert "NC" in done.licence
    assert done.skipped.count == 2


def test_jrc_names(tmp_path: Path) -> None:
    path = tmp_path / "entities"
    path.write_text(
        "# JRC-Names\n1510\tP\tu\tMark+Rutte\n1510\tP\tu\tMarc+Rutte\n1510\tP\tru\tМарк+Рютте\n1510\tP\tu\tRutte\n"
        "77\tO\ten\tExample+Agency\n78\tT\tu\tThing\nx\tP\tu\tBad\n1510\tP\tnl\tMark+Rute\n79\tP\tar\tاسم\n80\tP\n"
    )
    records, done = imported("jrc", tmp_path, path)
    assert entities(records)["jrc-1510"]["names"] == [["Mark Rutte", "official", ""], ["Marc Rutte", "alias", ""], ["Марк Рютте", "alias", "ru"], ["Rutte", "weak", ""]]
    assert entities(records)["jrc-77"]["kind"] == "organisation"
    assert [(r["id"], r["names"]) for r in records if not r["name"]] == [("jrc-1510", [["Mark Rute", "alias", ""]])]
    assert done.skipped.count == 2


OWN = [
    ("a.csv", 'name,kind,aliases,wrong,country,note\n"Brumbach, Zoltan",person,"Z. Brumbach|Zoli",Broombag Zoltan,HU,painter\n,person,,,,\nX Y,persn,,,,\n'),
    ("a.tsv", "Name\tType\tAlias\tMisspellings\tcountry\tnotes\nBrumbach, Zoltan\tPerson\tZ. Brumbach ; Zoli\tBroombag Zoltan\thu\tpainter\n\tperson\t\t\t\t\nX Y\tpersn\t\t\t\t\n"),
    ("a.jsonl", '{"name": "Brumbach, Zoltan", "aliases": ["Z. Brumbach", "Zoli"], "wrong": "Broombag Zoltan", "country": "hu", "note": "painter"}\n{"name": ""}\n{"name": "X Y", "kind": "persn"}\n'),
]


@pytest.mark.parametrize(("name", "content"), OWN, ids=[n for n, _ in OWN])
def test_own_tables(name: str, content: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content)
    records, done = imported("csv", tmp_path, tmp_path / name)
    assert [(r["id"], r["kind"], r["country"], r["role"]) for r in records] == [("brumbach-zoltan", "person", "hu", "painter")]
    assert records[0]["names"] == [["Brumbach, Zoltan", "official", ""], ["Z. Brumbach", "alias", ""], ["Zoli", "weak", ""], ["Broombag Zoltan", "wrong", ""]]
    assert [f.line for f in done.skipped.named] == ([2, 3] if name.endswith("jsonl") else [3, 4])
    assert "did you mean 'person'" in done.skipped.named[1].message


@pytest.mark.parametrize(
    ("content", "args", "says"),
    [
        ("name,alises\nA B,C D\n", (), "unknown column 'alises': did you mean 'aliases'?"),
        ("full name,kind\nA B,person\n", (), "unknown column 'full name'"),
        ("kind\nperson\n", (), "no column 'name'"),
        ("name\nA B\n", ("--column", "nam=x"), "did you mean 'name'"),
        ("name\nA B\n", ("--column", "name"), "takes FIELD=HEADER"),
    ],
)
def test_a_column_that_nobody_knows(content: str, args: tuple[str, ...], says: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(content)
    ran = normalize("gazetteer", "import", "csv", tmp_path / "a.csv", "-o", tmp_path / "o.jsonl", *args)
    assert ran.code == 2
    one_clear_line(ran, says)
    assert not (tmp_path / "o.jsonl").exists()


def test_columns_can_be_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Full name,Colour\nAnna Abel,blue\n")
    records, _ = imported("csv", tmp_path, tmp_path / "a.csv", options=Options(columns=importers.columns(["name=Full name"])))
    assert [r["name"] for r in records] == ["Anna Abel"]


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("wikipedia", "a.csv", "-o", "o.jsonl"), "did you mean 'wikidata'"),
        (("csv", "none.csv", "-o", "o.jsonl"), "none.csv"),
        (("csv", "a.csv", "-o", "o.txt"), ".jsonl"),
        (("csv", "a.csv", "-o", "none/o.jsonl"), "cannot write"),
        (("csv", "bad.csv.gz", "-o", "o.jsonl"), "cannot read"),
    ],
)
def test_a_wrong_argument_is_one_line(args: tuple[str, ...], says: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("name\nA B\n")
    (tmp_path / "bad.csv.gz").write_bytes(b"not packed")
    ran = normalize("gazetteer", "import", *args, cwd=tmp_path)
    assert ran.code == 2
    one_clear_line(ran, says)


def test_odd_forms_are_left_out_and_counted(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"name": "Anna Abel\u200e", "aliases": ["Аnna Abel", "Anna\u202eAbel", "A. Abel"]}))
    records, done = imported("csv", tmp_path, tmp_path / "a.jsonl")
    assert records[0]["names"] == [["Anna Abel", "official", ""], ["A. Abel", "alias", ""]]
    assert done.left_out == 2


def test_a_terminal_sees_a_bar_and_a_pipe_does_not(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("name\n" + "A B\n" * 5000)
    assert b"importing" in on_terminal("gazetteer", "import", "csv", tmp_path / "a.csv", "-o", tmp_path / "o.jsonl")
    assert normalize("gazetteer", "import", "csv", tmp_path / "a.csv", "-o", tmp_path / "o.jsonl").err == ""
