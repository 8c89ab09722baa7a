"""A rep's own keys, checked against every screen before the first one is drawn."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from typing import Any

from callbench import tui
from callbench.store.config import Config, ConfigError
from callbench.store.workbench import Workbench
from callbench.tui.commands import Command, impossible_keys, keymap_problems
from callbench.tui.screens import CommandScreen


def check_keys(workbench: Workbench, config: Config) -> None:
    """Make sure that the rep's own keys can be used.

    Raises:
        ConfigError: they can't; names every action, what is wrong, and what is allowed.
    """
    # Only then are all screens loaded, which would double the time of a start.
    if config.keys and (problems := problems_of(config.keys)):
        raise ConfigError(workbench.config, "; ".join(problems))


def problems_of(own: Mapping[str, str]) -> list[str]:
    """What is wrong with keys of a rep's own, each thing once."""
    screens = declared()
    known = [command.id for commands in screens for command in commands]
    found = impossible_keys(own)
    for commands in screens:
        found += keymap_problems(own, commands, known)
    return list(dict.fromkeys(found))


def declared() -> list[tuple[Command, ...]]:
    """The commands of every screen that has some, found by looking into every module.

    So no list of screens has to be kept up to date for the sake of a file that few reps write.
    """
    for module in pkgutil.walk_packages(tui.__path__, f"{tui.__name__}."):
        importlib.import_module(module.name)
    own = (screen for screen in _below(CommandScreen) if screen.__module__.startswith(tui.__name__))
    return [screen.DECLARED for screen in own if "DECLARED" in vars(screen)]


def _below(screen: type[CommandScreen[Any]]) -> Iterator[type[CommandScreen[Any]]]:
    for found in screen.__subclasses__():
        yield found
        yield from _below(found)
