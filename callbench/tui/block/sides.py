"""What wrap-up and talk track show of the desk; loaded behind the first frame, as they are."""

from __future__ import annotations

from callbench.domain import stories
from callbench.domain.queue import possible_zones
from callbench.domain.records import Prospect
from callbench.tui.block import views
from callbench.tui.block.desk import Desk
from callbench.tui.block.meeting_line import MeetingReader, reader_for
from callbench.tui.block.talk_track import TrackView

NO_REASON = "(why? i adds a reason)"
"""What a cue says in the place of a reason that is missing."""


def track_view(desk: Desk, prospect: Prospect | None) -> TrackView | None:
    """What the talk track shows."""
    if prospect is None:
        return None
    call, row = desk.block.open_call, desk.anybody(prospect.id)
    kind = call.kind if call is not None else row.kind if row is not None else "follow-up"
    history = desk.history(prospect.id)
    promise = history.promise
    reason = prospect.reason or NO_REASON
    if kind == "promised" and promise is not None and promise.step.reason:
        reason = promise.step.reason
    told = (*history.told, *views.told_now(desk, prospect))
    # Where it stands, a story that is told now is marked so: it changes its place in the next call.
    matched = stories.matching(prospect, history.told, desk.context.playbook)
    tried = tuple(at.astimezone(desk.context.zone) for at in history.tried)
    return TrackView(prospect, kind, reason, history.attempts, matched, told, tried)


def meeting_reader(desk: Desk) -> MeetingReader:
    """Reads the line of the next meeting for the prospect at hand."""
    subject = desk.subject()
    zones = possible_zones(subject) if subject is not None else ()
    besides = subject.id if subject is not None else ""
    return reader_for(desk.context, zones, desk.promises(), besides)
