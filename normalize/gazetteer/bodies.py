"""Wrong names of outlets, clubs, parties and places: a mangled name beside the noun that says what it is ("the Hebrew daily Yisrael Hume").

Names of bodies are made of words, and other bodies have the same ones. So the noun beside the name is asked for, which leaves the few of its kind; a
country named in the sentence, unless the whole name sounds the same; and that no other body of the kind fits as well. A name that is somebody's
right name is left alone, and so is one that differs only in words that a hundred bodies share.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from normalize.edits import minimal
from normalize.findings import Evidence, Hit
from normalize.gazetteer.alignment import Alignment, align, parts
from normalize.gazetteer.article import Article
from normalize.gazetteer.channel.costs import Channel, channel
from normalize.gazetteer.mentions import Mention
from normalize.gazetteer.model import LATIN_COUNTRIES, Entity
from normalize.gazetteer.sound import fold, nearness, skeleton
from normalize.patterns import compiled

_NEWS = frozenset({"news", "agency"})
#: The nouns that say what a name is, and the types of entities that they stand for.
NOUNS: dict[str, frozenset[str]] = {
    **dict.fromkeys("newspaper daily weekly magazine website site portal channel broadcaster station network tabloid agency outlet radio".split(), _NEWS),
    **dict.fromkeys("club side team champion champions counterpart rival rivals coach striker midfielder defender goalkeeper winger".split(), frozenset({"club"})),
    "party": frozenset({"party"}),
    **dict.fromkeys("city town village port capital province region governorate district municipality".split(), frozenset({"place"})),
}
#: Words that many bodies have in their names: they tell none apart.
_SHARED = frozenset(
    """news times post daily today press agency tv radio channel network club fc sc united city town sporting athletic real union party national people
    democratic new front movement the of and for al el la le""".split()
)
_NOUN_BEFORE = compiled(r"\b(?P<noun>\p{Ll}+),? (?:of )?$")
_NOUN_AFTER = compiled(r",? (?P<noun>\p{Ll}+)\b")
#: Candidates looked at, for names of several words and of one.
_MOST, _MOST_OF_ONE = 12, 80
_MOST_WORDS = 5
#: A name written in one run must be this near to the right one.
_GLUED = 0.8
#: So many consonants of a name must sound alike where no country speaks for it.
_TELLING_SOUNDS = 5
#: Words of another script's names that are this near are two ways to write one.
_VARIANT = 0.75
#: A one-word name must be this long and this near.
_ONE_WORD, _ONE_WORD_NEAR = 6, 0.85


@dataclass(frozen=True, slots=True)
class _Fit:
    """How a body's form fits: whether the whole sounds the same, and how near it is."""

    entity: Entity
    form: str
    same_sound: bool
    near: float
    country: str


def wrong_bodies(article: Article) -> Iterator[Hit]:
    """The wrong names of bodies and places in an article."""
    gazetteer, text = article.gazetteer, article.doc.text
    for m in article.mentions:
        noun = _noun(text, m)
        if not noun or len(m.tokens) > _MOST_WORDS or m.surface in gazetteer.wrong or gazetteer.named(m.surface):
            continue
        fits = _fits(article, m, NOUNS[noun])
        fits = [f for f in fits if not any(f" {fold(form)} " in m.folded for form in f.entity.forms("official", "alias"))]
        if not fits:
            continue
        best = max(fits, key=lambda f: (bool(f.country), f.same_sound, f.near, f.entity.id))
        wanted = _wanted(m, best)
        if fold(wanted) == fold(m.surface):
            continue
        rivals = [f for f in fits if f.entity.id != best.entity.id and bool(f.country) >= bool(best.country) and f.near > best.near - 0.1]
        ordinary = all(w in gazetteer.words or gazetteer.is_common(w) for w in parts(m.surface))
        sounds = len(skeleton("".join(parts(m.surface)))) >= _TELLING_SOUNDS
        sure = not rivals and not _is_variant(m, best, article.language) and bool(best.country or (best.same_sound and sounds and not ordinary))
        if ordinary and not sure:
            continue
        evidence = [Evidence("kind", f"“{noun}” beside the name says what {best.entity.name} is")]
        if best.country:
            evidence.append(Evidence("country", f"“{best.country}” in the same sentence is where {best.entity.name} is"))
        evidence.append(Evidence("sound", f"“{m.surface}” and “{best.form}” have the same consonants") if best.same_sound else Evidence("distance", f"“{m.surface}” is {best.near:.0%} like “{best.form}”"))
        yield Hit(
            m.start,
            m.end,
            (minimal(m.start, m.surface, wanted),),
            suggestions=() if sure else tuple(dict.fromkeys([best.entity.name, *(r.entity.name for r in rivals)])),
            evidence=tuple(evidence),
            confidence=0.93 if sure else 0.6,
            action="fix" if sure else "suggest",
            message=f"“{m.surface}” {'is' if sure else 'may be'} {best.entity.name}",
        )


