"""What is known about one article while its names are decided: who was met in it, under which surnames, and who is a stranger."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from normalize.gazetteer.channel.costs import channel
from normalize.gazetteer.gazetteer import Gazetteer
from normalize.gazetteer.mentions import Mention, folded_sentence, mentions
from normalize.gazetteer.model import Entity
from normalize.gazetteer.sound import fold, nearness
from normalize.text import Document


@dataclass(slots=True)
class Bearer:
    """A person that the article is known to speak of, the short name news gives them, and the wrong short names met, folded, with what each stands for."""

    entity: Entity
    surname: str
    wrong: dict[str, str] = field(default_factory=dict)


class Article:
    """The text, its mentions and its date, and what the decisions so far have shown."""

    def __init__(self, doc: Document, gazetteer: Gazetteer, day: str | None, language: str | None = None) -> None:
        self.doc = doc
        self.gazetteer = gazetteer
        self.day = day
        self.language = language
        self.mentions = mentions(doc, gazetteer)
        self.bearers: dict[str, Bearer] = {}
        #: Folded full names that were repaired, and whose they are.
        self.proven: dict[str, Entity] = {}
        self.strangers: set[str] = set()

    @cached_property
    def lower(self) -> set[str]:
        """The words that the article writes in lower case: a bare surname among them is a word."""
        return {w.strip(".,;:!?”“\"'’()") for w in self.doc.text.split() if w[:1].islower()}

    @cached_property
    def folded(self) -> str:
        """The whole text, folded, to look for organisations in."""
        return folded_sentence(self.doc.text)

    def meet(self, person: Entity, surname: str | None = None) -> Bearer:
        """Note that the article speaks of a person, under this short name, and return the bearer."""
        return self.bearers.setdefault(person.id, Bearer(person, surname or short_name(person)))

    def prove(self, person: Entity, surface: str, form: str) -> None:
        """Note that a wrong full name stands for a person: so do the same full name and its last word, and a first word where that is the short name ("Xi")."""
        bearer = self.meet(person)
        self.proven[fold(surface)] = person
        wrong, right = surface.split(), form.split()
        weak = person.forms("weak")
        for word in wrong:
            meant = max(right, key=lambda r: nearness(word, r, channel(self.language)))
            if word is wrong[-1] or (meant in weak and fold(meant) != fold(word)):
                bearer.wrong[fold(word)] = meant

    def is_word(self, word: str) -> bool:
        """Whether a lower-case word is one of English or of this article, so that a bare surname may be it."""
        return self.gazetteer.is_common(word) or word in self.lower

    def before(self, m: Mention) -> str:
        """The stretch of text that leads to a mention and its titles."""
        return self.doc.text[max(0, m.run_start - 40) : m.run_start]


def short_name(person: Entity) -> str:
    """The bare form under which news speaks of a person: a short form made of the name's own words ("Xi"), else the last word."""
    last = person.name.split()[-1]
    weak = [f for f in person.forms("weak") if set(fold(f).split()) <= set(fold(person.name).split())]
    return last if last in weak or not weak else weak[0]
