"""The shape of the house: imports go down, modules are short, each says what it is."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "normalize"

#: The shelves, from the ground up. A module may import from its own level and those below it; level 1 does not know rules, level 5 does the work.
LEVELS: dict[int, str] = {
    0: "text errors visible version cache patterns",
    1: "words edits files finder yamlfile data streams",
    2: "findings stages gazetteer fluency",
    3: "rules report matchers detectors oddwords workbench protection settling context pumps",
    4: "offers packs rulecheck hazards config formats htmltext precision decisions records items tables parquet tally",
    5: "pipeline limits pool fingerprint journal shards batch integrations proofs corpora judgements evaluation baselines drafts health review server languageserver languagetool rewriting",
    6: "cli",
}
LEVEL = {name: level for level, names in LEVELS.items() for name in names.split()}
#: Files may be long when they are long with explanation, but no longer than this.
MOST_LINES = 350
NAMELESS = {"util", "utils", "helper", "helpers", "manager", "managers", "base", "common", "misc", "tools"}

FILES = sorted(p for p in PACKAGE.rglob("*.py") if "_data" not in p.parts)


def module(path: Path) -> str:
    """The dotted name of a file, without the package: ``cli.app``; a package's own file is the package."""
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


NAMES = {module(p) for p in FILES}
name_of = pytest.mark.parametrize("path", FILES, ids=lambda p: module(p))


@cache
def tree(path: Path) -> ast.Module:
    """The parsed file."""
    return ast.parse(path.read_text("utf-8"))


@cache
def imports(path: Path) -> frozenset[str]:
    """The modules of ours that a file imports when it runs, also inside functions; what only types need is left out."""
    typing_only = {
        id(inner)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for statement in node.body
        for inner in ast.walk(statement)
    }
    out: set[str] = set()
    for node in ast.walk(tree(path)):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            out.update(a.name.partition(".")[2] for a in node.names if a.name.partition(".")[0] == "normalize")
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "normalize":
            assert node.level == 0
            inside = (node.module or "").partition(".")[2]
            for alias in node.names:
                longer = f"{inside}.{alias.name}".lstrip(".")
                out.add(longer if longer in NAMES else inside)
    return frozenset(out)


def level(name: str) -> int:
    """The level of a module: that of its shelf."""
    return LEVEL[name.partition(".")[0]]


@name_of
def test_every_module_has_its_level(path: Path) -> None:
    if module(path) != "__init__":
        assert module(path).partition(".")[0] in LEVEL, f"put {module(path)} on a level of LEVELS"


@name_of
def test_imports_go_down(path: Path) -> None:
    here = module(path)
    if here == "__init__":
        return  # the public names point anywhere
    up = sorted(f"{here} (level {level(here)}) imports {there} (level {level(there)})" for there in imports(path) if there and level(there) > level(here))
    assert up == []
    assert "" not in imports(path), f"{here} imports from the top of the package: name the module"


def test_imports_go_in_no_circle() -> None:
    graph = {module(p): imports(p) & NAMES for p in FILES if module(p) != "__init__"}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join((*trail[trail.index(name) :], name))
        if name not in done:
            for there in sorted(graph.get(name, ())):
                visit(there, (*trail, name))
            done.add(name)

    for name in sorted(graph):
        visit(name, ())
    assert len(done) == len(graph)


@name_of
def test_detectors_stand_alone(path: Path) -> None:
    """A detector is added by adding a file; none leans on another."""
    if module(path).startswith("detectors."):
        assert not {i for i in imports(path) if i.startswith("detectors.")}


@name_of
def test_modules_are_short(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= MOST_LINES


@name_of
def test_a_name_says_what_a_module_is(path: Path) -> None:
    assert not set(path.stem.split("_")) & NAMELESS


@name_of
def test_a_module_says_what_it_is(path: Path) -> None:
    said = ast.get_docstring(tree(path))
    assert said
    assert len(said.split()) >= 5


def undocumented(node: ast.AST, prefix: str = "") -> list[str]:
    """The public classes and functions below a node that say nothing."""
    out: list[str] = []
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not child.name.startswith("_"):
            if not ast.get_docstring(child):
                out.append(prefix + child.name)
            if isinstance(child, ast.ClassDef):
                out += undocumented(child, f"{prefix}{child.name}.")
    return out


#: Methods whose meaning is that of the class they override.
INHERITED = {"handle_starttag", "handle_endtag", "handle_data", "handle_entityref", "handle_charref", "handle_comment", "handle_decl", "handle_pi"}


@name_of
def test_what_is_public_says_what_it_does(path: Path) -> None:
    silent = [n for n in undocumented(tree(path)) if n.rpartition(".")[2] not in INHERITED]
    assert silent == []


@name_of
def test_nothing_prints_but_the_command_line(path: Path) -> None:
    if module(path).startswith("cli"):
        return
    calls = [n.lineno for n in ast.walk(tree(path)) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id in ("print", "input", "exec", "eval")]
    assert calls == []


def test_textual_is_imported_by_the_full_screen_alone() -> None:
    users = {module(p) for p in FILES for n in ast.walk(tree(p)) if (isinstance(n, ast.ImportFrom) and (n.module or "").partition(".")[0] == "textual") or (isinstance(n, ast.Import) and any(a.name.partition(".")[0] == "textual" for a in n.names))}
    assert users == {"review.screen"}
    assert {module(p) for p in FILES if "review.screen" in imports(p)} == {"cli.review"}


def test_the_public_names_are_there() -> None:
    import normalize

    for name in normalize.__all__:
        assert getattr(normalize, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        normalize.nothing  # noqa: B018


def test_importing_the_package_imports_little() -> None:
    """``import normalize`` must not pay for the rules, the gazetteer or the command line."""
    import subprocess
    import sys

    from tests.running import environment

    code = "import normalize, sys; print([m for m in sys.modules if m.startswith('normalize.') or m in ('yaml', 'ftfy', 'typer', 'rich', 'regex')])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PATH": "", **environment()}).stdout
    assert out.strip() == "['normalize.version']"
