"""One record of JSON lines: where the string of a field stands in it, so that everything else in the line stays byte for byte.

Reading a record and writing it anew would lose a carriage return, a byte order mark and a key given twice, and would write numbers in another form.
"""

from __future__ import annotations

import json
import re

from normalize.visible import safe_json

_SPACE = re.compile(r"[ \t\n\r]*")
_decoder = json.JSONDecoder()


def with_text(line: bytes, field: str, text: str) -> bytes:
    r"""The record with another text in its field; of a field given twice the last one counts, as for readers of JSON.

    ValueError when the line is no object in UTF-8 with a string in that field.

    >>> with_text(b'{"n": 1.10, "text": "old"}\r\n', "text", "new")
    b'{"n": 1.10, "text": "new"}\r\n'
    """
    record = line.decode("utf-8", "surrogatepass")
    start, end = _place(record, field)
    string = safe_json(json.dumps(text, ensure_ascii=False))
    return f"{record[:start]}{string}{record[end:]}".encode()


def _place(record: str, field: str) -> tuple[int, int]:
    at = _after_space(record, int(record.startswith("\N{BYTE ORDER MARK}")))
    found: tuple[int, int] | None = None
    if record[at : at + 1] != "{":
        raise ValueError("no object")
    while record[at] != "}":
        at = _after_space(record, at + 1)
        if record[at] == "}":
            break
        key, at = _decoder.raw_decode(record, at)
        at = _after_space(record, _after_space(record, at) + 1)
        value, stop = _decoder.raw_decode(record, at)
        if key == field:
            found = (at, stop) if isinstance(value, str) else None
        at = _after_space(record, stop)
    if found is None:
        raise ValueError("no string in the field")
    return found


def _after_space(record: str, at: int) -> int:
    m = _SPACE.match(record, at)
    assert m is not None
    return m.end()
