"""The commands of callbench, each loaded only when it is called.

``--help`` and ``--version`` come without Textual, whose import costs a quarter of a second.
"""

from __future__ import annotations

import gc
import importlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

import click

import callbench
from callbench.cli.help_texts import FIRST_STEPS, teach

COMMANDS: Mapping[str, str] = MappingProxyType({
    "agenda": "callbench.cli.agenda:agenda_command",
    "block": "callbench.cli.dashboard:block_command",
    "completion": "callbench.cli.completion:completion_command",
    "do-not-call": "callbench.cli.do_not_call:do_not_call_command",
    "doctor": "callbench.cli.doctor:doctor_command",
    "export": "callbench.cli.export:export_command",
    "forget": "callbench.cli.forget:forget_command",
    "import": "callbench.cli.leads:import_command",
    "index": "callbench.cli.index:index_command",
    "lists": "callbench.cli.lists:lists_command",
    "playbook": "callbench.cli.playbook:playbook_command",
    "review": "callbench.cli.dashboard:review_command",
    "sample": "callbench.cli.dashboard:sample_command",
    "search": "callbench.cli.records:search_command",
    "sessions": "callbench.cli.records:sessions_command",
    "show": "callbench.cli.records:show_command",
    "stats": "callbench.cli.stats:stats_command",
    "when": "callbench.cli.when:when_command",
})
"""Where each command lives."""

SCREENS = frozenset({None, "agenda", "block", "review", "sample"})
"""Commands that open the dashboard, which switches the garbage collector on once it is drawn."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, sorted."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        module, _, name = place.partition(":")
        command = getattr(importlib.import_module(module), name)
        return teach(cmd_name, command) if isinstance(command, click.Command) else None

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """Read what stands before the command's name."""
        with _errors_in_one_line():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Read what stands behind it, and run it."""
        with _errors_in_one_line():
            return super().invoke(ctx)


@contextmanager
def _errors_in_one_line() -> Iterator[None]:
    try:
        yield
    except click.exceptions.NoArgsIsHelpError:
        raise
    except click.UsageError as error:
        from callbench.cli.options import UsageLine

        raise UsageLine(error) from error


@click.group(cls=LazyGroup, invoke_without_command=True, epilog=FIRST_STEPS)
@click.version_option(callbench.__version__, prog_name="callbench")
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    help="The workbench folder. [default: CALLBENCH_HOME or your user data folder]",
)
@click.pass_context
def main(ctx: click.Context, home: Path | None) -> None:
    """Work a calling block at the keyboard: who is next and why, what was said, what was agreed.

    Without a command, the dashboard opens.
    """
    ctx.obj = {"home": home}
    if ctx.invoked_subcommand not in SCREENS:
        gc.enable()  # Switched off for the start of a screen, in `callbench.__main__`.
    if ctx.invoked_subcommand is None:
        from callbench.cli import dashboard, screens

        with dashboard.refused():
            ctx.exit(screens.open_start(home))
