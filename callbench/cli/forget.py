"""The command that erases a person from every file."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from callbench.cli.options import CommandError, home_option, open_workbench
from callbench.cli.output import print_json, print_line
from callbench.domain.records import ProspectRef
from callbench.domain.text import one_line
from callbench.store import do_not_call
from callbench.store.config import load
from callbench.store.errors import StoreError
from callbench.store.forget import Plan, Step, carry_out, plan_for, remaining, total
from callbench.store.list_shelf import read_archived
from callbench.store.lists import read_lists
from callbench.store.people import NobodyFound, People, Person, SeveralFound
from callbench.store.session_names import session_paths
from callbench.store.sessions import read_session
from callbench.store.workbench import Workbench

_WORDS = {
    "calls": ("call kept without name and words", "calls kept without names and words"),
    "prospects": ("record", "records"),
    "entries": ("name on the do-not-call list", "names on the do-not-call list"),
    "rows": ("row", "rows"),
    "mentions": ("mention", "mentions"),
}


@click.command(name="forget")
@click.argument("prospect")
@click.option("--yes", is_flag=True, help="Don't ask; for scripts.")
@click.option("--dry-run", is_flag=True, help="Say what would be erased, and erase nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON; needs --yes or --dry-run.")
@home_option
def forget_command(
    prospect: str, yes: bool, dry_run: bool, as_json: bool, home: Path | None
) -> None:
    """Erase PROSPECT from every file: an id, a name, a phone number or an e-mail address.

    Calls stay in the counts, without name, number and words. A do-not-call stays, as a hash.
    What is outside the workbench (backups, exports, mail, your CRM) is not touched.
    """
    if as_json and not (yes or dry_run):
        raise click.UsageError("--json needs --yes or --dry-run")
    workbench = open_workbench(home)
    try:
        plan = _plan(workbench, prospect)
        if not as_json:
            for line in _announced(workbench, plan):
                print_line(line)
        if not dry_run:
            _confirm(yes)
            carry_out(workbench, plan, datetime.now(UTC))
        left = [] if dry_run else remaining(workbench, plan)
    except StoreError as error:
        raise CommandError(str(error)) from error
    if as_json:
        print_json(_plain(workbench, plan, left, dry_run))
    elif not dry_run:
        for line in _done(workbench, plan, left):
            print_line(line)


def _plan(workbench: Workbench, text: str) -> Plan:
    """Whom the text means, and what has to be done.

    Raises:
        CommandError: Nobody goes by that, or several do.
    """
    lists = read_lists(workbench)[0] + read_archived(workbench)[0]
    people = People(lists, set(_refs(workbench)))
    try:
        person = people.find(text, load(workbench).region)
    except (NobodyFound, SeveralFound) as error:
        raise CommandError(str(error)) from error
    return plan_for(workbench, person, people)


def _refs(workbench: Workbench) -> Iterator[ProspectRef]:
    """Whom calls were made to; a session that can't be read is looked at by the plan."""
    for path in session_paths(workbench):
        try:
            yield from (call.prospect for call in read_session(path).calls)
        except StoreError:
            continue


def _confirm(yes: bool) -> None:
    """Ask, unless that was answered already.

    Raises:
        CommandError: The answer is no, or there is nobody to ask.
    """
    if yes:
        return
    if not _can_ask():
        raise CommandError("nothing was erased: there is no terminal to ask on; --yes does it")
    if not click.confirm("Erase all of this? It can't be undone."):
        raise CommandError("nothing was erased")


def _can_ask() -> bool:
    return sys.stdin.isatty()


# ---------------------------------------------------------------------- what is said


def _announced(workbench: Workbench, plan: Plan) -> Iterator[str]:
    yield f"{_who(plan.person)}:"
    for step in plan.steps:
        yield f"  {_short(workbench, step.path)}: {_what(step)}"
    if _is_refused(workbench, plan.person):
        yield "They stay on the do-not-call list, without a name."
    else:
        yield "They may come in again with a new list; callbench do-not-call add prevents a call."
    for name in plan.traces.one_word_names:
        yield f'"{one_line(name)}" is one word, and is not looked for in what others said.'


def _who(person: Person) -> str:
    records = len({prospect.id for prospect in person.prospects})
    lists = f" in {', '.join(person.slugs)}" if person.slugs else " in past calls only"
    times = f", {records} records that are one person," if records > 1 else ""
    return f"{person.label}{times}{lists}"


def _what(step: Step) -> str:
    if step.counts is None:
        return "deleted"
    return ", ".join(
        f"{count:,} {_WORDS[name][count != 1]}" for name, count in step.counts.items() if count
    )


def _is_refused(workbench: Workbench, person: Person) -> bool:
    refuses = do_not_call.read(workbench).refuses
    return any(refuses(prospect) for prospect in person.prospects)


def _done(workbench: Workbench, plan: Plan, left: list[Path]) -> Iterator[str]:
    calls = total(plan.steps)["calls"]
    counted = f"; {calls:,} call{'' if calls == 1 else 's'} stay counted" if calls else ""
    yield f"Erased in {len(plan.steps):,} file{'' if len(plan.steps) == 1 else 's'}{counted}."
    for path in left:
        yield f"Still names them, and is not callbench's to change: {_short(workbench, path)}"


def _short(workbench: Workbench, path: Path) -> str:
    inside = path.is_relative_to(workbench.root)
    return one_line(str(path.relative_to(workbench.root) if inside else path))


def _plain(workbench: Workbench, plan: Plan, left: list[Path], dry_run: bool) -> dict[str, object]:
    """What ``--json`` prints; it doesn't name who was erased."""
    return {
        "erased": not dry_run,
        "records": len({prospect.id for prospect in plan.person.prospects}),
        "files": [
            {"file": str(step.path), "deleted": step.counts is None, **(step.counts or {})}
            for step in plan.steps
        ],
        "calls_kept_anonymous": total(plan.steps)["calls"],
        "do_not_call": _is_refused(workbench, plan.person),
        "remaining": [str(path) for path in left],
    }
