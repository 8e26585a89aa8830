"""Nothing of a document runs in its HTML report: ``data/script_payloads.jsonl`` in every place of it, opened in Chromium.

With the page's own policy and without it: no dialog, no request but the file, the title as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from normalize.findings import Evidence
from normalize.formats.html import render
from normalize.pipeline import Pipeline
from normalize.report import Problem, Result
from normalize.visible import visible
from tests.cases import cases
from tests.chromium import launched, missing

pytestmark = missing
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')

cleaner = Pipeline()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One Chromium for all payloads, without a network."""
    with launched() as chromium:
        yield chromium


def hostile(payload: str) -> Result:
    """A result that holds the payload in its text, name, metadata, problems, and in all that rules say."""
    text = f"The {payload} move will raise concerns. in China {payload}\nHe spoke of of {payload} it.\nThe goalkeeper was praised for his{payload}. The coach was not.\n“He {payload} left.\n#Peace {payload}\n"
    result = cleaner.run(text)
    assert result.changes
    said = (Evidence(payload, payload),)
    return replace(
        result,
        source=f"a {payload} b",
        changes=tuple(replace(c, message=payload, rule=payload, cls=payload, evidence=said, after=payload, before=payload) for c in result.changes),
        findings=tuple(replace(f, message=payload, rule=payload, cls=payload, evidence=said, suggestions=(payload,)) for f in result.findings),
        metadata={**result.metadata, payload: [payload]},
        problems=(Problem(payload, payload),),
    )


@pytest.mark.parametrize("case", cases("script_payloads.jsonl"))
def test_nothing_runs(case: dict[str, Any], browser: Any, tmp_path: Path) -> None:
    result = hostile(case["text"])
    page = render([result])
    many = render([result, result])  # with the overview of several texts
    assert _POLICY.search(page)
    for name, markup in (("with", page), ("without", _POLICY.sub("", page)), ("many", _POLICY.sub("", many))):
        file = tmp_path / f"{name}.html"
        file.write_text(markup, "utf-8", "surrogatepass")
        context = browser.new_context(offline=True)
        tab = context.new_page()
        requests: list[str] = []
        dialogs: list[str] = []
        tab.on("request", lambda r, seen=requests: seen.append(r.url))
        tab.on("dialog", lambda d, seen=dialogs: (seen.append(d.message), d.dismiss()))
        tab.goto(file.as_uri(), wait_until="load")
        tab.wait_for_timeout(20)
        assert dialogs == []
        assert requests == [file.as_uri()]
        assert tab.title() == ("mt-normalize: 2 texts" if name == "many" else " ".join(f"mt-normalize: {visible(result.source, breaks=False)}".split()))
        assert tab.evaluate("document.querySelectorAll('script').length") == 1
        assert tab.evaluate("[...document.querySelectorAll('*')].every(e => [...e.attributes].every(a => !a.name.startsWith('on')))")
        context.close()


def test_the_watch_sees_a_script(browser: Any, tmp_path: Path) -> None:
    """The test above can fail: what runs is noticed."""
    file = tmp_path / "a.html"
    file.write_text("<title>a</title><script>document.title = 'b'; alert(1)</script><img src='http://evil.example/a.png'>")
    tab = browser.new_page()
    seen: list[str] = []
    tab.on("request", lambda r: seen.append(r.url))
    tab.on("dialog", lambda d: (seen.append(d.message), d.dismiss()))
    tab.goto(file.as_uri())
    tab.wait_for_timeout(50)
    assert tab.title() == "b"
    assert sorted(seen) == ["1", file.as_uri(), "http://evil.example/a.png"]
