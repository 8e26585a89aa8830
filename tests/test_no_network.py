"""No text leaves the machine: fifty ways to call the tool, in processes where every socket but those between our own processes is refused and counted.

A ``sitecustomize`` stands in every process, workers too. Addresses stand where they might be followed: in texts, pages, rule files, names, proxies.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest

from tests.running import FAULTY, environment

_WATCH = """
import os, sys

def watch(event, args):
    if not event.startswith(("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "poplib.", "imaplib.", "telnetlib.", "nntplib.", "webbrowser.")):
        return
    if event == "socket.gethostname" or event.startswith("socket.") and (args[1] if event == "socket.__new__" else getattr(args[0], "family", 0)) == 1:
        return  # between processes of this machine: a file is its address
    handle = os.open(os.environ["ASKED"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(handle, (event + "\\n").encode())
    os.close(handle)
    raise OSError("no network in this test: " + event)

sys.addaudithook(watch)
"""
_LINK = "https://evil.example/a.in?x=1"
_TEXT = FAULTY + f"See {_LINK} and ftp://evil.example. NATO Secretary General Mark Root wrote to a@evil.example. www.evil.example\n"
_PAGE = f"<!DOCTYPE html SYSTEM 'http://evil.example/x.dtd'><html><head><link rel=stylesheet href='{_LINK}'><script src='{_LINK}'></script></head><body><img src='{_LINK}'><p>{FAULTY}</p></body></html>"
INPUTS = {
    "a.txt": _TEXT,
    "a.html": _PAGE,
    "a.jsonl": json.dumps({"text": _TEXT, "url": _LINK, "$ref": _LINK}) + "\n",
    "mine.yml": "- rule: doubled-under\n  class: doubled-word\n  stage: echoes\n  why: A word was said twice.\n  source: " + _LINK + "\n  repeat: [under]\n  examples:\n    - bad: It is under under it.\n      good: It is under it.\n  keep:\n    - It is under it.\n",
    "people-mine.tsv": f"id\tname\tsex\tcountry\taliases\tweak\twrong\tnative\taffiliations\ttopics\trole\nevil\tEvil Name\tm\t\t{_LINK}\t\t\t\t\t\t{_LINK}\n",
    "cases.jsonl": json.dumps({"text": _TEXT}) + "\n",
}
_TEXTS = ("a.txt", "a.html", "a.jsonl")
_OPTIONS = (
    (),
    ("--unsafe", "--date", "2024-10-30", "--source-language", "ar"),
    ("--format", "json"),
    ("--format", "jsonl", "-j", "2"),
    ("--report", "r.html"),
    ("--report", "r.sarif"),
    ("--report", "r.csv"),
    ("--rules", "mine.yml"),
    ("--gazetteer", "people-mine.tsv"),
    ("--limit-seconds", "30", "--limit-memory", "900"),
    ("--protect", _LINK, "--select", "en", "-o", "out.txt"),
)
CONFIGURATIONS = [
    *(("clean", "-q", *options, text) for options, text in product(_OPTIONS, _TEXTS)),
    ("clean", "-q", "--in-place", *_TEXTS),
    ("clean", "-q", "-o", "out", "-j", "2", *_TEXTS),
    ("clean", "-q", "--sample"),
    ("clean", "-q", "--html", "a.txt"),
    ("clean", "-q", _LINK),
    ("clean", "-q", "--rules", _LINK, "a.txt"),
    ("clean", "-q", "--gazetteer", _LINK, "a.txt"),
    ("diff", "a.txt"),
    ("diff", "--unified", "a.txt"),
    ("check", "a.txt"),
    ("check", "--format", "sarif", "a.html"),
    ("explain", "Mark Rutte"),
    ("explain", "spurious-period"),
    ("rules", "list"),
    ("rules", "test", "any.footers"),
    ("rules", "new", "a-b", "It is in limited way.", "It is in a limited way."),
    ("gazetteer", "search", "Rutte"),
    ("gazetteer", "stats"),
    ("eval", "cases.jsonl"),
    ("doctor",),
]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with the inputs, and the watch."""
    (tmp_path / "watch").mkdir()
    (tmp_path / "watch" / "sitecustomize.py").write_text(_WATCH)
    for name, content in INPUTS.items():
        (tmp_path / name).write_text(content)
    return tmp_path


def run(place: Path, *command: str) -> tuple[subprocess.CompletedProcess[bytes], list[str]]:
    """Run a command under the watch; what it asked of the network."""
    ours = environment()
    env = {"PATH": os.environ["PATH"], "HOME": str(place), "NORMALIZE_CACHE_DIR": os.environ.get("NORMALIZE_CACHE_DIR", str(place / "cache")), **dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), "http://127.0.0.1:9")}
    env |= {**ours, "PYTHONPATH": os.pathsep.join((str(place / "watch"), ours["PYTHONPATH"])), "ASKED": str(place / "asked")}
    done = subprocess.run([sys.executable, *command], capture_output=True, cwd=place, env=env, stdin=subprocess.DEVNULL, timeout=120, check=False)
    asked = place / "asked"
    return done, asked.read_text().split() if asked.exists() else []


@pytest.mark.parametrize("args", CONFIGURATIONS, ids=" ".join)
def test_nothing_asks_for_the_network(args: tuple[str, ...], place: Path) -> None:
    done, asked = run(place, "-m", "normalize.cli.app", *args)
    assert asked == []
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    assert done.returncode == (2 if _LINK in args and "--protect" not in args else 1 if args[0] == "check" else 0), done.stderr.decode()


def test_there_are_fifty() -> None:
    assert len(set(CONFIGURATIONS)) >= 50


@pytest.mark.parametrize("code", ["import socket; socket.socket()", "import urllib.request as u; u.urlopen('http://127.0.0.1:9')", "import socket; socket.getaddrinfo('evil.example', 80)", "import socket; socket.create_connection(('127.0.0.1', 9))"])
def test_the_watch_sees_a_socket(code: str, place: Path) -> None:
    """The tests above can fail."""
    done, asked = run(place, "-c", code)
    assert asked
    assert done.returncode == 1


def test_the_watch_stands_in_workers(place: Path) -> None:
    """A worker of ``--limit-seconds`` is watched as well."""
    (place / "work.py").write_text("import multiprocessing as m, socket\ndef ask():\n    socket.socket()\nif __name__ == '__main__':\n    p = m.get_context('forkserver').Process(target=ask)\n    p.start(); p.join()\n")
    _, asked = run(place, "work.py")
    assert asked == ["socket.__new__"]
