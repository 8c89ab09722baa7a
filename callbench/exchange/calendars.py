"""What a calendar follows: one feed of all promises, and the rep's own folder of entries.

The feed is ``agenda.ics`` in the outbox. The folder (vdir) has one file per promise, for khal and
vdirsyncer. Both are made from the record and can be made again at any time.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from callbench.domain.agenda import Promise
from callbench.domain.playbook import Playbook
from callbench.domain.records import ProspectRef
from callbench.exchange.calendar import event_lines, feed, write_vdir
from callbench.store.atomic import read_regular, write_atomically
from callbench.store.config import Config
from callbench.store.workbench import Workbench

FEED = "agenda.ics"
"""The name of the feed in the outbox."""

_BREATH = 0.001
"""Seconds that are left to whoever types while many events are put into words."""


def keep_calendars(
    workbench: Workbench, config: Config, promises: Iterable[Promise], gone: Iterable[Promise] = ()
) -> None:
    """Bring the feed, and the calendar folder where one is set, up to date.

    Args:
        workbench: Whose outbox has the feed.
        config: Names the folder and the rep's zone.
        promises: All that are open; others are passed over.
        gone: Promises that may have an entry and are called off.

    Raises:
        StoreError: a file of ours is a link.
        OSError: the outbox or the folder can't be written.
    """
    still = sorted(
        (promise for promise in promises if promise.is_open),
        key=lambda promise: (promise.step.starts_at, promise.call),
    )
    for number, promise in enumerate(still):
        event_lines(promise, config.zone)
        if number % 8 == 7:
            time.sleep(_BREATH)
    path, data = workbench.outbox / FEED, feed(still, config.zone)
    if not _has(path, data):
        write_atomically(path, data)
    if config.calendar_folder:
        kept = {promise.call for promise in still}
        off = (promise for promise in gone if promise.is_called_off and promise.call not in kept)
        folder = Path(config.calendar_folder).expanduser()
        write_vdir(folder, [*still, *off], config.zone)


def refresh_calendars(
    workbench: Workbench,
    config: Config,
    playbook: Playbook,
    now: datetime,
    refuses: Callable[[ProspectRef], bool],
    *,
    gone: Iterable[Promise] = (),
    stop: Callable[[], bool] | None = None,
) -> None:
    """Read all open promises and keep the calendars by them; takes its time, for a thread.

    Args:
        workbench: Whose promises.
        config: As for `keep_calendars`.
        playbook: Says which dispositions are conversations.
        now: The moment; aware.
        refuses: Whether somebody must not be called, and so is owed nothing.
        gone: As for `keep_calendars`.
        stop: Asked often; once it says yes, all is left as it is.

    Raises:
        StoreError: the sessions can't be read, or it was stopped; a file of ours is a link.
        OSError: a file can't be written.
    """
    # The index is not needed to start.
    from callbench.store.index import up_to_date

    zone = ZoneInfo(config.zone)
    agenda, _ = up_to_date(
        workbench,
        playbook,
        lambda index: index.agenda(now, zone, refuses, settled=False),
        stop=stop,
    )
    keep_calendars(workbench, config, agenda.promises, gone)


def _has(path: Path, data: bytes) -> bool:
    with suppress(FileNotFoundError):
        return read_regular(path)[0] == data
    return False
