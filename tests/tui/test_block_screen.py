"""The calling screen as a rep has it: keys in, screen and calls out."""

from __future__ import annotations

import errno
from datetime import timedelta
from pathlib import Path

import pytest
from block_bench import DANA, LENA, NOW, OMAR, FakeClock, Rep, a_bench, calling, nobody_in_hours
from textual import events
from textual.app import SystemCommand
from textual.widgets import Input

from callbench.domain.records import replace
from callbench.store.recovery import unfinished_sessions
from callbench.store.session_file import SessionFile
from callbench.tui.block.opening import block_on
from callbench.tui.keysheet import KeySheet

WHEN = "2026-12-08 15:00"


async def test_the_key_bar_shows_only_what_works_now(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path)) as rep:
        idle = set(rep.hints)
        assert {"Dial", "Note", "No answer", "Voicemail", "Skip", "Find", "End block"} <= idle
        assert idle.isdisjoint({"Wrap up", "Undo", "Confirm", "Mail draft", "Save elsewhere"})
        await rep.press("d")
        on_call = set(rep.hints)
        assert {"Wrap up", "No answer", "Queue"} <= on_call
        assert on_call.isdisjoint({"Dial", "Skip", "Find", "End block", "Undo"})
        await rep.press("f8")
        assert rep.hints == ["next", "back", "confirm", "note", "undo", "keys"]
        await rep.press("n", "enter")
        assert "Undo" in rep.hints


@pytest.mark.parametrize(
    ("keys", "why"),
    [
        ("w", "dial first: there is no conversation to wrap up"),
        ("u", "nothing to undo yet"),
        ("9", "the playbook has nothing on 9"),
        ("m", "a draft is written when a conversation is wrapped up"),
        ("bd", "the block is paused: b goes on"),
    ],
)
async def test_a_key_that_cannot_act_says_why_in_the_key_bar(
    tmp_path: Path, keys: str, why: str
) -> None:
    async with calling(a_bench(tmp_path)) as rep:
        before = list(rep.app.screen_stack)
        await rep.press(*keys)
        assert rep.said == why
        assert why in rep.text.split("\n")[-1]
        assert rep.app.screen_stack == before
        assert rep.calls == []


async def test_no_next_call_while_one_has_no_outcome(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path)) as rep:
        await rep.press("d", "escape", "d")
        assert rep.said == "how did the call to Dana Whitfield end? 1 to 5, or w"
        await rep.press("Q")
        assert rep.said == "how did the call to Dana Whitfield end? 1 to 5, or w"
        await rep.press("w", "i", "escape", "escape", "d")
        assert rep.said == "confirm the wrap-up of Dana Whitfield first: w"
        await rep.press("1")
        assert rep.outcomes == [("dana", "interested")]


async def test_nobody_left_to_call(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path, [DANA])) as rep:
        await rep.press("1")
        assert "Nobody is left to call now." in rep.text
        await rep.press("d")
        assert rep.said == "nobody to call now"


# What a rep does with the queue.


async def test_the_filter_narrows_as_it_is_typed(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path)) as rep:
        await rep.press("/", *"oM")
        await rep.until(lambda: "Queue · 1 of 3" in rep.text)
        await rep.press("enter", "d")
        assert rep.outcomes == [("omar", None)]
        await rep.press("f1", "escape")
        assert "Queue · 2 of" not in rep.text
        assert "Lena Fischer" in rep.text


async def test_a_filter_that_finds_nobody(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path)) as rep:
        await rep.press("/", *"zzz", "enter", "d")
        assert rep.calls == []
        await rep.press("escape")
        await rep.until(lambda: "Queue · 3" in rep.text)
        assert not rep.screen.query_one(Input).has_focus


async def test_skipping_puts_somebody_off_to_later_today(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path)) as rep:
        await rep.press("s")
        assert rep.said == "Dana Whitfield: later today"
        assert rep.selected == "Omar Haddad"
        assert list(rep.desk.block.session.skipped) == ["dana"]
        assert [row.prospect.id for row in rep.desk.rows] == ["omar", "lena", "dana"]


