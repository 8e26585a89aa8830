"""Packed files, tables and Parquet: one column is cleaned, every other byte stays, and what is damaged costs nothing but itself."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize import tables
from normalize.edits import OffsetMap
from normalize.report import Result
from tests.running import FAULTY, RIGHT, normalize, on_terminal, one_clear_line

BAD, GOOD = FAULTY.strip(), RIGHT.strip()
RECORD, WANTED = json.dumps({"text": BAD}).encode() + b"\n", json.dumps({"text": GOOD}).encode() + b"\n"


def packed(data: bytes, ending: str) -> bytes:
    """The bytes packed as the ending says; skipped where the library is missing."""
    if ending == ".zst":
        return bytes(pytest.importorskip("zstandard", reason="needs pip install zstandard").ZstdCompressor().compress(data))
    return gzip.compress(data) if ending == ".gz" else data


def unpacked(data: bytes, ending: str) -> bytes:
    """What was packed."""
    if ending == ".zst":
        zstandard = pytest.importorskip("zstandard")
        with zstandard.ZstdDecompressor().stream_reader(io.BytesIO(data), read_across_frames=True) as reader:
            return bytes(reader.read())
    return gzip.decompress(data) if ending == ".gz" else data


@pytest.mark.parametrize("ending", ["", ".gz", ".zst"])
@pytest.mark.parametrize(
    ("name", "content", "wanted"),
    [
        ("a.txt", FAULTY.encode(), RIGHT.encode()),
        ("a.jsonl", RECORD * 3, WANTED * 3),
        ("a.csv", f"id,text\n1,{BAD}\n".encode(), f"id,text\n1,{GOOD}\n".encode()),
        ("a.html", f"<p>{BAD}</p>".encode(), f"<p>{GOOD}</p>".encode()),
    ],
)
def test_packed_files_are_read_and_written_packed(name: str, content: bytes, wanted: bytes, ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}{ending}"
    path.write_bytes(packed(content, ending))
    assert normalize("clean", path).out == wanted
    assert normalize("clean", tmp_path, "-o", tmp_path / "out").code == 0
    first = (tmp_path / "out" / path.name).read_bytes()
    assert unpacked(first, ending) == wanted
    assert normalize("clean", path, "--in-place").code == 0
    assert path.read_bytes() == first, "no time and no name inside: the same bytes each time"


@pytest.mark.parametrize("ending", [".gz", ".zst"])
def test_a_damaged_file_is_named_and_costs_only_itself(ending: str, tmp_path: Path) -> None:
    import os

    damaged, whole = tmp_path / f"a.jsonl{ending}", tmp_path / "b.jsonl"
    noise = b"".join(json.dumps({"text": BAD, "x": os.urandom(60).hex()}).encode() + b"\n" for _ in range(3000))
    bytes_ = packed(noise, ending)[:-20_000]
    damaged.write_bytes(bytes_)
    whole.write_bytes(RECORD)
    ran = normalize("clean", tmp_path, "-o", tmp_path / "out")
    assert ran.code == 3
    assert "Traceback" not in ran.err
    assert f"a.jsonl{ending}: damaged" in ran.err
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["b.jsonl"]
    assert (tmp_path / "out" / "b.jsonl").read_bytes() == WANTED
    assert normalize("clean", tmp_path, "--in-place").code == 3
    assert damaged.read_bytes() == bytes_


def test_a_missing_library_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "block").mkdir()
    for library in ("zstandard", "pyarrow"):
        (tmp_path / "block" / f"{library}.py").write_text("raise ImportError('not here')\n")
    for name, extra in (("a.txt.zst", "[zstd]"), ("a.parquet", "[parquet]")):
        (tmp_path / name).write_bytes(b"x")
        ran = normalize("clean", tmp_path / name, "-o", tmp_path / "out", env={"PYTHONPATH": f"{tmp_path / 'block'}:{Path(__file__).parents[1]}"})
        assert ran.code == 2
        one_clear_line(ran, extra)


# --- tables


def test_only_the_cell_changes(tmp_path: Path) -> None:
    table = f'\ufeffid,text,n\r\n1,{BAD},1.10\r\n\r\n2,"He said ""{BAD}"", then left.",007\r\n"3",Fine.,"a\nb"\r\n4,"One line.\n{BAD}",\r\n'
    (tmp_path / "a.csv").write_bytes(table.encode())
    ran = normalize("clean", tmp_path / "a.csv")
    assert (ran.code, ran.out.decode()) == (0, table.replace(BAD, GOOD))


@pytest.mark.parametrize("made", ["a,b", 'a "b"', '"a"', "a\nb", "a"])
def test_a_changed_cell_is_quoted_when_it_must_be(made: str) -> None:
    table = tables.Table(b"id,text,n\n", ",", "a.csv", "a.csv", "text")
    for row in (b"1,plain,2\r\n", b'1,"in, marks",2\r\n'):
        item = table.item(row, 2)
        assert item.text is not None
        assert item.wrap is not None
        out = item.wrap(Result(item.text, made, (), (), {}, OffsetMap()))
        assert out.endswith(b",2\r\n")
        assert list(csv.reader(io.StringIO(out.decode(), newline=""))) == [["1", made, "2"]]


@pytest.mark.parametrize("row", [b"1\n", b"1,2,3\n", b'1,"never closed\n', b"1,\xff\n"])
def test_a_bad_row_is_passed_through_and_named(row: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"id,text\n" + f"0,{BAD}\n".encode() + row + f"2,{BAD}\n".encode())
    ran = normalize("clean", tmp_path / "a.csv", "--summary", tmp_path / "s.json")
    assert ran.code == 3
    assert ran.out == b"id,text\n" + f"0,{GOOD}\n".encode() + row + f"2,{GOOD}\n".encode()
    assert f"a.csv:{3}: " in ran.err
    summary = json.loads((tmp_path / "s.json").read_text())
    assert (summary["documents"], summary["unread"], summary["faults"]) == (2, 1, 1)


def test_a_column_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text(f"id\tbody\n1\t{BAD}\n")
    ran = normalize("clean", tmp_path / "a.tsv")
    assert ran.code == 3
    assert "no column 'text' in the header (id, body)" in ran.err
    assert ran.text == f"id\tbody\n1\t{BAD}\n"
    ran = normalize("clean", tmp_path / "a.tsv", "--field", "body")
    assert (ran.code, ran.text) == (0, f"id\tbody\n1\t{GOOD}\n")


@given(st.lists(st.lists(st.text(st.sampled_from('ab",\n\r \té'), max_size=8), min_size=2, max_size=2), max_size=6), st.sampled_from(",\t"))
def test_cells_are_those_of_the_csv_module(wanted: list[list[str]], separator: str) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, quoting=csv.QUOTE_ALL).writerows(wanted)
    lines = io.BytesIO(out.getvalue().encode()).readlines()
    found = list(tables.rows(lines, separator))
    assert b"".join(found) == out.getvalue().encode()
    assert [[c.value for c in tables.cells(r.decode().removesuffix("\r\n"), separator)] for r in found] == wanted


@given(st.lists(st.text(st.sampled_from('ab",\n\r x'), max_size=12), max_size=8), st.sampled_from(",\t"))
def test_rows_lose_no_byte(pieces: list[str], separator: str) -> None:
    content = "\n".join(pieces).encode()
    assert b"".join(tables.rows(io.BytesIO(content), separator)) == content


# --- Parquet


def test_one_column_of_a_parquet_file_is_cleaned(tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow", reason="needs pip install pyarrow")
    from pyarrow import parquet

    texts = [BAD, None, "Fine."] * 1000
    column = arrow.array(texts).dictionary_encode()
    schema = arrow.schema([("id", arrow.int16()), ("text", arrow.large_string()), ("tag", column.type)], metadata={"who": "us"})
    table = arrow.table([arrow.array([i % 7 for i in range(3000)], arrow.int16()), arrow.array(texts, arrow.large_string()), column], schema=schema)
    parquet.write_table(table, tmp_path / "a.parquet", compression="zstd", row_group_size=700)
    assert normalize("clean", tmp_path / "a.parquet", "-o", tmp_path / "b.parquet", "--edits", tmp_path / "e.jsonl").code == 0
    out = parquet.ParquetFile(tmp_path / "b.parquet")
    assert out.metadata.row_group(0).column(0).compression == "ZSTD"
    got = out.read()
    assert got.schema.equals(schema, check_metadata=True)
    assert got["text"].to_pylist() == [t and t.replace(BAD, GOOD) for t in texts]
    assert got.drop_columns("text").equals(table.drop_columns("text"))
    assert len((tmp_path / "e.jsonl").read_text().splitlines()) == 2000
    assert normalize("clean", tmp_path / "a.parquet", "--field", "tag", "--in-place").code == 0
    assert parquet.read_table(tmp_path / "a.parquet")["tag"].to_pylist() == [t and t.replace(BAD, GOOD) for t in texts]


@pytest.mark.parametrize(("field", "said"), [("body", "no column 'body'"), ("id", "holds int64 and no texts")])
def test_a_parquet_file_without_such_texts_is_passed_through(field: str, said: str, tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow", reason="needs pip install pyarrow")
    from pyarrow import parquet

    table = arrow.table({"id": [1, 2], "text": [BAD, BAD]})
    parquet.write_table(table, tmp_path / "a.parquet")
    ran = normalize("clean", tmp_path / "a.parquet", "--field", field, "-o", tmp_path / "b.parquet")
    assert ran.code == 3
    assert ran.err.count(said) == 1
    assert parquet.read_table(tmp_path / "b.parquet").equals(table)


def test_no_parquet_file_at_all(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="needs pip install pyarrow")
    (tmp_path / "a.parquet").write_bytes(b"PAR1 this is none")
    ran = normalize("clean", tmp_path, "-o", tmp_path / "out")
    assert ran.code == 3
    assert "a.parquet: damaged, or no Parquet file" in ran.err
    assert "Traceback" not in ran.err


# --- what is told


def test_edits_and_summary_beside_the_text(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(RECORD + b'{"text": "Fine."}\nno record\n')
    ran = normalize("clean", tmp_path / "a.jsonl", "--edits", tmp_path / "e.jsonl.gz", "--summary", tmp_path / "s.json")
    assert ran.code == 3
    lines = [json.loads(line) for line in gzip.decompress((tmp_path / "e.jsonl.gz").read_bytes()).splitlines()]
    assert [line["name"].rpartition("/")[2] for line in lines] == ["a.jsonl:1", "a.jsonl:2", "a.jsonl:3"]
    (edit,) = lines[0]["edits"]
    assert (edit["rule"], BAD[edit["start"] : edit["end"]], edit["before"], edit["after"]) == ("en.periods.spurious-period", ".", ".", "")
    assert 0 < edit["confidence"] <= 1
    assert lines[1]["edits"] == lines[2]["edits"] == []
    summary = json.loads((tmp_path / "s.json").read_text())
    assert summary["rules"] == {"en.periods.spurious-period": {"changes": 1, "findings": 0}}
    assert (summary["documents"], summary["changed"], summary["unread"], summary["faults"]) == (2, 1, 1, 1)


def test_a_long_run_tells_what_each_rule_did(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(RECORD * 30)
    assert "30         0  en.periods.spurious-period" in normalize("clean", tmp_path / "a.jsonl").err
    assert normalize("clean", "-q", tmp_path / "a.jsonl").err == ""


def test_a_terminal_sees_rate_and_time_left(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(RECORD * 4000)
    shown = on_terminal("clean", tmp_path / "a.jsonl", "-o", tmp_path / "b.jsonl").decode()
    assert "cleaning" in shown
    assert "/s" in shown
    assert "left" in shown
