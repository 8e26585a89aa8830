"""Raw text -> `Result`, on one page.

A *pass* takes the text through the stages in order. In each stage all rules read the same document, `resolve` decides who may
write, `apply` writes. Passes are repeated until one changes nothing, so cleaning a cleaned text changes nothing by
construction; a text that does not settle is given back as it came. At the end the offset maps are joined, undo is
tried on this very document, and the changes are read off the joined map.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from normalize.config import Config, check_date
from normalize.context import Context
from normalize.decisions.book import Book, open_book
from normalize.decisions.replay import decided
from normalize.edits import OffsetMap, apply
from normalize.errors import GrammarError, NormalizeError
from normalize.findings import Finding, Hit, Verdict, resolve
from normalize.gazetteer import Gazetteer, open_gazetteer
from normalize.gazetteer.own import own_places
from normalize.packs import load_rules
from normalize.protection import protected
from normalize.report import Problem, Result
from normalize.rules import RuleSet
from normalize.settling import Ledger
from normalize.stages import STAGES, TORN
from normalize.text import Document
from normalize.workbench import Workbench

if TYPE_CHECKING:
    from normalize.languagetool.checker import Checker

#: Texts that travel to a worker process together.
_BATCH = 32
#: A text must settle within this many passes; ordinary ones need two, the second of which only looks.
MOST_PASSES = 5
#: Problems after which the raw text was given back.
_NO_GOOD_END = frozenset({"did-not-settle", "failed", "self-check"})
#: A stage that finds more than this in one text has met no article: the text is given back as it came.
MOST_FINDINGS = 250_000


class Pipeline:
    """A reusable cleaner: call it for the text alone, `run` it for the whole `Result`.

    It is thread-safe (a run keeps its state to itself) and picklable (only the settings travel).

    >>> Pipeline()("The move will raise concerns. in China.")
    'The move will raise concerns in China.'
    """

    def __init__(self, config: Config | None = None, rules: RuleSet | None = None, checker: Checker | None = None) -> None:
        self.config = config or Config()
        self._own_rules = rules
        self.rules: RuleSet = load_rules(self.config) if rules is None else rules
        self._bench = Workbench(self.rules)
        self._gazetteer: Gazetteer | None = None
        self._book: Book | None = open_book(self.config.decisions, must_exist=True) if self.config.decisions else None
        if self.config.gazetteer or (self.config.own and own_places()):
            _ = self.gazetteer  # what is wrong in files of the user's is told before any text
        self.checker = checker
        if checker is None and self.config.grammar != "off":
            from normalize.languagetool import open_checker

            self.checker = open_checker(self.config.grammar)

    @property
    def gazetteer(self) -> Gazetteer:
        """The gazetteer of these settings, opened when first needed."""
        if self._gazetteer is None:
            self._gazetteer = open_gazetteer(self.config.gazetteer, self.config.own)
        return self._gazetteer

    def __getstate__(self) -> tuple[Config, RuleSet | None, Checker | None]:
        return self.config, self._own_rules, self.checker

    def __setstate__(self, state: tuple[Config, RuleSet | None, Checker | None]) -> None:
        self.__init__(*state)  # type: ignore[misc]

    def __call__(self, text: str) -> str:
        return self.run(text).text

    def pipe(self, texts: Iterable[str], workers: int = 1) -> Iterator[Result]:
        """Clean many texts in order, on several processes when asked.

        Texts are taken from the iterable only a few batches ahead of what has come out, so memory stays bounded.
        """
        if workers <= 1:
            yield from map(self.run, texts)
            return
        from concurrent.futures import Future, ProcessPoolExecutor

        source = iter(texts)
        under_way: deque[Future[list[Result]]] = deque()
        with ProcessPoolExecutor(workers, initializer=_start_worker, initargs=(self,)) as pool:
            while True:
                while len(under_way) < 2 * workers and (batch := list(islice(source, _BATCH))):
                    under_way.append(pool.submit(_work, batch))
                if not under_way:
                    return
                yield from under_way.popleft().result()

    def run(
        self, text: str, date: str | None = None, source_language: str | None = None, source: str = ""
    ) -> Result:
        """Clean one text. Never raises on text, whatever its characters; whatever goes wrong is in ``problems``.

        Where LanguageTool fails, or the text comes to no good end with it, the text is cleaned without it and the problem ``grammar`` says why.
        """
        if not isinstance(text, str):
            raise TypeError(f"clean() takes a str, not {type(text).__name__}: decode bytes first")
        if date is not None:
            check_date(date)
        if self.checker is None:
            return self._run(text, date, source_language, source, None)
        try:
            result = self._run(text, date, source_language, source, self.checker)
            ends = next((p for p in result.problems if p.kind in _NO_GOOD_END), None)
            if ends is None:
                return result
            why = f"with LanguageTool the text came to no good end ({ends.kind})"
        except GrammarError as error:
            why = str(error)
        result = self._run(text, date, source_language, source, None)
        return replace(result, problems=(*result.problems, Problem("grammar", f"cleaned without LanguageTool: {why}")))

    def _run(self, text: str, date: str | None, source_language: str | None, source: str, checker: Checker | None) -> Result:
        began = time.perf_counter()
        ledger = Ledger(text)
        seconds: dict[str, float] = {}
        number = 0
        seen: dict[tuple[int, str, str | None], tuple[Hit, ...]] = {}
        spent: dict[str, float] | None = {} if self.config.profile else None
        doc = Document(text)
        kept: dict[str, Any] = {}
        if len(text) > self.config.most_characters:
            ledger.give_up(Problem("too-long", f"{len(text):,} characters, and the limit is {self.config.most_characters:,}: split it"))
            return ledger.result(source, time.perf_counter() - began, {"passes": 0})
        try:
            for number in range(1, MOST_PASSES + 1):  # noqa: B007 - told in the report
                context = Context(
                    open_gazetteer=lambda: self.gazetteer,
                    date=(date or self.config.date or "")[:10] or None,
                    source_language=source_language or self.config.source_language,
                    seen=seen,
                    kept=kept,
                    spent=spent,
                )
                doc, changed = self._pass(doc, ledger, context, seconds, checker)
                if not changed:
                    break
            else:
                ledger.give_up(Problem("did-not-settle", f"the text still changed after {MOST_PASSES} passes"))
        except NormalizeError:
            raise  # a file of the user's that cannot be used, or LanguageTool
        except Exception as error:  # a fault of ours must not cost the text
            ledger.give_up(Problem("failed", f"{type(error).__name__}: {error}"))
        if ledger.offsets.undo(ledger.text) != text:
            ledger.give_up(Problem("self-check", "undoing the changes did not give the raw text back"))
        stats: dict[str, Any] = {"passes": number, **kept.get("stats", {})}
        if spent is not None:
            stats["profile"] = {"stages": {k: round(s, 6) for k, s in seconds.items()}, "rules": {k: round(s, 6) for k, s in sorted(spent.items())}}
        result = ledger.result(source, time.perf_counter() - began, stats)
        return self.decided(result)

    def decided(self, result: Result) -> Result:
        """The result as the decisions of these settings want it; as it is, where there are none."""
        return decided(result, self._book) if self._book is not None else result

    def undecided(self) -> Pipeline:
        """The same cleaner without decisions, for those who know the name of the text only afterwards."""
        if self._book is None:
            return self
        bare = object.__new__(Pipeline)
        bare.__dict__.update(self.__dict__, config=replace(self.config, decisions=None), _book=None)
        return bare

    def _pass(self, doc: Document, ledger: Ledger, context: Context, seconds: dict[str, float], checker: Checker | None) -> tuple[Document, bool]:
        """Take the text through all stages once; what it became, and whether anything changed."""
        changed = False
        if not ledger.settled_once and doc.left_alone:
            ledger.problems.append(_left_alone(doc))
        for stage in STAGES:
            start = time.perf_counter()
            found, problems = self._bench.findings(stage, doc, context)
            ledger.problems.extend(p for p in problems if p not in ledger.problems)
            if stage == "grammar" and checker is not None:
                found += checker.findings(doc, lambda edits: protected(doc, "grammar", context, self.config.protect, edits), context.kept.setdefault("stats", {}))  # noqa: B023 - called at once
            if len(found) > MOST_FINDINGS:
                raise OverflowError(f"more than {MOST_FINDINGS:,} findings in the stage '{stage}'")
            if found:
                verdicts = self._judge(stage, found, doc, context)
                edits = [e for v in verdicts if v.status == "kept" for e in v.finding.edits]
                new, offsets = apply(doc.text, edits) if edits else (doc.text, OffsetMap())
                ledger.record(verdicts, new, offsets)
                context.kept["torn"] = context.kept.get("torn", 0) + sum(v.status == "kept" and v.finding.cls in TORN for v in verdicts)
                if edits:
                    doc, changed = Document(new, doc), True
                if context.date is None and "published" in ledger.metadata and not ledger.settled_once:
                    context.date = str(ledger.metadata["published"])[:10]
            seconds[stage] = seconds.get(stage, 0.0) + time.perf_counter() - start
        ledger.settled_once = True
        return doc, changed

    def _judge(self, stage: str, found: list[Finding], doc: Document, context: Context) -> list[Verdict]:
        edits = [e for f in found if f.edits and (f.action == "fix" or self.config.unsafe) for e in f.edits]
        guarded = protected(doc, stage, context, self.config.protect, edits) if edits else []
        return resolve(found, guarded, self.config.unsafe)


def _left_alone(doc: Document) -> Problem:
    count = sum(end - start for start, end in doc.left_alone)
    return Problem("long-line", f"{count:,} characters of lines without any end of a sentence were left alone, the first at {doc.left_alone[0].start:,}")


_worker: Pipeline | None = None


def _start_worker(pipeline: Pipeline) -> None:
    global _worker
    _worker = pipeline


def _work(texts: list[str]) -> list[Result]:
    assert _worker is not None
    return [_worker.run(text) for text in texts]
