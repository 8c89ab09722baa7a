"""Ways out of the calling screen, and what does not touch the call."""

from __future__ import annotations

from functools import partial

from msgspec.structs import replace

from callbench.domain.block import Refused
from callbench.domain.e164 import display
from callbench.domain.playbook import REFERRED
from callbench.domain.records import Addendum, Prospect
from callbench.store.config import Config
from callbench.store.errors import StoreError
from callbench.tui.block import said, views
from callbench.tui.block.view import BlockView


class Trips(BlockView):
    """Where a rep goes from the block, each screen loaded only when it is opened."""

    def action_letter(self) -> None:
        """What follows the last conversation in writing.

        Raises:
            Refused: no conversation was wrapped up yet, or the last one is open again.
        """
        from callbench.tui.letter import LetterSheet

        self.app.push_screen(LetterSheet(self.desk.last_write_up()))

    def action_rescue(self) -> None:
        """Write the whole session to another file."""
        from callbench.tui.block.rescue import RescueSheet

        self.keep_note()
        self.app.push_screen(RescueSheet(self.desk.writer))

    def action_edit_note(self) -> None:
        """Open the note in the rep's own editor; it is on the disk before and after.

        Raises:
            Refused: there is nobody to note something about, or no editor.
        """
        from callbench.tui.block.editing import edited

        if self.subject is None:
            raise Refused("nobody is selected")
        self.save()
        text = self._note.text
        found = edited(self.app, self.desk.context, text)
        if found == text.rstrip("\n"):
            self.say("the note is as it was (a graphical editor may need to be told to wait)")
            return
        # As one edit, which can be undone like what is typed.
        self._note.replace(found, (0, 0), self._note.document.end)
        self.save()
        self.show_subject()
        self.say("the note is as you left it")

    def action_settings(self) -> None:
        """Change the settings."""
        from callbench.tui.settings.screen import open_settings

        self.keep_note()
        open_settings(self, self.desk.context, self._take_up)

    def _take_up(self, config: Config | None) -> None:
        """Let changed settings hold from now on; the clock of a running block stays as it is."""
        if config is not None:
            zone = self.desk.context.config.zone
            self.desk.take_up(replace(self.desk.context, config=replace(config, zone=zone)))
            self.show_clocks()

    def action_copy(self) -> None:
        """Copy the number.

        Raises:
            Refused: there is none.
        """
        subject = self.subject
        if subject is None or not subject.phone:
            raise Refused("there is no number to copy")
        self.app.copy_to_clipboard(subject.phone)
        self.say(f"copied {display(subject.phone)}")

    def action_track(self) -> None:
        """Show or hide the talk track.

        Raises:
            Refused: the wrap-up stands in its place.
        """
        if self.wrapping:
            raise Refused("the wrap-up stands in its place until it is confirmed")
        opens = not self.tracking
        if opens and self.has_class("-narrow") and self.focused is not self._note:
            # The queue is hidden, and its keyboard would be handed on to the filter in it.
            self.set_focus(None)
        self.set_class(opens, "-tracking")
        self._track.set_class(opens, "-open")
        if self.focused is None and not opens:
            self._queue.focus_rows()
        self.show_subject()

    def action_pause(self) -> None:
        """Stop the block's clocks, or let them run on."""
        if self.desk.block.paused:
            self.desk.block.resume()
        else:
            self.desk.block.pause()
        self.show_clocks()
        self.say("paused: b goes on" if self.desk.block.paused else "on it goes")

    def action_prospect(self) -> None:
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
            self.reshow_queue()
            self.show_subject()
            self.say("saved")

    def action_add(self) -> None:
        """Add somebody who is on no list; whoever named them is filled in as who referred them."""
        self._open_form(self._referring())

    def ask_whom(self, referrer: Prospect) -> None:
        """Ask whom they have just referred the rep to."""
        self._open_form(referrer, asked=True)

    def _open_form(self, referrer: Prospect | None, *, asked: bool = False) -> None:
        from callbench.tui.block.add_sheet import AddSheet

        def added(prospect: Prospect | None) -> None:
            if prospect is not None:
                self._added(prospect)
            elif asked and referrer is not None:
                self.say(f"a adds whom {referrer.name} referred you to")

        self.keep_note()
        sheet = AddSheet(self.desk.context, referrer, self.desk.refuse, asked=asked)
        self.app.push_screen(sheet, added)

    def _referring(self) -> Prospect | None:
        """Who is likely to have named somebody else: on the line, or referred the rep on."""
        if self.desk.block.open_call is not None:
            return self.subject
        if self.referrer is not None or self.subject is None:
            return self.referrer
        referred = self.desk.history(self.subject.id).last_disposition == REFERRED
        return self.subject if referred else None

    def _added(self, prospect: Prospect) -> None:
        """Put who was added into the queue, and select them unless somebody is on the line."""
        self.enter_asks = True
        try:
            there = self.desk.add(prospect)
        except Refused as refusal:
            self.say(str(refusal), "warning")
            return
        if self.desk.block.open_call is None:
            self.go_to(there.id)
        else:
            self.reshow_queue()
        known = there is not prospect
        self.say(said.known_already(self.desk, there) if known else f"added {there.name}")

    def action_agenda(self) -> None:
        """Open the agenda."""
        from callbench.tui.agenda.screen import AgendaScreen

        self.keep_note()
        self.desk.writer.flush()
        screen = AgendaScreen(self.desk.context, self._amend, self.desk.require_reachable)
        self.app.push_screen(screen, self._back_from_agenda)

    def _amend(self, call_id: str, addendum: Addendum) -> bool:
        """Add to a call of this block; whether it is one."""
        found = self.desk.amend(call_id, addendum) is not None
        self.desk.writer.flush()
        return found

    def _back_from_agenda(self, ident: str | None) -> None:
        """Take up what was settled there, and select whom to call now."""
        try:
            self.desk.reread()
        except StoreError as error:
            self.say(str(error), "error")
        if ident:
            self.bring(ident)
            return
        self.reshow_queue()
        self.show_subject()

    def action_review(self) -> None:
        """Look back over past sessions; what is added to a call of this block is added by it."""
        from callbench.tui.review.screen import ReviewScreen, Running

        self.keep_note()
        call = self.desk.block.open_call
        running = Running(
            call.id if call is not None else "",
            self.desk.amend,
            self.desk.unamend,
            self.desk.writer.flush,
        )
        reach = self.desk.require_reachable
        review = ReviewScreen(self.desk.context, running=running, reach=reach)
        self.app.push_screen(review, lambda _: self._back_from_review(review.to_call))

    def _back_from_review(self, ident: str) -> None:
        """Select whom to call now."""
        if ident:
            self.bring(ident)

    def action_end_block(self) -> None:
        """End the block and show what it achieved; from there it can be gone on with."""
        from callbench.tui.block.summary import SummaryScreen

        self.keep_note()
        session = self.desk.block.end()
        stats = self.desk.stats()
        row = self._queue.row
        selected = row.prospect.id if row is not None else ""
        self.desk.close()
        again = partial(self._again, selected)
        calls = self.desk.block.calls
        self.app.switch_screen(SummaryScreen(self.desk.context, session, stats, calls, again))

    def _again(self, selected: str) -> Trips:
        """The calling screen of the block that was just ended, as it was."""
        from callbench.tui.block.sitting import reopened_desk

        again = type(self)(reopened_desk(self.desk), selected)
        again.first_words = "the block goes on: Q ends it"
        return again
