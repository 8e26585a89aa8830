"""A review: nothing lost, nothing asked twice, on a terminal line by line and on the full screen."""

from __future__ import annotations

import asyncio
import html
import os
import random
import re
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from normalize.config import Config
from normalize.decisions.book import Book, open_book
from normalize.decisions.fingerprint import Question, questions
from normalize.errors import UsageError
from normalize.pipeline import Pipeline
from normalize.report import Change
from normalize.review.filters import parsed
from normalize.review.session import Session
from tests.running import normalize, one_clear_line
from tests.sittings import keyed, result, session, sit, write_articles

RAW = "The chief of the union Mark Root met eleven ministers in Ghent.\nThey spoke of blorp, and Root left early with the dame and of the These papers.\n"
SCREENS = Path(__file__).parent / "data" / "review_screens"
cleaner = Pipeline()


def sitting(book: Book | None = None) -> Session:
    """A sitting over two texts: three changes and a suggestion in the first, one change in the second."""
    first = result(
        RAW,
        [("Root", "Rutte", "x.names.person"), ("Root", "Rutte", "x.names.person"), ("the These", "these", "x.echoes.two")],
        offers=[("blorp", ("bread", "broth"), "x.words.blorp"), ("left early", (), "x.flags.early")],
    )
    second = result("In Leeds the chief Mark Root was not seen.\n", [("Root", "Rutte", "x.names.person")], source="b.txt")
    return session([first, second], book)


def words(q: Question | None) -> str:
    """The words of a question."""
    return q.place.before if q else ""


def test_questions_come_in_order_and_once() -> None:
    s = sitting()
    seen = []
    while (q := s.current) is not None:
        seen.append((q.result.source, q.place.start))
        s.decide("accept" if len(seen) % 2 else "reject")
    assert seen == sorted(seen)
    assert len(seen) == len(set(seen)) == 5
    assert s.progress[3:] == (3, 2, 0)


def test_all_of_a_rule_and_all_of_a_name_reach_the_other_files() -> None:
    for scope in ("rule", "name"):
        s = sitting()
        assert s.decide("reject", scope=scope) == 3  # type: ignore[arg-type]
        assert [words(q) for q in (s.current,)] == ["blorp"]
        assert s.undo() == 3
        assert words(s.current) == "Root"


def test_skipped_questions_are_asked_in_the_next_sitting() -> None:
    book = Book()
    s = sitting(book)
    s.skip()
    s.decide("accept", choice=1)
    s.next_file()
    assert (s.current.result.source if s.current else "") == "b.txt"
    s.decide("reject")
    assert s.current is None
    again = sitting(book)
    left = []
    while again.current is not None:
        left.append((words(again.current), again.current.result.source))
        again.decide("accept")
    assert left == [("Root", "a.txt"), ("Root", "a.txt"), ("the These", "a.txt")]
    assert book.standing()[0].text == "broth"


def test_a_filter_narrows_and_flags_come_when_asked_for() -> None:
    s = sitting()
    for filter_, wanted in (
        ("rule:x.words", "blorp"),
        ("rule:two", "the These"),
        ("class:garbled-term", "blorp"),
        ("action:suggest", "blorp"),
        ("action:flag", "left early"),
        ("confidence<0.7", "blorp"),
        ("confidence>0.95", ""),
        ("", "Root"),
    ):
        s.only = parsed(filter_)
        assert words(s.current) == wanted, filter_
    for bad in ("rule", "class:wrong-nam", "action:mend", "confidence<2"):
        with pytest.raises(UsageError):
            parsed(bad)


def test_a_decision_that_cannot_be_kept_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    s = sitting(Book(tmp_path / "file" / "d.jsonl"))
    with pytest.raises(UsageError, match="the decision was not kept"):
        s.decide("accept")
    assert words(s.current) == "Root"
    assert s.progress.accepted == 0


def test_undo_brings_an_earlier_decision_back(tmp_path: Path) -> None:
    book = open_book(tmp_path / "d.jsonl")
    s = sitting(book)
    s.decide("reject")
    s.undo()
    assert len(open_book(tmp_path / "d.jsonl")) == 0
    s.decide("edit", "Roth")
    assert [(d.verdict, d.text) for d in open_book(tmp_path / "d.jsonl").standing()] == [("edit", "Roth")]


