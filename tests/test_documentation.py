"""The documentation is true: its commands run, its Python runs, the files it names exist.

A block is left out when an HTML comment that begins with ``not run`` stands right above it, as in ``<!-- not run: needs a server -->``. Shell commands run
in a folder with a few texts (`FILES`); one that fails, or names a file that is not there, fails the test.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.running import CLEAN, FAULTY, ROOT, environment

#: The texts that commands of the documentation may use.
ARTICLE = FAULTY + "NATO Secretary General Mark Root spoke on Wednesday. He spoke of of it.\n#Peace #War #Iran\n2024-10-30 06:39:00\n"
FILES = {
    "article.txt": ARTICLE,
    "articles/one.txt": ARTICLE,
    "articles/two.txt": CLEAN,
    "articles.jsonl": '{"id": 1, "text": "He spoke of of it.", "body": "She spoke of of that."}\n',
    "corpus/one.txt": ARTICLE,
    "corpus/page.html": "<p>He spoke of of it.</p>\n",
    "page.html": "<p>He spoke of of it.</p>\n",
}
#: Commands that wait for a person, a network or a file of many gigabytes are shown, not run here.
WAITING = ("normalize review", "normalize serve", "normalize lsp", "normalize --install-completion", "normalize gazetteer import wikidata", "normalize gazetteer build")
_BLOCK = re.compile(r"(?P<above><!--[^\n]*-->\n)?^```(?P<language>[\w-]*)[^\n]*\n(?P<body>.*?)^```", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"(?:`|\]\()((?:docs|rules|corpora|normalize|tests|benchmarks|tools|examples)/[\w./-]+|[\w-]+\.(?:md|toml))(?:#[\w-]+)?(?:`|\))")


class Block(NamedTuple):
    """A block of code in a page."""

    page: str
    line: int
    language: str
    body: str


def pages() -> list[Path]:
    """The pages of the documentation that are there and not empty."""
    found = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), ROOT / "rules" / "README.md", ROOT / "corpora" / "README.md"]
    return sorted(p for p in found if p.is_file() and p.read_text("utf-8").strip())


def blocks() -> list[Block]:
    """All blocks of code that are to be run."""
    out = []
    for page in pages():
        text = page.read_text("utf-8")
        for m in _BLOCK.finditer(text):
            if not (m["above"] or "").startswith("<!-- not run"):
                out.append(Block(str(page.relative_to(ROOT)), text.count("\n", 0, m.start("language")) + 1, m["language"], m["body"]))
    return out


def commands(block: Block) -> list[str]:
    """The commands of a block that begin with ``normalize``, alone or after a pipe, with continued lines joined."""
    lines = re.sub(r"\\\n\s*", " ", block.body).splitlines()
    shown = [line.strip().removeprefix("$ ") for line in lines]
    return [s for s in shown if re.match(r"(?:(?:cat|echo|printf) [^|]*\| *)?normalize ", s) and not s.startswith(WAITING)]


SHELL = [b for b in blocks() if b.language in ("sh", "bash", "shell", "console") and commands(b)]
PYTHON = [b for b in blocks() if b.language in ("python", "py", "pycon")]


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with the texts that the documentation speaks of."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def world() -> dict[str, str]:
    """The environment of a person who has the command on the path."""
    return {**os.environ, **environment(), "NORMALIZE_GAZETTEER_DIR": "own-gazetteer", "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"}


@pytest.mark.skipif(not (ROOT / "README.md").is_file() or not (ROOT / "README.md").read_text("utf-8").strip(), reason="README.md is not written yet")
def test_the_readme_shows_commands_and_python() -> None:
    assert [b for b in SHELL if b.page == "README.md"]
    assert [b for b in PYTHON if b.page == "README.md"]


#: Commands of the documentation that do not work yet, with the reason; a line here that works again fails the test.
BROKEN_COMMANDS: dict[str, str] = {}


@pytest.mark.skipif(not (Path(sys.executable).parent / "normalize").exists(), reason="the command `normalize` is not beside this Python")
@pytest.mark.parametrize("block", SHELL, ids=[f"{b.page}:{b.line}" for b in SHELL])
def test_the_commands_of_the_documentation_run(block: Block, desk: Path) -> None:
    """One after the other, in one folder, as a reader would type them."""
    for folder in ("corpora", "rules"):
        (desk / folder).symlink_to(ROOT / folder)
    failed = {}
    for command in commands(block):
        done = subprocess.run(["sh", "-c", command], cwd=desk, env=world(), capture_output=True, text=True, timeout=240, check=False)
        if done.returncode not in (0, 1) or "Traceback" in done.stderr:
            failed[command.partition("#")[0].strip()] = done.stderr
    shown = {command.partition("#")[0].strip() for command in commands(block)}
    assert failed.keys() == BROKEN_COMMANDS.keys() & shown, failed


@pytest.mark.parametrize("block", PYTHON, ids=[f"{b.page}:{b.line}" for b in PYTHON])
def test_python_of_the_documentation_runs(block: Block, desk: Path) -> None:
    if ">>>" in block.body:
        code = f"import doctest, sys\nt = doctest.DocTestParser().get_doctest({block.body!r}, {{}}, {block.page!r}, None, 0)\nr = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)\nr.run(t)\nsys.exit(r.failures)"
    else:
        before = "\n".join(b.body for b in PYTHON if b.page == block.page and b.line < block.line and ">>>" not in b.body)
        code = f"text = {ARTICLE!r}\ntexts = [text]\nif __name__ == '__main__':\n" + "".join(f"    {line}\n" for line in f"{before}\n{block.body}".splitlines())
    script = desk / "block.py"
    script.write_text(code)
    done = subprocess.run([sys.executable, str(script)], cwd=desk, env=world(), capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, f"{block.page}:{block.line}\n{done.stdout}\n{done.stderr}"


#: Pages that are named and not written yet; a line here that exists now fails the test.
NOT_YET: set[str] = set()
#: The same for the docstrings of modules.
MODULES_NOT_YET: set[str] = set()


def test_the_example_of_the_readme_is_true() -> None:
    from normalize import clean

    quotes = dict(re.findall(r"^(Before|After)[^\n]*:\n\n((?:> [^\n]*\n)+)", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE))
    if not quotes:
        pytest.skip("README.md has no example yet")
    before, after = (re.sub(r"^> ", "", quotes[key], flags=re.MULTILINE).strip() for key in ("Before", "After"))
    assert clean(before).text == after


@pytest.mark.parametrize("page", pages(), ids=lambda p: str(p.relative_to(ROOT)))
def test_files_that_a_page_names_exist(page: Path) -> None:
    named = set(_FILE.findall(page.read_text("utf-8")))
    missing = [n for n in sorted(named) if not any((base / n).exists() for base in (ROOT, page.parent, ROOT / "normalize", ROOT / "rules"))]
    assert set(missing) == {n for n in NOT_YET if n in named}


@pytest.mark.parametrize("page", pages(), ids=lambda p: str(p.relative_to(ROOT)))
def test_rules_that_a_page_names_exist(page: Path) -> None:
    from normalize.packs import load_rules

    text = page.read_text("utf-8")
    rules = load_rules()
    files = {r.file.removeprefix("rules/").removesuffix(".yml").replace("/", ".") for r in rules}
    named = set(re.findall(r"`((?:en|any)\.[a-z]+\.[a-z-]+)`", text))
    assert sorted(n for n in named if n not in rules and n.rpartition(".")[0] in files) == []


def test_modules_name_files_that_exist() -> None:
    """Docstrings send readers to pages; the pages must be there once there is documentation at all."""
    if not (ROOT / "docs").is_dir():
        pytest.skip("docs/ is not written yet")
    missing = [
        f"{path.relative_to(ROOT)}: {name[0] or name[1]}"
        for path in sorted((ROOT / "normalize").rglob("*.py"))
        for name in re.findall(r"`(docs/[\w./-]+)`|``((?:rules|corpora)/[\w-]+\.md)``", path.read_text("utf-8"))
        if not (ROOT / (name[0] or name[1])).exists()
    ]
    assert set(missing) == set(MODULES_NOT_YET)
