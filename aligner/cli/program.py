"""The command line: its commands, its exit status, its refusals in one line.

Each command is a few calls of the library, which it imports when it runs: the help does not
wait for NumPy. Results go to stdout or to files, everything else to stderr.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from typing import Annotated, Any, cast

import typer

from duiqi.aligner.allocator import keep_freed
from duiqi.aligner.cli.align import align
from duiqi.aligner.cli.batch import batch
from duiqi.aligner.cli.check import check
from duiqi.aligner.cli.common import with_common
from duiqi.aligner.cli.compare import compare
from duiqi.aligner.cli.convert import convert
from duiqi.aligner.cli.evaluate import evaluate
from duiqi.aligner.cli.groups import flat
from duiqi.aligner.cli.help import PlainCommand, PlainGroup
from duiqi.aligner.cli.interruptions import end_in_order
from duiqi.aligner.cli.leverage import leverage
from duiqi.aligner.cli.memory import memory
from duiqi.aligner.cli.messages import say
from duiqi.aligner.cli.models import models
from duiqi.aligner.cli.review import review
from duiqi.aligner.cli.segment import segment
from duiqi.aligner.cli.statuses import DONE, FAULT, IN_PART, INTERRUPTED, REFUSED
from duiqi.aligner.cli.streams import ready_streams
from duiqi.aligner.cli.terms import terms
from duiqi.aligner.cli.usage import usage_message
from duiqi.corpus.errors import DuiqiError
from duiqi.corpus.localization import LANGUAGE, language_of_locale

# The base of all that Typer raises for wrong usage; Typer exports only this subclass.
USAGE_ERRORS = cast(tuple[type[Exception]], typer.BadParameter.__bases__)


class _Application(typer.Typer):
    """An application that prepares only the command that is asked for: all of them delay each start."""

    def __call__(self, arguments: Sequence[str], **options: Any) -> Any:
        commands = self.registered_commands
        asked = [found for found in commands if found.callback and [found.callback.__name__] == arguments[:1]]
        chosen = self
        if asked:
            chosen = copy(self)
            chosen.registered_commands, chosen.registered_groups = asked, []
        return typer.Typer.__call__(chosen, arguments, **options)


app = _Application(
    cls=PlainGroup,
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
        bool,
        typer.Option("-V", "--version", help="Say which version this is.", callback=_version, is_eager=True),
    ] = False,
    traceback: Annotated[
        bool, typer.Option("--traceback", help="Show where in the program an error comes from.")
    ] = False,
) -> None:
    pass


EXAMPLES: Mapping[Callable[..., None], str] = {
    align: "duiqi align un.en.txt un.zh.txt -o un.tmx -o un.xlsx",
    batch: "duiqi batch pairs.tsv -o results --format tmx",
    segment: "duiqi segment un.zh.txt --level clause",
    terms: "duiqi terms un.tmx -o terms.xlsx",
    leverage: "duiqi leverage new.en.docx --memory un.memory -o draft.xlf",
    check: "duiqi check un.tmx --terms terms.xlsx -o findings.html",
    compare: "duiqi compare un-2002.docx un-2003.docx -o changes.html",
    convert: "duiqi convert un.xlsx un.tmx --accepted-only",
    evaluate: "duiqi evaluate gold.jsonl --json",
    review: "duiqi review un.jsonl",
    models: "duiqi models",
}
for command, example in EXAMPLES.items():
    app.command(cls=PlainCommand, epilog=f"Example: {example}")(with_common(flat(command)))
app.add_typer(memory, name="memory")


def main() -> None:
    """Run `duiqi`; an error that a user can correct is one line on stderr, and the exit status is 2."""
    ready_streams()
    keep_freed()
    # Worker processes inherit it.
    os.environ[LANGUAGE] = language_of_locale(os.environ)
    arguments, is_traced = _without_traceback(sys.argv[1:])
    try:
        end_in_order()
        status: Any = app(arguments or ["--help"], prog_name="duiqi", standalone_mode=False)
        sys.stdout.flush()
    except (KeyboardInterrupt, typer.Abort):
        status = INTERRUPTED
    except Exception as error:
        if is_traced:
            import traceback

            traceback.print_exc()
        status = _status(error)
    sys.exit(status or DONE)


def _without_traceback(arguments: Sequence[str]) -> tuple[list[str], bool]:
    """The arguments without `--traceback`, which may be anywhere before `--`, and whether it is there."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    kept = [argument for argument in arguments[:end] if argument != "--traceback"]
    return [*kept, *arguments[end:]], len(kept) < end


def _status(error: Exception) -> int:
    """Report an error in one line and return the exit status; an error that nobody foresaw has its own."""
    try:
        raise error
    except DuiqiError:
        return _refuse(str(error))
    except USAGE_ERRORS:
        return _refuse(usage_message(error))
    except BrokenPipeError:
        # The reader of stdout has ended (`| head`). The interpreter's last flush goes to the null device.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return IN_PART
    except OSError as failed:
        return _refuse(f"{failed.filename or 'standard output'}: {(failed.strerror or str(failed)).lower()}")
    except MemoryError:
        return _refuse(
            "not enough memory for this input. Split it into parts, or allow more with --max-memory"
        )
    except RecursionError:
        return _refuse("something in the input is nested too deeply. Save it anew in a simpler form")
    except Exception:
        reason = f"{type(error).__name__}: {error}"
        say(f"a fault of duiqi, not of yours: {reason[:300]}. Please report it with what --traceback shows")
        return FAULT


def _refuse(message: str) -> int:
    say(message)
    return REFUSED
