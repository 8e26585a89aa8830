"""Decisions as a table for spreadsheets; no cell of it can be run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from normalize.decisions.book import Decision
from normalize.formats.csv import guarded
from normalize.visible import visible

COLUMNS = ("time", "user", "verdict", "before", "text", "rule", "class", "action", "source", "left", "right", "wrong_name", "right_name", "note", "key")


def table(decisions: Iterable[Decision]) -> str:
    """One row a decision, with a header line."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(COLUMNS)
    for d in decisions:
        row = (d.time, d.user, d.verdict, d.before, d.text, d.rule, d.cls, d.action, d.source, " ".join(d.left), " ".join(d.right), d.wrong_name, d.right_name, d.note, d.key)
        writer.writerow([guarded(visible(cell, breaks=False)) for cell in row])
    return out.getvalue()
