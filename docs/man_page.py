"""Writes ``docs/callbench.1``, the manual page, from the commands that the program declares.

What ``--help`` says is declared once, in the code; ``make man`` brings the page up to date, and
with ``--check`` the script only says whether it is, as a test does.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from callbench.cli.main import main as callbench

PAGE = Path(__file__).resolve().parent / "callbench.1"

_NAME = "callbench \\- a dashboard for a sales rep's calling block"
_ENVIRONMENT = (
    ("CALLBENCH_HOME", "The workbench folder, where --home names none."),
    ("VISUAL, EDITOR", "What opens a note, unless config.toml names an editor."),
    ("NO_COLOR", "Set to anything, the screen has no colours."),
)
_FILES = (
    ("lists/", "The lists, a file each."),
    ("sessions/", "The calling sessions, a file each."),
    ("do-not-call.json", "Who must not be called."),
    ("config.toml", "Your settings."),
    ("playbook.toml", "Your own playbook: outcomes, checklist, cadence, stories, texts."),
    ("outbox/", "Mail drafts and calendar files that are ready to send."),
    ("rejected/", "Rows that an import could not take, with the reason."),
)
_ALL_HAVE = "Each has --help, and those that need the workbench take --home behind their name, too."
_EVERYWHERE = frozenset({"--home", "--help"})
_FIRST_LETTER = re.compile(r"^(?=[.'])")


def page() -> str:
    """The manual page as roff, for the ``man`` macros."""
    context = click.Context(callbench, info_name="callbench")
    lines = ['.TH CALLBENCH 1 "" callbench "User commands"', ".SH NAME", _NAME, ".SH SYNOPSIS"]
    lines += [".B callbench", "[--home DIR] [COMMAND] [ARGUMENT...]", ".SH DESCRIPTION"]
    lines += [*_paragraphs(callbench.help or ""), ".SH OPTIONS", *_options(context)]
    lines += [".SH COMMANDS", _line(_ALL_HAVE)]
    lines += _commands(context)
    lines += [".SH EXIT STATUS", *_paragraphs(_exit_status())]
    lines += [".SH ENVIRONMENT", *_tagged(_ENVIRONMENT)]
    lines += [".SH FILES", "In the workbench folder:", *_tagged(_FILES)]
    return "\n".join(lines) + "\n"


def _commands(context: click.Context) -> Iterator[str]:
    """Every command, and those within one behind it."""
    group = context.command
    for name in group.list_commands(context) if isinstance(group, click.Group) else ():
        command = group.get_command(context, name) if isinstance(group, click.Group) else None
        if command is None or command.hidden:
            continue
        inner = click.Context(command, info_name=name, parent=context)
        usage = " ".join(command.collect_usage_pieces(inner))
        yield f".SS {_plain(inner.command_path.removeprefix('callbench '))} {_plain(usage)}"
        yield from _paragraphs(command.help or "")
        yield from _options(inner, _EVERYWHERE)
        yield from _examples(command)
        yield from _commands(inner)


def _options(context: click.Context, without: frozenset[str] = frozenset()) -> Iterator[str]:
    options = context.command.get_params(context)
    records = (
        option.get_help_record(context) for option in options if without.isdisjoint(option.opts)
    )
    yield from _tagged(record for record in records if record is not None and record[1])


def _tagged(entries: Iterable[tuple[str, str]]) -> Iterator[str]:
    for term, text in entries:
        yield from (".TP", f".B {_plain(term)}", _line(text))


def _paragraphs(text: str) -> Iterator[str]:
    """Text with its paragraphs apart; one that click is told not to wrap keeps its lines."""
    for number, paragraph in enumerate(filter(None, text.strip().split("\n\n"))):
        if number:
            yield ".PP"
        first, _, rest = paragraph.partition("\n")
        if first.strip() == "\b":
            yield from (".nf", *map(_line, rest.splitlines()), ".fi")
        else:
            yield _line(" ".join(paragraph.split()))


def _examples(command: click.Command) -> Iterator[str]:
    lines = [line.strip() for line in (command.epilog or "").splitlines() if line[:1] == " "]
    if lines:
        yield from (".PP", "Examples:", ".RS", ".nf", *map(_line, lines), ".fi", ".RE")


def _exit_status() -> str:
    found = re.search(r"Exit status: (.*)", callbench.epilog or "", re.DOTALL)
    return found[1] if found else ""


def _line(text: str) -> str:
    """A line of text; one that begins like a request is kept from being one."""
    return _FIRST_LETTER.sub(r"\\&", _plain(text.strip()))


def _plain(text: str) -> str:
    """Text in which no letter means anything to roff, and hyphens can be copied."""
    return text.replace("\\", "\\e").replace("-", "\\-").replace("\b", "")


def main(arguments: list[str]) -> int:
    """Write the page, or check it.

    Returns:
        The exit status: 1 where a check finds another page than there should be.
    """
    after = page()
    if arguments == ["--check"]:
        same = PAGE.is_file() and PAGE.read_text("utf-8") == after
        if not same:
            sys.stderr.write("docs/callbench.1 is not what the program does: make man\n")
        return int(not same)
    PAGE.write_text(after, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
