"""A server of LanguageTool that fails, lies or is a stranger: the text comes out as without it, and the fault is named."""

from __future__ import annotations

import pickle
import time
from pathlib import Path

import pytest

from normalize.config import Config
from normalize.errors import UsageError
from normalize.pipeline import Pipeline
from tests.running import FAULTY, RIGHT, normalize
from tests.stand_in import NOTHING, answer, matches, serving, trickle

pytest.importorskip("language_tool_python", reason="language-tool-python is not installed")
from normalize.languagetool import checker, client

RULE = "EN_A_VS_AN"
FAILING = {
    "mute": lambda to, text: time.sleep(2),
    "trickle": trickle,
    "half": lambda to, text: (to.send_response(200), to.send_header("Content-Length", "900"), to.end_headers(), to.wfile.write(NOTHING[:9])),
    "not-json": lambda to, text: answer(to, b"<html>busy</html>"),
    "not-utf8": lambda to, text: answer(to, b'{"matches": "\xff\xfe"}'),
    "no-object": lambda to, text: answer(to, b"[]"),
    "deep": lambda to, text: answer(to, b"[" * 200_000),
    "error": lambda to, text: answer(to, b"too busy", 500),
    "closes": lambda to, text: to.connection.close(),
    "huge": lambda to, text: answer(to, b" " * (client.MOST_BYTES + 9)),
    "other-form": lambda to, text: answer(to, b'{"matches": [{"offset": 1}]}'),
    "outside": lambda to, text: answer(to, matches((0, 99_999, RULE, "an"))),
    "negative": lambda to, text: answer(to, matches((-3, 2, RULE, "an"))),
    "no-number": lambda to, text: answer(to, NOTHING.replace(b"[]", b'[{"offset": "1", "length": true}]')),
}


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "SECONDS", 0.7)


def cleaned(url: str, text: str = FAULTY):
    return Pipeline(Config(grammar=url)).run(text)


@pytest.mark.parametrize("name", FAILING)
def test_a_failing_server_costs_no_text(name: str) -> None:
    with serving(FAILING[name]) as server:
        began = time.monotonic()
        result = cleaned(server.url)
        assert time.monotonic() - began < 8
    assert server.texts
    assert result.text == RIGHT
    assert result.undo() == FAULTY
    assert [p.kind for p in result.problems] == ["grammar"]


def test_no_server_at_all_costs_no_text() -> None:
    with serving() as gone:
        url = gone.url
    result = cleaned(url)
    assert result.text == RIGHT
    assert [p.kind for p in result.problems] == ["grammar"]


def test_after_failures_in_a_row_nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(FAILING["error"]) as server:
        pipeline = Pipeline(Config(grammar=server.url))
        for n in range(10):
            assert pipeline.run(f"The minister number {n} spoke on Monday.").problems
        assert len(server.texts) == checker.MOST_FAILURES
        monkeypatch.setattr(pipeline.checker, "_rest_until", 0.0)
        server.behave = lambda to, text: answer(to, NOTHING)
        assert not pipeline.run("The minister spoke on Tuesday.").problems


def test_a_redirect_is_not_followed() -> None:
    with serving() as other, serving(lambda to, text: answer(to, b"", 307, Location=f"{other.url}/v2/check")) as server:
        result = cleaned(server.url)
    assert server.texts
    assert other.texts == []
    assert [p.kind for p in result.problems] == ["grammar"]


def test_a_proxy_of_the_environment_sees_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving() as proxy, serving() as server:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        monkeypatch.setenv("no_proxy", "")
        result = cleaned(server.url)
    assert not result.problems
    assert server.texts
    assert proxy.texts == []


