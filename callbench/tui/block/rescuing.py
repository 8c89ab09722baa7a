"""What becomes of a block whose disk refuses it to the end."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from callbench.store.errors import StoreError
from callbench.tui.block.informed import Informed


class Rescuing(Informed):
    """A desk whose session can be put elsewhere; see `Desk`."""

    rescued_to: Path | None = None
    """Where the session is instead, once `rescue` has put it there."""

    def rescue(self) -> str:
        """Write the session somewhere else, because its own place refuses it.

        Returns:
            What became of it, for the rep.
        """
        from callbench.store.rescue.places import put_elsewhere

        where = f"callbench: {self.writer.path}: {self.writer.status.reason}"
        if self.context.notice:
            return f"{where}; the sample is not kept"
        path = self._rescued_again() or put_elsewhere(self.writer.rescue)
        if path is None:
            return f"callbench: {self.writer.path}: NOT SAVED, {self.writer.status.reason}"
        self.rescued_to = path
        return f"{where}; the session is in {path} instead, and the next start offers it"

    def _rescued_again(self) -> Path | None:
        """The file to which the rep has saved it before, with all that was typed since."""
        for path in self.writer.rescued:
            with suppress(StoreError, OSError):
                self.writer.rescue(path)
                return path
        return None

    def rescue_at_last(self) -> None:
        """Put elsewhere what is refused, in a thread, where the app can't leave in order."""
        if self.writer.status.state == "failed" and self.rescued_to is None:
            self.rescue()
        self.chores.give_up()
