"""Making every character of a document harmless and visible before a person's screen sees it.

A text may hold terminal escape sequences, marks that turn the direction of writing, characters without width, lone surrogates.
In the cleaned text they stay as they are; in every message, report and terminal view they are shown by their code points.
"""

from __future__ import annotations

from normalize.patterns import compiled

#: Controls (line feed and tab aside), marks of direction and of no width, line and paragraph separators, surrogates, non-characters.
_UNSEEN = compiled(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff"
    r"\ud800-\udfff\U000e0000-\U000e007f]"
)
#: What may not stand raw inside JSON that a terminal could show; JSON escapes mean the same string.
_UNSAFE_IN_JSON = compiled(r"[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str, breaks: bool = True) -> str:
    r"""The text with everything unseen written as ``<U+001B>``; line feeds and tabs too, unless ``breaks``.

    >>> visible("a\x1b[31mb\u202ec")
    'a<U+001B>[31mb<U+202E>c'
    >>> visible("one\ntwo", breaks=False)
    'one⏎two'
    """
    text = str(_UNSEEN.sub(lambda m: f"<U+{ord(m.group()):04X}>", text))
    return text if breaks else text.replace("\n", "⏎").replace("\t", "⇥")


def safe_json(dumped: str) -> str:
    r"""JSON text in which no control character, mark of direction or lone surrogate stands raw.

    >>> safe_json('"\x9b\ud800"')
    '"\\u009b\\ud800"'
    """
    return str(_UNSAFE_IN_JSON.sub(lambda m: f"\\u{ord(m.group()):04x}", dumped))
