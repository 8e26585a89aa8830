"""What can be asked of the service, and the answers. The work is done by `normalize.server.pool`; this process only passes it on."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib.resources import files
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.exposition import generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from starlette.exceptions import HTTPException
from starlette.routing import Route

from normalize.formats.as_json import schema
from normalize.server.asked import Asked, ToCheck
from normalize.server.guards import Doors, Guard
from normalize.server.pool import NoAnswer, Pool
from normalize.version import VERSION
from normalize.visible import visible

_STATUS = {"busy": 503, "timeout": 504, "memory": 507, "died": 500, "failed": 500, "usage": 404}
_ERROR = {"type": "object", "required": ["error"], "properties": {"error": {"type": "string"}}}
_OBJECT = {"type": "object"}
_LANGUAGES = [{"name": "English", "code": "en", "longCode": code} for code in ("en", "en-US", "en-GB", "en-AU", "en-CA", "en-NZ", "en-ZA")]
_PAGE = {"/": ("index.html", "text/html"), "/page.js": ("page.js", "text/javascript"), "/page.css": ("page.css", "text/css")}


def _answers(of: dict[str, Any], *more: int) -> dict[int | str, dict[str, Any]]:
    """The answers that the description of the service lists for a request."""
    said = {400: "The request cannot be read", 401: "No token", 403: "Foreign origin", 404: "No such rule", 408: "Too slow", 413: "Too large", 421: "Foreign host", 422: "A value does not fit", 503: "Busy", 504: "Took too long", 507: "Needed too much memory"}
    out: dict[int | str, dict[str, Any]] = {200: {"description": "The answer", "content": {"application/json": {"schema": of}}}}
    return out | {status: {"description": said[status], "content": {"application/json": {"schema": _ERROR}}} for status in (401, 403, 408, 413, 421, *more)}


_WORK = (400, 422, 503, 504, 507)


class _Told:
    """The state of the pool, read when somebody asks for the metrics."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool

    def collect(self) -> list[Metric]:
        """The metrics of the pool."""
        happened = CounterMetricFamily("normalize_jobs", "What happened to jobs that were not simply done", labels=["what"])
        for what in ("set-aside", "stopped", "busy", "timeout", "memory", "died", "failed"):
            happened.add_metric([what], self.pool.counts[what])
        return [happened, GaugeMetricFamily("normalize_waiting", "Requests that wait for a process", value=self.pool.waiting)]


def application(pool: Pool, doors: Doors) -> FastAPI:
    """The service for a pool of workers, behind its guard."""

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        async with pool:
            yield

    app = FastAPI(title="mt-normalize", version=VERSION, summary="Repairs what machine translation did to a news text, and says what it changed and why.", docs_url=None, redoc_url=None, lifespan=life)  # fmt: skip
    paths: set[str] = set()
    registry = CollectorRegistry()
    registry.register(_Told(pool))
    requests = Counter("normalize_requests", "Requests", ["path", "status"], registry=registry)
    seconds = Histogram("normalize_request_seconds", "How long requests took", ["path"], registry=registry)

    def seen(path: str, status: int, took: float) -> None:
        known = path if path in paths else "other"
        requests.labels(known, str(status)).inc()
        seconds.labels(known).observe(took)

    app.add_middleware(Guard, doors=doors, seen=seen)
    _errors(app)
    _texts(app, pool)
    _pages(app)

    @app.get("/metrics", response_class=PlainTextResponse, responses={k: v for k, v in _answers({}).items() if k != 200})
    async def metrics() -> Response:
        """Counters for Prometheus."""
        return Response(generate_latest(registry), media_type="text/plain; version=0.0.4; charset=utf-8")

    paths.update(r.path for r in app.routes if isinstance(r, Route))
    return app


def _texts(app: FastAPI, pool: Pool) -> None:
    """The requests that need a worker."""

    async def done(job: dict[str, Any]) -> Response:
        return Response(await pool.do(job), media_type="application/json")

    @app.post("/clean", responses=_answers(schema(), 404, *_WORK))
    async def clean(asked: Asked) -> Response:
        """The whole report: cleaned text, changes, findings, metadata."""
        return await done(asked.job("clean"))

    @app.post("/check", responses=_answers({**_OBJECT, "required": ["schema", "offsets", "found", "problems"]}, 404, *_WORK))
    async def check(asked: Asked) -> Response:
        """Each change and finding with line and column, without the text."""
        return await done(asked.job("check"))

    @app.post("/v2/check", responses=_answers({**_OBJECT, "required": ["software", "language", "matches"]}, *_WORK))
    async def v2(asked: ToCheck, request: Request) -> Response:
        """The same as a LanguageTool server answers: our findings as matches, offsets in UTF-16 units. A text with markup may come as ``data`` in LanguageTool's form."""
        if asked.text is None and asked.data is None and "text" not in await request.form():  # the framework drops empty values
            raise HTTPException(422, "body: 'text' or 'data' is missing")
        return await done(asked.job())

    @app.get("/gazetteer/search", responses=_answers({**_OBJECT, "required": ["found", "near"]}, *_WORK))
    async def search(name: Annotated[str, Query(min_length=1, max_length=200, description="A name or a part of one, right or wrong.")]) -> Response:
        """The entities that bear a name, or persons whose names sound like it."""
        return await done({"kind": "search", "text": name})


def _pages(app: FastAPI) -> None:
    """The requests that need none."""
    read = {path: ((files("normalize.server") / "page" / name).read_bytes(), f"{kind}; charset=utf-8") for path, (name, kind) in _PAGE.items()}

    def page(path: str) -> Callable[[], Response]:
        return lambda: Response(read[path][0], media_type=read[path][1])

    for path in _PAGE:
        app.add_api_route(path, page(path), include_in_schema=False)

    @app.get("/v2/languages", responses=_answers({"type": "array"}))
    async def languages() -> JSONResponse:
        """What LanguageTool's clients ask first."""
        return JSONResponse(_LANGUAGES)

    @app.get("/v2/healthcheck", response_class=PlainTextResponse, include_in_schema=False)
    async def health2() -> str:
        """What LanguageTool's clients ask to see whether it lives."""
        return "OK"

    @app.get("/healthz", responses={k: v for k, v in _answers({**_OBJECT, "required": ["status", "version"]}).items() if k != 401})
    async def health() -> JSONResponse:
        """Whether the service lives, and its version."""
        return JSONResponse({"status": "ok", "version": VERSION})


def _errors(app: FastAPI) -> None:
    """Every error is ``{"error": "a sentence"}``; nothing of the request is sent back but the names of its keys."""

    @app.exception_handler(RequestValidationError)
    async def unfit(_: Request, error: RequestValidationError) -> JSONResponse:
        told = "; ".join(f"{'.'.join(visible(str(p), breaks=False) for p in e['loc'])}: {visible(e['msg'], breaks=False)}" for e in error.errors()[:5])
        return JSONResponse({"error": told}, 422)

    @app.exception_handler(HTTPException)
    async def refused(_: Request, error: HTTPException) -> JSONResponse:
        return JSONResponse({"error": str(error.detail)}, error.status_code, dict(error.headers or {}))

    @app.exception_handler(NoAnswer)
    async def unanswered(_: Request, error: NoAnswer) -> JSONResponse:
        headers = {"Retry-After": "1"} if error.why == "busy" else {}
        return JSONResponse({"error": visible(str(error))}, _STATUS[error.why], headers)