async def test_moving_stays_within_the_queue(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path)) as rep:
        await rep.press("k")
        assert rep.selected == "Dana Whitfield"
        await rep.press("j", "down", "j", "j", "pagedown")
        assert rep.selected == "Lena Fischer"
        await rep.press("home", "end", "up")
        assert rep.selected == "Omar Haddad"
        assert "+44 20 7946 0019" in rep.text


async def test_outside_their_hours_the_second_key_dials(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path, [nobody_in_hours(), DANA])) as rep:
        await rep.press("end")
        assert "Hank Osgood" in rep.text
        await rep.press("d")
        assert "it is 05:00 in New York, outside their hours · d again calls" in rep.said
        assert rep.calls == []
        await rep.press("k", "j", "d")
        assert rep.calls == []
        await rep.press("d")
        assert rep.outcomes == [("hank", None)]


async def test_a_day_on_which_nobody_is_called_is_named(tmp_path: Path) -> None:
    saturday = FakeClock(NOW + timedelta(days=4))
    async with calling(a_bench(tmp_path, [DANA], clock=saturday)) as rep:
        assert "Sat 10:00 in London · opens Mon 08:00" in rep.text
        await rep.press("d")
        assert "it is Saturday 10:00 in London, outside their hours" in rep.said


async def test_an_unknown_zone_is_never_silently_allowed(tmp_path: Path) -> None:
    stranger = replace(DANA, phone="5550142", zone="")
    async with calling(a_bench(tmp_path, [stranger], region="")) as rep:
        await rep.press("d")
        assert "nobody knows what time it is for Dana Whitfield" in rep.said
        assert rep.calls == []


async def test_somebody_without_a_number_is_not_dialled(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path, [replace(DANA, phone="")])) as rep:
        assert "needs a number" in rep.text
        await rep.press("d", "d")
        assert rep.said == "Dana Whitfield needs a number first: i opens the prospect"


async def test_pausing_stops_the_clock_of_the_block(tmp_path: Path) -> None:
    clock = FakeClock()
    async with calling(a_bench(tmp_path, clock=clock)) as rep:
        await rep.press("b")
        assert rep.said == "paused: b goes on"
        assert "paused" in rep.text.split("\n")[0]
        clock.tick(minutes=10)
        await rep.press("b")
        assert rep.desk.block.elapsed() == timedelta()
        assert "Break" in rep.hints


# Notes: each in its own call.


async def test_a_note_before_the_call_becomes_its_note(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path)) as rep:
        assert "Note before the call" in rep.text
        await rep.press("n", *"ask for Sam", "escape", "d", *": in")
        assert "Note before the call" not in rep.text
        assert [call.note for call in rep.calls] == ["ask for Sam: in"]
        assert rep.desk.block.session.drafts == {}


async def test_each_prospect_has_a_draft_of_their_own(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path)) as rep:
        await rep.press("n", *"one", "escape", "j", "n", *"two", "escape", "k")
        assert rep.note == "one"
        await rep.press("j")
        assert rep.note == "two"
        await rep.press("j")
        assert rep.note == ""
        assert rep.desk.block.session.drafts == {"dana": "one", "omar": "two"}


async def test_a_note_never_lands_in_another_call(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path)) as rep:
        await rep.press("d", "x", "f1", "d", "y", "f2", "n", "z", "escape", "d", "!", "f1")
        assert [(call.prospect.id, call.note) for call in rep.calls] == [
            ("dana", "x"),
            ("omar", "y"),
            ("lena", "z!"),
        ]
        assert rep.desk.block.session.drafts == {}


async def test_editing_keys_typed_ahead_act_in_their_order(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path)) as rep:
        await rep.press("d", *"teh", "backspace", "backspace", *"he desk", "home", "+", "end", "s")
        assert rep.note == "+the desks"


async def test_undo_of_typing_does_not_bring_back_somebody_elses_words(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path)) as rep:
        await rep.press("n", "a", "b", "backspace", "backspace", "escape", "j", "n", "ctrl+z")
        assert rep.note == ""
        assert rep.desk.block.session.drafts == {}


async def test_a_filter_does_not_take_the_draft_along(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path)) as rep:
        await rep.press("n", *"one", "escape", "/", *"lena")
        await rep.until(lambda: rep.note == "")
        await rep.press("enter", "n", *"two", "escape")
        assert rep.desk.block.session.drafts == {"dana": "one", "lena": "two"}


