"""What the gazetteer knows: entities and their names, offices and who held them when.

The shape follows FollowTheMoney and Wikidata, cut down. A `Name` of kind ``wrong`` may be repaired; an ``alias`` is only
recognised; a ``weak`` one (a bare surname, a nickname) never proves identity alone. Dates are ISO strings of any precision
(``2024``, ``2024-10``, ``2024-10-01``).
"""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta
from typing import NamedTuple

import regex

#: Around a change of office-holder an article may still name the old one, or already the new one.
CHANGE_OF_OFFICE = timedelta(days=14)

#: Countries whose people write their names in Latin letters, so that one spelling is right.
LATIN_COUNTRIES = frozenset(
    """us gb ie ca au nz de at ch fr be nl lu es pt it mt pl cz sk hu si hr ro al ee lv lt fi se no dk is tr az mx gt hn sv ni cr pa cu do ht jm co ve ec pe
    bo cl ar uy py br ph id my sg vn za ng gh ke tz ug rw cd ci sn ml bf ne cm ga cg ao mz zm zw bw na xk""".split()
)
NAME_KINDS = ("official", "alias", "short", "weak", "wrong")


class Name(NamedTuple):
    """One form of a name: the form, its kind, and the language it is written in (empty: English)."""

    form: str
    kind: str
    language: str = ""


class Entity(NamedTuple):
    """A person, organisation, place or country, with all its names."""

    id: str
    kind: str
    name: str
    names: tuple[Name, ...]
    country: str = ""
    sex: str = ""
    type: str = ""
    affiliations: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    role: str = ""
    source: str = ""

    def forms(self, *kinds: str) -> list[str]:
        """The English forms of these kinds."""
        return [n.form for n in self.names if not n.language and n.kind in kinds]


class Office(NamedTuple):
    """A post: the titles news gives it, whose it is, and how many hold it at once (0: unknown)."""

    id: str
    titles: tuple[str, ...]
    organisation: str
    country: str
    seats: int


class Tenure(NamedTuple):
    """Who held an office from when to when.

    An empty end means: still, as far as known; ``?``: ended, unknown when; ``2025-06?``: held at least until then, unknown what came after.
    """

    person: str
    office: str
    start: str
    end: str

    def holds(self, day: str) -> bool:
        """Whether the holder was in office on a day; an imprecise end counts only once its whole span has passed.

        >>> Tenure("mark-rutte", "nato-secretary-general", "2024-10-01", "").holds("2024-10-30")
        True
        >>> Tenure("x", "y", "2019", "2021").holds("2021-12-31"), Tenure("x", "y", "2019", "2021").holds("2022-01-01")
        (True, False)
        >>> Tenure("x", "y", "2019", "2021-06?").holds("2021-06-30"), Tenure("x", "y", "2019", "2021-06?").holds("2022-01-01")
        (True, False)
        """
        if self.start and day < self.start[: len(day)] and not day.startswith(self.start):
            return False
        if self.end == "?":
            return False
        last = self.end.removesuffix("?")
        return not last or day <= last or day.startswith(last)

    def near_change(self, day: str) -> bool:
        """Whether a day lies within a fortnight of this tenure's start or end."""
        today = parse_day(day)
        if today is None:
            return False
        return any(
            edge is not None and abs(today - edge) <= CHANGE_OF_OFFICE
            for edge in (parse_day(self.start), parse_day(self.end))
        )

    def span(self) -> str:
        """The tenure in words: ``from 2024-10-01``, ``2014-10-01 to 2024-10-01``."""
        if not self.end:
            return f"from {self.start}" if self.start else "at present"
        if self.end.endswith("?") and len(self.end) > 1:
            return f"from {self.start}, at least until {self.end[:-1]}"
        return f"{self.start or '?'} to {self.end}"


def parse_day(text: str) -> date | None:
    """A full ISO day as a date; None when the text is less precise or no date."""
    try:
        return date.fromisoformat(text[:10]) if len(text) >= 10 else None
    except ValueError:
        return None


def identifier(name: str) -> str:
    """The id of a name: small letters, no accents, hyphens.

    >>> identifier("Roy D. Kamphausen")
    'roy-d-kamphausen'
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", name[:200].lower()) if not unicodedata.combining(c))
    return regex.sub(r"[^\p{L}\p{N}]+", "-", plain).strip("-") or "entry"
