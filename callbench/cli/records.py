"""The commands that print what was said, without a screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from callbench.cli.completing import SessionName
from callbench.cli.finding import found
from callbench.cli.index import progress_bar
from callbench.cli.options import CommandError, home_option, open_workbench
from callbench.cli.output import json_option, print_json, print_line
from callbench.cli.query import QueryCommand
from callbench.domain.hours import known_zone
from callbench.domain.playbook import Playbook, PlaybookError
from callbench.domain.records import Call, CallSession, to_json
from callbench.domain.stats import measure
from callbench.domain.text import one_line
from callbench.domain.when import spoken
from callbench.store.archive import Archive
from callbench.store.errors import StoreError
from callbench.store.hits import Hit, SessionLine
from callbench.store.playbook import load_playbook
from callbench.store.session_names import session_paths
from callbench.store.sessions import StoredSession, read_session
from callbench.store.workbench import Workbench


@click.command(name="sessions")
@json_option
@home_option
def sessions_command(as_json: bool, home: Path | None) -> None:
    """List the calling sessions, newest first."""
    archive, _ = open_archive(home)
    if as_json:
        print_json([session_json(line) for line in archive.sessions])
        return
    if not archive.sessions:
        print_line("No session yet: `callbench block` begins one.")
        return
    print_line(f"{'session':<22} {'calls':>6} {'talks':>6} {'meetings':>9}  file")
    for line in archive.sessions:
        when = _when(line.session.started_at, line.session)
        figures = f"{line.calls:>6} {line.conversations:>6} {line.meetings:>9}"
        print_line(f"{when:<22} {figures}  {line.path.name}")


@click.command(name="show")
@click.argument("session", type=SessionName())
@json_option
@click.option("--markdown", is_flag=True, help="Print Markdown.")
@home_option
def show_command(session: str, as_json: bool, markdown: bool, home: Path | None) -> None:
    """Show one SESSION with its calls: an id, the name of its file, or `last`."""
    if as_json and markdown:
        raise click.UsageError("--json or --markdown, not both")
    workbench = open_workbench(home)
    playbook = _playbook(workbench)
    try:
        stored = find_session(workbench, session)
    except StoreError as error:
        raise CommandError(str(error)) from error
    if as_json:
        calls = [to_json(call) for call in stored.calls]
        print_json({"session": to_json(stored.session), "calls": calls})
    elif markdown:
        from callbench.exchange.report import report

        stats = measure(stored.calls, playbook, pauses=stored.session.pauses)
        for line in report(stored.session, stored.calls, stats, playbook).splitlines():
            print_line(line)
    else:
        for line in _session_lines(stored, playbook):
            print_line(line)


@click.command(name="search", cls=QueryCommand)
@click.argument("query", nargs=-1, required=True)
@json_option
@home_option
def search_command(query: tuple[str, ...], as_json: bool, home: Path | None) -> None:
    """Find calls in which every word of QUERY is said, newest first.

    Notes, answers, addenda, names and companies are searched, whatever the case and accents; the
    last word finds all that begin with it. Filters such as outcome:interested and has:problem
    narrow it down, and so does a stretch of time: since march, before tuesday, in october 2025,
    on 3 march. In quotes that reach callbench ('"since march"') they are words.
    """
    archive, _ = open_archive(home)
    hits = found(archive, " ".join(query))
    if as_json:
        print_json([hit_json(hit) for hit in hits])
        return
    for hit in hits:
        when = _when(hit.call.dialled_at, hit.session.session)
        name = one_line(hit.call.prospect.name)
        print_line(f"{when:<21}  {name:<22} {one_line(hit.excerpt)}")


def open_archive(home: Path | None) -> tuple[Archive, Playbook]:
    """Every session of the workbench; files that can't be read are named on standard error.

    Raises:
        CommandError: The workbench or its playbook can't be used.
    """
    workbench = open_workbench(home)
    playbook = _playbook(workbench)
    try:
        with progress_bar() as progress:
            archive = Archive.open(workbench, playbook, progress=progress)
    except StoreError as error:
        raise CommandError(str(error)) from error
    for problem in archive.problems:
        click.echo(f"callbench: {problem}", err=True)
    return archive, playbook


def find_session(workbench: Workbench, wanted: str) -> StoredSession:
    """The session with that file name, with or without ``.json``, or that id; or the last one.

    Raises:
        CommandError: There is none.
        StoreError: Its file can't be read.
    """
    paths = session_paths(workbench)
    named = wanted if wanted.endswith(".json") else f"{wanted}.json"
    for path in paths:
        if path.name == named:
            return read_session(path)
    found = _newest(_readable(paths)) if wanted == "last" else _with_id(_readable(paths), wanted)
    if found is None:
        hint = "there is none yet" if wanted == "last" else "`callbench sessions` lists them"
        raise CommandError(f'no session "{one_line(wanted)}": {hint}')
    return found


def session_json(line: SessionLine) -> dict[str, Any]:
    """A session as ``sessions --json`` prints it; the keys are a promise."""
    session = to_json(line.session)
    return {
        "id": session["id"],
        "file": line.path.name,
        "title": session["title"],
        "started_at": session["started_at"],
        "ended_at": session["ended_at"],
        "calls": line.calls,
        "conversations": line.conversations,
        "meetings": line.meetings,
    }


def hit_json(hit: Hit) -> dict[str, Any]:
    """A hit as ``search --json`` prints it; the keys are a promise."""
    return {
        "session": hit.session.session.id,
        "call": hit.call.id,
        "prospect": to_json(hit.call.prospect),
        "at": hit.call.dialled_at.isoformat(),
        "field": hit.field,
        "excerpt": hit.excerpt,
    }


def _playbook(workbench: Workbench) -> Playbook:
    try:
        return load_playbook(workbench.playbook)
    except (StoreError, PlaybookError) as error:
        raise CommandError(str(error)) from error


def _readable(paths: Iterable[Path]) -> Iterator[StoredSession]:
    """The sessions that can be read; the others are named on standard error."""
    for path in paths:
        try:
            yield read_session(path)
        except StoreError as error:
            click.echo(f"callbench: {error}", err=True)


def _newest(sessions: Iterable[StoredSession]) -> StoredSession | None:
    return max(sessions, key=lambda stored: stored.session.started_at, default=None)


def _with_id(sessions: Iterable[StoredSession], ident: str) -> StoredSession | None:
    return next((stored for stored in sessions if stored.session.id == ident), None)


def _session_lines(stored: StoredSession, playbook: Playbook) -> Iterator[str]:
    """Title and figures, then a line for each call with what was said under it."""
    from callbench.exchange.report import figures

    session = stored.session
    yield one_line(session.title)
    yield "  ".join(
        f"{name} {value}" for name, value in figures(measure(stored.calls, playbook))[:4]
    )
    yield ""
    names = [one_line(_who(call)) for call in stored.calls]
    width = min(max(map(len, names), default=0), 48)
    for call, name in zip(stored.calls, names, strict=True):
        at = _there(call.dialled_at, session.zone)
        yield f"{at:%H:%M}  {name[:width]:<{width}}  {_how(call, playbook)}"
        yield from (f"       {line}" for line in _said(call, playbook, session.zone))


def _said(call: Call, playbook: Playbook, zone: str) -> Iterator[str]:
    """The note, the answers, what was agreed and what was added, a line each."""
    yield from (line for line in call.note.split("\n") if line.strip())
    for name, answer in call.answers.items():
        question = playbook.question(name)
        option = question.option(answer.answer) if question is not None else None
        prompt = question.prompt if question is not None else name
        said = option.label if option is not None else answer.answer
        yield f"{prompt} {said}{f': {one_line(answer.detail)}' if answer.detail else ''}"
    if call.next_step is not None:
        at = _there(call.next_step.starts_at, call.next_step.zone)
        reason = f": {one_line(call.next_step.reason)}" if call.next_step.reason else ""
        yield f"next: {spoken(at)} ({call.next_step.zone}){reason}"
    for entry in call.addenda:
        kind = f"{entry.kind} " if entry.kind != "note" and not entry.undoes else ""
        yield f"added {spoken(_there(entry.at, zone))}: {kind}{one_line(entry.text)}"


def _who(call: Call) -> str:
    parts: Sequence[str] = (call.prospect.name, call.prospect.company)
    return ", ".join(part for part in parts if part)


def _how(call: Call, playbook: Playbook) -> str:
    disposition = playbook.disposition(call.disposition or "")
    return disposition.label if disposition is not None else call.disposition or "no outcome"


def _when(at: datetime, session: CallSession) -> str:
    """An instant on the clock of its session."""
    return spoken(_there(at, session.zone))


def _there(at: datetime, zone: str) -> datetime:
    """An instant to the minute in a zone; as it is where the zone is unknown."""
    place = known_zone(zone)
    moment = at.astimezone(place) if place is not None else at
    return moment.replace(second=0, microsecond=0)
