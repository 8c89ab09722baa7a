"""What the screens work with, handed down once: the files, the settings and the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

import msgspec

from callbench.domain.addenda import Act
from callbench.domain.block import Clock
from callbench.domain.playbook import Playbook
from callbench.store.config import Config, load
from callbench.store.playbook import load_playbook
from callbench.store.rescue.owing import Owing
from callbench.store.workbench import Workbench

Reach = Callable[[str], None]
"""Raises `Refused` for a prospect, by id, whom the block at hand can't call now."""


def system_clock() -> datetime:
    """The moment it is, aware, to the second: nothing that is stored needs finer ones."""
    return datetime.now(UTC).replace(microsecond=0)


class Context(msgspec.Struct, frozen=True):
    """One rep's workbench, as the screens see it."""

    workbench: Workbench
    config: Config
    playbook: Playbook
    clock: Clock = system_clock
    notice: str = ""
    """Said once at the start, as where these data are a throw-away sample."""
    acts: list[Act] = msgspec.field(default_factory=list)
    """What was settled on the agenda since callbench was opened and can be taken back, the last
    one last."""
    lines: list[Act] = msgspec.field(default_factory=list)
    """What was added to calls in the review since then, the last one last."""
    owing: Owing = msgspec.field(default_factory=Owing)
    """What a file of the workbench has refused and is still to be written."""

    @property
    def zone(self) -> tzinfo:
        """The rep's zone."""
        return ZoneInfo(self.config.zone)

    def now(self) -> datetime:
        """The moment it is, in the rep's zone."""
        return self.clock().astimezone(self.zone)


def open_context(
    workbench: Workbench, *, notice: str = "", clock: Callable[[], datetime] = system_clock
) -> Context:
    """Read settings and playbook of a workbench.

    Raises:
        StoreError: the settings can't be used; names file and key.
        PlaybookError: the playbook can't be used; names file and key.
    """
    config = load(workbench)
    return Context(workbench, config, load_playbook(workbench.playbook), clock, notice)
