"""Compiled packs and gazetteers, kept between runs by the digest of what they were made from.

The cache is a convenience and never a source of truth: when it cannot be written, is stale, damaged or was made by another
version, the data is simply compiled again.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import sys
from collections.abc import Callable, Iterable
from hashlib import blake2b
from pathlib import Path
from typing import Any

from normalize.version import VERSION

_SIZE = 20


def directory() -> Path:
    """Where compiled data is kept; ``NORMALIZE_CACHE_DIR`` overrides the user's cache folder."""
    given = os.environ.get("NORMALIZE_CACHE_DIR")
    if given:
        return Path(given)
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(base) / "mt-normalize"


def digest(parts: Iterable[bytes], makers: Iterable[str] = ()) -> str:
    """One digest of all parts, of our version and of Python's, since the stored form depends on them.

    ``makers`` are the source files that compile the data: a change of theirs makes what is stored stale as well.
    """
    h = blake2b(f"{VERSION} {sys.version_info[:2]} {marshal.version}".encode(), digest_size=_SIZE)
    for maker in makers:
        with contextlib.suppress(OSError):  # run from a zip file: the version must do
            h.update(Path(maker).read_bytes())
    for part in parts:
        h.update(len(part).to_bytes(8, "little"))
        h.update(part)
    return h.hexdigest()


def compiled(kind: str, key: str, make: Callable[[], Any]) -> Any:
    """What ``make`` returns (plain tuples, lists, dicts, strings, numbers), from the cache where it is sound."""
    value = kept(kind, key)
    if value is None:
        value = make()
        keep(kind, key, value)
    return value


def kept(kind: str, key: str) -> Any:
    """What is stored under a key, or None.

    A stored file begins with the digest of its own payload, so a damaged one is noticed before it is read.
    """
    try:
        blob = (directory() / f"{kind}-{key}.bin").read_bytes()
        if blob[:_SIZE] == blake2b(blob[_SIZE:], digest_size=_SIZE, key=b"mt-normalize").digest():
            return marshal.loads(blob[_SIZE:])
    except (OSError, ValueError, EOFError, TypeError):
        pass
    return None


def keep(kind: str, key: str, value: Any) -> None:
    """Store a value, whole or not at all; where nothing can be written, nothing is."""
    path = directory() / f"{kind}-{key}.bin"
    with contextlib.suppress(OSError, ValueError):
        payload = marshal.dumps(value)
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.{os.getpid()}")
        temporary.write_bytes(blake2b(payload, digest_size=_SIZE, key=b"mt-normalize").digest() + payload)
        os.replace(temporary, path)
        _forget_old(path, kind)


def _forget_old(kept: Path, kind: str, most: int = 8) -> None:
    """Keep the newest few files of a kind, so that the cache does not grow with every edit of a rule."""
    files = sorted(kept.parent.glob(f"{kind}-*.bin"), key=lambda p: p.stat().st_mtime, reverse=True)
    for old in files[most:]:
        if old != kept:
            old.unlink(missing_ok=True)