def _noun(text: str, m: Mention) -> str:
    """The noun right before or right after the name that says what it is; nothing if there is none."""
    before = _NOUN_BEFORE.search(text[max(0, m.run_start - 24) : m.run_start]) if m.run_start == m.start else None
    if before and before["noun"] in NOUNS:
        return str(before["noun"])
    after = _NOUN_AFTER.match(text, m.end)
    return str(after["noun"]) if after and "," not in after.group() and after["noun"] in NOUNS else ""


def _fits(article: Article, m: Mention, types: frozenset[str]) -> list[_Fit]:
    """The bodies of these types that the name may stand for."""
    gazetteer, language = article.gazetteer, article.language
    road = channel(language)
    mine = parts(m.surface)
    out = []
    for entity in map(gazetteer.entity, gazetteer.likely_bodies(mine, _MOST if len(mine) > 1 else _MOST_OF_ONE)):
        if not (entity.type in types or (entity.kind == "place" and "place" in types)):
            continue
        country = gazetteer.mentioned(entity.country, m.folded) or "" if entity.country else ""
        best: _Fit | None = None
        for form in entity.forms("official", "alias"):
            same, near = _compare(mine, form, align(m.surface, form, language), road)
            if near and (best is None or (same, near) > (best.same_sound, best.near)):
                best = _Fit(entity, form, same, near, country)
        if best and (best.same_sound or best.country or best.near >= _GLUED):
            out.append(best)
    return out


def _compare(mine: tuple[str, ...], form: str, fit: Alignment, road: Channel) -> tuple[bool, float]:
    """Whether a name sounds like a form, and how near it is: 0 where it is another name."""
    theirs = parts(form)
    whole, right = "".join(mine), "".join(theirs)
    glued = nearness(whole, right, road)
    alike = skeleton(whole) == skeleton(right)
    if len(mine) == 1 or len(theirs) == 1:
        good = len(whole) >= _ONE_WORD and glued >= _ONE_WORD_NEAR and whole[0] == right[0]
        return (alike, glued) if good and len(mine) == len(theirs) else ((True, glued) if alike and glued >= _GLUED else (False, 0.0))
    if alike and glued >= _GLUED:
        return True, glued
    if fit.left_over or fit.missing or fit.words < 2:
        return False, 0.0
    told = [w for w in mine if w not in _SHARED and w not in theirs]
    if not told or not any(w not in _SHARED for w in theirs if w not in mine):
        return False, 0.0
    same = fit.equal + fit.sounds == fit.words
    return (same, fit.mean) if same or fit.strength > 1 else (False, 0.0)


def _is_variant(m: Mention, fit: _Fit, language: str | None) -> bool:
    """Whether the name is another way to write one from another script ("Tubruq"), every changed word near: no slip, so an offer at most."""
    mine, theirs = parts(m.surface), parts(fit.form)
    if fit.entity.country in LATIN_COUNTRIES:
        return False
    changed = [w for w in mine if w not in theirs]
    return all(max(nearness(w, t, channel(language)) for t in theirs) >= _VARIANT for w in changed) if len(mine) == len(theirs) else fit.same_sound


def _wanted(m: Mention, fit: _Fit) -> str:
    """The usual name where it has as many words as the mention, else the form that fits."""
    name = fit.entity.name
    return name if len(name.split()) == len(fit.form.split()) else fit.form
