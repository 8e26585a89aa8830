"""The keys of a review, the same in both interfaces."""

from __future__ import annotations

#: What each key does, in the order of the help.
KEYS: dict[str, str] = {
    "y": "accept",
    "n": "reject",
    "e": "edit: write the words yourself",
    "1-9": "accept this one of several wordings",
    "Y": "accept all of this rule, in all files",
    "N": "reject all of this rule, in all files",
    "m": "accept all with these words (this name), in all files",
    "M": "reject all with these words (this name), in all files",
    "s": "skip: ask in the next sitting",
    "f": "next file",
    "u": "undo the last decision",
    "t": "note for the next decision",
    "/": "filter, as rule:en.names class:wrong-name action:suggest confidence<0.9",
    "?": "help",
    "q": "quit; the next sitting goes on here",
}


def wide(key: str) -> tuple[str, str] | None:
    """Verdict and scope of the keys that decide one or many; None for the others.

    >>> wide("M"), wide("y"), wide("q")
    (('reject', 'name'), ('accept', 'one'), None)
    """
    return {
        "y": ("accept", "one"),
        "n": ("reject", "one"),
        "Y": ("accept", "rule"),
        "N": ("reject", "rule"),
        "m": ("accept", "name"),
        "M": ("reject", "name"),
    }.get(key)
