"""What a request may hold. Anything else, an unknown key or a number where a text belongs, is an error with its place, never ignored."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import Form
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from normalize.config import Config, check_date
from normalize.errors import UsageError
from normalize.formats.languagetool import annotated


def _day(text: str) -> str:
    try:
        if len(text) != 10:
            raise UsageError(f"'{text}' is no date: write YYYY-MM-DD, as in 2024-10-30")
        return check_date(text)
    except UsageError as error:
        raise ValueError(str(error)) from None


def _language(code: str) -> str:
    try:
        Config(source_language=code)
    except UsageError as error:
        raise ValueError(str(error)) from None
    return code


Day = Annotated[str, AfterValidator(_day), WithJsonSchema({"type": "string", "format": "date", "description": "The article's date; else its own time stamp."})]
Language = Annotated[str, AfterValidator(_language), WithJsonSchema({"type": "string", "pattern": "^[a-z]{2,3}(-[A-Za-z]{2,8}){0,3}$", "description": "What it was translated from, as ar."})]
Few = Annotated[list[Annotated[str, Field(min_length=1, max_length=200)]], Field(max_length=100)]


class Asked(BaseModel):
    """A text to be cleaned or checked, and the settings for it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    text: str
    date: Day | None = None
    source_language: Language | None = None
    select: Annotated[Few, Field(description="Only rules with one of these id prefixes or classes.")] = []
    ignore: Annotated[Few, Field(description="Not the rules with one of these id prefixes or classes.")] = []
    protect: Annotated[Few, Field(description="Texts that must stay as they are.")] = []
    unsafe: Annotated[bool, Field(description="Apply suggestions as well.")] = False

    def job(self, kind: str) -> dict[str, Any]:
        """The job of this kind for a worker."""
        return {"kind": kind, "text": self.text, "settings": self.model_dump(exclude={"text"})}


def _data(value: str) -> str:
    try:
        annotated(json.loads(value))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ValueError("'data' is JSON like {\"annotation\": [{\"text\": \"…\"}, {\"markup\": \"<b>\"}]}") from None
    return value


def _told(schema: dict[str, Any]) -> None:
    """The description of the form: ``data`` is a text that holds JSON, which OpenAPI has no words for, so the operation tells of it."""
    del schema["properties"]["data"]
    schema["properties"]["text"] = {"type": "string", "description": "The text."}
    schema["required"] = ["text"]


class Form2(BaseModel):
    """What clients of LanguageTool send. What has no meaning here (level, mother tongue, user) is taken and not used."""

    model_config = ConfigDict(extra="ignore", json_schema_extra=_told)

    text: str | None = None
    data: Annotated[str, AfterValidator(_data)] | None = None
    language: Annotated[str, Field(max_length=20, description="As en-US, or auto. Texts are read as English.")] = "en-US"
    enabledRules: Annotated[str, Field(description="Rule ids with commas between them.")] = ""
    disabledRules: Annotated[str, Field(description="Rule ids with commas between them.")] = ""
    enabledCategories: Annotated[str, Field(description="Classes of fault with commas between them.")] = ""
    disabledCategories: Annotated[str, Field(description="Classes of fault with commas between them.")] = ""
    enabledOnly: Annotated[Annotated[bool, BeforeValidator(lambda v: {"true": True, "false": False, "": False}.get(v, v))], Field(strict=True, description="Only the enabled ones.")] = False

    def job(self) -> dict[str, Any]:
        """The job for a worker."""
        return {
            "kind": "v2",
            "text": self.text or "",
            "data": json.loads(self.data) if self.data is not None else None,
            "language": self.language,
            "enabled_rules": _listed(self.enabledRules),
            "disabled_rules": _listed(self.disabledRules),
            "enabled_categories": _listed(self.enabledCategories),
            "disabled_categories": _listed(self.disabledCategories),
            "enabled_only": self.enabledOnly,
        }


def _listed(value: str) -> list[str]:
    return [piece.strip() for piece in value.split(",") if piece.strip()]


ToCheck = Annotated[Form2, Form()]
