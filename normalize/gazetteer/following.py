"""Bare surnames: a full name that the article has proven licenses its surname, unless it may be somebody else's or a word."""

from __future__ import annotations

from collections.abc import Iterator

from normalize.edits import minimal
from normalize.findings import Evidence, Hit
from normalize.gazetteer.article import Article
from normalize.gazetteer.channel.costs import channel
from normalize.gazetteer.mentions import Mention
from normalize.gazetteer.sound import fold, nearness, skeleton
from normalize.patterns import compiled

#: A surname shorter than this has too little sound: it follows only if it stood in the wrong full name letter by letter.
_SHORT = 4
_NEAR = 0.7
#: A surname of two names with a hyphen between, none of them an article or "servant of".
_HALVES = compiled(r"(?!(?:Abdel|Abdul|Abdol|Abou|Aboul|Banu|Beni)-)\p{Lu}[\p{Ll}\p{M}]{2,}-\p{Lu}[\p{Ll}\p{M}]{3,}")
#: Countries whose given names of two syllables have a hyphen.
_SYLLABLES = frozenset({"cn", "tw", "hk", "kp", "kr", "sg", "my", "vn", "id"})
_ACTS = compiled(
    r" (?:also |then |later |again |further |had |has |did not |will |would )?(?:add|assur|emphasi[sz]|stress|sa(?:id|ys?)\b|told|tells|explain|insist|declar|warn|announc|confirm|den(?:y|ied|ies)"
    r"|accus|claim|not(?:ed|es)\b|point|recall|remark|stat(?:ed|es)\b|argu|continu|conclud|critici[sz]|promis|express|repeat|reiterat|thank|urg|propos|believ|wrote|writes|spoke\b)"
)
_BEFORE = compiled(r"(?:\b(?:the|a)|\p{Lu}\.|-) ?$")


def follow(article: Article, m: Mention) -> Iterator[Hit]:
    """The repair of a bare surname whose full name the article has proven."""
    gazetteer, bearers = article.gazetteer, article.bearers.values()
    word = fold(m.surname)
    if hit := _second_half(article, m):
        yield hit
        return
    if len(m.tokens) > 1 or (word in article.strangers and not any(word in b.wrong for b in bearers)):
        return
    same = [b for b in bearers if word in b.wrong]
    lower = m.surname.lower()
    if same:
        if lower in article.lower or any(e.kind != "person" for e in gazetteer.named(m.surface)):
            return
        if len(word) < _SHORT and gazetteer.is_common(lower):
            return
    elif len(word) < _SHORT or gazetteer.forms.get(word) or word in gazetteer.words or article.is_word(lower):
        return
    near = same or [
        b
        for b in bearers
        if fold(b.surname) != word
        and skeleton(b.surname) == skeleton(word)
        and nearness(word, b.surname, channel(article.language)) >= _NEAR
        and skeleton(word[0]) == skeleton(fold(b.surname)[0])
    ]
    if len(near) != 1 or fold(near[0].surname) == word or fold(near[0].wrong.get(word, "")) == word:
        return
    bearer = near[0]
    wanted = bearer.wrong.get(word, bearer.surname)
    if m.opens_sentence:
        wanted = wanted[0].upper() + wanted[1:]  # "Al-Burhan said", though "the general al-Burhan"
    evidence = [Evidence("reference", f"the article speaks of {bearer.entity.name}")]
    evidence.append(
        Evidence("same-form", f"“{m.surname}” stood for {wanted} in the full name")
        if same
        else Evidence("sound", f"“{m.surname}” and “{bearer.surname}” have the same consonants ({skeleton(word)})")
    )
    yield Hit(
        m.start,
        m.end,
        (minimal(m.start, m.surface, wanted),),
        evidence=tuple(evidence),
        confidence=0.96 if same else 0.92,
        cls="wrong-name-coreference" if same or bearer.wrong else "inconsistent-name",
        message=f"“{m.surface}” is {bearer.entity.name}",
    )


def _second_half(article: Article, m: Mention) -> Hit | None:
    """The whole of a surname of two halves of which the later mention has the second ("Miguel Díaz-Canel … Canel said").

    Only the subject of a verb of saying or doing counts; articles before a name ("al-Burhan") and given names of two syllables
    ("Jong-un") are no halves, and neither is a word that the article has in another name.
    """
    half = m.surname
    if len(m.tokens) > 1 or len(half) < _SHORT or not _ACTS.match(article.doc.text, m.end) or _BEFORE.search(article.doc.text, max(0, m.start - 12), m.start):
        return None
    bearers = [b for b in article.bearers.values() if b.entity.country not in _SYLLABLES]
    whole = [(b, s) for b in bearers if _HALVES.fullmatch(s := b.surname.replace("‑", "-")) and s.rpartition("-")[2] == half]
    if len(whole) != 1:
        return None
    bearer, wanted = whole[0]
    text = article.doc.text
    others = any(half in other.tokens for other in article.mentions if len(other.tokens) > 1)
    alone = next((other.start for other in article.mentions if other.surface == half), m.start)
    if others or not 0 <= text.find(wanted) < alone or article.is_word(half.lower()):
        return None
    evidence = (Evidence("reference", f"the article speaks of {bearer.entity.name}"), Evidence("same-form", f"“{half}” is the second half of {wanted}"))
    return Hit(m.start, m.end, (minimal(m.start, half, wanted),), evidence=evidence, confidence=0.93, cls="truncated-name", message=f"“{half}” is {bearer.entity.name}")
