"""What the user asked for: one frozen value that every run carries and that can be pickled."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Config:
    """Settings of a `Pipeline`. The defaults are the safe ones: embedded packs, only `fix` writes, no network.

    ``date`` is the article's date as ``YYYY-MM-DD`` (longer ISO forms are cut); without it the article's own timestamp is
    used. ``select`` and ``ignore`` hold prefixes of rule ids or classes. ``protect`` lists texts that must stay.
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
    grammar: str = "off"
    profile: bool = False
