"""`normalize rules`: list, show, test and write rules."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Annotated

import typer

from normalize.cli import settings

if TYPE_CHECKING:
    from normalize.rules import Rule

app = typer.Typer(help="List, show, test and write rules.", no_args_is_help=True, rich_markup_mode=None)


@app.command("list")
def list_(
    prefix: Annotated[str | None, typer.Argument(help="Only rules with this id prefix or class.", show_default=False)] = None,
    rules: settings.Rules = None,
) -> None:
    """One line a rule, in the order of the stages: id, action, class, stage."""
    from normalize.packs import load_rules

    chosen = load_rules(settings.config(rules=rules, select=[prefix] if prefix else None))
    width = max((len(r.id) for r in chosen), default=0)
    for rule in chosen:
        typer.echo(f"{rule.id:{width}}  {rule.action:7}  {rule.cls:24}  {rule.stage}")


@app.command()
def show(rule: Annotated[str, typer.Argument(help="The id of a rule, or its last part.")], rules: settings.Rules = None) -> None:
    """A rule with its reason, its examples and what it keeps."""
    from normalize.errors import UsageError
    from normalize.packs import load_rules

    loaded = load_rules(settings.config(rules=rules))
    found = loaded.get(rule)
    if found is None:
        raise UsageError(f"no rule '{rule}'{loaded.hint(rule)}; `normalize rules list` shows them all")
    typer.echo(told(found))


@app.command()
def test(
    prefix: Annotated[str | None, typer.Argument(help="Only rules with this id prefix or class.", show_default=False)] = None,
    rules: settings.Rules = None,
    gazetteer: settings.Gazetteer = None,
    pump: Annotated[bool, typer.Option("--pump", help="Also try whether the time of every pattern grows no faster than the text.")] = False,
) -> int:
    """Try every example and keep of the rules: alone, and with all packs."""
    from normalize.packs import load_rules
    from normalize.proofs import check_rules, pumped
    from normalize.visible import visible

    config = settings.config(rules=rules, gazetteer=gazetteer, own=False)
    everything = load_rules(config)
    chosen = everything.narrow([prefix]) if prefix else everything
    faults = 0
    for fault in chain(check_rules(chosen, config, everything), pumped(chosen) if pump else ()):
        faults += 1
        typer.echo(visible(str(fault)))
    examples = sum(len(r.examples) + len(r.keep) for r in chosen)
    typer.echo(f"{len(chosen)} rules, {examples} sentences, {faults} faults")
    return 2 if faults else 0


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="The fault's name, as spurious-period.")],
    bad: Annotated[str, typer.Argument(help="A sentence with the fault.")],
    good: Annotated[str, typer.Argument(help="The sentence as it should be.")],
    keep: Annotated[list[str] | None, typer.Option(help="A sentence that looks like the fault and is right.", show_default=False)] = None,
) -> None:
    """Print a rule made from a sentence before and after, to be put into a rule file and widened by hand."""
    from normalize.drafts import draft

    typer.echo(draft(name, bad, good, keep or []), nl=False)


@app.command()
def tune(
    decisions: Annotated[str, typer.Option(help="The file of decisions.", metavar="FILE")] = "decisions.jsonl",
    rules: settings.Rules = None,
) -> int:
    """Name the rules that people rejected, with counts, and propose which should ask for less; nothing is written."""
    from normalize.decisions.book import open_book
    from normalize.decisions.tuning import tallies
    from normalize.packs import load_rules
    from normalize.visible import visible

    loaded = load_rules(settings.config(rules=rules))
    proposals = 0
    for t in tallies(open_book(decisions, must_exist=True).standing()):
        if not (t.rejected or t.edited):
            continue
        rule = loaded.get(t.rule)
        typer.echo(f"{t.rejected} of {t.total} rejected, {t.edited} rewritten: {visible(t.rule, breaks=False)}")
        if rule is not None and (less := t.proposal(rule.action)):
            proposals += 1
            typer.echo(f"  proposed: action {less} instead of {rule.action} ({visible(rule.file, breaks=False)}:{rule.line}); until then --ignore {rule.id}")
    typer.echo(f"{proposals} proposal{'' if proposals == 1 else 's'}")
    return 0


def told(rule: Rule) -> str:
    """A rule in lines for a person."""
    from normalize.visible import visible

    lines = [
        f"{rule.id}  ({rule.file}:{rule.line})",
        f"  class {rule.cls}, stage {rule.stage}, action {rule.action}, confidence {rule.confidence:.2f}, looks by {rule.kind}",
        f"  {visible(rule.why)}",
    ]
    if rule.source:
        lines.append(f"  source: {visible(rule.source)}")
    for example in rule.examples:
        lines.append(f"  bad:  {visible(example.bad, breaks=False)}")
        wanted = example.good if example.good is not None else f"(speaks over “{example.found}”)"
        lines.append(f"  good: {visible(wanted, breaks=False)}")
    lines += [f"  keep: {visible(k, breaks=False)}" for k in rule.keep]
    return "\n".join(lines)
