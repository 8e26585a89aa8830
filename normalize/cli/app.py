"""The command `normalize`. Everything heavy is imported inside the commands, so that ``--help`` comes at once.

Exit codes: 0 fine; 1 `check` or ``diff --exit-code`` found something; 2 usage, configuration or rule error; 3 some inputs were passed
through unchanged because of a fault.
"""

from __future__ import annotations

import errno
import io
import os
import re
import sys
from typing import Annotated, Any

import typer

from normalize.cli import check, clean, decisions, diff, doctor, evaluate, explain, gazetteer, grammar, review, rules, serve, undo
from normalize.errors import NormalizeError

app = typer.Typer(
    name="normalize",
    help="Repairs what machine translation did to a news text, and says what it changed and why.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("clean")(clean.clean)
app.command("diff")(diff.diff)
app.command("check")(check.check)
app.command("review")(review.review)
app.command("undo")(undo.undo)
app.command("explain")(explain.explain)
app.command("eval")(evaluate.evaluate)
app.command("doctor")(doctor.doctor)
app.command("serve")(serve.serve)
app.command("lsp")(serve.lsp)
app.add_typer(rules.app, name="rules")
app.add_typer(gazetteer.app, name="gazetteer")
app.add_typer(decisions.app, name="decisions")
app.add_typer(grammar.app, name="grammar")


def _version(wanted: bool) -> None:
    if wanted:
        from normalize.version import VERSION

        typer.echo(f"normalize {VERSION}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")] = False,
) -> None:
    """Repairs what machine translation did to a news text, and says what it changed and why."""


#: typer adds a hint to the one that click has added already.
_HINT_TWICE = re.compile(r"( Did you mean [^?]*\?)(?: Did you mean [^?]*\?)+")
#: Some versions of typer bring their own copy of click, so the class of its errors is found by name.
_Complaint: Any = next(c for c in typer.BadParameter.__mro__ if c.__name__ == "ClickException")


def main() -> None:
    """Run the command line; every error a person can meet is one line and an exit code."""
    try:
        _ready()
        code = app(standalone_mode=False)
        sys.stdout.flush()
    except NormalizeError as error:
        code = _fail(str(error))
    except _Complaint as error:
        code = _no_arguments(error) or _fail(_HINT_TWICE.sub(r"\1", error.format_message()))
    except typer.Abort:
        code = _fail("stopped")
    except KeyboardInterrupt:
        sys.stderr.write("normalize: stopped\n")
        code = 130
    except BrokenPipeError:
        # the reader of our output went away, as `head` does: nothing to say
        sys.stderr.close()
        code = 0
    except OSError as error:
        code = _fail(f"{error.strerror or error}" + (f": '{error.filename}'" if error.filename else ""))
        if error.errno in (errno.ENOSPC, errno.EFBIG, errno.EIO) and not error.filename:
            _drop_output()
    sys.exit(code if isinstance(code, int) else 0)


def _ready() -> None:
    """Standard streams that can be used: a closed one is an error, and one that is not UTF-8 shows what it lacks by code points."""
    for stream, name in ((sys.stdin, "input"), (sys.stdout, "output")):
        if stream is None:
            raise NormalizeError(f"standard {name} is closed: open it, or redirect it to /dev/null")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def _drop_output() -> None:
    """Send what is still buffered for a full disk nowhere, so that leaving does not try again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _no_arguments(error: Any) -> int:
    """The help of a command that was called without arguments."""
    if type(error).__name__ != "NoArgsIsHelpError":
        return 0
    typer.echo(error.ctx.get_help())
    return 2


def _fail(message: str) -> int:
    from normalize.visible import visible

    for line in message.splitlines() or ["unknown error"]:
        sys.stderr.write(f"normalize: error: {visible(line)}\n")
    return 2


if __name__ == "__main__":
    main()
