"""The calling screen: shows the desk and turns keys into what a rep means by them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message

from callbench.domain.block import Refused
from callbench.domain.phone import display
from callbench.domain.queue import QueueRow
from callbench.domain.records import Addendum, Call, NextStep, Prospect
from callbench.store.writer import SaveStatus
from callbench.tui.block import views
from callbench.tui.block.commands import CALLING, NOT_REACHED, WRAP_UP_KEYS
from callbench.tui.block.desk import Desk
from callbench.tui.block.note_pane import NotePane
from callbench.tui.block.prospect_pane import ProspectPane
from callbench.tui.block.queue_pane import QueueList, QueuePane
from callbench.tui.block.status_bar import StatusBar, clock_text
from callbench.tui.block.talk_track import TalkTrack
from callbench.tui.block.wrapup_pane import WrapUpPane
from callbench.tui.commands import Command
from callbench.tui.keybar import Hint, KeyBar
from callbench.tui.screens import CommandScreen

WRAPPING: tuple[Hint, ...] = (
    ("Enter", "next"),
    ("↑", "back"),
    ("Ctrl+S", "confirm"),
    ("Esc", "note"),
    ("Ctrl+U", "undo"),
    ("F10", "keys"),
)
"""What the key bar says while the wrap-up has the keyboard."""

CHANNELS = ("call", "video", "visit")
LENGTHS = (15, 30, 45, 60)

RANK_EVERY = 15
"""Seconds after which the queue is ranked anew, so that promised calls come up in time."""


@runtime_checkable
class Keeper(Protocol):
    """An app that saves its screens' work before it leaves, whichever way."""

    def keep(self, save: Callable[[], object]) -> None:
        """Call `save` before leaving."""

    def say_at_the_end(self, message: str) -> None:
        """Say something on the terminal after leaving."""


