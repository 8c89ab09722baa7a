"""What a desk learns while it is worked at: earlier sessions, and what other instances do."""

from __future__ import annotations

from callbench.domain.block import Refused
from callbench.store.elsewhere import Elsewhere, look_elsewhere
from callbench.store.errors import StoreError
from callbench.store.history import Past, read_past
from callbench.tui.block.furnished import Furnished


class Informed(Furnished):
    """A desk at which what others did is taken up; see `Desk`."""

    def reread(self) -> None:
        """Take up what was added to calls of earlier sessions.

        Raises:
            StoreError: the folder can't be read.
        """
        self.take_up_past(self.read_past())

    def read_past(self) -> Past:
        """What earlier sessions come to, however long that takes; from any thread.

        Raises:
            StoreError: the folder can't be read.
        """
        context = self.context
        return read_past(context.workbench, context.playbook, without=self.block.session.id)

    def take_up_past(self, past: Past) -> None:
        """Go on with what earlier sessions come to."""
        self.past_is_complete = past.complete
        self._histories.renew(past.histories, self.block.calls)
        self.rank()

    def take_up_elsewhere(self, seen: Elsewhere, past: Past | None) -> None:
        """Take up what other instances are doing, and what their calls came to."""
        self.elsewhere = seen
        if past is not None:
            self.take_up_past(past)

    def catch_up(self) -> bool:
        """Look what other instances are doing at this very moment, as before dialling.

        Returns:
            Whether it is something else than before.

        Raises:
            Refused: what their calls came to can't be read.
        """
        known, seen = self.elsewhere, self.look_elsewhere()
        more = seen.outcomes != known.outcomes and self.past_is_complete
        try:
            self.take_up_elsewhere(seen, self.read_past() if more else None)
        except StoreError as error:
            raise Refused(str(error)) from error
        return seen != known

    def look_elsewhere(self) -> Elsewhere:
        """What other instances are doing now; from any thread."""
        return look_elsewhere(self.context.workbench, self.block.session.id)
