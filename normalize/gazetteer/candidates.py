"""Who may be meant by a mangled full name, with the form of each one's name that fits best.

Sound alone loses those whose name came back as another ("Sharl Misheru"); the office and the body beside it hold so few that each of them can be
tried. Who is tried at all is decided in `surroundings`.
"""

from __future__ import annotations

from normalize.gazetteer.alignment import Alignment, align
from normalize.gazetteer.article import Article
from normalize.gazetteer.evidence import Case
from normalize.gazetteer.mentions import Mention
from normalize.gazetteer.surroundings import Surroundings


class Candidates:
    """Finds the persons to try for each mention of one article."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._around = Surroundings(article)

    def of(self, m: Mention, among: list[int] | None = None) -> list[Case]:
        """One case for each person that may be meant (of these, if given), with the form that fits best."""
        if among is None and self._around.is_quiet(m):
            return []
        cases: list[Case] = []
        for person in map(self._article.gazetteer.entity, self._around.likely(m) if among is None else dict.fromkeys(among)):
            fits = [(self.fit(m.surface, form), form) for form in person.forms("official", "alias") if " " in form and " of " not in form]
            fits = [(fit, form) for fit, form in fits if fit.strength or fit.half]
            if fits:
                fit, form = max(fits, key=lambda f: (f[0].strength, f[0].mean, -f[0].missing))
                cases.append(Case(person, form, fit))
        if among is None and not cases:
            self._around.note_quiet(m)
        return cases

    def fit(self, surface: str, form: str) -> Alignment:
        """How a surface lies beside a form, under the article's source language."""
        return align(surface, form, self._article.language)

    def holders(self, m: Mention) -> list[int]:
        """Who held, at the date, an office whose title and owner stand beside the mention."""
        return self._around.holders(m)