# -- line by line, on a pseudo-terminal


def test_fifty_articles_in_four_sittings_nothing_lost_nothing_twice(tmp_path: Path) -> None:
    """One sitting is quit, one is killed, the files are edited in between, and the texts come out as decided."""
    paths = write_articles(tmp_path / "in", 50)
    chance = random.Random(5)
    asked: list[str] = []
    given: list[str] = []

    def answers(most: int, last: str | None) -> Callable[[str], str | None]:
        here = 0

        def answer(shown: str) -> str | None:
            nonlocal here
            if here == most:
                return last
            here += 1
            block = shown[shown.rindex("in/") :] if "in/" in shown else shown
            asked.append(re.sub(r":\d+:\d+", "", block.split("\r\n")[0]) + block.split("\r\n")[1])
            given.append(chance.choice("yyn"))
            return given[-1]

        return answer

    arguments = ["in", "--line", "--decisions", "kept/d.jsonl"]
    shown, code = sit(arguments, answers(60, "q"), tmp_path)
    assert (code, "more is left" in shown) == (0, True)
    _, code = sit(arguments, answers(45, None), tmp_path)
    assert code == -9
    for path in paths[::3]:
        path.write_text("A line that an editor put before the rest.\n\n" + path.read_text("utf-8"), "utf-8")
    shown, _ = sit(arguments, answers(9999, "q"), tmp_path)
    assert "nothing is left" in shown
    shown, _ = sit(arguments, answers(9999, "q"), tmp_path)
    assert "0 accepted, 0 rejected, 0 written by hand; nothing is left" in shown

    results = {path: cleaner.run(path.read_text("utf-8")) for path in paths}
    wanted = [q for r in results.values() for q in questions(r) if q.item.action != "flag"]
    assert len(asked) == len(set(asked)) == len(wanted) >= 200
    book = open_book(tmp_path / "kept" / "d.jsonl")
    assert [d.verdict[0] for d in book.standing()] == ["a" if g == "y" else "r" for g in given]

    ran = normalize("clean", "in", "-o", "out", "--decisions", "kept/d.jsonl", "-j", "2", cwd=tmp_path)
    assert ran.code == 0, ran.err
    verdicts = book.about(wanted)
    for path, found in results.items():
        text = found.raw
        for c in sorted(found.changes, key=lambda c: -c.start):
            if verdicts[Question(found, c).key].verdict == "accept":
                text = text[: c.start] + c.after + text[c.end :]
        assert (tmp_path / "out" / path.name).read_text("utf-8") == text
    assert normalize("check", "out", "--decisions", "kept/d.jsonl", cwd=tmp_path).code in (0, 1)


def test_every_key_of_the_line_interface(tmp_path: Path) -> None:
    write_articles(tmp_path / "in", 3)
    script = iter(["?", "x", "n a note of mine", "u", "u", "t for later", "n", "e", "", 'e', '""', "/ class:nonsense", "/ class:wrong-name", "M", "/", "", "s", "f", "Y", "q"])
    keys: list[str] = []

    def answer(_: str) -> str:
        keys.append(next(script))
        # a prompt inside a key is answered along with it
        if keys[-1] in ("e", "/"):
            return keys[-1] + "\n" + next(script)
        return keys[-1]

    shown, code = sit(["in", "--line", "--decisions", "d.jsonl", "--color", "never"], answer, tmp_path)
    assert code == 0
    for word in ("accept all of this rule", "1 taken back", "nothing to undo", "nothing changed", "no class 'nonsense'", "2 decided", "more is left"):
        assert word in shown, word
    lines = (tmp_path / "d.jsonl").read_text("utf-8")
    assert "a note of mine" in lines
    assert "for later" in lines
    held = open_book(tmp_path / "d.jsonl").standing()
    assert [(d.verdict, d.text) for d in held][:2] == [("reject", ""), ("edit", "")]
    assert sum(d.verdict == "reject" and d.before == "Root" for d in held) == 2


