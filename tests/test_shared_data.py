"""The sample article and the real excerpts beside the project, counted as ``shared/tools/score`` counts. Skipped where they are absent."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import environment

SHARED = Path(__file__).resolve().parents[2] / "shared"
SCORE = SHARED / "tools" / "score"

pytestmark = pytest.mark.skipif(not SCORE.is_file(), reason=f"the shared data is not beside the project ({SHARED})")


def score(what: str) -> str:
    """What the score program prints."""
    done = subprocess.run([sys.executable, SCORE, what], capture_output=True, text=True, check=False, env={"PATH": "/usr/bin:/bin", "HOME": str(Path.home()), **environment()}, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(not (Path(sys.executable).parent / "normalize").exists(), reason="the command `normalize` is not beside this Python")
def test_the_sample_article_is_repaired() -> None:
    shown = score("sample")
    assert shown.endswith("33/33 held, 0 stray changes\n"), shown


def test_the_real_excerpts() -> None:
    shown = score("real")
    counts = {m[1]: (int(m[2]), int(m[3])) for m in re.finditer(r"^(\w+) +ALL +(\d+)/(\d+)", shown, re.MULTILINE)}
    assert set(counts) == {"fix", "flag", "keep"}, shown
    assert counts["keep"][0] == counts["keep"][1], shown
    assert counts["fix"][0] >= 0.6 * counts["fix"][1], shown
    assert counts["flag"][0] >= 0.5 * counts["flag"][1], shown
