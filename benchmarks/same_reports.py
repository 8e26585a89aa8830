"""Whether the reports are the same bytes as before a change of the code: digests are stored once, and compared after.

    python benchmarks/same_reports.py store DIGESTS.json [FOLDER ...]
    python benchmarks/same_reports.py compare DIGESTS.json [FOLDER ...]

The texts are those of ``corpora/``, half a megabyte of `articles` and every .jsonl, .jsonl.gz and .txt of the folders. Only the seconds are left out of a report.
Exit with 1 when one differs; the texts that do are named.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from hashlib import blake2b
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.articles import CORPORA, KINDS, articles
from normalize.config import Config
from normalize.pipeline import Pipeline


def texts(folders: list[str]) -> Iterator[tuple[str, str, str | None]]:
    """(Name, text, date) of everything."""
    for folder in (CORPORA, *map(Path, folders)):
        for path in sorted(p for p in folder.rglob("*") if p.name.endswith((".jsonl", ".jsonl.gz", ".txt"))):
            opened = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8", newline="")
            with opened as file:
                name = str(path).removeprefix(f"{CORPORA.parent}/")
                if path.suffix == ".txt":
                    yield name, file.read(), "2024-11-02"
                    continue
                for n, line in enumerate(file):
                    record = json.loads(line)
                    text = record.get("text") or record.get("bad") or record.get("article")
                    if isinstance(text, str):
                        yield f"{name}:{n}", text, record.get("date") if isinstance(record.get("date"), str) else None
    for kind in KINDS:
        for n, text in enumerate(articles(kind, 125_000, seed=7)):
            yield f"articles:{kind}:{n}", text, None


@cache
def _pipeline(unsafe: bool) -> Pipeline:
    return Pipeline(Config(unsafe=unsafe))


def digest(given: tuple[str, str, str | None]) -> tuple[str, str, str]:
    """The name, the digest of the reports, and the report itself."""
    name, text, date = given
    out = []
    for unsafe in (False, True) if len(text) < 6_000 else (False,):
        report = _pipeline(unsafe).run(text, date=date).as_dict()
        report["stats"].pop("seconds")
        out.append(json.dumps(report, ensure_ascii=True))
    return name, blake2b("\n".join(out).encode(), digest_size=12).hexdigest(), "\n".join(out)


def main(how: str, path: str, *folders: str) -> int:
    """Store or compare."""
    with ProcessPoolExecutor(2) as pool:
        found = list(pool.map(digest, texts(list(folders)), chunksize=16))
    told = {name: key for name, key, _ in found}
    if how == "store":
        Path(path).write_text(json.dumps(told, indent=0))
        print(f"{len(told):,} reports stored")
        return 0
    before = json.loads(Path(path).read_text())
    other = [name for name, key in before.items() if told.get(name) != key]
    print(f"{len(told):,} reports, {len(other)} differ")
    for name in other[:20]:
        print(name)
    if other:
        Path(f"{path}.now.json").write_text(json.dumps({name: report for name, _, report in found if name in set(other)}))
    return 1 if other else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
