"""`normalize clean`: what goes where, and that nothing else changes."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from tests.running import CLEAN, FAULTY, RIGHT, normalize, one_clear_line


def text_in(folder: Path, name: str = "a.txt", text: str = FAULTY) -> Path:
    """A file with a text."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def test_a_file_goes_to_standard_output(tmp_path: Path) -> None:
    path = text_in(tmp_path)
    ran = normalize("clean", path)
    assert (ran.code, ran.text) == (0, RIGHT)
    assert path.read_text() == FAULTY
    assert ran.err.startswith("1 change and 0 findings in 1 text")


@pytest.mark.parametrize("args", [(), ("-",)])
def test_standard_input_is_read(args: tuple[str, ...]) -> None:
    assert normalize("clean", *args, stdin=FAULTY.encode()).text == RIGHT


def test_quiet_says_nothing(tmp_path: Path) -> None:
    assert normalize("clean", text_in(tmp_path), "--quiet").err == ""


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x85", "\u2028", "\x0b", "\x0c", ""], ids=ascii)
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["", "bom"])
def test_line_ends_and_byte_order_mark_stay(end: str, mark: str, tmp_path: Path) -> None:
    path = text_in(tmp_path, text=f"{mark}One.{end}{FAULTY.strip()}{end}{end}Two.{end}")
    out = tmp_path / "out.txt"
    assert normalize("clean", path, "-o", out, "-q").code == 0
    # without any line end the two sentences stand glued, which is a fault of its own
    assert RIGHT.strip() in out.read_bytes().decode()
    if end:
        assert out.read_bytes().decode() == f"{mark}One.{end}{RIGHT.strip()}{end}{end}Two.{end}"


def test_output_to_a_file_leaves_the_input(tmp_path: Path) -> None:
    path, out = text_in(tmp_path), tmp_path / "out.txt"
    ran = normalize("clean", path, "-o", out)
    assert (ran.code, ran.out) == (0, b"")
    assert (path.read_text(), out.read_text()) == (FAULTY, RIGHT)


def test_a_folder_goes_to_a_folder(tmp_path: Path) -> None:
    text_in(tmp_path, "in/a.txt")
    text_in(tmp_path, "in/deep/b.md", CLEAN)
    text_in(tmp_path, "in/.hidden.txt")
    text_in(tmp_path, "in/picture.png")
    ran = normalize("clean", tmp_path / "in", "-o", tmp_path / "out")
    assert ran.code == 0
    assert {str(p.relative_to(tmp_path / "out")): p.read_text() for p in (tmp_path / "out").rglob("*") if p.is_file()} == {"a.txt": RIGHT, "deep/b.md": CLEAN}


def test_several_files_go_to_a_folder_on_two_processes(tmp_path: Path) -> None:
    paths = [text_in(tmp_path, f"in/{i:03}.txt", f"Text {i}. {FAULTY}") for i in range(70)]
    assert normalize("clean", *paths, "-o", tmp_path / "out", "-j", "2").code == 0
    assert {p.name: p.read_text() for p in (tmp_path / "out").iterdir()} == {f"{i:03}.txt": f"Text {i}. {RIGHT}" for i in range(70)}


def test_two_files_of_one_name_are_both_kept(tmp_path: Path) -> None:
    one, two = text_in(tmp_path, "p/x.txt", "He spoke of of it.\n"), text_in(tmp_path, "q/x.txt", "She spoke of of that.\n")
    ran = normalize("clean", one, two, "-o", tmp_path / "out")
    texts = {p.read_text() for p in (tmp_path / "out").rglob("*") if p.is_file()} if (tmp_path / "out").exists() else set()
    assert ran.code == 2 or texts == {"He spoke of it.\n", "She spoke of that.\n"}


def test_in_place_keeps_mode_and_follows_links(tmp_path: Path) -> None:
    path = text_in(tmp_path)
    path.chmod(0o640)
    link = tmp_path / "link.txt"
    link.symlink_to(path)
    assert normalize("clean", link, "--in-place").code == 0
    assert path.read_text() == RIGHT
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert link.is_symlink()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.txt", "link.txt"]


def test_in_place_in_a_folder(tmp_path: Path) -> None:
    paths = [text_in(tmp_path, f"{i}.txt") for i in range(3)]
    bad = tmp_path / "latin.txt"
    bad.write_bytes(b"caf\xe9\n")
    assert normalize("clean", tmp_path, "--in-place").code == 3
    assert [p.read_text() for p in paths] == [RIGHT] * 3
    assert bad.read_bytes() == b"caf\xe9\n"


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("--in-place", "-o", "x"), "--in-place"),
        (("--in-place", "--format", "json"), "--in-place"),
        (("--format", "text", "--report", "r.doc"), ".doc"),
        (("--report", "r"), "without an ending"),
    ],
)
def test_options_that_do_not_fit_together(args: tuple[str, ...], says: str, tmp_path: Path) -> None:
    path = text_in(tmp_path)
    ran = normalize("clean", path, *args, cwd=tmp_path)
    assert ran.code == 2
    one_clear_line(ran, says)
    assert path.read_text() == FAULTY


