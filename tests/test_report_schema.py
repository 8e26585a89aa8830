"""Real reports fit the JSON Schema that is shipped, and the schema can refuse."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from normalize.config import Config
from normalize.formats.as_json import render, schema
from normalize.pipeline import Pipeline
from normalize.report import unread
from tests.running import FAULTY, ROOT

validator = jsonschema.Draft202012Validator(schema())
ARTICLES = sorted((ROOT / "corpora" / "golden").rglob("*.txt"))


def fits(result: Any) -> None:
    """The rendered report has no fault."""
    assert [e.message for e in validator.iter_errors(json.loads(render([result])))] == []


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("unsafe", [False, True])
def test_reports_of_articles_fit(unsafe: bool) -> None:
    cleaner = Pipeline(Config(unsafe=unsafe, profile=unsafe))
    seen: set[str] = set()
    assert ARTICLES
    for path in ARTICLES:
        result = cleaner.run(path.read_text("utf-8"), source=str(path))
        fits(result)
        seen |= {f.action for f in result.findings} | {"change" for _ in result.changes} | {"group" for c in result.changes if c.group}
    assert {"change", "flag"} <= seen


@pytest.mark.parametrize("text", ["", "\ufeff", "a\ud800b", "\x00" * 10, "He spoke of of it. " * 500, "😀" * 30_000, FAULTY + "#Peace #War #Iran\n2024-10-30 06:39:00\n"], ids=repr)
def test_reports_of_odd_texts_fit(text: str) -> None:
    fits(Pipeline().run(text[:100_000]))


def test_other_reports_fit() -> None:
    fits(unread("a.txt", ("not UTF-8",)))
    fits(Pipeline(Config(most_characters=10)).run(FAULTY))


@pytest.mark.parametrize("key", sorted(schema()["required"]))
def test_the_schema_refuses(key: str) -> None:
    report = Pipeline().run(FAULTY).as_dict()
    assert validator.is_valid(json.loads(json.dumps(report)))
    broken = {k: v for k, v in report.items() if k != key}
    assert not validator.is_valid(json.loads(json.dumps(broken)))
    assert not validator.is_valid(json.loads(json.dumps({**report, "more": 1})))
    report["changes"][0]["start"] = "0"
    assert not validator.is_valid(json.loads(json.dumps(report)))


def test_it_lies_beside_the_code() -> None:
    assert (Path(ROOT) / "normalize" / "formats" / "report.schema.json").is_file()
