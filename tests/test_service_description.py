"""The OpenAPI description is true: schemathesis asks what it allows and what it forbids, and finds nothing amiss."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.service import service

pytest.importorskip("fastapi", reason="the extra 'serve' is not installed")


def test_every_path_is_described() -> None:
    from normalize.server.app import application
    from normalize.server.guards import Doors
    from normalize.server.pool import Pool

    described = application(Pool(), Doors()).openapi()
    assert {f"{method} {path}" for path, methods in described["paths"].items() for method in methods} == {
        "post /clean", "post /check", "post /v2/check", "get /v2/languages", "get /gazetteer/search", "get /healthz", "get /metrics",
    }  # fmt: skip
    assert all(operation["description"] for methods in described["paths"].values() for operation in methods.values())


@pytest.mark.skipif(importlib.util.find_spec("schemathesis") is None, reason="schemathesis is not installed")
def test_schemathesis_finds_nothing(tmp_path: Path) -> None:
    with service() as made:
        command = ["run", f"{made.url}/openapi.json", "--max-examples", os.environ.get("SCHEMATHESIS_EXAMPLES", "30"), "--seed", "1", "--workers", "2", "--no-color"]
        done = subprocess.run(
            [str(Path(sys.executable).parent / "schemathesis"), *command], capture_output=True, text=True, cwd=tmp_path, env={**os.environ, "PYTHONIOENCODING": "utf-8", "NO_PROXY": "*"}, timeout=400, check=False
        )
        assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
        assert made.ask("GET", "/healthz").status == 200
