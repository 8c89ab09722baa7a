"""The calling screen as it is seen: its panes, what they show, and the note that is never lost.

What a rep can do on it is in `calling` (the call at hand) and `trips` (other screens).
"""

from __future__ import annotations

from textual import on
from textual.message import Message

from callbench.domain.records import Call, Prospect
from callbench.store.writer import SaveStatus
from callbench.tui.block import views
from callbench.tui.block.borders import retitle
from callbench.tui.block.note_pane import NotePane
from callbench.tui.block.panes import BlockPanes
from callbench.tui.block.queue_pane import QueuePane
from callbench.tui.block.status_bar import clock_text
from callbench.tui.leaving import LeavingApp

FRAME_SECONDS = 0.1
"""Seconds after which the first frame is drawn, and written by another thread."""

STILL_READING = "earlier sessions are still being read: who is next may change"

DRAFT = "draft "
"""What the note is about before a call: this, and the id of the prospect."""


class BlockView(BlockPanes):
    """Queue, prospect, note and wrap-up, without any act of the rep."""

    class SaveStatusChanged(Message):
        """The writer saved, or could not."""

        def __init__(self, status: SaveStatus) -> None:
            """How saving stands."""
            super().__init__()
            self.status = status

    class ChoreFailed(Message):
        """Something that follows a call could not be written."""

        def __init__(self, problem: str) -> None:
            """What failed, in a line."""
            super().__init__()
            self.problem = problem

    referrer: Prospect | None = None
    """Who has just referred the rep to somebody else."""

    enter_asks = False
    """Whether the next Enter only says whom one more would dial: the last one meant something
    else, such as that the wrap-up is complete, and one too many shall call nobody."""

    first_words = ""
    """What to say at the beginning, instead of what is said at the beginning of a block."""

    async def on_mount(self) -> None:
        """Show the desk, and keep its clocks running."""
        self.desk.listen(self._hear)
        self.desk.chores.failed = self._hear_failure
        if isinstance(self.app, LeavingApp):
            self.app.keep(self.save)
            self.app.rescue(self.desk.rescue_at_last)
        call = self.desk.block.open_call
        taken = self.desk.called_elsewhere
        first = views.next_place(self.desk.rows, 0, taken) if taken else 0
        self.show_desk(call.prospect.id if call is not None else self._select_first, first)
        self._queue.focus_rows()
        if call is not None:
            self.set_focus(self._note)
            if call.disposition is not None or call.ended_at is not None:
                await self._sides_at_hand()
                self.open_wrap_up()
        self.set_timer(FRAME_SECONDS, self._complete)
        self.set_interval(1.0, self._tick)
        for problem in self.desk.problems[:1]:
            self.say(str(problem), "error")
        if not self.desk.past_is_complete:
            self.say(STILL_READING, "warning")
        elif greeting := self.first_words or self.desk.context.notice or self.desk.greeting:
            self.say(greeting)
        if self._select_first and call is None:
            self.bring(self._select_first)

    def _complete(self) -> None:
        """Do what was not to be in the way of the first frame."""
        self.mount_sides()
        self._prospect.spell()

    def on_unmount(self) -> None:
        """Let go of the files; what the disk refuses goes to another one, and that is said."""
        self.save()
        saved = self.desk.close()
        if not isinstance(self.app, LeavingApp):
            return
        if not saved:
            self.app.say_at_the_end(self.desk.rescue(), self.desk.rescued_to)

    def save(self) -> None:
        """Bring everything typed to disk; also from a signal handler or the watchdog's thread."""
        # Nothing is shown: only Textual's own thread may do that.
        self._keep(self._note.subject, self._note.text, show=False)
        if self.wrapping:
            self._wrap_up.keep_line()
        self.desk.writer.flush()

    # ------------------------------------------------------------------ showing

    @property
    def subject(self) -> Prospect | None:
        """Whom the panes are about: who is on the line, else who is selected."""
        row = self._queue.row
        return self.desk.subject() or (row.prospect if row is not None else None)

    def show_desk(self, select: str = "", place: int = 0) -> None:
        """Show everything as it stands, with one prospect selected."""
        call = self.desk.block.open_call
        on_call = call.prospect.id if call is not None else ""
        now, elsewhere = self.desk.context.now(), self.desk.called_elsewhere
        self._queue.show(self.desk.rows, select, place, on_call, now, elsewhere)
        self.show_subject()
        self.show_clocks()
        self.refresh_keys()

    def show_subject(self) -> None:
        """Show the prospect and the note at hand."""
        subject = self.subject
        filtered = self._queue.filtering and bool(self.desk.rows)
        self._prospect.show(views.prospect_view(self.desk, subject), filtered=filtered)
        call = self.desk.block.open_call
        if call is not None:
            self._note.show(call.id, call.note)
        elif subject is not None:
            self._note.show(DRAFT + subject.id, self.desk.block.draft(subject))
        else:
            self._note.show("", "")
        self._prospect.leave_room(self._note.lines)
        if call is None and self.wrapping:
            self.close_wrap_up()
        if self.tracking:
            self.show_track()

    def show_clocks(self) -> None:
        """Show the clocks and figures of this second."""
        self._status.show(views.status_view(self.desk))
        retitle(
            self._note,
            title=views.note_title(self.desk, self.subject is not None),
            subtitle=self._note_status(self.desk.writer.status),
        )
        unwritten = self.desk.unwritten
        self._queue.set_class(bool(unwritten), "-unsaved")
        retitle(self._queue, subtitle=unwritten)
        if self.wrapping:
            retitle(self._wrap_up, subtitle=clock_text(views.after_call(self.desk)))

    def _note_status(self, status: SaveStatus) -> str:
        """The talk time, and whether the note is on disk."""
        saved = "NOT SAVED: " + status.reason if status.state == "failed" else status.state
        self._note.set_class(status.state == "failed", "-unsaved")
        talk = views.talk_time(self.desk)
        if talk is not None:
            return f"{clock_text(talk)} · {saved}"
        return saved if self._note.text or status.state == "failed" else ""

    def _tick(self) -> None:
        minute = self.desk.context.now().replace(second=0)
        if minute != self._ranked_for:
            # Promised calls come up in time; a clock that was set, or slept, is noticed as well.
            self._ranked_for = minute
            self.desk.chores.retry()
            self.desk.rank()
            self.reshow_queue()
        self._ring()
        self.show_clocks()

    def _ring(self) -> None:
        """Ring once for a promised call whose time has come."""
        row = views.waiting(self.desk)
        if row is not None and row.prospect.id not in self._rung:
            self._rung.add(row.prospect.id)
            self.app.bell()

    def reshow_queue(self) -> None:
        """Show the queue as it is now, with the same prospect selected."""
        self.keep_note()
        call = self.desk.block.open_call
        row = self._queue.row
        selected = row.prospect.id if row is not None else ""
        on_call = call.prospect.id if call is not None else ""
        now, elsewhere = self.desk.context.now(), self.desk.called_elsewhere
        self._queue.show(self.desk.rows, selected, self._queue.cursor, on_call, now, elsewhere)

    def show_track(self) -> None:
        """Show the talk track of the prospect at hand."""
        from callbench.tui.block.sides import track_view

        self._track.show(track_view(self.desk, self.subject))

    def close_track(self) -> None:
        """Take the talk track away."""
        if self.tracking:
            self._track.remove_class("-open")
            self.remove_class("-tracking")

    def close_wrap_up(self) -> None:
        """Take the checklist away."""
        self._wrap_up.remove_class("-open")
        self.remove_class("-wrapping")
        self._wrap_up.show(None, None)

    # ------------------------------------------------------------------ what panes say

    def keep_note(self) -> None:
        """Hand over what is being typed now, before anything else changes."""
        self._keep(self._note.subject, self._note.text)
        if self.wrapping:
            self._wrap_up.keep_line()

    def follow_note(self, call: Call) -> None:
        """Show what the wrap-up has put into the note; as one edit, which can be undone there."""
        if self._note.subject == call.id and self._note.text != call.note:
            self._note.replace(call.note, (0, 0), self._note.document.end)

    def _keep(self, about: str, text: str, *, show: bool = True) -> None:
        """Keep a note where it belongs: in the open call, or as a draft."""
        call = self.desk.block.open_call
        if call is not None and about == call.id:
            if text != call.note:
                noted = self.desk.block.note(text)
                if show and self.wrapping:
                    self._wrap_up.update_note(noted)
        elif about.startswith(DRAFT) and not self.desk.block.ended:
            self.desk.keep_draft(about.removeprefix(DRAFT), text)

    @on(NotePane.Typed)
    def _note_typed(self, event: NotePane.Typed) -> None:
        # What was typed about somebody before them was kept when the note changed hands.
        if event.subject == self._note.subject:
            self._keep(event.subject, event.text)
        self._prospect.leave_room(self._note.lines)

    @on(QueuePane.Selected)
    def _selected(self) -> None:
        self.keep_note()
        if self.desk.block.open_call is None:
            self.show_subject()

    def _hear(self, status: SaveStatus) -> None:
        """Take up how saving stands, from the writer's thread."""
        self.post_message(self.SaveStatusChanged(status))

    def _hear_failure(self, problem: str) -> None:
        """Take up what failed, from the chores' thread."""
        self.post_message(self.ChoreFailed(problem))

    @on(ChoreFailed)
    def _chore_failed(self, event: ChoreFailed) -> None:
        self.say(event.problem, "error")

    @on(SaveStatusChanged)
    def _save_status_changed(self, event: SaveStatusChanged) -> None:
        self.show_clocks()
        self.refresh_keys()
        if event.status.state == "failed":
            self.say(f"NOT SAVED: {event.status.reason}; nothing typed is dropped", "error")
        elif event.status.state == "saved" and event.status.reason:
            self.say(event.status.reason, "warning")

    def on_descendant_focus(self) -> None:
        """Other keys work now."""
        self.refresh_keys()
