"""Options that several commands share, and how errors reach a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import click

from callbench.cli.screens import error_line
from callbench.store.errors import StoreError
from callbench.store.workbench import Workbench, default_home

Function = TypeVar("Function", bound=Callable[..., Any])


class CommandError(click.ClickException):
    """An error for a rep: one line on standard error, exit status 1."""

    def show(self, file: Any = None) -> None:
        """Print the line, without anything that a terminal would obey."""
        click.echo(error_line(self.message), err=True)


class UsageLine(CommandError):
    """An error in how a command was written: one line that names its help, exit status 2."""

    exit_code = 2

    def __init__(self, error: click.UsageError) -> None:
        """Say on a line what Click says on four."""
        command = error.ctx.command_path if error.ctx is not None else "callbench"
        message = error.format_message().rstrip(".")
        super().__init__(f"{message}; try `{command} --help`")


def home_option(function: Function) -> Function:
    """Give a command its own ``--home``, so that it may stand behind the command's name too."""
    return click.option(
        "--home",
        type=click.Path(path_type=Path, file_okay=False),
        help="The workbench folder.",
    )(function)


def workbench_unopened(home: Path | None) -> Workbench:
    """The workbench that ``--home``, CALLBENCH_HOME or the platform names, left as it is."""
    context = click.get_current_context(silent=True)
    given = home or (context.obj or {}).get("home") if context is not None else home
    return Workbench((given or default_home()).expanduser().absolute())


def open_workbench(home: Path | None) -> Workbench:
    """The workbench that ``--home``, CALLBENCH_HOME or the platform names.

    Raises:
        CommandError: it can't be used.
    """
    try:
        return Workbench.open(workbench_unopened(home).root)
    except StoreError as error:
        raise CommandError(str(error)) from error


def lists_named(workbench: Workbench, names: Iterable[str]) -> tuple[str, ...]:
    """The lists of these names, be it those of their files or their titles.

    Raises:
        CommandError: there is none of a name, or more than one; says which there are.
    """
    from callbench.store.list_shelf import find_slug
    from callbench.store.lists import list_slugs

    try:
        names = tuple(names)
        if names and not list_slugs(workbench):
            raise CommandError(f'no list "{names[0]}", and no other: import one first')
        return tuple(dict.fromkeys(find_slug(workbench, name) for name in names))
    except StoreError as error:
        raise CommandError(error.problem) from error
