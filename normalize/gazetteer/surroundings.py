"""Who can be meant by a mention at all: those who sound like it and for whom something in the article may speak.

A circumstance is an office, an organisation, a country with a role, or the right name elsewhere (`evidence` weighs them). A candidate without one is
neither a fix nor an offer, so nobody is compared with the mention for whom there can be none. What `evidence` learns to accept must be let
through here as well: the sets may be too large, never too small.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable

from normalize.gazetteer.alignment import parts
from normalize.gazetteer.article import Article
from normalize.gazetteer.channel.costs import channel
from normalize.gazetteer.crowds import Said, bits, numbers
from normalize.gazetteer.evidence import LEAST_PEERS, beside, held_now
from normalize.gazetteer.mentions import Mention
from normalize.gazetteer.sound import fold, nearness, possible_pairs

_MOST_CANDIDATES = 40
_LONGEST_TITLE = 7
#: A body that more persons belong to finds nobody.
_MOST_MEMBERS = 400
#: How near one word of each has to be before two names are laid side by side.
_WORTH_A_LOOK = 0.55


class Surroundings:
    """The circumstances that one article holds, worked out once a sentence."""

    def __init__(self, article: Article) -> None:
        self._article, self._gazetteer, self._day, self._language = article, article.gazetteer, article.day, article.language
        self._sentences: dict[str, Said | None] = {}
        self._belonging: dict[str, list[tuple[str, int]]] = {}
        self._holding: dict[str, list[tuple[str, list[int]]]] = {}
        self._present: tuple[str, ...] = ()
        self._anywhere: int | None = None

    def is_quiet(self, m: Mention) -> bool:
        """Whether the pass before found no candidates for this very mention; who is present in the article is asked at the first question."""
        crowds = self._gazetteer.crowds
        if self._anywhere is None:
            self._present = tuple(self._article.bearers)
            met = [i for p in self._present if (i := self._gazetteer.index_of(p)) is not None]
            self._anywhere = (crowds.far(self._article.folded) if crowds else 0) | bits(i for i in [*met, *self._peers()] if i < self._gazetteer.in_crowds)
        return crowds is not None and self._decides(m) in crowds.quiet

    def _peers(self) -> list[int]:
        """The members of every organisation to which several persons of the article belong."""
        shared = Counter(a for bearer in self._article.bearers.values() for a in bearer.entity.affiliations)
        bodies = [i for a, count in shared.items() if count >= LEAST_PEERS and (i := self._gazetteer.index_of(a)) is not None]
        return [p for i in bodies for p in self._gazetteer.belonging(i)]

    def note_quiet(self, m: Mention) -> None:
        """Remember that a mention has no candidates."""
        if crowds := self._gazetteer.crowds:
            crowds.note_quiet(self._decides(m))

    def _decides(self, m: Mention) -> tuple[Hashable, ...]:
        """All that decides about the candidates of a mention."""
        return m.surface, m.folded, self._day, self._language, self._anywhere, self._present

    def _said(self, folded: str) -> Said | None:
        """What the phrases of a sentence say, worked out once a sentence; None where the gazetteer cannot tell at once."""
        if folded not in self._sentences:
            crowds = self._gazetteer.crowds
            self._sentences[folded] = crowds.said(folded) if crowds else None
        return self._sentences[folded]

    def likely(self, m: Mention) -> list[int]:
        """Who sounds like the mention, held the office or belongs to the body beside it: only those for whom something beside spelling may speak."""
        holders = self.holders(m)
        own, crowds, said = parts(m.surface), self._gazetteer.crowds, self._said(m.folded)
        if crowds is None or said is None:
            return list(dict.fromkeys([*self._gazetteer.likely(own, _MOST_CANDIDATES), *holders, *self._members(m, said)]))
        anywhere = self._anywhere or 0
        sounding = crowds.sounding(own) if said.near or said.living or anywhere else 0
        spoken = said.near | anywhere
        for i in numbers(sounding & said.living & ~spoken):
            if self._plays_a_role(i, m.folded):
                spoken |= 1 << i
        found = crowds.likely(own, _MOST_CANDIDATES, spoken) if sounding & spoken else []
        found += self._gazetteer.likely_elsewhere(own, _MOST_CANDIDATES, m.folded, said.bodies, self._present)
        return [i for i in dict.fromkeys([*found, *holders, *self._members(m, said)]) if i >= self._gazetteer.in_crowds or spoken >> i & 1]

    def holders(self, m: Mention) -> list[int]:
        """Who held, at the date, an office whose title and owner stand beside the mention."""
        return [i for title, persons in self._held_in(m.folded) if beside(title, m) for i in persons]

    def _members(self, m: Mention, said: Said | None) -> list[int]:
        """Who belongs to an organisation named in the sentence and has a word like the mention's first or last one."""
        gazetteer = self._gazetteer
        members = self._belonging.get(m.folded)
        if members is None:
            if said:
                bodies = {i for key in said.bodies if (i := gazetteer.index_of(key)) is not None and gazetteer.kind(i) == "organisation"}
            else:
                bodies = {i for run in _runs(m.folded) for i, kind in gazetteer.forms.get(run, ()) if kind != "weak" and gazetteer.kind(i) == "organisation"}
            groups = [gazetteer.belonging(i) for i in sorted(bodies)]
            everyone = dict.fromkeys(p for group in groups if len(group) <= _MOST_MEMBERS for p in group)
            members = self._belonging[m.folded] = [(word, i) for i in everyone for word in parts(gazetteer.entity(i).name)]
        road = channel(self._language)
        mine = parts(m.surface)
        ends = list(dict.fromkeys((mine[0], mine[-1])))
        pairs = possible_pairs(ends, [word for word, _ in members])
        found = {members[at][1] for end, at in pairs if nearness(ends[end], members[at][0], road) >= _WORTH_A_LOOK}
        return [i for i in dict.fromkeys(i for _, i in members) if i in found]

    def _plays_a_role(self, index: int, folded: str) -> bool:
        """Whether a word of a person's role stands in the sentence, as their country must have beside it."""
        words = fold(self._gazetteer.entity(index).role.replace(",", " ")).split()
        return any(f" {word} " in folded or f" {word}s " in folded for word in words if len(word) > 3)

    def _held_in(self, folded: str) -> list[tuple[str, list[int]]]:
        """The titles of offices in a sentence with those who held one whose owner it names; worked out once a sentence."""
        found = self._holding.get(folded)
        if found is None:
            found = self._holding[folded] = []
            said = None if self._gazetteer.has_more_offices else self._said(folded)
            for title in self._titles_in(folded):
                persons: list[int | None] = []
                for office in (self._gazetteer.offices[o] for o in self._gazetteer.office_titles[title]):
                    owners = [o for o in (office.organisation, office.country) if o]
                    if any(o in said.bodies for o in owners) if said else any(self._gazetteer.mentioned(o, folded) for o in owners):
                        persons += [self._gazetteer.index_of(t.person) for t in self._gazetteer.holders(office.id) if held_now(t, self._day)]
                if known := [i for i in persons if i is not None]:
                    found.append((title, known))
        return found

    def _titles_in(self, folded: str) -> list[str]:
        """The titles of offices that a folded sentence holds."""
        said = self._said(folded)
        at_once = said if said and not self._gazetteer.has_more_offices else None
        runs = [phrase for phrase in at_once.phrases if phrase.count(" ") < _LONGEST_TITLE] if at_once else _runs(folded)
        return [run for run in dict.fromkeys(runs) if run in self._gazetteer.office_titles]


def _runs(folded: str) -> list[str]:
    """All runs of words of a folded sentence, up to the length of the longest title."""
    words = folded.split()
    return list(dict.fromkeys(" ".join(words[i : i + k]) for i in range(len(words)) for k in range(1, _LONGEST_TITLE + 1) if i + k <= len(words)))
