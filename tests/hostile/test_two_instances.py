"""Another callbench on the same workbench: who writes what, who is told, what a dead one leaves."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent.parent / "tui"))

from block_bench import DANA, NOW, Rep, a_bench, calling
from past_bench import TALK, write_session

from callbench.domain.records import replace
from callbench.store.elsewhere import Elsewhere, look_elsewhere
from callbench.store.lists import list_path, read_list, update_prospect
from callbench.store.lock import side_car
from callbench.store.sessions import read_session, session_paths
from callbench.tui.block.opening import block_on
from callbench.tui.block.screen import BlockScreen
from callbench.tui.context import Context
from callbench.tui.start.screen import StartScreen

HOLD = """
import sys
from pathlib import Path
from callbench.store.session_file import SessionFile
file = SessionFile.open(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def another_instance(path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that goes on with a session."""
    command = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def begun(context: Context) -> Path:
    """A session of today in which somebody is on the line."""
    call = replace(TALK, id="open", note="in the midst", disposition=None, ended_at=None)
    call = replace(call, wrapped_at=None, next_step=None, answers={}, addenda=())
    path = write_session(context.workbench, f"{NOW:%Y-%m-%dT%H%M}", NOW, call)
    document = json.loads(path.read_text())
    document["session"]["1"]["ended_at"] = None
    path.write_text(json.dumps(document))
    return path


async def goes_on(rep: Rep) -> None:
    await rep.press("enter")
    await rep.until(lambda: isinstance(rep.screen, BlockScreen))


async def test_what_a_live_instance_holds_is_not_gone_on_with(tmp_path: Path) -> None:
    context = a_bench(tmp_path)
    path = begun(context)
    before = path.read_bytes()
    with another_instance(path) as other:
        async with calling(context, StartScreen) as rep:
            assert "Unfinished" not in rep.text
            assert f"is in use by callbench {other.pid} of " in rep.text
            assert "Go on" not in rep.hints
            assert "Begin a block" in rep.hints
            await goes_on(rep)
            await rep.press("d", *"mine")
            assert rep.desk.writer.flush()
            mine = rep.desk.writer.path
            assert mine.name == path.name.replace(".json", "-2.json")
        assert path.read_bytes() == before
        assert [call.note for call in read_session(mine).calls] == ["mine"]


@pytest.mark.parametrize("key", ["enter", "n"])
async def test_what_is_taken_between_two_looks_names_its_holder(tmp_path: Path, key: str) -> None:
    context = a_bench(tmp_path)
    path = begun(context)
    before = path.read_bytes()
    async with calling(context, block_on()) as rep:
        assert "Unfinished" in rep.text
        with another_instance(path) as other:
            await rep.press(key)
            assert f"is in use by callbench {other.pid} of " in rep.said
            assert path.read_bytes() == before
            assert session_paths(context.workbench) == [path]
            # It is offered no more, and another block can begin beside it.
            assert "Unfinished" not in rep.text
            await rep.press("enter")
            await rep.until(lambda: isinstance(rep.screen, BlockScreen))
            assert path.read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="kills by signal")
async def test_what_a_killed_instance_held_is_offered_and_its_lock_is_in_nobodys_way(
    tmp_path: Path,
) -> None:
    context = a_bench(tmp_path)
    path = begun(context)
    with another_instance(path) as other:
        other.send_signal(signal.SIGKILL)
        other.wait()
    assert side_car(path).exists()
    async with calling(context, StartScreen) as rep:
        assert "Unfinished" in rep.text
        await goes_on(rep)
        assert rep.note == "in the midst"
        await rep.press(*" of it")
        assert rep.desk.writer.flush()
    assert [call.note for call in read_session(path).calls] == ["in the midst of it"]
    assert not side_car(path).exists()


async def test_a_call_that_goes_on_elsewhere_is_known_until_its_instance_is_gone(
    tmp_path: Path,
) -> None:
    context = a_bench(tmp_path)
    path = begun(context)
    assert look_elsewhere(context.workbench, "ours").open_calls == ()
    with another_instance(path) as other:
        (call,) = look_elsewhere(context.workbench, "ours").open_calls
        assert (call.id, call.prospect) == ("open", TALK.prospect)
        other.kill()
        other.wait()
        assert look_elsewhere(context.workbench, "ours") == Elsewhere()


@pytest.mark.parametrize("remains", [b"", b"\0{}", b"\0" + b"9" * 100_000])
async def test_a_side_car_that_says_nothing_is_in_nobodys_way(
    tmp_path: Path, remains: bytes
) -> None:
    context = a_bench(tmp_path)
    path = begun(context)
    side_car(path).write_bytes(remains)
    async with calling(context, StartScreen) as rep:
        await goes_on(rep)
        assert rep.note == "in the midst"


# What two change on one list.


async def edited(rep: Rep, reason: str) -> None:
    """Change, on the prospect sheet, why they are called, and keep it."""
    await rep.press("i")
    sheet = rep.screen.query_one("#field-reason")
    rep.screen.set_focus(sheet)
    await rep.press(*reason)
    await rep.press("ctrl+s")
    await rep.until(lambda: isinstance(rep.screen, BlockScreen))


async def test_a_field_that_somebody_else_changed_is_not_overwritten_and_that_is_said(
    tmp_path: Path,
) -> None:
    context = a_bench(tmp_path)
    path = list_path(context.workbench, "freight")
    async with calling(context, size=(160, 30)) as rep:
        await rep.press("i")
        theirs = replace(DANA, reason="theirs")
        update_prospect(context.workbench, "freight", theirs)
        before = path.read_bytes()
        await rep.press("escape")
        await edited(rep, "mine")
        await rep.until(lambda: "not written yet" in rep.said)
        assert rep.said.startswith("not written yet: Dana Whitfield, list freight: ")
        assert rep.said.endswith("was changed by somebody else since it was read")
        assert path.read_bytes() == before
    assert path.read_bytes() == before
    # At the end theirs stays, ours joins what is known, and that is said where it can't scroll.
    (words,) = context.owing.close()
    assert words.startswith("callbench: Dana Whitfield, list freight: was changed by somebody")
    (now, *_) = read_list(context.workbench, "freight").prospects
    assert (now.reason, now.notes) == ("theirs", "reason: mine")


async def test_fields_that_both_changed_apart_are_joined(tmp_path: Path) -> None:
    context = a_bench(tmp_path)
    async with calling(context) as rep:
        update_prospect(context.workbench, "freight", replace(DANA, notes="theirs"))
        await edited(rep, "mine")
        assert rep.said == "saved"
    kept = read_list(context.workbench, "freight").prospects[0]
    assert (kept.reason, kept.notes) == ("mine", "theirs")


async def test_a_list_that_is_gone_is_not_made_again(tmp_path: Path) -> None:
    context = a_bench(tmp_path)
    path = list_path(context.workbench, "freight")
    async with calling(context, size=(160, 30)) as rep:
        path.unlink()
        await edited(rep, "mine")
        await rep.until(lambda: "not written yet" in rep.said)
    assert not path.exists()


# Nobody is called without the record of who may not be.


@pytest.mark.parametrize("unfinished", [False, True])
async def test_without_a_do_not_call_file_no_calling_screen_opens(
    tmp_path: Path, unfinished: bool
) -> None:
    context = a_bench(tmp_path)
    kept = begun(context) if unfinished else None
    before = kept.read_bytes() if kept else b""
    context.workbench.do_not_call.write_text("{")
    async with calling(context, StartScreen, size=(160, 40)) as rep:
        shown = rep.text.replace("│", "").replace(" ", "").replace("\n", "")
        assert str(context.workbench.do_not_call) in shown
        assert "`callbench doctor` says what can be done about it" in rep.text
        for key in ("enter", "u", "n") if unfinished else ("enter", "d"):
            await rep.press(key)
            assert isinstance(rep.screen, StartScreen), key
            assert "do-not-call.json" in rep.said
    assert context.workbench.do_not_call.read_text() == "{"
    assert session_paths(context.workbench) == ([kept] if kept else [])
    if kept:
        assert kept.read_bytes() == before
        assert not side_car(kept).exists(), "whoever could not sit down lets go of the session"


async def test_once_it_is_mended_calling_goes_on(tmp_path: Path) -> None:
    context = a_bench(tmp_path)
    context.workbench.do_not_call.write_text("{")
    async with calling(context, StartScreen) as rep:
        await rep.press("enter")
        assert isinstance(rep.screen, StartScreen)
        context.workbench.do_not_call.unlink()
        await goes_on(rep)
