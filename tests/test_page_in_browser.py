"""The page of the service, clicked through in Chromium: paste, look, reject, take a suggestion, download. And nothing of a text runs in it."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from normalize.visible import visible
from tests.cases import cases
from tests.service import Service, service

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytest.importorskip("fastapi", reason="the extra 'serve' is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
ARTICLE = "😀 NATO Secretary General Mark Root spoke of of it. The move will raise concerns. in China.\nThe goalkeeper was praised for his calm.\n“It is so , he said.\n"


@pytest.fixture(scope="module")
def here() -> Iterator[Service]:
    """One service."""
    with service() as made:
        yield made


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One Chromium."""
    with playwright.sync_playwright() as p:
        chromium = p.chromium.launch(executable_path=CHROMIUM, headless=True, args=_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def tab(browser: Any, here: Service) -> Iterator[Any]:
    """The page, freshly opened; what it logs as an error fails the test, a breach of its policy too."""
    context = browser.new_context(accept_downloads=True, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.said = []
    page.on("console", lambda m: page.said.append(m.text) if m.type == "error" and "favicon" not in m.location.get("url", "") else None)
    page.on("pageerror", lambda e: page.said.append(str(e)))
    page.asked = []
    page.on("request", lambda r: page.asked.append(r.url))
    page.goto(here.url + "/")
    yield page
    assert page.said == []
    assert all(url.startswith((here.url, "blob:")) for url in page.asked)
    context.close()


def clean(tab: Any, text: str) -> None:
    """Paste and clean."""
    tab.fill("#text", text)
    tab.click("#clean")
    tab.wait_for_selector("#work:not([hidden])")


def saved(tab: Any, button: str) -> str:
    """What a button downloads."""
    with tab.expect_download() as coming:
        tab.click(button)
    return Path(coming.value.path()).read_text("utf-8")


def card(tab: Any, rule: str) -> Any:
    """The card of a rule."""
    return tab.locator("#cards > li", has_text=rule).first


def test_an_article_is_worked_through(tab: Any, here: Service) -> None:
    report = here.ask("POST", "/clean", {"text": ARTICLE}).json
    clean(tab, ARTICLE)
    assert tab.locator("#cards > li").count() == len(report["changes"]) + sum(f["status"] == "open" for f in report["findings"])
    assert saved(tab, "#download") == report["text"]
    card(tab, "en.periods.spurious-period").get_by_role("button", name="Reject").click()
    assert saved(tab, "#download") == report["text"].replace("concerns in", "concerns. in")
    assert "refused" in card(tab, "en.periods.spurious-period").get_attribute("class")
    card(tab, "en.periods.spurious-period").get_by_role("button", name="Accept").click()
    assert saved(tab, "#download") == report["text"]
    tab.click("#reject-all")
    assert saved(tab, "#download") == ARTICLE
    tab.click("#accept-all")
    assert saved(tab, "#download") == report["text"]
    tab.click("#reject-all")
    told = json.loads(saved(tab, "#download-report"))
    assert not any(j["accepted"] for j in told["judgements"])
    assert len(told["judgements"]) == tab.locator("#cards > li").count()
    if folder := os.environ.get("SCREENSHOTS"):
        tab.click("#accept-all")
        tab.screenshot(path=f"{folder}/page.png", full_page=True)


def test_a_suggestion_is_taken_and_left(tab: Any, here: Service) -> None:
    text = "😀 He spoke of of it. The council asked the govern ment for money.\n"
    report = here.ask("POST", "/clean", {"text": text}).json
    offered = [f for f in report["findings"] if f["status"] == "open" and f["suggestions"]]
    assert offered, "the text holds no suggestion any more: take another"
    finding = offered[0]
    clean(tab, text)
    one = tab.locator(f"#k-{finding['id']}")
    one.get_by_role("button", name=finding["suggestions"][0], exact=True).click()
    tab.click("#download")
    points = list(text)
    changes = [(c["start"], c["end"], c["after"]) for c in report["changes"] if not (c["start"] < finding["end"] and finding["start"] < c["end"])]
    for start, end, after in sorted([*changes, (finding["start"], finding["end"], finding["suggestions"][0])], reverse=True):
        points[start:end] = after
    assert saved(tab, "#download") == "".join(points)
    tab.locator(f"#k-{finding['id']}").get_by_role("button", name="Leave").click()
    assert tab.locator(f"#k-{finding['id']}").get_attribute("class").split()[0] == "open"


def test_errors_are_told(tab: Any, here: Service) -> None:
    tab.fill("#text", "A text.")
    tab.fill("#language", "Arabic!")
    tab.click("#clean")
    tab.wait_for_selector("#said.wrong")
    assert "source_language" in tab.inner_text("#said")
    tab.said.clear()  # Chromium logs the 422 of the answer


def test_the_token_is_asked_for(browser: Any) -> None:
    with service(NORMALIZE_TOKEN="a-token-of-some-length") as made:
        page = browser.new_page()
        page.goto(made.url + "/")
        page.fill("#text", "He spoke of of it.")
        page.click("#clean")
        page.wait_for_selector("#token", state="visible")
        page.fill("#token", "a-token-of-some-length")
        page.click("#clean")
        page.wait_for_selector("#work:not([hidden])")
        assert saved(page, "#download") == "He spoke of it."
        page.close()


def test_nothing_of_a_text_runs(tab: Any) -> None:
    """All payloads at once, in the text and so in every card."""
    dialogs: list[str] = []
    tab.on("dialog", lambda d: (dialogs.append(d.message), d.dismiss()))
    payloads = [case.values[0]["text"] for case in cases("script_payloads.jsonl")]
    text = "".join(f"He spoke of of {p} it. The move will raise concerns. in China {p}.\n" for p in payloads).encode("utf-8", "replace").decode()
    clean(tab, text)
    assert dialogs == []
    assert tab.title() == "mt-normalize"
    assert tab.evaluate("document.querySelectorAll('script').length") == 1
    assert tab.evaluate("document.querySelectorAll('#diff *:not(span, del, ins, mark), #cards *:not(li, p, ul, span, del, ins, mark, button)').length") == 0
    assert visible("\u202e") in tab.inner_text("#diff") or "\u202e" not in text
