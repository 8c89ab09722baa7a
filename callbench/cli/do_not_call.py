"""The command for those who don't want to be called."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from callbench.cli.options import CommandError, home_option, open_workbench
from callbench.cli.output import print_json, print_line
from callbench.domain.records import Prospect, replace
from callbench.domain.text import clean, one_line
from callbench.store import do_not_call
from callbench.store.config import load
from callbench.store.errors import StoreError
from callbench.store.lists import ProspectList, read_lists, update_prospect
from callbench.store.people import NobodyFound, People, SeveralFound, typed
from callbench.store.workbench import Workbench

_SHORT_ID = 8
"""Characters of an entry's id that are shown, and at least as many must be typed."""


@click.group(name="do-not-call")
@home_option
@click.pass_context
def do_not_call_command(ctx: click.Context, home: Path | None) -> None:
    """Who must not be called: add somebody, take somebody back, list them.

    What is kept is a hash of the number and of the address, and the name for your own list.
    """
    if home is not None:
        ctx.obj = {**(ctx.obj or {}), "home": home}


@do_not_call_command.command(name="add")
@click.argument("who")
@click.option("--why", default="", help="What they said, for your own list.")
@home_option
def add_command(who: str, why: str, home: Path | None) -> None:
    """Never call WHO again: a prospect's name or id, a phone number or an e-mail address.

    A number or address is refused even where no list knows it yet.
    """
    workbench = open_workbench(home)
    try:
        _add(workbench, who, one_line(why))
    except StoreError as error:
        raise CommandError(str(error)) from error


@do_not_call_command.command(name="remove")
@click.argument("who")
@home_option
def remove_command(who: str, home: Path | None) -> None:
    """Let WHO be called again: an entry's id, or what `add` takes.

    A mark in a list goes, too; both are said.
    """
    workbench = open_workbench(home)
    try:
        _remove(workbench, who)
    except StoreError as error:
        raise CommandError(str(error)) from error


@do_not_call_command.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@home_option
def list_command(as_json: bool, home: Path | None) -> None:
    """Show the entries, and how many prospects the lists themselves mark."""
    workbench = open_workbench(home)
    try:
        entries = do_not_call.read(workbench).entries
    except StoreError as error:
        raise CommandError(str(error)) from error
    if as_json:
        print_json([_plain(entry) for entry in entries])
        return
    for entry in entries:
        print_line(_line(entry))
    marked = sum(who.do_not_call for found in _lists(workbench) for who in found.prospects)
    if marked:
        print_line(f"{_count(marked, 'prospect')} marked in the lists themselves.")
    elif not entries:
        print_line("Nobody is on the do-not-call list.")


def _plain(entry: do_not_call.Entry) -> dict[str, object]:
    """What ``--json`` prints of an entry."""
    known_by = {"id": entry.prospect_id, "phone": entry.phone_hash, "email": entry.email_hash}
    return {
        "id": entry.id,
        "at": entry.at.isoformat(),
        "name": entry.name,
        "why": entry.why,
        "prospect_id": entry.prospect_id,
        "known_by": [name for name, kept in known_by.items() if kept],
    }


def _line(entry: do_not_call.Entry) -> str:
    name = one_line(entry.name) or "(name not kept)"
    why = f"  {one_line(entry.why)}" if entry.why else ""
    return f"{entry.id[:_SHORT_ID]}  {entry.at:%Y-%m-%d}  {name}{why}"


# ---------------------------------------------------------------------- add


def _add(workbench: Workbench, who: str, why: str) -> None:
    lists = _lists(workbench)
    named, prospects = _whom(lists, who, load(workbench).region)
    before = do_not_call.read(workbench)
    if all(do_not_call.contains(before, prospect) for prospect in prospects):
        print_line(f"{named} is on the do-not-call list already.")
        return
    for prospect in prospects:
        cleaned = replace(prospect, name=clean(prospect.name))
        do_not_call.add(workbench, cleaned, datetime.now(UTC), why)
    print_line(f"{named} will not be called again.")
    _say_who_else(workbench, lists, before, prospects)


