"""Every bad input: one clear line on standard error, the right exit code, no traceback, and the text as it was."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import CLEAN, FAULTY, RIGHT, environment, normalize, one_clear_line

linux = pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs /proc")


@pytest.fixture
def text(tmp_path: Path) -> Path:
    """A faulty text."""
    path = tmp_path / "a.txt"
    path.write_text(FAULTY)
    return path


USAGE: dict[str, tuple[list[str], str]] = {
    "unknown command": (["cleen"], "No such command 'cleen'"),
    "unknown subcommand": (["rules", "lst"], "No such command 'lst'"),
    "unknown option": (["clean", "--formt", "json"], "--format"),
    "unknown option of a group": (["rules", "list", "--nope"], "No such option"),
    "value of --format": (["clean", "--format", "jsn"], "did you mean 'json'"),
    "value of check --format": (["check", "--format", "srif"], "did you mean 'sarif'"),
    "value of eval --format": (["eval", ".", "--format", "xml"], "--format takes text, json"),
    "value of --color": (["diff", "--color", "alway"], "did you mean 'always'"),
    "value of --date": (["clean", "--date", "30.10.2024"], "write YYYY-MM-DD"),
    "an impossible date": (["clean", "--date", "2024-02-30"], "is no date"),
    "value of --source-language": (["clean", "--source-language", "Arabic"], "two or three small letters"),
    "value of --select": (["clean", "--select", "en.periodss"], "did you mean"),
    "value of --ignore": (["check", "--ignore", "spurious-perod"], "did you mean 'spurious-period'"),
    "no processes": (["clean", "-j", "0"], "-j"),
    "processes that are no number": (["clean", "-j", "two"], "'two' is not a valid integer"),
    "option without its value": (["clean", "--format"], "requires an argument"),
    "missing argument": (["explain"], "Missing argument"),
    "missing arguments": (["rules", "new", "x"], "Missing argument"),
    "too many arguments": (["explain", "a", "b"], "unexpected extra argument"),
    "rule name of a draft": (["rules", "new", "Bad Name", "a", "b"], "is no rule name"),
    "rules that do not exist": (["clean", "--rules", "none.yml"], "none.yml: no such rule file or folder"),
    "gazetteer that does not exist": (["gazetteer", "stats", "--gazetteer", "none.tsv"], "none.tsv: no such gazetteer file or folder"),
    "corpus that does not exist": (["eval", "none"], "no such corpus: 'none'"),
    "text that does not exist": (["clean", "none.txt"], "no such file: 'none.txt'"),
    "text to check that does not exist": (["check", "none.txt"], "no such file: 'none.txt'"),
    "text to diff that does not exist": (["diff", "none.txt"], "no such file: 'none.txt'"),
    "empty path": (["clean", ""], "no such file: ''"),
    "report of no format": (["clean", "--report", "x.doc"], "no report format for '.doc'"),
}


@pytest.mark.parametrize("case", USAGE)
def test_a_usage_error_is_one_line_and_two(case: str, tmp_path: Path) -> None:
    args, says = USAGE[case]
    ran = normalize(*args, stdin=FAULTY.encode(), cwd=tmp_path)
    assert (ran.code, ran.out) == (2, b"")
    one_clear_line(ran, says)
    assert list(tmp_path.iterdir()) == []


def test_a_hint_is_given_once(tmp_path: Path) -> None:
    assert normalize("cleen").err.count("Did you mean") == 1


@pytest.mark.parametrize("command", [["clean", "-q"], ["diff"], ["check"]], ids=lambda c: c[0])
@pytest.mark.parametrize(
    ("content", "says"),
    [(b"caf\xe9 au lait. in China\n", "not UTF-8 (byte 3)"), (b"raise concerns. in\0China\n", "a binary file"), (FAULTY.encode("utf-16"), "a binary file"), (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a binary file"), (b"\xed\xa0\xbd", "not UTF-8 (byte 0)"), (b"abc\xf0\x9f\x98", "not UTF-8 (byte 3)")],
    ids=["latin-1", "NUL", "utf-16", "png", "surrogate", "cut short"],
)
def test_what_is_no_text_is_passed_through(command: list[str], content: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    ran = normalize(*command, path)
    assert ran.code == 3
    one_clear_line(ran, str(path), says, "passed through unchanged")
    assert ran.out == (content if command[0] == "clean" else b"")
    assert path.read_bytes() == content


@pytest.mark.parametrize("command", ["clean", "diff", "check"])
@pytest.mark.parametrize("content", [b"", b"\n", b" ", "\ufeff".encode(), b"\r\n\r\n"])
def test_an_empty_text_is_fine(command: str, content: bytes) -> None:
    ran = normalize(command, stdin=content)
    assert ran.code == 0
    assert ran.out == (content if command == "clean" else b"")


def test_one_bad_text_among_good_ones(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(FAULTY)
    (tmp_path / "b.txt").write_bytes(b"caf\xe9\n")
    (tmp_path / "c.txt").write_text(FAULTY)
    ran = normalize("clean", "-q", "a.txt", "b.txt", "c.txt", cwd=tmp_path)
    assert (ran.code, ran.out) == (3, RIGHT.encode() + b"caf\xe9\n" + RIGHT.encode())
    one_clear_line(ran, "b.txt: not UTF-8")


def test_a_folder_without_texts(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"x")
    for command in (["clean", "-o", "out"], ["diff"], ["check"]):
        ran = normalize(*command, tmp_path)
        assert (ran.code, ran.out) == (2, b"")
        one_clear_line(ran, "no texts (.txt")


@linux
@pytest.mark.parametrize("command", [["clean"], ["diff"], ["check"], ["clean", "--field", "text"], ["clean", "--html"]], ids=" ".join)
def test_a_text_that_cannot_be_read(command: list[str]) -> None:
    ran = normalize(*command, "/proc/self/mem")
    assert (ran.code, ran.out) == (2, b"")
    one_clear_line(ran, "cannot read '/proc/self/mem': Input/output error")


@linux
@pytest.mark.parametrize(
    "args",
    [
        ["clean", "--rules", "m.yml"],
        ["clean", "--rules", "pack"],
        ["gazetteer", "stats", "--gazetteer", "people-m.tsv"],
        ["eval", "m.jsonl"],
    ],
    ids=lambda a: a[-1],
)
def test_a_data_file_that_cannot_be_read(args: list[str], tmp_path: Path) -> None:
    (tmp_path / "pack").mkdir()
    for name in ("m.yml", "people-m.tsv", "m.jsonl", "pack/m.yml"):
        (tmp_path / name).symlink_to("/proc/self/mem")
    ran = normalize(*args, stdin=FAULTY.encode(), cwd=tmp_path)
    assert (ran.code, ran.out) == (2, b"")
    one_clear_line(ran, "Input/output error")


@pytest.mark.parametrize("place", ["none/out.txt", "a.txt/out.txt"])
@pytest.mark.parametrize("option", ["-o", "--report"])
def test_a_place_that_cannot_be_written(place: str, option: str, text: Path) -> None:
    place = place.replace("out.txt", "out.json")
    ran = normalize("clean", "-q", "a.txt", option, place, cwd=text.parent)
    assert ran.code == 2
    one_clear_line(ran, "cannot write", place)
    assert text.read_text() == FAULTY
    assert [p.name for p in text.parent.iterdir()] == ["a.txt"]


def test_output_into_a_folder_that_is_a_file(text: Path) -> None:
    (text.parent / "b.txt").write_text(CLEAN)
    ran = normalize("clean", "a.txt", "b.txt", "-o", "b.txt", cwd=text.parent)
    assert (ran.code, ran.out) == (2, b"")
    one_clear_line(ran, "cannot make the folder 'b.txt'")
    assert (text.parent / "b.txt").read_text() == CLEAN


def test_output_where_a_subfolder_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "in" / "sub").mkdir(parents=True)
    (tmp_path / "in" / "sub" / "a.txt").write_text(FAULTY)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "sub").write_text("a file")
    ran = normalize("clean", "in", "-o", "out", cwd=tmp_path)
    assert ran.code == 2
    one_clear_line(ran, "sub")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("args", [["clean"], ["diff"], ["check"], ["rules", "list"], ["gazetteer", "stats"], ["doctor"]], ids=" ".join)
def test_a_full_disk_behind_standard_output(args: list[str]) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run([sys.executable, "-m", "normalize.cli.app", *args], input=FAULTY.encode(), stdout=full, stderr=subprocess.PIPE, env={**os.environ, **environment()}, check=False)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert b"No space left on device" in done.stderr


@pytest.mark.parametrize("redirect", [">&-", "<&-"])
def test_a_closed_standard_stream(redirect: str, text: Path) -> None:
    command = f"{sys.executable} -m normalize.cli.app clean {'a.txt' if redirect == '>&-' else ''} {redirect}"
    done = subprocess.run(["sh", "-c", command], capture_output=True, cwd=text.parent, env={**os.environ, **environment()}, check=False)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("args", ["rules list", "gazetteer check", "check big.txt", "diff big.txt", "clean big.txt -q"])
def test_a_reader_that_goes_away_is_no_error(args: str, tmp_path: Path) -> None:
    (tmp_path / "big.txt").write_text(FAULTY * 3000)
    command = f"{sys.executable} -m normalize.cli.app {args} | head -c 10 >/dev/null"
    done = subprocess.run(["sh", "-c", command], capture_output=True, cwd=tmp_path, env={**os.environ, **environment()}, check=False)
    assert done.stderr == b""


@pytest.mark.parametrize("locale", [{"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"LC_ALL": "C.UTF-8"}, {"PYTHONIOENCODING": "latin-1"}, {"PYTHONIOENCODING": "ascii"}], ids=str)
def test_the_locale_does_not_matter(locale: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "é.txt").write_text(f"“Ünï” 中文. {FAULTY}")
    for args in (["clean", "-q"], ["diff"], ["check"]):
        ran = normalize(*args, "é.txt", cwd=tmp_path, env=locale)
        assert "Traceback" not in ran.err, args
        assert ran.code == (1 if args == ["check"] else 0)
    assert normalize("clean", "-q", "é.txt", cwd=tmp_path, env=locale).out == f"“Ünï” 中文. {RIGHT}".encode()


@pytest.mark.parametrize(
    "args",
    [
        ["explain", "Erdogan"],
        ["gazetteer", "search", "Erdogan"],
        ["rules", "show", "spurious-period"],
        ["eval", "cases.jsonl", "-v"],
        ["rules", "list"],
        ["doctor"],
    ],
    ids=" ".join,
)
def test_a_terminal_without_utf8_is_no_reason_to_fail(args: list[str], tmp_path: Path) -> None:
    (tmp_path / "cases.jsonl").write_text('{"text": "“No –", "gold": "“No”", "action": "fix"}\n')
    ran = normalize(*args, cwd=tmp_path, env={"PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"})
    assert "Traceback" not in ran.err, ran.err[-300:]
    assert ran.code == 0
    assert ran.out


def test_a_file_name_of_any_bytes(tmp_path: Path) -> None:
    for name in (b"bad\xff.txt", b"-x.txt", "é\u202e.txt".encode(), b"two\nlines.txt", b"a b.txt"):
        (tmp_path / os.fsdecode(name)).write_text(FAULTY)
        for args in (["diff"], ["check"], ["clean", "-q", "--format", "json"]):
            ran = normalize(*args, "--", name, cwd=tmp_path)
            assert ran.code == (1 if args[0] == "check" else 0), (args, name, ran.err)
            assert "Traceback" not in ran.err
        assert normalize("clean", "--in-place", "--", name, cwd=tmp_path).code == 0
        assert (tmp_path / os.fsdecode(name)).read_text() == RIGHT
