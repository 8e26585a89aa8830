"""How a gazetteer of N names builds and opens: seconds, peak memory, milliseconds, private memory of a second process, look-ups a second.

    python benchmarks/gazetteer_scale.py 5000000 [FOLDER]

Invented names, written as a record file, are built with the code of `normalize gazetteer build`. The build and the look-ups run in processes of
their own, so that their memory is measured alone; two readers run at once, as workers do. Private memory is what only this process has: its own
pages, and (told apart) pages of the file that nobody else has read. Look-ups are of names, half of them mangled.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

_SYLLABLES = (
    "ba be bi bo bu da de di do du fa fe fi ga gi go gu ha he hi ja ji jo ka ke ki ko ku la le li lo lu ma me mi mo mu na ne ni no nu pa pe pi po "
    "ra re ri ro ru sa se si so su ta te ti to tu va ve vi wa we wi ya ye yo za ze zi zo sha she shi cha che kha ghe tha dre bran kor mar len"
).split()
_KINDS = ("person",) * 7 + ("organisation", "place", "place")
_COUNTRIES = "nl de fr us ru cn ir eg ua tr in br".split()


def word(rng: random.Random, least: int, most: int) -> str:
    """An invented word."""
    return "".join(rng.choices(_SYLLABLES, k=rng.randint(least, most))).capitalize()


def names(count: int, seed: int = 1) -> Any:
    """Invented entities: given names are few, family names many and unevenly common, as in life."""
    rng = random.Random(seed)
    given = [word(rng, 2, 3) for _ in range(6_000)]
    family = [word(rng, 2, 4) for _ in range(max(2_000, count // 8))]
    for number in range(count):
        kind = _KINDS[number % 10]
        surname = family[int(len(family) * rng.random() ** 2)]
        if kind == "person":
            parts = [given[int(len(given) * rng.random() ** 2)], surname]
            if rng.random() < 0.25:
                parts.insert(1, given[int(len(given) * rng.random())])
            name = " ".join(parts)
        else:
            name = f"{surname} {word(rng, 2, 3)}" + (" Institute" if kind == "organisation" else "")
        yield {
            "table": "entity", "id": f"Q{number}", "kind": kind, "name": name, "names": [[name, "official", ""], ["Рютте", "official", "ru"]],
            "country": rng.choice(_COUNTRIES), "role": "invented", "source": "invented", "licence": "CC0 1.0",
        }  # fmt: skip


def build(out: str, records: str) -> None:
    """Build in this process and tell what it took."""
    from normalize.gazetteer import open_gazetteer
    from normalize.gazetteer.building import build as make

    began = time.perf_counter()
    built = make(out, [records], open_gazetteer(own=False), force=True)
    seconds = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({"entities": built.entities, "seconds": seconds, "cpu": used.ru_utime + used.ru_stime, "peak_mb": used.ru_maxrss / 1024, "left_out": built.left_out}))


def private() -> tuple[float, float]:
    """MB that only this process has: changed pages, and pages read from files that nobody else reads."""
    told = dict(line.split(":", 1) for line in Path("/proc/self/smaps_rollup").read_text().splitlines()[1:])
    return int(told["Private_Dirty"].split()[0]) / 1024, int(told["Private_Clean"].split()[0]) / 1024


def read(path: str, count: str) -> None:
    """Open and look up in this process and tell what it took."""
    from normalize.gazetteer import open_gazetteer
    from normalize.gazetteer.mapped_layer import MappedLayer

    shipped = open_gazetteer(own=False)
    shipped.named("Mark Rutte")
    before = private()
    began = time.perf_counter()
    layer = MappedLayer(path)
    opened = time.perf_counter() - began
    began = time.perf_counter()
    whole = open_gazetteer((path,), own=False)
    opened_whole = time.perf_counter() - began
    rng = random.Random(int(count))
    asked = [str(layer.entity(rng.randrange(len(layer))).name) for _ in range(2_000)]
    mangled = [name[:2] + name[3:] if i % 2 else name for i, name in enumerate(asked)]
    began = time.perf_counter()
    found = sum(bool(whole.named(name)) for name in mangled)
    exact = time.perf_counter() - began
    after = private()
    began = time.perf_counter()
    likely = 0
    for right, wrong in zip(asked[1:401:2], mangled[1:401:2], strict=True):
        likely += any(whole.entity(i).name == right for i in whole.likely(wrong.lower().split(), 40))
    near = time.perf_counter() - began
    last = private()
    print(
        json.dumps(
            {
                "open_ms": 1000 * opened, "open_with_shipped_ms": 1000 * opened_whole, "lookups_per_second": len(mangled) / exact, "found": found,
                "private_mb": after[0] - before[0], "private_file_mb": after[1] - before[1], "private_process_mb": after[0],
                "likely_ms": 1000 * near / 200, "likely_found": likely, "private_after_likely_mb": last[0] - before[0],
            }
        )
    )  # fmt: skip


def main(count: int, folder: Path) -> None:
    """Make, build, read twice at once."""
    records, out = folder / "invented.jsonl", folder / "invented.gaz"
    began = time.perf_counter()
    with open(records, "w", encoding="utf-8") as file:
        for record in names(count):
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    print(f"{count:,} invented names written in {time.perf_counter() - began:.0f} s ({records.stat().st_size / 1e6:,.0f} MB)", flush=True)
    made = json.loads(subprocess.run([sys.executable, __file__, "--build", out, records], stdout=subprocess.PIPE, check=True).stdout)
    print(f"build: {made['entities']:,} entities in {made['seconds']:.0f} s ({made['cpu']:.0f} s of processor), peak {made['peak_mb']:,.0f} MB; file {out.stat().st_size / 1e6:,.0f} MB; {made['left_out']:,} common words left out", flush=True)
    readers = [subprocess.Popen([sys.executable, __file__, "--read", out, str(i)], stdout=subprocess.PIPE) for i in (1, 2)]
    for reader in readers:
        told = json.loads(reader.communicate()[0])
        print("; ".join(f"{key} {value:,.1f}" for key, value in told.items()), flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "--build":
        build(*sys.argv[2:4])
    elif sys.argv[1] == "--read":
        read(*sys.argv[2:4])
    else:
        with tempfile.TemporaryDirectory(dir=sys.argv[2] if len(sys.argv) > 2 else None) as scratch:
            main(int(sys.argv[1].replace("_", "").replace(",", "")), Path(scratch))