def test_in_place_needs_files() -> None:
    ran = normalize("clean", "--in-place", stdin=FAULTY.encode())
    assert (ran.code, ran.out) == (2, b"")
    one_clear_line(ran, "standard input")


def test_a_folder_needs_a_place_to_go(tmp_path: Path) -> None:
    text_in(tmp_path)
    ran = normalize("clean", tmp_path)
    assert ran.code == 2
    one_clear_line(ran, "-o DIR", "--in-place")


@pytest.mark.parametrize("ending", ["json", "jsonl", "html", "md", "sarif", "diff"])
def test_a_report_of_every_ending(ending: str, tmp_path: Path) -> None:
    path, report = text_in(tmp_path, text=FAULTY + "<b>&</b> He said said it .\n"), tmp_path / f"r.{ending}"
    ran = normalize("clean", path.name, "--report", report.name, cwd=tmp_path)
    assert ran.code == 0
    assert ran.text.startswith(RIGHT)
    shown = report.read_text()
    if ending != "diff":
        assert "spurious-period" in shown
    if ending == "json":
        assert json.loads(shown)["source"] == "a.txt"
    elif ending == "jsonl":
        assert [json.loads(line)["source"] for line in shown.splitlines()] == ["a.txt"]
    elif ending == "html":
        body = shown.partition("<main")[2]
        assert "&lt;b&gt;" in body
        assert "<b>" not in body
        assert "http://" not in shown
        assert "https://" not in shown
    elif ending == "md":
        assert shown.startswith("# a.txt\n")
        assert "| line | before | after |" in shown
    elif ending == "sarif":
        assert json.loads(shown)["runs"][0]["results"][0]["ruleId"] == "en.periods.spurious-period"
    else:
        assert shown.startswith("--- a/a.txt\n+++ b/a.txt\n@@ ")


def test_a_report_may_go_to_an_ending_in_capitals_or_is_refused(tmp_path: Path) -> None:
    ran = normalize("clean", text_in(tmp_path), "--report", tmp_path / "r.JSON")
    assert ran.code == 2 or (tmp_path / "r.JSON").exists()


def test_a_report_of_several_texts_is_a_list(tmp_path: Path) -> None:
    paths = [text_in(tmp_path, f"{i}.txt") for i in range(2)]
    assert normalize("clean", *paths, "-o", tmp_path / "out", "--report", tmp_path / "r.json").code == 0
    assert [Path(r["source"]).name for r in json.loads((tmp_path / "r.json").read_text())] == ["0.txt", "1.txt"]


@pytest.mark.parametrize("args", [("--report", "r.jsonl"), ("--format", "jsonl", "-o", "r.jsonl")], ids=["report", "format"])
def test_a_text_that_could_not_be_read_is_in_the_report(args: tuple[str, ...], tmp_path: Path) -> None:
    text_in(tmp_path)
    (tmp_path / "latin.txt").write_bytes(b"caf\xe9\n")
    assert normalize("clean", "a.txt", "latin.txt", *args, cwd=tmp_path).code == 3
    reports = [json.loads(line) for line in (tmp_path / "r.jsonl").read_text().splitlines()]
    assert [r["source"] for r in reports] == ["a.txt", "latin.txt"]
    assert reports[1]["problems"]


CHANGE_KEYS = {"rule", "stage", "class", "start", "end", "before", "after", "clean_start", "clean_end", "confidence", "evidence"}
FINDING_KEYS = {"rule", "class", "action", "start", "end", "message", "suggestions"}


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_json_has_the_keys_that_the_design_names(form: str, tmp_path: Path) -> None:
    raw = f"{FAULTY}NATO Secretary General Mark Root spoke on Wednesday.\n“He left the hall.\n#Peace #War #Iran\n2024-10-30 06:39:00\n"
    path = text_in(tmp_path, text=raw)
    ran = normalize("clean", path, "--format", form)
    assert ran.code == 0
    report = json.loads(ran.text)
    assert {"schema", "source", "text", "metadata", "changes", "findings", "stats"} <= set(report)
    assert report["schema"] == 1
    assert report["source"] == str(path)
    assert report["metadata"]["published"].startswith("2024-10-30")
    assert report["metadata"]["tags"] == ["Peace", "War", "Iran"]
    assert report["stats"]["changes"] == len(report["changes"]) > 1
    assert report["stats"]["findings"] == len(report["findings"])
    assert isinstance(report["stats"]["seconds"], float)
    for change in report["changes"]:
        assert set(change) >= CHANGE_KEYS
        assert raw[change["start"] : change["end"]] == change["before"]
        assert report["text"][change["clean_start"] : change["clean_end"]] == change["after"]
        assert all(set(e) == {"kind", "text"} for e in change["evidence"])
    name = next(c for c in report["changes"] if c["before"].endswith("Root"))
    assert name["class"] == "wrong-name"
    assert name["after"].endswith("Rutte")
    assert len({e["kind"] for e in name["evidence"]}) >= 2


