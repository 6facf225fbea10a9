"""`duiqi review`: the workbench in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from duiqi.aligner.cli.messages import say
from duiqi.aligner.cli.options import Model
from duiqi.aligner.encoders.protocol import BUNDLED
from duiqi.corpus.errors import DuiqiError


def review(
    path: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE|FOLDER",
            help="Aligned text, or a folder of results. Without it the page asks for two texts.",
            show_default=False,
        ),
    ] = None,
    *,
    port: Annotated[int, typer.Option(help="Where to listen; 0: any free port.", min=0, max=65535)] = 0,
    host: Annotated[
        str, typer.Option(help="Address of this machine to listen at; others on the network can reach it.")
    ] = "127.0.0.1",
    memory: Annotated[
        list[Path] | None,
        typer.Option(metavar="MEMORY", help="A translation memory to look in; may be repeated."),
    ] = None,
    model: Model = BUNDLED,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Print the address and open no browser.")
    ] = False,
) -> None:
    """Review in the browser: see where the doubt is, correct, accept, export.

    Each change is saved at once, and can be undone after a restart too.
    """
    from duiqi.aligner.review.bench import Bench
    from duiqi.aligner.review.opening import workspace_of
    from duiqi.aligner.review.server import LOOPBACK, Server

    bench = Bench(workspace_of(path), memories=memory or [], model=model)
    try:
        server = Server(bench, host, port)
    except DuiqiError:
        bench.close()
        raise
    if host != LOOPBACK:
        say(
            f"warning: {host} can be reached from the network, and what is sent is not encrypted: "
            "texts and token can be read on the way"
        )
    print(server.address, flush=True)
    say(f"{bench.workspace.folder}: open until Ctrl+C")
    if not no_browser:
        import webbrowser

        webbrowser.open(server.address)
    errors = server.run()
    for error in errors:
        say(error)
    if errors:
        raise typer.Exit(1)
