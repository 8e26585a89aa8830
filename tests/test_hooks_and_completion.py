"""The hooks of ``.pre-commit-hooks.yaml`` under pre-commit itself, and the completion of commands in a shell."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.running import CLEAN, FAULTY, RIGHT, ROOT, environment

BIN = Path(sys.executable).parent
needs_command = pytest.mark.skipif(not (BIN / "normalize").exists(), reason="the command `normalize` is not beside this Python")


def world(home: Path) -> dict[str, str]:
    """A home of its own, and the command on the path."""
    return {**os.environ, **environment(), "PYTHONIOENCODING": "utf-8", "HOME": str(home), "PRE_COMMIT_HOME": str(home / "hooks"), "GIT_CONFIG_GLOBAL": os.devnull, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}


@needs_command
@pytest.mark.skipif(importlib.util.find_spec("pre_commit") is None, reason="pre-commit is not installed")
def test_the_hooks_under_pre_commit(tmp_path: Path) -> None:
    """As in a repository that uses them, but with the command of this checkout in place of one installed from the network."""
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert all(hook["language"] == "python" for hook in hooks)
    config = {"repos": [{"repo": "local", "hooks": [{**hook, "language": "system"} for hook in hooks]}]}
    desk = tmp_path / "desk"
    desk.mkdir()
    (desk / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    (desk / "faulty.txt").write_text(FAULTY)
    (desk / "clean.txt").write_text(CLEAN)
    (desk / "code.py").write_text("# The move will raise concerns. in China.\n")

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, cwd=desk, env=world(tmp_path), capture_output=True, text=True, timeout=120, check=False)

    assert run("git", "init", "-q").returncode == run("git", "add", "-A").returncode == 0
    check = run("pre-commit", "run", "--all-files", "mt-normalize-check")
    assert check.returncode == 1, check.stdout + check.stderr
    assert "faulty.txt:1:29: en.periods.spurious-period" in check.stdout
    assert "clean.txt" not in check.stdout
    fix = run("pre-commit", "run", "--all-files", "mt-normalize-fix")
    assert fix.returncode == 1
    assert "files were modified" in fix.stdout
    assert (desk / "faulty.txt").read_text() == RIGHT
    assert "raise concerns. in" in (desk / "code.py").read_text()
    run("git", "add", "-A")
    assert run("pre-commit", "run", "--all-files").returncode == 0


@needs_command
@pytest.mark.parametrize(
    ("shell", "typed", "wanted"),
    [
        ("bash", {"COMP_WORDS": "normalize cl", "COMP_CWORD": "1"}, "clean"),
        ("bash", {"COMP_WORDS": "normalize clean --sou", "COMP_CWORD": "2"}, "--source-language"),
        ("zsh", {"_TYPER_COMPLETE_ARGS": "normalize gazetteer s"}, "search"),
        ("fish", {"_TYPER_COMPLETE_ARGS": "normalize rules t", "_TYPER_COMPLETE_FISH_ACTION": "get-args"}, "test"),
    ],
)
def test_commands_are_completed(shell: str, typed: dict[str, str], wanted: str, tmp_path: Path) -> None:
    done = subprocess.run([str(BIN / "normalize")], env={**world(tmp_path), **typed, "_NORMALIZE_COMPLETE": f"complete_{shell}"}, capture_output=True, text=True, timeout=60, check=False)
    assert wanted in done.stdout
    assert done.stderr == ""


@needs_command
def test_bash_itself_completes(tmp_path: Path) -> None:
    """The script that ``--show-completion`` prints, in a real bash."""
    script = 'eval "$(normalize --show-completion bash)"; COMP_WORDS=(normalize gaz); COMP_CWORD=1; _normalize_completion normalize; echo "${COMPREPLY[@]}"'
    done = subprocess.run(["bash", "-c", script], env=world(tmp_path), capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.split() == ["gazetteer"], done.stderr
