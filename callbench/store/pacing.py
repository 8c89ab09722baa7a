"""When to save: soon after the last key, at the latest within a second of the first one."""

from __future__ import annotations

__all__ = ["Pacing"]

_QUIET = 0.25
"""Seconds without a change after which it is worth saving."""
_LATEST = 0.5
"""Seconds after the first unsaved change at which it is saved however busy the keys are. With the
write itself, and on a machine that has other things to do, this stays within the second that is
promised."""
_FIRST_RETRY = 0.5
_LAST_RETRY = 5.0


class Pacing:
    """The rhythm of saving; instants are seconds of a monotonic clock."""

    def __init__(self) -> None:
        self._first: float | None = None
        self._last = 0.0
        self._urgent = False
        self._retry = 0.0
        self._blocked_until = 0.0

    def changed(self, now: float, *, urgent: bool = False) -> None:
        """Something was put; `urgent` if it must not wait for more."""
        self._first = now if self._first is None else self._first
        self._last = now
        self._urgent = self._urgent or urgent

    def saved(self) -> None:
        """All of it is on the disk."""
        self._first, self._urgent = None, False
        self._retry = self._blocked_until = 0.0

    def failed(self, now: float) -> None:
        """It could not be written; the next attempts come at growing distances."""
        self._retry = min(max(2 * self._retry, _FIRST_RETRY), _LAST_RETRY)
        self._blocked_until = now + self._retry

    def wait(self, now: float) -> float | None:
        """Seconds until it is time to save, 0 if it is now; None when there is nothing to save."""
        if self._first is None:
            return None
        wanted = now if self._urgent else min(self._last + _QUIET, self._first + _LATEST)
        return max(wanted, self._blocked_until, now) - now
