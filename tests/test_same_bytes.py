"""The same bytes from the command line whatever the hash seed, the locale and the number of workers."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tests.alphabet import invented
from tests.running import normalize


@cache
def wanted(folder: Path) -> bytes:
    """What one worker writes."""
    return normalize("clean", "-q", folder / "a.jsonl").out


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of sixty invented records."""
    import json

    folder = tmp_path_factory.mktemp("texts")
    (folder / "a.jsonl").write_text("".join(json.dumps({"text": invented(n)}) + "\n" for n in range(60)))
    return folder


@pytest.mark.parametrize("seed", range(10))
def test_no_hash_seed_matters(seed: int, texts: Path) -> None:
    assert normalize("clean", "-q", texts / "a.jsonl", env={"PYTHONHASHSEED": str(seed), "LC_ALL": "C", "PYTHONUTF8": "0"}).out == wanted(texts)


@pytest.mark.parametrize("more", [("-j", "2"), ("-j", "4"), ("--limit-seconds", "60"), ("--limit-seconds", "60", "-j", "2")])
def test_no_number_of_workers_matters(more: tuple[str, ...], texts: Path) -> None:
    assert normalize("clean", "-q", *more, texts / "a.jsonl").out == wanted(texts)
