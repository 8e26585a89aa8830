"""What a worker does with one request: from a job as JSON to the answer as JSON. The process that listens never looks at a text.

A job is ``{"kind": "clean", "text": ..., "settings": {...}}``; `KINDS` lists the kinds. Settings of a request are few (`PER_REQUEST`): files of rules and
names are chosen by whoever starts the service, never by a request.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from normalize.config import Config
from normalize.formats.languagetool import annotated, reply
from normalize.formats.lines import places, told
from normalize.offers import offers
from normalize.pipeline import Pipeline
from normalize.report import Change, Result

#: The settings a request may choose.
PER_REQUEST = ("select", "ignore", "protect", "unsafe")
#: Pipelines of other settings that a worker keeps; making one takes about 10 ms.
_KEPT = 8


class Desk:
    """One worker's pipelines, and the answers made with them.

    >>> json.loads(Desk(Config()).do(b'{"kind": "clean", "text": "He spoke of of it."}'))["text"]
    'He spoke of it.'
    """

    def __init__(self, config: Config) -> None:
        self._pipeline = Pipeline(config)
        self._others: OrderedDict[Config, Pipeline] = OrderedDict()

    def warm(self) -> None:
        """Build what is built when first needed, so that no request waits for it."""
        result = self._pipeline.run("\n".join(example.bad for rule in self._pipeline.rules for example in rule.examples))
        reply(result, {})
        self.do(b'{"kind": "search", "text": "Rutte"}')

    def do(self, job: bytes) -> bytes:
        """The answer to a job, both JSON in UTF-8."""
        asked = json.loads(job)
        return json.dumps(KINDS[asked["kind"]](self, asked), ensure_ascii=False).encode("utf-8", "backslashreplace")

    def result(self, asked: dict[str, Any], text: str) -> Result:
        """The text cleaned with the settings of the request."""
        settings = asked.get("settings") or {}
        chosen = {key: tuple(settings[key]) if isinstance(settings[key], list) else settings[key] for key in PER_REQUEST if settings.get(key)}
        result = self._with(chosen).run(text, settings.get("date"), settings.get("source_language"))
        if any("MemoryError" in p.message for p in result.problems):
            raise MemoryError  # the cleaner keeps the text and names the problem; whoever asked is told of the limit
        return result

    def _with(self, chosen: dict[str, Any]) -> Pipeline:
        if not chosen:
            return self._pipeline
        config = replace(self._pipeline.config, **chosen)
        found = self._others.pop(config, None) or Pipeline(config)
        self._others[config] = found
        if len(self._others) > _KEPT:
            self._others.popitem(last=False)
        return found

    def clean(self, asked: dict[str, Any]) -> dict[str, Any]:
        """The whole report, as `normalize clean --format json` has it."""
        return self.result(asked, asked["text"]).as_dict()

    def check(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Each change and finding with its line and column, and no text."""
        result = self.result(asked, asked["text"])
        found = [{**item.as_dict(), "line": line, "column": column, "told": told(item)} for item, line, column in places(result)]
        return {"schema": 1, "offsets": "codepoint", "found": found, "problems": [p.as_dict() for p in result.problems]}

    def v2(self, asked: dict[str, Any]) -> dict[str, Any]:
        """The answer of a LanguageTool server, with our findings as matches."""
        data = annotated(asked["data"]) if asked.get("data") is not None else None
        return reply(self.result(asked, asked["text"] if data is None else data.plain), asked, data)

    def offers(self, asked: dict[str, Any]) -> dict[str, Any]:
        """What an editor underlines, with the wordings it may put there."""
        result = self.result(asked, asked["text"])
        return {
            "text": result.text,
            "problems": [p.as_dict() for p in result.problems],
            "offers": [
                {"start": o.start, "end": o.end, "wordings": o.wordings, "rule": o.item.rule, "message": o.item.message, "action": o.item.action,
                 "before": o.item.before, "evidence": [e.text for e in o.item.evidence], "change": isinstance(o.item, Change), "group": o.item.group if isinstance(o.item, Change) else ""}
                for o in offers(result)
            ],
        }  # fmt: skip

    def search(self, asked: dict[str, Any]) -> dict[str, Any]:
        """The entities that bear a name, or what it sounds like."""
        gazetteer = self._pipeline.gazetteer
        found = gazetteer.search(asked["text"], 20)
        return {
            "found": [
                {"id": e.id, "name": e.name, "kind": e.kind, "role": e.role, "country": e.country, "names": [n._asdict() for n in e.names], "told": gazetteer.describe(e)}
                for e in found
            ],
            "near": [] if found else [{"id": e.id, "name": e.name, "score": round(score, 3)} for e, score in gazetteer.near(asked["text"])],
        }  # fmt: skip


KINDS: dict[str, Callable[[Desk, dict[str, Any]], dict[str, Any]]] = {"clean": Desk.clean, "check": Desk.check, "v2": Desk.v2, "offers": Desk.offers, "search": Desk.search}
