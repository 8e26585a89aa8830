"""The HTML report as a reader has it: in Chromium, with and without script, by keyboard, on small screens, on paper, with many changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from normalize.edits import Edit, apply
from normalize.formats.html import render
from normalize.formats.unified import lines
from normalize.report import Problem, Result
from tests.chromium import launched, missing
from tests.sittings import article, result

pytestmark = missing
RAW = "The chief of the union Mark Root met eleven ministers in Ghent.\nNothing happened here.\nRoot left of the These papers. Then blorp came and she left early.\n"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One Chromium for all tests here."""
    with launched() as chromium:
        yield chromium


def one() -> Result:
    """A text with three changes by two rules, a suggestion and a flag."""
    return result(
        RAW,
        [("Root", "Rutte", "x.names"), ("Root", "Rutte", "x.names"), ("the These", "these", "x.echoes")],
        offers=[("blorp", ("bread", "broth"), "x.words"), ("left early", (), "x.flags")],
    )


def opened(browser: Any, tmp_path: Path, results: list[Result], width: int = 1200, **context: Any) -> Any:
    """The page of these results in a tab of its own."""
    file = tmp_path / "page.html"
    file.write_text(render(results), "utf-8", "surrogatepass")
    tab = browser.new_context(viewport={"width": width, "height": 800}, offline=True, **context).new_page()
    tab.goto(file.as_uri())
    return tab


def test_the_two_views_change_without_script(browser: Any, tmp_path: Path) -> None:
    tab = opened(browser, tmp_path, [one()], java_script_enabled=False)
    assert tab.locator(".view-inline").is_visible()
    assert not tab.locator(".view-side").is_visible()
    assert not tab.locator("form").is_visible()
    tab.locator("label[for=side]").click()
    assert not tab.locator(".view-inline").is_visible()
    rows = tab.locator(".side tbody tr").all_inner_texts()
    assert [r.strip() for r in rows[::2]] == ["line 1", "line 3"]
    assert rows[1].split("\t") == [RAW.split("\n")[0], RAW.split("\n")[0].replace("Root", "Rutte")]
    tab.locator("label[for=inline]").click()
    tab.keyboard.press("ArrowRight")
    assert tab.locator(".view-side").is_visible(), "the choice is a pair of radio buttons, and arrows work"


def test_evidence_comes_on_hover_and_on_keyboard_focus(browser: Any, tmp_path: Path) -> None:
    for script in (True, False):
        tab = opened(browser, tmp_path, [one()], java_script_enabled=script)
        tip = tab.locator("#nd1c1")
        assert not tip.is_visible()
        x, y = tab.evaluate("(r => [r.x + r.width / 2, r.y + r.height / 2])(document.querySelector('#td1c1 ins').getBoundingClientRect())")
        tab.mouse.move(x, y)
        assert tip.is_visible()
        assert "the evidence for a.txt" in tip.inner_text()
        tab.mouse.move(0, 0)
        assert not tip.is_visible()
        tab.locator("#td1c1").focus()
        assert tip.is_visible()
        tab.keyboard.press("Tab")
        assert tab.locator("#nd1c2").is_visible(), "the next change is the next stop of the Tab key"


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [("cls", "garbled-term", ["f1", "f2"]), ("rule", "x.echoes", ["c3"]), ("action", "suggest", ["f1"]), ("action", "fix", ["c1", "c2", "c3"])],
)
def test_filters_leave_what_fits(name: str, value: str, shown: list[str], browser: Any, tmp_path: Path) -> None:
    tab = opened(browser, tmp_path, [one()])
    tab.select_option(f"select[name={name}]", value)
    assert [c.inner_text().split()[0] for c in tab.locator(".card").all() if c.is_visible()] == shown
    assert tab.locator("#told").inner_text() == f"{len(shown)} of 5 shown"
    assert tab.locator(".ch:not(.faint)").count() == len(shown)
    tab.select_option(f"select[name={name}]", "")
    assert tab.locator(".card.hide, .ch.faint").count() == 0


@pytest.mark.parametrize("width", [320, 700, 1600])
@pytest.mark.parametrize("side", [False, True], ids=["inline", "side"])
def test_nothing_runs_over_the_edge(width: int, side: bool, browser: Any, tmp_path: Path) -> None:
    long = result("A " + "verylongword" * 60 + " and Root.\n", [("Root", "Rutte" * 40, "x." + "rule" * 40)], source="n" * 200)
    tab = opened(browser, tmp_path, [one(), long], width)
    tab.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    if side:
        tab.locator("label[for=side]").click()
    else:
        for mark in tab.locator(".ch").all():
            mark.focus()
            assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(scheme: str, browser: Any, tmp_path: Path) -> None:
    """Contrast by the formula of WCAG; 4.5 is what its level AA asks of text."""
    tab = opened(browser, tmp_path, [one()], color_scheme=scheme)
    pairs = tab.evaluate(
        """[...document.querySelectorAll('del, ins, mark, body, .card a, .bar label')].map(e => {
          let g = e; while (getComputedStyle(g).backgroundColor === 'rgba(0, 0, 0, 0)') g = g.parentElement;
          return [getComputedStyle(e).color, getComputedStyle(g).backgroundColor]; })"""
    )

    def light(colour: str) -> float:
        parts = [int(v) / 255 for v in re.findall(r"\d+", colour)[:3]]
        red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    for ink, ground in pairs:
        high, low = sorted((light(ink), light(ground)), reverse=True)
        assert (high + 0.05) / (low + 0.05) >= 4.5, (ink, ground)


def test_a_page_on_paper_has_the_reasons_and_no_buttons(browser: Any, tmp_path: Path) -> None:
    tab = opened(browser, tmp_path, [one(), one()])
    tab.emulate_media(media="print")
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert not tab.locator(".bar").is_visible()
    assert all(c.is_visible() for c in tab.locator(".card").all())