class BlockScreen(CommandScreen[None]):
    """Queue, prospect, note and wrap-up."""

    DECLARED = CALLING
    KEYS_TITLE = "Keys of the calling screen"
    CSS_PATH = "block.tcss"
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual declares it as an instance variable
        (0, "-narrow"),
        (100, "-normal"),
        (160, "-wide"),
    ]

    class SaveStatusChanged(Message):
        """The writer saved, or could not."""

        def __init__(self, status: SaveStatus) -> None:
            """How saving stands."""
            super().__init__()
            self.status = status

    def __init__(self, desk: Desk, select: str = "") -> None:
        """Work at this desk, with the prospect of the id `select` selected first."""
        super().__init__()
        self._select_first = select
        self.desk = desk
        self._acts = WrapUp(self)
        context = desk.context
        self._status = StatusBar()
        self._queue = QueuePane(context.zone)
        self._prospect = ProspectPane(context.playbook, context.zone)
        self._note = NotePane()
        self._wrap_up = WrapUpPane(context.playbook, self._acts)
        self._track = TalkTrack(context.playbook, context.config.rep)
        self._bar = KeyBar()
        self._ticks = 0
        self._rung: set[str] = set()
        self._asked_to_dial = ""

    def compose(self) -> ComposeResult:
        """Three columns between two lines."""
        yield self._status
        with Horizontal(id="columns"):
            yield self._queue
            with Vertical(id="middle"):
                yield self._prospect
                yield self._note
            yield self._wrap_up
            yield self._track
        yield self._bar

    def on_mount(self) -> None:
        """Show the desk, and keep its clocks running."""
        self.desk.listen(self._hear)
        if isinstance(self.app, Keeper):
            self.app.keep(self.save)
        call = self.desk.block.open_call
        self.show_desk(select=call.prospect.id if call is not None else self._select_first)
        self._queue.focus_rows()
        if call is not None:
            self.set_focus(self._note)
            if call.disposition is not None or call.ended_at is not None:
                self.action_wrap_up()
        self.set_interval(1.0, self._tick)
        for problem in self.desk.problems[:1]:
            self.say(str(problem), "error")
        if self.desk.context.notice:
            self.say(self.desk.context.notice)

    def on_unmount(self) -> None:
        """Let go of the files; what the disk refuses goes to another one, and that is said."""
        self.save()
        if not self.desk.close() and isinstance(self.app, Keeper):
            self.app.say_at_the_end(self.desk.rescue())

    def save(self) -> None:
        """Bring everything typed to disk; also from a signal handler or the watchdog's thread."""
        self.keep_note()
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
        self._queue.show(self.desk.rows, select, place, on_call, self.desk.context.now())
        self.show_subject()
        self.show_clocks()
        self.refresh_keys()

    def show_subject(self) -> None:
        """Show the prospect and the note at hand."""
        subject = self.subject
        self._prospect.show(views.prospect_view(self.desk, subject))
        call = self.desk.block.open_call
        if call is not None:
            self._note.show(call.id, call.note)
        elif subject is not None:
            self._note.show(f"draft {subject.id}", self.desk.block.draft(subject))
        self._note.border_title = "Note" if call is not None else "Note before the call"
        if call is None:
            self._close_wrap_up()
        self._track.show(views.track_view(self.desk, subject))

    def show_clocks(self) -> None:
        """Show the clocks and figures of this second."""
        self._status.show(views.status_view(self.desk))
        self._note.border_subtitle = self._note_status(self.desk.writer.status)
        call = self.desk.block.open_call
        after = views.after_call(self.desk)
        self._wrap_up.border_subtitle = clock_text(after) if call is not None else ""

    def _note_status(self, status: SaveStatus) -> str:
        """The talk time, and whether the note is on disk."""
        saved = "NOT SAVED: " + status.reason if status.state == "failed" else status.state
        self._note.set_class(status.state == "failed", "-unsaved")
        talk = views.talk_time(self.desk)
        return f"{clock_text(talk)} · {saved}" if talk is not None else saved

    def _tick(self) -> None:
        self._ticks += 1
        self._ring()
        if self._ticks % RANK_EVERY == 0:
            self.desk.rank()
            self._reshow_queue()
        self.show_clocks()

    def _ring(self) -> None:
        """Ring once for a promised call whose time has come."""
        row = views.waiting(self.desk)
        if row is not None and row.prospect.id not in self._rung:
            self._rung.add(row.prospect.id)
            self.app.bell()

    def _reshow_queue(self) -> None:
        call = self.desk.block.open_call
        row = self._queue.row
        selected = row.prospect.id if row is not None else ""
        on_call = call.prospect.id if call is not None else ""
        now = self.desk.context.now()
        self._queue.show(self.desk.rows, selected, self._queue.cursor, on_call, now)

    # ------------------------------------------------------------------ the key bar

    def applies(self, command: Command) -> bool:
        """Whether the command can act now."""
        return views.applies(
            command,
            self.desk,
            wrapping=self._wrap_up.has_class("-open"),
            in_text=self.in_text,
            row=self._queue.row,
        )

    def name_of(self, command: Command) -> str:
        """Outcomes are called what the playbook calls them."""
        if command in NOT_REACHED:
            found = self._outcome(command.argument)
            return found[1] if found is not None else command.name
        if command.id == "pause" and self.desk.block.paused:
            return "Go on"
        return command.name

    def exists(self, command: Command) -> bool:
        """Outcomes exist that the playbook has a digit for."""
        return command not in NOT_REACHED or self._outcome(command.argument) is not None

    def other_keys(self) -> list[tuple[str, str, str]]:
        """The wrap-up's own keys."""
        return list(WRAP_UP_KEYS)

    def hints(self) -> list[Hint]:
        """While the wrap-up has the keyboard, its own keys come first."""
        if self._wrap_up.has_class("-open") and self._wrap_up.has_keyboard:
            return list(WRAPPING)
        return super().hints()

    def _outcome(self, digit: str) -> tuple[str, str] | None:
        """Id and label of the disposition on a digit."""
        for disposition in self.desk.context.playbook.quick:
            if disposition.key == digit:
                return disposition.id, disposition.label
        return None

    # ------------------------------------------------------------------ keys

    def take_first(self, event: events.Key) -> bool:
        """The wrap-up answers by keys of its own; Enter ends a filter."""
        if self._wrap_up.has_class("-open"):
            self._silence()
            try:
                if self._wrap_up.take_key(event):
                    self.refresh_keys()
                    return True
            except Refused as refusal:
                self.say(str(refusal), "warning")
                return True
        if self._queue.filtering and self.in_text and event.key in {"enter", "up", "down"}:
            if event.key == "enter":
                self._queue.focus_rows()
                self.refresh_keys()
            else:
                self._queue.move(1 if event.key == "down" else -1)
            return True
        return False

    def action_dial(self) -> None:
        """Start the attempt with the selected prospect; outside their hours, on the second key.

        Raises:
            Refused: nobody is selected, or the rules don't allow it.
        """
        self.keep_note()
        row = self._queue.row
        if row is None:
            raise Refused("nobody to call now")
        if self.desk.block.open_call is None and self._ask_first(row):
            return
        said = self.desk.dial(row.prospect)
        self.show_desk(select=row.prospect.id)
        self.set_focus(self._note)
        if said:
            self.say(said, "warning")

    def _ask_first(self, row: QueueRow) -> bool:
        """Whether the rep should think again: it is outside their hours, or nobody knows."""
        warning = views.hours_warning(row)
        if not warning or self._asked_to_dial == row.prospect.id:
            self._asked_to_dial = ""
            return False
        self._asked_to_dial = row.prospect.id
        self.say(f"{warning}: d again calls all the same", "warning")
        return True

    def action_outcome(self, digit: str) -> None:
        """End the attempt as one that reached nobody, and go on to the next.

        Raises:
            Refused: the playbook has nothing on this digit, or the rules don't allow it.
        """
        self.keep_note()
        found = self._outcome(digit)
        if found is None:
            raise Refused(f"the playbook has nothing on {digit}")
        open_call = self.desk.block.open_call
        if open_call is not None and open_call.disposition is not None:
            raise Refused("this was a conversation: Ctrl+U takes its outcome back")
        row = self._queue.row
        place = self._queue.cursor
        call = self.desk.outcome(row.prospect if row is not None else None, found[0])
        self._go_on(place)
        self.say(f"{call.prospect.name}: {found[1].lower()} · u takes it back")

    def _go_on(self, place: int) -> None:
        """Select the next prospect who can be called: a promised one, else the next in place."""
        self.show_desk(place=views.next_place(self._queue_rows(), place))
        self._queue.focus_rows()

    def _queue_rows(self) -> list[QueueRow]:
        self._queue.show(self.desk.rows)
        return self._queue.shown

    def action_wrap_up(self) -> None:
        """The conversation ended: talk time stops and the checklist has the keyboard."""
        self.keep_note()
        call = self.desk.block.hang_up()
        if not self._wrap_up.has_class("-open"):
            self._wrap_up.add_class("-open")
            self.add_class("-wrapping")
            self._track.remove_class("-open")
        self._wrap_up.show(call, views.meeting_reader(self.desk))
        self._wrap_up.enter()
        self.show_clocks()

    def _close_wrap_up(self) -> None:
        self._wrap_up.remove_class("-open")
        self.remove_class("-wrapping")
        self._wrap_up.show(None, None)

    def action_confirm(self) -> None:
        """Close the wrap-up and go on to the next prospect."""
        self.keep_note()
        place = self._queue.cursor
        call = self.desk.confirm()
        self._go_on(place)
        self.say(views.confirmed(call, self.desk.context.playbook))

    def action_undo(self) -> None:
        """Take back the last outcome; a conversation is wrapped up again."""
        self.keep_note()
        call = self.desk.undo()
        self.show_desk(select=call.prospect.id)
        if self.desk.block.open_call is None:
            self._queue.focus_rows()
        elif self.desk.block.open_call.ended_at is not None:
            self.action_wrap_up()
        else:
            self.set_focus(self._note)
        self.say(f"taken back: {call.prospect.name}")

    def action_skip(self) -> None:
        """Put the selected prospect off to later today.

        Raises:
            Refused: nobody is selected, or the rules don't allow it.
        """
        row, place = self._queue.row, self._queue.cursor
        if row is None:
            raise Refused("nobody is selected")
        self.desk.skip(row.prospect)
        self._go_on(place)
        self.say(f"{row.prospect.name}: later today")

    def action_move(self, rows: str) -> None:
        """Select another prospect."""
        self.keep_note()
        self._queue.move(int(rows))

    def action_note(self) -> None:
        """Go to the note."""
        self.set_focus(self._note)

    def action_leave_text(self) -> None:
        """Leave a text field; from the wrap-up, go to the note."""
        if self._wrap_up.has_class("-open") and self._wrap_up.has_keyboard:
            self.set_focus(self._note)
        else:
            self._queue.close_filter()
            self._queue.focus_rows()

    def action_find(self) -> None:
        """Filter the queue."""
        self._queue.open_filter()

    def action_stamp(self) -> None:
        """Put the elapsed time into the note.

        Raises:
            Refused: no call is open.
        """
        talk = views.talk_time(self.desk)
        if talk is None:
            raise Refused("no call is open")
        self.set_focus(self._note)
        self._note.stamp(clock_text(talk))

    def action_channel(self) -> None:
        """Call, video or visit: how the next meeting takes place."""
        step = self._booked()
        self._adjusted(self.desk.block.adjust(channel=views.after(CHANNELS, step.channel)))

    def action_length(self) -> None:
        """How long the next meeting takes."""
        step = self._booked()
        self._adjusted(self.desk.block.adjust(minutes=views.after(LENGTHS, step.minutes)))

    def action_agreed(self) -> None:
        """Whether both agreed, or the rep promises it alone."""
        self._adjusted(self.desk.block.adjust(agreed=not self._booked().agreed))

    def _booked(self) -> NextStep:
        call = self.desk.block.open_call
        if call is None or call.next_step is None:
            raise Refused("book the next meeting first")
        return call.next_step

    def _adjusted(self, call: Call) -> None:
        self._wrap_up.update_note(call)

    def action_told(self) -> None:
        """Mark the story that suits them best as told in this call.

        Raises:
            Refused: there is none, or no call is open.
        """
        view = views.track_view(self.desk, self.subject)
        fresh = [s for s in view.stories if s.id not in view.told] if view is not None else []
        if not fresh:
            raise Refused("no story that they don't know")
        self.desk.block.tell(fresh[0].id)
        self.show_subject()
        self.say(f"told: {fresh[0].title}")

    def action_letter(self) -> None:
        """What follows the last conversation in writing.

        Raises:
            Refused: no conversation was wrapped up yet.
        """
        from callbench.tui.block.letter import LetterSheet

        if self.desk.write_up is None:
            raise Refused("a draft is written when a conversation is wrapped up")
        self.app.push_screen(LetterSheet(self.desk.write_up))

    def action_rescue(self) -> None:
        """Write the whole session to another file."""
        from callbench.tui.block.rescue import RescueSheet

        self.keep_note()
        self.app.push_screen(RescueSheet(self.desk.writer))

    def action_copy(self) -> None:
        """Copy the number.

        Raises:
            Refused: there is none.
        """
        subject = self.subject
        if subject is None or not subject.phone:
            raise Refused("there is no number to copy")
        self.app.copy_to_clipboard(subject.phone)
        self.say(f"copied {display(subject.phone)}, if your terminal allows it (OSC 52)")

    def action_track(self) -> None:
        """Show or hide the talk track."""
        if not self._wrap_up.has_class("-open"):
            self.set_class(not self._track.has_class("-open"), "-tracking")
            self._track.toggle_class("-open")
            self.show_subject()

    def action_pause(self) -> None:
        """Stop the block's clocks, or let them run on."""
        if self.desk.block.paused:
            self.desk.block.resume()
        else:
            self.desk.block.pause()
        self.show_clocks()
        self.say("paused: b goes on" if self.desk.block.paused else "on it goes")

    async def action_prospect(self) -> None:
        """Everything about the prospect.

        Raises:
            Refused: nobody is selected.
        """
        subject = self.subject
        if subject is None:
            raise Refused("nobody is selected")
        self.keep_note()
        from callbench.tui.block.prospect_sheet import ProspectSheet

        sheet = ProspectSheet(subject, views.prospect_view(self.desk, subject), self.desk)
        self.app.push_screen(sheet, self._edited)

    def _edited(self, prospect: Prospect | None) -> None:
        if prospect is not None:
            self.desk.edit(prospect)
            self._reshow_queue()
            self.show_subject()
            self.say("saved")

    def action_agenda(self) -> None:
        """Open the agenda."""
        from callbench.tui.agenda.screen import AgendaScreen

        self.keep_note()
        self.desk.writer.flush()
        self.app.push_screen(AgendaScreen(self.desk.context, self._amend), self._back_from_agenda)

    def _amend(self, call_id: str, addendum: Addendum) -> bool:
        """Add to a call of this block; whether it is one."""
        found = self.desk.amend(call_id, addendum) is not None
        self.desk.writer.flush()
        return found

    def _back_from_agenda(self, ident: str | None) -> None:
        """Take up what was settled there, and select whom to call now."""
        self.desk.reread()
        self._queue.close_filter()
        self.show_desk(select=ident or "", place=self._queue.cursor)
        if ident and self.desk.queue.row(ident) is None:
            self.say("they are not in this block's queue", "warning")

    def action_review(self) -> None:
        """Look back over past sessions."""
        from callbench.tui.review.screen import ReviewScreen

        self.keep_note()
        self.app.push_screen(ReviewScreen(self.desk.context))

    def action_end_block(self) -> None:
        """End the block and show what it achieved."""
        from callbench.tui.block.summary import SummaryScreen

        self.keep_note()
        session = self.desk.block.end()
        stats = self.desk.stats()
        self.desk.close()
        self.app.switch_screen(
            SummaryScreen(self.desk.context, session, stats, self.desk.block.calls)
        )

    # ------------------------------------------------------------------ what panes say

    def keep_note(self) -> None:
        """Hand over what is in the note pane now, before anything else changes."""
        self._keep(self._note.subject, self._note.text)

    def _keep(self, about: str, text: str) -> None:
        """Keep a note; one about somebody else than those at hand was kept when they changed."""
        call, row = self.desk.block.open_call, self._queue.row
        if call is not None and about == call.id:
            if text != call.note:
                self.desk.block.note(text)
                if self._wrap_up.has_class("-open"):
                    self._wrap_up.update_note(self.desk.block.open_call or call)
        elif call is None and row is not None and about == f"draft {row.prospect.id}":
            self.desk.type(row.prospect, text)

    @on(NotePane.Typed)
    def _note_typed(self, event: NotePane.Typed) -> None:
        self._keep(event.subject, event.text)

    @on(QueueList.Selected)
    def _selected(self) -> None:
        self._asked_to_dial = ""
        if self.desk.block.open_call is None:
            self.show_subject()

    def _hear(self, status: SaveStatus) -> None:
        """Take up how saving stands, from the writer's thread."""
        self.post_message(self.SaveStatusChanged(status))

    @on(SaveStatusChanged)
    def _save_status_changed(self, event: SaveStatusChanged) -> None:
        self.show_clocks()
        if event.status.state == "failed":
            self.say(f"NOT SAVED: {event.status.reason}; nothing typed is dropped", "error")

    def on_descendant_focus(self) -> None:
        """Other keys work now."""
        self.refresh_keys()


