"""A function word with a capital in the middle of a sentence: ``drivers From other towns``, ``met with A new plan``.

Arabic, Persian, Chinese and others know no capitals; what a tag cut off was translated as a sentence of its own and got one. Only words that
never begin a name here are lowered: not before a title in capitals, not after a word that announces a title, not in headlines.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from normalize.context import Context
from normalize.edits import Edit
from normalize.findings import Hit
from normalize.oddwords import by_line
from normalize.patterns import compiled
from normalize.text import Line

_WORD = (
    "A|An|The|Of|From|With|Without|In|On|At|By|To|For|Against|Between|Among|During|Towards?|Regarding|Into|Within|Because|Which|While|Where|Whose|Whom|"
    "That|But|And|As|Its|Their|Our|This|These|Those|After|Before|Until|Despite|According|Although|Including"
)
_CAPITAL = compiled(rf"(?<=(?:\p{{Ll}}[\p{{Ll}}’']|\d) )(?P<word>{_WORD})(?= (?P<next>[\p{{L}}\d][^\s]*))")
#: Words after which a capital begins a title or is a letter of a list.
_ANNOUNCES = frozenset(
    """called titled entitled named film movie song book novel series album poem play magazine game episode track single column chapter
    band podcast hashtag headline slogan motto sign word vitamin grade type class plan team level hepatitis exhibit appendix
    newspaper daily weekly paper website site portal channel
    category letter option platform route phase schedule title""".split()
)
_BEFORE_A = frozenset(
    """and or to is was are were has as at in on for of from the by than with minor major flat sharp team level levels grade side road game test
    tests league star stars""".split()
)
#: Words that an article may follow; after others a capital "A" is a letter ("website A", "any other A record").
_BEFORE_ARTICLES = frozenset(
    """with for from of on in at by to about after before and or but is was are were has have had into against under as that than like without through
    during between over made makes became gave give found find see need needs needed want wants took take called said""".split()
)
#: Prepositions that may be lowered before a name as well, when the name is known.
_BEFORE_NAMES = frozenset("From With Without At By Of In On To For Against Between Among Into Towards Toward".split())
_TIME = compiled(
    r" (?:on|in|since|until|by|last|next|this) (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|"
    r" (?:in|since|until|by|last|next) (?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
)
#: A noun and a finite verb: what follows a capital article may be a sentence of its own.
_SUBJECT = compiled(r" (?:\p{Ll}+ ){1,2}(?:was|were|is|are|has|have|had|will|would|can|could|did|found|said|told|took|made|went|came|left|saw|gave|got|held|kept|won|lost|\p{Ll}{3,}ed)\b")
_TITLE = compiled(r"\p{Lu}\p{L}+")
_CODE = compiled(r"[{};=<>|\\]|\bSELECT\b")


@by_line
def mid_capitals(known: Line, context: Context) -> Iterator[Hit]:
    """Function words to be lowered.

    >>> from normalize.gazetteer import open_gazetteer
    >>> from normalize.text import Document
    >>> doc = Document("The campaign will invite musicians From various places this month.")
    >>> [h.edits for h in mid_capitals(doc, Context(open_gazetteer))]
    [(Edit(start=35, end=39, after='from'),)]
    """
    line = known.text
    if len(line) < 45 or _CODE.search(line):
        return
    found = [m for m in _CAPITAL.finditer(line) if _lowered(line, m, context)]
    if not found or _is_headline(line):
        return
    for m in found:
        s, e = m.span("word")
        yield Hit(s, e, (Edit(s, e, m["word"].lower()),))


def _lowered(line: str, m: regex.Match[str], context: Context) -> bool:
    word, following = m["word"], m["next"]
    before = regex.findall(r"[\p{L}’']+", line[max(0, m.start() - 40) : m.start()])[-4:]
    if line[m.start() - 2].isdigit():
        return word not in ("A", "An", "The", "That") and following[0].islower()
    if not before or not before[-1][0].islower() or before[-1] in ("a", "an", "the") or any(w.lower() in _ANNOUNCES for w in before[-3:]):
        return False
    if _inside_title(line, m.start()):
        return False
    if word in ("A", "An") and (following.strip(".,;:") in _BEFORE_A or not following[0].islower() or len(following) < 3):
        return False
    if word in ("A", "An") and not _is_article(before[-1], following, context):
        return False
    if word == "The" and before[-1] not in _BEFORE_ARTICLES and (before[-1] not in context.gazetteer.lexicon or _SUBJECT.match(line, m.end())):
        return False  # "roads closed The rescuers found", "Czytaj więcej The investor": a headline or a link without a mark, and a new sentence
    if following.strip(".,;:") in ("and", "or"):
        return False
    if following[0].islower():
        return not regex.match(r"[^\s]+ (?:\p{Lu}\p{L}+ ){2}", line[m.end() + 1 :])
    if following[0].isdigit():
        return word in ("In", "On", "At", "From", "By", "For", "Of", "To", "Since", "After", "Before", "Until")
    if word not in _BEFORE_NAMES:
        return False
    name = regex.match(r"[\p{L}’'-]+", following)
    rest = line[m.end() + 1 + (name.end() if name else 0) :]
    known = name is not None and name.group().split("’")[0].lower() in context.gazetteer.words
    return known and (_TIME.match(rest) is not None or not regex.match(r" (?:\p{Lu}|\p{Ll}{2,4} \p{Lu})", rest))


def _is_article(before: str, following: str, context: Context) -> bool:
    """Whether a capital "A" is an article: after a word that an article may follow, before a singular word of English."""
    noun = following.strip(".,;:”)")
    plural = noun.endswith("s") and not noun.endswith(("ss", "us", "is"))
    return before in _BEFORE_ARTICLES and noun in context.gazetteer.lexicon and not plural


def _inside_title(line: str, at: int) -> bool:
    """Whether a quotation mark opened shortly before and has not closed: what stands in it may be a title."""
    left = line[max(0, at - 60) : at]
    opened = max(left.rfind("“"), left.rfind("«"), left.rfind("‘"))
    return opened >= 0 and opened > max(left.rfind("”"), left.rfind("»")) and len(left) - opened < 40


def _is_headline(line: str) -> bool:
    """Whether the line writes most of its longer words with a capital, as headlines and titles do."""
    longer = regex.findall(r"\p{L}{4,}", line)
    return sum(bool(_TITLE.fullmatch(w)) for w in longer) * 2 > len(longer)
