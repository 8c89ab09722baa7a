"""What a list or the do-not-call file refuses stays owed until it is written."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent.parent / "tui"))

from block_bench import DANA, OMAR, a_bench

from callbench.domain.records import replace
from callbench.store import do_not_call
from callbench.store.lists import list_path, read_list, update_prospect
from callbench.tui.block.desk import Desk
from callbench.tui.block.sitting import new_desk


def wait_until_refused(desk: Desk) -> None:
    """Wait until the chores' thread has tried in vain, and has nothing more to do."""
    desk.chores._pool.submit(lambda: None).result(10)
    assert desk.chores.unwritten


def test_a_wish_not_to_be_called_outlives_a_refused_write(tmp_path: Path) -> None:
    context = a_bench(tmp_path)
    desk, told = new_desk(context), list[str]()
    desk.chores.failed = told.append
    context.workbench.do_not_call.write_text("{")
    desk.dial(DANA)
    desk.block.hang_up()
    desk.block.dispose("do-not-call")
    desk.confirm()
    desk.chores.allow_again(OMAR)  # The others come in their turn all the same.
    desk.chores.retry()
    wait_until_refused(desk)
    context.workbench.do_not_call.unlink()
    assert desk.close()
    assert [problem for problem in told if "Dana Whitfield, do not call" in problem]
    assert len(told) == len(set(told))
    assert desk.chores.unwritten == ()
    assert do_not_call.read(context.workbench).refuses(replace(DANA, id="another"))


def test_what_was_taken_back_is_not_written_after_all(tmp_path: Path) -> None:
    context = a_bench(tmp_path)
    desk = new_desk(context)
    context.workbench.do_not_call.write_text("{")
    desk.dial(DANA)
    desk.block.hang_up()
    desk.block.dispose("do-not-call")
    desk.confirm()
    desk.undo()
    desk.block.dispose("no-accepted")
    desk.confirm()
    desk.chores.retry()
    context.workbench.do_not_call.unlink()
    assert desk.close()
    assert not do_not_call.read(context.workbench).entries


def test_changes_made_while_a_list_refuses_are_joined_with_those_of_others(tmp_path: Path) -> None:
    context = a_bench(tmp_path)
    path = list_path(context.workbench, "freight")
    whole = path.read_bytes()
    desk = new_desk(context)
    path.write_bytes(b"{")
    desk.edit(replace(DANA, reason="first"))
    desk.edit(replace(DANA, reason="second", news="new"))
    desk.chores.retry()
    wait_until_refused(desk)
    path.write_bytes(whole)
    theirs = replace(read_list(context.workbench, "freight").prospects[0], notes="theirs")
    update_prospect(context.workbench, "freight", theirs)
    assert desk.close()
    assert desk.chores.unwritten == ()
    kept = read_list(context.workbench, "freight").prospects[0]
    assert (kept.reason, kept.news, kept.notes) == ("second", "new", "theirs")


def test_what_is_refused_to_the_end_is_named(tmp_path: Path) -> None:
    context = a_bench(tmp_path)
    desk = new_desk(context)
    list_path(context.workbench, "freight").write_bytes(b"{")
    desk.edit(replace(DANA, reason="lost"))
    assert desk.close()
    (problem,) = desk.chores.unwritten
    assert "Dana Whitfield, list freight" in problem