def test_findings_in_json_have_the_keys_that_the_design_names(tmp_path: Path) -> None:
    text = "The goalkeeper was praised for his. The coach was not.\n"
    report = json.loads(normalize("clean", text_in(tmp_path, text=text), "--format", "json").text)
    assert report["text"] == text
    assert report["findings"]
    for finding in report["findings"]:
        assert set(finding) >= FINDING_KEYS
        assert finding["action"] == "flag"
        assert text[finding["start"] : finding["end"]] == finding["before"]
        assert isinstance(finding["suggestions"], list)


def test_json_of_several_texts_is_a_list(tmp_path: Path) -> None:
    paths = [text_in(tmp_path, f"{i}.txt") for i in range(2)]
    assert [r["text"] for r in json.loads(normalize("clean", *paths, "--format", "json").text)] == [RIGHT, RIGHT]
    assert len(normalize("clean", tmp_path, "--format", "jsonl").text.splitlines()) == 2


def test_select_ignore_protect_and_unsafe(tmp_path: Path) -> None:
    path = text_in(tmp_path, text="The move will raise concerns. in China, tired of of it.\n")
    assert normalize("clean", path, "--select", "spurious-period").text == "The move will raise concerns in China, tired of of it.\n"
    assert normalize("clean", path, "--ignore", "spurious-period").text == "The move will raise concerns. in China, tired of it.\n"
    assert normalize("clean", path, "--protect", "concerns. in", "--protect", "of of").text == path.read_text()


def test_unsafe_applies_suggestions(tmp_path: Path) -> None:
    rules = tmp_path / "mine.yml"
    rules.write_text(
        "- rule: blorp\n  class: garbled-term\n  stage: words\n  why: A test.\n  phrase: blorp\n  replace: frog\n  action: suggest\n"
        "  examples:\n    - bad: A blorp.\n      good: A frog.\n  keep:\n    - A frog.\n"
    )
    path = text_in(tmp_path, text="A blorp.\n")
    assert normalize("clean", path, "--rules", rules).text == "A blorp.\n"
    assert normalize("clean", path, "--rules", rules, "--unsafe").text == "A frog.\n"
    report = json.loads(normalize("clean", path, "--rules", rules, "--format", "json").text)
    assert [(f["action"], f["suggestions"]) for f in report["findings"]] == [("suggest", ["frog"])]


def test_the_date_decides_who_held_an_office(tmp_path: Path) -> None:
    path = text_in(tmp_path, text="British Prime Minister Kia Starmer spoke to reporters.\n")
    assert "Keir Starmer" in normalize("clean", path, "--date", "2024-12-01").text
    assert normalize("clean", path, "--date", "2020-05-01").text == path.read_text()


def test_html_keeps_the_markup(tmp_path: Path) -> None:
    page = '<html><p class="a  b">The move will raise <b>concerns</b>. in China &amp; elsewhere.</p>\n<script>x = "of of it";</script><pre>of of it</pre></html>'
    wanted = page.replace("</b>. in", "</b> in")
    assert normalize("clean", text_in(tmp_path, "p.html", page)).text == wanted
    assert normalize("clean", "--html", stdin=page.encode()).text == wanted


def test_a_place_that_is_no_file_is_written_not_replaced(tmp_path: Path) -> None:
    """A named pipe stands for every place that is no file, /dev/null above all."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert normalize("clean", text_in(tmp_path), "-o", pipe).code == 0
        assert stat.S_ISFIFO(pipe.stat().st_mode)
        assert os.read(reader, 1000) == RIGHT.encode()
    finally:
        os.close(reader)


def test_profile_tells_what_each_stage_and_rule_costs(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The move will raise concerns. in China.\n")
    done = normalize("clean", "-q", "--profile", "--format", "json", tmp_path / "a.txt")
    profile = json.loads(done.out)["stats"]["profile"]
    assert profile["stages"]["punctuation"] > 0 and profile["rules"]["en.periods.spurious-period"] > 0
    told = done.err
    assert "cost of stages:" in told and "cost of rules:" in told and "en.sentences.does-not-read-on" in told
    assert "profile" not in json.loads(normalize("clean", "-q", "--format", "json", tmp_path / "a.txt").out)["stats"]