async def test_the_stamp_puts_the_elapsed_time_into_the_note(tmp_path: Path) -> None:
    clock = FakeClock()
    async with calling(a_bench(tmp_path, clock=clock)) as rep:
        await rep.press("d")
        clock.tick(seconds=72)
        await rep.press("f9", *"? price")
        assert rep.note == "01:12 ? price"


async def test_what_is_pasted_is_cleaned(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path)) as rep:
        await rep.press("d")
        rep.app.post_message(events.Paste("one\r\ntwo\x1b]0;x\x07"))
        await rep.until(lambda: "two" in rep.note)
        assert rep.note == "one\ntwo\ufffd]0;x\ufffd"


# Outcomes, and taking them back.


async def test_undo_opens_the_wrap_up_of_a_conversation_again(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path)) as rep:
        await rep.press("d", "f8", *f"iny{WHEN}", "enter", *"the tariff", "enter")
        assert rep.outcomes == [("dana", "interested")]
        await rep.press("u")
        assert "How did it end?" in rep.text
        await rep.press("i")
        assert "Enter confirms" in rep.text
        await rep.press("enter")
        step = rep.calls[0].next_step
        assert step is not None
        assert (step.wall, step.reason) == ("2026-12-08T15:00", "the tariff")


async def test_do_not_call_is_for_ever(tmp_path: Path) -> None:
    context = a_bench(tmp_path)
    async with calling(context) as rep:
        await rep.press("d", "f8", "x", "enter")
        assert rep.outcomes == [("dana", "do-not-call")]
        assert [row.prospect.id for row in rep.desk.rows] == ["omar", "lena"]
    async with calling(context) as rep:
        assert "Dana Whitfield" not in rep.text


async def test_after_a_crash_the_wrap_up_stands_where_it_stood(tmp_path: Path) -> None:
    context = a_bench(tmp_path)
    async with calling(context) as rep:
        await rep.press("d", *"note", "f8", "i", "n")
    assert len(unfinished_sessions(context.workbench)) == 1
    async with calling(context, block_on()) as rep:
        assert "Unfinished" in rep.text
        await rep.press("enter")
        await rep.until(lambda: "100% sure?" in rep.text)
        await rep.press("y")
        assert "Next meeting booked?" in rep.text
        assert rep.note == "note"


async def test_a_full_disk_is_said_and_nothing_is_dropped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    async with calling(a_bench(tmp_path)) as rep:
        with monkeypatch.context() as disk:
            disk.setattr(SessionFile, "apply", full)
            await rep.press("d", *"kept")
            await rep.until(lambda: "NOT SAVED" in rep.said)
            assert "NOT SAVED" in rep.text
            await rep.until(lambda: "Save elsewhere" in rep.hints)
            await rep.press(*" all the same")
        await rep.until(lambda: rep.desk.writer.status.state == "saved")
        path = rep.desk.writer.path
        assert "kept all the same" in path.read_text()


async def test_leaving_by_ctrl_c_saves_the_last_key(tmp_path: Path) -> None:
    context = a_bench(tmp_path)
    async with calling(context) as rep:
        await rep.press("d", *"last", "!", "ctrl+c")
    (stored,) = unfinished_sessions(context.workbench)
    assert [call.note for call in stored.calls] == ["last!"]


# Keys: one's own, the palette, the sheet.


async def test_a_reps_own_key_takes_the_place_of_the_usual_one(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path, keys={"dial": "z", "note": "e"})) as rep:
        await rep.press("d", "n")
        assert rep.calls == []
        assert "z Dial" in rep.text
        await rep.press("z")
        assert rep.outcomes == [("dana", None)]


async def test_the_palette_lists_what_can_be_done_now(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path)) as rep:
        offered = {command.title: command for command in palette(rep)}
        assert {"Dial", "No answer", "Find", "End block", "Theme"} <= set(offered)
        assert "Wrap up" not in offered
        offered["Dial"].callback()
        await rep.until(lambda: bool(rep.calls))
        assert "Wrap up" in {command.title for command in palette(rep)}


def palette(rep: Rep) -> list[SystemCommand]:
    return list(rep.app.get_system_commands(rep.screen))