def _whom(lists: list[ProspectList], who: str, region: str) -> tuple[str, tuple[Prospect, ...]]:
    """How to name whom it is about, and all records of them.

    Raises:
        CommandError: Nobody, or more than one person, goes by that.
    """
    stranger = typed(who, region)
    try:
        person = People(lists).find(who, region)
    except (NobodyFound, SeveralFound) as error:
        if stranger is None:
            raise CommandError(str(error)) from error
        # A number or an address stands for everybody who is reached by it.
        return _as_stranger(stranger)
    where = f" ({', '.join(person.slugs)})" if len(person.slugs) > 1 else ""
    beside = (stranger,) if stranger is not None else ()
    return person.label + where, (*person.prospects, *beside)


def _as_stranger(stranger: Prospect) -> tuple[str, tuple[Prospect, ...]]:
    """Somebody of whom nothing is known but a number or an address.

    Raises:
        CommandError: The number's country isn't known, so that it would be recognised nowhere.
    """
    if stranger.phone and not stranger.phone.startswith("+"):
        number = one_line(stranger.phone)
        raise CommandError(f'{number}: write it with "+" and the country, or set region')
    return one_line(stranger.email or stranger.phone), (stranger,)


def _say_who_else(
    workbench: Workbench,
    lists: list[ProspectList],
    before: do_not_call.DoNotCall,
    meant: tuple[Prospect, ...],
) -> None:
    """Name those whom it hits besides, by a number or address that they share."""
    after, ids = do_not_call.read(workbench), {prospect.id for prospect in meant}
    hit = {
        one_line(who.name)
        for found in lists
        for who in found.prospects
        if who.id not in ids and after.refuses(who) and not before.refuses(who)
    }
    if hit and ids != {""}:  # A number or an address alone is meant to hit whoever has it.
        shown = ", ".join(sorted(hit)[:5]) + (f" and {len(hit) - 5} more" if len(hit) > 5 else "")
        print_line(f"They share a number or an address, and are refused, too: {shown}.")


# ---------------------------------------------------------------------- remove


def _remove(workbench: Workbench, who: str) -> None:
    lists, known = _lists(workbench), do_not_call.read(workbench)
    entry = _entry(known, who)
    if entry is not None:
        named = one_line(entry.name) or entry.id[:_SHORT_ID]
        prospects = tuple(
            prospect
            for found in lists
            for prospect in found.prospects
            if entry.prospect_id and prospect.id == entry.prospect_id
        )
        removed = int(do_not_call.remove_entry(workbench, entry.id))
    else:
        named, prospects = _whom([*lists, _named(known)], who, load(workbench).region)
        removed = sum(do_not_call.remove(workbench, prospect) for prospect in prospects)
    cleared = _clear_marks(workbench, lists, {prospect.id for prospect in prospects})
    if not removed and not cleared:
        raise CommandError(f"{named} is not on the do-not-call list")
    marks = f"; the mark in {', '.join(cleared)} is gone, too" if cleared else ""
    print_line(f"{named} may be called again{marks}.")


def _entry(known: do_not_call.DoNotCall, who: str) -> do_not_call.Entry | None:
    """The one entry of this id, or the beginning of one."""
    bare = who.strip().lower()
    if len(bare) >= _SHORT_ID:
        found = [entry for entry in known.entries if entry.id.startswith(bare)]
        if len(found) == 1:
            return found[0]
    return None


def _named(known: do_not_call.DoNotCall) -> ProspectList:
    """Those of the entries that have a name, as if they were a list: no other may have them."""
    prospects = tuple(
        Prospect(id=entry.prospect_id or entry.id, name=entry.name)
        for entry in known.entries
        if entry.name
    )
    return ProspectList(slug="", title="", imported_at=datetime.now(UTC), prospects=prospects)


def _clear_marks(workbench: Workbench, lists: list[ProspectList], ids: set[str]) -> list[str]:
    """Take the mark off these prospects; the lists in which there was one."""
    cleared = []
    for found in lists:
        for prospect in found.prospects:
            if prospect.do_not_call and prospect.id in ids:
                allowed = replace(prospect, do_not_call=False)
                update_prospect(workbench, found.slug, allowed, prospect)
                cleared.append(found.slug)
    return cleared


def _lists(workbench: Workbench) -> list[ProspectList]:
    """Every list; those that can't be read are named on standard error."""
    lists, errors = read_lists(workbench)
    for error in errors:
        click.echo(f"callbench: {error}", err=True)
    return lists


def _count(number: int, what: str) -> str:
    return f"{number:,} {what} is" if number == 1 else f"{number:,} {what}s are"
