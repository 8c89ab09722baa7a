"""Writing the draft and the calendar file of a past conversation again."""

from __future__ import annotations

from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.worker import get_current_worker

from callbench.domain.agenda.promises import Promise, promises_to
from callbench.domain.block import Refused
from callbench.domain.history import was_conversation
from callbench.domain.records import Call, Prospect
from callbench.store.archive import Archive
from callbench.store.errors import StoreError, plain_reason
from callbench.tui.context import Context
from callbench.tui.review.work import Poster, WorkFailed
from callbench.tui.screens import CommandScreen

if TYPE_CHECKING:
    from callbench.exchange.outbox import WrittenUp


class LetterWritten(Message):
    """Draft and calendar file of a call are there."""

    def __init__(self, written: WrittenUp) -> None:
        """These are they."""
        super().__init__()
        self.written = written


class LetterWriter(CommandScreen[None]):
    """A screen of past calls, from which any conversation can be written up again."""

    def write_letter(self, context: Context, archive: Archive | None, call: Call) -> None:
        """Have the draft and the calendar file written in a thread, and show them then.

        Raises:
            Refused: nothing is written after such a call.
        """
        if call.disposition is None:
            raise Refused("this call is not over yet: a draft follows once it is wrapped up")
        if not was_conversation(call, context.playbook):
            raise Refused("nobody was reached in this call: there is nothing to write about")
        work = partial(write_again, self, context, archive, call)
        self.run_worker(work, name="letter", group="letter", exclusive=True, thread=True)

    @on(LetterWritten)
    def _show_letter(self, event: LetterWritten) -> None:
        from callbench.tui.letter import LetterSheet

        written: Future[WrittenUp] = Future()
        written.set_result(event.written)
        self.app.push_screen(LetterSheet(written))

    @on(WorkFailed)
    def _say_failure(self, event: WorkFailed) -> None:
        self.say(event.reason, "error")


def write_again(poster: Poster, context: Context, archive: Archive | None, call: Call) -> None:
    """Write the files of a call again, as the lists and later calls have it by now."""
    from callbench.exchange.outbox import write_up
    from callbench.store.people import as_listed

    worker = get_current_worker()
    config = context.config
    try:
        prospect = as_listed(context.workbench, call.prospect)
        _refuse(context, prospect)
        written = write_up(
            context.workbench,
            call,
            prospect,
            context.playbook,
            config.rep,
            config.zone,
            promise=_promise(context, archive, call),
        )
    except (Refused, StoreError) as error:
        poster.post_message(WorkFailed(str(error)))
    except OSError as error:
        poster.post_message(WorkFailed(f"not written: {plain_reason(error)}"))
    else:
        if not worker.is_cancelled:
            poster.post_message(LetterWritten(written))


def _refuse(context: Context, prospect: Prospect) -> None:
    """Write to nobody who was forgotten, or asked not to be called.

    Raises:
        Refused: they were, or did.
    """
    from callbench.store import do_not_call

    if not prospect.name:
        raise Refused("this prospect was forgotten")
    refused = prospect.do_not_call or do_not_call.read(context.workbench).refuses(prospect)
    if refused:
        raise Refused(f"{prospect.name} asked not to be called: nothing is written to them")


def _promise(context: Context, archive: Archive | None, call: Call) -> Promise | None:
    """What the call promised, as later calls have left it."""
    timeline = archive.timeline(call.prospect.id) if archive is not None else []
    found = promises_to(timeline, context.playbook, context.now())
    return next((promise for promise in found if promise.call == call.id), None)
