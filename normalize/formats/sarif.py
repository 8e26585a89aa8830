"""SARIF 2.1.0, the format in which code hosts and editors read findings, with the repairs as fixes.

A finding keeps its fingerprint when lines move, so that code hosts know it again; one that people rejected is listed as suppressed.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from normalize.decisions.fingerprint import Question
from normalize.formats.lines import places, told
from normalize.report import Change, Remark, Result
from normalize.text import Document
from normalize.version import VERSION
from normalize.visible import safe_json, visible

_LEVEL = {"fix": "warning", "suggest": "note", "flag": "note"}


def render(results: Sequence[Result]) -> str:
    """One run with the findings of all texts, and the tool's own problems as notifications. Columns count code points."""
    rules: dict[str, dict[str, Any]] = {}
    found: list[dict[str, Any]] = []
    problems: list[dict[str, Any]] = []
    for result in results:
        doc = Document(result.raw)
        problems += [{"level": "error", "message": {"text": visible(f"{result.source or 'text'}: {p.kind}: {p.message}", breaks=False)}} for p in result.problems]
        for item, _, _ in places(result):
            rules.setdefault(item.rule, _rule(item))
            found.append(_result(result, doc, item))
    run = {
        "tool": {"driver": {"name": "mt-normalize", "version": VERSION, "rules": list(rules.values())}},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": not problems, "toolExecutionNotifications": problems}],
        "results": found,
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return safe_json(json.dumps(log, ensure_ascii=False, indent=1)) + "\n"


def _rule(item: Change | Remark) -> dict[str, Any]:
    said = item.cls.replace("-", " ")
    level = {"level": _LEVEL[item.action]}
    return {"id": item.rule, "shortDescription": {"text": said}, "defaultConfiguration": level, "properties": {"class": item.cls, "stage": item.stage}}


def _result(result: Result, doc: Document, item: Change | Remark) -> dict[str, Any]:
    artifact = {"uri": quote(result.source or "text", safe="/-._~", errors="replace")}
    region = _region(doc, item.start, item.end)
    out: dict[str, Any] = {
        "ruleId": item.rule,
        "level": _LEVEL[item.action] if isinstance(item, Change) else "note",
        "message": {"text": told(item)},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
        "partialFingerprints": {"words/v1": Question(result, item).key},
        "properties": {"class": item.cls, "confidence": round(item.confidence, 3), "evidence": [visible(e.text, breaks=False) for e in item.evidence]},
    }
    if isinstance(item, Remark) and item.status == "rejected":
        out["suppressions"] = [{"kind": "external", "status": "accepted", "justification": visible(f"rejected by {item.by}", breaks=False)}]
    texts = (item.after,) if isinstance(item, Change) else item.suggestions if item.action == "suggest" else ()
    if texts:
        out["fixes"] = [
            {
                "description": {"text": visible(item.message, breaks=False)},
                "artifactChanges": [
                    {
                        "artifactLocation": artifact,
                        "replacements": [{"deletedRegion": region, "insertedContent": {"text": text}}],
                    }
                ],
            }
            for text in texts
        ]
    return out


def _region(doc: Document, start: int, end: int) -> dict[str, int]:
    line, column = doc.position(start)
    end_line, end_column = doc.position(end)
    return {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column, "charOffset": start, "charLength": end - start}
