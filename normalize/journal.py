"""The journal of a run that may be killed at any time: which shards of the output are whole.

The first line says what the run is (its fingerprint); each further line is a shard that lies whole on the disk, written after the shard itself and forced to
the disk. A line that a kill cut in two does not count, and its shard is made again. One run at a time may work in a folder.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from normalize.errors import UsageError
from normalize.files import write

#: The file's name in the folder; the point keeps it from being taken for a text.
NAME = ".journal.jsonl"


class Journal:
    """The journal of a folder; a context manager that holds it against a second run.

    ``done`` has the entries of the shards that are whole. UsageError when another run is at work there, when the folder was begun as another run, with
    what differs, or when it holds other files already.
    """

    def __init__(self, folder: Path, run: Mapping[str, Any], differences: Callable[[Mapping[str, Any], Mapping[str, Any]], list[str]]) -> None:
        self._folder = folder
        path = folder / NAME
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                if any(not name.startswith(".") for name in os.listdir(folder)):
                    raise UsageError(f"'{folder}' holds files and no journal of a run: name an empty folder")
                write(path, _line({"schema": 1, "run": dict(run)}))
            self._file = path.open("r+b")
        except OSError as error:
            raise UsageError(f"cannot write into the folder '{folder}': {error.strerror}") from None
        _hold(self._file.fileno(), folder)
        self.done = self._read(run, differences)

    def _read(self, run: Mapping[str, Any], differences: Callable[[Mapping[str, Any], Mapping[str, Any]], list[str]]) -> dict[int, dict[str, Any]]:
        done: dict[int, dict[str, Any]] = {}
        whole = 0
        for number, line in enumerate(self._file):
            try:
                entry = json.loads(line) if line.endswith(b"\n") else None
            except ValueError:
                entry = None
            if number == 0 and (not isinstance(entry, dict) or entry.get("schema") != 1):
                raise UsageError(f"'{self._folder / NAME}' is no journal that this version can read: name another folder")
            if not isinstance(entry, dict):
                break
            if number == 0:
                if told := differences(entry["run"], run):
                    raise UsageError(f"the run in '{self._folder}' was begun with {' and '.join(told)}: go on with the same ones, or name another folder")
            else:
                done[entry["shard"]] = entry
            whole += len(line)
        self._file.truncate(whole)
        self._file.seek(whole)
        return {number: entry for number, entry in done.items() if all(self._is_there(name, size) for name, size in entry["files"])}

    def _is_there(self, name: str, size: int) -> bool:
        try:
            return os.stat(self._folder / name).st_size == size
        except OSError:
            return False

    def add(self, entry: Mapping[str, Any]) -> None:
        """Note that a shard is whole."""
        self._file.write(_line(entry))
        self._file.flush()
        os.fsync(self._file.fileno())

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._file.close()


def _line(entry: Mapping[str, Any]) -> bytes:
    return json.dumps(entry).encode() + b"\n"


def _hold(handle: int, folder: Path) -> None:
    """Keep a second run out; the system lets go when this process ends, however it ends."""
    try:
        import fcntl
    except ImportError:  # pragma: no cover - Windows
        return
    try:
        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise UsageError(f"another run is at work in the folder '{folder}': wait for it, or name another folder") from None
