"""The verdict about a full name that is in no list: its candidates are weighed, and it is repaired, offered, or left.

Nothing here is decided by spelling alone. A name that is itself known is questioned only when an office held at the date says that another was meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from normalize.edits import minimal
from normalize.findings import Evidence, Hit
from normalize.gazetteer.against import contradicts, sex_told
from normalize.gazetteer.alignment import SUFFIXES, align, parts
from normalize.gazetteer.article import Article
from normalize.gazetteer.candidates import Candidates
from normalize.gazetteer.evidence import Case, in_article, weigh
from normalize.gazetteer.listed import shaped
from normalize.gazetteer.mentions import Mention
from normalize.gazetteer.model import LATIN_COUNTRIES, Entity
from normalize.gazetteer.sound import fold
from normalize.patterns import compiled

#: The weight of circumstances that a spelling of each strength needs for a fix; one less is a suggestion.
_NEEDED = {3: 1, 2: 2, 1: 3, 0: 4}
#: A given name this near, before a surname that is equal, is another way to write it.
_A_VARIANT = 0.85
#: A name this near cannot stand for the predecessor or the successor in an office that changes hands these days.
_BEYOND_DOUBT = 0.8
_MOST_WORDS = 5
_INTRODUCES = compiled(r",? \(?(?:who|whose|a|an|the|his|her|aged|\d{1,2})\b")


def judge(article: Article, m: Mention, present: frozenset[str], candidates: Candidates) -> Iterator[Hit]:
    """Weigh the candidates for a full name that is in no list."""
    gazetteer = article.gazetteer
    if len(m.tokens) > _MOST_WORDS or gazetteer.named(m.surface) or len(m.surname) < 2:
        article.strangers.add(fold(m.surname))
        return
    cases = [case for case in candidates.of(m) if not _same_words(m, case)]
    if not cases:
        article.strangers.add(fold(m.surname))
        return
    for case in cases:
        weigh(case, m, article, present)
        if not case.weight and case.fit.strength == 3 and case.entity.id not in article.bearers:
            in_article(case, gazetteer, article.folded)
        _against(article, m, case)
    ordinary = _is_ordinary(article, m)
    if any(gazetteer.is_common(w) and w not in gazetteer.words for w in parts(m.surface)):
        cases = [c for c in cases if c.fit.strength == 3]  # a common word in it: hardly a name
    open_ = [c for c in cases if not c.against and c.circumstances and c.weight >= _needed(article, m, c) - (0 if ordinary or not c.fit.strength else 1)]
    if not open_:
        article.strangers.add(fold(m.surname))
        return
    best = max(open_, key=lambda c: (c.weight, c.fit.strength, c.fit.mean, c.entity.id))
    wanted = _wanted(m, best)
    rivals = [c for c in open_ if c is not best and c.fit.strength >= best.fit.strength and c.weight >= best.weight and _wanted(m, c) != wanted]
    strict = ordinary and not best.fit.joined
    needed = _needed(article, m, best) + (1 if strict and best.fit.strength < 3 else 0)
    sure = not rivals and best.weight >= (min(3, needed) if best.fit.strength else needed) and not (strict and best.weight < 2)
    sure = sure and not (best.unsure and best.fit.mean < _BEYOND_DOUBT)
    sure = sure and not (best.circumstances <= {"elsewhere", "affiliation-in-article", "peers"} and _is_introduced(article, m))
    if fold(wanted) == fold(m.surface) or _is_variant(m, best) or (best.named_beside and _follows_at_once(article, m, wanted)):
        return
    if sure:
        article.prove(best.entity, m.surface, wanted)
    yield Hit(
        m.start,
        m.end,
        (minimal(m.start, m.surface, wanted),),
        suggestions=() if sure else tuple(c.entity.name for c in [best, *rivals]),
        evidence=tuple(best.evidence),
        confidence=confidence(best) if sure else 0.6,
        action="fix" if sure else "suggest",
        message=f"“{m.surface}” is {best.entity.name}" if sure else f"“{m.surface}” may be {best.entity.name}",
    )


def confidence(case: Case) -> float:
    """How sure a repair is, from the weight of its circumstances and the strength of its spelling; `docs/precision.md` says how often each value is right."""
    return round(min(0.99, 0.84 + 0.03 * case.weight + 0.03 * case.fit.strength), 2)


def repeat(article: Article, m: Mention) -> Iterator[Hit]:
    """A full name that was repaired elsewhere in the article stands for the same person here."""
    entity = article.proven.get(fold(m.surface))
    if entity is None or _sentence_names(m, entity):
        return
    evidence = (
        Evidence("reference", f"the article speaks of {entity.name}"),
        Evidence("same-form", f"“{m.surface}” stood for {entity.name} elsewhere in it"),
    )
    wanted = entity.name
    yield Hit(m.start, m.end, (minimal(m.start, m.surface, wanted),), evidence=evidence, confidence=0.95, message=f"“{m.surface}” is {wanted}")


def usurps(article: Article, m: Mention, known: list[Entity], candidates: Candidates) -> Iterator[Hit]:
    """A name that is somebody's, where another of a like name held at the date the office named beside it ("Supreme Leader Ali Khomeini").

    The bearer is left in peace when anything in the sentence fits them, or when they ever held an office. It is an offer only, unless
    the bearer is known from a built file alone: among millions almost every mangled name is somebody's.
    """
    gazetteer, surface = article.gazetteer, " ".join(m.tokens)
    if article.day is None or not (holders := candidates.holders(m)):
        return
    if any(gazetteer.held_by(entity.id) or gazetteer.index_of(entity.id) in holders for entity in known):
        return
    for entity in known:
        case = Case(entity, entity.name, candidates.fit(surface, entity.name))
        weigh(case, m, article, frozenset())
        if case.weight:
            return
    cases = [c for c in candidates.of(m, holders) if c.fit.strength == 3]
    for case in cases:
        weigh(case, m, article, frozenset())
        _against(article, m, case)
    cases = [c for c in cases if not c.against and c.weight == 3 and not c.unsure]
    if len(cases) != 1 or _is_variant(m, cases[0]):
        return
    best = cases[0]
    wanted = _wanted(m, best)
    sure = all(i is not None and gazetteer.is_imported(i) for i in (gazetteer.index_of(e.id) for e in known))
    if sure:
        article.prove(best.entity, surface, wanted)
    doubt = Evidence("known-bearer", f"“{surface}” is also the name of {known[0].name}" + (f" ({known[0].role})" if known[0].role else ""))
    yield Hit(
        m.start,
        m.end,
        (minimal(m.start, m.surface, wanted),),
        suggestions=() if sure else (best.entity.name,),
        evidence=(*best.evidence, doubt),
        confidence=0.9 if sure else 0.7,
        action="fix" if sure else "suggest",
        message=f"“{m.surface}” {'is' if sure else 'may be'} {best.entity.name}",
    )


def _needed(article: Article, m: Mention, case: Case) -> int:
    """The weight that a case needs for a fix. A given name that fits nothing asks for more than there is, unless no word of the name is a name at all."""
    if case.named_beside and case.fit.mean >= _BEYOND_DOUBT:
        return 1
    if case.fit.half and not case.fit.strength and case.circumstances >= {"affiliation", "role", "country"} and not _is_known(article, m):
        return 3
    return _NEEDED[case.fit.strength]


def _against(article: Article, m: Mention, case: Case) -> None:
    if _sentence_names(m, case.entity) and not case.named_beside:
        case.against.append("the right name stands in the same sentence")
    before = article.before(m)
    if noun := contradicts(m, case.entity, article.gazetteer, before):
        case.against.append(f"“{noun}” before the name is not what {case.entity.name} is")
    sex, word = sex_told(m, before)
    if sex and case.entity.sex and sex != case.entity.sex:
        case.against.append(f"“{word}” before the name does not fit {case.entity.name}")
    elif sex and case.entity.sex:
        case.evidence.append(Evidence("gender", f"“{word}” before the name fits {case.entity.name}"))


def _wanted(m: Mention, case: Case) -> str:
    """The form to write: the usual name, or an alias with as many words as the mention has; where the page dropped a letter, the form that has it."""
    wanted, count = case.entity.name, len(m.tokens)
    forms = case.entity.forms("official", "alias")
    if suffix := next((SUFFIXES[w] for w in fold(m.surface).split() if w in SUFFIXES), ""):
        fits = [(align(m.surface, f), f) for f in forms if f.endswith(suffix)]
        return max(fits, key=lambda fit: (-fit[0].initials, -fit[0].left_over, fit[0].mean), default=(None, wanted))[1]
    if "-" in m.surface and (hyphened := shaped(case.entity, m.surface)) != wanted:
        return hyphened
    if len(wanted.split()) != count and len(case.form.split()) == count:
        wanted = case.form
    same = [f for f in forms if fold(f) == fold(wanted)]
    return next((f for f in same if not f.isascii() and _only_lost(m.surface, f)), wanted)


def _follows_at_once(article: Article, m: Mention, name: str) -> bool:
    """Whether the bracket behind the mention holds the very name that would be written."""
    return fold(article.doc.text[m.end : m.end + len(name) + 4]).strip(" ()") == fold(name)


def _is_introduced(article: Article, m: Mention) -> bool:
    """Whether the article introduces the bearer ("David Lemmey, who runs a bakery"): then it may be somebody of a like name."""
    return _INTRODUCES.match(article.doc.text, m.end) is not None


def _is_variant(m: Mention, case: Case) -> bool:
    """Whether only the given name is spelled otherwise, by sounds alike, in a name from another script: a variant, not a slip ("Avihay")."""
    mine, right = parts(m.surface), parts(case.form)
    if case.entity.country in LATIN_COUNTRIES or len(mine) != len(right) or mine[-1] != right[-1]:
        return False
    return case.fit.equal + case.fit.sounds == case.fit.words or case.fit.worst >= _A_VARIANT


def _same_words(m: Mention, case: Case) -> bool:
    """Whether the mention has no other words than some form of the name: turned round or shortened, but not mangled."""
    mine = set(parts(m.surface))
    return any(mine <= set(parts(form)) for form in case.entity.forms("official", "alias"))


def _is_ordinary(article: Article, m: Mention) -> bool:
    """Whether every word of the mention is itself a right name's word: a rightly spelled stranger, by all we know."""
    return all(article.gazetteer.words.get(w, 0) >= 2 for w in parts(m.surface))


def _is_known(article: Article, m: Mention) -> bool:
    """Whether any word of the mention is a right name's word or a word of English."""
    return any(w in article.gazetteer.words or w in article.gazetteer.lexicon for w in parts(m.surface))


def _sentence_names(m: Mention, person: Entity) -> bool:
    return any(f" {fold(form)} " in m.folded for form in person.forms("official", "alias"))


def _only_lost(mangled: str, right: str) -> bool:
    """Whether the mangled name is the right one with letters dropped, none changed.

    >>> _only_lost("Erdoan", "Erdoğan"), _only_lost("Erdogan", "Erdoğan")
    (True, False)
    """
    rest = iter(right)
    return mangled != right and all(c in rest for c in mangled)
