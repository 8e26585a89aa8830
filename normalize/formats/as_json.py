"""The whole report as one JSON object, or a list of them for several texts. The keys are stable; ``schema`` counts their versions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from normalize.report import Result
from normalize.visible import safe_json


def render(results: Sequence[Result]) -> str:
    """One object for one text, a list for several."""
    reports = [r.as_dict() for r in results]
    return safe_json(json.dumps(reports[0] if len(reports) == 1 else reports, ensure_ascii=False, indent=1)) + "\n"


def schema() -> dict[str, Any]:
    """The JSON Schema of one report: `normalize/formats/report.schema.json`, which is shipped.

    >>> schema()["properties"]["schema"]["const"]
    1
    """
    found: dict[str, Any] = json.loads((files("normalize.formats") / "report.schema.json").read_text("utf-8"))
    return found
