"""Pages of the documentation site that are made from elsewhere: a page for each rule file, the two README files, the JSON Schema of the report.

mkdocs calls `on_files` (see ``hooks`` in ``mkdocs.yml``). The pages lie in no folder, so they cannot be stale.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

from normalize.packs import load_rules
from normalize.rules import Rule
from normalize.stages import STAGES
from normalize.visible import visible

ROOT = Path(__file__).resolve().parents[1]


def on_files(files: Files, config: Any) -> Files:
    """Add the made pages to those of ``docs/``."""
    made = {"writing-rules.md": (ROOT / "rules" / "README.md").read_text("utf-8"), "corpora.md": (ROOT / "corpora" / "README.md").read_text("utf-8"), **rule_pages()}
    for name, content in made.items():
        files.append(File.generated(config, name, content=content))
    files.append(File.generated(config, "report.schema.json", abs_src_path=str(ROOT / "normalize" / "formats" / "report.schema.json")))
    return files


def rule_pages() -> dict[str, str]:
    """One page for each file of rules, and one that lists them all."""
    by_file: dict[str, list[Rule]] = defaultdict(list)
    for rule in load_rules():
        by_file[rule.id.rpartition(".")[0]].append(rule)
    out = {f"rules/{name}.md": _page(name, rules) for name, rules in by_file.items()}
    rows = [
        f"| [`{r.id}`]({name}.md#{_anchor(r)}) | {r.action} | {r.cls} | {r.stage} | {_plain(r.why)} |" for name, rules in sorted(by_file.items()) for r in sorted(rules, key=lambda r: r.id)
    ]
    stages = "\n".join(f"- `{name}`: {told}" for name, told in STAGES.items())
    count = sum(map(len, by_file.values()))
    head = f"# All rules\n\n{count} rules, read from the packs. A `fix` is applied, a `suggest` is offered, a `flag` only speaks. The stages, in their order:\n\n{stages}\n"
    out["rules/index.md"] = head + "\n| rule | action | class | stage | why |\n| --- | --- | --- | --- | --- |\n" + "\n".join(rows) + "\n"
    return out


def _page(name: str, rules: list[Rule]) -> str:
    out = [f"# {name}\n\n[All rules](index.md). Every sentence below is a test (`normalize rules test {name}`).\n"]
    for rule in sorted(rules, key=lambda r: r.id):
        out.append(f"## {rule.id.rpartition('.')[2]} {{ #{_anchor(rule)} }}\n\n`{rule.id}` · {rule.action} · class {rule.cls} · stage {rule.stage} · confidence {rule.confidence:.2f}\n\n{_plain(rule.why)}\n")
        rows = [(_code(e.bad), _code(e.good) if e.good is not None else f"speaks over {_code(e.found)}") for e in rule.examples]
        out.append("| before | after |\n| --- | --- |\n" + "".join(f"| {bad} | {good} |\n" for bad, good in rows))
        if rule.keep:
            out.append("Left alone:\n\n" + "".join(f"- {_code(k)}\n" for k in rule.keep))
    return "\n".join(out)


def _anchor(rule: Rule) -> str:
    return rule.id.replace(".", "-")


def _plain(text: str) -> str:
    """A sentence as Markdown that means itself, also in a table."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]<>#|!" else c for c in visible(text, breaks=False))


def _code(text: str | None) -> str:
    """A sentence as code; HTML, since Markdown's code cannot hold every character in a table."""
    shown = visible(text or "", breaks=False)
    return "<code>" + "".join(f"&#{ord(c)};" if c in "&<>|`*_\\[]{}~$:" else c for c in shown) + "</code>"
