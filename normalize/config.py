"""What the user asked for: one frozen value that every run carries and that can be pickled."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date as calendar_date

from normalize.errors import UsageError


@dataclass(frozen=True, slots=True)
class Config:
    """Settings of a `Pipeline`. The defaults are the safe ones: embedded packs, only `fix` writes, no network.

    ``date`` is the article's date as ``YYYY-MM-DD`` (longer ISO forms are cut); without it the article's own timestamp is
    used. ``own`` says whether the user's own gazetteer folder is read. ``select`` and ``ignore`` hold prefixes of rule ids or classes. ``protect`` lists
    texts that must stay. ``decisions`` is a file of `normalize review` that is carried out. ``grammar`` is ``off``, ``local`` (a server of LanguageTool on this machine) or the URL of a server, to which the texts are then sent. A text of more than ``most_characters`` is passed through unchanged and named.
    """

    date: str | None = None
    source_language: str | None = None
    rules: tuple[str, ...] = ()
    gazetteer: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    protect: tuple[str, ...] = ()
    unsafe: bool = False
    only_packs: bool = False
    own: bool = True
    profile: bool = False
    grammar: str = "off"
    most_characters: int = 2_000_000
    decisions: str | None = None

    def __post_init__(self) -> None:
        if self.date is not None:
            check_date(self.date)
        if self.source_language is not None and not re.fullmatch(r"[a-z]{2,3}(?:-[A-Za-z]{2,8})*", self.source_language):
            raise UsageError(f"'{self.source_language}' is no language code: use two or three small letters, as in ar or zh")
        if self.grammar not in ("off", "local"):
            check_server(self.grammar)


def check_server(url: str) -> str:
    """The URL of a server of LanguageTool as given; UsageError when it is none, holds a password, or names an address that only serves the machine's own network card.

    >>> check_server("http://169.254.169.254/v2")
    Traceback (most recent call last):
    normalize.errors.UsageError: '169.254.169.254' is a link-local address: no server of LanguageTool is there
    """
    from contextlib import suppress  # met by few: most runs have no server
    from ipaddress import ip_address
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise UsageError(f"--grammar takes off, local or a URL as http://host:port without a password; not '{url}'")
    with suppress(ValueError):
        address = ip_address(parts.hostname)
        if (getattr(address, "ipv4_mapped", None) or address).is_link_local:
            raise UsageError(f"'{parts.hostname}' is a link-local address: no server of LanguageTool is there")
    return url


_DAY = re.compile(r"\d{4}-\d\d-\d\d(?!\d)")


def check_date(text: str) -> str:
    """The date as given; UsageError when it is none.

    >>> check_date("2024-13-01")
    Traceback (most recent call last):
    normalize.errors.UsageError: '2024-13-01' is no date: write YYYY-MM-DD, as in 2024-10-30
    """
    try:
        if not _DAY.match(text):
            raise ValueError(text)
        calendar_date.fromisoformat(text[:10])
    except ValueError:
        raise UsageError(f"'{text}' is no date: write YYYY-MM-DD, as in 2024-10-30") from None
    return text
