"""A rep's own keys, checked against every screen before the first one is drawn."""

from __future__ import annotations

from collections.abc import Mapping

from callbench.store.config import Config, ConfigError
from callbench.store.workbench import Workbench
from callbench.tui.commands import Command, impossible_keys, keymap_problems


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


def declared() -> tuple[tuple[Command, ...], ...]:
    """The commands of every screen that has some."""
    from callbench.tui.agenda.move_sheet import MoveSheet
    from callbench.tui.agenda.screen import AgendaScreen
    from callbench.tui.block.letter import LetterSheet
    from callbench.tui.block.prospect_sheet import ProspectSheet
    from callbench.tui.block.rescue import RescueSheet
    from callbench.tui.block.screen import BlockScreen
    from callbench.tui.block.summary import SummaryScreen
    from callbench.tui.charts.screen import ChartsScreen
    from callbench.tui.review.screen import ReviewScreen
    from callbench.tui.review.timeline import TimelineScreen
    from callbench.tui.settings.screen import SettingsScreen
    from callbench.tui.start.importing import ImportScreen
    from callbench.tui.start.screen import StartScreen

    screens = (
        AgendaScreen, BlockScreen, ChartsScreen, ImportScreen, LetterSheet, MoveSheet,
        ProspectSheet, RescueSheet, ReviewScreen, SettingsScreen, StartScreen, SummaryScreen,
        TimelineScreen,
    )  # fmt: skip
    return tuple(screen.DECLARED for screen in screens)
