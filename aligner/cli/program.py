"""The command line: its commands, its exit status, its refusals in one line.

Each command is a few calls of the library, which it imports when it runs: the help does not
wait for NumPy. Results go to stdout or to files, everything else to stderr.
"""

from __future__ import annotations

import os
import sys
from typing import Annotated, Any, cast

import typer

from duiqi.aligner.allocator import keep_freed
from duiqi.aligner.cli.align import align
from duiqi.aligner.cli.batch import batch
from duiqi.aligner.cli.convert import convert
from duiqi.aligner.cli.evaluate import evaluate
from duiqi.aligner.cli.groups import flat
from duiqi.aligner.cli.leverage import leverage
from duiqi.aligner.cli.memory import memory
from duiqi.aligner.cli.models import models
from duiqi.aligner.cli.segment import segment
from duiqi.aligner.cli.statuses import DONE, IN_PART, INTERRUPTED, REFUSED
from duiqi.aligner.cli.terms import terms
from duiqi.corpus.errors import DuiqiError

# The base of all that Typer raises for wrong usage; Typer exports only this subclass.
USAGE_ERRORS = cast(tuple[type[Exception]], typer.BadParameter.__bases__)

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Align a text with its translation. 对齐原文与译文。",
    epilog="A file called - is standard input or output. Exit status: 0 done; 1 done, but not all of "
    "the input could be used, or the texts are no translation of each other; 2 nothing done, for the "
    "reason given.",
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"duiqi {version('duiqi')}")
        raise typer.Exit


@app.callback()
def _duiqi(
    version: Annotated[
        bool, typer.Option("--version", help="Say which version this is.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    pass


for command in (align, batch, segment, terms, leverage, convert, evaluate, models):
    app.command()(flat(command))
app.add_typer(memory, name="memory")


def main() -> None:
    """Run `duiqi`; an error that a user can correct is one line on stderr, and the exit status is 2."""
    _ready_streams()
    keep_freed()
    try:
        status: Any = app(sys.argv[1:] or ["--help"], prog_name="duiqi", standalone_mode=False)
        sys.stdout.flush()
    except DuiqiError as error:
        status = _refuse(str(error))
    except USAGE_ERRORS as error:
        status = _refuse(_usage(error))
    except (KeyboardInterrupt, typer.Abort):
        status = INTERRUPTED
    except BrokenPipeError:
        # The reader of stdout has ended (`| head`). The interpreter's last flush goes to the null device.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = IN_PART
    except OSError as error:
        status = _refuse(f"{error.filename or 'standard output'}: {(error.strerror or str(error)).lower()}")
    sys.exit(status or DONE)


def _refuse(message: str) -> int:
    print(" ".join(message.split("\n")), file=sys.stderr)
    return REFUSED


def _usage(error: Any) -> str:
    command = error.ctx.command_path if error.ctx else "duiqi"
    return f"{error.format_message().rstrip('.')}. Try: {command} --help"


def _ready_streams() -> None:
    """Write UTF-8 to files and pipes whatever the locale, and ? for what a terminal cannot show."""
    for stream in (sys.stdout, sys.stderr):
        if stream.isatty():
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
        else:
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