class WrapUp:
    """What the wrap-up pane asks for, done at the desk and shown."""

    def __init__(self, screen: BlockScreen) -> None:
        self._screen = screen

    def _show(self) -> None:
        screen = self._screen
        screen._wrap_up.show(screen.desk.block.open_call, views.meeting_reader(screen.desk))

    def dispose(self, ident: str) -> None:
        """The conversation ended so."""
        self._screen.desk.block.dispose(ident)
        self._show()

    def answer(self, question: str, answer: str, detail: str) -> None:
        """A question was answered."""
        self._screen.desk.block.answer(question, answer, detail)
        self._show()

    def book(self, question: str, step: NextStep) -> None:
        """An exact next meeting was agreed."""
        self._screen.desk.block.book(question, step)
        self._show()

    def give_reason(self, reason: str) -> None:
        """Why we will speak."""
        self._screen.desk.block.give_reason(reason)
        self._show()

    def tick(self, question: str) -> None:
        """A question of theirs was answered, or is open again."""
        self._screen._wrap_up.update_note(self._screen.desk.block.tick(question))

    def confirm(self) -> None:
        """The wrap-up is complete."""
        self._screen.action_confirm()

    def weak_reason(self, reason: str) -> str:
        """What is wrong with a reason to speak."""
        return views.weak_reason(reason, self._screen.desk.context.playbook)

    def material(self) -> tuple[str, ...]:
        """Reasons to speak that this call gives."""
        return views.reason_material(self._screen.desk)
