"""What ``--help`` says of each command beside its options: a sentence for the list, and examples.

They stand together, so that they can be read as one page and tried by one test.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import click

SENTENCES: Mapping[str, str] = MappingProxyType({
    "agenda": "What is promised, due, overdue and heard.",
    "block": "Straight into a calling block.",
    "completion": "Let your shell complete commands and names.",
    "do-not-call": "Respect a no: add, remove, list.",
    "doctor": "Check every file, and say what to do.",
    "export": "Write calls, prospects or the agenda.",
    "forget": "Erase a person from every file.",
    "import": "Take a lead file, or take it back.",
    "index": "Bring the search index up to date.",
    "lists": "Show, rename, put away lists.",
    "playbook": "Show the playbook, or begin your own.",
    "review": "Look back at sessions, calls and notes.",
    "sample": "Try a calling block on invented data.",
    "search": "Find calls by what was said.",
    "sessions": "List the calling sessions.",
    "show": "Show one session with its calls.",
    "stats": "Figures and charts of all blocks.",
    "when": "Say which instant a phrase means.",
})
"""One line each for ``callbench --help``, short enough not to be cut."""

EXAMPLES: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "agenda": ("callbench agenda", "callbench agenda --json"),
    "block": ("callbench block", "callbench block --list autumn --list spring --target 30"),
    "completion": (
        "callbench completion bash > ~/.local/share/bash-completion/completions/callbench",
        'callbench completion zsh > "${fpath[1]}/_callbench"',
        "callbench completion fish > ~/.config/fish/completions/callbench.fish",
    ),
    "do-not-call": (
        'callbench do-not-call add "Dana Whitfield" --why "asked to"',
        'callbench do-not-call remove "Dana Whitfield"',
        "callbench do-not-call list",
    ),
    "doctor": ("callbench doctor", "callbench doctor --repair"),
    "export": (
        "callbench export calls --format csv -o calls.csv",
        "callbench export prospects --list autumn --format json",
        "callbench export agenda --format ics -o agenda.ics",
    ),
    "forget": ('callbench forget "Dana Whitfield" --dry-run', 'callbench forget "Dana Whitfield"'),
    "import": (
        "callbench import autumn.csv --region GB --dry-run",
        "callbench import autumn.csv --list autumn",
        "callbench import --undo",
    ),
    "index": ("callbench index", "callbench index --rebuild"),
    "lists": (
        "callbench lists",
        'callbench lists rename autumn "Autumn 2026"',
        "callbench lists archive autumn",
    ),
    "playbook": ("callbench playbook", "callbench playbook --init"),
    "review": ("callbench review", "callbench review multi-drop"),
    "sample": ("callbench sample",),
    "search": ('callbench search "multi drop"', "callbench search pricing --json"),
    "sessions": ("callbench sessions", "callbench sessions --json"),
    "show": ("callbench show last", "callbench show last --markdown"),
    "stats": ("callbench stats", "callbench stats --since march --list autumn"),
    "when": (
        'callbench when "tue 3pm"',
        'callbench when "3pm their time" --zone Europe/London --their-zone Europe/Madrid',
    ),
})
"""Lines that can be typed as they stand."""

FIRST_STEPS = """\b
First steps:
  callbench sample                      try it on invented data
  callbench import leads.csv            take a list from your CRM or sheet
  callbench                             begin: what to call today
  callbench COMMAND --help              options and examples

\b
Exit status: 0 all is well; 1 an error, said in one line; 2 a wrong option;
70 a fault of callbench itself; 128 and more: ended by a signal."""
"""Below the list of commands."""


def teach(name: str, command: click.Command) -> click.Command:
    """Give a command its sentence and its examples."""
    command.short_help = SENTENCES.get(name, command.short_help)
    if examples := EXAMPLES.get(name):
        lines = ["\b", "Examples:", *(f"  {example}" for example in examples)]
        command.epilog = "\n".join(lines)
    return command