async def test_the_key_sheet_names_every_key(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path, keys={"dial": "z"})) as rep:
        await rep.press("?")
        assert isinstance(rep.screen, KeySheet)
        sheet = rep.text
        for shown in ("z ", "Wrap up", "No answer", "Start the attempt and open the note"):
            assert shown in sheet
        assert "Outcome 9" not in sheet
        await rep.press("escape")
        assert not isinstance(rep.screen, KeySheet)


# What is seen.

SIZES = [(80, 24), (120, 36), (200, 50)]


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_nothing_important_is_cut_off(tmp_path: Path, size: tuple[int, int]) -> None:
    async with calling(a_bench(tmp_path), size=size) as rep:
        for shown in ("Dana Whitfield", "Northwind Freight", "+44 20 7946 0018", "10:00 in London"):
            assert shown in rep.text
        for shown in ("Queue · 3", "0 calls", "d Dial", "1 No answer", "2 Voicemail"):
            assert shown in rep.text
        await rep.press("d")
        for shown in ("on the line", "F8 Wrap up", "F1 No answer", "F2 Voicemail", "Esc Queue"):
            assert shown in rep.text
        await rep.until(lambda: "saved" in rep.text)
        await rep.press("f8")
        for shown in ("Wrap-up", "How did it end?", "i   interested", "x   do not call"):
            assert shown in rep.text
        await rep.press("i", "n", "y", *"2026-12-08 15:00")
        assert "Note" in rep.text
        for shown in ("100% sure?", "Next meeting booked?", "= Tue 8 Dec 2026 15:00"):
            assert shown in rep.text
        assert all(len(line) <= size[0] for line in rep.text.split("\n"))


async def test_a_long_note_takes_the_room_of_what_is_known(tmp_path: Path) -> None:
    research = "third generation, first one to like software; her night runs come back half empty"
    dana = replace(DANA, notes=research)
    async with calling(a_bench(tmp_path, [dana]), size=(80, 24)) as rep:
        assert "half empty" in rep.text
        await rep.press("n", *"a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\nm\nn\no\np")
        assert "half empty" not in rep.text
        assert "third generation" in rep.text


async def test_the_wrap_up_takes_the_place_of_the_queue_on_a_narrow_screen(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path), size=(80, 24)) as rep:
        await rep.press("d", "f8")
        assert "Queue ·" not in rep.text
        await rep.press("n", "enter")
        assert "Queue ·" in rep.text


@pytest.mark.parametrize(("theme", "dark"), [("callbench-dark", True), ("callbench-light", False)])
async def test_both_themes(tmp_path: Path, theme: str, dark: bool) -> None:
    async with calling(a_bench(tmp_path, theme=theme)) as rep:
        assert rep.app.current_theme.dark is dark
        assert (rep.screen.styles.background.brightness < 0.5) is dark


async def test_an_unknown_theme_is_said(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path, theme="mauve")) as rep:
        await rep.until(lambda: "no theme 'mauve'" in rep.said)
        assert rep.app.theme == "callbench-dark"


async def test_the_talk_track_is_shown_and_hidden(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path)) as rep:
        await rep.press("t")
        assert "Talk track · first call" in rep.text
        await rep.press("t")
        assert "Talk track" not in rep.text.split("\n")[1]


async def test_the_block_ends_with_its_summary(tmp_path: Path) -> None:
    context = a_bench(tmp_path, [DANA, OMAR, LENA])
    async with calling(context) as rep:
        await rep.press("1", "d", "f8", *f"iny{WHEN}", "enter", *"the tariff", "enter", "2", "Q")
        await rep.until(lambda: "The block is over" in rep.text)
        for shown in ("calls             3", "conversations     1", "meetings booked   1"):
            assert shown in rep.text
        await rep.press("m")
        await rep.until(lambda: "written: " in rep.said)
        assert len(list(context.workbench.outbox.glob("*.md"))) == 1


async def test_the_note_says_at_first_that_the_rep_dials(tmp_path: Path) -> None:
    clock = FakeClock(step=timedelta(milliseconds=1))
    async with calling(a_bench(tmp_path, clock=clock)) as rep:
        await rep.press("d")
        assert "Note · dial by hand" in rep.text
        await rep.press("f8")
        assert "dial by hand" not in rep.text
        await rep.press("escape", "n")
        clock.tick(minutes=1)
        await rep.press("f1", "u")
        assert "dial by hand" not in rep.text
