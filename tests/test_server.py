"""`normalize serve`: its answers, who may ask, what happens to texts that take too long, and an end without leftovers."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import jsonschema
import pytest

from normalize.formats.as_json import schema
from tests.running import FAULTY, RIGHT, normalize, one_clear_line
from tests.service import Service, service

pytest.importorskip("fastapi", reason="the extra 'serve' is not installed")
TOKEN = "a-token-of-some-length"
#: Takes several seconds of a processor.
POISON = (FAULTY + "NATO Secretary General Mark Root spoke of of it.\n") * 9_000


@pytest.fixture(scope="module")
def here() -> Iterator[Service]:
    """One service for all tests that leave it as it was."""
    with service("--limit-seconds", "2") as made:
        yield made


def test_clean_is_what_the_command_says(here: Service) -> None:
    answer = here.ask("POST", "/clean", {"text": FAULTY + "😀 Mark Root spoke.", "date": "2024-10-30", "source_language": "ar"})
    assert answer.status == 200
    report = answer.json
    jsonschema.validate(report, schema())
    shown = normalize("clean", "--format", "json", "--date", "2024-10-30", "--source-language", "ar", stdin=(FAULTY + "😀 Mark Root spoke.").encode())
    wanted = json.loads(shown.text)
    for one in (report, wanted):
        one["source"] = ""
        one["stats"]["seconds"] = 0
    assert report == wanted


def test_odd_characters_come_back(here: Service) -> None:
    text = "a\ud800b\x00\u202e\U0001f600\ufffe"
    assert here.ask("POST", "/clean", {"text": text, "select": ["en.periods"]}).json["text"] == text


def test_settings_are_heeded(here: Service) -> None:
    text = FAULTY + "He spoke of of it."
    assert here.ask("POST", "/clean", {"text": text, "select": ["en.periods"]}).json["text"] == RIGHT + "He spoke of of it."
    assert here.ask("POST", "/clean", {"text": text, "ignore": ["spurious-period"]}).json["text"] == FAULTY + "He spoke of it."
    assert here.ask("POST", "/clean", {"text": text, "protect": ["of of"]}).json["text"] == RIGHT + "He spoke of of it."
    assert here.ask("POST", "/clean", {"text": text}).json["text"] == RIGHT + "He spoke of it."


def test_an_unknown_rule_is_told(here: Service) -> None:
    answer = here.ask("POST", "/clean", {"text": FAULTY, "select": ["en.perods"]})
    assert answer.status == 404
    assert "en.perods" in answer.json["error"]


def test_check_has_lines_and_columns(here: Service) -> None:
    (found,) = here.ask("POST", "/check", {"text": "One.\n" + FAULTY}).json["found"]
    assert (found["line"], found["column"], found["rule"]) == (2, 29, "en.periods.spurious-period")
    assert here.ask("POST", "/check", {"text": "All is well."}).json["found"] == []


def test_names_are_found(here: Service) -> None:
    found = here.ask("GET", "/gazetteer/search?name=Mark%20Rutte").json["found"]
    assert found[0]["id"] == "mark-rutte"
    assert any("NATO" in line for line in found[0]["told"])


@pytest.mark.parametrize(
    "body",
    [b"{", b"[]", b"{}", b'{"text": 1}', b'{"text": "a", "datum": "x"}', b'{"text": "a", "date": "2024-13-01"}', b'{"text": "a", "source_language": "Arabic!"}', b"\xff\xfe", b'{"text": "a", "select": [""]}', b"[" * 100_000],
    ids=lambda b: b[:30].decode("latin-1"),
)
def test_what_does_not_fit_is_told(body: bytes, here: Service) -> None:
    answer = here.ask("POST", "/clean", body, {"Content-Type": "application/json"})
    assert answer.status in (400, 422)
    assert list(answer.json) == ["error"]


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "", "127.0.0.1.evil.example:80", "169.254.1.1"])
def test_a_foreign_host_name_is_refused(host: str, here: Service) -> None:
    assert here.ask("POST", "/clean", {"text": "a"}, {"Host": host}).status in (400, 421)


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://localhost.evil.example", "chrome-extension://abc", "http://127.0.0.1:1"])
def test_a_foreign_page_is_refused(origin: str, here: Service) -> None:
    answer = here.ask("POST", "/v2/check", "text=a", {"Origin": origin})
    assert answer.status == 403
    assert "access-control-allow-origin" not in answer.headers


def test_its_own_page_may_ask(here: Service) -> None:
    assert here.ask("POST", "/clean", {"text": "a"}, {"Origin": f"http://127.0.0.1:{here.port}"}).status == 200


def test_too_large_is_refused(here: Service) -> None:
    assert here.ask("POST", "/clean", {"text": "a" * 1_100_000}).status == 413

    with socket.create_connection(("127.0.0.1", here.port), timeout=30) as wire:
        wire.sendall(b"POST /clean HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
        try:
            for _ in range(20):
                wire.sendall(b"186a0\r\n" + b"a" * 100_000 + b"\r\n")
        except (BrokenPipeError, ConnectionResetError):
            pass
        assert wire.recv(12) == b"HTTP/1.1 413"
    assert here.ask("GET", "/healthz").status == 200


def test_every_answer_has_the_policy(here: Service) -> None:
    for path in ("/", "/page.js", "/healthz", "/nothing", "/openapi.json"):
        headers = here.ask("GET", path).headers
        assert headers["content-security-policy"].startswith("default-src 'none'"), path
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_poison_costs_itself_alone(here: Service) -> None:
    """Four texts that hit the limit, and forty others that are answered meanwhile."""
    with ThreadPoolExecutor(44) as many:
        bad = [many.submit(here.ask, "POST", "/clean", {"text": POISON}) for _ in range(4)]
        time.sleep(0.3)
        good = [many.submit(here.ask, "POST", "/clean", {"text": FAULTY}) for _ in range(40)]
        assert [g.result().json["text"] for g in good] == [RIGHT] * 40
        assert not any(b.done() for b in bad)
        assert {b.result().status for b in bad} == {504}
    told = here.ask("GET", "/metrics").body.decode()
    assert 'normalize_jobs_total{what="timeout"} 4.0' in told
    assert 'normalize_requests_total{path="/clean",status="504"} 4.0' in told


def test_a_text_that_needs_too_much_memory_is_told() -> None:
    with service("--limit-memory", "50") as made:
        answer = made.ask("POST", "/clean", {"text": POISON})
        assert (answer.status, "memory" in answer.json["error"]) == (507, True)
        assert made.ask("POST", "/clean", {"text": FAULTY}).json["text"] == RIGHT


def test_a_lost_process_is_replaced() -> None:
    with service("-j", "1") as made:
        for _ in range(2):
            for pid in made.children():
                os.kill(pid, signal.SIGKILL)
            time.sleep(0.2)
            assert made.ask("POST", "/clean", {"text": FAULTY}).json["text"] == RIGHT


def test_nothing_is_left_behind() -> None:
    made = Service()
    made.ask("POST", "/clean", {"text": FAULTY})
    children = made.children()
    assert len(children) >= 3
    assert made.stop() == ""
    assert made.process.returncode == 0
    for _ in range(50):
        if not any(Path(f"/proc/{pid}").exists() for pid in children):
            return
        time.sleep(0.1)
    pytest.fail("processes were left behind")


def test_a_token_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(TOKEN + "\n")
    with service("--token-file", str(tmp_path / "token"), "--allow-origin", "chrome-extension://abc") as made:
        assert made.ask("GET", "/healthz").status == made.ask("GET", "/").status == 200
        for headers in ({}, {"Authorization": "Bearer no"}, {"Authorization": f"Basic {TOKEN}"}):
            answer = made.ask("POST", "/clean", {"text": FAULTY}, headers)
            assert (answer.status, answer.headers["www-authenticate"]) == (401, "Bearer")
        assert made.ask("GET", "/metrics").status == 401
        assert made.ask("POST", "/clean", {"text": FAULTY}, {"Authorization": f"Bearer {TOKEN}"}).json["text"] == RIGHT
        asked = {"Origin": "chrome-extension://abc", "Access-Control-Request-Method": "POST"}
        answer = made.ask("OPTIONS", "/v2/check", None, asked)
        assert (answer.status, answer.headers["access-control-allow-origin"]) == (204, "chrome-extension://abc")
    assert TOKEN not in made.said


def test_beyond_this_machine_a_token_is_made() -> None:
    with service("--host", "0.0.0.0") as made:
        assert made.process.stderr is not None
        token = made.process.stderr.readline().rpartition(" ")[2].strip()
        assert made.ask("POST", "/clean", {"text": FAULTY}).status == 401
        assert made.ask("POST", "/clean", {"text": FAULTY}, {"Authorization": f"Bearer {token}"}).status == 200


def test_faults_of_the_call_are_one_line(tmp_path: Path, here: Service) -> None:
    one_clear_line(normalize("serve", "--port", str(here.port)), "cannot listen", "--port")
    (tmp_path / "token").write_text("short")
    one_clear_line(normalize("serve", "--token-file", str(tmp_path / "token")), "16 or more")
    one_clear_line(normalize("serve", env={"NORMALIZE_TOKEN": "short"}), "NORMALIZE_TOKEN")
    one_clear_line(normalize("serve", "--token-file", str(tmp_path / "none")), "cannot read the token")
    one_clear_line(normalize("serve", "--rules", str(tmp_path / "none.yml")), "none.yml")


def test_a_connection_that_says_nothing_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    import uvicorn

    from normalize.server import running

    monkeypatch.setattr(running, "_HEAD_SECONDS", 0.3)

    async def app(scope: Any, receive: Any, send: Any) -> None:
        raise AssertionError

    async def tried() -> float:
        server = uvicorn.Server(uvicorn.Config(app, http=running._Prompt, lifespan="off", log_level="error"))
        with socket.create_server(("127.0.0.1", 0)) as listening:
            served = asyncio.ensure_future(server.serve(sockets=[listening]))
            await asyncio.sleep(0.2)
            reader, writer = await asyncio.open_connection(*listening.getsockname())
            writer.write(b"GET / HT")
            began = time.monotonic()
            assert await asyncio.wait_for(reader.read(), 10) == b""
            took = time.monotonic() - began
            server.should_exit = True
            await served
        return took

    assert asyncio.run(tried()) < 5


def test_a_slow_body_is_refused() -> None:
    from normalize.server.guards import Doors, Guard

    sent: list[Any] = []
    seen: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        raise AssertionError

    async def receive() -> Any:
        await asyncio.sleep(0.05)
        return {"type": "http.request", "body": b"a", "more_body": True}

    async def send(message: Any) -> None:
        sent.append(message)

    guard = Guard(app, Doors(seconds=0.3), lambda *args: seen.append(args[:2]))
    asyncio.run(guard({"type": "http", "method": "POST", "path": "/clean", "headers": [(b"host", b"localhost")]}, receive, send))
    assert sent[0]["status"] == 408
    assert seen == [("/clean", 408)]


def test_annotated_text_keeps_its_places(here: Service) -> None:
    data = json.dumps({"annotation": [{"text": "😀 He said "}, {"markup": "<b>😀"}, {"text": "he spoke of of it"}, {"markup": "</b>"}]})
    (match,) = here.ask("POST", "/v2/check", urlencode({"data": data, "language": "auto"})).json["matches"]
    whole = "😀 He said <b>😀he spoke of of it</b>".encode("utf-16-le")
    assert whole[2 * match["offset"] : 2 * (match["offset"] + match["length"])].decode("utf-16-le") == "of of"
    assert match["replacements"] == [{"value": "of"}]
    for bad in ("{", "[]", '{"annotation": [{}]}', '{"annotation": [{"text": "a", "markup": "b"}]}'):
        assert here.ask("POST", "/v2/check", urlencode({"data": bad})).status == 422


def test_a_client_of_languagetool_sees_our_findings(here: Service) -> None:
    """The python client, as it is: matches, places beside an emoji, rules switched off, and `correct` gives what `clean` gives."""
    client = pytest.importorskip("language_tool_python", reason="language-tool-python is not installed")
    text = "😀 NATO Secretary General Mark Root spoke of of it. “It is so , he said. 😀 The move will raise concerns. in China."
    with client.LanguageTool("en-US", remote_server=here.url, proxies={"http": "", "https": ""}) as tool:
        matches = tool.check(text)
        by_rule = {m.rule_id: m for m in matches}
        period = by_rule["en.periods.spurious-period"]
        assert text[period.offset : period.offset + period.error_length] == "concerns."
        assert period.replacements == ["concerns"]
        assert period.category == "spurious-period"
        sure = [m for m in matches if m.rule_id in {c["rule"] for c in here.ask("POST", "/clean", {"text": text}).json["changes"]}]
        assert client.utils.correct(text, sure) == here.ask("POST", "/clean", {"text": text}).json["text"]
        tool.disabled_rules = {"en.periods.spurious-period"}
        assert "en.periods.spurious-period" not in {m.rule_id for m in tool.check(text)}
