"""The agenda out of the files; `agenda_export` writes it in the formats of other programs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from callbench.domain.agenda import Agenda, build_agenda
from callbench.domain.records import Prospect, ProspectRef
from callbench.store import do_not_call
from callbench.store.config import load
from callbench.store.errors import StoreError
from callbench.store.index import Index, Progress
from callbench.store.lists import read_lists
from callbench.store.playbook import load_playbook
from callbench.store.sessions import read_sessions
from callbench.store.workbench import Workbench

_WAIT = 5.0
"""Seconds to wait for another instance that is bringing the index up to date."""


class ReadAgenda(msgspec.Struct, frozen=True):
    """An agenda as read from a workbench."""

    agenda: Agenda
    zone: str
    """IANA name of the rep's zone."""
    errors: tuple[StoreError, ...] = ()
    """Files that could not be read; the agenda knows nothing of what is in them."""


def read_agenda(
    workbench: Workbench, now: datetime, *, follow: Progress | None = None
) -> ReadAgenda:
    """The agenda of a workbench at one moment, by what the files say then.

    The index knows most of it. Nothing is written, so that a screen may wait for it; where the
    index can't be used, or is far behind, the files themselves are read.

    Args:
        workbench: Whose agenda.
        now: The moment; aware.
        follow: Given, the index is brought up to date first, and this is told how far it is.

    Raises:
        StoreError: the settings or the do-not-call file can't be used.
        PlaybookError: the playbook can't be used.
    """
    config = load(workbench)
    playbook = load_playbook(workbench.playbook)
    refuses, list_errors = _refusals(workbench)
    zone = ZoneInfo(config.zone)
    errors: Sequence[StoreError]
    try:
        with Index.open(workbench, playbook) as index:
            if follow is not None:
                index.follow(follow, wait=_WAIT)
            agenda, errors = index.agenda_at_present(now, zone, refuses)
    except StoreError:
        stored, errors = read_sessions(workbench)
        sessions = ((entry.session, entry.calls) for entry in stored)
        agenda = build_agenda(sessions, playbook, now, zone, refuses=refuses)
    return ReadAgenda(agenda, config.zone, (*list_errors, *errors))


def _refusals(workbench: Workbench) -> tuple[Callable[[ProspectRef], bool], list[StoreError]]:
    """Who must not be called, by what the lists and the do-not-call file know of them."""
    entries = do_not_call.read(workbench)
    lists, errors = read_lists(workbench)
    listed = {prospect.id: prospect for found in lists for prospect in found.prospects}

    def refuses(ref: ProspectRef) -> bool:
        if not ref.name:
            return True  # Somebody who was forgotten: there is nobody to owe anything to.
        known = listed.get(ref.id) or Prospect(id=ref.id, name=ref.name, phone=ref.phone)
        return entries.refuses(known)

    return refuses, errors
