"""The index in one file: written once, mapped by every worker, opened in milliseconds.

A line says what it is, the next, in JSON, which arrays there are and where they begin; then come the arrays, each at
a multiple of 64 bytes, just as they lie in memory. Nothing is read on opening but the two lines; the system brings in
what a look-up touches, and all workers share it.
"""

from __future__ import annotations

import json
import mmap
import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from normalize.errors import Fault, GazetteerError
from normalize.gazetteer.channel.build import build_arrays
from normalize.gazetteer.channel.index import TEXTS, Index
from normalize.gazetteer.channel.matcher import Matcher

MAGIC = b"mt-normalize names 1\n"
_ALIGN = 64


def build_index(names: Iterable[str], path: str | Path) -> int:
    """Writes the index of these names to a file, whole or not at all; gives the size in bytes.

    >>> with tempfile.TemporaryDirectory() as folder:
    ...     size = build_index(["Mark Rutte", "Joe Root"], folder + "/names.idx")
    ...     open_index(folder + "/names.idx").lookup("Marc Rote", source_language="ar")[0][0]
    'Mark Rutte'
    """
    arrays = build_arrays(names)
    entries: dict[str, dict[str, Any]] = {}
    at = 0
    for name, array in arrays.items():
        if sys.byteorder == "big":
            array = arrays[name] = array.astype(array.dtype.newbyteorder("<"))
        entries[name] = {"type": array.dtype.str, "count": len(array), "at": at}
        at += -(-array.nbytes // _ALIGN) * _ALIGN
    head = MAGIC + json.dumps(entries).encode() + b"\n"
    head += b" " * (-len(head) % _ALIGN)
    path = Path(path)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(head)
            for array in arrays.values():
                file.write(memoryview(array).cast("B") if len(array) else b"")
                file.write(b"\0" * (-array.nbytes % _ALIGN))
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
    return len(head) + at


def open_index(path: str | Path) -> Matcher:
    """A matcher over a file that `build_index` wrote; GazetteerError if it is none, or cut short."""
    import numpy as np

    try:
        with open(path, "rb") as file:
            if file.readline(len(MAGIC)) != MAGIC:
                raise GazetteerError([Fault(str(path), 0, "this is not an index of names: build it again")])
            entries = json.loads(file.readline())
            start = -(-file.tell() // _ALIGN) * _ALIGN
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except OSError as error:
        raise GazetteerError([Fault(str(path), 0, f"cannot be read: {error.strerror}")]) from error
    except ValueError as error:
        raise GazetteerError([Fault(str(path), 0, "the index of names is damaged: build it again")]) from error
    arrays, texts = {}, {}
    try:
        for name, entry in entries.items():
            arrays[name] = np.frombuffer(mapped, np.dtype(entry["type"]), entry["count"], start + entry["at"])
        for kind in TEXTS:
            texts[kind] = (mapped, start + entries[kind + "s"]["at"])
    except (ValueError, KeyError, TypeError) as error:
        raise GazetteerError([Fault(str(path), 0, "the index of names is cut short: build it again")]) from error
    return Matcher(Index(arrays, texts))