def test_places_are_code_points_and_names_and_addresses_stay() -> None:
    text = "\N{GRINNING FACE} It was a hour. Look at www.a.com/a hour of Mark Rutte.\n"

    def say(to, sent: str) -> None:
        places = [sent.find(x) for x in ("a hour", "a.com", "Rutte")]
        rows = [(len(sent[:p].encode("utf-16-le")) // 2, n, RULE, v) for p, n, v in zip(places, (1, 1, 5), ("an", "an", "Root"), strict=True) if p >= 0]
        answer(to, matches(*rows))

    with serving(say) as server:
        result = Pipeline(Config(grammar=server.url, unsafe=True)).run(text)
    assert result.text == text.replace("a hour.", "an hour.")
    assert result.undo() == text


def test_a_fix_that_brings_a_new_match_is_only_offered() -> None:
    def say(to, sent: str) -> None:
        answer(to, matches((sent.find("a hour"), 1, RULE, "an")) if "a hour" in sent else matches((0, 2, "ANOTHER", "x")))

    with serving(say) as server:
        pipe = Pipeline(Config(grammar=server.url))
        assert pipe.checker is not None
        pipe.checker.speaking = {RULE: ("fix", 0.99)}
        result = pipe.run("It was a hour of note.\n")
    assert result.text == "It was a hour of note.\n"
    assert [f.suggestions for f in result.findings if f.rule == f"languagetool.{RULE}"] == [("an",)]


def test_a_server_that_is_never_content_costs_no_text() -> None:
    def say(to, sent: str) -> None:  # it wants another word each time, and finds no fault in what it is shown
        word = sent.split()[2]
        answer(to, matches((sent.find(word), len(word), RULE, word + "x")) if to.server.asked % 3 == 0 else NOTHING)
        to.server.asked += 1

    with serving(say) as server:
        server.asked = 0
        pipe = Pipeline(Config(grammar=server.url))
        assert pipe.checker is not None
        pipe.checker.speaking = {RULE: ("fix", 0.99)}
        result = pipe.run("It was quiet there. in China.\n")
    assert result.text == "It was quiet there in China.\n"
    assert [p.kind for p in result.problems] == ["grammar"]


def test_lone_surrogates_and_odd_characters_are_not_sent_or_come_through() -> None:
    with serving() as server:
        for text in ("\ud83d is half a pair.\n", "One \x00 two three.\n", "\ufeffOne two three.\r\nFour five.", "", "\n\n"):
            result = cleaned(server.url, text)
            assert result.undo() == text
            assert not result.problems
    assert not any("\ud83d" in t for t in server.texts)


def test_workers_get_the_same_server() -> None:
    with serving() as server:
        copy = pickle.loads(pickle.dumps(Pipeline(Config(grammar=server.url))))
        assert copy.run(FAULTY).text == RIGHT
    assert server.texts


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://a", "localhost:8081", "http://u:p@a", "http://169.254.169.254", "http://[::ffff:169.254.169.254]", "http://[fe80::1]", "http://a:b", "http://", "on", "", "http://a/?x=1"])
def test_what_is_no_server_is_refused(url: str) -> None:
    with pytest.raises(UsageError):
        Config(grammar=url)


def test_the_command_line_names_the_fault_and_exits_with_3(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(FAULTY)
    with serving(FAILING["error"]) as server:
        ran = normalize("clean", "-q", "--grammar", server.url, "a.txt", cwd=tmp_path)
        assert (ran.code, ran.text) == (3, RIGHT)
        assert "500" in ran.err
        assert normalize("check", "--grammar", server.url, "a.txt", cwd=tmp_path).code == 3
        assert normalize("diff", "--grammar", server.url, "a.txt", cwd=tmp_path).code == 3


def test_doctor_says_what_is_missing(tmp_path: Path) -> None:
    ran = normalize("doctor", env={"NORMALIZE_LANGUAGETOOL": str(tmp_path), "PATH": "/nowhere"})
    line = next(line for line in ran.text.splitlines() if " grammar:" in line)
    assert "Java" in line
    assert "mvn" in line
    assert ran.code == 0
    ran = normalize("clean", "--grammar", "local", stdin=FAULTY.encode(), env={"NORMALIZE_LANGUAGETOOL": str(tmp_path), "PATH": "/nowhere"})
    assert ran.code == 2
    assert "Java" in ran.err
