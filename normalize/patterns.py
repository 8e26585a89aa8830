"""Patterns compiled once and kept between runs: half of a start was spent on compiling what never changes.

`compiled` is `regex.compile` with a memory on disk. What a pattern was compiled to is the bytes that `regex` itself hands to `pickle`; they are kept under
the pattern's own text, in one file for each version of regex, of Python and of ours. A file that is damaged, foreign or cannot be read is as
good as none, and one that cannot be written is not written.
"""

from __future__ import annotations

import atexit
import marshal
from typing import Any

import regex

from normalize import cache

#: More patterns than this are not kept: a user's packs change, and what they no longer hold would stay for ever.
_MOST = 3000
_KIND = "patterns"


class _Store:
    """The patterns of the disk and those met since."""

    def __init__(self) -> None:
        self.fresh: dict[tuple[str, int], bytes] = {}
        self._key = cache.digest([f"{regex.__version__}".encode()])
        self.known: dict[tuple[str, int], bytes] = cache.kept(_KIND, self._key) or {}
        atexit.register(self.write)

    def write(self) -> None:
        """Keep what was compiled in this run as well."""
        if self.fresh:
            known = cache.kept(_KIND, self._key) or {}
            cache.keep(_KIND, self._key, {**(known if len(known) + len(self.fresh) <= _MOST else {}), **self.fresh})
            self.fresh = {}


_store: _Store | None = None


def compiled(pattern: str, flags: int = 0) -> regex.Pattern[str]:
    """The pattern, from the memory where it is there; `regex.error` for one that is wrong.

    >>> compiled(r"(?P<n>\\d+) km").search("about 12 km")["n"]
    '12'
    """
    global _store
    if _store is None:
        _store = _Store()
    kept = _store.known.get((pattern, int(flags)))
    if kept is not None:
        try:
            found: regex.Pattern[str] = _make(marshal.loads(kept))
            return found
        except (ValueError, TypeError, EOFError, RuntimeError):
            pass
    made = regex.compile(pattern, flags)
    told: Any = getattr(made, "_pickled_data", None)
    if told is not None:
        _store.fresh[pattern, int(flags)] = _store.known[pattern, int(flags)] = marshal.dumps(told)
    return made


def _make(told: Any) -> Any:
    return regex._main._regex.compile(*told)
