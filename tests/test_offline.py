"""No text leaves the machine: every command works where sockets do not, and none is opened."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import FAULTY, RIGHT, environment

#: Runs the command line in a world without network; whatever asks for a socket or a name is found out, even when it hides the error.
_WITHOUT = """
import sys
asked = []
def watch(event, args):
    if event.startswith(("socket.", "urllib.", "http.", "ftplib.", "smtplib.")) and event not in ("socket.gethostname",):
        asked.append(event)
        raise OSError("no network in this test: " + event)
sys.addaudithook(watch)
from normalize.cli.app import main
try:
    main()
finally:
    sys.stderr.write("ASKED" + repr(asked))
"""


@pytest.mark.parametrize(
    "args",
    [
        ["clean", "-q"],
        ["clean", "-q", "--unsafe", "--date", "2024-10-30", "--source-language", "ar"],
        ["diff"],
        ["check"],
        ["explain", "Mark Rutte"],
        ["rules", "list"],
        ["gazetteer", "search", "Rutte"],
        ["eval", "cases.jsonl"],
        ["doctor"],
    ],
    ids=" ".join,
)
def test_no_socket_is_opened(args: list[str], tmp_path: Path) -> None:
    (tmp_path / "cases.jsonl").write_text('{"text": "a"}\n')
    text = FAULTY + "See https://example.org and NATO Secretary General Mark Root.\n"
    done = subprocess.run([sys.executable, "-c", _WITHOUT, *args], input=text.encode(), capture_output=True, cwd=tmp_path, env={"PATH": "/usr/bin:/bin", "http_proxy": "http://127.0.0.1:9", **environment()}, check=False)
    assert done.stderr.decode().endswith("ASKED[]"), done.stderr.decode()
    assert done.returncode == (1 if args == ["check"] else 0)
    if args[0] == "clean":
        assert done.stdout.decode().startswith(RIGHT)


def test_the_watch_sees_a_socket() -> None:
    """The test above can fail: a socket is noticed."""
    code = _WITHOUT.replace("    main()", "    import socket; socket.socket()")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env={"PATH": "/usr/bin:/bin", **environment()}, check=False)
    assert b"ASKED['socket.__new__']" in done.stderr
