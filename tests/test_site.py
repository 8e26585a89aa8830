"""The documentation site builds with strict links, asks no other machine for anything, and lists every rule."""

from __future__ import annotations

import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest

from normalize.packs import load_rules
from tests.running import ROOT

pytest.importorskip("mkdocs", reason="the extra 'docs' is not installed")
pytest.importorskip("material", reason="the extra 'docs' is not installed")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built."""
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run([sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_every_rule_has_its_place(site: Path) -> None:
    index = (site / "rules" / "index.html").read_text("utf-8")
    for rule in load_rules():
        page = site / "rules" / rule.id.rpartition(".")[0] / "index.html"
        assert f'id="{rule.id.replace(".", "-")}"' in page.read_text("utf-8")
        assert rule.id in index


def test_sentences_come_through_as_they_are(site: Path) -> None:
    """Marks that mean something in Markdown or HTML are shown, not read."""
    from normalize.visible import visible

    for rule in load_rules():
        page = unescape((site / "rules" / rule.id.rpartition(".")[0] / "index.html").read_text("utf-8"))
        for sentence in (*(e.bad for e in rule.examples), *rule.keep):
            assert f"<code>{visible(sentence, breaks=False)}</code>" in page, (rule.id, sentence)


def test_nothing_is_asked_of_another_machine(site: Path) -> None:
    loaded = re.compile(r'<(?:script|img|iframe|source)[^>]*\bsrc="(?:https?:)?//|<link[^>]*rel="(?:stylesheet|preconnect|icon)"[^>]*href="(?:https?:)?//')
    pages = list(site.rglob("*.html"))
    assert len(pages) > 20
    assert [str(p) for p in pages if loaded.search(p.read_text("utf-8"))] == []


def test_the_schema_is_there(site: Path) -> None:
    assert (site / "report.schema.json").read_bytes() == (ROOT / "normalize" / "formats" / "report.schema.json").read_bytes()
