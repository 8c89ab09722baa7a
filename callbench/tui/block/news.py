"""What reaches the calling screen from the files: earlier sessions, and other instances."""

from __future__ import annotations

from textual import on
from textual.message import Message

from callbench.domain.queue import Group
from callbench.store.elsewhere import Elsewhere
from callbench.store.errors import StoreError
from callbench.store.history import Past
from callbench.tui.block.view import BlockView
from callbench.tui.follower import AFTER, News

LOOK_EVERY = 60.0
"""Seconds between two looks at other instances where no file changes, as after a crash of one."""


class BlockNews(BlockView):
    """The calling screen with what others do on the same workbench."""

    class PastRead(Message):
        """Everything earlier is known by now, or why it is not."""

        def __init__(self, past: Past | StoreError) -> None:
            """What earlier sessions come to."""
            super().__init__()
            self.past = past

    class OthersSeen(Message):
        """Other instances do something else than before."""

        def __init__(self, seen: Elsewhere, past: Past | None) -> None:
            """What they do; and where more of their calls are over, what all come to."""
            super().__init__()
            self.seen = seen
            self.past = past

    async def on_mount(self) -> None:
        """Look at others once the first frame is there, and now and then."""
        self.set_timer(AFTER, self.look_around)
        self.set_interval(LOOK_EVERY, self.look_around)

    def index_followed(self, news: News) -> None:
        """Take up all earlier sessions once they are in the index, and what changed since."""
        if news.is_over and not self.desk.past_is_complete:
            self.run_worker(self._read_past, thread=True, group="past", exclusive=True)
        elif news.is_different:
            self.look_around()

    def _read_past(self) -> None:
        try:
            self.post_message(self.PastRead(self.desk.read_past()))
        except StoreError as error:
            self.post_message(self.PastRead(error))

    @on(PastRead)
    def _past_read(self, event: PastRead) -> None:
        if isinstance(event.past, StoreError):
            self.say(str(event.past), "error")
            return
        self.desk.take_up_past(event.past)
        self.reshow_queue()
        self.show_subject()
        self.say("every earlier call is known now: the queue stands")

    # ------------------------------------------------------------------ other instances

    def look_around(self) -> None:
        """Have a thread look who is on the line elsewhere, and what calls there came to."""
        if self.desk.past_is_complete:
            self.run_worker(self._look_around, thread=True, group="elsewhere", exclusive=True)

    def _look_around(self) -> None:
        known, seen = self.desk.elsewhere, self.desk.look_elsewhere()
        if seen == known:
            return
        try:
            past = self.desk.read_past() if seen.outcomes != known.outcomes else None
        except StoreError:
            return  # The follower says what is wrong with the folder.
        self.post_message(self.OthersSeen(seen, past))

    @on(OthersSeen)
    def _others_seen(self, event: OthersSeen) -> None:
        if self.desk.block.ended:
            return
        row = self._queue.row
        self.desk.take_up_elsewhere(event.seen, event.past)
        self.reshow_queue()
        was_queued = row is not None and row.group is not Group.OUT
        if row is not None and was_queued and self.desk.queue.row(row.prospect.id) is None:
            self.show_subject()
            # The next key would be about somebody else.
            self.say(f"{row.prospect.name} was called in another window", "warning")
