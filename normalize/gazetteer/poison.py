"""What no name may be: the forms by which a gazetteer is poisoned, by accident or on purpose.

A form with a character that cannot be seen is never found, or found where nobody sees why; a word of two scripts looks like another one. Such
a form is refused when a gazetteer is built and left out when one is imported.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

#: Joiners that Persian, Urdu and the scripts of India need inside a word.
_JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
#: Scripts whose letters stand in one word: Japanese mixes three, Korean two.
_TOGETHER = frozenset({"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HANGUL", "HALFWIDTH", "IDEOGRAPHIC", "BOPOMOFO"})
#: Scripts whose letters are taken for Latin ones.
_LIKE_LATIN = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU", "FULLWIDTH", "MATHEMATICAL"})
_LONGEST = 400


@lru_cache(maxsize=4096)
def script(char: str) -> str:
    """The script of a letter by the first word of its Unicode name, empty for what is no letter.

    >>> script("a"), script("я"), script("中"), script("1")
    ('LATIN', 'CYRILLIC', 'CJK', '')
    """
    if not char.isalpha():
        return ""
    first = unicodedata.name(char, "").partition(" ")[0]
    return "" if first in ("MODIFIER", "MASCULINE", "FEMININE", "MICRO") else first


def fault(form: str, language: str = "") -> str | None:
    """Why this cannot be a form of a name; None when it can.

    >>> fault("Mark Rutte"), fault("Мark Rutte")
    (None, 'letters of two scripts in one word (CYRILLIC and LATIN): it looks like another name')
    >>> fault("Mark" + chr(0x202E) + "Rutte")
    'a character that cannot be seen (RIGHT-TO-LEFT OVERRIDE)'
    """
    if form.isascii():
        return None if form.isprintable() and 0 < len(form) <= _LONGEST else _odd(form, language)
    return _odd(form, language) or _two_scripts(form)


def _odd(form: str, language: str) -> str | None:
    if not form.strip():
        return "an empty name"
    if len(form) > _LONGEST:
        return f"a name of {len(form)} characters"
    for char in form:
        category = unicodedata.category(char)
        if char == " " or category[0] not in "CZ":
            continue
        if language and char in _JOINERS:
            continue
        if category in ("Zs", "Cn", "Co"):
            return f"an odd space or unknown character (U+{ord(char):04X})"
        return f"a character that cannot be seen ({unicodedata.name(char, f'U+{ord(char):04X}')})"
    return None


def _two_scripts(form: str) -> str | None:
    for word in form.split():
        scripts = {s for s in map(script, word) if s}
        if len(scripts) > 1 and not scripts <= _TOGETHER and len(scripts & _LIKE_LATIN) > 1:
            return f"letters of two scripts in one word ({' and '.join(sorted(scripts))}): it looks like another name"
    return None


def tidy(form: str) -> str:
    """A form with single spaces and without marks of direction at its ends, as data bases have them.

    >>> tidy(" Mark  Rutte" + chr(0x200E))
    'Mark Rutte'
    """
    return " ".join(form.split()).strip("\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NO-BREAK SPACE}").strip()
