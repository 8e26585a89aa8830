"""How long 100 requests at once wait, alone and beside four texts that take until their limit.

    python benchmarks/service.py [ROUNDS]

Rounds without and with the four are taken in turn, so that a busy machine is fair to both. The p99 of all requests of the latter is to stay under twice that of the former.
"""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REQUESTS, POISON, LIMIT = 100, 4, 3.0


async def ask(port: int, text: str) -> tuple[int, float]:
    """The status and the seconds of one request to /clean."""
    began = time.perf_counter()
    body = json.dumps({"text": text}).encode()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"POST /clean HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
    answer = await reader.read()
    writer.close()
    return int(answer[9:12]), time.perf_counter() - began


async def measured(port: int, texts: list[str], poison: str, rounds: int) -> None:
    """Print the percentiles."""
    await asyncio.gather(*(ask(port, t) for t in texts))  # both processes have seen the texts
    took: dict[str, list[float]] = {"quiet": [], "poisoned": []}
    for number in range(2 * rounds):
        kind = "poisoned" if number % 2 else "quiet"
        bad = [asyncio.ensure_future(ask(port, poison)) for _ in range(POISON if kind == "poisoned" else 0)]
        await asyncio.sleep(0.1)
        answers = await asyncio.gather(*(ask(port, texts[n % len(texts)]) for n in range(REQUESTS)))
        assert all(status == 200 for status, _ in answers)
        took[kind] += [seconds for _, seconds in answers]
        assert all(status == 504 for status, _ in await asyncio.gather(*bad)), "the poison is not strong enough"
    found = {}
    for kind, all_of_them in took.items():
        ordered = sorted(all_of_them)
        p50, found[kind] = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]
        print(f"{kind:9} {len(ordered)} requests: p50 {p50:.2f} s, p99 {found[kind]:.2f} s")
    print(f"p99 beside {POISON} poisonous requests is {found['poisoned'] / found['quiet']:.2f} times the quiet one")


def main() -> None:
    """Start a service, measure, end it."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    articles = [p.read_text("utf-8") for p in sorted((ROOT / "corpora" / "golden").rglob("*.txt"))]
    sample = (ROOT / "corpora" / "sample" / "article.txt").read_text("utf-8")
    poison = (sample + "\n") * (900_000 // len(sample.encode()))
    command = [sys.executable, "-m", "normalize.cli.app", "serve", "--port", "0", "--limit-seconds", str(LIMIT)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT) as service:
        assert service.stderr is not None
        found = re.search(r":(\d+)/", service.stderr.readline())
        assert found
        try:
            asyncio.run(measured(int(found[1]), articles or [sample], poison, rounds))
        finally:
            service.terminate()


if __name__ == "__main__":
    main()
