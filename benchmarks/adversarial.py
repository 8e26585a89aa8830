"""Twenty-four hostile files, each cleaned by `normalize clean` in a process of its own: how long, how much memory, how it ended.

    python benchmarks/adversarial.py              all of them, made in a temporary folder
    python benchmarks/adversarial.py 3 7          some of them
    python benchmarks/adversarial.py --keep DIR   leave the files there

The files are made with fixed seeds. Exit with 1 when one takes more than 10 s or 500 MB, ends by anything but 0 or 3, shows a traceback,
or is neither cleaned undoably nor passed through byte for byte.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

#: What one file may take.
SECONDS, MEGABYTES = 10.0, 500.0
FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
EVERY_LINE_END = ("One.\r\n", "Two.\n", "Three.\r", "Four.\x85", "Five.\u2028", "Six.\u2029", "Seven.\x0b", "Eight.\x0c")


def _assigned() -> str:
    return "".join(chr(c) for c in range(0x110000) if unicodedata.category(chr(c)) not in ("Cn", "Cs") and c)


def _bidi() -> str:
    rng, marks = random.Random(10), "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"
    opened = [rng.choice(marks) for _ in range(1000)]
    closed = ["\u202c" if m in "\u202a\u202b\u202d\u202e" else "\u2069" for m in reversed(opened)]
    return "".join(opened) + "שלום עולם مرحبا بالعالم Hello world." + "".join(closed) + "\n"


def _terminal() -> str:
    payloads = [json.loads(line)["text"] for line in (ROOT / "tests/data/payloads.jsonl").read_text("utf-8").splitlines()]
    return "\n".join(f"The minister{p} said{p} so. in China." for p in payloads if not any(c == "\0" or "\ud800" <= c <= "\udfff" for c in p)) * 50


def _markup() -> str:
    bits = ("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "</textarea><script>", "<a href='javascript:alert(1)'>x</a>", "<!--><script>alert(1)</script>-->", "<style>@import 'http://x/'</style>", "<p>The move. in China</p>", "&lt;script&gt;", "<math><mi xlink:href=javascript:alert(1)>")
    return "<!doctype html><html><body>" + "".join(islice(cycle(bits), 20_000))


def _records() -> bytes:
    return b"".join(
        (
            b'{"text": "' + b"word " * 4_000_000 + b'"}\n',
            b'{"text": "one", "text": "The move will raise concerns. in China."}\n',
            b'{"text": "a", "n": NaN}\n',
            b'{"text": "a", "n": ' + b"9" * 5000 + b"}\n",
            b'{"text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}\n",
            b'{"text": "The move will raise concerns. in China."}\n',
        )
    )


def _triggers() -> str:
    from tests.alphabet import TRIGGERS

    rng = random.Random(22)
    return "".join(rng.choice(TRIGGERS) for _ in range(1_000_000))


def _own_output() -> str:
    from normalize.pipeline import Pipeline
    from tests.alphabet import examples

    return Pipeline().run("\n".join(examples())).text


def _layers() -> str:
    text = "It wasn’t so – he said “no” in Zürich. "
    for _ in range(6):
        text = text.encode().decode("cp1252", "replace")
    return (text + "\n") * 20


def _utf16() -> bytes:
    return "The move will raise concerns. in China.\n".encode("utf-16-le") * 20_000


#: Name of the file, and what is in it.
FILES: dict[str, Callable[[], str | bytes]] = {
    "01-one-word.txt": lambda: "a" * 5_000_000,
    "02-spaces.txt": lambda: " " * 10_000_000,
    "03-opening-quotes.txt": lambda: "“" * 2_000_000,
    "04-brackets.txt": lambda: "(" * 1_000_000,
    "05-tabs.txt": lambda: "\t" * 1_000_000,
    "06-ones.txt": lambda: "1," * 2_000_000,
    "07-marks.txt": lambda: "a" + "\u0301\u0323" * 500_000,
    "08-families.txt": lambda: FAMILY * 200_000,
    "09-every-character.txt": _assigned,
    "10-bidi.txt": _bidi,
    "11-surrogates.jsonl": lambda: b'{"text": "' + b"\\ud83d" * 1_000_000 + b'"}\n',
    "12-random-bytes.txt": lambda: random.Random(12).randbytes(5_000_000),
    "13-utf16.txt": _utf16,
    "13-utf16-mark.txt": lambda: b"\xff\xfe" + _utf16(),
    "14-line-ends.txt": lambda: "".join(islice(cycle(EVERY_LINE_END), 40_000)) + "The end",
    "15-nul.txt": lambda: "The move\0 will raise concerns. in China.\n" * 10_000,
    "16-terminal.txt": _terminal,
    "17-markup.html": _markup,
    "18-deep.html": lambda: "<div>" * 100_000 + "The move will raise concerns. in China." + "</div>" * 100_000,
    "19-open-tags.html": lambda: "<a " * 8_000 + "<!--" * 1_000_000,
    "20-records.jsonl": _records,
    "21-zeros.txt.gz": lambda: gzip.compress(b"", 1),
    "22-triggers.txt": _triggers,
    "23-own-output.txt": _own_output,
    "24-layers.txt": _layers,
}


def make(folder: Path, chosen: set[int] | None = None) -> list[Path]:
    """Write the files (or those of these numbers) into a folder."""
    out = []
    for name, content in FILES.items():
        if chosen and int(name[:2]) not in chosen:
            continue
        path = folder / name
        if name.endswith(".gz"):
            with gzip.open(path, "wb", 6) as file:
                for _ in range(2000):
                    file.write(bytes(1_000_000))
        else:
            data = content()
            path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass"))
        out.append(path)
    return out


def _most_memory(pid: int) -> float:
    """The most megabytes that a process has held so far; what getrusage says is no less than what its parent held."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return max((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), default=0.0)


