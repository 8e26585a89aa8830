"""`normalize clean --resume`: the shards of a run that may be killed, with faults, progress and counts as the command shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from normalize.pipeline import Pipeline
    from normalize.shards import Order
    from normalize.tally import Tally


def run(files: list[tuple[str, str]], order: Order, pipeline: Pipeline, jobs: int, edits: str | None, quiet: bool) -> Tally:
    """Clean what is left to do; the counts of the whole run, earlier ones included, with the digest of all shards."""
    from hashlib import blake2b

    from normalize import shards
    from normalize.cli import outputs, progress
    from normalize.tally import Tally

    tally = Tally()
    digest = blake2b(digest_size=16)
    entries: list[dict[str, Any]] = []
    with progress.watched([path for path, _ in files], quiet) as watch:
        for entry in shards.run(files, order, pipeline, jobs, watch.reading):
            outputs.name_faults(entry["named"])
            tally.add(entry)
            digest.update(entry["digest"].encode())
            watch.done(entry["documents"])
            if edits:
                entries.append({"files": entry["files"]})
    if edits:
        from normalize.files import AtomicFile
        from normalize.streams import writer

        with AtomicFile(edits) as file:
            packed, finish = writer(file, edits)
            shards.joined_edits(order.folder, entries, packed)
            finish()
    tally.digest = digest.hexdigest()
    return tally
