"""The desk: a block, its queue and its files, without a screen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from block_bench import DANA, LENA, NOW, OMAR, FakeClock, a_bench

from callbench.domain.agreement import agreed
from callbench.domain.block import Refused
from callbench.domain.records import replace
from callbench.store import do_not_call
from callbench.store.errors import StoreError
from callbench.store.lists import list_path, read_list
from callbench.store.recovery import unfinished_sessions
from callbench.store.sessions import read_session
from callbench.tui.block.desk import Desk
from callbench.tui.block.sitting import new_desk, resumed_desk
from callbench.tui.context import Context


@contextmanager
def a_desk(context: Context) -> Iterator[Desk]:
    desk = new_desk(context)
    try:
        yield desk
    finally:
        desk.close()


def queued(desk: Desk) -> list[str]:
    return [row.prospect.id for row in desk.rows]


def on_disk(desk: Desk) -> dict[str, Any]:
    assert desk.writer.flush()
    document: dict[str, Any] = json.loads(desk.writer.path.read_text())
    return document


def a_conversation(desk: Desk, disposition: str = "interested") -> None:
    """A conversation with Dana up to its wrap-up."""
    desk.dial(DANA)
    desk.block.hang_up()
    desk.block.dispose(disposition)


def test_a_dialled_call_is_in_the_file_before_it_has_an_outcome(tmp_path: Path) -> None:
    with a_desk(a_bench(tmp_path)) as desk:
        desk.dial(DANA)
        (call,) = on_disk(desk)["calls"].values()
        assert (call["prospect"]["id"], call["disposition"], call["kind"]) == (
            "dana",
            None,
            "first",
        )


def test_an_outcome_moves_the_prospect_out_of_the_queue(tmp_path: Path) -> None:
    with a_desk(a_bench(tmp_path)) as desk:
        desk.outcome(DANA, "no-answer")
        assert queued(desk) == ["omar", "lena"]
        assert desk.history("dana").unreached == 1
        desk.undo()
        assert queued(desk) == ["dana", "omar", "lena"]
        assert desk.history("dana").unreached == 0


def test_a_prospect_stays_in_place_while_the_call_goes_on(tmp_path: Path) -> None:
    with a_desk(a_bench(tmp_path)) as desk:
        desk.dial(OMAR)
        assert queued(desk) == ["dana", "omar", "lena"]
        assert desk.subject() == OMAR


def test_whom_the_block_can_reach(tmp_path: Path) -> None:
    people = [DANA, OMAR, replace(LENA, do_not_call=True)]
    with a_desk(a_bench(tmp_path, people)) as desk:
        desk.outcome(DANA, "voicemail")
        desk.require_reachable("dana")
        with pytest.raises(Refused, match="on no list of this block"):
            desk.require_reachable("stranger")
        with pytest.raises(Refused, match="asked not to be called"):
            desk.require_reachable("lena")
        desk.dial(OMAR)
        with pytest.raises(Refused, match="how did the call to Omar Haddad end"):
            desk.require_reachable("dana")


def test_skipping_puts_off_and_dialling_takes_that_back(tmp_path: Path) -> None:
    with a_desk(a_bench(tmp_path)) as desk:
        desk.skip(DANA)
        assert queued(desk) == ["omar", "lena", "dana"]
        desk.dial(DANA)
        assert desk.block.session.skipped == {}


def test_a_draft_is_kept_for_whom_it_is_about(tmp_path: Path) -> None:
    with a_desk(a_bench(tmp_path)) as desk:
        desk.keep_draft("omar", "ask for Sam")
        desk.dial(DANA)
        desk.keep_draft("dana", "late")
        desk.keep_draft("nobody", "x")
        assert desk.block.session.drafts == {"omar": "ask for Sam"}
        assert on_disk(desk)["session"]["1"]["drafts"] == {"omar": "ask for Sam"}


def test_the_next_block_has_the_notes_of_the_last_but_no_line_of_its_wrap_ups(
    tmp_path: Path,
) -> None:
    context = a_bench(tmp_path)
    with a_desk(context) as desk:
        desk.keep_draft("omar", "ask for Sam")
        a_conversation(desk)
        desk.block.type_line("next-meeting", "", "fri 10")
        line = f"{desk.block.calls[0].id}/next-meeting/"
        assert on_disk(desk)["session"]["1"]["drafts"] == {"omar": "ask for Sam", line: "fri 10"}
    with a_desk(context) as desk:
        assert desk.block.session.drafts == {"omar": "ask for Sam"}


def test_do_not_call_is_on_the_list_and_in_the_register_and_can_be_undone(tmp_path: Path) -> None:
    context = a_bench(tmp_path)
    with a_desk(context) as desk:
        a_conversation(desk, "do-not-call")
        desk.confirm()
        assert queued(desk) == ["omar", "lena"]
        desk.chores.finish()
        assert do_not_call.read(context.workbench).refuses(DANA)
        assert read_list(context.workbench, "freight").prospects[0].do_not_call


def test_undoing_do_not_call_allows_them_again(tmp_path: Path) -> None:
    context = a_bench(tmp_path)
    with a_desk(context) as desk:
        a_conversation(desk, "do-not-call")
        desk.confirm()
        desk.undo()
        desk.chores.finish()
        assert not do_not_call.read(context.workbench).refuses(DANA)
        assert not read_list(context.workbench, "freight").prospects[0].do_not_call


def test_a_confirmed_conversation_is_written_up(tmp_path: Path) -> None:
    context = a_bench(tmp_path, [replace(DANA, email="dana@example.com")])
    with a_desk(context) as desk:
        a_conversation(desk)
        desk.block.answer("questions", "no", "")
        desk.block.answer("certain", "yes", "")
        desk.block.book("next-meeting", agreed(NOW + timedelta(days=7), "Europe/London"))
        desk.block.give_reason("the tariff")
        desk.confirm()
        assert desk.write_up is not None
        suffixes = sorted(path.suffix for path in desk.write_up.result(10).paths)
        assert suffixes == [".eml", ".ics"]
        assert [promise.prospect.id for promise in desk.promises()] == ["dana"]
        assert queued(desk) == []


def test_a_kept_promise_is_counted(tmp_path: Path) -> None:
    clock = FakeClock(step=timedelta(milliseconds=1))
    context = a_bench(tmp_path, [DANA], clock=clock)
    with a_desk(context) as desk:
        a_conversation(desk, "later")
        desk.block.book("next-meeting", agreed(NOW + timedelta(hours=1), "Europe/London"))
        desk.confirm()
        clock.tick(minutes=58)
        desk.rank()
        assert [row.kind for row in desk.rows] == ["promised"]
        desk.outcome(DANA, "voicemail")
        assert desk.block.calls[-1].kind == "promised"
        assert desk.stats().calls == 2


def test_a_changed_prospect_is_on_their_list_and_in_the_queue(tmp_path: Path) -> None:
    context = a_bench(tmp_path)
    with a_desk(context) as desk:
        desk.edit(replace(LENA, reason="a new fleet"))
        assert desk.rows[2].prospect.reason == "a new fleet"
        desk.chores.finish()
        assert read_list(context.workbench, "freight").prospects[2].reason == "a new fleet"


def test_the_dialler_gets_the_number_and_its_failure_is_told(tmp_path: Path) -> None:
    context = a_bench(tmp_path, dialler=("/no/such/dialler", "{e164}"))
    with a_desk(context) as desk:
        said = desk.dial(DANA)
        assert "/no/such/dialler" in said
        assert desk.block.open_call is not None


def test_what_cannot_be_done_is_refused(tmp_path: Path) -> None:
    with a_desk(a_bench(tmp_path)) as desk:
        with pytest.raises(Refused, match="nobody is selected"):
            desk.outcome(None, "no-answer")
        with pytest.raises(Refused, match="nothing to undo"):
            desk.undo()
        with pytest.raises(Refused, match="wrap up"):
            desk.confirm()


def test_an_unfinished_session_goes_on_with_its_call(tmp_path: Path) -> None:
    context = a_bench(tmp_path)
    with a_desk(context) as desk:
        desk.outcome(DANA, "no-answer")
        desk.dial(OMAR)
        desk.block.note("rings")
    (stored,) = unfinished_sessions(context.workbench)
    again = resumed_desk(context, stored)
    try:
        assert again.block.open_call is not None
        assert (again.subject(), again.block.open_call.note) == (OMAR, "rings")
        assert queued(again) == ["omar", "lena"]
        again.outcome(None, "voicemail")
    finally:
        again.close()
    dispositions = [call.disposition for call in read_session(stored.path).calls]
    assert dispositions == ["no-answer", "voicemail"]


def test_what_is_typed_about_somebody_whose_list_is_gone_goes_on_the_one_by_hand(
    tmp_path: Path,
) -> None:
    context = a_bench(tmp_path)
    with a_desk(context) as desk:
        desk.dial(OMAR)
    (stored,) = unfinished_sessions(context.workbench)
    list_path(context.workbench, "freight").unlink()
    again = resumed_desk(context, stored)
    known = again.subject()
    assert known is not None
    again.edit(replace(known, notes="two sites"))
    again.edit(replace(known, notes="two sites", reason="rates"))
    assert queued(again) == ["omar"]
    again.close()
    assert read_list(context.workbench, "by-hand").prospects == (
        replace(known, notes="two sites", reason="rates"),
    )
    assert read_session(stored.path).session.lists == ("freight", "by-hand")


def test_two_lists_one_of_them_damaged(tmp_path: Path) -> None:
    context = a_bench(tmp_path)
    (context.workbench.lists / "broken.json").write_text("{")
    with a_desk(context) as desk:
        assert queued(desk) == ["dana", "omar", "lena"]
        assert [problem.path.name for problem in desk.problems] == ["broken.json"]
    with pytest.raises(StoreError):
        new_desk(context, ["broken"])


def test_closing_twice_saves_once_and_fails_neither_time(tmp_path: Path) -> None:
    desk = new_desk(a_bench(tmp_path))
    assert desk.close() is True
    assert desk.close() is True
