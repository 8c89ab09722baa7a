"""What a shell can complete: names of lists and of sessions, out of the workbench as it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click
from click.types import StringParamType

from callbench.domain.text import one_line
from callbench.store.errors import StoreError
from callbench.store.lists import list_slugs
from callbench.store.session_names import session_paths
from callbench.store.workbench import Workbench, default_home

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class ListName(StringParamType):
    """The name of a list; any text is taken, and those that there are can be completed."""

    name = "name"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The lists that begin so."""
        try:
            return _items(list_slugs(_workbench(ctx)), incomplete)
        except StoreError:
            return []


class SessionName(StringParamType):
    """A session: `last` or the name of its file can be completed."""

    name = "session"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The sessions that begin so, newest first."""
        try:
            names = (path.name for path in session_paths(_workbench(ctx)))
            return _items(("last", *names), incomplete)
        except StoreError:
            return []


def _items(names: Iterable[str], incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    # What a shell prints is obeyed by the terminal, and a name with a blank is two words to it.
    plain = (name for name in names if one_line(name) == name and " " not in name)
    return [CompletionItem(name) for name in plain if name.startswith(incomplete)]


def _workbench(ctx: click.Context) -> Workbench:
    """The workbench that the line so far names; it is left as it is."""
    home = ctx.params.get("home") or ctx.find_root().params.get("home") or default_home()
    return Workbench(home.expanduser().absolute())
