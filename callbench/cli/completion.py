"""The command that prints what a shell needs to complete the others."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from callbench.cli.options import CommandError
from callbench.cli.output import print_plain

SHELLS = ("bash", "zsh", "fish")


@click.command(name="completion")
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion_command(ctx: click.Context, shell: str) -> None:
    """Print the script by which SHELL completes commands, options, lists and sessions."""
    found = get_completion_class(shell)
    if found is None:
        raise CommandError(f"no completion for {shell}")
    script = found(ctx.find_root().command, {}, "callbench", "_CALLBENCH_COMPLETE")
    print_plain(script.source())
