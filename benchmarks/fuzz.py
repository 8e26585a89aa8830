"""Coverage-guided fuzzing of `clean`: any text, no exception, the laws held. Needs ``pip install atheris``.

    python benchmarks/fuzz.py                    five minutes
    python benchmarks/fuzz.py --seconds 600      longer; before a release

A finding is printed and appended to ``tests/data/fuzz_findings.jsonl``, which ``tests/test_fuzz_findings.py`` runs; exit with 1.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
FINDINGS = ROOT / "tests/data/fuzz_findings.jsonl"


def main() -> int:
    """Fuzz until the time is up or something is found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=300)
    args = parser.parse_args()
    try:
        import atheris
    except ImportError:
        print("atheris is not installed, so nothing was fuzzed: pip install atheris")
        return 0
    with atheris.instrument_imports(include=["normalize"]):
        from normalize.pipeline import Pipeline
        from tests.alphabet import PIECES, examples
        from tests.laws import broken
    cleaner = Pipeline()
    cleaner.run("NATO Secretary General Mark Root raised concerns. in China.")
    pieces = (*PIECES, *examples())

    def one(data: bytes) -> None:
        provider = atheris.FuzzedDataProvider(data)
        parts = []
        while provider.remaining_bytes() and len(parts) < 60:
            if provider.ConsumeBool():
                parts.append(pieces[provider.ConsumeIntInRange(0, len(pieces) - 1)])
            else:
                parts.append(provider.ConsumeUnicode(12))
        text = "".join(parts)
        faults = list(broken(cleaner, text))
        if faults:
            with FINDINGS.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"label": f"{faults[0][:60]}", "text": text}) + "\n")
            raise AssertionError(f"{text!a}: {faults}")

    with tempfile.TemporaryDirectory() as corpus:
        for n, piece in enumerate(pieces[:200]):
            (Path(corpus) / str(n)).write_bytes(b"\0" + piece.encode("utf-8", "replace"))
        atheris.Setup([sys.argv[0], f"-max_total_time={args.seconds}", "-timeout=20", "-max_len=512", f"-artifact_prefix={corpus}/", corpus], one)
        atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
