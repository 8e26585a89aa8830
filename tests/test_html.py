"""Pages: the markup stays byte for byte, words between tags are cleaned, nothing is dropped however odd the page."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalize.htmltext import Page
from normalize.pipeline import Pipeline
from tests.alphabet import PIECES
from tests.cases import cases

TAGS = (
    "<p>", "</p>", "<b>", "</b>", "<a href='of of'>", "</a>", "<br>", "<br/>", "<div class=x>", "</div>", "<script>", "</script>", "<style>", "</style>",
    "<pre>", "</pre>", "<!-- of of -->", "<!--", "-->", "<!DOCTYPE html>", "<?xml ?>", "&amp;", "&quot;", "&#8220;", "&nbsp;", "&lt;b&gt;", "&unknown;", "&", "<", ">",
    "<td>", "<svg/>", "<textarea>", "</textarea>", "<img alt=\"the The\">", "<p", "='", "\"", "of of ", "concerns. in China ", "\n", "\r\n",
)  # fmt: skip


@cache
def pipeline() -> Pipeline:
    """The cleaner with its defaults."""
    return Pipeline()


def cleaned(markup: str) -> tuple[str, int]:
    """A page after cleaning, and how many changes could not be made in it."""
    page = Page(markup)
    return page.rebuilt(pipeline().run(page.text).offsets)


def tags(markup: str) -> list[str]:
    """The tags, comments and entities of a page, by a reading of our own."""
    return re.findall(r"<!--.*?-->|<[^>]*>|&#?\w+;", markup, re.DOTALL)


@pytest.mark.parametrize("case", cases("pages.jsonl"))
def test_a_page_comes_out_as_wanted(case: dict[str, Any]) -> None:
    assert cleaned(case["page"])[0] == case.get("wanted", case["page"])


@given(st.lists(st.sampled_from((*TAGS, *PIECES)), max_size=20).map("".join))
def test_no_page_raises_and_an_empty_cleaning_changes_nothing(markup: str) -> None:
    page = Page(markup)
    assert page.rebuilt(pipeline().run("").offsets) == (markup, 0)
    cleaned(markup)


@settings(max_examples=200)
@given(st.lists(st.sampled_from([t for t in TAGS if "<" not in t.strip("<>") or t in ("<p>", "</p>", "<b>", "</b>", "<br>", "<td>")] + ["He spoke of of it. ", "raise concerns. in China "]), max_size=16).map("".join))
def test_tags_stay_in_their_order(markup: str) -> None:
    wellformed = [t for t in tags(markup) if re.fullmatch(r"</?(?:p|b|br|td)>", t)]
    out = cleaned(markup)[0]
    assert [t for t in tags(out) if re.fullmatch(r"</?(?:p|b|br|td)>", t)] == wellformed


def test_what_is_written_is_escaped(tmp_path: Any) -> None:
    from normalize.config import Config

    rules = tmp_path / "mine.yml"
    rules.write_text(
        "- rule: alive\n  class: garbled-term\n  stage: words\n  why: A test of markup in a repair.\n  phrase: blorp\n  replace: <b>&\n  action: fix\n"
        "  examples:\n    - bad: A blorp.\n      good: A <b>&.\n  keep:\n    - A frog.\n"
    )
    page = Page("<p>A blorp.</p>")
    offsets = Pipeline(Config(rules=(str(rules),), only_packs=True)).run(page.text).offsets
    assert page.rebuilt(offsets)[0] == "<p>A &lt;b&gt;&amp;.</p>"


def test_a_change_over_a_tag_is_left_out_and_counted() -> None:
    markup = "<p>He spoke of <i>of</i> it.</p>"
    out, left_out = cleaned(markup)
    assert (out, left_out) == (markup, 1) or out.count("of") == 1


def test_deep_nesting_loses_nothing() -> None:
    deep = "<div>" * 3000 + "He spoke of of it." + "</div>" * 3000
    assert cleaned(deep)[0] == deep.replace("of of", "of")
