"""The same bytes whatever the process: hash seed, locale, number of workers, threads, a pickled cleaner."""

from __future__ import annotations

import hashlib
import pickle
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import pytest

from normalize.config import Config
from normalize.pipeline import Pipeline
from normalize.report import Result
from tests.alphabet import invented
from tests.running import ROOT, environment

COUNT = 50

_DIGEST = """
import hashlib, json, sys
sys.path.insert(0, sys.argv[1])
from normalize.pipeline import Pipeline
from tests.alphabet import invented
pipeline, digest = Pipeline(), hashlib.sha256()
for i in range(int(sys.argv[2])):
    report = pipeline.run(invented(i)).as_dict()
    report["stats"].pop("seconds")
    digest.update(json.dumps(report).encode())
print(digest.hexdigest())
"""


@cache
def here() -> list[Result]:
    """The results of the first documents in this process."""
    cleaner = Pipeline()
    return [cleaner.run(invented(i)) for i in range(COUNT)]


def shown(result: Result) -> dict[str, object]:
    """A result without the time it took."""
    report = result.as_dict()
    del report["stats"]["seconds"]
    return report


def digest_with(**env: str) -> str:
    """The digest of all reports in a process with these variables."""
    done = subprocess.run(
        [sys.executable, "-c", _DIGEST, str(ROOT), str(COUNT)],
        env={"PATH": "/usr/bin:/bin", "HOME": "/", "NORMALIZE_CACHE_DIR": env.pop("cache", ""), **environment(), **env},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_hash_seed_locale_and_time_zone_play_no_part(tmp_path_factory: pytest.TempPathFactory) -> None:
    cache_dir = str(tmp_path_factory.mktemp("cache"))
    worlds: list[dict[str, str]] = [
        {"PYTHONHASHSEED": "0", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "4711", "LC_ALL": "tr_TR.UTF-8", "PYTHONUTF8": "0", "TZ": "America/New_York"},
    ]
    assert len({digest_with(cache=cache_dir, **world) for world in worlds}) == 1


def test_without_the_cache_the_same_comes_out() -> None:
    digests = {digest_with(PYTHONHASHSEED="0", cache="/dev/null/none"), digest_with(PYTHONHASHSEED="0", cache="")}
    assert len(digests) == 1
    assert digests.pop() != hashlib.sha256().hexdigest()


def test_two_workers_give_what_one_gives() -> None:
    texts = [invented(i) for i in range(COUNT)]
    several = list(Pipeline().pipe(iter(texts), workers=2))
    assert [shown(r) for r in several] == [shown(r) for r in here()]
    assert [r.undo() for r in several] == texts


def test_pipe_takes_texts_only_as_needed() -> None:
    taken = 0

    def endless() -> Iterator[str]:
        nonlocal taken
        while True:
            taken += 1
            yield "He spoke of of it."

    stream = Pipeline().pipe(endless(), workers=2)
    assert [next(stream).text for _ in range(40)] == ["He spoke of it."] * 40
    assert taken < 1000
    stream.close()  # type: ignore[attr-defined]


def test_threads_share_a_cleaner() -> None:
    cleaner = Pipeline()
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(cleaner.run, [invented(i) for i in range(COUNT)]))
    assert [shown(r) for r in results] == [shown(r) for r in here()]


def test_a_cleaner_can_be_pickled_and_keeps_its_settings() -> None:
    cleaner = pickle.loads(pickle.dumps(Pipeline(Config(protect=("of of",), select=("doubled-word",)))))
    assert cleaner("He spoke of of it, at at last.") == "He spoke of of it, at last."


def test_a_result_can_be_pickled() -> None:
    result = here()[0]
    again = pickle.loads(pickle.dumps(result))
    assert shown(again) == shown(result)
    assert again.undo() == result.raw
