"""The one place that speaks to a server of LanguageTool, through language-tool-python (GPL-3, imported here only and only when it is used).

The library builds the request and reads the settings; how the request travels is ours: no proxy, no redirect, no cookie, one try, a deadline for the whole
answer and a bound on its size. The matches are read from the server's own answer, since the library shares the correction of offsets between threads.
"""

from __future__ import annotations

import json
import os
import time
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from language_tool_python import LanguageTool
from urllib3.exceptions import HTTPError, ReadTimeoutError

from normalize.errors import GrammarError
from normalize.languagetool.matches import Match, read

#: The language of all texts; never guessed.
LANGUAGE = "en-US"
#: Seconds for one request, from the first byte sent to the last one read.
SECONDS = 15.0
#: Bytes of an answer that are read at most.
MOST_BYTES = 8_000_000

_FIRST = "The minister said on Monday that an agreement had been reached, and its terms were published."


class Client(LanguageTool):  # type: ignore[misc]
    """Speaks to the server at a URL; every failure is a GrammarError."""

    def __init__(self, url: str) -> None:
        self.seconds = SECONDS
        self.version = ""
        self._session: requests.Session | None = None
        self._session_of = 0
        super().__init__(LANGUAGE, remote_server=url, proxies={"http": "", "https": ""})

    def matches(self, text: str, only: tuple[str, ...] | None = None) -> list[Match]:
        """What the server says of a text, in code points; ``only`` these rules, or all that it has switched on."""
        parameters = {"language": LANGUAGE, "text": text}
        if only is not None:
            parameters |= {"enabledRules": ",".join(only), "enabledOnly": "true"}
        answer = self._query_server(f"{self._url}check", parameters, method="post")
        if not isinstance(answer, dict):
            raise GrammarError("the answer is no object of JSON")
        software = answer.get("software")
        self.version = str(software.get("version", "")) if isinstance(software, dict) else ""
        return read(answer, text)

    def warm(self, seconds: float = 60.0) -> None:
        """Let the server read its rules, which the first text of its life waits for; it may give up on that text."""
        until = time.monotonic() + seconds
        while True:
            try:
                self.matches(_FIRST)
                return
            except GrammarError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)

    def _query_server(self, url: str, params: dict[str, str] | None = None, num_tries: int = 1, method: str = "get") -> Any:
        """The server's answer. Stands in for the library's own, which follows redirects, tries twice and has no deadline for slow answers."""
        until = time.monotonic() + self.seconds
        try:
            with self._speaker().request(
                method, url, data=params, timeout=(3.0, self.seconds), allow_redirects=False, stream=True, proxies={"http": "", "https": ""}
            ) as response:
                if response.status_code != 200:
                    raise GrammarError(f"the server answered {response.status_code}")
                body = bytearray()
                while chunk := response.raw.read1(65536):  # what has come, so that a trickle meets the deadline
                    body += chunk
                    if len(body) > MOST_BYTES:
                        raise GrammarError(f"the answer is longer than {MOST_BYTES:,} bytes")
                    if time.monotonic() > until:
                        raise GrammarError(f"no whole answer within {self.seconds:g} s")
                return json.loads(body)
        except (requests.Timeout, ReadTimeoutError):
            raise GrammarError(f"no answer within {self.seconds:g} s") from None
        except (requests.RequestException, HTTPError, OSError) as error:
            raise GrammarError(f"the server cannot be reached ({type(error).__name__})") from None
        except (ValueError, RecursionError):
            raise GrammarError("the answer is no JSON") from None

    def _speaker(self) -> requests.Session:
        """The connections of this process; those of a parent are never used by a worker that it forked."""
        if self._session is None or self._session_of != os.getpid():
            self._session = requests.Session()
            self._session.trust_env = False
            self._session.headers["Accept-Encoding"] = "identity"
            self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
            self._session_of = os.getpid()
        return self._session
