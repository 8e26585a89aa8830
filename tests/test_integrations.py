"""Every adapter on a real local session of its engine: the same documents give the same texts and edits as a plain loop."""

from __future__ import annotations

import importlib.util
import json
import pickle
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks import engines
from normalize.config import Config
from tests.running import FAULTY, RIGHT, environment

BAD, GOOD = FAULTY.strip(), RIGHT.strip()
LIBRARIES = {"spark": ("pyspark", "pandas", "pyarrow"), "ray": ("ray", "pyarrow")}
DOCUMENTS = 200


def need(name: str) -> None:
    """Skip with the reason when the engine is not there."""
    lacking = [library for library in LIBRARIES.get(name, (name,)) if importlib.util.find_spec(library) is None]
    if lacking:
        pytest.skip(f"{' and '.join(lacking)} not installed: pip install 'mt-normalize[{name}]'")
    if name == "spark" and shutil.which("java") is None:
        pytest.skip("Spark needs Java, and there is no java on the PATH")


@pytest.fixture(scope="module")
def wanted() -> str:
    """The digest of the plain loop."""
    return engines.digest(engines.plain(engines.documents(DOCUMENTS + 64)[64:]))


@pytest.mark.parametrize("name", [name for name in engines.ENGINES if name not in ("loop", "pool")])
def test_an_engine_gives_what_a_loop_gives(name: str, wanted: str) -> None:
    need(name)
    told = engines.run(name, DOCUMENTS)
    assert isinstance(told, dict), told
    assert told["digest"] == wanted
    if name == "spark":  # the function for a column as well as the one for a frame
        assert told["other"] == wanted


def test_the_pool_gives_what_a_loop_gives(wanted: str) -> None:
    with engines.pool() as clean:
        assert engines.digest(clean(engines.documents(DOCUMENTS + 64)[64:])) == wanted


@pytest.mark.parametrize("name", sorted({"arrow", *engines.ENGINES} - {"loop", "pool"}))
def test_a_missing_engine_is_one_line_that_says_what_to_install(name: str, tmp_path: Path) -> None:
    for library in ("pyspark", "ray", "datatrove", "datasets", "polars", "pandas", "spacy", "pyarrow"):
        (tmp_path / f"{library}.py").write_text("raise ImportError('blocked')\n")
    code = f"import normalize.integrations.{name}"
    path = {"PYTHONPATH": f"{tmp_path}:{environment()['PYTHONPATH']}", "PATH": ""}
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=path, check=False)
    last = ran.stderr.strip().splitlines()[-1]
    assert last.startswith("normalize.integrations.MissingLibraryError: "), ran.stderr
    assert "is not installed: pip install 'mt-normalize[" in last


def test_the_pipeline_is_made_once_in_a_process() -> None:
    from normalize.integrations import cleaner

    assert cleaner(Config(own=False)) is cleaner(Config(own=False))
    assert cleaner(Config(own=False)) is not cleaner(Config(own=False, unsafe=True))


def test_no_text_and_problems() -> None:
    from normalize.integrations import columns

    texts, edits, told = columns([None, 7, BAD, "x" * 30], Config(own=False, most_characters=29))
    assert (texts[:2], edits[:2], told[:2]) == ([None, 7], [[], []], ["{}", "{}"])
    assert json.loads(told[3])["problems"][0]["kind"] == "too-long"
    assert texts[3] == "x" * 30


# --- what is particular to each


def test_datasets_hash_and_cache(tmp_path: Path) -> None:
    need("datasets")
    import datasets
    from datasets.fingerprint import Hasher

    from normalize.integrations import datasets as adapter

    assert Hasher.hash(adapter.Cleaner()) == Hasher.hash(adapter.Cleaner())
    assert Hasher.hash(adapter.Cleaner()) != Hasher.hash(adapter.Cleaner(config=Config(unsafe=True)))
    assert pickle.loads(pickle.dumps(adapter.Cleaner("body"))).column == "body"
    (tmp_path / "a.jsonl").write_text("".join(json.dumps({"id": n, "text": text}) + "\n" for n, text in enumerate(["Fine."] * 3 + [BAD])))
    source = datasets.load_dataset("json", data_files=str(tmp_path / "a.jsonl"), split="train", cache_dir=str(tmp_path / "cache"))
    settings = Config(own=False)
    first, second = (adapter.clean(source, config=settings, writer_batch_size=2, batch_size=2) for _ in range(2))
    assert first["text"][:] == ["Fine."] * 3 + [GOOD]
    assert first[3]["edits"][0]["rule"] == "en.periods.spurious-period"
    assert [f["filename"] for f in first.cache_files] == [f["filename"] for f in second.cache_files] != []
    other = adapter.clean(source, config=Config(own=False, unsafe=True))
    assert other.cache_files[0]["filename"] != first.cache_files[0]["filename"]


def test_datatrove_metadata_and_stats() -> None:
    need("datatrove")
    from datatrove.data import Document

    from normalize.integrations.datatrove import Cleaner

    step = Cleaner(Config(own=False))
    out = list(step.run([Document(BAD, "1", metadata={"url": "x"}), Document("Fine.", "2")]))
    assert [d.text for d in out] == [GOOD, "Fine."]
    assert out[0].metadata["url"] == "x"
    assert [e["after"] for e in out[0].metadata["edits"]] == [""]
    stats = step.stats.to_dict()["stats"]
    assert (stats["changed"], stats["unchanged"]) == (1, 1)
    assert "rule en.periods.spurious-period" in stats
    assert len(pickle.dumps(step)) < 20_000, "the rules and names stay at home"


def test_pandas_accessor() -> None:
    need("pandas")
    import pandas

    import normalize.integrations.pandas  # noqa: F401

    column = pandas.Series([BAD, None, "Fine."], index=[3, 1, 2], name="body")
    made = column.normalize.clean(Config(own=False))
    assert made.name == "body"
    assert list(made.index) == [3, 1, 2]
    assert made[3] == GOOD
    assert pandas.isna(made[1])
    frame = column.normalize.frame(Config(own=False), workers=2)
    assert [len(e) for e in frame["edits"]] == [1, 0, 0]


def test_spacy_tokens_know_their_place_in_the_raw_text() -> None:
    need("spacy")
    import spacy

    from normalize.integrations.spacy import clean_before

    nlp: Any = clean_before(spacy.blank("en"), Config(own=False))
    raw = f"He spoke of of it. {BAD}"
    doc = nlp(raw)
    assert doc.text == f"He spoke of it. {GOOD}"
    assert doc._.raw == raw
    china = next(t for t in doc if t.text == "China")
    start, end = china._.raw_span
    assert raw[start:end] == "China"
    start, end = doc[len(doc) - 4 : len(doc) - 1]._.raw_span
    assert raw[start:end] == "concerns. in China"
    assert [e["rule"] for e in doc._.edits] == ["en.echoes.doubled-function-word", "en.periods.spurious-period"]
    assert [d.text for d in nlp.pipe([raw, "Fine."], n_process=2)] == [doc.text, "Fine."]
    assert spacy.tokens.Doc(nlp.vocab).from_bytes(doc.to_bytes())._.raw == raw