def test_the_page_has_the_parts_that_readers_of_screens_need(browser: Any, tmp_path: Path) -> None:
    tab = opened(browser, tmp_path, [one(), one()])
    assert tab.evaluate("document.documentElement.lang") == "en"
    assert tab.evaluate("[...document.querySelectorAll('select')].every(s => s.labels.length === 1)")
    assert tab.evaluate("[...document.querySelectorAll('svg')].every(s => s.getAttribute('role') === 'img' && s.getAttribute('aria-label'))")
    assert tab.evaluate("[...document.querySelectorAll('[aria-describedby]')].every(e => document.getElementById(e.getAttribute('aria-describedby')))")
    assert tab.evaluate("new Set([...document.querySelectorAll('[id]')].map(e => e.id)).size === document.querySelectorAll('[id]').length")
    assert tab.evaluate("[...document.querySelectorAll('a[href^=\"#\"]')].every(a => document.getElementById(a.getAttribute('href').slice(1)))")
    assert tab.locator("h1").count() == 1
    assert "[deleted: " in tab.evaluate("getComputedStyle(document.querySelector('del'), '::before').content")


def test_text_from_right_to_left_keeps_its_side(browser: Any, tmp_path: Path) -> None:
    raw = "قال الوزير (Mark Root) إن المحادثات ستبدأ قريبا.\nThe word שלום said the These.\n"
    tab = opened(browser, tmp_path, [result(raw, [("Root", "Rutte", "x"), ("the These", "these", "y")], source="\u202eعربي.txt")])
    box = tab.locator(".text").bounding_box()
    first, second = (tab.locator(s).bounding_box() for s in ("#td1c1", "#td1c2"))
    assert first["x"] > box["x"] + box["width"] / 2, "the first line begins at the right"
    assert second["x"] < box["x"] + box["width"] / 2
    assert "\u202e" not in tab.content()
    tab.locator("label[for=side]").click()
    assert tab.locator(".side td[dir=auto]").first.evaluate("e => getComputedStyle(e).direction") == "rtl"


def test_an_overview_of_many_texts(browser: Any, tmp_path: Path) -> None:
    from normalize.pipeline import Pipeline

    cleaner = Pipeline()
    results = [cleaner.run(article(n), source=f"{n:02}.txt") for n in range(30)]
    results.append(cleaner.run("Nothing is wrong here.\n", source="good.txt"))
    results.append(Result("", "", (), (), {}, results[0].offsets, (Problem("unreadable", "no text"),), source="bad.txt"))
    tab = opened(browser, tmp_path, results)
    headings = tab.locator("main > section > h2, main > h2").all_inner_texts()
    assert headings == ["Classes of faults", "Changes a text", "Rules", "Most repaired names", "Texts that need most", "Texts"]
    rules = tab.locator("section:has(> h2:text('Rules')) tbody tr").all()
    counts = {r.locator("td").first.inner_text(): r.locator("td").nth(1).inner_text() for r in rules}
    assert counts["en.periods.spurious-period"] == str(sum(c.rule == "en.periods.spurious-period" for r in results for c in r.changes))
    assert all(r.locator("del, ins, mark").count() for r in rules), "every rule has a sample"
    names = tab.locator("section:has(> h2:text('Most repaired names')) tbody tr").first.locator("td").all_inner_texts()
    assert names == ["Root", "Rutte", "30", "30"]
    worst = tab.locator("section:has(> h2:text('Texts that need most')) tbody tr").first.inner_text()
    assert worst.startswith("bad.txt")
    assert "good.txt" not in tab.content()
    assert "1 texts in which nothing was found" in tab.content()
    sample = rules[0].locator("a").first
    sample.click()
    target = sample.get_attribute("href")
    tab.wait_for_function(f"document.querySelector('{target}').closest('details').open")
    assert tab.locator(target).is_visible(), "a sample leads into its text, which opens"


def test_ten_thousand_changes(browser: Any, tmp_path: Path) -> None:
    raw = "".join(f"The chief {n} said Mark Root met eleven ministers in the old town hall.\n" for n in range(10_000))
    tab = opened(browser, tmp_path, [result(raw, [("Root", "Rutte", "x.names")] * 10_000)])
    assert (tmp_path / "page.html").stat().st_size < 20_000_000
    assert tab.locator(".ch").count() == tab.locator(".card").count() == 10_000
    tab.select_option("select[name=action]", "fix")
    assert tab.locator("#told").inner_text() == "10000 of 10000 shown"
    tab.locator("#td1c9999").focus()
    assert tab.locator("#nd1c9999").is_visible()


def test_lines_stand_beside_what_they_became(browser: Any, tmp_path: Path) -> None:
    """Lines that go, lines that are joined, and text that comes at either end: read together, the cells are the two texts."""
    raw = "one\ntwo\nthree\n\nfour\nfive"
    for edits in ([(0, 0, "zero\n"), (4, 8, "")], [(3, 4, " "), (9, 9, "x")], [(15, 19, "FOUR\nmore"), (24, 24, "\nend")], [(0, 24, "")]):
        text, offsets = apply(raw, [Edit(*e) for e in edits])
        found = result(raw, [])
        tab = opened(browser, tmp_path, [Result(raw, text, found.changes, (), {}, offsets, source="a")])
        cells = tab.locator(".side td[dir=auto]").all()
        old = [line for c in cells[::2] for line in (c.text_content() or "").split("\n")]
        new = [line for c in cells[1::2] for line in (c.text_content() or "").split("\n")]
        kept = [line.rstrip("\n") for line in lines(raw)]
        assert [line for line in old if line] == [line for line in kept if line in old and line], edits
        assert all(line in text for line in new)
