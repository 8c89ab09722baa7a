"""What the panes of the calling screen show, drawn from the desk. Pure: no widget is touched."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import TypeVar

from callbench.domain import reasons, stories
from callbench.domain.hours import local_time
from callbench.domain.queue import Group, QueueRow, possible_zones
from callbench.domain.records import Prospect
from callbench.tui.block.desk import Desk
from callbench.tui.block.prospect_text import ProspectView
from callbench.tui.block.status_bar import Alarm, StatusView, clock_text
from callbench.tui.commands import Command

Choice = TypeVar("Choice")

DIALLING = timedelta(seconds=20)
"""How long it is said that the rep dials by hand."""


def prospect_view(desk: Desk, prospect: Prospect | None) -> ProspectView | None:
    """What the prospect pane shows."""
    if prospect is None:
        return None
    history, now = desk.history(prospect.id), desk.context.now()
    hours = desk.context.playbook.hours
    weak = reasons.weak_reason(prospect.reason, desk.context.playbook)
    return ProspectView(
        prospect,
        history,
        local_time(possible_zones(prospect), hours, now),
        attempt=_attempt(desk, prospect),
        today=now.date(),
        row=desk.anybody(prospect.id),
        story=_story(desk, prospect),
        weak_reason=weak,
        material=reasons.material(history, prospect, desk.context.playbook) if weak else (),
    )


def status_view(desk: Desk) -> StatusView:
    """What the top line shows."""
    session = desk.block.session
    started = session.started_at.astimezone(desk.context.zone)
    hours = f"since {started:%H:%M}"
    if session.ended_at is not None:
        hours = f"{started:%H:%M}–{session.ended_at.astimezone(desk.context.zone):%H:%M}"
    return StatusView(
        "callbench sample" if desk.context.notice else "callbench",
        f"Block · {started:%a} {started.day} {started:%b} {hours}",
        desk.stats(),
        session.target_calls,
        clock_text(desk.block.elapsed()),
        desk.block.paused,
        alarm(desk),
    )


def waiting(desk: Desk) -> QueueRow | None:
    """Who waits for a promised call now, and is on the line neither here nor elsewhere."""
    call = desk.block.open_call
    on_call = call.prospect.id if call is not None else ""
    taken = {on_call, *desk.called_elsewhere}
    rows = (row for row in desk.rows[:20] if row.group is Group.PROMISED)
    return next((row for row in rows if row.prospect.id not in taken), None)


def alarm(desk: Desk) -> Alarm | None:
    """What to say of the promised call whose time has come."""
    row, now = waiting(desk), desk.context.now()
    if row is None or row.due_at is None:
        return None
    due = row.due_at.astimezone(desk.context.zone)
    minutes = -(-int((due - now).total_seconds()) // 60)
    left = "now" if minutes <= 0 else f"in {minutes} min"
    name = row.prospect.name or row.prospect.company or row.prospect.phone
    return Alarm(f"{due:%H:%M}", name, left)


def talk_time(desk: Desk) -> timedelta | None:
    """How long the open call lasts, or lasted; None where no call is open."""
    call = desk.block.open_call
    if call is None:
        return None
    return max((call.ended_at or desk.context.clock()) - call.dialled_at, timedelta())


def note_title(desk: Desk, somebody: bool) -> str:
    """What the note is, and at the start of a call who dials where the program can't."""
    call, talk = desk.block.open_call, talk_time(desk)
    if call is None or talk is None:
        return "Note before the call" if somebody else "Note"
    by_hand = not desk.context.config.dialler and call.ended_at is None and talk < DIALLING
    return "Note · dial by hand" if by_hand else "Note"


def after_call(desk: Desk) -> timedelta:
    """How long the wrap-up takes already."""
    call = desk.block.open_call
    if call is None or call.ended_at is None:
        return timedelta()
    return max(desk.context.clock() - call.ended_at, timedelta())


def next_place(rows: list[QueueRow], place: int, elsewhere: Collection[str] = ()) -> int:
    """Whom to select after a call: a promise that is due or was missed, else the next in place.

    Those whom another instance has on the line, `elsewhere`, are passed over.
    """

    def free(at: int) -> bool:
        return rows[at].callable_now and rows[at].prospect.id not in elsewhere

    for at, row in enumerate(rows):
        if row.group not in {Group.PROMISED, Group.MISSED}:
            break
        if free(at):
            return at
    order = [*range(min(place, len(rows)), len(rows)), *range(min(place, len(rows)))]
    return next((at for at in order if free(at)), min(place, max(len(rows) - 1, 0)))


def only_dialled(desk: Desk) -> bool:
    """Whether somebody is on the line, or was, and nothing says yet how it ended."""
    call = desk.block.open_call
    return call is not None and call.disposition is None


def applies(
    command: Command, desk: Desk, *, wrapping: bool, in_text: bool, row: QueueRow | None
) -> bool:
    """Whether a command of the calling screen can act now."""
    block = desk.block
    calling = block.open_call is not None
    match command.id.partition("-")[0]:
        case "dial" | "skip":
            puts_off_nobody = command.id == "skip" and row is not None and row.group is Group.OUT
            acts = row is not None and not puts_off_nobody
            return acts and not calling and not block.paused and not in_text
        case "outcome":
            known = any(entry.key == command.argument for entry in desk.context.playbook.quick)
            return known and not wrapping and (calling or (row is not None and not in_text))
        case "wrap" | "stamp":
            return calling
        case "confirm" | "channel" | "length" | "agreed":
            return wrapping
        case "told":
            return calling and not wrapping and not in_text
        case "rescue":
            return desk.writer.status.state == "failed"
        case "letter":
            return desk.write_up is not None and not wrapping and not in_text
        case "undo":
            return block.can_undo and not in_text
        case "leave":
            return in_text
        case "note":
            return not in_text and (calling or row is not None)
        case "end" | "pause" | "find" | "agenda" | "review" | "prospect" | "track" | "settings":
            return not in_text and not wrapping
    return True


def after(choices: tuple[Choice, ...], chosen: Choice) -> Choice:
    """The choice behind the one chosen, from the last one on to the first."""
    place = choices.index(chosen) + 1 if chosen in choices else 0
    return choices[place % len(choices)]


def _attempt(desk: Desk, prospect: Prospect) -> int:
    row = desk.anybody(prospect.id)
    return row.attempt if row is not None else desk.history(prospect.id).unreached + 1


def _story(desk: Desk, prospect: Prospect) -> str:
    """The story told last in this call, else the one that suits them best."""
    told, now = desk.history(prospect.id).told, told_now(desk, prospect)
    found = stories.matching(prospect, told, desk.context.playbook)
    for story in sorted(found, key=lambda story: story.id != (now or ("",))[-1]):
        known = "told before" if story.id in told else "not told yet"
        known = "told just now" if story.id in now else known
        return f"{story.title}, {known}: {story.text}"
    return ""


def told_now(desk: Desk, prospect: Prospect) -> tuple[str, ...]:
    """Ids of the stories that they were told in the call that goes on."""
    call = desk.block.open_call
    same = call is not None and desk.shown_as(call.prospect.id) == prospect.id
    return call.told if call is not None and same else ()