def test_nothing_of_a_text_reaches_the_terminal_raw(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The move \x1b[31mwill\u202e raise concerns. in Ghent \x9b5m today.\n", "utf-8")
    shown, _ = sit(["a.txt", "--line"], lambda _: "y", tmp_path)
    assert "<U+001B>[31mwill<U+202E> raise" in shown
    assert not {"\x1b", "\x9b", "\u202e"} & set(shown)


def test_without_a_terminal_or_a_text_it_says_so(tmp_path: Path) -> None:
    write_articles(tmp_path / "in", 1)
    one_clear_line(normalize("review", "in", cwd=tmp_path), "--line")
    one_clear_line(normalize("review", "--line", cwd=tmp_path), "name the texts")
    (tmp_path / "bad.jsonl").write_text("{}\n")
    one_clear_line(normalize("review", "in", "--line", "--decisions", "bad.jsonl", cwd=tmp_path), "bad.jsonl:1", "not a decision")


def test_answers_from_a_pipe_and_the_end_of_it(tmp_path: Path) -> None:
    write_articles(tmp_path / "in", 1)
    ran = normalize("review", "in", "--line", "--user", "bo", cwd=tmp_path, stdin=b"y\nn\n")
    assert (ran.code, ran.text.splitlines()[-1]) == (0, "1 accepted, 1 rejected, 0 written by hand; more is left; kept in decisions.jsonl")
    assert {d.user for d in open_book(tmp_path / "decisions.jsonl").standing()} == {"bo"}


# -- the full screen


def pressed(s: Session, steps: Callable[[Any, Any], Coroutine[Any, Any, None]], size: tuple[int, int] = (100, 30)) -> None:
    """Run the full screen over a sitting and take the steps in it."""
    screen = pytest.importorskip("normalize.review.screen", reason="textual is not installed")

    async def go() -> None:
        app = screen.ReviewApp(s)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await steps(app, pilot)

    asyncio.run(go())


def picture(app: Any) -> str:
    """What stands on the screen, row by row, read out of its picture."""
    rows: dict[float, list[tuple[float, str]]] = {}
    for x, y, text in re.findall(r'<text class="[^"]*-r\d+" x="([\d.]+)" y="([\d.]+)"[^>]*>(.*?)</text>', app.export_screenshot()):
        rows.setdefault(float(y), []).append((float(x), html.unescape(text).replace("\xa0", " ")))
    return "\n".join("".join(t for _, t in sorted(row)).rstrip() for _, row in sorted(rows.items())) + "\n"


def matches(app: Any, name: str) -> None:
    """The screen is the stored one; NORMALIZE_NEW_SCREENS stores it anew, to be looked at."""
    path = SCREENS / f"{name}.txt"
    if os.environ.get("NORMALIZE_NEW_SCREENS"):
        path.write_text(picture(app), "utf-8")
    assert picture(app) == path.read_text("utf-8")


@pytest.mark.parametrize("size", [(100, 30), (44, 20)], ids=["wide", "narrow"])
def test_the_screens_are_as_stored(size: tuple[int, int]) -> None:
    name = f"{size[0]}x{size[1]}"

    async def steps(app: Any, pilot: Any) -> None:
        matches(app, f"first-{name}")
        await pilot.press("y")
        await pilot.pause()
        matches(app, f"offers-{name}")
        await pilot.press("e")
        await pilot.pause()
        matches(app, f"edit-{name}")
        await pilot.press("escape", "question_mark")
        await pilot.pause()
        matches(app, f"help-{name}")
        await pilot.press("x", "2", "Y", "Y")
        await pilot.pause()
        matches(app, f"end-{name}")

    pressed(sitting(), steps, size)


def test_fifty_articles_on_the_full_screen(tmp_path: Path) -> None:
    """Three sittings, each ended by q; every question of the articles is decided by exactly one key."""
    paths = [str(p) for p in write_articles(tmp_path / "in", 50)]
    found = {path: cleaner.run(Path(path).read_text("utf-8"), source=path) for path in paths}
    total = len({q.key for r in found.values() for q in questions(r) if q.item.action != "flag"})
    seen: list[str] = []

    def steps(most: int) -> Callable[[Any, Any], Coroutine[Any, Any, None]]:
        async def take(app: Any, pilot: Any) -> None:
            for _ in range(most):
                q = app.session.current
                if q is None:
                    break
                seen.append(q.key)
                await pilot.press("n" if len(seen) % 4 == 0 else "y")
            await pilot.press("q")

        return take

    for most in (70, 50, 9999):
        book = open_book(tmp_path / "d.jsonl")
        pressed(Session(paths, lambda path: [found[path]], book), steps(most))
    assert len(seen) == len(set(seen)) == total
    assert len((tmp_path / "d.jsonl").read_bytes().splitlines()) == total
    pipeline = Pipeline(Config(decisions=str(tmp_path / "d.jsonl")))
    for path, r in found.items():
        rejected = [c for c in r.changes if (seen.index(Question(r, c).key) + 1) % 4 == 0]
        done = pipeline.run(Path(path).read_text("utf-8"))
        assert [f.before for f in done.findings if f.status == "rejected"] == [c.before for c in rejected if isinstance(c, Change)]


def test_the_full_screen_on_a_real_terminal(tmp_path: Path) -> None:
    """The command itself, on a pseudo-terminal of 90 by 30 cells: drawn, answered by keys, ended by q, and the terminal given back."""
    pytest.importorskip("textual", reason="textual is not installed")
    write_articles(tmp_path / "in", 2)
    shown, code = keyed(["in", "--user", "bo"], [("left in it", "y"), ("1 accepted", "n"), ("1 rejected", "q")], tmp_path)
    assert code == 0
    assert "1 accepted, 1 rejected, 0 written by hand; more is left; kept in decisions.jsonl" in shown
    assert shown.rindex("\x1b[?1049l") > shown.rindex("\x1b[?1049h"), "the other screen is left again"
    assert [d.verdict for d in open_book(tmp_path / "decisions.jsonl").standing()] == ["accept", "reject"]


def test_without_textual_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "absent").mkdir()
    (tmp_path / "absent" / "textual.py").write_text("raise ModuleNotFoundError('none', name='textual')\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "absent"))
    write_articles(tmp_path / "in", 1)
    shown, code = keyed(["in"], [], tmp_path)
    assert code == 2
    assert "mt-normalize[review]" in shown
    assert "--line" in shown


def test_keys_of_the_full_screen() -> None:
    s = sitting()

    async def steps(app: Any, pilot: Any) -> None:
        await pilot.press("t", *"why", "enter", "M")
        assert s.progress.rejected == 3
        assert {d.note for d in s.book.standing()} == {"why"}
        await pilot.press("u")
        assert s.progress.rejected == 0
        await pilot.press("e", *(["backspace"] * 5), *"Roth", "enter")
        assert [(d.verdict, d.text) for d in s.book.standing()] == [("edit", "Roth")]
        await pilot.press("slash", *"rule:x.echoes", "enter")
        assert words(s.current) == "the These"
        await pilot.press("9")
        assert "there is no wording 9" in picture(app)
        await pilot.press("slash", *"colour:red", "enter")
        assert "is no filter" in picture(app)
        await pilot.press("slash", "enter", "s", "f")
        assert s.current is not None
        assert s.current.result.source == "b.txt"
        await pilot.press("N")
        assert s.current is None
        assert "Nothing is left" in picture(app)
        await pilot.press("y", "q")

    pressed(s, steps)


def test_a_hostile_text_is_harmless_on_the_full_screen() -> None:
    bad = "The \x1b[31mchief\u202e Mark [red]Root[/red] \x1b]0;x\x07 met [link=x]ministers[/link].\n"
    s = session([result(bad, [("Mark [red]Root[/red] \x1b]0;x\x07", "Mark \x9bRutte", "x.names")])])

    async def steps(app: Any, pilot: Any) -> None:
        shown = picture(app)
        assert "<U+001B>[31mchief<U+202E>" in shown
        assert "[red]Root[/red]" in shown
        await pilot.press("e")
        await pilot.pause()
        assert not {"\x1b", "\x9b", "\u202e", "\x07"} & set(picture(app))

    pressed(s, steps)
