"""The whole report of each text as one line of JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence

from normalize.report import Result
from normalize.visible import safe_json


def render(results: Sequence[Result]) -> str:
    """One line a text."""
    return "".join(safe_json(json.dumps(r.as_dict(), ensure_ascii=False)) + "\n" for r in results)