def clean(path: Path) -> tuple[float, float, int, str]:
    """Seconds (of the processor, where others use the machine), megabytes at most, exit code and the last line of standard error of a clean of this file."""
    target, errors = path.with_suffix(".out"), path.with_suffix(".err")
    began, megabytes = time.monotonic(), 0.0
    with errors.open("wb") as err:
        child = subprocess.Popen([sys.executable, "-m", "normalize.cli.app", "clean", "-o", str(target), str(path)], stderr=err, cwd=ROOT)
        while True:
            pid, status, usage = os.wait4(child.pid, os.WNOHANG)
            if pid:
                break
            megabytes = max(megabytes, _most_memory(child.pid))
            if time.monotonic() - began > 12 * SECONDS:
                child.kill()
            time.sleep(0.01)
    seconds = min(time.monotonic() - began, usage.ru_utime + usage.ru_stime)
    told = errors.read_text("utf-8", "replace")
    fault = "" if status in (0, 3 << 8) else f"ended by {status}"
    if "Traceback" in told:
        fault = "traceback"
    elif target.exists() and "23-own" in path.name and target.read_bytes() != path.read_bytes():
        fault = "own output changed"
    elif status == 3 << 8 and path.suffix == ".txt" and "self-check" in told:
        fault = "undo failed"
    return seconds, megabytes, os.waitstatus_to_exitcode(status), fault or told.strip().splitlines()[0][:90].replace(str(path.parent) + "/", "")


def main() -> int:
    """Clean them all and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("numbers", nargs="*", type=int)
    parser.add_argument("--keep", help="make the files here and leave them")
    args = parser.parse_args()
    bad = 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(args.keep or temporary)
        folder.mkdir(parents=True, exist_ok=True)
        print("| file | size | seconds | MB | code | says |\n| --- | --- | --- | --- | --- | --- |")
        for path in make(folder, set(args.numbers)):
            seconds, megabytes, code, says = clean(path)
            held = seconds <= SECONDS and megabytes <= MEGABYTES and code in (0, 3) and not says.startswith(("ended by", "traceback", "own output", "undo failed"))
            bad += not held
            print(f"| {path.name} | {path.stat().st_size / 1e6:.1f} MB | {seconds:.1f} | {megabytes:.0f} | {code} | {'' if held else 'FAILED: '}{says} |", flush=True)
    print(f"\n{bad} failed")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
