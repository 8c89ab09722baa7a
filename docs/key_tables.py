"""Writes the tables of ``docs/keys.md`` from the commands that the program declares.

A key is declared once, in the code; ``make keys`` brings the page up to date, and with
``--check`` the script only says whether it is, as a test does.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from callbench.domain.playbook import parse_playbook
from callbench.store.playbook import default_text
from callbench.tui.agenda.screen import AgendaScreen
from callbench.tui.block.commands import CALLING, NOT_REACHED, WRAP_UP_KEYS
from callbench.tui.block.summary import SummaryScreen
from callbench.tui.charts.screen import ChartsScreen
from callbench.tui.commands import Command, as_name, keys_of, shown_key
from callbench.tui.letter import LetterSheet
from callbench.tui.review.screen import ReviewScreen
from callbench.tui.review.timeline import TimelineScreen
from callbench.tui.settings.screen import SettingsScreen
from callbench.tui.start.importing import ImportScreen
from callbench.tui.start.lists_screen import ListsScreen
from callbench.tui.start.mapping_sheet import MappingSheet
from callbench.tui.start.screen import StartScreen

PAGE = Path(__file__).resolve().parent / "keys.md"

TABLES: Mapping[str, tuple[Command, ...]] = MappingProxyType({
    "calling": CALLING,
    "letter": LetterSheet.DECLARED,
    "summary": SummaryScreen.DECLARED,
    "start": StartScreen.DECLARED,
    "lists": ListsScreen.DECLARED,
    "import": ImportScreen.DECLARED,
    "columns": MappingSheet.DECLARED,
    "settings": SettingsScreen.DECLARED,
    "agenda": AgendaScreen.DECLARED,
    "review": ReviewScreen.DECLARED,
    "timeline": TimelineScreen.DECLARED,
    "charts": ChartsScreen.DECLARED,
})
"""What the page's markers, ``<!-- keys of … -->``, stand for."""


def page_with_tables(page: str) -> str:
    """The page with every table as the program has it now."""
    filled = {name: _table(commands) for name, commands in TABLES.items()}
    filled["wrap-up"] = _rows(
        ("key", "does"), ((f"`{key}`", help_text) for key, _, help_text in WRAP_UP_KEYS)
    )
    marked = re.compile(r"(<!-- keys of (\S+) -->\n).*?(<!-- end -->)", re.DOTALL)
    return marked.sub(lambda found: f"{found[1]}\n{filled[found[2]]}\n{found[3]}", page)


def _table(commands: Iterable[Command]) -> str:
    outcomes = {entry.key: entry.label for entry in parse_playbook(default_text()).quick}
    rows = []
    for command in commands:
        name = command.name
        if command in NOT_REACHED:
            if command.argument not in outcomes:
                continue
            name = as_name(outcomes[command.argument])
        keys = " ".join(f"`{shown_key(key)}`" for key in keys_of(command, {}))
        rows.append((keys, name, command.help, f"`{command.id}`"))
    return _rows(("key", "name", "does", "id"), rows)


def _rows(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, ("---",) * len(heads), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def main(arguments: list[str]) -> int:
    """Write the page, or check it.

    Returns:
        The exit status: 1 where a check finds another page than there should be.
    """
    before = PAGE.read_text("utf-8")
    after = page_with_tables(before)
    if arguments == ["--check"]:
        if before != after:
            sys.stderr.write("docs/keys.md is not what the program does: make keys\n")
        return int(before != after)
    PAGE.write_text(after, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
