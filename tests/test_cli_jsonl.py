"""JSON lines: one field is cleaned, everything else of the record stays, and what is no record is passed through byte for byte."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalize import batch
from normalize.pipeline import Pipeline
from tests.alphabet import documents
from tests.running import FAULTY, RIGHT, normalize

BAD, GOOD = FAULTY.strip(), RIGHT.strip()


def cleaned(content: bytes, tmp_path: Path, *args: str) -> tuple[int, bytes, str]:
    """A file of JSON lines, cleaned: exit code, bytes, standard error."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(content)
    ran = normalize("clean", path, *args)
    return ran.code, ran.out, ran.err


def test_the_field_text_is_cleaned_and_the_rest_stays(tmp_path: Path) -> None:
    record = {"id": 7, "text": BAD, "title": BAD, "nested": {"text": BAD, "n": [1, 2.5, None, True]}, "ü": "é\u2028😀"}
    code, out, _ = cleaned(json.dumps(record, ensure_ascii=False).encode() + b"\n", tmp_path)
    assert code == 0
    assert json.loads(out) == record | {"text": GOOD}
    assert list(json.loads(out)) == list(record)


def test_another_field_can_be_named(tmp_path: Path) -> None:
    code, out, _ = cleaned(json.dumps({"body": BAD, "text": BAD}).encode(), tmp_path, "--field", "body")
    assert (code, json.loads(out)) == (0, {"body": GOOD, "text": BAD})


def test_field_reads_json_lines_from_standard_input() -> None:
    ran = normalize("clean", "--field", "t", stdin=json.dumps({"t": BAD}).encode())
    assert json.loads(ran.out) == {"t": GOOD}


def test_what_is_no_record_is_passed_through(tmp_path: Path) -> None:
    bad = [b"not json", b'{"text": 3}', b'{"body": "x"}', b'["text"]', b'"text"', b'{"text": "\xff"}', b"{" * 3000, b'{"text": "a"', b"7" * 5000]
    lines = [json.dumps({"text": BAD}).encode(), *bad, b"", b"  ", json.dumps({"text": BAD}).encode()]
    code, out, err = cleaned(b"\n".join(lines), tmp_path)
    assert code == 3
    good = json.dumps({"text": GOOD}).encode()
    assert out.split(b"\n") == [good, *bad, b"", b"  ", good]
    assert len([line for line in err.splitlines() if "passed through unchanged" in line]) == len(bad)
    assert "a.jsonl:2: " in err
    assert "Traceback" not in err


@pytest.mark.parametrize("line", ['{"text":"One line.","b" :1.10}', '{ "text" : "\\u0041 line." }', '{"text": "A\\ud83d line."}'])
def test_a_record_without_changes_is_the_same_bytes(line: str, tmp_path: Path) -> None:
    code, out, _ = cleaned(line.encode() + b"\r\n", tmp_path)
    assert (code, out) == (0, line.encode() + b"\r\n")


@pytest.mark.parametrize("inside", ["\u2028", "\u2029", "\x85", "\x0c", "\x0b", "\x1c"], ids=ascii)
def test_a_record_ends_at_a_line_feed_only(inside: str, tmp_path: Path) -> None:
    # strict JSON escapes controls below a space; others stand raw
    line = json.dumps({"text": f"One{inside}{BAD}"}, ensure_ascii=False) if inside > "\x1f" else json.dumps({"text": f"One{inside}{BAD}"})
    code, out, _ = cleaned(f"{line}\n{line}\n".encode(), tmp_path)
    assert code == 0
    assert [json.loads(part) for part in out.split(b"\n")[:-1]] == [{"text": f"One{inside}{GOOD}"}] * 2


def test_a_lone_surrogate_comes_back(tmp_path: Path) -> None:
    code, out, _ = cleaned(b'{"text": "' + BAD.encode() + b' \\ud83d"}\n', tmp_path)
    assert code == 0
    assert json.loads(out) == {"text": f"{GOOD} \ud83d"}


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        pytest.param(b'{"text": "%s"}\r\n', b'{"text": "%s"}\r\n', id="crlf"),
        pytest.param(b'\xef\xbb\xbf{"text": "%s"}\n', b'\xef\xbb\xbf{"text": "%s"}\n', id="bom"),
        pytest.param(b'{"text": "%s", "a": 1, "a": 2}\n', b'{"text": "%s", "a": 1, "a": 2}\n', id="a key twice"),
        pytest.param(b'{"text": "%s", "n": 1e400}\n', b'{"text": "%s", "n": 1e400}\n', id="a number too large for a float"),
        pytest.param(b'{"text": "%s", "n": 1.10}\n', b'{"text": "%s", "n": 1.10}\n', id="a number with a final zero"),
        pytest.param(b'{"text": "%s", "n": 12345678901234567890.12345}\n', b'{"text": "%s", "n": 12345678901234567890.12345}\n', id="a number finer than a float"),
    ],
)
def test_the_rest_of_the_line_stays(line: bytes, wanted: bytes, tmp_path: Path) -> None:
    code, out, _ = cleaned(line % BAD.encode(), tmp_path)
    assert (code, out) == (0, wanted % GOOD.encode())


@settings(max_examples=100)
@given(st.lists(st.one_of(documents(8), st.none(), st.integers()), max_size=5))
def test_as_many_records_come_out_as_went_in(values: list[str | int | None]) -> None:
    import tempfile

    pipeline = _pipeline()
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as file:
        file.write(b"".join(json.dumps({"text": v, "n": i}).encode() + b"\n" for i, v in enumerate(values)))
        file.flush()
        done = list(batch.run(batch.items(file.name), pipeline))
    out = [json.loads(d.data) for d in done]
    assert [o["n"] for o in out] == list(range(len(values)))
    for value, record, one in zip(values, out, done, strict=True):
        if isinstance(value, str):
            assert one.result is not None
            assert record["text"] == one.result.text
        else:
            assert record["text"] == value
            assert one.faults


_made: list[Pipeline] = []


def _pipeline() -> Pipeline:
    if not _made:
        _made.append(Pipeline())
    return _made[0]
