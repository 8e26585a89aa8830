"""Who may be meant by a mangled full name: persons who sound like it, who hold an office named beside it, who belong to a body named in its sentence.

Sound alone loses those whose name came back as another ("Sharl Misheru"); the office and the body hold so few that each of them can be tried.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property

from normalize.gazetteer.alignment import Alignment, align, parts
from normalize.gazetteer.article import Article
from normalize.gazetteer.channel.costs import channel
from normalize.gazetteer.crowds import Said, bits
from normalize.gazetteer.evidence import LEAST_PEERS, Case, beside, held_now
from normalize.gazetteer.mentions import Mention
from normalize.gazetteer.sound import nearness

_MOST = 40
_LONGEST_TITLE = 7
#: A body that more persons belong to finds nobody.
_MOST_MEMBERS = 400
#: How near one word of each has to be before two names are laid side by side.
_WORTH_A_LOOK = 0.55


class Candidates:
    """Finds the persons to try for each mention of one article."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._titles: dict[str, list[str]] = {}
        self._belonging: dict[str, list[int]] = {}
        self._sentences: dict[str, Said | None] = {}

    def of(self, m: Mention, among: list[int] | None = None) -> list[Case]:
        """One case for each person that may be meant (of these, if given), with the form that fits best."""
        gazetteer, language = self._article.gazetteer, self._article.language
        found = self._likely(m) if among is None else list(dict.fromkeys(among))
        cases: list[Case] = []
        for person in map(gazetteer.entity, found):
            fits = [(align(m.surface, form, language), form) for form in person.forms("official", "alias") if " " in form and " of " not in form]
            fits = [(fit, form) for fit, form in fits if fit.strength or fit.half]
            if fits:
                fit, form = max(fits, key=lambda f: (f[0].strength, f[0].mean, -f[0].missing))
                cases.append(Case(person, form, fit))
        return cases

    def _likely(self, m: Mention) -> list[int]:
        """Who sounds like the mention, held the office beside it or belongs to a body beside it: only those for whom something beside spelling may speak."""
        gazetteer, own, said = self._article.gazetteer, parts(m.surface), self._said(m.folded)
        crowds = gazetteer.crowds
        if crowds is None or said is None:
            return list(dict.fromkeys([*gazetteer.likely(own, _MOST), *self.holders(m), *self._members(m)]))
        spoken = said.near | self._spoken_anywhere
        if not spoken:
            return []
        found = crowds.likely(own, _MOST, spoken) if crowds.sounding(own) & spoken else []
        return [i for i in dict.fromkeys([*found, *self.holders(m), *self._members(m)]) if spoken >> i & 1]

    def _said(self, folded: str) -> Said | None:
        """What the phrases of a sentence say, worked out once a sentence; None where the gazetteer cannot tell at once."""
        if folded not in self._sentences:
            crowds = self._article.gazetteer.crowds
            self._sentences[folded] = crowds.said(folded) if crowds else None
        return self._sentences[folded]

    @cached_property
    def _spoken_anywhere(self) -> int:
        """The persons for whom the article as a whole may speak: members of organisations it names, those it names rightly, and peers of these."""
        article = self._article
        said = self._said(article.folded)
        met = bits(i for p in article.bearers if (i := article.gazetteer.index_of(p)) is not None)
        shared = Counter(a for b in article.bearers.values() for a in b.entity.affiliations)
        bodies = [i for a, count in shared.items() if count >= LEAST_PEERS and (i := article.gazetteer.index_of(a)) is not None]
        peers = bits(p for i in bodies for p in article.gazetteer.belonging(i))
        return (said.far if said else 0) | met | peers

    def fit(self, surface: str, form: str) -> Alignment:
        """How a surface lies beside a form, under the article's source language."""
        return align(surface, form, self._article.language)

    def holders(self, m: Mention) -> list[int]:
        """Who held, at the date, an office whose title and owner stand beside the mention."""
        article = self._article
        out = []
        said = self._said(m.folded)
        for title in self._titles_in(m.folded):
            if not beside(title, m):
                continue
            for office in (article.gazetteer.offices[o] for o in article.gazetteer.office_titles[title]):
                owners = [o for o in (office.organisation, office.country) if o]
                if any(o in said.bodies for o in owners) if said else any(article.gazetteer.mentioned(o, m.folded) for o in owners):
                    out += [article.gazetteer.index_of(t.person) for t in article.gazetteer.holders(office.id) if held_now(t, article.day)]
        return [i for i in out if i is not None]

    def _titles_in(self, folded: str) -> list[str]:
        """The titles of offices that a folded sentence holds; worked out once a sentence."""
        found = self._titles.get(folded)
        if found is None:
            said = self._said(folded)
            runs = [p for p in said.phrases if p.count(" ") < _LONGEST_TITLE] if said else _runs(folded)
            found = self._titles[folded] = [run for run in runs if run in self._article.gazetteer.office_titles]
        return found

    def _members(self, m: Mention) -> list[int]:
        """Who belongs to an organisation named in the sentence and has a word like the mention's last one or first one."""
        gazetteer = self._article.gazetteer
        everyone = self._belonging.get(m.folded)
        if everyone is None:
            said = self._said(m.folded)
            if said:
                bodies = {i for key in said.bodies if (i := gazetteer.index_of(key)) is not None and gazetteer.kind(i) == "organisation"}
            else:
                bodies = {i for run in _runs(m.folded) for i, kind in gazetteer.forms.get(run, ()) if kind != "weak" and gazetteer.kind(i) == "organisation"}
            groups = [gazetteer.belonging(i) for i in sorted(bodies)]
            everyone = self._belonging[m.folded] = list(dict.fromkeys(p for group in groups if len(group) <= _MOST_MEMBERS for p in group))
        road = channel(self._article.language)
        mine = parts(m.surface)
        return [
            i
            for i in everyone
            if any(nearness(word, theirs, road) >= _WORTH_A_LOOK for word in (mine[0], mine[-1]) for theirs in parts(gazetteer.entity(i).name))
        ]


def _runs(folded: str) -> list[str]:
    """All runs of words of a folded sentence, up to the length of the longest title."""
    words = folded.split()
    return list(dict.fromkeys(" ".join(words[i : i + k]) for i in range(len(words)) for k in range(1, _LONGEST_TITLE + 1) if i + k <= len(words)))
